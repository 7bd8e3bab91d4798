"""The database: engine, declarative base, the columns every table shares, and one session per request."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import structlog
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

log = structlog.get_logger()

BUSY_SECONDS = 15
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored without zone as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive datetime: nobody could tell what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the stored UTC its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012  SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)


class MunicipalityRow:
    """A row that belongs to one municipality; its pair of keys is what other rows point at."""

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)


def own_pair() -> UniqueConstraint:
    """The unique pair that a composite foreign key points at."""
    return UniqueConstraint("municipality_id", "id")


def within_municipality(column: str, table: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    """A foreign key that can only reach a row of the same municipality."""
    return ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{table}.municipality_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )


class Database:
    """An engine with the sessions it gives out."""

    def __init__(self, url: str) -> None:
        self.engine = _make_engine(url)
        self._writing = self.engine.execution_options(metodstod_writes=True)

    def session(self, *, writes: bool = True) -> Session:
        """A new session; one that writes takes SQLite's write lock at its first statement, so it never has to upgrade."""
        return Session(self._writing if writes else self.engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises."""
        with self.session() as session, session.begin():
            yield session

    @contextmanager
    def aside(self, what: str) -> Iterator[Session]:
        """A transaction for what a page can do without: a full or busy disk is logged, and the page is shown all the same."""
        try:
            with self.transaction() as session:
                yield session
        except OperationalError as error:
            log.warning("not kept", what=what, error=str(error.orig))

    def empty_journal(self) -> bool:
        """Empty SQLite's WAL into its file, so that nothing stays there that was erased; False while somebody is using it."""
        if self.engine.dialect.name != "sqlite":
            return True
        with closing(self.engine.raw_connection()) as connection:
            (is_busy, *_pages) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_busy

    def is_reachable(self) -> None:
        """Ask the database for one row; raises what the driver raises when it cannot answer."""
        with self.engine.connect() as connection:
            connection.execute(text("select 1 from alembic_version"))


def _make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        # Preparing on the server makes long IN lists slow on fresh tables (seen: 2 s for 500 values); ours are short-lived anyway.
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args={"prepare_threshold": None})
    _own_file(make_url(url).database)
    # Parameters are what people wrote: an error must not carry them into the log.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _own_file(path: str | None) -> None:
    """Make a new database file, and its folder, readable for this account alone; SQLite's own files beside it follow."""
    if path and path != ":memory:" and not path.startswith("file:") and not Path(path).exists():
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # BEGIN is ours, so that savepoints and write locks work as written
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("metodstod_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def overwrite_what_is_deleted(session: Session) -> None:
    """Let SQLite write zeros over what this session's connection deletes from now on; PostgreSQL clears up by itself (vacuum)."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def init_app(app: Flask, database: Database) -> None:
    """Give the app its database; a request's session is rolled back and closed when the request ends."""
    app.extensions["metodstod_database"] = database

    @app.teardown_appcontext
    def close_session(_error: BaseException | None) -> None:
        session = g.pop("session", None)
        if session is not None:
            session.close()


def current_database() -> Database:
    """The running app's database."""
    database: Database = current_app.extensions["metodstod_database"]
    return database


def request_session() -> Session:
    """The request's one session. Views commit it, once; whatever was not committed is rolled back."""
    if "session" not in g:
        writes = not has_request_context() or request.method not in READING_METHODS
        g.session = current_database().session(writes=writes)
    session: Session = g.session
    return session


def roll_back_request() -> None:
    """Drop what the request had changed; it may go on reading."""
    session = g.get("session")
    if session is not None:
        session.rollback()
