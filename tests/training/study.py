"""A learner at work: the services of learning, called as the pages call them, each in a transaction of its own or in a given one."""

import itertools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import Base, Database
from core.publishing import PublishedDocument
from organisation.models import Person
from tests.training.small_course import small_course
from tests.world import add_municipality, add_person, add_section, add_unit
from training import standings
from training.catalogue import Course, Question
from training.service import At, Learner

Row = TypeVar("Row", bound=Base)
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
"""When tests begin to learn."""


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Study:
    """The small course on a database, with two people who can learn in it."""

    database: Database
    document_id: int
    unit_id: int
    anna: Learner
    bo: Learner

    @property
    def municipality_id(self) -> int:
        return self.anna.municipality_id

    @property
    def course(self) -> Course:
        return small_course()

    def at(self, name: str) -> At:
        """The step of that name: `one/first`, `two/check` …"""
        step = next(step for step in self.course.steps if step.key.endswith(f"small/{name}"))
        return At(self.course, step, self.document_id)

    @property
    def everywhere(self) -> list[At]:
        """Every step, in order."""
        return [At(self.course, step, self.document_id) for step in self.course.steps]

    def rows(self, table: type[Row]) -> list[Row]:
        """Everything of this municipality that is committed in a table."""
        own = select(table).where(table.__table__.c.municipality_id == self.municipality_id)
        with self.database.session(writes=False) as session:
            return list(session.scalars(own.order_by(table.id)))

    def differs_from_a_recount(self) -> list[standings.Difference]:
        people = [person.id for person in self.rows(Person)]
        with self.database.session(writes=False) as session:
            return list(standings.differences(session, people, self.course.id))


_numbers = itertools.count(1)


def begin_study(database: Database) -> Study:
    """Two people of one unit, in a municipality of their own, who have not begun the small course."""
    with database.transaction() as session:
        here = add_municipality(session, f"Studieby {next(_numbers)}").id
        unit = add_unit(session, here, add_section(session, here, "Barn och unga").id, "Utredning").id
        anna, bo = (add_person(session, here, unit, name).id for name in ("anna", "bo"))
        standings.rewrite(session, [anna, bo], ["small"])
        document_id = session.scalars(select(PublishedDocument.id).order_by(PublishedDocument.id)).first() or 0
    return Study(database, document_id, unit, Learner(anna, here), Learner(bo, here))


def question_of(at: At, question_id: str) -> Question:
    return next(one for one in at.step.questions if one.id == question_id)


def answers(at: At, *, wrong: Collection[str] = ()) -> Mapping[str, Collection[str]]:
    """An answer to every question, right but for those named."""
    return {one.id: {"no"} if one.id in wrong else one.right for one in at.step.questions}


def at_once(database: Database, *deeds: Callable[[Session], object]) -> list[BaseException]:
    """Do things in threads that start together, each in its own transaction; returns what they raised."""
    start, raised = Barrier(len(deeds)), []

    def do(deed: Callable[[Session], object]) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                deed(session)
        except BaseException as error:
            raised.append(error)

    threads = [Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
