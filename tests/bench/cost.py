"""What one request costs inside: statements, rows that came from the database, milliseconds."""

import sqlite3
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

ROUNDS = 15


@dataclass(frozen=True)
class Cost:
    """The cost of one request: statements, rows and the median milliseconds."""

    statements: int
    rows: int
    milliseconds: float


class _CountingCursor(sqlite3.Cursor):
    rows = 0

    def fetchone(self) -> Any:
        row = super().fetchone()
        _CountingCursor.rows += row is not None
        return row

    def fetchall(self) -> list[Any]:
        rows = super().fetchall()
        _CountingCursor.rows += len(rows)
        return rows

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        rows = super().fetchmany(size)
        _CountingCursor.rows += len(rows)
        return rows


class CountingConnection(sqlite3.Connection):
    """A connection whose cursors count the rows they give."""

    def cursor(self, factory: type[sqlite3.Cursor] = _CountingCursor) -> sqlite3.Cursor:  # type: ignore[override]
        """A counting cursor."""
        return super().cursor(factory)


def measure(engine: Engine, request: Callable[[], Any]) -> Cost:
    """Make the request once to warm up, then count one and time several."""
    request()
    statements = 0

    def count(*_arguments: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(engine, "before_cursor_execute", count)
    _CountingCursor.rows = 0
    request()
    rows = _CountingCursor.rows
    event.remove(engine, "before_cursor_execute", count)
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        request()
        times.append(1000 * (time.perf_counter() - begun))
    return Cost(statements, rows, statistics.median(times))
