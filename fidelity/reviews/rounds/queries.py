"""How rounds go: for the one who plans them. Raters stand here by name with how much they have to do, never with what they answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.reviews.rating.models import GateAnswer
from fidelity.reviews.rounds.models import (
    Assignment,
    AssignmentState,
    Part,
    ReviewRound,
    RoundRater,
    RoundState,
    RoundUnit,
)
from fidelity.reviews.samples.models import Erasure, Sample, SampleState
from organisation.models import Person, Section, Unit


def round_in(session: Session, municipality_id: int, round_id: int) -> ReviewRound | None:
    """The municipality's round of that id."""
    return session.scalar(
        select(ReviewRound).where(ReviewRound.municipality_id == municipality_id, ReviewRound.id == round_id)
    )


@dataclass(frozen=True)
class RoundRow:
    """A round in the list."""

    id: int
    name: str
    state: RoundState
    hand_in_by: date
    rate_by: date
    units: int


def rounds(session: Session, municipality_id: int) -> Sequence[RoundRow]:
    """Every round, the latest first."""
    units = select(func.count()).where(RoundUnit.round_id == ReviewRound.id).scalar_subquery()
    rows = session.execute(
        select(ReviewRound.id, ReviewRound.name, ReviewRound.state, ReviewRound.hand_in_by, ReviewRound.rate_by, units)
        .where(ReviewRound.municipality_id == municipality_id)
        .order_by(ReviewRound.id.desc())
    )
    return [RoundRow(*row) for row in rows]


@dataclass(frozen=True)
class UnitRow:
    """A unit's samples in a round: how many wait for a second reader, went back, were released, were stopped, are rated."""

    id: int
    name: str
    section_name: str
    counts: Mapping[SampleState, int]
    drawn: int

    @property
    def handed_in(self) -> int:
        """All that was handed in and has not gone back or been stopped."""
        return self.counts[SampleState.WAITING] + self.counts[SampleState.RELEASED]


def unit_rows(session: Session, round_id: int) -> Sequence[UnitRow]:
    """The round's units with their samples, by section and name."""
    counts: dict[int, Counter[SampleState]] = {}
    drawn: Counter[int] = Counter()
    for unit_id, state, is_drawn in session.execute(
        select(Sample.unit_id, Sample.state, Sample.number.is_not(None)).where(Sample.round_id == round_id)
    ):
        counts.setdefault(unit_id, Counter())[SampleState(state)] += 1
        drawn[unit_id] += bool(is_drawn) and state == SampleState.RELEASED
    rows = session.execute(
        select(Unit.id, Unit.name, Section.name)
        .join(RoundUnit, RoundUnit.unit_id == Unit.id)
        .join(Section, Section.id == Unit.section_id)
        .where(RoundUnit.round_id == round_id)
        .order_by(Section.name, Unit.name)
    )
    return [UnitRow(id_, name, section, counts.get(id_, Counter()), drawn[id_]) for id_, name, section in rows]


@dataclass(frozen=True)
class RaterRow:
    """How much a rater has to do in a round, and has done."""

    person_id: int
    name: str
    submitted: int
    left: int
    given_up: int
    adjudicates: int


def rater_rows(session: Session, round_id: int) -> Sequence[RaterRow]:
    """The round's raters by name."""
    counts: Counter[tuple[int, AssignmentState]] = Counter()
    adjudicates: Counter[int] = Counter()
    for person_id, state, part in session.execute(
        select(Assignment.person_id, Assignment.state, Assignment.part)
        .join(Sample, Sample.id == Assignment.sample_id)
        .where(Sample.round_id == round_id)
    ):
        counts[person_id, AssignmentState(state)] += 1
        adjudicates[person_id] += part == Part.ADJUDICATOR and state != AssignmentState.GIVEN_UP
    rows = session.execute(
        select(Person.id, Person.name)
        .join(RoundRater, RoundRater.person_id == Person.id)
        .where(RoundRater.round_id == round_id)
        .order_by(Person.name, Person.id)
    )
    return [
        RaterRow(
            id_,
            name,
            counts[id_, AssignmentState.SUBMITTED],
            counts[id_, AssignmentState.OPEN],
            counts[id_, AssignmentState.GIVEN_UP],
            adjudicates[id_],
        )
        for id_, name in rows
    ]


@dataclass(frozen=True)
class ToLookAt:
    """What in a round waits for the method supporter: by the numbers that raters know samples by."""

    without_rater: Sequence[int]
    gates: Sequence[tuple[int, str]]
    """Sample and gate question that a rater has answered with no."""
    stopped: int
    pairs: int
    """How many different pairs of raters have a sample together: agreement rests on them."""


def to_look_at(session: Session, round_id: int) -> ToLookAt:
    """The round's samples that lack a rater, the gate questions that were answered with no, and what was stopped."""
    drawn = session.execute(
        select(Sample.id, Sample.number, Sample.is_rated_twice).where(
            Sample.round_id == round_id, Sample.number.is_not(None), Sample.state == SampleState.RELEASED
        )
    ).all()
    raters: dict[int, set[tuple[Part, int]]] = {row.id: set() for row in drawn}
    for sample_id, part, person_id in session.execute(
        select(Assignment.sample_id, Assignment.part, Assignment.person_id).where(
            Assignment.sample_id.in_(raters), Assignment.state != AssignmentState.GIVEN_UP
        )
    ):
        raters[sample_id].add((Part(part), person_id))
    firsts = {id_: {who for part, who in theirs if part != Part.ADJUDICATOR} for id_, theirs in raters.items()}
    gates = session.execute(
        select(Sample.number, GateAnswer.gate)
        .join(Assignment, Assignment.sample_id == Sample.id)
        .join(GateAnswer, GateAnswer.assignment_id == Assignment.id)
        .where(Sample.round_id == round_id, Assignment.state == AssignmentState.SUBMITTED, GateAnswer.answer == "no")
        .order_by(Sample.number, GateAnswer.gate)
        .distinct()
    )
    stopped = select(func.count()).where(Sample.round_id == round_id, Sample.state == SampleState.STOPPED)
    return ToLookAt(
        without_rater=sorted(row.number for row in drawn if len(firsts[row.id]) < 1 + row.is_rated_twice),
        gates=[(number, gate) for number, gate in gates if number is not None],
        stopped=session.scalar(stopped) or 0,
        pairs=len({frozenset(two) for two in firsts.values() if len(two) > 1}),
    )


def erasures(session: Session, round_id: int) -> Sequence[Erasure]:
    """The protocol of what was erased of a round."""
    return session.scalars(select(Erasure).where(Erasure.round_id == round_id).order_by(Erasure.id)).all()
