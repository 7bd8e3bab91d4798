"""A municipality of any size with a course of any length, written in bulk: the bench measures reading, not filling."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from core.audit import Actor
from core.database import Database
from core.documents import Library
from core.migrating import migrate
from core.publishing import PublishedDocument, publish
from organisation.models import Employment, Municipality, Person, Role, RoleAssignment, Section, Unit
from training import standings
from training.content import KINDS
from training.models import Enrolment, StepDone

TODAY = datetime.now(UTC).date()
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
UNIT_SIZE = 14
UNITS_IN_SECTION = 5
WORDS = "Texten är så lång som en lektion brukar vara, med samma sorts stycken och rubriker. "


@dataclass(frozen=True)
class Size:
    """How many people, and how many lessons (exercises and checks counted among them)."""

    people: int
    lessons: int


@dataclass(frozen=True)
class BenchWorld:
    """A filled database with the ids that the pages need."""

    url: str
    content: Path
    learner: int
    section_manager: int
    management: int
    section: int
    unit: int


def write_content(folder: Path, lessons: int) -> Path:
    """A course of so many steps, ten to a module."""
    course = folder / "courses" / "basic"
    modules = [f"module-{number}" for number in range(lessons // 10)]
    _write(
        course / "course.sv.md",
        f"kind: course\nid: basic\ntitle: Kurs\nversion: 1\nsummary: S.\ndue_days: 90\nmodules: [{', '.join(modules)}]",
    )
    for module in modules:
        names = [f"lesson-{number}" for number in range(8)]
        _write(
            course / module / "module.sv.md",
            f"kind: module\nid: {module}\ntitle: {module}\nversion: 1\nsummary: S.\nlessons: [{', '.join(names)}]",
        )
        for name in names:
            head = f"kind: lesson\nid: {name}\ntitle: Lektion {name}\nversion: 1\nminutes: 6"
            _write(course / module / f"{name}.sv.md", head, "\n\n".join([WORDS * 6] * 8))
        exercise = "kind: exercise\nid: exercise\ntitle: Övning\nversion: 1\nminutes: 9\nreflections:\n  - id: one\n    ask: Vad?"
        _write(course / module / "exercise.sv.md", exercise, f'{WORDS}\n\n!!! remember "Jämför"\n    {WORDS}\n')
        questions = "\n".join(
            f"## Fråga {n}? {{#q{n}}}\n\n- [x] Ja {{#yes}}\n  Därför.\n- [ ] Nej {{#no}}\n  Därför inte.\n"
            for n in range(6)
        )
        _write(course / module / "check.sv.md", "kind: check\nid: check\ntitle: Kontroll\nversion: 1", questions)
    return folder


def _write(path: Path, front: str, body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\n{body}\n", encoding="utf-8")


def fill(folder: Path, size: Size) -> BenchWorld:
    """Fill a new SQLite database."""
    dice = random.Random(1)
    content = write_content(folder / "content", size.lessons)
    database = Database(f"sqlite:///{folder / 'bench.sqlite3'}")
    migrate(database)
    library = Library(content, KINDS)
    with database.transaction() as session:
        publish(session, library, actor=Actor(), now=NOON)
        session.flush()
        documents = {row.key: row.id for row in session.execute(select(PublishedDocument.key, PublishedDocument.id))}
        town = Municipality(name="Bänkby", section_word="section", unit_word="unit", opened_on=date(2020, 1, 1))
        session.add(town)
        session.flush()
        units = -(-size.people // UNIT_SIZE)
        sections = -(-units // UNITS_IN_SECTION)
        session.execute(
            insert(Section), [{"municipality_id": town.id, "name": f"Sektion {n}"} for n in range(sections)]
        )
        session.execute(
            insert(Unit),
            [
                {"municipality_id": town.id, "name": f"Enhet {n}", "section_id": n // UNITS_IN_SECTION + 1}
                for n in range(units)
            ],
        )
        people, employments, enrolments, steps = [], [], [], []
        keys = [key for key in documents if key.count("/") == 3]
        for number in range(1, size.people + 1):
            people.append(
                {
                    "municipality_id": town.id,
                    "employee_number": str(number),
                    "name": f"Namn {number}",
                    "email": f"n{number}@bench.invalid",
                }
            )
            hired = TODAY - timedelta(days=dice.randint(1, 2000))
            employments.append(
                {
                    "municipality_id": town.id, "person_id": number, "unit_id": (number - 1) // UNIT_SIZE + 1,
                    "position": "Socialsekreterare", "hired_on": hired, "starts_on": hired, "ends_on": None, "is_primary": False,
                }
            )  # fmt: skip
            done = dice.choice((len(keys), len(keys), len(keys) // 2, 3))
            completed = NOON if done == len(keys) else None
            enrolments.append(
                {
                    "municipality_id": town.id, "person_id": number, "course": "basic", "run": 1,
                    "started_at": NOON - timedelta(days=60), "completed_at": completed,
                }
            )  # fmt: skip
            for key in keys[:done]:
                _courses, _course, module, step = key.split("/")
                steps.append(
                    {
                        "municipality_id": town.id, "enrolment_id": number, "module": module, "step": step,
                        "document_id": documents[key], "done_at": NOON,
                    }
                )  # fmt: skip
        for table, rows in ((Person, people), (Employment, employments), (Enrolment, enrolments), (StepDone, steps)):
            session.execute(insert(table), rows)
        roles = [
            {
                "municipality_id": town.id,
                "person_id": 1,
                "role": Role.SECTION_MANAGER,
                "section_id": 1,
                "starts_on": date(2020, 1, 1),
            },
            {
                "municipality_id": town.id,
                "person_id": 2,
                "role": Role.MANAGEMENT,
                "section_id": None,
                "starts_on": date(2020, 1, 1),
            },
        ]
        session.execute(insert(RoleAssignment), roles)
        standings.rewrite(session, range(1, size.people + 1), ["basic"])
    return BenchWorld(str(database.engine.url), content, learner=3, section_manager=1, management=2, section=1, unit=1)
