"""How many processes a unit closed in a quarter, as a manager tells it beside what is registered: the figure that shares are taken of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.tool_use import counts
from fidelity.tool_use.models import Teller, ToldCount, ToolUseCount
from fidelity.tool_use.rules import EVERY_PROCESS, Quarter
from organisation.access import Permission, Viewer
from organisation.models import Unit
from organisation.queries import UnitRow, units

COUNT_TOLD = Event(
    "process-count-told", "unit_id", "kind", "year", "quarter", "count", says=_l("Number of closed processes told")
)


class ToldMeanwhile(DomainError):
    """Somebody else has told some of the numbers since the page was opened; nothing is saved. `places` are those."""

    def __init__(self, places: Collection["Cell"]) -> None:
        super().__init__(
            _l(
                "Somebody else has told another number since you opened the page. Nothing is saved yet: choose, and save."
            )
        )
        self.places = frozenset(places)


@dataclass(frozen=True)
class Asked:
    """Which kind's numbers, of which year."""

    municipality_id: int
    kind: str
    year: int


@dataclass(frozen=True, order=True)
class Cell:
    """A unit's quarter (counted from 0) of the year that is asked for."""

    unit_id: int
    quarter: int


@dataclass(frozen=True)
class Told:
    """What is told of a unit's quarter, by whom and when, and how many are registered here as closed in it."""

    registered: int = 0
    processes: int | None = None
    by: Teller | None = None
    on: date | None = None

    @property
    def is_odd(self) -> bool:
        """Whether fewer are told than are registered."""
        return self.processes is not None and self.processes < self.registered


def units_to_tell(session: Session, viewer: Viewer) -> Sequence[UnitRow]:
    """The units whose numbers the viewer may tell, by section and name."""
    reach = viewer.reach(Permission.TELL_PROCESS_COUNTS)
    held: ColumnElement[bool] = or_(Unit.section_id.in_(reach.section_ids), Unit.id.in_(reach.unit_ids))
    return units(session, viewer.municipality_id, true() if reach.everywhere else held)


def told(session: Session, asked: Asked, unit_ids: Collection[int]) -> Mapping[Cell, Told]:
    """What is told and registered of the units' quarters; a quarter of which neither is known is left out."""
    here = select(ToolUseCount.unit_id, ToolUseCount.quarter, ToolUseCount.processes).where(
        ToolUseCount.municipality_id == asked.municipality_id,
        ToolUseCount.kind == asked.kind,
        ToolUseCount.quarter.in_(_quarters(asked)),
        ToolUseCount.unit_id.in_(unit_ids),
        ToolUseCount.tool == EVERY_PROCESS,
    )
    registered = {_cell(row.unit_id, row.quarter): row.processes for row in session.execute(here)}
    rows = {_cell(row.unit_id, row.quarter): row for row in session.scalars(_told_rows(asked, unit_ids))}
    found = {cell: Told(count) for cell, count in registered.items()}
    for cell, row in rows.items():
        found[cell] = Told(registered.get(cell, 0), row.processes, row.told_by, row.told_on)
    return found


def tell(
    session: Session,
    asked: Asked,
    wanted: Mapping[Cell, int | None],
    *,
    seen: Mapping[Cell, int | None],
    actor: Actor,
    now: datetime,
) -> int:
    """Keep what a manager tells, None for nothing; what is as it was `seen` is left alone. Returns how many numbers changed.

    Raises ToldMeanwhile where somebody else has told another number than the one that was seen.
    """
    changed = {cell: count for cell, count in wanted.items() if count != seen.get(cell)}
    if not changed:
        return 0
    # First, for it lets nobody else tell numbers of the year until this transaction ends.
    counts.note_change(session, [(asked.municipality_id, asked.kind, asked.year)])
    rows = {
        _cell(row.unit_id, row.quarter): row
        for row in session.scalars(_told_rows(asked, {cell.unit_id for cell in changed}))
    }
    stands = {cell: rows[cell].processes if cell in rows else None for cell in changed}
    meanwhile = [cell for cell, count in changed.items() if stands[cell] not in (seen.get(cell), count)]
    if meanwhile:
        raise ToldMeanwhile(meanwhile)
    new = {cell: count for cell, count in sorted(changed.items()) if stands[cell] != count}
    for cell, count in new.items():
        _keep(session, asked, cell, rows.get(cell), count, clock.local_day(now))
        record(
            session,
            COUNT_TOLD,
            actor=actor,
            at=now,
            unit_id=cell.unit_id,
            kind=asked.kind,
            year=asked.year,
            quarter=cell.quarter + 1,
            count=count,
        )
    return len(new)


def _keep(session: Session, asked: Asked, cell: Cell, row: ToldCount | None, count: int | None, today: date) -> None:
    if row is not None and count is None:
        session.delete(row)
        return
    if row is None:
        row = ToldCount(
            municipality_id=asked.municipality_id,
            kind=asked.kind,
            quarter=Quarter(asked.year, cell.quarter).number,
            unit_id=cell.unit_id,
        )
        session.add(row)
    row.processes, row.told_by, row.told_on = count or 0, Teller.MANAGER, today


def _quarters(asked: Asked) -> list[int]:
    return [Quarter(asked.year, place).number for place in range(4)]


def _cell(unit_id: int, quarter: int) -> Cell:
    return Cell(unit_id, Quarter.of_number(quarter).place)


def _told_rows(asked: Asked, unit_ids: Collection[int]) -> Select[ToldCount]:
    return select(ToldCount).where(
        ToldCount.municipality_id == asked.municipality_id,
        ToldCount.kind == asked.kind,
        ToldCount.quarter.in_(_quarters(asked)),
        ToldCount.unit_id.in_(unit_ids),
    )
