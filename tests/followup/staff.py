"""A municipality with random staff in the shared database, and those who look at its coverage."""

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from core import clock
from core.database import Database
from organisation.access import ScopedRole, Viewer
from organisation.models import Employment, Role, RoleAssignment
from tests.client import PageClient
from tests.world import add_municipality, add_person, add_section, add_unit
from training import standings
from training.models import Enrolment, Exemption
from training.rules import Facts

COURSE = "basic"
DUE_DAYS = 90
_numbers = itertools.count(1)


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


OPENED_ON = days_ago(300)


@dataclass
class Staff:
    """The app and its database, with the ids of what was made. `viewers` is keyed by what they may see."""

    app: Flask
    database: Database
    municipality_id: int = 0
    units: dict[int, int] = field(default_factory=dict)
    """Each unit's section."""
    people: list[int] = field(default_factory=list)
    viewers: dict[str, int] = field(default_factory=dict)

    @property
    def sections(self) -> list[int]:
        return sorted(set(self.units.values()))

    def viewer(self, *roles: ScopedRole) -> Viewer:
        """Somebody with these roles, as a request knows them."""
        return Viewer(
            id=0,
            municipality_id=self.municipality_id,
            municipality_name="",
            section_word="section",
            unit_word="unit",
            is_fictional=True,
            opened_on=OPENED_ON,
            name="",
            language=None,
            roles=roles,
        )

    def browser(self, name: str) -> PageClient:
        """A browser in which the viewer is signed in."""
        client = self.app.test_client()
        assert isinstance(client, PageClient)
        return client.sign_in(self.viewers[name])

    def facts(self) -> dict[int, Facts]:
        """Everybody's facts."""
        with self.database.session(writes=False) as session:
            return standings.facts_of(session, [*self.people, *self.viewers.values()], COURSE)

    def add_viewer(self, name: str, *roles: tuple[Role, dict[str, int]], ended: bool = False) -> None:
        """Somebody of the first unit, employed for years, with these roles."""
        with self.database.transaction() as session:
            unit = next(iter(self.units))
            person = add_person(session, self.municipality_id, unit, name, starts_on=days_ago(900))
            self.viewers[name] = person.id
            for role, place in roles:
                ends_on = clock.yesterday() if ended else None
                session.add(
                    RoleAssignment(
                        municipality_id=self.municipality_id,
                        person_id=person.id,
                        role=role,
                        starts_on=days_ago(900),
                        ends_on=ends_on,
                        **place,
                    )
                )
            standings.rewrite(session, [person.id], [COURSE])


def found_municipality(app: Flask, database: Database, *, units_in_sections: Iterable[int] = (2, 3, 1)) -> Staff:
    """Sections with so many units each, and nobody in them; the platform was opened 300 days ago."""
    staff = Staff(app, database)
    with database.transaction() as session:
        municipality = add_municipality(session, f"Täckby {next(_numbers)}")
        municipality.opened_on = OPENED_ON
        staff.municipality_id = municipality.id
        for number, units in enumerate(units_in_sections, start=1):
            section = add_section(session, municipality.id, f"Sektion {number}").id
            for letter in "ABCDE"[:units]:
                staff.units[add_unit(session, municipality.id, section, f"Grupp {number}{letter}").id] = section
    return staff


def hire_at_random(staff: Staff, *, people: int, seed: int) -> None:
    """People with every kind of fact: moves, second jobs, returns, leave, exemptions, courses begun and completed."""
    dice = random.Random(seed)
    with staff.database.transaction() as session:
        for number in range(people):
            _hire(session, dice, staff, f"person-{seed}-{number}")
        standings.rewrite(session, staff.people, [COURSE])


def _hire(session: Session, dice: random.Random, staff: Staff, name: str) -> None:
    units = list(staff.units)
    start = days_ago(dice.choice([0, 20, 89, 90, 91, 120, 200, 364, 365, 366, 400, 500]))
    stays = dice.random() < 0.6
    person = add_person(
        session,
        staff.municipality_id,
        dice.choice(units),
        name,
        starts_on=start,
        ends_on=None if stays else start + timedelta(days=dice.randint(0, 300)),
        leave=(days_ago(dice.randint(-30, 100)), None) if dice.random() < 0.15 else None,
    )
    staff.people.append(person.id)
    if dice.random() < 0.3:  # a second job, a move or a return
        again = start + timedelta(days=dice.randint(1, 350))
        session.add(
            Employment(
                municipality_id=staff.municipality_id,
                person_id=person.id,
                unit_id=dice.choice(units),
                position="Socialsekreterare",
                hired_on=again,
                starts_on=again,
                is_primary=dice.random() < 0.3,
            )
        )
    elif dice.random() < 0.1:
        forget_first_day(session, person.id)
    if dice.random() < 0.15:
        _exempt(session, dice, staff, person.id)
    if dice.random() < 0.65:
        _enrol(session, dice, staff, person.id, start)


def forget_first_day(session: Session, person_id: int) -> None:
    """As when the staff file gives no first day."""
    session.query(Employment).filter_by(person_id=person_id).update({"hired_on": None})


def _exempt(session: Session, dice: random.Random, staff: Staff, person_id: int) -> None:
    first = days_ago(dice.randint(0, 200))
    last = None if dice.random() < 0.5 else first + timedelta(days=dice.randint(0, 200))
    session.add(
        Exemption(
            municipality_id=staff.municipality_id,
            person_id=person_id,
            course=COURSE,
            starts_on=first,
            ends_on=last,
            reason="Annat arbete",
        )
    )


def _enrol(session: Session, dice: random.Random, staff: Staff, person_id: int, start: date) -> None:
    begun = start + timedelta(days=dice.randint(0, 60))
    done = begun + timedelta(days=dice.randint(0, 120)) if dice.random() < 0.6 else None
    session.add(
        Enrolment(
            municipality_id=staff.municipality_id,
            person_id=person_id,
            course=COURSE,
            run=1,
            started_at=at_noon(begun),
            completed_at=None if done is None else at_noon(done),
        )
    )


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.STOCKHOLM)


def add_one(
    staff: Staff,
    name: str,
    *,
    unit: int,
    hired: int = 100,
    leave: bool = False,
    exempt: bool = False,
    begun: int | None = None,
    done: int | None = None,
) -> int:
    """One person; days are given as days ago."""
    with staff.database.transaction() as session:
        away = (days_ago(10), None) if leave else None
        person = add_person(session, staff.municipality_id, unit, name, starts_on=days_ago(hired), leave=away)
        staff.people.append(person.id)
        own = {"municipality_id": staff.municipality_id, "person_id": person.id, "course": COURSE}
        if exempt:
            session.add(Exemption(**own, starts_on=days_ago(10), reason="Annat arbete"))
        if begun is not None:
            completed_at = None if done is None else at_noon(days_ago(done))
            session.add(Enrolment(**own, run=1, started_at=at_noon(days_ago(begun)), completed_at=completed_at))
        standings.rewrite(session, [person.id], [COURSE])
        return person.id
