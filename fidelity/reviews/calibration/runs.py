"""A rater's own runs for their pages: where one stands, a set that is open, and own answers beside the reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day
from fidelity.reviews.answers import level_of
from fidelity.reviews.calibration import keeping, rules, service
from fidelity.reviews.calibration.limits import limit_of
from fidelity.reviews.calibration.models import CalibrationAnswer, CalibrationRun, CalibrationSheet
from fidelity.reviews.calibration.papers import instrument_of
from fidelity.reviews.calibration.queries import calibration_samples, kept_sample, pairs_of, standing_of
from fidelity.reviews.calibration.rules import Comparison, Pair, Standing
from fidelity.reviews.calibration.samples import CalibrationSample
from fidelity.reviews.instruments.catalogue import Criterion, Gate, Instrument
from fidelity.reviews.instruments.queries import instruments
from fidelity.reviews.rating.excerpts import Excerpt
from organisation.access import Viewer


def run_of(session: Session, viewer: Viewer, run_id: int) -> CalibrationRun | None:
    """The viewer's own run of that id."""
    return session.scalar(
        select(CalibrationRun).where(
            CalibrationRun.id == run_id,
            CalibrationRun.municipality_id == viewer.municipality_id,
            CalibrationRun.person_id == viewer.id,
        )
    )


def sheet_at(session: Session, run: CalibrationRun, place: int) -> CalibrationSheet | None:
    """The run's sample at a place."""
    of = CalibrationSheet.run_id == run.id, CalibrationSheet.place == place
    return session.scalar(select(CalibrationSheet).where(*of))


@dataclass(frozen=True)
class RunRow:
    """A set that one has submitted."""

    id: int
    set_number: int
    day: date
    is_passed: bool
    comparison: Comparison


@dataclass(frozen=True)
class Desk:
    """Where the viewer stands with an instrument: the set that is open, and those that are done, the latest first."""

    instrument_id: str
    title: str
    language: str
    standing: Standing
    open_id: int | None
    samples: int
    """How many samples the open or next set holds."""
    done: Sequence[RunRow]


def desks(session: Session, viewer: Viewer, language: str, today: date) -> Sequence[Desk]:
    """Where the viewer stands with each instrument that there is anything to calibrate on for."""
    return [
        _desk(session, viewer, one, today) for one in instruments().all(language) if calibration_samples().sets(one.id)
    ]


def _desk(session: Session, viewer: Viewer, instrument: Instrument, today: date) -> Desk:
    runs = _runs(session, viewer, instrument.id)
    done = [run for run in runs if run.submitted_at is not None]
    is_open = next((run for run in runs if run.submitted_at is None), None)
    pairs = pairs_of(session, [run.id for run in done])
    rows = [
        RunRow(run.id, run.set_number, local_day(run.submitted_at), bool(run.is_passed), rules.compare(pairs[run.id]))
        for run in done
        if run.submitted_at is not None
    ]
    theirs = [rules.Done(row.set_number, row.day, row.is_passed) for row in rows]
    number = is_open.set_number if is_open else rules.next_set(calibration_samples().sets(instrument.id), theirs)
    return Desk(
        instrument_id=instrument.id,
        title=instrument.title,
        language=instrument.language,
        standing=rules.standing(theirs, limit_of(session, viewer.municipality_id), today),
        open_id=is_open.id if is_open else None,
        samples=sum(one.set == number for one in calibration_samples().of_instrument(instrument.id, "sv")),
        done=rows[::-1],
    )


def _runs(session: Session, viewer: Viewer, instrument_id: str) -> Sequence[CalibrationRun]:
    return session.scalars(
        select(CalibrationRun)
        .where(
            CalibrationRun.municipality_id == viewer.municipality_id,
            CalibrationRun.person_id == viewer.id,
            CalibrationRun.instrument_id == instrument_id,
        )
        .order_by(CalibrationRun.submitted_at, CalibrationRun.id)
    ).all()


@dataclass(frozen=True)
class Waits:
    """What waits for a rater: an instrument whose set is to be rated, and until when they are let in meanwhile."""

    title: str
    language: str
    standing: Standing


def waits(session: Session, viewer: Viewer, language: str, today: date) -> Waits | None:
    """The first instrument for which the viewer has a set to rate, or None. Two statements an instrument."""
    for one in instruments().all(language):
        if calibration_samples().sets(one.id):
            found = standing_of(session, viewer.id, viewer.municipality_id, one.id, today)
            if found.is_to_rate:
                return Waits(one.title, one.language, found)
    return None


# --- A set that is open


@dataclass(frozen=True)
class OpenSample:
    """A sample of an open set, and how far one has come."""

    place: int
    title: str
    language: str
    answered: int


@dataclass(frozen=True)
class OpenRun:
    """A set that has not been submitted."""

    id: int
    criteria: int
    samples: Sequence[OpenSample]

    @property
    def is_whole(self) -> bool:
        """Whether everything has an answer."""
        return all(one.answered == self.criteria for one in self.samples)

    @property
    def next_place(self) -> int | None:
        """The first sample that lacks answers."""
        return self.next_after(0)

    def next_after(self, place: int) -> int | None:
        """The first sample after a place that lacks answers, else the first of all that does."""
        left = [one.place for one in self.samples if one.answered < self.criteria]
        return next((one for one in left if one > place), left[0] if left else None)


