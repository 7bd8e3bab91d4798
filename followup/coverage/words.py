"""What the buckets are called on the screen."""

from flask_babel import gettext as _

from training.rules import Bucket


def bucket_name(bucket: Bucket) -> str:
    """The bucket's name, as a word in a table."""
    return {
        Bucket.START_MISSING: _("First day missing"),
        Bucket.ON_LEAVE: _("On leave"),
        Bucket.EXEMPT: _("Exempt"),
        Bucket.COMPLETED: _("Completed"),
        Bucket.UNDER_WAY: _("Under way"),
        Bucket.NOT_STARTED: _("Not started"),
    }[bucket]
