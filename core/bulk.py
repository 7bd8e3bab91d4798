"""Many rows in one statement, in the way that is quickest for each database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, Connection, Insert, bindparam, func, select


def insert_rows(connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns: as arrays on PostgreSQL, whose driver sends a statement for each row otherwise."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(statement, [dict(row) for row in rows])
        return
    columns = statement.table.c
    arrays = [
        func.unnest(bindparam(None, [row[name] for row in rows], type_=ARRAY(columns[name].type))) for name in rows[0]
    ]
    connection.execute(statement.from_select(list(rows[0]), select(*arrays)))
