"""Small-number suppression: which figures about few people are hidden. The only place where that is decided.

`hide_small` is for one row of counts beside their total, `total_is_safe` for distributions of places beside that of all of them, `decide`
for a table of the fixed cube: places times the periods of a year.

A figure from 1 up to but not including `smallest` is small and never shown. Others are hidden with it, or it could be computed from what is
shown. A hidden figure is safe when there is another table, without negative figures, in which everything shown is the same and this figure
is not. So it is enough that nobody can compute it who knows what is shown and, besides, where all the zeros are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from core.computable import Series, what_follows
from core.cube import Place, Quarters, Tree
from core.quarters import Known, Period

SMALLEST_SHOWN = 5
HIDDEN = ".."

_ENDING = {
    1: (Period.Q1.quarters,),
    2: (Period.H1.quarters, Period.Q2.quarters),
    3: (Period.Q3.quarters,),
    4: (Period.YEAR.quarters, Period.H2.quarters, Period.Q4.quarters),
}
"""The periods that end with each quarter, the one that is missed most first: what is decided last is what is hidden."""


def hide_small(counts: Sequence[int], *, smallest: int = SMALLEST_SHOWN) -> list[int | None]:
    """Counts that add up to a known total, with None for each that is hidden.

    A count from 1 up to but not including `smallest` is hidden. When hiding it alone would let the total give it away, or the hidden
    ones add up to less than `smallest`, the smallest other count is hidden with it, until neither holds.
    """
    hidden = {index for index, count in enumerate(counts) if 0 < count < smallest}
    while hidden and len(hidden) < len(counts) and sum(counts[index] for index in hidden) < smallest:
        rest = [index for index in range(len(counts)) if index not in hidden]
        hidden.add(min(rest, key=lambda index: (counts[index] == 0, counts[index])))
    return [None if index in hidden else count for index, count in enumerate(counts)]


@dataclass(frozen=True)
class Contribution:
    """What a place adds to a total: figures in each cell of a distribution, the group it lies in, and whether its own are shown."""

    group: int
    cells: tuple[float, ...]
    is_shown: bool

    @property
    def count(self) -> float:
        """All of its cells."""
        return sum(self.cells)


def total_is_safe(contributions: Iterable[Contribution], *, smallest: int = SMALLEST_SHOWN) -> bool:
    """Whether a distribution over all places may stand beside those of the places that are shown.

    By subtraction nobody may come to a place that is hidden, nor, knowing a place or a group that is theirs to see, to a single other
    one. So what is left has to be of two places and not small, and what is left of hidden ones not all in one cell.
    """
    giving = [one for one in contributions if one.count]
    hidden = [one for one in giving if not one.is_shown]
    if hidden and not (_is_many(hidden, smallest) and _is_spread(hidden)):
        return False
    rests = [[one for one in giving if one is not own] for own in giving]
    rests += [[one for one in giving if one.group != group] for group in {one.group for one in giving}]
    return all(not rest or _is_many(rest, smallest) for rest in rests)


def _is_many(places: Sequence[Contribution], smallest: int) -> bool:
    return len(places) > 1 and sum(one.count for one in places) >= smallest


def _is_spread(places: Sequence[Contribution]) -> bool:
    """Whether more than one cell holds something: with one alone everybody in it is known."""
    return sum(any(cells) for cells in zip(*(one.cells for one in places), strict=True)) > 1


@dataclass(frozen=True)
class Shown(Generic[Place]):
    """Which figures of a table are shown. By number of the place: a mask of periods, and the set of quarters known to be zero."""

    tree: Tree[Place]
    periods: Sequence[int]
    zeros: Sequence[int]

    def of(self, place: Place) -> frozenset[Period]:
        """The periods in which the place's figure is shown."""
        mask = self.periods[self.tree.number[place]]
        return frozenset(period for period in Period if mask >> period.quarters & 1)

    def shows(self, place: Place, period: Period) -> bool:
        """Whether the place's figure is shown in a period."""
        return bool(self.periods[self.tree.number[place]] >> period.quarters & 1)


def decide(
    tree: Tree[Place],
    figures: Mapping[Place, Sequence[Quarters]],
    *,
    ended: int,
    smallest: int = SMALLEST_SHOWN,
    base: Shown[Place] | None = None,
) -> Shown[Place]:
    """Which figures of a year are shown when `ended` of its quarters (0 to 4) have ended.

    `figures` has per unit one or more vectors of four quarters (processes as registered, and as told): they share one pattern, and each
    is protected. Each quarter is decided as if it had just ended, so that what is shown then is shown ever after; later ones are not
    looked at. `base` is the table of which this one counts a part (processes in which a tool was used): where that hides a figure,
    this does too, unless it follows from zeros that are shown.
    """
    vectors = max((len(one) for one in figures.values()), default=1)
    series = [Series(tree, {place: one[index] for place, one in figures.items()}, smallest) for index in range(vectors)]
    table = _Table(tree, series, base)
    for closing in range(1, ended + 1):
        table.close(closing)
    return table.result(ended)


def decide_once(
    tree: Tree[Place],
    counts: Mapping[Place, Sequence[int]],
    *,
    smallest: int = SMALLEST_SHOWN,
    base: Shown[Place] | None = None,
) -> Shown[Place]:
    """The same for a table of a single moment (processes open today): one or more counts per unit. It is all in the first quarter."""
    figures = {place: [(count, 0, 0, 0) for count in one] for place, one in counts.items()}
    return decide(tree, figures, ended=1, smallest=smallest, base=base)


