"""Many rows in one statement, in the way that is quickest for each database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, Connection, Insert, Table, bindparam, func, select, text


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


def has_grown(connection: Connection, table: Table) -> None:
    """Tell PostgreSQL that a table has become large in this very transaction.

    What checks a foreign key is planned once a connection: planned while the table was small it goes through all of a municipality's
    rows for each that points at it. Nothing else makes it plan anew before the transaction has ended.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {connection.dialect.identifier_preparer.format_table(table)}"))
