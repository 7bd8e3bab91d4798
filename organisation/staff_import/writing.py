"""Writes an import plan in bulk, some hundred rows to a statement, in the caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from core.table_files.work import Progress
from organisation.models import Employment, Leave, Person, Section, Unit
from organisation.rules import Span
from organisation.staff_import.employments import EmploymentChange, EmploymentState
from organisation.staff_import.plan import ImportPlan, PersonChange, What

BATCH = 500
ON_THE_WAY = "{}@on-the-way.invalid"
"""Holds a person's place while e-mail addresses change hands: no two may have the same, not even for a moment."""

Row = dict[str, Any]
T = TypeVar("T")


@dataclass
class _Writer:
    """Writes rows of one municipality and no other, and tells how far it has come."""

    session: Session
    municipality_id: int
    total: int
    progress: Progress | None
    done: int = field(default=0, init=False)

    def insert(self, model: type[Any], rows: Sequence[Row]) -> None:
        """Add the rows."""
        for batch in self._batches(rows):
            self.session.execute(insert(model), self._own(batch))

    def insert_keyed(self, model: type[Any], rows: Sequence[Row], *keys: str) -> dict[tuple[Any, ...], int]:
        """Add the rows; returns their ids by the columns that tell them apart: SQLite gives ids back in no order."""
        ids: dict[tuple[Any, ...], int] = {}
        statement = insert(model).returning(*(getattr(model, key) for key in keys), model.id)
        for batch in self._batches(rows):
            ids |= {tuple(key): row_id for *key, row_id in self.session.execute(statement, self._own(batch))}
        return ids

    def _own(self, rows: Sequence[Row]) -> list[Row]:
        return [row | {"municipality_id": self.municipality_id} for row in rows]

    def update(self, model: type[Any], rows: Mapping[int, Row]) -> None:
        """Change the rows with these ids; all give the same columns."""
        own = update(model).where(model.id == bindparam("row_id"), model.municipality_id == self.municipality_id)
        for batch in self._batches(list(rows.items())):
            self.session.connection().execute(own, [row | {"row_id": row_id} for row_id, row in batch])

    def remove(self, model: type[Any], ids: Sequence[int]) -> None:
        """Remove the rows with these ids."""
        for batch in self._batches(ids):
            self.session.connection().execute(
                delete(model).where(model.id.in_(batch), model.municipality_id == self.municipality_id)
            )

    def _batches(self, rows: Sequence[T]) -> Iterator[Sequence[T]]:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            yield batch
            self.done += len(batch)
            if self.progress:
                self.progress(min(self.done, self.total), self.total)


def write_plan(
    session: Session, plan: ImportPlan, *, municipality_id: int, progress: Progress | None = None
) -> list[int]:
    """Write everything in the plan; returns the ids of the people whose employments it changed."""
    session.flush()
    writer = _Writer(session, municipality_id, _size(plan), progress)
    unit_ids = _write_units(writer, plan)
    person_ids = _write_people(writer, plan)
    changes = [(person_ids[person.employee_number], change) for person in plan.people for change in person.employments]
    _write_employments(writer, changes, unit_ids)
    return list(dict.fromkeys(person_id for person_id, _change in changes))


def _size(plan: ImportPlan) -> int:
    """How many rows there are to write."""
    units = len(plan.new_sections) + len(plan.new_units) + len(plan.moved_units)
    people = sum(person.id is None or person.changes_account for person in plan.people)
    changes = [change for person in plan.people for change in person.employments]
    return units + people + sum((one.before != one.after) + len(one.leaves) for one in changes)


def _write_units(writer: _Writer, plan: ImportPlan) -> dict[str, int]:
    """Create and move sections and units; returns the id of every unit by name."""
    writer.insert(Section, [{"name": name} for name in plan.new_sections])
    section_ids = _ids(writer, Section)
    writer.insert(Unit, [{"name": name, "section_id": section_ids[section]} for name, section in plan.new_units])
    unit_ids = _ids(writer, Unit)
    writer.update(Unit, {unit_ids[unit]: {"section_id": section_ids[new]} for unit, _old, new in plan.moved_units})
    return unit_ids


