"""Pure rules of coverage: figures that add up, and shares that know what they are shares of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from training.rules import Bucket

SEASONED_DAYS = 90
NEW_DAYS = 365
TO_TAKE = (Bucket.COMPLETED, Bucket.UNDER_WAY, Bucket.NOT_STARTED)
OUTSIDE = (Bucket.ON_LEAVE, Bucket.EXEMPT, Bucket.START_MISSING)
UNFINISHED = (Bucket.UNDER_WAY, Bucket.NOT_STARTED)


def seasoned_before(day: date) -> date:
    """Who was employed on this day or before has, on `day`, been employed for at least 90 days."""
    return day - timedelta(days=SEASONED_DAYS)


def new_after(day: date) -> date:
    """Who was employed after this day has, on `day`, been employed for less than a year."""
    return day - timedelta(days=NEW_DAYS)


PartKey = tuple[int, int | None]
"""A part of what a page is about: a section and a unit of it, or the whole section (None)."""


@dataclass(frozen=True)
class Count:
    """How many people of a part stand in a bucket, with how long they have been employed."""

    part: PartKey
    bucket: Bucket
    is_seasoned: bool
    is_new: bool
    is_overdue: bool
    people: int


@dataclass(frozen=True)
class Figures:
    """The figures of a unit, a section or a municipality on one day. The counts of parts add up to those of the whole.

    `median_days` is the median of days from start to completion, None when nobody has completed; medians do not add up.
    """

    buckets: Counter[Bucket] = field(default_factory=Counter)
    seasoned: Counter[Bucket] = field(default_factory=Counter)
    new: Counter[Bucket] = field(default_factory=Counter)
    overdue: Counter[Bucket] = field(default_factory=Counter)
    median_days: int | None = None

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.buckets + other.buckets,
            self.seasoned + other.seasoned,
            self.new + other.new,
            self.overdue + other.overdue,
        )

    @property
    def staff(self) -> int:
        """Everybody on the staff list."""
        return self.buckets.total()

    @property
    def to_take(self) -> int:
        """Those who are to have the course: everybody but those on leave, exempt or without a first day."""
        return sum(self.buckets[bucket] for bucket in TO_TAKE)

    @property
    def outside(self) -> int:
        """Those on leave, exempt or without a first day."""
        return sum(self.buckets[bucket] for bucket in OUTSIDE)

    @property
    def completed(self) -> int:
        """Those who have completed the course."""
        return self.buckets[Bucket.COMPLETED]

    @property
    def unfinished(self) -> int:
        """Those who are to have the course and have not completed it."""
        return self.to_take - self.completed

    @property
    def seasoned_to_take(self) -> int:
        """Those to have the course who have been employed for at least 90 days."""
        return sum(self.seasoned[bucket] for bucket in TO_TAKE)

    @property
    def seasoned_completed(self) -> int:
        """Those of them who have completed it."""
        return self.seasoned[Bucket.COMPLETED]

    @property
    def late(self) -> int:
        """Those to have the course whose last day to complete it in time has passed."""
        return sum(self.overdue[bucket] for bucket in UNFINISHED)

    @property
    def new_to_take(self) -> int:
        """Those to have the course who were hired within the year."""
        return sum(self.new[bucket] for bucket in TO_TAKE)

    @property
    def new_completed(self) -> int:
        """Those of them who have completed it."""
        return self.new[Bucket.COMPLETED]

    def share(self, bucket: Bucket) -> float:
        """The bucket's share of the staff list, in per cent."""
        return 100 * self.buckets[bucket] / self.staff if self.staff else 0.0


def figures_by_part(counts: Iterable[Count]) -> dict[PartKey, Figures]:
    """The figures of every part that has staff, without medians."""
    found: dict[PartKey, Figures] = {}
    for count in counts:
        figures = found.setdefault(count.part, Figures())
        figures.buckets[count.bucket] += count.people
        if count.is_seasoned:
            figures.seasoned[count.bucket] += count.people
        if count.is_new:
            figures.new[count.bucket] += count.people
        if count.is_overdue:
            figures.overdue[count.bucket] += count.people
    return found


def total(parts: Iterable[Figures]) -> Figures:
    """The figures of the whole that the parts make up, without a median."""
    return sum(parts, Figures())
