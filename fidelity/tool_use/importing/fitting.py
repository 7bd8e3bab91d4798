"""Fitting rows to processes by the tools of both, so that as few tools as possible are new to a process. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

Tools = frozenset[str]
MOST_SETS = 300
"""Up to so many different sets of tools are fitted in the best way; more, which no day of a unit has, only the like and the rest."""


class Described(Protocol):
    """A row or a process, as far as pairing goes."""

    @property
    def closed_on(self) -> date | None:
        """The day it was closed, None while it is open."""

    @property
    def tools(self) -> Tools:
        """The tools it has used."""


class WithId(Described, Protocol):
    """A process that is there."""

    @property
    def id(self) -> int:
        """Its key: of two that are alike, the older is taken first."""


T = TypeVar("T", bound=Described)
Row = TypeVar("Row", bound=Described)
Process = TypeVar("Process", bound=WithId)
Step = tuple[Tools, Tools, int]
"""So many rows with the first tools are processes with the second."""


def order(tools: Tools) -> tuple[int, list[str]]:
    """Sets of tools in an order that is always the same, the small ones first."""
    return len(tools), sorted(tools)


def fit(rows: list[Row], processes: list[Process]) -> list[tuple[Row, Process]]:
    """As many pairs as there can be, taken out of both lists."""
    if not rows or not processes:
        return []
    if len(rows) == len(processes) == 1:
        return [(rows.pop(), processes.pop())]
    rows.sort(key=lambda row: row.closed_on or date.max, reverse=True)
    processes.sort(key=lambda process: process.id, reverse=True)
    waiting, there = _piles(rows), _piles(processes)
    pairs: list[tuple[Row, Process]] = []
    for wanted, had, times in _steps(waiting, there):
        pairs += [(waiting[wanted].pop(), there[had].pop()) for _ in range(times)]
    rows[:] = [row for pile in waiting.values() for row in reversed(pile)]
    processes[:] = [process for pile in there.values() for process in reversed(pile)]
    return pairs


def _piles(ones: Iterable[T]) -> dict[Tools, list[T]]:
    """What has the same tools in a pile, the piles in their order."""
    piles: dict[Tools, list[T]] = defaultdict(list)
    for one in ones:
        piles[one.tools].append(one)
    return {tools: piles[tools] for tools in sorted(piles, key=order)}


def _steps(waiting: Mapping[Tools, Sequence[Row]], there: Mapping[Tools, Sequence[Process]]) -> Iterator[Step]:
    """Alike first; then rows that add nothing, as many as there can be; then rows that only add; then whatever is left."""
    rows = Counter({tools: len(pile) for tools, pile in waiting.items()})
    processes = Counter({tools: len(pile) for tools, pile in there.items()})

    def taken(steps: Iterable[Step]) -> Iterator[Step]:
        for wanted, had, most in steps:
            times = min(most, rows[wanted], processes[had])
            if times:
                rows[wanted] -= times
                processes[had] -= times
                yield wanted, had, times

    yield from taken((tools, tools, rows[tools]) for tools in waiting)
    if not any(rows.values()) or not any(processes.values()):
        return
    if max(len(+rows), len(+processes)) <= MOST_SETS:
        yield from taken(_Places(+rows, +processes).steps())
        left = +rows, +processes
        yield from taken((wanted, had, rows[wanted]) for wanted in left[0] for had in left[1] if had < wanted)
    yield from taken(_one_by_one(+rows, +processes))


def _one_by_one(rows: Counter[Tools], processes: Counter[Tools]) -> Iterator[Step]:
    yield from ((wanted, had, 1) for wanted, had in zip(rows.elements(), processes.elements(), strict=False))


class _Places:
    """The largest number of rows whose tools their process has already: a matching, found by paths that free a place."""

    def __init__(self, rows: Counter[Tools], processes: Counter[Tools]) -> None:
        self._rows, self._free = rows, processes.copy()
        self._may_be = {wanted: [had for had in processes if wanted < had] for wanted in rows}
        self._holds: dict[Tools, Counter[Tools]] = {had: Counter() for had in processes}

    def steps(self) -> Iterator[Step]:
        """Who is placed where."""
        for wanted, count in self._rows.items():
            for _ in range(count):
                if not self._place(wanted, set()):
                    break
        for had, held in self._holds.items():
            yield from ((wanted, had, times) for wanted, times in held.items() if times)

    def _place(self, wanted: Tools, tried: set[Tools]) -> bool:
        for had in self._may_be[wanted]:
            if had not in tried:
                tried.add(had)
                if self._makes_room(had, tried):
                    self._holds[had][wanted] += 1
                    return True
        return False

    def _makes_room(self, had: Tools, tried: set[Tools]) -> bool:
        if self._free[had]:
            self._free[had] -= 1
            return True
        for other in list(+self._holds[had]):
            if self._place(other, tried):
                self._holds[had][other] -= 1
                return True
        return False
