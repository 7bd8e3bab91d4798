"""Opening, closing and correcting processes, and registering which tools they have used; every count moves in the same transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.tool_use import counts
from fidelity.tool_use.changes import process_removed
from fidelity.tool_use.models import Process, Registration, Source, ToolUse
from fidelity.tool_use.references import new_reference
from fidelity.tool_use.rules import EARLIEST_DAY
from organisation.models import Unit

PROCESS_OPENED = Event("process-opened", "process_id", says=_l("Process started"))
PROCESS_CORRECTED = Event(
    "process-corrected", "process_id", "closed_on", says=_l("Process closed, opened again or corrected")
)
PROCESS_REMOVED = Event("process-removed", "process_id", says=_l("Process started by mistake taken away"))
TOOLS_REGISTERED = Event("tools-registered", "process_id", "tools", "source", says=_l("Tools registered"))
REGISTRATION_UNDONE = Event("registration-undone", "process_id", "tools", says=_l("Registration undone"))
TOOLS_CORRECTED = Event("tools-corrected", "process_id", "added", "taken_away", says=_l("Registered tools corrected"))


class DaysNotPossible(DomainError):
    """A process can't have been opened or closed on such days."""

    status = 422


class TooLateToUndo(DomainError):
    """Only what was registered today is undone; later it is corrected on the process's page."""


class HasTools(DomainError):
    """A process with something registered on it is not taken away."""


@dataclass(frozen=True)
class Course:
    """What a process is and when it ran; `closed_on` is None while it is open."""

    kind: str
    opened_on: date
    closed_on: date | None


class TakenAway(DomainError):
    """The process was taken away while something was being done with it."""

    status = 404


class ChangedElsewhere(DomainError):
    """The process was changed by somebody else since the page was opened; `now` is how it stands."""

    def __init__(self, now: Course) -> None:
        super().__init__(
            _l("Somebody else has changed the process since you opened the page. Look at how it stands now, then save.")
        )
        self.now = now


@dataclass(frozen=True)
class Opening:
    """What is said of a process when it is started."""

    municipality_id: int
    unit_id: int
    kind: str
    opened_on: date


def open_process(session: Session, opening: Opening, *, actor: Actor, now: datetime) -> Process:
    """Start a process under a new random reference. Raises DaysNotPossible."""
    today = clock.local_day(now)
    _refuse_days(opening.opened_on, None, today)
    process = Process(
        municipality_id=opening.municipality_id,
        unit_id=opening.unit_id,
        kind=opening.kind,
        reference=new_reference(_Taken(session, opening.municipality_id)),
        opened_on=opening.opened_on,
        closed_on=None,
        touched_on=today,
    )
    session.add(process)
    session.flush()
    counts.apply(session, counts.change_of(counts.place_of(process), (), 1, with_process=True))
    record(session, PROCESS_OPENED, actor=actor, at=now, process_id=process.id)
    return process


def start(
    session: Session, opening: Opening, tools: Collection[str], *, key: str, actor: Actor, now: datetime
) -> Registration:
    """Start a process and note the tools that it has used so far, once for each `key`. Raises DaysNotPossible."""
    # Two that start a process in the unit wait for each other: a double click finds what the first one made.
    session.execute(select(Unit.id).where(Unit.id == opening.unit_id).with_for_update(key_share=True))
    heard = registration_of(session, opening.municipality_id, key)
    if heard is not None:
        return heard
    process = open_process(session, opening, actor=actor, now=now)
    return _note(session, process, tools, key=key, source=Source.HAND, actor=actor, now=now)


class _Taken:
    """The references that a municipality has used, asked for one at a time."""

    def __init__(self, session: Session, municipality_id: int) -> None:
        self._session, self._municipality_id = session, municipality_id

    def __contains__(self, reference: object) -> bool:
        mine = Process.municipality_id == self._municipality_id
        return self._session.scalar(select(Process.id).where(mine, Process.reference == reference)) is not None


def register(
    session: Session,
    process: Process,
    tools: Collection[str],
    *,
    key: str,
    actor: Actor,
    now: datetime,
    source: Source = Source.HAND,
) -> Registration:
    """Note that the process has used these tools, once for each `key` (made where the registration began) and tool.

    The answer of a key that has been heard before is the registration that it made then.
    """
    _lock(session, process)
    heard = registration_of(session, process.municipality_id, key)
    if heard is not None:
        return heard
    return _note(session, process, tools, key=key, source=source, actor=actor, now=now)


def _note(
    session: Session, process: Process, tools: Collection[str], *, key: str, source: Source, actor: Actor, now: datetime
) -> Registration:
    """Make a registration of what the process has not used before; the process is new or locked."""
    today = clock.local_day(now)
    registration = Registration(
        municipality_id=process.municipality_id,
        key=key,
        process_id=process.id,
        source=source,
        registered_on=today,
    )
    session.add(registration)
    session.flush()
    new = sorted(set(tools) - tools_of(session, process.id))
    process.touched_on = today
    if new:
        _add_tools(session, process, new, registration.id)
        record(session, TOOLS_REGISTERED, actor=actor, at=now, process_id=process.id, tools=new, source=source.value)
    return registration


