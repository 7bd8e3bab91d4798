"""What the buckets are called on the screen."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from followup.coverage.rules import OUTSIDE, TO_TAKE, Figures
from training.rules import Bucket

_NAMES = {
    Bucket.START_MISSING: _l("First day missing"),
    Bucket.ON_LEAVE: _l("On leave"),
    Bucket.EXEMPT: _l("Exempt"),
    Bucket.COMPLETED: _l("Completed"),
    Bucket.UNDER_WAY: _l("Under way"),
    Bucket.NOT_STARTED: _l("Not started"),
}
_COUNTS = {
    Bucket.START_MISSING: _l("First day missing, people"),
    Bucket.ON_LEAVE: _l("On leave, people"),
    Bucket.EXEMPT: _l("Exempt, people"),
    Bucket.COMPLETED: _l("Completed, people"),
    Bucket.UNDER_WAY: _l("Under way, people"),
    Bucket.NOT_STARTED: _l("Not started, people"),
}


def bucket_name(bucket: Bucket | str) -> str:
    """The bucket's name, as a word in a table."""
    return str(_NAMES[Bucket(bucket)])


def bucket_counts(bucket: Bucket | str) -> str:
    """The bucket's name over a count of people."""
    return str(_COUNTS[Bucket(bucket)])


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: a bucket with its count and its share of the bar, in per cent."""

    label: str
    count: int
    share: float
    kind: Bucket


def segments(figures: Figures, sees_people: bool) -> list[Segment]:
    """A bar of those who are to have the course; with those outside it too for viewers who may see people."""
    shown = (*TO_TAKE, *OUTSIDE) if sees_people else TO_TAKE
    whole = sum(figures.buckets[bucket] for bucket in shown)
    return [
        Segment(
            bucket_counts(bucket),
            figures.buckets[bucket],
            100 * figures.buckets[bucket] / whole if whole else 0,
            bucket,
        )
        for bucket in shown
    ]
