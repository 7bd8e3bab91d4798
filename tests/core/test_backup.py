"""A copy of the database, made while the site is written to, can be put in its place."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit import Actor, AuditEvent, Event, record
from core.backup import NotEmbeddedError, back_up
from core.clock import now
from core.database import Database

SOMETHING = Event("something-for-the-backup", "number")


def write(database: Database, number: int) -> None:
    """One transaction."""
    with database.transaction() as session:
        record(session, SOMETHING, actor=Actor(), at=now(), number=number)


def test_a_copy_made_while_others_write_is_whole_and_takes_the_databases_place(
    database: Database, database_kind: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    if database_kind != "sqlite":
        with pytest.raises(NotEmbeddedError):
            back_up(database, copy)
        return
    for number in range(20):
        write(database, number)
    stop = threading.Event()

    def go_on_writing() -> None:
        number = 20
        while not stop.is_set():
            write(database, number)
            number += 1

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    back_up(database, copy)
    stop.set()
    writer.join()
    assert copy.stat().st_mode & 0o077 == 0
    restored = Database(f"sqlite:///{copy}")
    with restored.session() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.name == SOMETHING.name).order_by(AuditEvent.id))
        numbers = [row.subject["number"] for row in rows]
    assert len(numbers) >= 20
    assert numbers == list(range(len(numbers))), "what is in the copy is one moment's, without holes"
    write(restored, 1000)
    with restored.session() as session:
        assert session.scalar(select(func.count()).where(AuditEvent.name == SOMETHING.name)) == len(numbers) + 1
    restored.engine.dispose()


def test_a_copy_never_overwrites_a_file(database: Database, database_kind: str, tmp_path: Path) -> None:
    if database_kind == "sqlite":
        there = tmp_path / "there.sqlite3"
        there.write_text("something dear")
        with pytest.raises(FileExistsError):
            back_up(database, there)
        assert there.read_text() == "something dear"