def registration_of(session: Session, municipality_id: int, key: str) -> Registration | None:
    """The registration that a key has made, or None."""
    return session.scalar(
        select(Registration).where(Registration.municipality_id == municipality_id, Registration.key == key)
    )


def undo(session: Session, process: Process, registration: Registration, *, actor: Actor, now: datetime) -> None:
    """Take away what a registration of today added; done twice it is done once. Raises TooLateToUndo."""
    if registration.registered_on != clock.local_day(now):
        raise TooLateToUndo(
            _l("Only what was registered today can be undone here. Correct it on the page of the process.")
        )
    _lock(session, process)
    if registration.is_undone:
        return
    added = session.scalars(
        select(ToolUse.tool).where(ToolUse.process_id == process.id, ToolUse.registration_id == registration.id)
    ).all()
    _take_away(session, process, added)
    registration.is_undone = True
    record(session, REGISTRATION_UNDONE, actor=actor, at=now, process_id=process.id, tools=sorted(added))


def correct_tools(
    session: Session,
    process: Process,
    tools: Collection[str],
    *,
    seen: Collection[str] | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Let the process have used these tools and no others; what changed stands in the audit log.

    Where the page had `seen` other tools than there are now, only what was changed on it is changed: nobody's registration is lost.
    """
    _lock(session, process)
    had = tools_of(session, process.id)
    wanted = set(tools) if seen is None else (had | set(tools) - set(seen)) - (set(seen) - set(tools))
    added, taken_away = sorted(wanted - had), sorted(had - wanted)
    if not added and not taken_away:
        return
    _take_away(session, process, taken_away)
    _add_tools(session, process, added, None)
    process.touched_on = clock.local_day(now)
    record(session, TOOLS_CORRECTED, actor=actor, at=now, process_id=process.id, added=added, taken_away=taken_away)


def course_of(process: Process) -> Course:
    """What the process is and when it ran, as it stands."""
    return Course(process.kind, process.opened_on, process.closed_on)


def correct_process(
    session: Session, process: Process, course: Course, *, seen: Course | None = None, actor: Actor, now: datetime
) -> None:
    """Close the process, open it again, or correct its days or kind.

    Raises DaysNotPossible, or ChangedElsewhere when it is no longer as it was `seen`.
    """
    today = clock.local_day(now)
    _refuse_days(course.opened_on, course.closed_on, today)
    _lock(session, process)
    stands = course_of(process)
    if stands == course:
        return
    if seen is not None and seen != stands:
        raise ChangedElsewhere(stands)
    before = counts.place_of(process)
    process.kind, process.opened_on, process.closed_on = course.kind, course.opened_on, course.closed_on
    process.touched_on = today
    after = counts.place_of(process)
    if before != after:
        counts.apply(session, counts.moved(before, after, tools_of(session, process.id)))
    record(session, PROCESS_CORRECTED, actor=actor, at=now, process_id=process.id, closed_on=course.closed_on)


def remove_process(session: Session, process: Process, *, actor: Actor, now: datetime) -> None:
    """Take away a process that was started by mistake. Raises HasTools."""
    _lock(session, process)
    if tools_of(session, process.id):
        raise HasTools(_l("Tools are registered on it. Take them away first, if the process was started by mistake."))
    counts.apply(session, counts.change_of(counts.place_of(process), (), -1, with_process=True))
    record(session, PROCESS_REMOVED, actor=actor, at=now, process_id=process.id)
    session.execute(delete(Registration).where(Registration.process_id == process.id))
    process_removed.send(session=session, process=process)
    session.delete(process)


def tools_of(session: Session, process_id: int) -> frozenset[str]:
    """The tools, and networks, that are registered on a process."""
    return frozenset(session.scalars(select(ToolUse.tool).where(ToolUse.process_id == process_id)))


def _lock(session: Session, process: Process) -> None:
    """Let nobody else change the process until this transaction ends, and see it as it stands. Raises TakenAway."""
    session.flush()
    try:
        session.refresh(process, with_for_update=True)
    except InvalidRequestError:
        raise TakenAway(_l("A colleague has taken the process away. Nothing was changed.")) from None


def _add_tools(session: Session, process: Process, tools: Collection[str], registration_id: int | None) -> None:
    session.add_all(
        ToolUse(
            municipality_id=process.municipality_id,
            process_id=process.id,
            tool=tool,
            registration_id=registration_id,
        )
        for tool in tools
    )
    counts.apply(session, counts.change_of(counts.place_of(process), tools, 1))


def _take_away(session: Session, process: Process, tools: Collection[str]) -> None:
    session.execute(delete(ToolUse).where(ToolUse.process_id == process.id, ToolUse.tool.in_(tools)))
    counts.apply(session, counts.change_of(counts.place_of(process), tools, -1))


def _refuse_days(opened_on: date, closed_on: date | None, today: date) -> None:
    if not EARLIEST_DAY <= opened_on <= today:
        raise DaysNotPossible(_l("A process starts today or earlier. Mend its first day."))
    if closed_on is not None and not opened_on <= closed_on <= today:
        raise DaysNotPossible(_l("A process is closed between its first day and today. Mend the day it was closed."))
