"""Prints, per size and page: statements, rows and milliseconds; then requests a second and memory beside the limit.

Then agreement, then tool use. `python -m tests.bench agreement` and `python -m tests.bench tool-use` run one of the last parts alone.
"""

import http.client
import sqlite3
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import create_engine, event

from app import create_app
from core import database
from core.settings import Settings
from tests.bench import agreement, tool_use
from tests.bench.cost import CountingConnection, measure
from tests.bench.load import Load, drive, memory_of, served
from tests.bench.visitor import SECRET, ok, signed_in
from tests.bench.world import BenchWorld, Size, fill

SIZES = (Size(350, 130), Size(10_000, 100))
LESSON = "/courses/basic/module-1/lesson-2"
PAGES = (
    ("home of a learner", "learner", "/"),
    ("a lesson", "learner", LESSON),
    ("a course", "learner", "/courses/basic"),
    ("a knowledge check", "learner", "/courses/basic/module-1/check"),
    ("coverage of a section", "section_manager", "/coverage/sections/{section}"),
    ("coverage of a unit", "section_manager", "/coverage/units/{unit}"),
    ("coverage of everybody", "management", "/coverage"),
    ("coverage of everybody as CSV", "management", "/coverage/figures.csv"),
    ("people not done, as CSV", "management", "/coverage/people.csv?bucket=under-way&bucket=not-started"),
    ("everybody by name, as CSV", "management", "/coverage/people.csv"),
)


def main() -> None:
    """Run everything, or the part that is named."""
    parts = {"people": _people, "agreement": agreement.main, "tool-use": tool_use.main}
    for part in sys.argv[1:] or parts:
        parts[part]()


def _people() -> None:
    """Run the bench for each size, the load for the last."""
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="metodstod-bench-") as name:
            world = fill(Path(name), size)
            app = _app(Path(name), world)
            print(f"\n{size.people} people × {size.lessons} lessons: inside one process")
            print(f"{'page':<34}{'statements':>11}{'rows':>8}{'ms':>9}{'× bare page':>13}")
            bare = _bare_page()
            for label, role, url in PAGES:
                client = signed_in(app, getattr(world, role))
                address = url.format(section=world.section, unit=world.unit)
                cost = measure(app.extensions["metodstod_database"].engine, lambda c=client, a=address: ok(c, a))  # type: ignore[misc]
                print(
                    f"{label:<34}{cost.statements:>11}{cost.rows:>8}{cost.milliseconds:>9.1f}{cost.milliseconds / bare:>13.1f}"
                )
            if size is SIZES[-1]:
                _load(Path(name), app, world)


def _app(folder: Path, world: BenchWorld) -> Flask:
    settings = Settings(instance=folder, database_url=world.url, secret_key=SECRET)
    counting = database.Database(world.url)
    counting.engine = create_engine(
        world.url, connect_args={"factory": CountingConnection, "timeout": 15, "check_same_thread": False}
    )
    event.listen(counting.engine, "connect", database._prepare_sqlite)
    event.listen(counting.engine, "begin", database._begin_sqlite)
    counting._writing = counting.engine.execution_options(metodstod_writes=True)
    return create_app(settings, db=counting, content=world.content)


def _bare_page() -> float:
    """Milliseconds of a bare Flask page with one row of SQLite, in this process."""
    with tempfile.TemporaryDirectory() as name:
        import os

        os.environ["BENCH_LIMIT_FILE"] = _limit_file(Path(name))
        from tests.bench.limit import application

        client = application.test_client()
        return measure(create_engine("sqlite://"), lambda: client.get("/")).milliseconds


def _limit_file(folder: Path) -> str:
    file = folder / "limit.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, title TEXT, seen INTEGER)")
        connection.execute("INSERT INTO page VALUES (1, 'En sida', 0)")
    return str(file)


def _load(folder: Path, app: Flask, world: BenchWorld) -> None:
    client = signed_in(app, world.learner)
    page = client.get(LESSON)
    cookie = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}

    def change(connection: http.client.HTTPConnection, turn: int) -> int:
        body = urlencode({"csrf_token": token, "block": f"b{turn % 9 + 1}"})
        return _request(connection, "POST", f"{LESSON}/place", headers, body)

    def lesson(connection: http.client.HTTPConnection, _turn: int) -> int:
        return _request(connection, "GET", LESSON, headers)

    with served("tests.bench.limit", {"BENCH_LIMIT_FILE": _limit_file(folder)}) as (port, parent):
        bare = drive(port, lambda connection, _turn: _request(connection, "GET", "/", {}))
        bare_change = drive(port, lambda connection, _turn: _request(connection, "POST", "/", {}))
        bare_memory = memory_of(parent)
    environment = {
        "METODSTOD_DATABASE_URL": world.url, "METODSTOD_SECRET_KEY": SECRET, "METODSTOD_INSTANCE": str(folder),
        "BENCH_CONTENT": str(world.content),
    }  # fmt: skip
    with served("tests.bench.site", environment) as (port, parent):
        ours, ours_change = drive(port, lesson), drive(port, change)
        memory = memory_of(parent)
    print("\nover HTTP, two worker processes, eight connections (the load's own work runs on the same cores)")
    print(f"{'what':<34}{'limit/s':>10}{'ours/s':>10}{'share':>8}{'limit ms':>10}{'ours ms':>10}")
    _print("a lesson, signed in", bare, ours)
    _print("a change", bare_change, ours_change)
    print(
        f"memory of everything, MiB: limit {bare_memory[0]} RSS, {bare_memory[1]} PSS; ours {memory[0]} RSS, {memory[1]} PSS"
    )


def _request(
    connection: http.client.HTTPConnection, method: str, url: str, headers: dict[str, str], body: str | None = None
) -> int:
    connection.request(method, url, body=body, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status


def _print(what: str, limit: Load, ours: Load) -> None:
    share = f"{100 * ours.per_second / limit.per_second:.0f} %"
    print(
        f"{what:<34}{limit.per_second:>10.0f}{ours.per_second:>10.0f}{share:>8}{limit.milliseconds:>10.1f}{ours.milliseconds:>10.1f}"
    )


if __name__ == "__main__":
    main()
