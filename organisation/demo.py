"""The demo's municipalities: fictional, from a fixed seed, brought in through the same import and services that a municipality uses."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from organisation.demo_names import FIRST_NAMES, LAST_NAMES
from organisation.models import Municipality, Person, Role, Section, Unit
from organisation.people.service import give_role
from organisation.second_factor.rules import new_seed
from organisation.second_factor.service import enrol
from organisation.sign_in.demo_people import email_of
from organisation.staff_import.importing import apply_plan, plan_import
from organisation.staff_import.staff_file import read_staff_file

SEED = 20240229
MONTHS = 25
MONTH = timedelta(days=30)
LARGE, SMALL = "Lindvik kommun (påhittad)", "Björkhaga kommun (påhittad)"
HEADINGS = (
    "Anställningsnummer", "Namn", "E-post", "Sektion", "Enhet", "Befattning",
    "Anställd från", "Anställd till", "Ledig från", "Ledig till",
)  # fmt: skip

# Unit → how many people; shaped like the organisations that the source documents describe.
SECTIONS: dict[str, dict[str, int]] = {
    "Mottagning": {"Mottagning Norr": 15, "Mottagning Söder": 14, "Socialjour": 9, "Ledningsstöd": 7},
    "Utredning barn": {
        "Utredning barn 1": 17, "Utredning barn 2": 18, "Utredning barn 3": 16, "Utredning barn 4": 15,
    },
    "Utredning ungdom": {"Utredning ungdom 1": 16, "Utredning ungdom 2": 15, "Unga i kris": 12},
    "Familjehem och placering": {"Familjehem 1": 15, "Familjehem 2": 14, "Familjerätt": 12},
    "Öppenvård och säkerhetsplanering": {
        "Öppenvård familj": 17, "Öppenvård ungdom": 15, "Föräldrastöd": 13, "Säkerhetsplaneringsteamet": 10,
    },
}  # fmt: skip
WITHOUT_COACH = "Familjehem och placering"
SMALL_SECTIONS: dict[str, dict[str, int]] = {"Barn och familj": {"Utredning": 6, "Stöd": 4}, "Vuxen": {"Mottagning": 4}}
TREATMENT = ("Öppenvård", "Föräldrastöd", "Säkerhetsplaneringsteamet")

# Persona → (unit, position, days employed)
PERSONAS: dict[str, tuple[str, str, int]] = {
    "new-hire": ("Utredning barn 2", "Socialsekreterare", 16),
    "coach": ("Utredning barn 3", "Socialsekreterare", 2600),
    "method-supporter": ("Säkerhetsplaneringsteamet", "Metodstödare", 1900),
    "unit-manager": ("Utredning barn 2", "Enhetschef", 1500),
    "section-manager": ("Utredning barn 1", "Sektionschef", 2100),
    "management": ("Ledningsstöd", "Förvaltningschef", 1300),
    "administrator": ("Ledningsstöd", "Systemförvaltare", 3000),
}


@dataclass
class Worker:
    """One invented person's working life."""

    number: str
    name: str
    email: str
    unit: str
    position: str
    starts_on: date
    starts_on_is_known: bool = True
    ends_on: date | None = None
    moves: list[tuple[date, str]] = field(default_factory=list)
    leave: tuple[date, date | None] | None = None
    second_unit: str | None = None

    def works_on(self, day: date) -> bool:
        """Whether the staff file of the day holds the person."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def unit_on(self, day: date) -> str:
        """The unit on the day."""
        return next((unit for moved_on, unit in reversed(self.moves) if moved_on <= day), self.unit)


def fill(session: Session, *, today: date) -> bool:
    """Fill an empty installation with the demo's municipalities and people; a filled one is left alone, and False returned."""
    if session.scalar(select(Municipality.id).limit(1)) is not None:
        return False
    dice = random.Random(SEED)
    large = _add_municipality(session, LARGE, "section", "unit", today - MONTHS * MONTH)
    staff = list(_staff(dice, SECTIONS, today, prefix="L"))
    for months in range(MONTHS, -1, -1):
        _bring_in(session, large, staff, SECTIONS, today - months * MONTH)
    _give_roles(session, large, staff, today)
    small = _add_municipality(session, SMALL, "department", "group", today - 4 * MONTH)
    _bring_in(session, small, list(_small_staff(dice, today)), SMALL_SECTIONS, today)
    return True


