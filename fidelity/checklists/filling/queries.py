"""One filled checklist as the viewer may see it: an unfinished one by who works on it, a finished one by who works in its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_, select
from sqlalchemy.orm import Session

from fidelity.checklists.filling.models import Amendment, ChecklistHolder, FilledChecklist
from fidelity.checklists.filling.rules import NOTHING, Answer, Given, Standing, missing, stands_for_something
from fidelity.checklists.filling.service import answers
from fidelity.checklists.filling.sheets import Version
from fidelity.tool_use.models import Process
from organisation.access import Viewer
from organisation.models import Employment, Person, Role, RoleAssignment
from organisation.queries import holds_on
from organisation.sign_in.queries import may_enter


def is_held_by(person_id: int) -> ColumnElement[bool]:
    """The condition that a filled checklist is worked on by somebody."""
    return exists().where(ChecklistHolder.filled_id == FilledChecklist.id, ChecklistHolder.person_id == person_id)


def is_open_to(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """The condition that the viewer works in a filled checklist's unit."""
    works_there = works_in(FilledChecklist.unit_id, viewer.id, today)
    return (FilledChecklist.municipality_id == viewer.municipality_id) & works_there


def filled_checklist(session: Session, viewer: Viewer, key: str, today: date) -> FilledChecklist | None:
    """The checklist of that key, when the viewer works in its unit, and works on it as long as it is unfinished."""
    return session.scalar(
        select(FilledChecklist).where(
            FilledChecklist.key == key,
            is_open_to(viewer, today),
            or_(FilledChecklist.finished_on.is_not(None), is_held_by(viewer.id)),
        )
    )


@dataclass(frozen=True)
class Corrected:
    """An amendment as it is shown."""

    made_on: date
    item: str | None
    given: Given
    text: str


@dataclass(frozen=True)
class FilledPage:
    """A filled checklist with its answers, for a page. `others` are those who work on it too, by name, while it is unfinished."""

    key: str
    version: Version
    process_id: int | None
    reference: str | None
    started_on: date
    finished_on: date | None
    note: str
    note_revision: int
    answers: Mapping[str, Standing]
    others: Sequence[str]
    corrections: Sequence[Corrected]

    def at(self, item: str) -> Standing:
        """What stands at an item."""
        return self.answers.get(item, Standing())

    @property
    def given(self) -> Mapping[str, Given]:
        """The answers alone."""
        return {item: standing.given for item, standing in self.answers.items()}

    @property
    def as_state(self) -> Mapping[str, object]:
        """How it stands, as the page's script takes it."""
        items = {
            item: {"answer": standing.given.code, "operation": standing.operation}
            for item, standing in self.answers.items()
        }
        return {"items": items, "finished": self.finished_on is not None}

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(self.at(item).given != NOTHING for item in self.version.sheet.items)

    @property
    def missing(self) -> Sequence[str]:
        """The items that must be done and have no answer yet."""
        return missing(self.version.sheet.must, self.given)

    @property
    def registers(self) -> bool:
        """Whether finishing it, or having finished it, stands for tools that are used."""
        sheet = self.version.sheet
        return self.process_id is not None and bool(sheet.tools) and stands_for_something(sheet.must, self.given)

    @property
    def nothing_applied(self) -> bool:
        """Whether everything that must be done was answered with *not applicable*."""
        must = self.version.sheet.must
        return bool(must) and all(self.at(item).given.answer == Answer.NOT_APPLICABLE for item in must)


def filled_page(session: Session, viewer: Viewer, filled: FilledChecklist, version: Version) -> FilledPage:
    """A filled checklist for its page. Four statements at most."""
    is_finished = filled.finished_on is not None
    process = None if filled.process_id is None else session.get(Process, filled.process_id)
    return FilledPage(
        key=filled.key,
        version=version,
        process_id=filled.process_id,
        reference=process.reference if process else None,
        started_on=filled.started_on,
        finished_on=filled.finished_on,
        note=filled.note,
        note_revision=filled.note_revision,
        answers=answers(session, filled.id),
        others=[] if is_finished else _others(session, filled, viewer.id),
        corrections=_corrections(session, filled.id) if is_finished else [],
    )


def _others(session: Session, filled: FilledChecklist, but: int) -> Sequence[str]:
    return session.scalars(
        select(Person.name)
        .join(ChecklistHolder, ChecklistHolder.person_id == Person.id)
        .where(ChecklistHolder.filled_id == filled.id, Person.id != but)
        .order_by(Person.name)
    ).all()


def _corrections(session: Session, filled_id: int) -> Sequence[Corrected]:
    rows = session.scalars(select(Amendment).where(Amendment.filled_id == filled_id).order_by(Amendment.id))
    return [Corrected(row.made_on, row.item, Given(row.answer, row.reason), row.text) for row in rows]


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in a unit."""

    id: int
    name: str


def colleagues(
    session: Session, filled: FilledChecklist, today: date, *, but: int | None = None
) -> Sequence[Colleague]:
    """Those who work in the checklist's unit today and can sign in, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .where(
            Person.municipality_id == filled.municipality_id,
            Person.id != but,
            works_in(filled.unit_id, Person.id, today),
            may_enter(today),
        )
        .order_by(Person.name, Person.id)
    )
    return [Colleague(*row) for row in rows]


def works_in(
    unit_id: SQLColumnExpression[int] | int, person_id: SQLColumnExpression[int] | int, today: date
) -> ColumnElement[bool]:
    """The condition that a person works in a unit today, or manages it: where `tool_use` lets them register work."""
    is_employed = exists().where(
        Employment.person_id == person_id, Employment.unit_id == unit_id, holds_on(Employment, today)
    )
    is_manager = exists().where(
        RoleAssignment.person_id == person_id,
        RoleAssignment.unit_id == unit_id,
        RoleAssignment.role == Role.UNIT_MANAGER,
        holds_on(RoleAssignment, today),
    )
    # The unit and the person are those of whatever query this stands in, however deep.
    is_employed, is_manager = is_employed.correlate_except(Employment), is_manager.correlate_except(RoleAssignment)
    return is_employed | is_manager


def holders(session: Session, filled: FilledChecklist) -> Sequence[int]:
    """Those who work on it."""
    return session.scalars(select(ChecklistHolder.person_id).where(ChecklistHolder.filled_id == filled.id)).all()
