"""Parts of a year, denominators, shares, heat and medians."""

from datetime import date

import pytest

from core.quarters import Period
from followup.unit_tools.rules import (
    Basis,
    Denominator,
    Share,
    Told,
    UsedTools,
    YearPart,
    latest_half_year,
    median_percent,
    periods_ended,
    spread,
    used_tools,
)


@pytest.mark.parametrize("key", ["2025", "2025-h1", "2025-h2", "2025-q1", "2025-q4"])
def test_a_part_of_a_year_is_read_as_it_is_written(key: str) -> None:
    part = YearPart.of_key(key)
    assert part is not None
    assert part.key == key


@pytest.mark.parametrize(
    "key", ["", "25", "2025-", "2025-year", "2025-q5", "2025-H1", "20251", "x025", "²025", "2025-q1-q2"]
)
def test_what_is_no_part_of_a_year_is_none(key: str) -> None:
    assert YearPart.of_key(key) is None


def test_a_part_has_ended_when_its_last_day_has_passed() -> None:
    assert YearPart(2025, Period.H2).has_ended(date(2026, 1, 1))
    assert not YearPart(2025, Period.H2).has_ended(date(2025, 12, 31))
    assert not YearPart(2025, Period.YEAR).has_ended(date(2025, 12, 31))
    assert YearPart(2025, Period.Q3).has_ended(date(2025, 10, 1))
    assert periods_ended(2025, date(2025, 8, 1)) == [Period.H1, Period.Q2, Period.Q1]
    assert periods_ended(2025, date(2025, 2, 1)) == []


def test_the_latest_half_year_is_the_one_that_ended_last() -> None:
    assert latest_half_year(date(2026, 6, 30)) == YearPart(2025, Period.H2)
    assert latest_half_year(date(2026, 7, 1)) == YearPart(2026, Period.H1)
    assert latest_half_year(date(2026, 12, 31)) == YearPart(2026, Period.H1)


def test_shares_are_of_what_is_told_when_that_can_be_right() -> None:
    told = Denominator(20, Told(25, Basis.MANAGER))
    assert (told.basis, told.processes, told.is_too_low) == (Basis.MANAGER, 25, False)


@pytest.mark.parametrize("told", [None, Told(None, Basis.IMPORT), Told(18, Basis.IMPORT, is_too_low=True)])
def test_shares_are_of_what_is_registered_when_nothing_is_told_or_it_is_hidden_or_too_low(told: Told | None) -> None:
    assert Denominator(20, told).basis is Basis.REGISTERED
    assert Denominator(20, told).processes == 20


def test_a_share_has_a_percentage_only_where_both_numbers_are_shown_and_there_was_a_process() -> None:
    assert Share(31, 50).percent == 62
    assert Share(0, 50).percent == 0
    assert Share(0, 0).percent is None
    assert not Share(0, 0).is_hidden
    assert Share(None, 50).percent is None
    assert Share(None, 50).is_hidden
    assert Share(5, None).is_hidden


@pytest.mark.parametrize(
    ("count", "heat"), [(0, 0), (1, 1), (19, 1), (20, 2), (39, 2), (40, 3), (60, 4), (79, 4), (80, 5), (100, 5)]
)
def test_heat_has_five_steps_and_none_for_nothing(count: int, heat: int) -> None:
    assert Share(count, 100).heat == heat
    assert Share(None, 100).heat == 0


def test_tools_used_are_counted_among_those_that_are_shown() -> None:
    shares = [Share(9, 10), Share(0, 10), Share(None, 10), Share(5, 10)]
    assert used_tools(shares) == UsedTools(used=2, hidden=1, all=4)


def test_a_median_and_a_spread_want_five_units() -> None:
    four = [Share(n, 10) for n in (5, 6, 7, 8)]
    assert median_percent([*four, Share(None, 10), Share(0, 0)]) is None
    assert spread([*four, Share(None, 10)]) is None
    assert median_percent([*four, Share(10, 10)]) == 70
    assert spread([*four, Share(10, 10)]) == (50, 100)


def test_a_median_that_as_many_hidden_figures_would_move_is_not_taken() -> None:
    five = [Share(0, 10)] * 4 + [Share(9, 10)]
    assert median_percent([*five, *[Share(None, 10)] * 4]) == 0
    assert median_percent([*five, *[Share(None, 10)] * 5]) is None
    assert median_percent([*five, *[Share(None, None)] * 5, *[Share(0, 0)] * 5]) == 0
