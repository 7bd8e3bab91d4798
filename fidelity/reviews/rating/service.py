"""Rating a sample: answers, places, gate questions and tools are kept as they are given, until it is submitted, which locks it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.reviews.rating import asides, marking
from fidelity.reviews.rating.disputes import disputes
from fidelity.reviews.rating.models import Rating
from fidelity.reviews.rating.rules import (
    Operation,
    Outcome,
    SetAnswer,
    SetGate,
    SetPlace,
    SetTool,
    Sheet,
    Standing,
    missing,
    settle,
    stands_after,
)
from fidelity.reviews.rounds import assigning
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound, RoundState
from fidelity.reviews.samples.models import Sample, SampleState

RATING_SUBMITTED = Event("rating-submitted", "assignment_id", "sample_id", says=_l("Rating submitted"))


class AlreadySubmitted(DomainError):
    """A submitted rating never changes."""


class NoLongerYours(DomainError):
    """The sample was taken off the rater's desk at this very moment."""


class NotAllAnswered(DomainError):
    """Criteria have no answer; `criteria` are their ids."""

    status = 422

    def __init__(self, criteria: Sequence[str]) -> None:
        super().__init__(_l("Every criterion needs an answer before the rating can be submitted."))
        self.criteria = criteria


def lock(session: Session, assignment: Assignment) -> None:
    """Let nobody else change the rating until this transaction ends. Raises AlreadySubmitted or NoLongerYours."""
    try:
        session.refresh(assignment, with_for_update=True)
    except InvalidRequestError as gone:
        raise NoLongerYours(_NOT_YOURS) from gone
    if assignment.state == AssignmentState.SUBMITTED:
        raise AlreadySubmitted(_l("The rating has been submitted and is locked. What you sent just now was not kept."))
    if assignment.state == AssignmentState.GIVEN_UP:
        raise NoLongerYours(_NOT_YOURS)


_NOT_YOURS = _l("The sample is no longer yours to rate. Go back to your samples to see what is.")


def keep(session: Session, assignment: Assignment, sheet: Sheet, operations: Sequence[Operation]) -> dict[str, Outcome]:
    """Do operations in the order they were made; says what became of each. Raises AlreadySubmitted or NoLongerYours."""
    lock(session, assignment)
    rows = ratings(session, assignment.id)
    outcomes = {one.id: _keep_one(session, assignment, sheet, rows, one) for one in operations}
    session.flush()
    return outcomes


def _keep_one(
    session: Session, assignment: Assignment, sheet: Sheet, rows: dict[str, Rating], one: Operation
) -> Outcome:
    match one:
        case SetAnswer() if one.criterion in sheet.criteria and one.answer in sheet.answers:
            return _set_answer(row_for(session, assignment, rows, one.criterion), one)
        case SetPlace() if one.criterion in sheet.criteria and sheet.holds(one.place):
            return marking.set_place(session, row_for(session, assignment, rows, one.criterion), one)
        case SetGate() if one.gate in sheet.gates and one.answer in sheet.gate_answers:
            return asides.set_gate(session, assignment, one)
        case SetTool() if one.tool in sheet.tools:
            return asides.set_tool(session, assignment, one)
    return Outcome.REFUSED


def _set_answer(row: Rating, one: SetAnswer) -> Outcome:
    standing = standing_of(row)
    after = stands_after(standing, one)
    row.answer, row.operation = after.answer, after.operation or ""
    return settle(standing, one)


def ratings(session: Session, assignment_id: int) -> dict[str, Rating]:
    """The rater's rows as they stand, by criterion."""
    found = select(Rating).where(Rating.assignment_id == assignment_id).execution_options(populate_existing=True)
    return {row.criterion: row for row in session.scalars(found)}


def row_for(session: Session, assignment: Assignment, rows: dict[str, Rating], criterion: str) -> Rating:
    """The criterion's row, made where there is none. An empty `operation` says that no answer has been given."""
    if criterion not in rows:
        row = Rating(
            municipality_id=assignment.municipality_id,
            assignment_id=assignment.id,
            criterion=criterion,
            answer=None,
            comment="",
            operation="",
        )
        session.add(row)
        session.flush()
        rows[criterion] = row
    return rows[criterion]


def standing_of(row: Rating) -> Standing:
    """What stands in a row."""
    return Standing(row.answer, row.operation or None)


def given(rows: Mapping[str, Rating], criteria: Sequence[str]) -> dict[str, str]:
    """The answers that have been given, in the order of the criteria."""
    found = ((criterion, rows[criterion].answer) for criterion in criteria if criterion in rows)
    return {criterion: answer for criterion, answer in found if answer is not None}


def lock_to_submit(session: Session, assignment: Assignment) -> Sample:
    """Lock the sample and then the rating, as who stops a sample or replaces a rater does: two who submit at once see each other.

    The round stays open meanwhile. Raises AlreadySubmitted or NoLongerYours.
    """
    of_round = select(ReviewRound.state).join(Sample, Sample.round_id == ReviewRound.id)
    is_its = of_round.where(Sample.id == assignment.sample_id)
    state = session.scalar(is_its.with_for_update(read=True, of=ReviewRound))
    sample = assigning.locked_sample(session, assignment.sample_id)
    lock(session, assignment)
    if sample.state != SampleState.RELEASED or state != RoundState.RATING:
        raise NoLongerYours(_NOT_YOURS)
    return sample


def submit(session: Session, assignment: Assignment, sheet: Sheet, *, actor: Actor, now: datetime) -> None:
    """Lock the rating for good; where both have submitted and differ too much, an adjudicator is asked.

    Raises AlreadySubmitted, NoLongerYours, or NotAllAnswered with nothing changed.
    """
    sample = lock_to_submit(session, assignment)
    left = missing(sheet, given(ratings(session, assignment.id), sheet.criteria))
    if left:
        raise NotAllAnswered(left)
    assignment.state, assignment.submitted_at = AssignmentState.SUBMITTED, now
    session.flush()
    record(session, RATING_SUBMITTED, actor=actor, at=now, assignment_id=assignment.id, sample_id=sample.id)
    if assignment.part != Part.ADJUDICATOR:
        found = disputes(session, assignment.municipality_id, [sample.id]).get(sample.id, frozenset())
        wide = [criterion for criterion in sheet.criteria if criterion in found]
        assigning.after_submit(session, assignment, wide, actor=actor, now=now)
