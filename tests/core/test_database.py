"""The database: instants with a zone, SQLite as it must be set, keys that stay in their municipality, writers that wait."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, StatementError

from app import create_app
from core.audit import AuditEvent
from core.database import Database, current_database, request_session
from core.settings import Settings
from organisation.models import Employment, Municipality, RoleAssignment, Unit
from tests.client import PageClient, checked, words
from tests.world import EARLY, NOON, World


def event(at: datetime, name: str = "tested") -> AuditEvent:
    return AuditEvent(at=at, name=name, subject={})


OURS = AuditEvent.name.startswith("tested")


def names(database: Database) -> list[str]:
    """The events that the test wrote."""
    with database.session(writes=False) as session:
        return list(session.scalars(select(AuditEvent.name).where(OURS).order_by(AuditEvent.id)))


def test_instant_without_a_zone_is_refused_when_written_and_when_asked_for(database: Database) -> None:
    naive = datetime(2026, 3, 2, 11)  # noqa: DTZ001  what is tested
    with pytest.raises(StatementError, match="an instant needs a time zone"), database.transaction() as session:
        session.add(event(naive))
    with database.session() as session, pytest.raises(StatementError, match="an instant needs a time zone"):
        session.scalars(select(AuditEvent).where(AuditEvent.at > naive)).all()
    assert names(database) == []


def test_instant_comes_back_the_same_in_utc_whatever_zone_it_was_written_in(database: Database) -> None:
    written = datetime(2026, 6, 30, 23, 59, 59, 123456, tzinfo=timezone(timedelta(hours=2)))
    with database.transaction() as session:
        session.add(event(written))
    with database.session(writes=False) as session:
        read = session.scalars(select(AuditEvent.at).where(OURS)).one()
    assert read == written
    assert read.utcoffset() == timedelta(0)
    assert read.hour == 21


def test_sqlite_has_a_log_written_ahead_checks_keys_and_waits_for_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite3")
    for _ in range(2):
        with database.engine.connect() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous", "temp_store", "busy_timeout")
            }
            connection.invalidate()  # so that the second time is another connection
        full, memory = 2, 2
        assert settings == {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "synchronous": full,
            "temp_store": memory,
            "busy_timeout": 15_000,
        }
    database.engine.dispose()


CROSSINGS: dict[str, Callable[[World], object]] = {
    "a unit in a section of another": lambda world: insert(Unit).values(
        municipality_id=world.municipality, section_id=world.foreign_section, name="Ny"
    ),
    "a person in a unit of another": lambda world: insert(Employment).values(
        municipality_id=world.municipality,
        person_id=world.people["learner"],
        unit_id=world.foreign_unit,
        position="Socialsekreterare",
        starts_on=EARLY,
        is_primary=False,
    ),
    "another's person in a unit": lambda world: insert(Employment).values(
        municipality_id=world.municipality,
        person_id=world.people["foreign"],
        unit_id=world.unit,
        position="Socialsekreterare",
        starts_on=EARLY,
        is_primary=False,
    ),
    "a role in another's section": lambda world: insert(RoleAssignment).values(
        municipality_id=world.municipality,
        person_id=world.people["learner"],
        role="coach",
        section_id=world.foreign_section,
        starts_on=EARLY,
    ),
    "a role for another's person": lambda world: insert(RoleAssignment).values(
        municipality_id=world.other_municipality,
        person_id=world.people["learner"],
        role="management",
        starts_on=EARLY,
    ),
}


def test_no_row_can_point_across_municipalities(database: Database, world: World) -> None:
    for name, statement in CROSSINGS.items():
        with pytest.raises(IntegrityError), database.transaction() as session:
            session.execute(statement(world))
            pytest.fail(f"{name} was taken")


def test_row_that_others_point_at_cannot_move_or_go(database: Database, world: World) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.get_one(Unit, world.unit).municipality_id = world.other_municipality
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(delete(Municipality).where(Municipality.id == world.municipality))


def test_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(event(NOON))
        session.flush()
        raise RuntimeError
    assert names(database) == []


def test_two_writers_wait_for_each_other_instead_of_failing(database: Database) -> None:
    """Both read before they write: where the lock is taken late, one of them fails at once."""
    begun = threading.Barrier(2)
    faults: list[Exception] = []

    def write(name: str) -> None:
        try:
            begun.wait()
            with database.transaction() as session:
                count = session.scalar(select(func.count()).where(OURS))
                time.sleep(0.1)
                session.add(event(NOON, f"tested {name} after {count}"))
        except Exception as error:
            faults.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert {name.split()[1] for name in names(database)} == {"one", "two"}
    if database.engine.dialect.name == "sqlite":
        assert sorted(name[-1] for name in names(database)) == ["0", "1"], "the second writer did not see the first"


def test_reader_is_not_kept_waiting_by_a_writer(database: Database) -> None:
    with database.transaction() as writing:
        writing.add(event(NOON))
        writing.flush()
        assert names(database) == []


def can_begin_writing(file: Path) -> bool:
    """Whether another program could begin to write just now."""
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    else:
        return True
    finally:
        other.close()


def test_request_that_writes_takes_its_turn_before_it_reads_and_one_that_reads_keeps_nobody_waiting(
    settings: Settings, tmp_path: Path
) -> None:
    """A request that read first and took the lock later could find that somebody had written in between, and fail."""
    file = tmp_path / "new.sqlite3"
    database = Database(f"sqlite:///{file}")
    app = create_app(settings, db=database)
    for method, keeps_others_waiting in (("POST", True), ("GET", False), ("HEAD", False)):
        with app.test_request_context("/", method=method):
            request_session().execute(text("select 1"))
            assert can_begin_writing(file) != keeps_others_waiting, method
        assert can_begin_writing(file)
    database.engine.dispose()


def test_session_of_a_request_is_rolled_back_when_it_ends(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        request_session().add(event(NOON))
        request_session().flush()
        database = current_database()
    assert names(database) == []


def test_database_that_has_not_been_migrated_is_not_reachable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    with pytest.raises(OperationalError):
        database.is_reachable()
    database.engine.dispose()


@contextmanager
def lost(database: Database) -> Iterator[None]:
    """Take the database away for a while: SQLite's file as from a disk that is not mounted, a server as one that is down."""
    there = database.engine
    there.dispose()
    if there.dialect.name == "sqlite":
        file = Path(str(there.url.database))
        away = file.rename(file.with_suffix(".away"))
        try:
            yield
        finally:
            there.dispose()
            away.replace(file)
    else:
        kept = dict(vars(database))
        vars(database).update(vars(Database("postgresql+psycopg://nobody@/nothing?host=/nowhere")))
        try:
            yield
        finally:
            vars(database).update(kept)


