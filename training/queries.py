"""What pages show of a person's learning."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.publishing import IS_COMMON, PublishedDocument
from organisation.access import Viewer
from organisation.queries import coach_names
from training.catalogue import Course, Step
from training.models import (
    CheckAnswer,
    CheckAttempt,
    CourseStanding,
    Enrolment,
    ReadingPlace,
    ReflectionText,
    StepDone,
)
from training.progress import CourseProgress, StepKey, progress, step_key
from training.rules import Bucket, due_on


@dataclass(frozen=True)
class Given:
    """What a person has given as answer to a question; `is_right` is None while it is only chosen."""

    chosen: frozenset[str]
    is_right: bool | None


@dataclass(frozen=True)
class Attempt:
    """The attempt at a check that a page shows."""

    number: int
    is_finished: bool
    has_passed: bool
    given: Mapping[str, Given]

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(one.is_right is True for one in self.given.values())

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return sum(one.is_right is not None for one in self.given.values())


NO_ATTEMPT = Attempt(number=1, is_finished=False, has_passed=False, given={})


@dataclass(frozen=True)
class Place:
    """Where somebody was last reading."""

    module: str
    step: str
    block: str | None


@dataclass(frozen=True)
class Position:
    """Where a person is counted today, and what follows from it for a course."""

    bucket: Bucket
    employed_since: date | None
    due_on: date | None
    counts_from_opening: bool
    coaches: Sequence[str]


@dataclass(frozen=True)
class Written:
    """A stored reflection."""

    text: str
    revision: int


def begun_courses(session: Session, person_id: int) -> Set[str]:
    """The ids of the courses that a person has begun."""
    return set(session.scalars(select(Enrolment.course).where(Enrolment.person_id == person_id)))


def course_progress(session: Session, person_id: int, course: Course) -> CourseProgress:
    """How far a person has come in a course, in one query; a second one when a page they have done has changed since."""
    rows = session.execute(
        select(
            Enrolment.started_at,
            Enrolment.completed_at,
            StepDone.module,
            StepDone.step,
            PublishedDocument.key,
            PublishedDocument.language,
            PublishedDocument.version,
        )
        .outerjoin(StepDone, StepDone.enrolment_id == Enrolment.id)
        .outerjoin(PublishedDocument, PublishedDocument.id == StepDone.document_id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course.id)
        .order_by(Enrolment.run)
    ).all()
    if not rows:
        return progress(course, {})
    done = {(row.module, row.step): row.version for row in rows if row.module is not None}
    return progress(
        course,
        done,
        news=_changed_since(session, course, done),
        started_at=rows[-1].started_at,
        completed_at=rows[-1].completed_at,
    )


def _changed_since(session: Session, course: Course, done: Mapping[StepKey, int]) -> frozenset[StepKey]:
    """The steps that have had a substantive change after the version they were done in."""
    older = {
        step.key: step_key(step)
        for step in course.steps
        if done.get(step_key(step), step.document.version) < step.document.version
    }
    if not older:
        return frozenset()
    changes = session.execute(
        select(PublishedDocument.key, PublishedDocument.version).where(
            IS_COMMON, PublishedDocument.key.in_(older), PublishedDocument.change == "substantive"
        )
    )
    return frozenset(older[key] for key, version in changes if version > done[older[key]])


def news_of(session: Session, step: Step, person_id: int) -> Sequence[str]:
    """What is new on a page since the person did it, oldest first; one sentence a substantive version."""
    done_in = (
        select(PublishedDocument.version)
        .join(StepDone, StepDone.document_id == PublishedDocument.id)
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .where(Enrolment.person_id == person_id, PublishedDocument.key == step.key)
        .order_by(PublishedDocument.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    return [
        news
        for news in session.scalars(
            select(PublishedDocument.news)
            .where(
                IS_COMMON,
                PublishedDocument.key == step.key,
                PublishedDocument.language == step.language,
                PublishedDocument.change == "substantive",
                PublishedDocument.version > done_in,
            )
            .order_by(PublishedDocument.version)
        )
        if news
    ]


def last_attempt(session: Session, person_id: int, course: Course, module_id: str) -> Attempt:
    """The latest attempt at a module's check, with what was given; an empty first one before it has begun."""
    rows = session.execute(
        select(
            CheckAttempt.id,
            CheckAttempt.number,
            CheckAttempt.finished_at,
            CheckAttempt.has_passed,
            CheckAnswer.question,
            CheckAnswer.chosen,
            CheckAnswer.is_right,
        )
        .join(Enrolment, Enrolment.id == CheckAttempt.enrolment_id)
        .outerjoin(CheckAnswer, CheckAnswer.attempt_id == CheckAttempt.id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course.id, CheckAttempt.module == module_id)
        .order_by(Enrolment.run.desc(), CheckAttempt.number.desc())
    ).all()
    if not rows:
        return NO_ATTEMPT
    last = rows[0]
    given = {
        row.question: Given(frozenset(row.chosen), row.is_right)
        for row in rows
        if row.id == last.id and row.question is not None
    }
    return Attempt(last.number, last.finished_at is not None, last.has_passed, given)


def reflections(session: Session, person_id: int, course: Course, module_id: str) -> Mapping[str, Written]:
    """What the person has written in a module's exercise, by the reflection's id."""
    rows = session.execute(
        select(ReflectionText.reflection, ReflectionText.text, ReflectionText.revision)
        .join(Enrolment, Enrolment.id == ReflectionText.enrolment_id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course.id, ReflectionText.module == module_id)
        .order_by(Enrolment.run)
    )
    return {row.reflection: Written(row.text, row.revision) for row in rows}


def last_place(session: Session, person_id: int, course_id: str) -> Place | None:
    """Where the person was last reading in a course."""
    row = session.execute(
        select(ReadingPlace.module, ReadingPlace.step, ReadingPlace.block).where(
            ReadingPlace.person_id == person_id, ReadingPlace.course == course_id
        )
    ).one_or_none()
    return None if row is None else Place(*row)


def position(session: Session, viewer: Viewer, course: Course, *, today: date) -> Position | None:
    """Where the viewer stands today in a course for everybody; None for other courses, and for somebody not employed today."""
    if course.due_days is None:
        return None
    row = session.execute(
        select(CourseStanding.bucket, CourseStanding.employed_since, CourseStanding.unit_id).where(
            CourseStanding.person_id == viewer.id,
            CourseStanding.municipality_id == viewer.municipality_id,
            CourseStanding.course == course.id,
            CourseStanding.starts_on <= today,
            CourseStanding.until > today,
        )
    ).one_or_none()
    if row is None:
        return None
    return Position(
        bucket=Bucket(row.bucket),
        employed_since=row.employed_since,
        due_on=due_on(row.employed_since, course.due_days, opened_on=viewer.opened_on),
        counts_from_opening=row.employed_since is not None and row.employed_since < viewer.opened_on,
        coaches=coach_names(session, viewer.municipality_id, row.unit_id, but=viewer.id, today=today),
    )


@dataclass(frozen=True)
class Done:
    """A step that somebody has done, for the history of a course."""

    module: str
    step: str
    done_at: datetime
    version: int


def history(session: Session, person_id: int, course_id: str) -> Sequence[Done]:
    """Everything a person has done in a course, oldest first. Completion only: no answer and no reflection."""
    rows = session.execute(
        select(StepDone.module, StepDone.step, StepDone.done_at, PublishedDocument.version)
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .join(PublishedDocument, PublishedDocument.id == StepDone.document_id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course_id)
        .order_by(StepDone.done_at, StepDone.id)
    )
    return [Done(*row) for row in rows]
