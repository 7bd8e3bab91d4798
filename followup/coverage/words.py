"""What the buckets are called on the screen."""

from dataclasses import dataclass

from flask_babel import gettext as _

from followup.coverage.rules import OUTSIDE, TO_TAKE, Figures
from training.rules import Bucket


def bucket_name(bucket: Bucket | str) -> str:
    """The bucket's name, as a word in a table."""
    return {
        Bucket.START_MISSING: _("First day missing"),
        Bucket.ON_LEAVE: _("On leave"),
        Bucket.EXEMPT: _("Exempt"),
        Bucket.COMPLETED: _("Completed"),
        Bucket.UNDER_WAY: _("Under way"),
        Bucket.NOT_STARTED: _("Not started"),
    }[Bucket(bucket)]


def bucket_counts(bucket: Bucket | str) -> str:
    """The bucket's name over a count of people."""
    return {
        Bucket.START_MISSING: _("First day missing, people"),
        Bucket.ON_LEAVE: _("On leave, people"),
        Bucket.EXEMPT: _("Exempt, people"),
        Bucket.COMPLETED: _("Completed, people"),
        Bucket.UNDER_WAY: _("Under way, people"),
        Bucket.NOT_STARTED: _("Not started, people"),
    }[Bucket(bucket)]


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
