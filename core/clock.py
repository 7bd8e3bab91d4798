"""The one clock: every "now" and "today" comes from here, so that a test can set it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Sweden."""
    return local_day(now())


def yesterday() -> date:
    """The day before the one it is in Sweden: the last day of what ends now."""
    return today() - timedelta(days=1)


def local_day(instant: datetime) -> date:
    """The Swedish day that holds an instant (aware datetime)."""
    return instant.astimezone(STOCKHOLM).date()
