"""Pure rules of calibration: own answers against the reference, the limit, which set comes next, until when one is let in."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

from fidelity.reviews.answers import differ, level_of

REMIND = timedelta(days=30)
"""So long before the day it is said that the next set is due, and it may be rated."""
DRIFTS = 0.25
"""From so many levels on average, a quarter of one, a rater is said to lie higher or lower than the reference."""


@dataclass(frozen=True)
class Limit:
    """What a set must come to: shares in percent, and how many months it lasts."""

    within_one: int = 80
    exact: int = 40
    months: int = 6


DEFAULT = Limit()


@dataclass(frozen=True)
class Pair:
    """An own answer beside the reference's, as they are stored."""

    criterion: str
    own: str
    reference: str

    @property
    def difference(self) -> int | None:
        """How many levels the own answer lies above the reference; None where one of them is no level, which is never zero."""
        own, reference = level_of(self.own), level_of(self.reference)
        return None if own is None or reference is None else own - reference

    @property
    def counts(self) -> bool:
        """Whether it counts in the shares: at least one of the two is a level."""
        return level_of(self.own) is not None or level_of(self.reference) is not None

    @property
    def is_confusion(self) -> bool:
        """Whether the two differ and one of them is no level."""
        return self.own != self.reference and self.difference is None

    @property
    def is_far(self) -> bool:
        """Whether two raters so far apart would have had to have a third."""
        return differ(self.own, self.reference)


@dataclass(frozen=True)
class Comparison:
    """A rater's answers against the reference.

    `counted` answers are those where at least one side is a level; a level against none counts as neither exact nor within one.
    `mean` is how many levels the rater lies above the reference on average, None where no two levels stand against each other.
    """

    counted: int
    exact: int
    within_one: int
    higher: int
    lower: int
    mean: float | None
    confusions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How often an own answer stands against a reference where one of them is no level."""

    def passes(self, limit: Limit) -> bool:
        """Whether it reaches the limit; from nothing to compare nothing follows."""
        reaches = self.within_one * 100 >= limit.within_one * self.counted
        return self.counted > 0 and reaches and self.exact * 100 >= limit.exact * self.counted

    @property
    def direction(self) -> "Direction | None":
        """Where the rater lies on the whole, None where nothing can be said."""
        if self.mean is None:
            return None
        if abs(self.mean) < DRIFTS:
            return Direction.LEVEL
        return Direction.HIGHER if self.mean > 0 else Direction.LOWER


class Direction(StrEnum):
    """Where a rater lies beside the reference."""

    HIGHER = "higher"
    LOWER = "lower"
    LEVEL = "level"


def compare(pairs: Iterable[Pair]) -> Comparison:
    """Answers against the reference, over as many samples as there are."""
    every = list(pairs)
    counted = [one for one in every if one.counts]
    differences = [one.difference for one in counted if one.difference is not None]
    return Comparison(
        counted=len(counted),
        exact=sum(one == 0 for one in differences),
        within_one=sum(abs(one) <= 1 for one in differences),
        higher=sum(one > 0 for one in differences),
        lower=sum(one < 0 for one in differences),
        mean=fmean(differences) if differences else None,
        confusions=Counter((one.own, one.reference) for one in every if one.is_confusion),
    )


def mean_differences(pairs: Iterable[Pair]) -> dict[str, float]:
    """How many levels the rater lies above the reference on each criterion, where both have levels."""
    found: dict[str, list[int]] = {}
    for one in pairs:
        if one.difference is not None:
            found.setdefault(one.criterion, []).append(one.difference)
    return {criterion: fmean(ones) for criterion, ones in found.items()}


@dataclass(frozen=True)
class Done:
    """A set that somebody has submitted."""

    set_number: int
    day: date
    is_passed: bool


def next_set(sets: Sequence[int], done: Sequence[Done]) -> int | None:
    """The set to rate next, of those there are: the first never done, else the one done longest ago. None where there is none.

    So a set, passed or not, comes again no sooner than when the others have been done. `done` is in the order it was submitted.
    """
    latest = {one.set_number: number for number, one in enumerate(done)}
    return min(sets, key=lambda number: (latest.get(number, -1), number), default=None)


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def let_in_until(done: Iterable[Done], limit: Limit) -> date | None:
    """The last day on which a rater is let in, by the latest set that was passed; None where none was."""
    passed = [one.day for one in done if one.is_passed]
    return after_months(max(passed), limit.months) if passed else None


class Where(StrEnum):
    """Where a rater stands."""

    NEVER = "never"
    """No set has been submitted."""
    NOT_YET = "not-yet"
    """Sets have been submitted, and none was passed."""
    LET_IN = "let-in"
    DUE = "due"
    """Still let in; the next set is to be rated before the day."""
    OVER = "over"
    """The time is up."""


@dataclass(frozen=True)
class Standing:
    """Where a rater stands, and the last day on which they are let in, where there is or was one."""

    where: Where
    until: date | None

    @property
    def is_let_in(self) -> bool:
        """Whether live samples may be rated."""
        return self.where in {Where.LET_IN, Where.DUE}

    @property
    def is_to_rate(self) -> bool:
        """Whether a set may be rated now: before it is due it would only be used up."""
        return self.where is not Where.LET_IN

    @property
    def opens_on(self) -> date | None:
        """The first day on which the next set may be rated, where one is waiting for it."""
        return self.until - REMIND if self.until else None


def standing(done: Sequence[Done], limit: Limit, today: date) -> Standing:
    """Where a rater stands on a day."""
    until = let_in_until(done, limit)
    if until is None:
        return Standing(Where.NOT_YET if done else Where.NEVER, None)
    if today > until:
        return Standing(Where.OVER, until)
    return Standing(Where.DUE if today >= until - REMIND else Where.LET_IN, until)