class _Table(Generic[Place]):
    """A table on its way from one closing to the next."""

    def __init__(self, tree: Tree[Place], series: list[Series], base: Shown[Place] | None) -> None:
        self.tree, self.series, self.base = tree, series, base
        self.shown = [0] * len(tree.places)

    def close(self, closing: int) -> None:
        """Decide the periods that end with a quarter (1 to 4), from the root down; earlier decisions stand."""
        ending = _mask(_ENDING[closing])
        may = [ending] * len(self.shown) if self.base is None else [ending & one for one in self.base.periods]
        for series in self.series:
            may = [one & ~figures.small for one, figures in zip(may, series.figures, strict=True)]
        certain = may
        for series in self.series:
            series.open_quarter(closing, [ending & ~one for one in may])
            certain = [one & known.sums for one, known in zip(certain, series.known, strict=True)]
        self.shown = [shown | one for shown, one in zip(self.shown, certain, strict=True)]
        may = [one & ~known for one, known in zip(may, certain, strict=True)]
        told: set[int] = set()
        for parent, children in self.tree.families:
            if parent in told or any(map(may.__getitem__, children)):
                told |= _Family(self.series, parent, may, self.shown).settle(_ENDING[closing])

    def result(self, ended: int) -> Shown[Place]:
        """What is shown, also what follows from zeros that are shown where a figure was to be hidden."""
        series, periods = self.series[0], _mask(period for one in range(1, ended + 1) for period in _ENDING[one])
        zeros = [figures.zeros & (1 << ended) - 1 for figures in series.figures]
        if not any(known.sums & periods & ~shown for known, shown in zip(series.known, self.shown, strict=True)):
            return Shown(self.tree, self.shown, zeros)
        follows = what_follows(self.tree, series.figures, self.shown, None if self.base is None else self.base.zeros)
        zeros = [known.quarters & zero for known, zero in zip(follows, zeros, strict=True)]
        shown = self.shown
        if len(self.series) == 1:  # otherwise another vector's figure may be hidden there
            shown = [mask | known.sums & periods for mask, known in zip(shown, follows, strict=True)]
        return Shown(self.tree, shown, zeros)


_State = list[tuple[list[Known], list[Known]]]


class _Family:
    """A parent's children at a closing: which of the periods that end now are shown of each. Lists are by position among them."""

    def __init__(self, series: Sequence[Series], parent: int, may: Sequence[int], shown: list[int]) -> None:
        self.series, self.parent, self.may, self.shown = series, parent, may, shown
        self.children = series[0].children[parent]
        self.state: _State = []
        """Per vector what follows from each child's own figures, and what follows from everything."""
        for one in series:
            known = one.first_outcome(parent, one.above(parent))
            if known is None:
                raise ArithmeticError("what is shown already gives hidden figures away")
            self.state.append(([one.own[child] for child in self.children], known))

    def settle(self, periods: Sequence[int]) -> set[int]:
        """Show, period by period and the largest first, each figure that gives nothing hidden away; hide the others.

        Returns the children of which so much has become known that it may tell of theirs.
        """
        for period in periods:
            queue = self._queue(period)
            while queue:
                count, self.state = self._as_many_as_may_be(queue, period)
                for position in queue[:count]:
                    self.shown[self.children[position]] |= 1 << period
                for position in queue[count : count + 1]:
                    self._hide(position, period)
                queue = queue[count + 1 :]
        told = set()
        for series, (own, known) in zip(self.series, self.state, strict=True):
            for child, one, everything in zip(self.children, own, known, strict=True):
                series.own[child] = one
                if everything is not series.known[child]:
                    series.known[child] = everything
                    if series.tells(child):
                        told.add(child)
        return told

    def _queue(self, period: int) -> list[int]:
        """Whose figure may be shown as far as the place itself goes. What is known already is shown at once."""
        queue, bit = [], 1 << period
        for position, child in enumerate(self.children):
            if self.may[child] & bit:
                is_known = is_safe = True
                for series, (own, known) in zip(self.series, self.state, strict=True):
                    if not known[position].sums & bit:
                        is_known = False
                        is_safe = is_safe and not own[position].with_sum[period].sums & series.secret[child]
                if is_known:
                    self.shown[child] |= bit
                elif is_safe:
                    queue.append(position)
                else:
                    self._hide(position, period)
        figures = self.series[0].sums[period]
        return sorted(queue, key=lambda position: -figures[self.children[position]])

    def _hide(self, position: int, period: int) -> None:
        for series, (_, known) in zip(self.series, self.state, strict=True):
            series.secret[self.children[position]] |= 1 << period & ~known[position].sums

    def _as_many_as_may_be(self, queue: list[int], period: int) -> tuple[int, _State]:
        """How many from the front can be shown, and the state with them. To show more gives away more, so it is searched by halves."""
        for most in (len(queue), len(queue) - 1):  # mostly it is all of them, or all but the smallest
            if state := self._with(queue[:most], period):
                return most, state
        low, high, state = 0, len(queue) - 2, self.state
        while low < high:
            middle = (low + high + 1) // 2
            if more := self._with(queue[:middle], period):
                low, state = middle, more
            else:
                high = middle - 1
        return low, state

    def _with(self, positions: list[int], period: int) -> _State:
        """The state when the period is shown of these too; empty when that gives something away."""
        if not positions:
            return self.state
        found = []
        for series, (own, known) in zip(self.series, self.state, strict=True):
            more = own.copy()
            for position in positions:
                more[position] = more[position].with_sum[period]
            outcome = series.outcome(self.parent, series.above(self.parent), more, known)
            if outcome is None:
                return []
            found.append((more, outcome))
        return found


def _mask(sets: Iterable[int]) -> int:
    return sum(1 << one for one in sets)
