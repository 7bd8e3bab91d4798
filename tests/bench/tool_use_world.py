"""Ten million registered tool uses, or as many as are asked for, written by the database itself: the bench measures using, not filling."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, insert, literal, select, text
from sqlalchemy.orm import Session

from core.database import Database
from core.migrating import migrate
from core.settings import ROOT
from fidelity.tool_use import counts
from fidelity.tool_use.models import ToolUse, ToolUseCount
from fidelity.tool_use.rules import NETWORKS
from organisation.models import Employment, Municipality, Person, Role, RoleAssignment, Section, Unit
from tests.bench.world import TODAY, write_content

MUNICIPALITIES, SECTIONS, UNITS = 20, 12, 100
"""Municipalities, and the sections and units of each: Sweden's 290 have about 2,000 such units together."""
TOOLS = 40
TOOLS_PER_PROCESS = 5
YEARS = 5
FIRST_DAY = date(TODAY.year - YEARS, 1, 1)
YEAR = TODAY.year - 1
"""The year that is asked about: the last whole one."""
KIND = "investigation"
OTHER_KINDS = ("preliminary-assessment", "service", "safety-planning")
EARLY = date(2015, 1, 1)
MUCH_USED = {1: 6600, 2: 6000, 3: 5000}

# Three processes of four are investigations. A process closes 90 days after it was opened; those of the last 90 days are open.
PROCESSES = """
    INSERT INTO process (id, municipality_id, unit_id, kind, reference, opened_on, closed_on, touched_on)
    SELECT i, (i * 7919) % :units / :units_each + 1, (i * 7919) % :units + 1,
        CASE WHEN i / :units % 4 < 3 THEN :kind WHEN i % 3 = 0 THEN :one WHEN i % 3 = 1 THEN :two ELSE :three END,
        'bench process ' || i, {opened}, CASE WHEN i * :days / :processes < :days - 90 THEN {closed} END, {opened}
    FROM ({numbers}) AS number
"""
REGISTRATIONS = """
    INSERT INTO tool_registration (id, municipality_id, key, process_id, source, registered_on, is_undone)
    SELECT id, municipality_id, 'bench-' || id, id, 'import', opened_on, {false} FROM process
"""
# A tool is used in a process by a number that looks thrown and is the same each time: likelier the further up the list it stands.
USES = """
    INSERT INTO tool_use (municipality_id, process_id, tool, registration_id)
    SELECT municipality_id, process.id, bench_tool.slug, process.id FROM process CROSS JOIN bench_tool
    WHERE (CAST(process.id AS bigint) * 1103515245 + (process.id % 1009 + 7) * bench_tool.place * CAST(69621 AS bigint))
        % 2147483647 % 10000 < bench_tool.share
"""
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :processes) SELECT i FROM n",
    "postgresql": "SELECT i FROM generate_series(1, CAST(:processes AS bigint)) AS i",
}
DAYS = {
    "sqlite": ("date(:first, '+' || (i * :days / :processes{}) || ' days')", "0"),
    "postgresql": ("CAST(:first AS date) + CAST(i * :days / :processes{} AS integer)", "false"),
}
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix_%' AND tbl_name IN {tables}",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix_%' AND tablename IN {tables}",
}
WITHOUT_CHECKS = {"sqlite": "PRAGMA foreign_keys=OFF", "postgresql": "SET session_replication_role = replica"}


@dataclass(frozen=True)
class ToolUseWorld:
    """What was filled: how many rows there are, how long it took, and who is to ask."""

    rows: int
    counts: int
    seconds: float
    management: int
    learner: int
    unit: int


def slugs() -> Sequence[str]:
    """Forty things to register: the tools that Metodstöd comes with, others up to forty, and the networks."""
    real = sorted(path.name.split(".")[0] for path in (ROOT / "content" / "tools").glob("*.sv.md"))
    others = [f"bench-tool-{number}" for number in range(TOOLS - len(NETWORKS) - len(real))]
    return ["three-column-mapping", *NETWORKS, *(one for one in real if one != "three-column-mapping"), *others]


def write_tools(folder: Path) -> Path:
    """Content with those tools and a short course."""
    write_content(folder, 10)
    (folder / "tools").mkdir()
    for slug in slugs():
        if slug not in NETWORKS:
            front = (
                f"kind: tool\nid: {slug}\ntitle: {slug.capitalize()}\nversion: 1\nsummary: S.\nsteps: [investigation]"
            )
            blank = "blank:\n  page: portrait\n  fields:\n    - label: Rad\n      lines: 3"
            (folder / "tools" / f"{slug}.sv.md").write_text(
                f"---\n{front}\nsynonyms: []\nlessons: []\n{blank}\n---\nText.\n", encoding="utf-8"
            )
    return folder


