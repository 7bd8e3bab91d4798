"""How many processes there are, and how many used each tool: changed in the fact's own transaction, and proved by a recount."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Insert, Integer, Select, Table, UniqueConstraint, cast, extract, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.bulk import insert_rows
from fidelity.tool_use.models import Process, ToolUse, ToolUseChange, ToolUseCount
from fidelity.tool_use.rules import EVERY_PROCESS, OPEN, Quarter, quarter_of


@dataclass(frozen=True, order=True)
class Place:
    """Where a process counts: its unit and kind, and the quarter it was closed in (`Quarter.number`, or OPEN)."""

    municipality_id: int
    kind: str
    quarter: int
    unit_id: int

    @property
    def year(self) -> int:
        """The year of the quarter, OPEN for what is open."""
        return OPEN if self.quarter == OPEN else Quarter.of_number(self.quarter).year


Change = Counter[tuple[Place, str]]
"""By how much each count is to change, by place and tool."""


def place_of(process: Process) -> Place:
    """Where the process counts as it stands."""
    quarter = OPEN if process.closed_on is None else quarter_of(process.closed_on).number
    return Place(process.municipality_id, process.kind, quarter, process.unit_id)


def change_of(place: Place, tools: Iterable[str], by: int, *, with_process: bool = False) -> Change:
    """The change that so many processes with these tools make (`by` may be negative); with the processes' own count or not."""
    counted = [EVERY_PROCESS, *tools] if with_process else list(tools)
    return Counter({(place, tool): by for tool in counted})


def moved(before: Place, after: Place, tools: Collection[str]) -> Change:
    """The change that a process with these tools makes when it begins to count in another place."""
    change = change_of(before, tools, -1, with_process=True)
    change.update(change_of(after, tools, 1, with_process=True))
    return change


def apply(session: Session, change: Change) -> None:
    """Change the stored counts, in the caller's transaction.

    Two transactions never wait for each other in a ring: the rows of the years come first and let one at a time pass, also when a
    transaction changes counts of the same years twice; then come the counts, in order. Processes are locked before, never after.
    """
    wanted = sorted((key, by) for key, by in change.items() if by)
    if not wanted:
        return
    session.flush()
    rows = [
        {
            "municipality_id": place.municipality_id,
            "kind": place.kind,
            "quarter": place.quarter,
            "unit_id": place.unit_id,
            "tool": tool,
            "processes": by,
        }
        for (place, tool), by in wanted
    ]
    note_change(session, sorted({(place.municipality_id, place.kind, place.year) for (place, _tool), _by in wanted}))
    _add(session, ToolUseCount, "processes", rows)


def note_change(session: Session, years: Iterable[tuple[int, str, int]]) -> None:
    """Say that figures of these (municipality, kind, year) have changed, so that what was worked out from them is made anew."""
    rows = [
        {"municipality_id": municipality_id, "kind": kind, "year": year, "changes": 1}
        for municipality_id, kind, year in years
    ]
    _add(session, ToolUseChange, "changes", rows)


def _add(session: Session, model: type[ToolUseCount | ToolUseChange], column: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or add to the column of those that are there."""
    insert_rows(session.connection(), _adding(model, column, session.get_bind().dialect.name == "sqlite"), rows)


@cache
def _adding(model: type[ToolUseCount | ToolUseChange], column: str, is_sqlite: bool) -> Insert:
    """The statement, put together once: that takes longer than to run it."""
    table: Table = model.__table__  # type: ignore[assignment]
    unique = next(one for one in table.constraints if isinstance(one, UniqueConstraint))
    statement = (sqlite if is_sqlite else postgresql).insert(table)
    added = table.c[column] + statement.excluded[column]
    return statement.on_conflict_do_update(index_elements=list(unique.columns), set_={column: added})


def recounting(municipality_id: int) -> Sequence[Select[Any]]:
    """What counts a municipality's processes and their tools anew: rows of tool, kind, quarter, unit and count."""
    year, month = (cast(extract(part, Process.closed_on), Integer) for part in ("year", "month"))
    quarter = func.coalesce(year * 4 + (month - 1) // 3, OPEN).label("quarter")
    keys: list[Any] = [Process.kind, quarter, Process.unit_id]
    processes: Select[Any] = select(literal(EVERY_PROCESS), *keys, func.count()).group_by(*keys)
    uses: Select[Any] = (
        select(ToolUse.tool, *keys, func.count())
        .join(Process, ToolUse.process_id == Process.id)
        .group_by(ToolUse.tool, *keys)
    )
    return [statement.where(Process.municipality_id == municipality_id) for statement in (processes, uses)]


Cell = tuple[str, int, int, str]
"""A count's kind, quarter, unit and tool: half the time of a Place where there are hundreds of thousands."""


def _recount(session: Session, municipality_id: int) -> dict[Cell, int]:
    """Every count of a municipality, made anew from its processes and their tools."""
    return {
        (kind, quarter, unit_id, tool): count
        for statement in recounting(municipality_id)
        for tool, kind, quarter, unit_id, count in session.execute(statement)
    }


@dataclass(frozen=True)
class Difference:
    """A stored count that a recount does not agree with."""

    place: Place
    tool: str
    stored: int
    counted: int


def differences(session: Session, municipality_id: int) -> list[Difference]:
    """Where the stored counts differ from a recount; none as long as all is well."""
    columns = (ToolUseCount.kind, ToolUseCount.quarter, ToolUseCount.unit_id, ToolUseCount.tool, ToolUseCount.processes)
    rows = session.execute(select(*columns).where(ToolUseCount.municipality_id == municipality_id))
    stored = {(kind, quarter, unit_id, tool): count for kind, quarter, unit_id, tool, count in rows}
    counted = _recount(session, municipality_id)
    differing = sorted(cell for cell in stored.keys() | counted.keys() if stored.get(cell, 0) != counted.get(cell, 0))
    return [
        Difference(Place(municipality_id, *cell[:3]), cell[3], stored.get(cell, 0), counted.get(cell, 0))
        for cell in differing
    ]
