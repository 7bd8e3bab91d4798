"""Starting a checklist, answering its items, finishing it, and who works on it while it is unfinished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.checklists.filling import counts
from fidelity.checklists.filling.models import ChecklistHolder, FilledChecklist, FilledItem, FilledOperation
from fidelity.checklists.filling.rules import (
    Given,
    Outcome,
    Sheet,
    Standing,
    missing,
    moves,
    settle,
    stands_for_something,
)
from fidelity.tool_use.changes import process_removed
from fidelity.tool_use.models import Process, Source
from fidelity.tool_use.service import Opening, open_process, register
from organisation.models import Person

CHECKLIST_STARTED = Event("checklist-started", "filled_id", "process_id", says=_l("Checklist started"))
CHECKLIST_FINISHED = Event("checklist-finished", "filled_id", "process_id", says=_l("Checklist finished"))
CHECKLIST_SHARED = Event("checklist-shared", "filled_id", "person_id", says=_l("Checklist shared with a colleague"))
CHECKLIST_HANDED_OVER = Event(
    "checklist-handed-over", "filled_id", "person_id", says=_l("Checklist handed over to a colleague")
)
CHECKLIST_THROWN_AWAY = Event("checklist-thrown-away", "filled_id", says=_l("Unfinished checklist thrown away"))


class StartedOtherwise(DomainError):
    """The page's key has started another checklist already."""


class NeedsProcess(DomainError):
    """Only what colleagues do together is filled in without a process."""

    status = 422


class NotFinished(DomainError):
    """Items that must be done have no answer; `items` are their ids."""

    status = 422

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(_l("Everything that must be done needs an answer before the checklist can be finished."))
        self.items = items


class IsFinished(DomainError):
    """A finished checklist is locked."""


class IsGone(DomainError):
    """Somebody has thrown the checklist away at this very moment."""

    status = 404


@dataclass(frozen=True)
class Beginning:
    """What is said of a checklist when it is started: about a process that there is, one that starts now, or none."""

    key: str
    municipality_id: int
    unit_id: int
    process: int | Opening | None


@dataclass(frozen=True)
class SetAnswer:
    """An answer as it was sent: `id` is made where it was given, `after` is the operation whose answer was seen then."""

    id: str
    item: str
    given: Given | None
    after: str | None


def start(session: Session, beginning: Beginning, sheet: Sheet, *, actor: Actor, now: datetime) -> FilledChecklist:
    """Start a checklist, once for each key. Raises NeedsProcess, or StartedOtherwise for a key that was used for another one."""
    if beginning.process is None and sheet.needs_process:
        raise NeedsProcess(_l("Choose which process the checklist is about."))
    # Two of the same person wait for each other: a double click finds what the first one made.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    known = _started(session, beginning, sheet)
    if known is not None:
        return known
    process = beginning.process
    if isinstance(process, Opening):
        process = open_process(session, process, actor=actor, now=now).id
    filled = FilledChecklist(
        municipality_id=beginning.municipality_id,
        key=beginning.key,
        unit_id=beginning.unit_id,
        process_id=process,
        document_id=sheet.document_id,
        started_on=clock.local_day(now),
        finished_on=None,
    )
    session.add(filled)
    session.flush()
    _let_hold(session, filled, actor.person_id)
    record(session, CHECKLIST_STARTED, actor=actor, at=now, filled_id=filled.id, process_id=filled.process_id)
    return filled


def _started(session: Session, beginning: Beginning, sheet: Sheet) -> FilledChecklist | None:
    """What the key has started before."""
    known = session.scalar(
        select(FilledChecklist).where(
            FilledChecklist.municipality_id == beginning.municipality_id, FilledChecklist.key == beginning.key
        )
    )
    if known is None:
        return None
    is_same = isinstance(beginning.process, Opening) or known.process_id == beginning.process
    if known.document_id != sheet.document_id or not is_same:
        raise StartedOtherwise(_l("This page has started another checklist already. Reload it and choose again."))
    return known


def lock(session: Session, filled: FilledChecklist, *, with_process: bool = False) -> None:
    """Let nobody else change the checklist until this transaction ends, and see it as it stands. Raises IsGone.

    What is to be finished takes its process first, as whoever takes a process away does, so that two never wait for each other.
    """
    if with_process and filled.process_id is not None:
        session.execute(select(Process.id).where(Process.id == filled.process_id).with_for_update())
    try:
        session.refresh(filled, with_for_update=True)
    except InvalidRequestError as gone:
        raise IsGone(_l("The checklist has been thrown away by a colleague who worked on it too.")) from gone


def answers(session: Session, filled_id: int) -> dict[str, Standing]:
    """What stands at each item that has been answered."""
    rows = session.scalars(select(FilledItem).where(FilledItem.filled_id == filled_id))
    return {row.item: Standing(Given(row.answer, row.reason), row.operation) for row in rows}


def set_answers(
    session: Session, filled: FilledChecklist, sheet: Sheet, operations: Sequence[SetAnswer]
) -> dict[str, Outcome]:
    """Keep answers in the order they were given; says what became of each operation. The caller has locked the checklist."""
    rows = {row.item: row for row in session.scalars(select(FilledItem).where(FilledItem.filled_id == filled.id))}
    known = _known(session, filled, [one.id for one in operations])
    outcomes: dict[str, Outcome] = {}
    for one in operations:
        if one.id in known or outcomes.get(one.id) is Outcome.KEPT:
            outcomes[one.id] = Outcome.KEPT
        elif one.item not in sheet.items or one.given is None:
            outcomes[one.id] = Outcome.REFUSED
        else:
            outcomes[one.id] = _set_answer(session, filled, rows, one, one.given)
    _note_done(
        session, filled, [id_ for id_, outcome in outcomes.items() if outcome is Outcome.KEPT and id_ not in known]
    )
    return outcomes


