"""A file of processes held against what is known: which are new, which have been closed, and which have used more tools. Pure.

An import adds tools and never takes any away, closes and never opens again. The same file again changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.table_files.work import Progress
from fidelity.tool_use.importing.matching import pair_off
from fidelity.tool_use.rules import quarter_of

PROGRESS_EVERY = 2000
Group = tuple[int, str, date]
"""What a row without a reference is found by: unit, kind and the day it was opened."""


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process as a file has it; `reference` is the platform's own, where the file gives it."""

    line: int
    unit_id: int
    kind: str
    opened_on: date
    closed_on: date | None
    tools: frozenset[str]
    reference: str | None = None

    @property
    def group(self) -> Group:
        """The processes among which it is looked for."""
        return self.unit_id, self.kind, self.opened_on


@dataclass(frozen=True, slots=True)
class KnownProcess:
    """A process that is there."""

    id: int
    unit_id: int
    kind: str
    opened_on: date
    closed_on: date | None
    tools: frozenset[str]

    @property
    def group(self) -> Group:
        """The processes among which it is."""
        return self.unit_id, self.kind, self.opened_on


@dataclass(frozen=True)
class Known:
    """What is there of what a file speaks of, and how many processes each of its units has in all."""

    groups: Mapping[Group, Sequence[KnownProcess]]
    by_reference: Mapping[str, KnownProcess]
    in_unit: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What a process that is there gets from the file: a closing day (or None), and tools that it did not have."""

    process: KnownProcess
    closed_on: date | None
    tools: frozenset[str]


@dataclass
class UnitSum:
    """What a file means for a unit, in numbers of processes."""

    before: int = 0
    new: int = 0
    closed: int = 0
    more_tools: int = 0
    unchanged: int = 0

    @property
    def doubles(self) -> bool:
        """Whether the unit would have more than twice the processes that it had."""
        return 0 < self.before < self.new


@dataclass(frozen=True)
class ImportPlan:
    """Everything a file would change among the processes.

    `closed_here` counts rows that the file has as open and that stay closed; `beside_closed` new ones that stand beside a process of
    the same unit, kind and opening day with another closing day.
    """

    new: tuple[ProcessRow, ...]
    changes: tuple[Change, ...]
    units: Mapping[int, UnitSum]
    closed_here: int
    beside_closed: int

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing."""
        return not self.new and not self.changes


def make_plan(rows: Sequence[ProcessRow], known: Known, *, progress: Progress | None = None) -> ImportPlan:
    """Hold the rows against what is known. Rows with a reference have been found to agree with their process."""
    plan = _Plan(known)
    claimed = set()
    groups: dict[Group, list[ProcessRow]] = defaultdict(list)
    for row in rows:
        process = known.by_reference.get(row.reference) if row.reference else None
        if process is None:
            groups[row.group].append(row)
        else:
            claimed.add(process.id)
            plan.is_known(row, process)
    for done, (group, own) in enumerate(groups.items(), start=1):
        there = [process for process in known.groups.get(group, ()) if process.id not in claimed]
        plan.add_group(own, there)
        if progress and done % PROGRESS_EVERY == 0:
            progress(done, len(groups))
    return plan.made()


class _Plan:
    """A plan while it is made."""

    def __init__(self, known: Known) -> None:
        self._new: list[ProcessRow] = []
        self._changes: list[Change] = []
        self._units: dict[int, UnitSum] = {}
        self._in_unit = known.in_unit
        self._closed_here = self._beside_closed = 0

    def add_group(self, rows: Sequence[ProcessRow], there: Sequence[KnownProcess]) -> None:
        """Add rows of one group, without references."""
        pairing = pair_off(rows, there)
        for row, process in pairing.same:
            self.is_known(row, process)
        for _row, process in pairing.closed_here:
            self._unit(process.unit_id).unchanged += 1
        self._closed_here += len(pairing.closed_here)
        rest = sum(process.closed_on is not None for process in there) - len(pairing.closed_here)
        rest -= sum(process.closed_on is not None for _row, process in pairing.same)
        self._beside_closed += min(rest, sum(row.closed_on is not None for row in pairing.new))
        for row in pairing.new:
            self._new.append(row)
            self._unit(row.unit_id).new += 1

    def is_known(self, row: ProcessRow, process: KnownProcess) -> None:
        """Add what a row says of the process that it is."""
        unit = self._unit(process.unit_id)
        closed_on = row.closed_on if process.closed_on is None else None
        tools = row.tools - process.tools
        if closed_on:
            unit.closed += 1
        elif tools:
            unit.more_tools += 1
        else:
            unit.unchanged += 1
            return
        self._changes.append(Change(process, closed_on, tools))

    def _unit(self, unit_id: int) -> UnitSum:
        return self._units.setdefault(unit_id, UnitSum(before=self._in_unit.get(unit_id, 0)))

    def made(self) -> ImportPlan:
        """The plan."""
        return ImportPlan(
            new=tuple(self._new),
            changes=tuple(self._changes),
            units=self._units,
            closed_here=self._closed_here,
            beside_closed=self._beside_closed,
        )


Cell = tuple[int, str, int]
"""Where processes are counted: unit, kind and quarter (`rules.Quarter.number`)."""


def closed_in_file(rows: Sequence[ProcessRow], first: int, last: int) -> dict[Cell, int]:
    """How many processes the file has closed, for every unit and kind in it and every quarter from first to last, also zero."""
    counted = Counter(
        (row.unit_id, row.kind, quarter_of(row.closed_on).number) for row in rows if row.closed_on is not None
    )
    return {cell: counted[cell] for cell in _cells(rows, first, last)}


def _cells(rows: Sequence[ProcessRow], first: int, last: int) -> Iterator[Cell]:
    kinds = sorted({row.kind for row in rows})
    for unit_id in sorted({row.unit_id for row in rows}):
        for kind in kinds:
            yield from ((unit_id, kind, quarter) for quarter in range(first, last + 1))
