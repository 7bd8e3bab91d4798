"""What the pages of samples list: rounds that ask for them, one's own, what the units have handed in, and what waits to be released."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.reviews.rounds.models import DrawnProcess, ReviewRound, RoundState, RoundUnit, SampleSource
from fidelity.reviews.samples import rules
from fidelity.reviews.samples.models import Sample, SampleState
from fidelity.reviews.samples.texts import Reader, is_far_from, is_open_to
from fidelity.tool_use.models import Process
from fidelity.tool_use.queries import Workplace
from organisation.access import Viewer
from organisation.process import ProcessStep


@dataclass(frozen=True)
class AskedProcess:
    """A drawn process of which a sample is asked for, or has been handed in."""

    id: int
    reference: str
    unit_id: int
    is_handed_in: bool = False


@dataclass(frozen=True)
class Asking:
    """A round as those who hand in meet it: `units` are the viewer's among the round's; `processes` is None where units choose."""

    round_id: int
    name: str
    is_open: bool
    hand_in_by: date
    retention_days: int
    units: Sequence[Workplace] = ()
    processes: Sequence[AskedProcess] | None = None

    @classmethod
    def of(
        cls, kept: ReviewRound, units: Sequence[Workplace] = (), processes: Sequence[AskedProcess] | None = None
    ) -> "Asking":
        """What is said of a round."""
        is_open = kept.state == RoundState.COLLECTING
        return cls(kept.id, kept.name, is_open, kept.hand_in_by, kept.retention_days, units, processes)


def asking(session: Session, viewer: Viewer, round_id: int, places: Sequence[Workplace]) -> Asking | None:
    """The round, when it asks some of these units of the viewer's for samples, or did; None for what is still only planned."""
    kept = session.scalar(
        select(ReviewRound).where(
            ReviewRound.id == round_id,
            ReviewRound.municipality_id == viewer.municipality_id,
            ReviewRound.state != RoundState.PLANNED,
        )
    )
    ids = [place.id for place in places]
    asked = select(RoundUnit.unit_id).where(RoundUnit.round_id == round_id, RoundUnit.unit_id.in_(ids))
    asked_ids = set(session.scalars(asked)) if kept is not None else set()
    if kept is None or not asked_ids:
        return None
    is_drawn = kept.source == SampleSource.PROCESSES
    processes = _asked_processes(session, kept, asked_ids) if is_drawn else None
    return Asking.of(kept, [place for place in places if place.id in asked_ids], processes)


def _asked_processes(session: Session, kept: ReviewRound, unit_ids: Collection[int]) -> Sequence[AskedProcess]:
    """The units' drawn processes that are asked for; the next in place stands in for one that can't be handed in."""
    handed_in = _handed_in_processes(session, kept.id)
    rows = session.execute(
        select(Process.id, Process.reference, DrawnProcess.unit_id)
        .join(DrawnProcess, DrawnProcess.process_id == Process.id)
        .where(DrawnProcess.round_id == kept.id, DrawnProcess.unit_id.in_(unit_ids))
        .where(DrawnProcess.unusable_because.is_(None))
        .order_by(DrawnProcess.unit_id, DrawnProcess.place)
    )
    drawn: dict[int, list[AskedProcess]] = {}
    for row in rows:
        drawn.setdefault(row.unit_id, []).append(AskedProcess(*row, is_handed_in=row.id in handed_in))
    return [process for own in drawn.values() for process in own[: kept.samples_per_unit]]


def drawn_process(session: Session, viewer: Viewer, asked: Asking, process_id: int) -> DrawnProcess | None:
    """A process that was drawn for the round in one of the units that are asked."""
    return session.scalar(
        select(DrawnProcess).where(
            DrawnProcess.round_id == asked.round_id,
            DrawnProcess.process_id == process_id,
            DrawnProcess.municipality_id == viewer.municipality_id,
            DrawnProcess.unit_id.in_([unit.id for unit in asked.units]),
        )
    )


@dataclass(frozen=True)
class SetAside:
    """A drawn process that can't be handed in, and why."""

    reference: str
    because: str


def set_aside(session: Session, asked: Asking) -> Sequence[SetAside]:
    """What the units have said can't be handed in."""
    rows = session.execute(
        select(Process.reference, DrawnProcess.unusable_because)
        .join(DrawnProcess, DrawnProcess.process_id == Process.id)
        .where(DrawnProcess.round_id == asked.round_id, DrawnProcess.unusable_because.is_not(None))
        .where(DrawnProcess.unit_id.in_([unit.id for unit in asked.units]))
        .order_by(Process.reference)
    )
    return [SetAside(reference, because or "") for reference, because in rows]


def _handed_in_processes(session: Session, round_id: int) -> Collection[int | None]:
    rows = select(Sample.process_id).where(Sample.round_id == round_id, Sample.erased_on.is_(None))
    return set(session.scalars(rows))


