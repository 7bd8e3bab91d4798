"""Where somebody registers work, the processes of those units, and what is registered on one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from fidelity.tool_use.models import Process, Registration, ToolUse
from organisation.access import Viewer
from organisation.models import Employment, Role, Unit

FEWEST, FEW = 3, 6
PAGE_SIZE = 30


@dataclass(frozen=True)
class Workplace:
    """A unit whose processes somebody registers work on."""

    id: int
    name: str


def workplaces(session: Session, viewer: Viewer, today: date) -> Sequence[Workplace]:
    """The units that the viewer works in today or manages, the one that people are counted in first."""
    managed = [scoped.unit_id for scoped in viewer.roles if scoped.role is Role.UNIT_MANAGER and scoped.unit_id]
    works_there = (
        (Employment.unit_id == Unit.id)
        & (Employment.person_id == viewer.id)
        & (Employment.starts_on <= today)
        & (Employment.ends_on.is_(None) | (Employment.ends_on >= today))
    )
    rows = session.execute(
        select(Unit.id, Unit.name)
        .outerjoin(Employment, works_there)
        .where(Unit.municipality_id == viewer.municipality_id, or_(Employment.id.is_not(None), Unit.id.in_(managed)))
        .order_by(Employment.id.is_(None), Employment.is_primary.desc(), Employment.starts_on, Unit.id)
    )
    return [Workplace(*row) for row in dict.fromkeys((row.id, row.name) for row in rows)]


@dataclass(frozen=True)
class ProcessRow:
    """A process in a list."""

    id: int
    reference: str
    kind: str
    unit_id: int
    opened_on: date
    closed_on: date | None
    touched_on: date


@dataclass(frozen=True)
class ProcessPage:
    """A page of processes, those that were touched last first."""

    rows: Sequence[ProcessRow]
    page: int
    has_more: bool


@dataclass(frozen=True)
class Wanted:
    """Which processes a list is to hold: open ones, closed ones or both (None), of a kind, with words of their reference."""

    is_open: bool | None = None
    kind: str | None = None
    words: str = ""


def processes(
    session: Session, places: Sequence[Workplace], wanted: Wanted, *, page: int = 1, size: int = PAGE_SIZE
) -> ProcessPage:
    """A page of the units' processes. How many there are is not counted: the cost is that of the page."""
    rows = session.execute(
        select(
            Process.id,
            Process.reference,
            Process.kind,
            Process.unit_id,
            Process.opened_on,
            Process.closed_on,
            Process.touched_on,
        )
        .where(_in(places), *_conditions(wanted))
        .order_by(Process.touched_on.desc(), Process.id.desc())
        .limit(size + 1)
        .offset((page - 1) * size)
    ).all()
    return ProcessPage([ProcessRow(*row) for row in rows[:size]], page, len(rows) > size)


def _in(places: Sequence[Workplace]) -> ColumnElement[bool]:
    """The condition that a process is of the units; an equality where it can be one, which the index gives in order."""
    if not places:
        return false()
    if len(places) == 1:
        return Process.unit_id == places[0].id
    return Process.unit_id.in_([place.id for place in places])


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.is_open is not None:
        found.append(Process.closed_on.is_(None) if wanted.is_open else Process.closed_on.is_not(None))
    if wanted.kind is not None:
        found.append(Process.kind == wanted.kind)
    found += [Process.reference.contains(word, autoescape=True) for word in wanted.words.lower().split()]
    return found


def process_in(session: Session, places: Sequence[Workplace], process_id: int) -> Process | None:
    """The process, when it is of one of the units."""
    return session.scalar(select(Process).where(Process.id == process_id, _in(places)))


def registration_on(session: Session, process: Process, registration_id: int) -> Registration | None:
    """One of the process's registrations."""
    return session.scalar(
        select(Registration).where(Registration.id == registration_id, Registration.process_id == process.id)
    )


@dataclass(frozen=True)
class Registered:
    """A registration as its receipt shows it: the process, what was added, and whether that still holds."""

    registration_id: int
    process_id: int
    reference: str
    is_undone: bool
    is_of_today: bool
    tools: Sequence[str]


def registered(
    session: Session, places: Sequence[Workplace], registration_id: int, *, today: date
) -> Registered | None:
    """What a registration on a process of the units has added and still holds; None where it is of none of them."""
    rows = session.execute(
        select(
            Registration.id,
            Process.id.label("process_id"),
            Process.reference,
            Registration.is_undone,
            Registration.registered_on,
            ToolUse.tool,
        )
        .join(Process, Process.id == Registration.process_id)
        .outerjoin(ToolUse, ToolUse.registration_id == Registration.id)
        .where(Registration.id == registration_id, _in(places))
    ).all()
    if not rows:
        return None
    first, tools = rows[0], [row.tool for row in rows if row.tool is not None]
    return Registered(first.id, first.process_id, first.reference, first.is_undone, first.registered_on == today, tools)
