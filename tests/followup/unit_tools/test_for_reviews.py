"""Which part of a year the registered use beside a review is of."""

from datetime import date

import pytest

from followup.unit_tools.for_reviews import nearest_part

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        (date(2025, 7, 1), date(2025, 12, 31), "2025-h2"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 9, 1), date(2026, 2, 28), "2025-q4"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026-q3"),
        (date(2026, 9, 1), date(2026, 12, 31), "2026-q3"),
    ],
)
def test_the_part_that_has_most_in_common_with_the_period(first: date, last: date, part: str) -> None:
    found = nearest_part(first, last, TODAY)
    assert found is not None
    assert found.key == part


def test_there_is_none_before_any_quarter_of_the_period_has_ended() -> None:
    assert nearest_part(date(2026, 10, 1), date(2026, 12, 31), TODAY) is None
