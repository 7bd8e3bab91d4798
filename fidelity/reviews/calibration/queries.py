"""Reading calibration: samples in use and as they were published, who is let in until when, and levels beside the reference."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day
from core.publishing import document_id
from fidelity.reviews.calibration import rules
from fidelity.reviews.calibration.limits import limit_of
from fidelity.reviews.calibration.models import CalibrationAnswer, CalibrationRun, CalibrationSheet
from fidelity.reviews.calibration.rules import Done, Pair, Standing
from fidelity.reviews.calibration.samples import FOLDER, KINDS, CalibrationSample, CalibrationSamples, read
from fidelity.reviews.published import published_document


def calibration_samples() -> CalibrationSamples:
    """The calibration samples in use."""
    found: CalibrationSamples = current_app.extensions["metodstod_calibration_samples"]
    return found


def sample_row_in_use(sample_id: str) -> int:
    """The published row of a sample's version in use. Raises KeyError where there is none."""
    return document_id(f"{FOLDER}/{sample_id}", "sv")


def published_sample(session: Session, row_id: int, language: str) -> CalibrationSample | None:
    """The calibration sample as the row keeps it, for good, in the wanted language where that version has it."""
    document = published_document(session, row_id, language, KINDS)
    return None if document is None else read(document)


def kept_sample(session: Session, row_id: int, language: str) -> CalibrationSample:
    """The same, of a row that something points at. Rows never change, so each is read once a process."""
    kept: dict[tuple[int, str], CalibrationSample] = current_app.extensions.setdefault(
        "metodstod_published_samples", {}
    )
    if (row_id, language) not in kept:
        found = published_sample(session, row_id, language)
        if found is None:
            raise LookupError(f"published document {row_id} is no calibration sample")
        kept[row_id, language] = found
    return kept[row_id, language]


# --- Who is let in


def done_by(
    session: Session, municipality_id: int, person_ids: Collection[int], instrument_id: str
) -> Mapping[int, Sequence[Done]]:
    """The sets of an instrument that each has submitted, the earliest first."""
    rows = session.scalars(
        select(CalibrationRun)
        .where(
            CalibrationRun.municipality_id == municipality_id,
            CalibrationRun.person_id.in_(person_ids),
            CalibrationRun.instrument_id == instrument_id,
            CalibrationRun.submitted_at.is_not(None),
        )
        .order_by(CalibrationRun.submitted_at, CalibrationRun.id)
    )
    found: dict[int, list[Done]] = {person_id: [] for person_id in person_ids}
    for row in rows:
        if row.submitted_at is not None:
            found[row.person_id].append(Done(row.set_number, local_day(row.submitted_at), bool(row.is_passed)))
    return found


def standings(
    session: Session, municipality_id: int, person_ids: Collection[int], instrument_id: str, today: date
) -> Mapping[int, Standing]:
    """Where raters stand on a day: for who plans rounds it is about readiness, and says nothing of levels. Two statements."""
    limit = limit_of(session, municipality_id)
    done = done_by(session, municipality_id, person_ids, instrument_id)
    return {person_id: rules.standing(theirs, limit, today) for person_id, theirs in done.items()}


def standing_of(session: Session, person_id: int, municipality_id: int, instrument_id: str, today: date) -> Standing:
    """Where a rater stands on a day."""
    return standings(session, municipality_id, [person_id], instrument_id, today)[person_id]


def is_asked_for(instrument_id: str) -> bool:
    """Whether there is anything to calibrate on for an instrument; without, everybody is let in."""
    return bool(calibration_samples().sets(instrument_id))


def let_in_until(session: Session, person_id: int, municipality_id: int, instrument_id: str) -> date | None:
    """The last day on which a rater is let in to live samples, passed or not; None for who has passed no set."""
    done = done_by(session, municipality_id, [person_id], instrument_id)[person_id]
    return rules.let_in_until(done, limit_of(session, municipality_id))


def is_let_in(session: Session, person_id: int, municipality_id: int, instrument_id: str, today: date) -> bool:
    """Whether somebody may rate live samples with an instrument on a day."""
    return (
        not is_asked_for(instrument_id)
        or standing_of(session, person_id, municipality_id, instrument_id, today).is_let_in
    )


# --- Own levels beside the reference


@dataclass(frozen=True)
class ComparedSet:
    """A set that somebody has submitted: for each sample in its order, own answers and the reference's, by criterion."""

    instrument_id: str
    set_number: int
    submitted_at: datetime
    samples: Sequence[tuple[Mapping[str, str], Mapping[str, str]]]


def compared_sets(session: Session, person_id: int, municipality_id: int) -> Sequence[ComparedSet]:
    """The sets of somebody beside the reference, the latest first. They are shown to nobody but the rater. Two statements."""
    runs = session.scalars(
        select(CalibrationRun)
        .where(
            CalibrationRun.municipality_id == municipality_id,
            CalibrationRun.person_id == person_id,
            CalibrationRun.submitted_at.is_not(None),
        )
        .order_by(CalibrationRun.submitted_at.desc(), CalibrationRun.id.desc())
    ).all()
    answers = _by_sheet(session, [run.id for run in runs])
    return [
        ComparedSet(
            run.instrument_id,
            run.set_number,
            run.submitted_at,
            [(own, _reference(session, row_id)) for row_id, own in answers[run.id]],
        )
        for run in runs
        if run.submitted_at is not None
    ]


def pairs_of(session: Session, run_ids: Collection[int]) -> Mapping[int, Sequence[Pair]]:
    """The own answers of submitted runs beside the reference's, by run, in the order of the samples."""
    return {
        run_id: [
            Pair(criterion, answer, reference[criterion])
            for row_id, own in sheets
            for reference in [_reference(session, row_id)]
            for criterion, answer in own.items()
            if criterion in reference
        ]
        for run_id, sheets in _by_sheet(session, run_ids).items()
    }


def _reference(session: Session, row_id: int) -> Mapping[str, str]:
    """The reference's answers by criterion; they are the same in every language."""
    return {criterion: str(answer) for criterion, answer in kept_sample(session, row_id, "sv").reference.items()}


def _by_sheet(session: Session, run_ids: Collection[int]) -> Mapping[int, Sequence[tuple[int, Mapping[str, str]]]]:
    """Of each run, in order, the published row of each sample and the answers to it."""
    rows = session.execute(
        select(CalibrationSheet.run_id, CalibrationSheet.document_id, CalibrationAnswer)
        .join(CalibrationAnswer, CalibrationAnswer.sheet_id == CalibrationSheet.id)
        .where(CalibrationSheet.run_id.in_(run_ids))
        .order_by(CalibrationSheet.run_id, CalibrationSheet.place, CalibrationAnswer.id)
    ).all()
    found: dict[int, dict[int, dict[str, str]]] = {run_id: {} for run_id in run_ids}
    for run_id, row_id, answer in rows:
        if answer.answer is not None:
            found[run_id].setdefault(row_id, {})[answer.question] = answer.answer
    return {run_id: list(sheets.items()) for run_id, sheets in found.items()}
