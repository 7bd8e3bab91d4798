"""The ratings of a sample beside each other, for those who have rated it, once every one of them has submitted. Nobody is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.reviews.answers import differ
from fidelity.reviews.instruments.catalogue import Criterion, Gate
from fidelity.reviews.rating import marking
from fidelity.reviews.rating.disputes import disputes
from fidelity.reviews.rating.excerpts import Excerpt
from fidelity.reviews.rating.models import GateAnswer, Rating
from fidelity.reviews.rating.paper import Quote
from fidelity.reviews.rating.queries import Task, excerpt_of, instrument_of
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, RoundState
from fidelity.reviews.samples.texts import SampleRead


@dataclass(frozen=True)
class Rater:
    """One of those who have rated: their part, and whether it is the viewer."""

    part: Part
    is_viewer: bool


@dataclass(frozen=True)
class Given:
    """What one of them has answered to a criterion."""

    rater: Rater
    answer: str
    comment: str
    quotes: Sequence[Quote]


@dataclass(frozen=True)
class CriterionTogether:
    """A criterion with what each rater has answered; an adjudicator only where they were asked. `is_wide` went to one."""

    domain: str
    criterion: Criterion
    given: Sequence[Given]
    differs: bool
    is_wide: bool


@dataclass(frozen=True)
class GateTogether:
    """A gate question with what each rater has answered; empty where one has not."""

    gate: Gate
    answers: Sequence[tuple[Rater, str]]


@dataclass(frozen=True)
class Together:
    """The ratings of a sample beside each other. `language` is the instrument's, `text_language` the sample's."""

    assignment_id: int
    number: int
    language: str
    text_language: str
    raters: Sequence[Rater]
    criteria: Sequence[CriterionTogether]
    gates_title: str
    gates: Sequence[GateTogether]

    @property
    def differing(self) -> Sequence[CriterionTogether]:
        """The criteria that the first two have not answered alike."""
        return [one for one in self.criteria if one.differs]

    @property
    def alike(self) -> Sequence[CriterionTogether]:
        """The others."""
        return [one for one in self.criteria if not one.differs]


def is_shown(session: Session, task: Task) -> bool:
    """Whether the rater may see the other ratings of the sample."""
    return task.sample.id in shown_samples(session, [task])


def shown_samples(session: Session, tasks: Sequence[Task]) -> frozenset[int]:
    """The samples whose ratings their raters may see: all are submitted, and where two are far apart the adjudicator's too.

    In a closed round nobody is waited for. Two statements.
    """
    mine = {task.sample.id: task for task in tasks if task.is_submitted}
    if not mine:
        return frozenset()
    states: dict[int, dict[Part, AssignmentState]] = {id_: {} for id_ in mine}
    for sample_id, part, state in session.execute(
        select(Assignment.sample_id, Assignment.part, Assignment.state).where(
            Assignment.sample_id.in_(mine), Assignment.state != AssignmentState.GIVEN_UP
        )
    ):
        states[sample_id][Part(part)] = AssignmentState(state)
    disputed = disputes(session, next(iter(mine.values())).sample.municipality_id, list(mine))
    return frozenset(
        id_ for id_, task in mine.items() if _are_all_in(task, states[id_], is_disputed=bool(disputed.get(id_)))
    )


def _are_all_in(task: Task, states: Mapping[Part, AssignmentState], *, is_disputed: bool) -> bool:
    if task.round.state == RoundState.CLOSED:
        return True
    needed = {Part.FIRST}
    if task.sample.is_rated_twice:
        needed.add(Part.SECOND)
    if is_disputed:
        needed.add(Part.ADJUDICATOR)
    return all(states.get(part) == AssignmentState.SUBMITTED for part in needed | states.keys())


def together(session: Session, task: Task, read: SampleRead | None, language: str) -> Together | None:
    """The ratings beside each other, or None as long as they are not shown. Six statements."""
    if not is_shown(session, task):
        return None
    raters = _raters(session, task)
    given, gates = _given(session, raters, excerpt_of(task, read)), _gates(session, raters)
    instrument = instrument_of(session, task.round, language)
    return Together(
        assignment_id=task.assignment.id,
        number=task.sample.number or 0,
        language=instrument.language,
        text_language=task.sample.language,
        raters=list(raters.values()),
        criteria=[
            _criterion(domain.title, one, [given[id_, one.id] for id_ in raters if (id_, one.id) in given])
            for domain in instrument.domains
            for one in domain.criteria
        ],
        gates_title=instrument.gates_title,
        gates=[GateTogether(one, gates[one.id]) for one in instrument.gates if one.id in gates],
    )


def _raters(session: Session, task: Task) -> Mapping[int, Rater]:
    """Those who have rated it, by assignment: the first, the second, the adjudicator."""
    found = session.scalars(
        select(Assignment).where(Assignment.sample_id == task.sample.id, Assignment.state == AssignmentState.SUBMITTED)
    ).all()
    order = list(Part)
    return {
        one.id: Rater(one.part, one.id == task.assignment.id)
        for one in sorted(found, key=lambda one: order.index(one.part))
    }


def _criterion(domain: str, criterion: Criterion, given: Sequence[Given]) -> CriterionTogether:
    both = [one.answer for one in given if one.rater.part != Part.ADJUDICATOR]
    is_pair = len(both) == 2
    return CriterionTogether(
        domain, criterion, given, differs=is_pair and both[0] != both[1], is_wide=is_pair and differ(both[0], both[1])
    )


def _given(session: Session, raters: Mapping[int, Rater], excerpt: Excerpt) -> Mapping[tuple[int, str], Given]:
    """What each has answered, by assignment and criterion."""
    places = marking.places(session, list(raters))
    rows = session.scalars(select(Rating).where(Rating.assignment_id.in_(raters), Rating.answer.is_not(None)))
    return {
        (row.assignment_id, row.criterion): Given(
            raters[row.assignment_id],
            row.answer or "",
            row.comment,
            [Quote(place, excerpt.quote(place)) for place in places.get((row.assignment_id, row.criterion), ())],
        )
        for row in rows
    }


def _gates(session: Session, raters: Mapping[int, Rater]) -> Mapping[str, list[tuple[Rater, str]]]:
    """What each who was asked has answered to the gate questions."""
    rows = session.scalars(select(GateAnswer).where(GateAnswer.assignment_id.in_(raters)))
    answers = {(row.assignment_id, row.gate): row.answer or "" for row in rows}
    return {
        gate: [(rater, answers.get((id_, gate), "")) for id_, rater in raters.items() if rater.part != Part.ADJUDICATOR]
        for gate in {gate for _assignment_id, gate in answers}
    }
