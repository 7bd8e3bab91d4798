"""A rater's desk: which samples wait, how far each has come, by when, and what has been submitted. Nothing of units or others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from fidelity.reviews.rating.disputes import disputes
from fidelity.reviews.rating.models import Rating
from fidelity.reviews.rating.queries import IS_ON_A_DESK, Task, instrument_of
from fidelity.reviews.rating.together import shown_samples
from fidelity.reviews.rounds.models import Assignment, AssignmentState, ReviewRound, RoundState
from fidelity.reviews.samples.models import Sample
from organisation.access import Viewer
from organisation.process import ProcessStep

MOST = 200


@dataclass(frozen=True)
class DeskRow:
    """A sample on a desk. `is_shown` says that it was rated by several and all have submitted, so that they see each other's ratings."""

    assignment_id: int
    number: int
    step: ProcessStep
    is_adjudication: bool
    answered: int
    criteria: int
    is_submitted: bool
    is_shown: bool


@dataclass(frozen=True)
class DeskRound:
    """A round with what is on the desk of it."""

    name: str
    rate_by: date
    is_open: bool
    rows: Sequence[DeskRow]

    @property
    def waiting(self) -> Sequence[DeskRow]:
        """What is to be rated, what was begun first."""
        left = [row for row in self.rows if not row.is_submitted]
        return sorted(left, key=lambda row: (row.answered == 0, row.number))

    @property
    def submitted(self) -> Sequence[DeskRow]:
        """What has been submitted."""
        return [row for row in self.rows if row.is_submitted]


def desk(session: Session, viewer: Viewer, language: str) -> Sequence[DeskRound]:
    """What is on the viewer's desk by round: those that are open first, then the latest. Six statements and one an instrument."""
    rows = session.execute(
        select(Assignment, Sample, ReviewRound)
        .join(Sample, Sample.id == Assignment.sample_id)
        .join(ReviewRound, ReviewRound.id == Sample.round_id)
        .where(_is_mine(viewer), IS_ON_A_DESK)
        .order_by(ReviewRound.state != RoundState.RATING, ReviewRound.id.desc(), Sample.number)
        .limit(MOST)
    )
    tasks = [Task(*row) for row in rows]
    answered, asked = _answered(session, tasks), _asked(session, tasks, viewer, language)
    shown = shown_samples(session, tasks)
    found: dict[int, list[DeskRow]] = {}
    rounds = {task.round.id: task.round for task in tasks}
    for task in tasks:
        row = DeskRow(
            assignment_id=task.assignment.id,
            number=task.sample.number or 0,
            step=task.sample.step,
            is_adjudication=task.is_adjudication,
            answered=answered.get(task.assignment.id, 0),
            criteria=asked[task.assignment.id],
            is_submitted=task.is_submitted,
            is_shown=task.is_submitted and task.sample.is_rated_twice and task.sample.id in shown,
        )
        found.setdefault(task.round.id, []).append(row)
    return [
        DeskRound(kept.name, kept.rate_by, kept.state == RoundState.RATING, found[id_]) for id_, kept in rounds.items()
    ]


def _is_mine(viewer: Viewer) -> ColumnElement[bool]:
    return (Assignment.municipality_id == viewer.municipality_id) & (Assignment.person_id == viewer.id)


def _answered(session: Session, tasks: Sequence[Task]) -> Mapping[int, int]:
    """How many criteria have an answer, by assignment."""
    rows = session.execute(
        select(Rating.assignment_id, func.count().label("number"))
        .where(Rating.assignment_id.in_([task.assignment.id for task in tasks]), Rating.answer.is_not(None))
        .group_by(Rating.assignment_id)
    )
    return {row.assignment_id: row.number for row in rows}


def _asked(session: Session, tasks: Sequence[Task], viewer: Viewer, language: str) -> Mapping[int, int]:
    """How many criteria are asked, by assignment."""
    adjudicated = [task.sample.id for task in tasks if task.is_adjudication]
    found = disputes(session, viewer.municipality_id, adjudicated) if adjudicated else {}
    return {
        task.assignment.id: len(found.get(task.sample.id, ()))
        if task.is_adjudication
        else len(instrument_of(session, task.round, language).criteria)
        for task in tasks
    }


@dataclass(frozen=True)
class Left:
    """How many samples wait for a rater, and the first day that one of them is to be done by."""

    count: int
    rate_by: date


def left(session: Session, viewer: Viewer) -> Left | None:
    """What waits for the viewer, or None. One statement."""
    count, rate_by = session.execute(
        select(func.count(Assignment.id), func.min(ReviewRound.rate_by))
        .join(Sample, Sample.id == Assignment.sample_id)
        .join(ReviewRound, ReviewRound.id == Sample.round_id)
        .where(_is_mine(viewer), IS_ON_A_DESK, Assignment.state == AssignmentState.OPEN)
    ).one()
    return Left(count, rate_by) if count else None
