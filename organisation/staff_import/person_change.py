"""What a staff file means for one person: new, returned, moved, left, changed or unchanged, and what to write for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from organisation.rules import Span
from organisation.staff_import.employments import EmploymentChange, KnownEmployment, Step, Wanted, plan_employments
from organisation.staff_import.staff_file import StaffRow


@dataclass(frozen=True)
class KnownPerson:
    """A person in the database, with every employment, past ones too."""

    id: int
    employee_number: str
    name: str
    email: str
    is_closed: bool = False
    employments: tuple[KnownEmployment, ...] = ()

    def is_employed(self, as_of: date) -> bool:
        """Whether some employment has not ended before the day."""
        return any(one.state.is_open(as_of) for one in self.employments)


class Kind(StrEnum):
    """What the file means for a person; the first that applies."""

    NEW = "new"
    RETURNED = "returned"
    MOVED = "moved"
    LEFT = "left"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class What(StrEnum):
    """What can differ about a person."""

    NAME = "name"
    EMAIL = "email"
    EMPLOYMENT = "employment"
    POSITION = "position"
    START = "start"
    END = "end"
    PRIMARY = "primary"
    LEAVE = "leave"


Value = str | date | bool | Span | None


@dataclass(frozen=True)
class Difference:
    """Something that differs, as it is and as it is to be; `unit` says in which employment, if in one."""

    what: What
    before: Value
    after: Value
    unit: str | None = None


@dataclass(frozen=True)
class Move:
    """From one unit to another, with the first day in the new one."""

    before: str
    after: str
    on: date


@dataclass(frozen=True)
class PersonChange:
    """What the file means for one person, and what to write for it; `id` is None for a new one."""

    kind: Kind
    id: int | None
    employee_number: str
    name: str
    email: str
    reopens: bool = False
    differences: tuple[Difference, ...] = ()
    moves: tuple[Move, ...] = ()
    employments: tuple[EmploymentChange, ...] = ()

    @property
    def changes_account(self) -> bool:
        """Whether something is to be written about a known person, beside employments."""
        own = (What.NAME, What.EMAIL)
        return self.reopens or any(difference.what in own for difference in self.differences)


def plan_person(rows: Sequence[StaffRow], known: KnownPerson | None, as_of: date) -> PersonChange | None:
    """What the rows of one person mean; None for somebody who had left before and is not in the file."""
    if known is None:
        return _new_person(rows, as_of)
    if not rows and not known.is_employed(as_of):
        return None
    employments = plan_employments(_wanted(rows), known.employments, as_of)
    differences = (*_own_differences(rows, known), *_work_differences(employments))
    kind = _kind(known, employments, as_of)
    if kind is Kind.UNCHANGED and differences:
        kind = Kind.CHANGED
    return PersonChange(
        kind=kind,
        id=known.id,
        employee_number=known.employee_number,
        name=rows[0].name if rows else known.name,
        email=rows[0].email if rows else known.email,
        reopens=kind is Kind.RETURNED and known.is_closed,
        differences=differences,
        moves=tuple(_moves(employments)),
        employments=employments,
    )


def _new_person(rows: Sequence[StaffRow], as_of: date) -> PersonChange:
    first = rows[0]
    employments = plan_employments(_wanted(rows), (), as_of)
    return PersonChange(Kind.NEW, None, first.employee_number, first.name, first.email, employments=employments)


def _wanted(rows: Sequence[StaffRow]) -> list[Wanted]:
    """The employments of the rows: those with the same unit and first day tell of one, a leave each."""
    same: dict[tuple[str, date | None], list[StaffRow]] = {}
    for row in rows:
        same.setdefault((row.unit, row.hired_on), []).append(row)
    return [
        Wanted(
            unit=unit,
            position=own[0].position,
            hired_on=hired_on,
            ends_on=own[0].ends_on,
            is_primary=own[0].is_primary,
            leaves=tuple(row.leave for row in own if row.leave),
        )
        for (unit, hired_on), own in same.items()
    ]


def _kind(known: KnownPerson, employments: Sequence[EmploymentChange], as_of: date) -> Kind:
    after = {one.id: one.state for one in known.employments}
    for change in employments:
        if change.id is not None:
            del after[change.id]
    states = [*after.values(), *(change.after for change in employments if change.after)]
    was, will_be = known.is_employed(as_of), any(state.is_open(as_of) for state in states)
    if will_be and not was:
        return Kind.RETURNED
    if any(change.step is Step.MOVED_HERE for change in employments):
        return Kind.MOVED
    if was and not will_be:
        return Kind.LEFT
    return Kind.CHANGED if employments else Kind.UNCHANGED


def _moves(employments: Sequence[EmploymentChange]) -> Iterator[Move]:
    for change in employments:
        if change.moved_from is not None and change.after:
            yield Move(change.moved_from, change.after.unit, change.after.starts_on)


def _own_differences(rows: Sequence[StaffRow], known: KnownPerson) -> Iterator[Difference]:
    for row in rows[:1]:
        if row.name != known.name:
            yield Difference(What.NAME, known.name, row.name)
        if row.email != known.email:
            yield Difference(What.EMAIL, known.email, row.email)


def _work_differences(employments: Sequence[EmploymentChange]) -> Iterator[Difference]:
    """What differs in each employment; what belongs to a move is told by the move."""
    for change in employments:
        before, after = change.before, change.after
        if before and after and change.step is not Step.MOVED_AWAY:
            yield from _state_differences(change)
        elif before and not after:
            yield Difference(What.EMPLOYMENT, before.unit, None, before.unit)
        elif after and change.step is Step.NEW:
            yield Difference(What.EMPLOYMENT, None, after.unit, after.unit)
        unit = after.unit if after else None
        for leave in change.leaves:
            yield Difference(What.LEAVE, leave.before, leave.after, unit)


def _state_differences(change: EmploymentChange) -> Iterator[Difference]:
    before, after = change.before, change.after
    if before and after:
        pairs = (
            (What.POSITION, before.position, after.position),
            (What.START, before.hired_on, after.hired_on),
            (What.END, before.ends_on, after.ends_on),
            (What.PRIMARY, before.is_primary, after.is_primary),
        )
        for what, old, new in pairs:
            if old != new:
                yield Difference(what, old, new, after.unit)