def fill(database: Database, rows: int) -> ToolUseWorld:
    """Fill a new database with about so many rows of tool use, and with the counts that a recount gives."""
    begun = time.perf_counter()
    migrate(database)
    with database.transaction() as session:
        _organise(session)
    _write(database, rows // TOOLS_PER_PROCESS)
    _tidy(database)
    with database.engine.begin() as connection:
        written, counted_rows = (
            connection.scalar(select(func.count()).select_from(table)) or 0 for table in (ToolUse, ToolUseCount)
        )
    return ToolUseWorld(written, counted_rows, time.perf_counter() - begun, management=1, learner=2, unit=1)


def _organise(session: Session) -> None:
    """Municipalities, sections and units, and the two who ask: one of management and one who registers in the first unit."""
    for number in range(1, MUNICIPALITIES + 1):
        name = f"Bänkby {number}"
        session.add(
            Municipality(name=name, section_word="section", unit_word="unit", opened_on=EARLY, is_fictional=True)
        )
        session.flush()
        sections = [Section(municipality_id=number, name=f"Sektion {place}") for place in range(SECTIONS)]
        session.add_all(sections)
        session.flush()
        session.add_all(
            Unit(municipality_id=number, section_id=sections[place * SECTIONS // UNITS].id, name=f"Enhet {place}")
            for place in range(UNITS)
        )
        session.flush()
    for number in (1, 2):
        session.add(
            Person(municipality_id=1, employee_number=str(number), name="Namn", email=f"n{number}@bench.invalid")
        )
        session.flush()
        session.add(
            Employment(
                municipality_id=1,
                person_id=number,
                unit_id=1,
                position="Socialsekreterare",
                hired_on=EARLY,
                starts_on=EARLY,
            )
        )
    session.add(RoleAssignment(municipality_id=1, person_id=1, role=Role.MANAGEMENT, starts_on=EARLY))


def _tidy(database: Database) -> None:
    """Do at once what PostgreSQL would do beside the first pages, and what would be measured with them."""
    vacuums = database.engine.dialect.name == "postgresql"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)" if vacuums else "ANALYZE"))


def _write(database: Database, processes: int) -> None:
    """Write the facts, and then their counts as a recount gives them; without the checks that each row goes through in real life."""
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute(WITHOUT_CHECKS[database.engine.dialect.name])  # type: ignore[union-attr]
        with connection.begin(), _indexed_afterwards(connection):
            _write_facts(connection, processes)
        with connection.begin():
            connection.execute(text("ANALYZE"))
        for municipality_id in range(1, MUNICIPALITIES + 1):
            with connection.begin():
                _write_counts(connection, municipality_id)
    database.engine.dispose()  # nobody after us is to have a connection without checks


@contextmanager
def _indexed_afterwards(connection: Connection) -> Iterator[None]:
    """Write without indexes, and make them again at the end: that takes half the time."""
    tables = ("process", "tool_registration", "tool_use")
    found = connection.execute(text(INDEXES[connection.dialect.name].format(tables=tables))).all()
    for name, _statement in found:
        connection.execute(text(f"DROP INDEX {name}"))
    yield
    for _name, statement in found:
        connection.execute(text(statement))


def _write_facts(connection: Connection, processes: int) -> None:
    """Processes in the order of time, from all units in turn, as they come in real life; a registration for each, and its tools."""
    dialect = connection.dialect.name
    day, false = DAYS[dialect]
    values = {
        "processes": processes, "units": MUNICIPALITIES * UNITS, "units_each": UNITS, "days": (TODAY - FIRST_DAY).days,
        "first": FIRST_DAY.isoformat(), "kind": KIND, **dict(zip(("one", "two", "three"), OTHER_KINDS, strict=True)),
    }  # fmt: skip
    numbers = NUMBERS[dialect]
    connection.execute(
        text(PROCESSES.format(opened=day.format(""), closed=day.format(" + 90"), numbers=numbers)), values
    )
    connection.execute(text(REGISTRATIONS.format(false=false)))
    connection.execute(text("CREATE TEMPORARY TABLE bench_tool (place integer, slug varchar(60), share integer)"))
    connection.execute(
        text("INSERT INTO bench_tool VALUES (:place, :slug, :share)"),
        [{"place": place, "slug": slug, "share": _share(place)} for place, slug in enumerate(slugs(), 1)],
    )
    connection.execute(text(USES))
    connection.execute(text("DROP TABLE bench_tool"))
    if dialect == "postgresql":
        for table in ("process", "tool_registration"):
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {processes})"))


def _share(place: int) -> int:
    """In how many of 10,000 processes the tool is used: three of them in about half, the others ever more seldom; five in all."""
    return MUCH_USED.get(place) or round(11_765 / (place - 1))


def _write_counts(connection: Connection, municipality_id: int) -> None:
    """Keep what a recount gives."""
    columns = ["tool", "kind", "quarter", "unit_id", "processes", "municipality_id"]
    for statement in counts.recounting(municipality_id):
        kept = statement.add_columns(literal(municipality_id))
        connection.execute(insert(ToolUseCount.__table__).from_select(columns, kept))  # type: ignore[arg-type]
