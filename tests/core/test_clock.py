"""The clock: instants in UTC, days in Sweden, and a time that tests can set."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine

from core import clock


def test_now_is_an_instant_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-01-31T22:59:59+00:00", date(2026, 1, 31)),
        ("2026-01-31T23:00:00+00:00", date(2026, 2, 1)),
        ("2026-06-30T21:59:59+00:00", date(2026, 6, 30)),
        ("2026-06-30T22:00:00+00:00", date(2026, 7, 1)),
        ("2026-12-31T23:00:00+00:00", date(2027, 1, 1)),
        ("2026-03-29T00:59:59+00:00", date(2026, 3, 29)),
        ("2026-03-29T22:00:00+00:00", date(2026, 3, 30)),
        ("2026-10-25T22:59:59+00:00", date(2026, 10, 25)),
    ],
)
def test_day_begins_at_midnight_in_sweden_in_winter_and_summer(instant: str, day: date) -> None:
    assert clock.local_day(datetime.fromisoformat(instant)) == day
    with time_machine.travel(datetime.fromisoformat(instant), tick=False):
        assert clock.today() == day
        assert clock.yesterday() == day - timedelta(days=1)


def test_day_of_an_instant_does_not_depend_on_the_zone_it_is_written_in() -> None:
    instant = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert clock.local_day(instant.astimezone(timezone(timedelta(hours=-8)))) == date(2026, 2, 1)


def test_a_test_can_set_the_time() -> None:
    with time_machine.travel(datetime(2026, 3, 2, 11, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 3, 2, 11, tzinfo=UTC)
