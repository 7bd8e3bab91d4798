"""A staff file held against what is known: who is new, returned, moved, changed or has left, and what to write for it.

The file is the whole staff as it stands on a day, `as_of`. The same file again, that day or later, changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from core.table_files.work import Progress
from organisation.staff_import.employments import (
    EmploymentChange,
    EmploymentState,
    KnownEmployment,
    KnownLeave,
    LeaveChange,
    Step,
)
from organisation.staff_import.person_change import Difference, Kind, KnownPerson, Move, PersonChange, What, plan_person
from organisation.staff_import.staff_file import StaffRow

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
    "Step",
    "What",
    "make_plan",
]

PROGRESS_EVERY = 500
ASK_ABOVE = 5
"""A file that would end more than one in so many employments asks first."""


@dataclass(frozen=True)
class KnownStaff:
    """What a municipality's database holds: people by employee number, the section of each unit, every section."""

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ImportPlan:
    """Everything a file would change. `ending` of the `open_before` employments would end, those moved away from too.

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
    rows = _with_known_names(rows, known)
    staff: dict[str, list[StaffRow]] = {number: [] for number in known.people}
    for row in rows:
        staff.setdefault(row.employee_number, []).append(row)
    people = []
    for done, (number, own) in enumerate(staff.items(), start=1):
        person = plan_person(own, known.people.get(number), as_of)
        if person:
            people.append(person)
        if progress and (done % PROGRESS_EVERY == 0 or done == len(staff)):
            progress(done, len(staff))
    sections = {row.unit: row.section for row in rows}
    return ImportPlan(
        as_of=as_of,
        people=tuple(people),
        new_sections=tuple(sorted(set(sections.values()) - known.sections)),
        new_units=tuple(sorted((unit, section) for unit, section in sections.items() if unit not in known.units)),
        moved_units=tuple(
            (unit, known.units[unit], section)
            for unit, section in sorted(sections.items())
            if known.units.get(unit, section) != section
        ),
        ending=sum(_ends(change, as_of) for person in people for change in person.employments),
        open_before=sum(one.state.is_open(as_of) for person in known.people.values() for one in person.employments),
    )


def _with_known_names(rows: Iterable[StaffRow], known: KnownStaff) -> list[StaffRow]:
    """The rows with units and sections written as they are known, where only capital and small letters differ."""
    units = {name.casefold(): name for name in known.units}
    sections = {name.casefold(): name for name in known.sections}
    named = []
    for row in rows:
        unit = row.unit if row.unit in known.units else units.get(row.unit.casefold(), row.unit)
        section = row.section if row.section in known.sections else sections.get(row.section.casefold(), row.section)
        same = (unit, section) == (row.unit, row.section)
        named.append(row if same else replace(row, unit=unit, section=section))
    return named


def _ends(change: EmploymentChange, as_of: date) -> bool:
    """Whether an employment that was open is moved away from, or will have ended before the day."""
    if change.before is None or not change.before.is_open(as_of):
        return False
    return change.step is Step.MOVED_AWAY or change.after is None or not change.after.is_open(as_of)