def _set_answer(
    session: Session, filled: FilledChecklist, rows: dict[str, FilledItem], one: SetAnswer, given: Given
) -> Outcome:
    row = rows.get(one.item)
    standing = Standing() if row is None else Standing(Given(row.answer, row.reason), row.operation)
    outcome = settle(standing, given, one.after, is_finished=filled.finished_on is not None)
    if outcome is not Outcome.KEPT or filled.finished_on is not None or not moves(standing, one.after):
        return outcome
    if row is None:
        row = FilledItem(municipality_id=filled.municipality_id, filled_id=filled.id, item=one.item)
        rows[one.item] = row
        session.add(row)
    row.answer, row.reason, row.operation = given.answer, given.reason, one.id
    return outcome


def _known(session: Session, filled: FilledChecklist, ids: Sequence[str]) -> set[str]:
    """Which of the operations have been done before."""
    found = select(FilledOperation.operation).where(
        FilledOperation.filled_id == filled.id, FilledOperation.operation.in_(ids)
    )
    return set(session.scalars(found)) if ids else set()


def _note_done(session: Session, filled: FilledChecklist, ids: Sequence[str]) -> None:
    """Remember operations, so that they are done once. What comes to a finished checklist has changed nothing."""
    if ids and filled.finished_on is None:
        rows = [{"municipality_id": filled.municipality_id, "filled_id": filled.id, "operation": one} for one in ids]
        session.execute(insert(FilledOperation), rows)


def finish(session: Session, filled: FilledChecklist, sheet: Sheet, *, actor: Actor, now: datetime) -> None:
    """Finish and lock a checklist, once: count it, register what it stands for, and forget who worked on it.

    Raises NotFinished, with nothing changed. The caller has locked the checklist.
    """
    if filled.finished_on is not None:
        return
    session.flush()
    given = {item: standing.given for item, standing in answers(session, filled.id).items()}
    left = missing(sheet.must, given)
    if left:
        raise NotFinished(left)
    filled.finished_on = clock.local_day(now)
    session.flush()
    session.execute(delete(ChecklistHolder).where(ChecklistHolder.filled_id == filled.id))
    counts.note_finished(session, filled, given)
    if filled.process_id is not None and stands_for_something(sheet.must, given):
        process = session.get_one(Process, filled.process_id)
        register(session, process, sheet.tools, key=filled.key, source=Source.CHECKLIST, actor=actor, now=now)
    record(session, CHECKLIST_FINISHED, actor=actor, at=now, filled_id=filled.id, process_id=filled.process_id)


def share(session: Session, filled: FilledChecklist, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a colleague work on the checklist too. Raises IsFinished."""
    lock(session, filled)
    refuse_finished(filled)
    if _let_hold(session, filled, person_id):
        record(session, CHECKLIST_SHARED, actor=actor, at=now, filled_id=filled.id, person_id=person_id)


def hand_over(
    session: Session, filled: FilledChecklist, person_id: int, *, instead_of: Sequence[int], actor: Actor, now: datetime
) -> None:
    """Let a colleague work on the checklist instead of others. Raises IsFinished."""
    lock(session, filled)
    refuse_finished(filled)
    _let_hold(session, filled, person_id)
    session.execute(
        delete(ChecklistHolder).where(
            ChecklistHolder.filled_id == filled.id,
            ChecklistHolder.person_id.in_(instead_of),
            ChecklistHolder.person_id != person_id,
        )
    )
    record(session, CHECKLIST_HANDED_OVER, actor=actor, at=now, filled_id=filled.id, person_id=person_id)


def _let_hold(session: Session, filled: FilledChecklist, person_id: int | None) -> bool:
    """Let somebody work on it; False where they do already."""
    mine = select(ChecklistHolder.id).where(
        ChecklistHolder.filled_id == filled.id, ChecklistHolder.person_id == person_id
    )
    if session.scalar(mine) is not None:
        return False
    session.add(ChecklistHolder(municipality_id=filled.municipality_id, filled_id=filled.id, person_id=person_id))
    session.flush()
    return True


def throw_away(session: Session, filled: FilledChecklist, *, actor: Actor, now: datetime) -> None:
    """Take away an unfinished checklist with its answers. Raises IsFinished."""
    lock(session, filled)
    refuse_finished(filled)
    record(session, CHECKLIST_THROWN_AWAY, actor=actor, at=now, filled_id=filled.id)
    session.delete(filled)


def refuse_finished(filled: FilledChecklist) -> None:
    """Raise IsFinished for a checklist that is locked."""
    if filled.finished_on is not None:
        raise IsFinished(_l("The checklist is finished and locked. What was wrong is corrected with an amendment."))


@process_removed.connect
def let_go_of_process(_sender: object, *, session: Session, process: Process) -> None:
    """A process that was started by mistake is taken away: what was filled in for it stays, about no process."""
    session.execute(update(FilledChecklist).where(FilledChecklist.process_id == process.id).values(process_id=None))
