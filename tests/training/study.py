"""A learner at work: the services of learning, called as the pages call them, each in a transaction of its own or in a given one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import Base, Database
from core.publishing import PublishedDocument
from tests.training.small_course import small_course
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
    anna: Learner
    bo: Learner

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
        """Everything that is committed in a table."""
        with self.database.session(writes=False) as session:
            return list(session.scalars(select(table).order_by(table.id)))

    def differs_from_a_recount(self) -> list[standings.Difference]:
        with self.database.session(writes=False) as session:
            return list(standings.verify(session, [self.course.id]))


def any_document(database: Database) -> int:
    """A published version, for rows that have to point at one."""
    with database.session(writes=False) as session:
        return session.scalars(select(PublishedDocument.id).limit(1)).one()


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
