"""A copy of the embedded database while the site runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from core.database import Database

PAGES_AT_A_TIME = 500


class NotEmbeddedError(Exception):
    """The database is a server of its own, which has better means."""


def back_up(database: Database, file: Path) -> None:
    """Copy the whole database, as it was at one moment, to a new file that only this account may read.

    Raises NotEmbeddedError for a database server, FileExistsError when the file is there already.
    """
    if database.engine.dialect.name != "sqlite":
        raise NotEmbeddedError("This installation uses PostgreSQL. Back it up with pg_dump.")
    file.touch(mode=0o600, exist_ok=False)
    source = Path(str(database.engine.url.database))
    with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(file)) as copy:
        running.backup(copy, pages=PAGES_AT_A_TIME)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError(f"the copy {file} is not whole")
