"""What the database knows of the processes that a file speaks of, read in pieces: memory follows the file, not the database."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from fidelity.tool_use.importing.plan import Group, Known, KnownProcess, ProcessRow
from fidelity.tool_use.models import Process, ToolUse, ToolUseCount
from fidelity.tool_use.rules import EVERY_PROCESS

BATCH = 1000
_process, _tool_use = Process.__table__, ToolUse.__table__
T = TypeVar("T")


def batches(ones: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The ones, so many at a time."""
    for start in range(0, len(ones), size):
        yield ones[start : start + size]


def known_processes(
    session: Session, municipality_id: int, rows: Sequence[ProcessRow], *, to_write: bool = False
) -> Known:
    """Every process that a row may be. Those that are to be written are locked where the database locks rows."""
    reading = _Reading(session, municipality_id, to_write=to_write)
    groups: dict[Group, list[KnownProcess]] = defaultdict(list)
    for process, _reference in reading.of_groups({row.group for row in rows}):
        groups[process.group].append(process)
    references = [row.reference for row in rows if row.reference]
    by_reference = {reference: process for process, reference in reading.of_references(references)}
    return Known(groups, by_reference, _in_units(session, municipality_id))


Found = tuple[KnownProcess, str]


class _Reading:
    """Reads processes with their tools. Who registers a tool locks its process first, so that a locked process's tools stay."""

    def __init__(self, session: Session, municipality_id: int, *, to_write: bool) -> None:
        self._connection = session.connection()
        self._to_write = to_write
        self._own = _process.c.municipality_id == municipality_id
        self._sets: dict[str | None, frozenset[str]] = {None: frozenset()}

    def of_groups(self, wanted: set[Group]) -> Iterator[Found]:
        """The processes of these groups; asked for by unit, with the days between the first and the last."""
        days = [opened_on for _unit, _kind, opened_on in wanted]
        for unit_ids in batches(sorted({unit_id for unit_id, _kind, _day in wanted})):
            within = _process.c.unit_id.in_(unit_ids) & _process.c.opened_on.between(min(days), max(days))
            rows = self._read(within)
            yield from self._with_tools([row for row in rows if (row.unit_id, row.kind, row.opened_on) in wanted])

    def of_references(self, references: Sequence[str]) -> Iterator[Found]:
        """The processes that have these references."""
        for batch in batches(references):
            yield from self._with_tools(list(self._read(_process.c.reference.in_(batch))))

    def _read(self, which: ColumnElement[bool]) -> Iterator[Row[Any]]:
        c = _process.c
        columns = (c.id, c.unit_id, c.kind, c.opened_on, c.closed_on, c.reference)
        statement = select(*columns).where(self._own, which).order_by(c.id)
        statement = statement.with_for_update() if self._to_write else statement
        return iter(self._connection.execute(statement.execution_options(yield_per=BATCH)))

    def _with_tools(self, rows: Sequence[Row[Any]]) -> Iterator[Found]:
        for batch in batches(rows):
            tools = self._tools([row.id for row in batch])
            for row in batch:
                had = tools.get(row.id, frozenset())
                yield KnownProcess(row.id, row.unit_id, row.kind, row.opened_on, row.closed_on, had), row.reference

    def _tools(self, process_ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The tools of each process; of the many sets that are alike only one is kept."""
        joined = func.aggregate_strings(_tool_use.c.tool, ",")
        statement = select(_tool_use.c.process_id, joined).where(_tool_use.c.process_id.in_(process_ids))
        found = {}
        for process_id, text in self._connection.execute(statement.group_by(_tool_use.c.process_id)):
            if text not in self._sets:
                self._sets[text] = frozenset(text.split(","))
            found[process_id] = self._sets[text]
        return found


def _in_units(session: Session, municipality_id: int) -> dict[int, int]:
    """How many processes each unit has."""
    statement = (
        select(ToolUseCount.unit_id, func.sum(ToolUseCount.processes))
        .where(ToolUseCount.municipality_id == municipality_id, ToolUseCount.tool == EVERY_PROCESS)
        .group_by(ToolUseCount.unit_id)
    )
    return {unit_id: int(count) for unit_id, count in session.execute(statement)}
