"""Lists of filled checklists: one's own unfinished ones, a unit's finished ones, and those whose holders have left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.checklists.filling.models import ChecklistHolder, FilledChecklist, FilledItem
from fidelity.checklists.filling.queries import is_held_by, is_open_to, works_in
from fidelity.checklists.filling.sheets import version_of
from fidelity.tool_use.models import Process
from fidelity.tool_use.queries import Workplace
from organisation.access import Permission, Viewer
from organisation.models import Person, Unit
from organisation.sign_in.queries import may_enter

PAGE_SIZE = 20
MOST_UNFINISHED = 50


@dataclass(frozen=True)
class Row:
    """A filled checklist in a list."""

    id: int
    key: str
    title: str
    language: str
    reference: str | None
    unit_name: str
    started_on: date
    finished_on: date | None
    answered: int
    items: int


@dataclass(frozen=True)
class Place:
    """Where a page of finished checklists begins: after the one of that day and number."""

    finished_on: date
    id: int

    def __str__(self) -> str:
        return f"{self.finished_on.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that an address says, or None where it says none."""
        day, _dot, number = text.partition(".")
        try:
            return cls(date.fromisoformat(day), int(number))
        except ValueError:
            return None


@dataclass(frozen=True)
class FinishedPage:
    """A page of finished checklists, the newest first; `next` is where the page after it begins, None after the last."""

    rows: Sequence[Row]
    next: Place | None


def unfinished(session: Session, viewer: Viewer, today: date, language: str) -> Sequence[Row]:
    """What the viewer works on, what was begun last first."""
    statement = _rows().where(is_open_to(viewer, today), FilledChecklist.finished_on.is_(None), is_held_by(viewer.id))
    newest = (FilledChecklist.started_on.desc(), FilledChecklist.id.desc())
    return _read(session, viewer, statement.order_by(*newest).limit(MOST_UNFINISHED), language)


def finished(
    session: Session, viewer: Viewer, places: Sequence[Workplace], language: str, *, after: Place | None = None
) -> FinishedPage:
    """A page of what has been finished in the units, whoever did it. How many there are is not counted."""
    statement = _rows().where(_in(viewer, places), FilledChecklist.finished_on.is_not(None))
    if after is not None:
        same_day = and_(FilledChecklist.finished_on == after.finished_on, FilledChecklist.id < after.id)
        statement = statement.where(or_(FilledChecklist.finished_on < after.finished_on, same_day))
    newest = (FilledChecklist.finished_on.desc(), FilledChecklist.id.desc())
    rows = _read(session, viewer, statement.order_by(*newest).limit(PAGE_SIZE + 1), language)
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return FinishedPage(
        rows[:PAGE_SIZE], Place(last.finished_on, last.id) if last and last.finished_on is not None else None
    )


def _in(viewer: Viewer, places: Sequence[Workplace]) -> ColumnElement[bool]:
    if not places:
        return false()
    units = (
        FilledChecklist.unit_id == places[0].id
        if len(places) == 1
        else FilledChecklist.unit_id.in_([one.id for one in places])
    )
    return (FilledChecklist.municipality_id == viewer.municipality_id) & units


def _rows() -> Select[Any]:
    answered = (
        select(func.count())
        .where(FilledItem.filled_id == FilledChecklist.id, FilledItem.answer.is_not(None))
        .scalar_subquery()
    )
    return (
        select(
            FilledChecklist.id,
            FilledChecklist.key,
            FilledChecklist.document_id,
            FilledChecklist.started_on,
            FilledChecklist.finished_on,
            Process.reference,
            Unit.name.label("unit_name"),
            answered.label("answered"),
        )
        .join(Unit, Unit.id == FilledChecklist.unit_id)
        .outerjoin(Process, Process.id == FilledChecklist.process_id)
    )


def _read(session: Session, viewer: Viewer, statement: Select[Any], language: str) -> Sequence[Row]:
    found = []
    for row in session.execute(statement).all():
        version = version_of(session, viewer.municipality_id, row.document_id, language)
        found.append(
            Row(
                id=row.id,
                key=row.key,
                title=version.checklist.title,
                language=version.checklist.language,
                reference=row.reference,
                unit_name=row.unit_name,
                started_on=row.started_on,
                finished_on=row.finished_on,
                answered=row.answered,
                items=len(version.sheet.items),
            )
        )
    return found


@dataclass(frozen=True)
class LeftBehind:
    """An unfinished checklist that nobody who is still in its unit works on, and the names of those who did."""

    row: Row
    names: Sequence[str]


def left_behind(session: Session, viewer: Viewer, today: date, language: str) -> Sequence[LeftBehind]:
    """The unfinished checklists of those who have left, in the units where the viewer may hand them over."""
    statement = _rows().where(*is_left_behind(viewer, today)).order_by(FilledChecklist.started_on, FilledChecklist.id)
    rows = _read(session, viewer, statement.limit(MOST_UNFINISHED), language)
    names: dict[int, list[str]] = {}
    for filled_id, name in session.execute(
        select(ChecklistHolder.filled_id, Person.name)
        .join(Person, Person.id == ChecklistHolder.person_id)
        .where(ChecklistHolder.filled_id.in_([row.id for row in rows]))
        .order_by(Person.name)
    ):
        names.setdefault(filled_id, []).append(name)
    return [LeftBehind(row, names.get(row.id, [])) for row in rows]


def is_left_behind(viewer: Viewer, today: date) -> Sequence[ColumnElement[bool]]:
    """The conditions that a filled checklist is the viewer's to hand over, because nobody works on it who is still in its unit."""
    reach = viewer.reach(Permission.HAND_OVER_WORK)
    place = aliased(Unit)
    in_reach = exists().where(
        place.id == FilledChecklist.unit_id,
        or_(place.id.in_(reach.unit_ids), place.section_id.in_(reach.section_ids)),
    )
    still_here = exists().where(
        ChecklistHolder.filled_id == FilledChecklist.id,
        ChecklistHolder.person_id == Person.id,
        may_enter(today),
        works_in(FilledChecklist.unit_id, Person.id, today),
    )
    return (
        FilledChecklist.municipality_id == viewer.municipality_id,
        FilledChecklist.finished_on.is_(None),
        in_reach,
        ~still_here,
    )


def left_behind_checklist(session: Session, viewer: Viewer, key: str, today: date) -> FilledChecklist | None:
    """The checklist of that key, when it is left behind and the viewer's to hand over."""
    return session.scalar(select(FilledChecklist).where(FilledChecklist.key == key, *is_left_behind(viewer, today)))
