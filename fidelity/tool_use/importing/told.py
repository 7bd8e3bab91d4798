"""What a file says of how many processes its units closed, where it holds every one of some quarters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.bulk import insert_rows
from fidelity.tool_use import counts
from fidelity.tool_use.importing.known import batches
from fidelity.tool_use.importing.plan import Cell, ImportPlan, ProcessRow, closed_in_file
from fidelity.tool_use.models import Teller, ToldCount, ToolUseCount
from fidelity.tool_use.rules import EVERY_PROCESS, Quarter, quarter_of


@dataclass(frozen=True)
class Quarters:
    """The quarters of which a file holds every process that its units closed, from first to last (`rules.Quarter.number`)."""

    first: int
    last: int


@dataclass(frozen=True)
class ToldPlan:
    """What the file says, cell by cell in `changed` where it is not what is told already.

    `replaced` counts managers' figures that give way; `more_here` cells with more processes here than the file says.
    """

    quarters: Quarters
    processes: int
    cells: int
    changed: tuple[tuple[Cell, int], ...]
    replaced: int
    more_here: int


def plan_told(
    session: Session, municipality_id: int, rows: Sequence[ProcessRow], quarters: Quarters, plan: ImportPlan
) -> ToldPlan:
    """Hold what the file says against what is told and what will be registered."""
    said = closed_in_file(rows, quarters.first, quarters.last)
    there = _told(session, municipality_id, quarters)
    here = _registered(session, municipality_id, quarters, plan)
    return ToldPlan(
        quarters=quarters,
        processes=sum(said.values()),
        cells=len(said),
        changed=tuple((cell, count) for cell, count in said.items() if there.get(cell) != (count, Teller.IMPORT)),
        replaced=sum(there[cell][1] == Teller.MANAGER for cell in said if cell in there),
        more_here=sum(here[cell] > count for cell, count in said.items()),
    )


def _told(session: Session, municipality_id: int, quarters: Quarters) -> dict[Cell, tuple[int, Teller]]:
    rows = session.execute(
        select(ToldCount.unit_id, ToldCount.kind, ToldCount.quarter, ToldCount.processes, ToldCount.told_by).where(
            ToldCount.municipality_id == municipality_id, _within(ToldCount, quarters)
        )
    )
    return {(row.unit_id, row.kind, row.quarter): (row.processes, row.told_by) for row in rows}


def _registered(session: Session, municipality_id: int, quarters: Quarters, plan: ImportPlan) -> Counter[Cell]:
    """How many processes are here, cell by cell, once the plan is carried out."""
    rows = session.execute(
        select(ToolUseCount.unit_id, ToolUseCount.kind, ToolUseCount.quarter, ToolUseCount.processes).where(
            ToolUseCount.municipality_id == municipality_id,
            ToolUseCount.tool == EVERY_PROCESS,
            _within(ToolUseCount, quarters),
        )
    )
    here: Counter[Cell] = Counter({(row.unit_id, row.kind, row.quarter): row.processes for row in rows})
    here.update(_cell(row.unit_id, row.kind, row.closed_on) for row in plan.new if row.closed_on)
    closed = (change for change in plan.changes if change.closed_on)
    here.update(_cell(one.process.unit_id, one.process.kind, one.closed_on) for one in closed if one.closed_on)
    return here


def _within(model: type[ToldCount | ToolUseCount], quarters: Quarters) -> ColumnElement[bool]:
    return model.quarter.between(quarters.first, quarters.last)


def _cell(unit_id: int, kind: str, closed_on: date) -> Cell:
    return unit_id, kind, quarter_of(closed_on).number


def write_told(session: Session, told: ToldPlan, *, municipality_id: int, today: date) -> None:
    """Write what the file says; what is worked out from the numbers is to be made anew."""
    rows: list[Mapping[str, Any]] = [
        {
            "municipality_id": municipality_id,
            "unit_id": unit_id,
            "kind": kind,
            "quarter": quarter,
            "processes": count,
            "told_by": Teller.IMPORT.value,
            "told_on": today,
        }
        for (unit_id, kind, quarter), count in told.changed
    ]
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(ToldCount.__table__)
    new = {name: insert.excluded[name] for name in ("processes", "told_by", "told_on")}
    keys = ["municipality_id", "kind", "quarter", "unit_id"]
    for batch in batches(rows):
        insert_rows(session.connection(), insert.on_conflict_do_update(index_elements=keys, set_=new), batch)
    years = {(municipality_id, kind, Quarter.of_number(quarter).year) for (_unit, kind, quarter), _n in told.changed}
    if years:
        counts.note_change(session, sorted(years))