@dataclass(frozen=True)
class UnitCount:
    """How many samples a round asks a unit for, and how far that has come. `returned` wait for who handed them in."""

    round_id: int
    round_name: str
    unit_id: int
    unit_name: str
    hand_in_by: date
    is_open: bool
    is_drawn: bool
    asked_for: int
    waiting: int
    returned: int
    released: int

    @property
    def handed_in(self) -> int:
        """All that has been handed in and not gone back."""
        return self.waiting + self.released

    @property
    def left(self) -> int:
        """How many more are asked for."""
        return max(0, self.asked_for - self.handed_in)


def unit_counts(session: Session, viewer: Viewer, places: Sequence[Workplace]) -> Sequence[UnitCount]:
    """The rounds that go on in these units of the viewer's, those that take samples first. Two statements."""
    names = {place.id: place.name for place in places}
    going_on = ReviewRound.state.in_([RoundState.COLLECTING, RoundState.RATING])
    rows = session.execute(
        select(ReviewRound, RoundUnit.unit_id)
        .join(RoundUnit, RoundUnit.round_id == ReviewRound.id)
        .where(ReviewRound.municipality_id == viewer.municipality_id, going_on, RoundUnit.unit_id.in_(names))
        .order_by(ReviewRound.state, ReviewRound.hand_in_by, ReviewRound.id, RoundUnit.unit_id)
    ).all()
    counts = _state_counts(session, {kept.id for kept, _unit in rows}, names)
    return [_unit_count(kept, unit_id, names[unit_id], counts) for kept, unit_id in rows]


def _state_counts(
    session: Session, round_ids: Collection[int], unit_ids: Collection[int]
) -> Mapping[tuple[int, int, SampleState], int]:
    if not round_ids:
        return {}
    rows = session.execute(
        select(Sample.round_id, Sample.unit_id, Sample.state, func.count())
        .where(Sample.round_id.in_(round_ids), Sample.unit_id.in_(unit_ids), Sample.erased_on.is_(None))
        .group_by(Sample.round_id, Sample.unit_id, Sample.state)
    )
    return {(round_id, unit_id, SampleState(state)): count for round_id, unit_id, state, count in rows}


def _unit_count(
    kept: ReviewRound, unit_id: int, unit_name: str, counts: Mapping[tuple[int, int, SampleState], int]
) -> UnitCount:
    def count(state: SampleState) -> int:
        return counts.get((kept.id, unit_id, state), 0)

    return UnitCount(
        round_id=kept.id,
        round_name=kept.name,
        unit_id=unit_id,
        unit_name=unit_name,
        hand_in_by=kept.hand_in_by,
        is_open=kept.state == RoundState.COLLECTING,
        is_drawn=kept.source == SampleSource.PROCESSES,
        asked_for=kept.samples_per_unit,
        waiting=count(SampleState.WAITING),
        returned=count(SampleState.RETURNED),
        released=count(SampleState.RELEASED),
    )


@dataclass(frozen=True)
class SampleRow:
    """A sample in a list, without its text."""

    id: int
    round_name: str
    state: SampleState
    because: str | None
    step: ProcessStep
    handed_in_on: date
    is_open: bool

    @property
    def is_to_mend(self) -> bool:
        """Whether it was returned and can be handed in again."""
        return self.state == SampleState.RETURNED and self.is_open


def own_samples(session: Session, viewer: Viewer, today: date) -> Sequence[SampleRow]:
    """What the viewer has handed in and still has: waiting, and returned first."""
    return _rows(session, viewer, Reader.UPLOADER, today)


def to_release(session: Session, viewer: Viewer, today: date) -> Sequence[SampleRow]:
    """What the viewer may read to release it: stopped ones first, then those that wait while their round takes samples."""
    return [
        row for row in _rows(session, viewer, Reader.RELEASER, today) if row.is_open or row.state == SampleState.STOPPED
    ]


def _rows(session: Session, viewer: Viewer, reader: Reader, today: date) -> Sequence[SampleRow]:
    rows = session.execute(
        select(Sample, ReviewRound)
        .join(ReviewRound, ReviewRound.id == Sample.round_id)
        .where(is_open_to(viewer, reader, today), ReviewRound.erased_on.is_(None))
        .order_by(Sample.state == SampleState.WAITING, Sample.handed_in_on, Sample.id)
    )
    return [
        SampleRow(
            sample.id,
            kept.name,
            SampleState(sample.state),
            sample.because,
            ProcessStep(sample.step),
            sample.handed_in_on,
            kept.state == RoundState.COLLECTING,
        )
        for sample, kept in rows
        if not rules.time_is_up(kept.closed_on, kept.retention_days, today)
    ]


def own_sample(session: Session, viewer: Viewer, sample_id: int) -> Sample | None:
    """A sample that the viewer has handed in, whatever has become of it; without its text."""
    return session.scalar(
        select(Sample).where(
            Sample.id == sample_id,
            Sample.municipality_id == viewer.municipality_id,
            Sample.person_id == viewer.id,
        )
    )


def far_sample(session: Session, viewer: Viewer, sample_id: int, today: date) -> Sample | None:
    """A sample of somebody else's in another unit, whatever has become of it, without its text: for a releaser to decide about."""
    return session.scalar(
        select(Sample).where(
            Sample.id == sample_id,
            Sample.municipality_id == viewer.municipality_id,
            is_far_from(viewer, today),
        )
    )
