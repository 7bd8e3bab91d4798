"""A small world for tests: two municipalities, and in the first one person in every role, with others around them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from organisation.models import (
    Employment,
    Leave,
    Municipality,
    Person,
    Role,
    RoleAssignment,
    Section,
    Unit,
)
from training import standings

EARLY = date(2020, 1, 1)
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


@dataclass
class World:
    """The ids of what was made. `people` is keyed by role or by what the person is there for."""

    municipality: int = 0
    other_municipality: int = 0
    section: int = 0
    other_section: int = 0
    foreign_section: int = 0
    unit: int = 0
    sibling_unit: int = 0
    other_unit: int = 0
    foreign_unit: int = 0
    people: dict[str, int] = field(default_factory=dict)


def make_world(session: Session) -> World:
    """Make the world and its standings; the caller commits."""
    world = World()
    here = add_municipality(session, "Testby kommun")
    there = add_municipality(session, "Annanby kommun")
    world.municipality, world.other_municipality = here.id, there.id
    world.section = add_section(session, here.id, "Barn och unga").id
    world.other_section = add_section(session, here.id, "Insatser").id
    world.foreign_section = add_section(session, there.id, "Individ och familj").id
    world.unit = add_unit(session, here.id, world.section, "Utredning 1").id
    world.sibling_unit = add_unit(session, here.id, world.section, "Utredning 2").id
    world.other_unit = add_unit(session, here.id, world.other_section, "Öppenvård").id
    world.foreign_unit = add_unit(session, there.id, world.foreign_section, "Familj").id
    places = {
        Role.COACH: {"section_id": world.section},
        Role.SECTION_MANAGER: {"section_id": world.section},
        Role.UNIT_MANAGER: {"unit_id": world.unit},
    }
    for name in ("learner", *Role, "colleague"):
        world.people[str(name)] = add_person(session, here.id, world.unit, str(name)).id
    world.people["sibling"] = add_person(session, here.id, world.sibling_unit, "sibling").id
    world.people["elsewhere"] = add_person(session, here.id, world.other_unit, "elsewhere").id
    world.people["foreign"] = add_person(session, there.id, world.foreign_unit, "foreign").id
    for role in Role:
        add_role(session, here.id, world.people[role], role, **places.get(role, {}))
    standings.rewrite(session, list(world.people.values()), ["basic"])
    return world


def add_municipality(session: Session, name: str) -> Municipality:
    """A municipality that says section and unit."""
    municipality = Municipality(name=name, section_word="section", unit_word="unit", opened_on=EARLY, is_fictional=True)
    session.add(municipality)
    session.flush()
    return municipality


def add_section(session: Session, municipality_id: int, name: str) -> Section:
    """A section."""
    section = Section(municipality_id=municipality_id, name=name)
    session.add(section)
    session.flush()
    return section


def add_unit(session: Session, municipality_id: int, section_id: int, name: str) -> Unit:
    """A unit of a section."""
    unit = Unit(municipality_id=municipality_id, section_id=section_id, name=name)
    session.add(unit)
    session.flush()
    return unit


def add_person(
    session: Session,
    municipality_id: int,
    unit_id: int,
    name: str,
    *,
    starts_on: date = EARLY,
    ends_on: date | None = None,
    leave: tuple[date, date | None] | None = None,
) -> Person:
    """A person with one employment, and a leave from it where asked for."""
    person = Person(
        municipality_id=municipality_id,
        employee_number=f"{municipality_id}-{name}",
        name=f"Test {name.replace('-', ' ').title()}",
        email=f"{name}.{municipality_id}@example.invalid",
        language=None,
    )
    session.add(person)
    session.flush()
    employment = Employment(
        municipality_id=municipality_id,
        person_id=person.id,
        unit_id=unit_id,
        position="Socialsekreterare",
        hired_on=starts_on,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(employment)
    session.flush()
    if leave:
        session.add(
            Leave(municipality_id=municipality_id, employment_id=employment.id, starts_on=leave[0], ends_on=leave[1])
        )
    return person


def add_role(
    session: Session,
    municipality_id: int,
    person_id: int,
    role: Role,
    *,
    section_id: int | None = None,
    unit_id: int | None = None,
) -> None:
    """A role that has held for years."""
    session.add(
        RoleAssignment(
            municipality_id=municipality_id,
            person_id=person_id,
            role=role,
            section_id=section_id,
            unit_id=unit_id,
            starts_on=EARLY,
        )
    )
    session.flush()