def test_health_page_tells_whether_the_database_answers(client: PageClient, database: Database) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").json) == (200, {"status": "ok"})
    with lost(database):
        assert (client.get("/healthz").status_code, client.get("/healthz").json) == (
            503,
            {"status": "database not reached"},
        )
    assert client.get("/healthz").status_code == 200


ENGLISH = {"Accept-Language": "en"}


def test_lost_database_gives_a_clear_page_and_the_site_recovers_by_itself(
    client: PageClient, database: Database
) -> None:
    with lost(database):
        page = checked(client.get("/sign-in", headers=ENGLISH), status=503)
    assert "Nothing was changed. Wait a minute and try again." in words(page)
    assert client.get("/sign-in").status_code == 200


def test_lost_database_gives_a_clear_page_to_the_signed_in_too(client: PageClient, database: Database) -> None:
    client.sign_in(client.world.people["learner"])
    with lost(database):
        page = checked(client.get("/courses", headers=ENGLISH), status=503)
    assert "Nothing was changed. Wait a minute and try again." in words(page)
    assert client.get("/courses").status_code == 200


def test_error_from_the_database_does_not_repeat_what_somebody_wrote(database: Database) -> None:
    with pytest.raises(DatabaseError) as refused, database.transaction() as session:
        session.execute(text("insert into no_such_table values (:text)"), {"text": "Mamman heter Kalla"})
    assert "Mamman" not in str(refused.value)
