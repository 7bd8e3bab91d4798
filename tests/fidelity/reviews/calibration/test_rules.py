"""The rules of calibration: a level against none is never zero, sets take turns, and time runs out on the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.reviews.calibration.rules import (
    DEFAULT,
    DRIFTS,
    REMIND,
    Comparison,
    Direction,
    Done,
    Limit,
    Pair,
    Where,
    after_months,
    compare,
    let_in_until,
    mean_differences,
    next_set,
    standing,
)

CODES = ("0", "1", "2", "3", "4", "eb", "et")
PAIRS = st.lists(st.builds(Pair, st.sampled_from(("a1", "a2")), st.sampled_from(CODES), st.sampled_from(CODES)))
DAY = date(2026, 3, 2)


def pairs(*codes: str) -> list[Pair]:
    return [Pair("a1", *one.split("-")) for one in codes]


def test_a_comparison_says_how_near_and_which_way() -> None:
    found = compare(pairs("2-2", "3-2", "0-2", "4-4"))
    assert (found.counted, found.exact, found.within_one, found.higher, found.lower) == (4, 2, 3, 1, 1)
    assert found.mean == -0.25
    assert found.direction is Direction.LOWER


def test_an_answer_without_a_level_is_a_miss_against_a_level_and_never_zero() -> None:
    found = compare(pairs("eb-0", "0-et", "et-et", "eb-et", "1-1"))
    assert (found.counted, found.exact, found.within_one) == (3, 1, 1)
    assert found.mean == 0, "neither counts as zero"
    assert found.confusions == {("eb", "0"): 1, ("0", "et"): 1, ("eb", "et"): 1}
    assert mean_differences(pairs("eb-0", "0-et")) == {}


def test_who_answers_that_nothing_can_be_judged_is_not_let_in() -> None:
    found = compare(pairs("eb-0", "eb-3", "et-et"))
    assert found.mean is None
    assert found.direction is None
    assert not found.passes(DEFAULT)
    assert not compare([]).passes(Limit(0, 0, 6)), "nothing follows from nothing"


def test_the_limit_is_reached_exactly() -> None:
    four_of_five = compare(pairs("1-1", "1-1", "1-2", "2-1", "4-0"))
    assert four_of_five.passes(Limit(80, 40))
    assert not four_of_five.passes(Limit(81, 40))
    assert not four_of_five.passes(Limit(80, 41))


@given(PAIRS)
@settings(max_examples=80, deadline=None)
def test_shares_hold_together_and_a_stricter_limit_lets_in_nobody_more(ones: list[Pair]) -> None:
    found = compare(ones)
    assert 0 <= found.exact <= found.within_one <= found.counted <= len(ones)
    assert found.exact + found.higher + found.lower + _against_none(found) == found.counted
    assert (found.mean is None) == (found.exact + found.higher + found.lower == 0)
    for stricter in (Limit(90, 40), Limit(80, 50)):
        assert not found.passes(stricter) or found.passes(DEFAULT)
    mirrored = compare(Pair(one.criterion, one.reference, one.own) for one in ones)
    assert mirrored.mean == pytest.approx(-found.mean if found.mean is not None else None)
    assert (mirrored.counted, mirrored.exact) == (found.counted, found.exact)


def _against_none(found: Comparison) -> int:
    return sum(number for (own, other), number in found.confusions.items() if {own, other} != {"eb", "et"})


@given(st.sets(st.integers(1, 5), min_size=1), st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=12))
@settings(max_examples=80, deadline=None)
def test_a_set_comes_again_no_sooner_than_after_the_others(sets: set[int], history: list[tuple[int, bool]]) -> None:
    done = [Done(number, DAY, is_passed) for number, is_passed in history]
    for _turn in range(2 * len(sets)):
        number = next_set(sorted(sets), done)
        assert number is not None
        since = [one.set_number for one in done]
        if number in since:
            after = since[len(since) - since[::-1].index(number) :]
            assert sets - {number} <= set(after), "each of the others has been done since"
        done.append(Done(number, DAY, is_passed=False))
    assert {one.set_number for one in done[-len(sets) :]} == sets


def test_without_samples_there_is_no_set() -> None:
    assert next_set([], []) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_counted_as_people_do(day: date, months: int, later: date) -> None:
    assert after_months(day, months) == later


def test_one_is_let_in_to_the_last_day_and_reminded_before() -> None:
    done = [Done(1, DAY, is_passed=True)]
    until = let_in_until(done, DEFAULT)
    assert until == date(2026, 9, 2)

    def where(day: date) -> Where:
        return standing(done, DEFAULT, day).where

    assert where(until - REMIND - timedelta(1)) is Where.LET_IN
    assert where(until - REMIND) is where(until) is Where.DUE
    assert where(until + timedelta(1)) is Where.OVER
    assert standing(done, DEFAULT, until).is_let_in
    assert not standing(done, DEFAULT, until + timedelta(1)).is_let_in


def test_a_set_that_fails_takes_nothing_away_before_its_time() -> None:
    passed, failed = Done(1, DAY, is_passed=True), Done(2, DAY + timedelta(170), is_passed=False)
    assert standing([], DEFAULT, DAY).where is Where.NEVER
    assert standing([failed], DEFAULT, DAY).where is Where.NOT_YET
    assert standing([passed, failed], DEFAULT, DAY + timedelta(171)).where is Where.DUE
    assert standing([passed, failed], DEFAULT, DAY + timedelta(200)).where is Where.OVER
    assert standing([failed, passed], DEFAULT, DAY).is_let_in


def test_drift_is_said_from_a_quarter_of_a_level() -> None:
    assert compare(pairs("2-2", "2-2", "2-2", "3-2")).mean == DRIFTS
    assert compare(pairs("2-2", "2-2", "2-2", "3-2")).direction is Direction.HIGHER
    assert compare(pairs("2-2", "2-2", "2-2", "2-2", "3-2")).direction is Direction.LEVEL