def _add_municipality(session: Session, name: str, section_word: str, unit_word: str, opened_on: date) -> Municipality:
    municipality = Municipality(
        name=name, section_word=section_word, unit_word=unit_word, opened_on=opened_on, is_fictional=True
    )
    session.add(municipality)
    session.flush()
    return municipality


def _bring_in(
    session: Session, municipality: Municipality, staff: list[Worker], sections: dict[str, dict[str, int]], day: date
) -> None:
    """Import the staff file of a day, as a municipality would."""
    read = read_staff_file(_staff_file(staff, sections, day))
    if read.faults:
        raise ValueError(f"the demo's staff file has faults: {read.faults[:3]}")
    plan = plan_import(session, municipality_id=municipality.id, rows=read.rows, as_of=day)
    noon = datetime.combine(day, time(12), clock.STOCKHOLM)
    now = min(noon, clock.now())
    apply_plan(session, plan, municipality_id=municipality.id, actor=Actor(None, municipality.id), now=now)


def _staff_file(staff: list[Worker], sections: dict[str, dict[str, int]], day: date) -> bytes:
    section_of = {unit: section for section, units in sections.items() for unit in units}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for worker in staff:
        if not worker.works_on(day):
            continue
        first = worker.starts_on.isoformat() if worker.starts_on_is_known else ""
        leave_from, leave_to = _known_leave(worker, day)
        for unit in filter(None, (worker.unit_on(day), worker.second_unit)):
            writer.writerow(
                (
                    worker.number,
                    worker.name,
                    worker.email,
                    section_of[unit],
                    unit,
                    worker.position,
                    first,
                    "",
                    leave_from,
                    leave_to,
                )
            )
    return out.getvalue().encode("utf-8-sig")


def _known_leave(worker: Worker, day: date) -> tuple[str, str]:
    """A leave stands in the file from a month before it begins until it is over."""
    if worker.leave is None:
        return "", ""
    first, last = worker.leave
    if first - MONTH > day or (last is not None and last < day):
        return "", ""
    return first.isoformat(), last.isoformat() if last else ""


def _staff(dice: random.Random, sections: dict[str, dict[str, int]], today: date, *, prefix: str) -> Iterator[Worker]:
    """Everybody who works or has worked in the two years: each post with those who have held it one after another."""
    names = _names(dice)
    numbers = iter(range(1001, 9999))
    begins = today - MONTHS * MONTH
    for persona, (unit, position, days) in PERSONAS.items():
        name, _email = next(names)
        yield Worker(f"{prefix}{next(numbers)}", name, email_of(persona), unit, position, today - timedelta(days=days))
    held = [unit for unit, _position, _days in PERSONAS.values()]
    for unit, size in ((unit, size) for units in sections.values() for unit, size in units.items()):
        for post in range(size - held.count(unit)):
            for starts_on, ends_on in _tenures(dice, begins, today):
                name, email = next(names)
                position = _position(unit, post)
                worker = Worker(f"{prefix}{next(numbers)}", name, email, unit, position, starts_on, ends_on=ends_on)
                yield _with_a_life(dice, worker, sections, today)


def _tenures(dice: random.Random, begins: date, today: date) -> Iterator[tuple[date, date | None]]:
    """Who has held a post: the first from long before, then one after another with a gap; a third began within the year."""
    starts_on = begins - timedelta(days=dice.randint(30, 5000))
    leaves_on = begins + timedelta(days=int(dice.expovariate(1 / 1150)) + 20)
    while leaves_on < today - timedelta(days=5):
        yield starts_on, leaves_on
        starts_on = leaves_on + timedelta(days=dice.choice((1, 1, 15, 40)))
        if starts_on > today - timedelta(days=3):
            return
        leaves_on = starts_on + timedelta(days=int(dice.expovariate(1 / 800)) + 60)
    yield starts_on, None


