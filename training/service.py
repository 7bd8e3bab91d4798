"""What a learner does in a course: begins it, finishes its steps, completes it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from organisation.models import Person
from training import standings
from training.catalogue import Course, Step
from training.models import (
    Enrolment,
    ReadingPlace,
    StepDone,
)
from training.progress import StepKey, step_key

COURSE_STARTED = Event("course-started", "person_id", "course", says=_l("Course begun"))
COURSE_COMPLETED = Event("course-completed", "person_id", "course", says=_l("Course completed"))


@dataclass(frozen=True)
class Learner:
    """Who learns: a person of a municipality."""

    person_id: int
    municipality_id: int

    @property
    def actor(self) -> Actor:
        """The learner as the audit log knows them."""
        return Actor(self.person_id, self.municipality_id)


@dataclass(frozen=True)
class At:
    """The step that something is done in: its course, and the published version that is read."""

    course: Course
    step: Step
    document_id: int

    @property
    def module_id(self) -> str:
        """The id of the step's module."""
        return step_key(self.step)[0]


def finish_step(session: Session, learner: Learner, at: At, *, now: datetime) -> None:
    """Note that a step is done, once; when it was the last one the course is completed."""
    finish_steps(session, learner, at.course, [(at, now)])


def finish_steps(session: Session, learner: Learner, course: Course, steps: Sequence[tuple[At, datetime]]) -> None:
    """Note that steps of one course are done, each at its instant, in order; a step done before only gets its newer version."""
    enrolment = current_enrolment(session, learner, course, steps[0][1])
    done = {
        (row.module, row.step): row
        for row in session.scalars(select(StepDone).where(StepDone.enrolment_id == enrolment.id))
    }
    for at, now in steps:
        key = (at.module_id, at.step.id)
        if key in done:
            done[key].document_id = at.document_id  # read again, in a newer version
            continue
        done[key] = StepDone(
            municipality_id=learner.municipality_id,
            enrolment_id=enrolment.id,
            module=at.module_id,
            step=at.step.id,
            document_id=at.document_id,
            done_at=now,
        )
        session.add(done[key])
    _complete_if_all_done(session, learner, course, enrolment, done.keys(), steps[-1][1])


def keep_place(session: Session, learner: Learner, at: At, *, block: str | None, now: datetime) -> None:
    """Remember where the person is reading; the same step without a block keeps the block it has."""
    lock(session, learner)
    place = session.scalar(
        select(ReadingPlace).where(ReadingPlace.person_id == learner.person_id, ReadingPlace.course == at.course.id)
    )
    if place is None:
        place = ReadingPlace(
            municipality_id=learner.municipality_id, person_id=learner.person_id, course=at.course.id, block=None
        )
        session.add(place)
    elif (place.module, place.step) != (at.module_id, at.step.id):
        place.block = None
    place.module, place.step, place.at = at.module_id, at.step.id, now
    if block is not None:
        place.block = block


def lock(session: Session, learner: Learner) -> None:
    """Let one request at a time write for a person, so that a double click does a thing once."""
    session.execute(select(Person.id).where(Person.id == learner.person_id).with_for_update())


def current_enrolment(session: Session, learner: Learner, course: Course, now: datetime) -> Enrolment:
    """The person's present run through the course, begun now if there is none."""
    lock(session, learner)
    enrolment = session.scalar(
        select(Enrolment)
        .where(Enrolment.person_id == learner.person_id, Enrolment.course == course.id)
        .order_by(Enrolment.run.desc())
        .limit(1)
    )
    if enrolment is not None:
        return enrolment
    enrolment = Enrolment(
        municipality_id=learner.municipality_id,
        person_id=learner.person_id,
        course=course.id,
        run=1,
        started_at=now,
        completed_at=None,
    )
    session.add(enrolment)
    record(session, COURSE_STARTED, actor=learner.actor, at=now, person_id=learner.person_id, course=course.id)
    _rewrite_standing(session, learner, course)
    return enrolment


def _rewrite_standing(session: Session, learner: Learner, course: Course) -> None:
    """Only a course that everybody is to have has coverage, and so standings."""
    if course.is_for_everybody:
        standings.rewrite(session, [learner.person_id], [course.id])


def _complete_if_all_done(
    session: Session, learner: Learner, course: Course, enrolment: Enrolment, done: Set[StepKey], now: datetime
) -> None:
    if enrolment.completed_at is None and all(step_key(step) in done for step in course.steps):
        enrolment.completed_at = now
        record(session, COURSE_COMPLETED, actor=learner.actor, at=now, person_id=learner.person_id, course=course.id)
        _rewrite_standing(session, learner, course)