def _ids(writer: _Writer, model: type[Any]) -> dict[str, int]:
    own = select(model.name, model.id).where(model.municipality_id == writer.municipality_id)
    return {row.name: row.id for row in writer.session.execute(own)}


def _write_people(writer: _Writer, plan: ImportPlan) -> dict[str, int]:
    """Write names, addresses and new people; returns the ids by employee number."""
    known = {person.id: person for person in plan.people if person.id is not None}
    changed = {row_id: person for row_id, person in known.items() if person.changes_account}
    _free_emails(writer, changed)
    writer.update(Person, {row_id: {"name": person.name, "email": person.email} for row_id, person in changed.items()})
    writer.update(Person, {row_id: {"closed_at": None} for row_id, person in changed.items() if person.reopens})
    new = [person for person in plan.people if person.id is None]
    rows = [{"employee_number": one.employee_number, "name": one.name, "email": one.email} for one in new]
    ids = writer.insert_keyed(Person, rows, "employee_number")
    numbers = {person.employee_number: row_id for row_id, person in known.items()}
    return numbers | {number: row_id for (number,), row_id in ids.items()}


def _free_emails(writer: _Writer, changed: Mapping[int, PersonChange]) -> None:
    """Take the addresses from those who get another one, so that whoever is to have one finds it free."""
    leaving = [row_id for row_id, one in changed.items() if any(what.what is What.EMAIL for what in one.differences)]
    writer.update(Person, {row_id: {"email": ON_THE_WAY.format(row_id)} for row_id in leaving})


def _write_employments(
    writer: _Writer, changes: Sequence[tuple[int, EmploymentChange]], unit_ids: Mapping[str, int]
) -> None:
    gone = [change.id for _person_id, change in changes if change.id is not None and change.after is None]
    kept = {change.id: change for _person_id, change in changes if change.id is not None and change.after}
    writer.remove(Employment, gone)  # their leave goes with them
    writer.update(
        Employment,
        {
            row_id: _employment_row(change.after, unit_ids)
            for row_id, change in kept.items()
            if change.after and change.after != change.before
        },
    )
    _write_leaves(writer, kept | _add_employments(writer, changes, unit_ids))


def _add_employments(
    writer: _Writer, changes: Sequence[tuple[int, EmploymentChange]], unit_ids: Mapping[str, int]
) -> dict[int, EmploymentChange]:
    """Add the new employments; returns them by id. No file has two of one person in one unit from one day."""
    new = {
        (person_id, unit_ids[change.after.unit], change.after.hired_on): change
        for person_id, change in changes
        if change.id is None and change.after
    }
    rows = [
        _employment_row(change.after, unit_ids) | {"person_id": person_id}
        for (person_id, _unit_id, _hired_on), change in new.items()
        if change.after
    ]
    ids = writer.insert_keyed(Employment, rows, "person_id", "unit_id", "hired_on")
    return {row_id: new[key] for key, row_id in ids.items()}


def _employment_row(state: EmploymentState, unit_ids: Mapping[str, int]) -> Row:
    return {
        "unit_id": unit_ids[state.unit],
        "position": state.position,
        "hired_on": state.hired_on,
        "starts_on": state.starts_on,
        "ends_on": state.ends_on,
        "is_primary": state.is_primary,
    }


def _write_leaves(writer: _Writer, changes: Mapping[int, EmploymentChange]) -> None:
    leaves = [(employment_id, leave) for employment_id, change in changes.items() for leave in change.leaves]
    writer.remove(Leave, [leave.id for _id, leave in leaves if leave.id is not None and leave.after is None])
    writer.update(Leave, {leave.id: _leave_row(leave.after) for _id, leave in leaves if leave.id and leave.after})
    writer.insert(
        Leave,
        [
            _leave_row(leave.after) | {"employment_id": employment_id}
            for employment_id, leave in leaves
            if leave.id is None and leave.after
        ],
    )


def _leave_row(span: Span) -> Row:
    return {"starts_on": span.starts_on, "ends_on": span.ends_on}