def _with_a_life(dice: random.Random, worker: Worker, sections: dict[str, dict[str, int]], today: date) -> Worker:
    """Give some a move, a leave, a second employment, or a first day that HR never wrote."""
    chance = dice.random()
    still_here = worker.ends_on is None
    long_here = worker.starts_on < today - timedelta(days=400)
    siblings = [unit for units in sections.values() if worker.unit in units for unit in units if unit != worker.unit]
    if still_here and long_here and chance < 0.05 and siblings:
        worker.moves.append((today - timedelta(days=dice.randint(60, 500)), dice.choice(siblings)))
    elif still_here and long_here and chance < 0.13:
        first = today - timedelta(days=dice.randint(20, 320))
        worker.leave = (first, dice.choice((None, today + timedelta(days=dice.randint(20, 200)))))
    elif long_here and chance < 0.2:
        first = today - timedelta(days=dice.randint(380, 600))
        last = min(first + timedelta(days=dice.randint(60, 300)), worker.ends_on or today)
        if worker.starts_on < first <= last:
            worker.leave = (first, last)
    elif still_here and chance > 0.985:
        worker.starts_on_is_known = False
    elif still_here and long_here and chance > 0.97 and siblings:
        worker.second_unit = dice.choice(siblings)
    return worker


def _position(unit: str, post: int) -> str:
    if post == 0:
        return "Enhetschef"
    if post == 1:
        return "Gruppledare"
    return "Behandlare" if unit.startswith(TREATMENT) else "Socialsekreterare"


def _small_staff(dice: random.Random, today: date) -> Iterator[Worker]:
    names = _names(dice)
    numbers = iter(range(1, 99))
    for unit, size in ((unit, size) for units in SMALL_SECTIONS.values() for unit, size in units.items()):
        for post in range(size):
            name, email = next(names)
            starts_on = today - timedelta(days=dice.randint(20, 2000))
            yield Worker(f"B{next(numbers)}", name, f"bjorkhaga.{email}", unit, _position(unit, post), starts_on)


def _names(dice: random.Random) -> Iterator[tuple[str, str]]:
    """Invented names, each once, with an address that can't exist."""
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    dice.shuffle(pairs)
    letters = str.maketrans("åäöÅÄÖé", "aaoAAOe")
    for number, (first, last) in enumerate(pairs):
        address = f"{first}.{last}.{number}".lower().translate(letters).replace(" ", "")
        yield f"{first} {last}", f"{address}@demo.invalid"


def _give_roles(session: Session, municipality: Municipality, staff: list[Worker], today: date) -> None:
    """A manager for each section and unit, a coach for each section but one, and what the personas need."""
    people = {
        row.employee_number: row
        for row in session.scalars(select(Person).where(Person.municipality_id == municipality.id))
    }
    sections = {
        row.name: row.id for row in session.scalars(select(Section).where(Section.municipality_id == municipality.id))
    }
    units = {row.name: row.id for row in session.scalars(select(Unit).where(Unit.municipality_id == municipality.id))}
    here = [worker for worker in staff if worker.works_on(today)]
    of_persona = {worker.email: worker for worker in here}
    now = min(datetime.combine(today, time(8), clock.STOCKHOLM), clock.now())

    def give(worker: Worker, role: Role, *, section: str | None = None, unit: str | None = None) -> None:
        give_role(
            session,
            people[worker.number],
            role,
            section_id=sections[section] if section else None,
            unit_id=units[unit] if unit else None,
            starts_on=max(worker.starts_on, today - MONTHS * MONTH),
            actor=Actor(None, municipality.id),
            now=now,
        )
        if role is Role.COACH:  # they read samples, and have set up their phones for it
            enrol(
                session, people[worker.number].id, new_seed(), last_step=0, actor=Actor(None, municipality.id), now=now
            )

    def persona(name: str) -> Worker:
        return of_persona[email_of(name)]

    give(persona("method-supporter"), Role.METHOD_SUPPORTER)
    give(persona("management"), Role.MANAGEMENT)
    give(persona("administrator"), Role.ADMINISTRATOR)
    for section, names in SECTIONS.items():
        inside = [one for one in here if one.unit_on(today) in names and one.starts_on < today - timedelta(days=400)]
        is_own = section == "Utredning barn"
        seniors = [one for one in inside if one.position == "Gruppledare"]
        give(persona("section-manager") if is_own else seniors[0], Role.SECTION_MANAGER, section=section)
        if section != WITHOUT_COACH:
            give(persona("coach") if is_own else seniors[-1], Role.COACH, section=section)
        for unit in names:
            chiefs = [one for one in here if one.unit_on(today) == unit and one.position == "Enhetschef"]
            chief = persona("unit-manager") if unit == "Utredning barn 2" else (chiefs or seniors)[0]
            give(chief, Role.UNIT_MANAGER, unit=unit)