def open_run(session: Session, run: CalibrationRun, language: str) -> OpenRun:
    """How far a set has come."""
    criteria = [one.id for one in instrument_of(session, run.document_id, language).criteria]
    sheets = service.sheets(session, run)
    rows = service.answers(session, [one.id for one in sheets])
    found = []
    for sheet in sheets:
        sample = kept_sample(session, sheet.document_id, language)
        answered = len(keeping.given(rows[sheet.id], criteria))
        found.append(OpenSample(sheet.place, sample.title, sample.language, answered))
    return OpenRun(run.id, len(criteria), found)


# --- Own answers beside the reference


@dataclass(frozen=True)
class SampleRow:
    """A submitted sample in the list."""

    place: int
    title: str
    language: str
    comparison: Comparison


@dataclass(frozen=True)
class CriterionRow:
    """A criterion over the samples of a set; `mean` is how many levels one lies above the reference, None where no two levels met."""

    criterion: Criterion
    pairs: Sequence[Pair | None]
    mean: float | None


@dataclass(frozen=True)
class Result:
    """A submitted set."""

    id: int
    day: date
    is_passed: bool
    instrument: Instrument
    comparison: Comparison
    samples: Sequence[SampleRow]
    criteria: Sequence[CriterionRow]


def result_of(session: Session, run: CalibrationRun, language: str) -> Result:
    """Own answers beside the reference, over the set. To be asked for only when the set has been submitted."""
    if run.submitted_at is None:
        raise ValueError("the reference is shown when the set has been submitted")
    instrument, sheets = instrument_of(session, run.document_id, language), service.sheets(session, run)
    rows = service.answers(session, [one.id for one in sheets])
    samples = {one.place: kept_sample(session, one.document_id, language) for one in sheets}
    pairs = {one.place: _pairs(instrument, samples[one.place], rows[one.id]) for one in sheets}
    every = [pair for ones in pairs.values() for pair in ones.values()]
    means = rules.mean_differences(every)
    return Result(
        id=run.id,
        day=local_day(run.submitted_at),
        is_passed=bool(run.is_passed),
        instrument=instrument,
        comparison=rules.compare(every),
        samples=[
            SampleRow(place, one.title, one.language, rules.compare(pairs[place].values()))
            for place, one in samples.items()
        ],
        criteria=[
            CriterionRow(one, [pairs[place].get(one.id) for place in samples], means.get(one.id))
            for one in instrument.criteria
        ],
    )


def _pairs(instrument: Instrument, sample: CalibrationSample, rows: Mapping[str, CalibrationAnswer]) -> dict[str, Pair]:
    given = keeping.given(rows, [one.id for one in instrument.criteria])
    return {
        name: Pair(name, own, str(sample.reference[name])) for name, own in given.items() if name in sample.reference
    }


@dataclass(frozen=True)
class Beside:
    """A criterion or gate question with the own answer, the reference and its reason."""

    question: Criterion | Gate
    own: str | None
    reference: str
    reason: str

    @property
    def gap(self) -> int:
        """How many levels lie between the two; 0 where they are the same or one of them is no level."""
        own, reference = level_of(self.own), level_of(self.reference)
        return 0 if own is None or reference is None else abs(own - reference)

    @property
    def is_level_against_none(self) -> bool:
        """Whether one of the two is a level and the other is none."""
        return (level_of(self.own) is None) != (level_of(self.reference) is None)


@dataclass(frozen=True)
class SampleResult:
    """A submitted sample with its text, criterion by criterion."""

    run_id: int
    place: int
    title: str
    language: str
    instrument: Instrument
    excerpt: Excerpt
    criteria: Sequence[Beside]
    gates: Sequence[Beside]


def sample_result(session: Session, run: CalibrationRun, of: CalibrationSheet, language: str) -> SampleResult:
    """A sample's text with the own answers beside the reference. To be asked for only when the set has been submitted."""
    if run.submitted_at is None:
        raise ValueError("the reference is shown when the set has been submitted")
    instrument, sample = (
        instrument_of(session, run.document_id, language),
        kept_sample(session, of.document_id, language),
    )
    rows = service.answers(session, [of.id])[of.id]
    own = keeping.given(rows, list(rows))
    return SampleResult(
        run_id=run.id,
        place=of.place,
        title=sample.title,
        language=sample.language,
        instrument=instrument,
        excerpt=Excerpt(sample.language, sample.parts),
        criteria=[
            Beside(one, own.get(one.id), str(sample.reference[one.id]), sample.reasons.get(one.id, ""))
            for one in instrument.criteria
            if one.id in sample.reference
        ],
        gates=[
            Beside(one, own.get(one.id), sample.gates[one.id].value, sample.reasons.get(one.id, ""))
            for one in instrument.gates
            if one.id in sample.gates
        ],
    )
