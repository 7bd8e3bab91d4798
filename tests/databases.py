"""Databases for tests: a copied SQLite file for each test, and a PostgreSQL server of our own, emptied after each."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.database import Base, Database

PUBLISHED = "published_document"
KEPT = {"search_passage", "search_built", "search_word"}


def postgresql_folder() -> Path | None:
    """Where initdb and pg_ctl are, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*debian, *([Path(on_path).parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


@contextmanager
def postgresql_server(programs: Path, *, is_durable: bool = False) -> Iterator[str]:
    """Start a server in a temporary folder, as an unprivileged user, on a socket of its own; gives a database's address.

    Only a durable one keeps through a power cut what it has acknowledged; tests do not need that.
    """
    with tempfile.TemporaryDirectory(prefix="metodstod-pg-") as name:
        folder = Path(name)
        user = _unprivileged_user()
        if user:
            shutil.chown(folder, user)
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, *arguments],
                user=user,
                cwd=folder,
                env=environment,
                check=True,
                capture_output=True,
            )

        run("initdb", "-D", f"{folder}/data", "-U", "metodstod", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses=''"
        # Without vacuum rows stay in the order in which a test wrote them.
        quicker = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
        options += " -c max_wal_size=4GB" if is_durable else quicker
        run("pg_ctl", "-D", f"{folder}/data", "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql+psycopg://metodstod@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


def empty(database: Database) -> None:
    """Take away every row but the common content, and begin the numbers again.

    No TRUNCATE: it would take what is published along, which may belong to a municipality.
    """
    deletions = [
        f"DELETE FROM {table.name}" + (" WHERE municipality_id IS NOT NULL" if table.name == PUBLISHED else "")  # noqa: S608  our own tables' names
        for table in reversed(Base.metadata.sorted_tables)
        if table.name not in KEPT
    ]
    kept = [f"{name}_id_seq" for name in (*KEPT, PUBLISHED)]
    with closing(database.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("; ".join(deletions))
        cursor.execute(
            "SELECT setval(format('%%I', sequencename)::regclass, start_value, false) FROM pg_sequences"
            " WHERE schemaname = 'public' AND last_value IS NOT NULL AND NOT sequencename = ANY(%s)",
            (kept,),
        )
        connection.commit()
