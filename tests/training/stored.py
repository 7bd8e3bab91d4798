"""What stands in a database: every row of every table, for tests that hold it against what stood there before."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from core.database import Base, Database

Contents = dict[str, list[tuple[Any, ...]]]


def contents(database: Database, *, but: Collection[str] = ("published_document",)) -> Contents:
    """Every table with its rows, except those named; what is published never changes and is left out unless asked for."""
    with database.session(writes=False) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def changed_tables(before: Contents, after: Contents) -> set[str]:
    """The tables that do not hold the same rows."""
    return {name for name in before if before[name] != after[name]}


def stands_anywhere(database: Database, text: str) -> set[str]:
    """The tables in which the text stands in some cell."""
    return {name for name, rows in contents(database).items() if any(text in str(cell) for row in rows for cell in row)}
