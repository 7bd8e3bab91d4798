"""Which row of a file is which process: the rows and processes of one unit, kind and opening day, paired off without any key.

The order of rows does not matter, and a file that has been taken in pairs off with what it made, so that it changes nothing again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic

from fidelity.tool_use.importing.fitting import Process, Row, T, fit, order


@dataclass
class Pairing(Generic[Row, Process]):
    """The rows of a group with the process that each is; rows that the file has as open and that are closed here; rows that are new."""

    same: list[tuple[Row, Process]] = field(default_factory=list)
    closed_here: list[tuple[Row, Process]] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)


def pair_off(rows: Sequence[Row], processes: Sequence[Process]) -> Pairing[Row, Process]:
    """Pair rows first with processes closed on the same day (or open like they), then closed rows with what is open here.

    A row that the file has as open may then be one that is closed here: it stays as it is. What is left over is new.
    """
    found: Pairing[Row, Process] = Pairing()
    if not processes:
        found.new = list(rows)
        return found
    if len(rows) == len(processes) == 1 and processes[0].closed_on in (None, rows[0].closed_on):
        found.same = [(rows[0], processes[0])]
        return found
    left, there = _by_day(rows), _by_day(processes)
    for day in sorted(left.keys() & there.keys(), key=lambda one: one or date.max):
        found.same += fit(left[day], there[day])
    open_rows, open_here = left.pop(None, []), there.pop(None, [])
    closed_rows, closed_here = _in_order(left), _in_order(there)
    found.same += fit(closed_rows, open_here)
    open_rows.sort(key=lambda row: order(row.tools))  # those that say most are new, where not all are closed here
    found.closed_here = list(zip(open_rows, closed_here, strict=False))
    found.new = closed_rows + open_rows[len(found.closed_here) :]
    return found


def _by_day(ones: Iterable[T]) -> dict[date | None, list[T]]:
    days: dict[date | None, list[T]] = defaultdict(list)
    for one in ones:
        days[one.closed_on].append(one)
    return dict(days)


def _in_order(days: dict[date | None, list[T]]) -> list[T]:
    return [one for day in sorted(days, key=lambda one: one or date.max) for one in days[day]]
