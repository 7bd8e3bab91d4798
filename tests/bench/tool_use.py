"""Prints what the picture of tool use and a registration cost over ten million rows and over a tenth of them, on both databases.

METODSTOD_BENCH_ROWS says how many rows; `make bench` asks for ten million.
"""

import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app import create_app
from core.database import Database
from core.settings import Settings
from fidelity.tool_use import counts
from fidelity.tool_use.models import Process, ToolUse
from followup.unit_tools.kept import KeptFigures
from organisation.models import Unit
from tests.bench.tool_use_world import (
    KIND,
    MUNICIPALITIES,
    SECTIONS,
    TOOLS,
    UNITS,
    YEAR,
    YEARS,
    ToolUseWorld,
    fill,
    write_tools,
)
from tests.bench.visitor import SECRET, ok, signed_in
from tests.databases import postgresql_folder, postgresql_server

ROWS = "METODSTOD_BENCH_ROWS"
USUAL_ROWS = 1_000_000
ROUNDS, FEW_ROUNDS = 15, 3
HEATMAP = f"/tool-use/units?process={KIND}&period={YEAR}"
RAW, COLD, WARM = "heatmap's figures from the raw rows", "heatmap of 100 units, nothing kept", "heatmap of 100 units"
REGISTERING, VERIFYING = "a registration of two tools", "flask tool-use verify"


@dataclass(frozen=True)
class Result:
    """What a filled database showed: milliseconds by what was done."""

    world: ToolUseWorld
    megabytes: int
    milliseconds: dict[str, float]


def main() -> None:
    """Run it on SQLite and, where it is installed, on PostgreSQL."""
    rows = int(os.environ.get(ROWS, USUAL_ROWS))
    print(
        f"\ntool use: {rows:,} rows and a tenth of them, {MUNICIPALITIES * UNITS:,} units in {MUNICIPALITIES} municipalities of"
        f" {UNITS} units in {SECTIONS} sections, {TOOLS} tools, {YEARS} years"
    )
    for kind in ("SQLite", "PostgreSQL"):
        results = []
        for size in (rows // 10, rows):
            with _database(kind) as found:
                if found is None:
                    print(f"\n{kind} is not on this machine")
                    break
                results.append(_run(*found, size))
        if results:
            _print(kind, *results)


@contextmanager
def _database(kind: str) -> Iterator[tuple[Database, Path] | None]:
    """An empty database that keeps what it has acknowledged, with a folder beside it; None where there is none."""
    with tempfile.TemporaryDirectory(prefix="metodstod-bench-") as name:
        if kind == "SQLite":
            yield Database(f"sqlite:///{name}/bench.sqlite3"), Path(name)
            return
        programs = postgresql_folder()
        if programs is None:
            yield None
            return
        with postgresql_server(programs, is_durable=True) as url:
            database = Database(url)
            yield database, Path(name)
            database.engine.dispose()


def _run(database: Database, folder: Path, rows: int) -> Result:
    world = fill(database, rows)
    settings = Settings(instance=folder, database_url="", secret_key=SECRET)
    app = create_app(settings, db=database, content=write_tools(folder / "content"))
    asked = _pages(app, world) | {REGISTERING: _registering(app, database, world)}
    with database.session(writes=False) as session:
        asked[RAW] = _milliseconds(lambda: _raw(session), FEW_ROUNDS)
    begun = time.perf_counter()
    answer = app.test_cli_runner().invoke(args=["tool-use", "verify"])
    asked[VERIFYING] = 1000 * (time.perf_counter() - begun)
    if answer.exit_code != 0:
        raise RuntimeError(answer.output)
    return Result(world, _megabytes(database), asked)


def _pages(app: Flask, world: ToolUseWorld) -> dict[str, float]:
    manager, worker = signed_in(app, world.management), signed_in(app, world.learner)
    unit = f"/tool-use/units/{world.unit}?process={KIND}&period={YEAR}"

    def cold() -> None:
        app.extensions["metodstod_unit_tools"] = KeptFigures()
        ok(manager, HEATMAP)

    return {
        COLD: _milliseconds(cold, FEW_ROUNDS),
        WARM: _milliseconds(lambda: ok(manager, HEATMAP), ROUNDS),
        "a unit's page": _milliseconds(lambda: ok(worker, unit), ROUNDS),
        "the page to register from": _milliseconds(lambda: ok(worker, "/tool-use"), ROUNDS),
    }


def _registering(app: Flask, database: Database, world: ToolUseWorld) -> float:
    """Milliseconds of a registration by the form of its page; the municipality's counts equal a recount afterwards."""
    worker = signed_in(app, world.learner)
    token = ok(worker, "/tool-use").partition('name="csrf_token" value="')[2].partition('"')[0]
    with database.session(writes=False) as session:
        latest = select(Process.id).where(Process.unit_id == world.unit).order_by(Process.id.desc()).limit(ROUNDS + 1)
        processes = cycle(session.scalars(latest).all())

    def register() -> None:
        form = {"csrf_token": token, "key": str(uuid.uuid4()), "tool": ["three-column-mapping", "safety-object"]}
        response = worker.post(f"/tool-use/{next(processes)}", data=form)
        if response.status_code != 303:
            raise RuntimeError(f"a registration was answered by {response.status_code}")

    taken = _milliseconds(register, ROUNDS)
    with database.session(writes=False) as session:
        if counts.differences(session, 1):
            raise RuntimeError("the counts differ from a recount")
    return taken


def _raw(session: Session) -> None:
    """The heatmap's question asked of the rows themselves: each unit's processes of a kind and year, and their tools.

    It goes by the units, for which there is an index; by the municipality it takes many times as long.
    """
    closed = (
        Process.unit_id.in_(select(Unit.id).where(Unit.municipality_id == 1))
        & (Process.kind == KIND)
        & Process.closed_on.between(date(YEAR, 1, 1), date(YEAR, 12, 31))
    )
    processes = select(Process.unit_id, func.count()).where(closed).group_by(Process.unit_id)
    uses = (
        select(Process.unit_id, ToolUse.tool, func.count())
        .join(ToolUse, ToolUse.process_id == Process.id)
        .where(closed)
        .group_by(Process.unit_id, ToolUse.tool)
    )
    for statement in (processes, uses):
        session.execute(statement).all()


def _milliseconds(does: Callable[[], object], rounds: int) -> float:
    """The median of so many times, after a first one that does not count."""
    does()
    times = []
    for _round in range(rounds):
        begun = time.perf_counter()
        does()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _megabytes(database: Database) -> int:
    is_sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.connect() as connection:
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return (
            int(connection.scalar(text(size if is_sqlite else "SELECT pg_database_size(current_database())")) or 0)
            >> 20
        )


def _print(kind: str, tenth: Result, whole: Result) -> None:
    print(f"\n{kind:<40}{tenth.world.rows:>12,}{whole.world.rows:>14,}{'whole / tenth':>16}")
    for what, milliseconds in whole.milliseconds.items():
        before = tenth.milliseconds[what]
        print(f"{what:<40}{before:>9,.1f} ms{milliseconds:>11,.1f} ms{milliseconds / before:>16.1f}")
    for result in (tenth, whole):
        ratio = result.milliseconds[RAW] / result.milliseconds[WARM]
        print(
            f"{result.world.rows:,} rows: {result.megabytes:,} MiB with {result.world.counts:,} counts, filled in"
            f" {result.world.seconds:.0f} s; the raw rows take {ratio:.1f} × the heatmap"
        )
    sys.stdout.flush()
