"""Writes a plan in bulk, some thousand rows to a statement, in the caller's transaction, and moves the counts once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from core.bulk import has_grown, insert_rows
from core.table_files.work import Progress
from fidelity.tool_use import counts
from fidelity.tool_use.counts import Place
from fidelity.tool_use.importing.known import batches
from fidelity.tool_use.importing.plan import Change, ImportPlan, ProcessRow
from fidelity.tool_use.models import Process, ToolUse
from fidelity.tool_use.references import new_reference
from fidelity.tool_use.rules import EVERY_PROCESS, OPEN, quarter_of

Values = dict[str, Any]


def write_plan(session: Session, plan: ImportPlan, *, municipality_id: int, progress: Progress | None = None) -> None:
    """Write new processes, closing days and tools. No registration stands behind a tool that a file tells of."""
    session.flush()
    writer = _Writer(session, municipality_id, len(plan.new) + len(plan.changes), progress)
    writer.add(plan.new)
    writer.change(plan.changes)
    counts.apply(session, _counted(plan, municipality_id))


class _Writer:
    """Writes rows of one municipality, and tells how far it has come."""

    def __init__(self, session: Session, municipality_id: int, total: int, progress: Progress | None) -> None:
        self._session, self._municipality_id = session, municipality_id
        self._total, self._progress, self._done = total, progress, 0

    def add(self, rows: Sequence[ProcessRow]) -> None:
        """Add processes under new references."""
        mine = Process.municipality_id == self._municipality_id
        taken = set(self._session.scalars(select(Process.reference).where(mine))) if rows else set()
        for number, batch in enumerate(batches(rows)):
            named: dict[str, ProcessRow] = {}
            for row in batch:
                reference = new_reference(taken)
                taken.add(reference)
                named[reference] = row
            self._insert(Process, (self._process(row, reference) for reference, row in named.items()))
            if number == 0:
                has_grown(self._session.connection(), Process.__table__)  # type: ignore[arg-type]
            ids = self._session.execute(select(Process.id, Process.reference).where(mine, Process.reference.in_(named)))
            self._insert_tools((row_id, named[reference].tools) for row_id, reference in ids)
            self._advance(len(batch))

    def change(self, changes: Sequence[Change]) -> None:
        """Close what is to be closed, and add tools."""
        close = update(Process).where(
            Process.id == bindparam("row_id"), Process.municipality_id == self._municipality_id
        )
        for batch in batches(changes):
            closed = [{"row_id": one.process.id, "closed_on": one.closed_on} for one in batch if one.closed_on]
            if closed:
                self._session.connection().execute(close, closed)
            self._insert_tools((one.process.id, one.tools) for one in batch)
            self._advance(len(batch))

    def _process(self, row: ProcessRow, reference: str) -> Values:
        """A new row. It was last touched when something happened in it, not when the file came."""
        return {
            "unit_id": row.unit_id,
            "kind": row.kind,
            "reference": reference,
            "opened_on": row.opened_on,
            "closed_on": row.closed_on,
            "touched_on": row.closed_on or row.opened_on,
        }

    def _insert_tools(self, processes: Iterable[tuple[int, Iterable[str]]]) -> None:
        self._insert(
            ToolUse,
            (
                {"process_id": process_id, "tool": tool, "registration_id": None}
                for process_id, tools in processes
                for tool in sorted(tools)
            ),
        )

    def _insert(self, model: type[Any], rows: Iterable[Values]) -> None:
        own = [row | {"municipality_id": self._municipality_id} for row in rows]
        insert_rows(self._session.connection(), insert(model.__table__), own)

    def _advance(self, rows: int) -> None:
        self._done += rows
        if self._progress:
            self._progress(self._done, self._total)


def _counted(plan: ImportPlan, municipality_id: int) -> counts.Change:
    """By how much every count changes. It is added up under plain keys: a hundred thousand processes touch few places."""
    quarters, added = _Quarters(), Counter[tuple[int, str, int, str]]()
    new = Counter((row.unit_id, row.kind, quarters[row.closed_on], row.tools) for row in plan.new)
    for (unit_id, kind, quarter, tools), times in new.items():
        for tool in (EVERY_PROCESS, *tools):
            added[unit_id, kind, quarter, tool] += times
    for one in plan.changes:
        unit_id, kind, quarter = one.process.unit_id, one.process.kind, quarters[one.process.closed_on]
        if one.closed_on:
            for tool in (EVERY_PROCESS, *one.process.tools):
                added[unit_id, kind, quarter, tool] -= 1
                added[unit_id, kind, quarters[one.closed_on], tool] += 1
            quarter = quarters[one.closed_on]
        for tool in one.tools:
            added[unit_id, kind, quarter, tool] += 1
    return Counter(
        {
            (Place(municipality_id, kind, quarter, unit_id), tool): by
            for (unit_id, kind, quarter, tool), by in added.items()
        }
    )


class _Quarters(dict[date | None, int]):
    """The quarter that each closing day counts in, worked out once."""

    def __missing__(self, day: date | None) -> int:
        self[day] = OPEN if day is None else quarter_of(day).number
        return self[day]
