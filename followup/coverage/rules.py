"""Pure rules of coverage: figures that add up, shares, and the median time to completion."""

from collections import Counter
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Count:
    """How many people of a unit stand in a bucket, with how long they have been employed."""

    unit_id: int
    bucket: Bucket
    is_seasoned: bool
    is_new: bool
    is_overdue: bool
    people: int


@dataclass(frozen=True)
class Figures:
    """The figures of a unit, a section or a municipality on one day. Figures of parts add up to those of the whole."""

    buckets: Counter[Bucket] = field(default_factory=Counter)
    seasoned: Counter[Bucket] = field(default_factory=Counter)
    new: Counter[Bucket] = field(default_factory=Counter)
    overdue: Counter[Bucket] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.buckets + other.buckets,
            self.seasoned + other.seasoned,
            self.new + other.new,
            self.overdue + other.overdue,
            self.days + other.days,
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

    @property
    def median_days(self) -> int | None:
        """Median days from start to completion, rounded down; None when nobody has completed."""
        return median(self.days)

    def share(self, bucket: Bucket) -> float:
        """The bucket's share of the staff list, in per cent."""
        return 100 * self.buckets[bucket] / self.staff if self.staff else 0.0


def figures_by_unit(counts: Iterable[Count], days: Mapping[int, Counter[int]]) -> dict[int, Figures]:
    """The figures of every unit that has staff."""
    found: dict[int, Figures] = {}
    for count in counts:
        figures = found.setdefault(count.unit_id, Figures(days=days.get(count.unit_id, Counter())))
        figures.buckets[count.bucket] += count.people
        if count.is_seasoned:
            figures.seasoned[count.bucket] += count.people
        if count.is_new:
            figures.new[count.bucket] += count.people
        if count.is_overdue:
            figures.overdue[count.bucket] += count.people
    return found


def total(parts: Iterable[Figures]) -> Figures:
    """The figures of the whole that the parts make up."""
    return sum(parts, Figures())


def median(values: Counter[int]) -> int | None:
    """The middle of counted values, the lower of the two where there are two; None when there are none."""
    middle = (values.total() - 1) // 2
    for value in sorted(values):
        middle -= values[value]
        if middle < 0:
            return value
    return None
