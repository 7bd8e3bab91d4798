"""A municipality of its own in the shared database, with somebody new, those around them, and a browser for any of them."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import Connection, event

from core import clock
from core.database import Database
from core.publishing import document_id
from organisation.models import Role
from tests.client import PageClient
from tests.world import EARLY, add_municipality, add_person, add_role, add_section, add_unit
from training import service, standings
from training.catalogue import Course, Step
from training.service import At, Learner

HIRED_DAYS_AGO = 10
_numbers = itertools.count(1)


@dataclass
class Town:
    """The app and its database, with the ids of what was made. `people` is keyed by what the person is there for."""

    app: Flask
    database: Database
    municipality_id: int = 0
    section_id: int = 0
    unit_id: int = 0
    people: dict[str, int] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        """The real course, which the app shows."""
        course = self.app.extensions["metodstod_catalogue"].course("basic", "sv")
        assert isinstance(course, Course)
        return course

    def step(self, kind: str, *, module: int = 0) -> Step:
        """The first step of that kind in a module."""
        return next(step for step in self.course.modules[module].steps if step.kind == kind)

    def browser(self, name: str) -> PageClient:
        """A browser in which the person is signed in."""
        client = self.app.test_client()
        assert isinstance(client, PageClient)
        return client.sign_in(self.people[name])

    def hire(self, *names: str, days_ago: int = HIRED_DAYS_AGO) -> None:
        """New people of the unit."""
        with self.database.transaction() as session:
            for name in names:
                day = clock.today() - timedelta(days=days_ago)
                self.people[name] = add_person(session, self.municipality_id, self.unit_id, name, starts_on=day).id
            standings.rewrite(session, [self.people[name] for name in names], [self.course.id])

    def learn(self, name: str, steps: Sequence[Step]) -> None:
        """The person has done these steps, now."""
        learner = Learner(self.people[name], self.municipality_id)
        with self.app.app_context(), self.database.transaction() as session:
            done = [(At(self.course, step, document_id(step.key, step.language)), clock.now()) for step in steps]
            service.finish_steps(session, learner, self.course, done)


def begin_town(app: Flask, database: Database) -> Town:
    """A unit of a section with somebody new, the section's coach and its manager."""
    town = Town(app, database)
    with database.transaction() as session:
        here = town.municipality_id = add_municipality(session, f"Sidby {next(_numbers)}").id
        town.section_id = add_section(session, here, "Barn och unga").id
        town.unit_id = add_unit(session, here, town.section_id, "Utredning").id
        for role in (Role.COACH, Role.SECTION_MANAGER):
            town.people[role] = add_person(session, here, town.unit_id, role, starts_on=EARLY).id
            add_role(session, here, town.people[role], role, section_id=town.section_id)
        standings.rewrite(session, list(town.people.values()), [town.course.id])
    town.hire("new")
    return town


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that the database is sent in the block, beginnings and ends of transactions not counted."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
