"""A staff file held against what is known: who is new, returned, moved, changed or has left, and what to write for it.

The file is the whole staff as it stands on a day, `as_of`. The same file again, that day or later, changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from organisation.people.hr_employments import (
    EmploymentChange,
    EmploymentState,
    KnownEmployment,
    KnownLeave,
    LeaveChange,
    Step,
    Wanted,
    plan_employments,
)
from organisation.people.hr_file import StaffRow
from organisation.rules import Span

__all__ = [
    "Difference",
    "EmploymentChange",
    "EmploymentState",
    "ImportPlan",
    "Kind",
    "KnownEmployment",
    "KnownLeave",
    "KnownPerson",
    "KnownStaff",
    "LeaveChange",
    "Move",
    "PersonChange",
    "Progress",
    "Step",
    "What",
    "make_plan",
]

Progress = Callable[[int, int], None]
PROGRESS_EVERY = 500
ASK_ABOVE = 5
"""A file that would end more than one in so many employments asks first."""


@dataclass(frozen=True)
class KnownPerson:
    """A person in the database, with every employment, past ones too."""

    id: int
    employee_number: str
    name: str
    email: str
    is_closed: bool = False
    employments: tuple[KnownEmployment, ...] = ()


@dataclass(frozen=True)
class KnownStaff:
    """What a municipality's database holds: people by employee number, the section of each unit, every section."""

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()


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


@dataclass(frozen=True)
class ImportPlan:
    """Everything a file would change. `ending` of the `open_before` employments would end, by moves too.

    `new_units` pairs a unit with its section; `moved_units` holds unit, old section and new section.
    """

    as_of: date
    people: tuple[PersonChange, ...]
    new_sections: tuple[str, ...]
    new_units: tuple[tuple[str, str], ...]
    moved_units: tuple[tuple[str, str, str], ...]
    ending: int
    open_before: int

    @cached_property
    def by_kind(self) -> Mapping[Kind, Sequence[PersonChange]]:
        """The people of each kind, in the order of their names."""
        kinds: dict[Kind, list[PersonChange]] = {kind: [] for kind in Kind}
        for person in sorted(self.people, key=lambda one: (one.name, one.employee_number)):
            kinds[person.kind].append(person)
        return kinds

    @property
    def counts(self) -> dict[Kind, int]:
        """How many people there are of each kind."""
        return {kind: len(people) for kind, people in self.by_kind.items()}

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing."""
        units = self.new_sections or self.new_units or self.moved_units
        return not units and all(person.kind is Kind.UNCHANGED for person in self.people)

    @property
    def share_ending(self) -> float:
        """The employments that would end, of those open before; from 0 to 1."""
        return self.ending / self.open_before if self.open_before else 0.0

    @property
    def asks_first(self) -> bool:
        """Whether so many employments would end that it may be the wrong file."""
        return self.ending * ASK_ABOVE > self.open_before


def make_plan(
    rows: Iterable[StaffRow], known: KnownStaff, *, as_of: date, progress: Progress | None = None
) -> ImportPlan:
    """Hold the whole staff as it stands on a day against what is known. Pure: nothing is written."""
    staff: dict[str, list[StaffRow]] = {number: [] for number in known.people}
    for row in rows:
        staff.setdefault(row.employee_number, []).append(row)
    names = {name.casefold(): name for name in (*known.units, *known.sections)}
    people = []
    for done, (number, own) in enumerate(staff.items(), start=1):
        change = _person(own, known.people.get(number), known.units, as_of)
        people += [change] if change else []
        if progress and (done % PROGRESS_EVERY == 0 or done == len(staff)):
            progress(done, len(staff))
    open_before = [one.state for person in known.people.values() for one in person.employments]
    return ImportPlan(
        as_of=as_of,
        people=tuple(people),
        ending=sum(_ends(change, as_of) for person in people for change in person.employments),
        open_before=sum(state.is_open(as_of) for state in open_before),
    )
