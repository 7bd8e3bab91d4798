"""What can be computed of a place's four quarters from sums of them that are known. Pure linear algebra, exact.

A set of quarters is a number from 1 to 15 (the first quarter is bit 0); a set of such sets is a mask whose bit `s` stands for set `s`.
"""

from collections.abc import Callable, Hashable, Iterable
from enum import StrEnum
from math import gcd, prod
from typing import TypeVar

Row = tuple[int, ...]
Argument = TypeVar("Argument", bound=Hashable)

QUARTERS = 4
SETS = range(1, 1 << QUARTERS)


class Period(StrEnum):
    """The periods of a year that have figures of their own."""

    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"
    H1 = "h1"
    H2 = "h2"
    YEAR = "year"

    @property
    def quarters(self) -> int:
        """The set of quarters it consists of."""
        return _QUARTERS_OF[self]


_QUARTERS_OF = {"q1": 1, "q2": 2, "q3": 4, "q4": 8, "h1": 3, "h2": 12, "year": 15}
PERIODS = tuple(period.quarters for period in Period)
ALL_PERIODS = sum(1 << period for period in PERIODS)


class _Memo(dict[Argument, "Known"]):
    """Answers by argument, each worked out once: there are few different ones, and they are asked for all the time."""

    def __init__(self, work_out: Callable[[Argument], "Known"]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, argument: Argument) -> "Known":
        answer = self[argument] = self._work_out(argument)
        return answer


class Known:
    """Every weighted sum of a place's quarters that somebody can compute: a subspace, and one object for each subspace."""

    __slots__ = ("basis", "common", "plus", "quarters", "sums", "with_sum", "with_zeros")

    def __init__(self, basis: tuple[Row, ...]) -> None:
        self.basis = basis
        self.sums = sum(1 << chosen for chosen in SETS if _holds(basis, _row(chosen)))
        """Mask of the sets of quarters whose sum is known."""
        self.quarters = sum(1 << quarter for quarter in range(QUARTERS) if self.sums >> (1 << quarter) & 1)
        """The set of the quarters that are known by themselves."""
        self.plus: _Memo[Known] = _Memo(lambda other: _known([*self.basis, *other.basis]))
        """What is known to somebody who knows the other, too."""
        self.common: _Memo[Known] = _Memo(self._common)
        """What both know."""
        self.with_sum: _Memo[int] = _Memo(lambda chosen: _known([*self.basis, _row(chosen)]))
        """What is known when the sum of a set of quarters is shown, too."""
        self.with_zeros: _Memo[int] = _Memo(self._with_zeros)
        """What is known when exactly the quarters of a set are zero: where a sum is zero, so is each of its parts."""

    def _common(self, other: "Known") -> "Known":
        return _known(_orthogonal(_reduced([*_orthogonal(self.basis), *_orthogonal(other.basis)])))

    def _with_zeros(self, zeros: int) -> "Known":
        parts = [
            _row(1 << quarter)
            for chosen in SETS
            if self.sums >> chosen & 1 and chosen & ~zeros == 0
            for quarter in range(QUARTERS)
            if chosen >> quarter & 1
        ]
        return _known([*self.basis, *parts])


def _row(chosen: int) -> Row:
    return tuple(chosen >> quarter & 1 for quarter in range(QUARTERS))


def _reduced(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The reduced row echelon form in smallest whole numbers, without zero rows: the same for all bases of a subspace."""
    left = list(rows)
    done: list[Row] = []
    for column in range(QUARTERS):
        pivot = next((row for row in left if row[column]), None)
        if pivot is not None:
            left.remove(pivot)
            left = [_without(row, pivot, column) for row in left]
            done = [*(_without(row, pivot, column) for row in done), pivot]
    return tuple(_smallest(row) for row in done)


def _without(row: Row, pivot: Row, column: int) -> Row:
    """The row with nothing left in the column where the pivot has something."""
    if not row[column]:
        return row
    times, taken = pivot[column], row[column]
    return tuple(value * times - other * taken for value, other in zip(row, pivot, strict=True))


def _smallest(row: Row) -> Row:
    """The row in lowest terms, its first number positive."""
    divisor = gcd(*row) * (1 if next(filter(None, row)) > 0 else -1)
    return tuple(value // divisor for value in row)


def _holds(basis: tuple[Row, ...], row: Row) -> bool:
    """Whether a row is a combination of those of a reduced basis."""
    for pivot in basis:
        row = _without(row, pivot, _first(pivot))
    return not any(row)


def _first(row: Row) -> int:
    return next(column for column, value in enumerate(row) if value)


def _orthogonal(basis: tuple[Row, ...]) -> list[Row]:
    """A basis of what is at right angles to all the rows of a reduced basis."""
    pivots = [_first(row) for row in basis]
    scale = prod(row[pivot] for row, pivot in zip(basis, pivots, strict=True))
    found = []
    for free in set(range(QUARTERS)) - set(pivots):
        vector = [scale * (column == free) for column in range(QUARTERS)]
        for row, pivot in zip(basis, pivots, strict=True):
            vector[pivot] = -row[free] * scale // row[pivot]
        found.append(tuple(vector))
    return found


_SUBSPACES: dict[tuple[Row, ...], Known] = {}


def _known(rows: Iterable[Row]) -> Known:
    basis = _reduced(rows)
    found = _SUBSPACES.get(basis)
    return found or _SUBSPACES.setdefault(basis, Known(basis))


NOTHING = _known([])
EVERYTHING = _known([_row(1 << quarter) for quarter in range(QUARTERS)])


def gathered(above: Known, own: list[Known]) -> tuple[list[Known], Known]:
    """What is known of each child when `above` is known of the sum of all and `own` of each by itself; and what all of `own` share.

    Of a child follows what is known both of the sum and of every other child. Two of whom the same is known cover each other.
    """
    kinds = set(own)
    learnt = {}
    shared = EVERYTHING
    for one in kinds:
        shared = shared.common[one]
        if own.count(one) == 1:
            rest = above
            for other in kinds:
                if other is not one:
                    rest = rest.common[other]
            learnt[one] = one.plus[rest]
    return [learnt.get(one, one) for one in own], shared
