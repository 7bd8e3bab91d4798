"""Where a person stands on each day, held against a recount that walks day by day and knows nothing of intervals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisation.rules import Span, Work
from tests.training.recount import Stand, recount
from training.rules import Bucket, Facts, Run, Standing, due_on, is_overdue, is_passed, standings

FIRST = date(2025, 1, 1)
"""Day 0 of every example; facts lie in days 0 to 60, and the recount begins before and ends after them."""

DAYS = [FIRST + timedelta(days=number) for number in (*range(-2, 64), 4000)]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def span(first: int, last: int | None = None) -> Span:
    return Span(day(first), None if last is None else day(last))


def work(first: int, last: int | None = None, *, unit: int = 1, hired: int | None = 0, **more: object) -> Work:
    """An employment; `hired` is the day HR gives as the first one."""
    return Work(unit, span(first, last), None if hired is None else day(hired), **more)  # type: ignore[arg-type]


def run(started: int, completed: int | None = None) -> Run:
    return Run(day(started), None if completed is None else day(completed))


def holding(intervals: Sequence[Standing], when: date) -> list[Stand]:
    """What the intervals that hold a day say of it."""
    return [
        Stand(one.unit_id, one.bucket.value, one.employed_since, one.days_to_complete)
        for one in intervals
        if one.starts_on <= when < one.until
    ]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(st.integers(0, 45))
    length = draw(st.none() | st.integers(0, 15))
    return span(first, None if length is None else first + length)


@st.composite
def works(draw: st.DrawFn) -> Work:
    days = draw(spans())
    hired = draw(st.none() | st.integers(0, 30))
    return Work(
        draw(st.integers(1, 3)),
        days,
        None if hired is None else days.starts_on - timedelta(days=hired),
        draw(st.booleans()),
        tuple(draw(st.lists(spans(), max_size=2))),
    )


@st.composite
def runs(draw: st.DrawFn) -> Run:
    started = draw(st.integers(0, 50))
    length = draw(st.none() | st.integers(0, 20))
    return run(started, None if length is None else started + length)


def one_after_the_other(drawn: Sequence[Work]) -> tuple[Work, ...]:
    """The employments without those that begin before an earlier one has ended."""
    kept: list[Work] = []
    for job in sorted(drawn, key=lambda job: job.span.starts_on):
        if not kept or (kept[-1].span.ends_on or date.max) < job.span.starts_on:
            kept.append(job)
    return tuple(kept)


def facts_with(jobs: st.SearchStrategy[tuple[Work, ...]]) -> st.SearchStrategy[Facts]:
    return st.builds(Facts, jobs, st.lists(spans(), max_size=2).map(tuple), st.lists(runs(), max_size=2).map(tuple))


any_facts = facts_with(st.lists(works(), max_size=4).map(tuple))


@settings(max_examples=80, deadline=None)
@given(any_facts)
def test_each_day_of_any_life_stands_as_a_recount_of_that_day_says(facts: Facts) -> None:
    intervals = standings(facts)
    for when in DAYS:
        expected = recount(facts, when)
        found = [replace(one, employed_since=None) for one in holding(intervals, when)]
        assert found == ([replace(expected, employed_since=None)] if expected else []), when


@settings(max_examples=40, deadline=None)
@given(facts_with(st.lists(works(), max_size=6).map(one_after_the_other)))
def test_employed_since_is_the_first_day_of_the_unbroken_time_over_moves(facts: Facts) -> None:
    intervals = standings(facts)
    for when in DAYS:
        expected = recount(facts, when)
        assert holding(intervals, when) == ([expected] if expected else []), when


def test_who_goes_on_in_one_of_two_employments_has_been_employed_as_long_as_before() -> None:
    first, second = work(0, 9, hired=-900), work(0, unit=2, hired=-30)
    assert [one.employed_since for one in standings(Facts((first, second)))] == [day(-900), day(-900)]


@settings(max_examples=50, deadline=None)
@given(any_facts)
def test_intervals_follow_each_other_without_overlap_and_neighbours_differ(facts: Facts) -> None:
    intervals = standings(facts)
    assert all(one.starts_on < one.until for one in intervals)
    for before, after in pairwise(intervals):
        assert before.until <= after.starts_on
        assert before.until < after.starts_on or before._state != after._state


# Lives by hand.


def test_nobody_stands_anywhere_without_an_employment() -> None:
    assert standings(Facts(exemptions=(span(0),), runs=(run(0, 5),))) == []


@pytest.mark.parametrize(
    ("facts", "bucket"),
    [
        (Facts((work(0),)), Bucket.NOT_STARTED),
        (Facts((work(0),), runs=(run(3),)), Bucket.UNDER_WAY),
        (Facts((work(0),), runs=(run(3, 9),)), Bucket.COMPLETED),
        (Facts((work(0),), (span(5),), (run(3, 9),)), Bucket.EXEMPT),
        (Facts((work(0, leave=(span(5),)),), (span(5),), (run(3, 9),)), Bucket.ON_LEAVE),
        (Facts((work(0, hired=None, leave=(span(5),)),), (span(5),), (run(3, 9),)), Bucket.START_MISSING),
    ],
    ids=lambda value: value.value if isinstance(value, Bucket) else "",
)
def test_the_first_bucket_that_applies_holds(facts: Facts, bucket: Bucket) -> None:
    assert [one.bucket for one in standings(facts) if one.starts_on <= day(20) < one.until] == [bucket]


def test_a_course_begun_and_completed_gives_three_intervals_with_the_days_it_took() -> None:
    assert standings(Facts((work(0),), runs=(run(10, 24),))) == [
        Standing(day(0), day(10), 1, Bucket.NOT_STARTED, day(0), None),
        Standing(day(10), day(24), 1, Bucket.UNDER_WAY, day(0), None),
        Standing(day(24), date.max, 1, Bucket.COMPLETED, day(0), 14),
    ]


def test_two_employments_are_counted_once_in_the_one_that_began_first() -> None:
    assert standings(Facts((work(4, unit=2, hired=4), work(0, unit=7)))) == [
        Standing(day(0), date.max, 7, Bucket.NOT_STARTED, day(0), None)
    ]


def test_of_two_employments_the_one_that_hr_marks_counts() -> None:
    facts = Facts((work(0, unit=1), work(5, unit=2, hired=5, is_primary=True)))
    assert [(one.starts_on, one.unit_id) for one in standings(facts)] == [(day(0), 1), (day(5), 2)]


def test_who_is_away_from_one_of_two_employments_is_not_on_leave() -> None:
    both = Facts((work(0, leave=(span(3, 6),)), work(0, unit=2, leave=(span(5, 9),))))
    assert [(one.starts_on, one.bucket) for one in standings(both)] == [
        (day(0), Bucket.NOT_STARTED),
        (day(5), Bucket.ON_LEAVE),
        (day(7), Bucket.NOT_STARTED),
    ]


def test_who_has_moved_is_counted_in_the_new_unit_and_employed_since_the_first_day() -> None:
    moved = Facts((work(0, 9), work(10, unit=2, hired=10)))
    assert standings(moved) == [
        Standing(day(0), day(10), 1, Bucket.NOT_STARTED, day(0), None),
        Standing(day(10), date.max, 2, Bucket.NOT_STARTED, day(0), None),
    ]


def test_what_was_completed_stays_completed_after_moving() -> None:
    moved = Facts((work(0, 9), work(10, unit=2, hired=10)), runs=(run(1, 5),))
    assert [(one.unit_id, one.bucket) for one in standings(moved)][-2:] == [
        (1, Bucket.COMPLETED),
        (2, Bucket.COMPLETED),
    ]


def test_who_has_left_stands_nowhere_and_begins_anew_on_returning() -> None:
    returned = Facts((work(0, 9), work(30, hired=30)))
    assert standings(returned) == [
        Standing(day(0), day(10), 1, Bucket.NOT_STARTED, day(0), None),
        Standing(day(30), date.max, 1, Bucket.NOT_STARTED, day(30), None),
    ]


def test_what_was_completed_before_leaving_is_completed_on_returning() -> None:
    returned = Facts((work(0, 9), work(30, hired=30)), runs=(run(1, 5),))
    assert standings(returned)[-1] == Standing(day(30), date.max, 1, Bucket.COMPLETED, day(30), 4)


def test_leave_ends_with_its_last_day() -> None:
    facts = Facts((work(0, leave=(span(5, 8),)),))
    assert [(one.starts_on, one.bucket) for one in standings(facts)] == [
        (day(0), Bucket.NOT_STARTED),
        (day(5), Bucket.ON_LEAVE),
        (day(9), Bucket.NOT_STARTED),
    ]


def test_an_exemption_ends_with_its_last_day() -> None:
    facts = Facts((work(0),), (span(5, 8),), (run(6),))
    assert [(one.starts_on, one.bucket) for one in standings(facts)] == [
        (day(0), Bucket.NOT_STARTED),
        (day(5), Bucket.EXEMPT),
        (day(9), Bucket.UNDER_WAY),
    ]


def test_who_takes_the_course_again_stays_completed() -> None:
    again = Facts((work(0),), runs=(run(1, 5), run(20)))
    assert standings(again)[-1] == Standing(day(5), date.max, 1, Bucket.COMPLETED, day(0), 4)


def test_a_course_is_due_so_many_days_after_the_first_one() -> None:
    assert due_on(day(3), 90, opened_on=day(0)) == day(93)


def test_nothing_is_due_counted_from_before_the_municipality_opened() -> None:
    assert due_on(day(-400), 90, opened_on=day(0)) == day(90)


def test_nothing_is_due_while_the_first_day_is_missing() -> None:
    assert due_on(None, 90, opened_on=day(0)) is None
    assert not is_overdue(None, 90, opened_on=day(0), day=day(4000))


def test_the_day_it_is_due_is_still_in_time() -> None:
    assert not is_overdue(day(0), 90, opened_on=day(-9), day=day(90))
    assert is_overdue(day(0), 90, opened_on=day(-9), day=day(91))


@pytest.mark.parametrize(
    ("right", "questions", "passes"),
    [
        (4, 5, True),
        (3, 5, False),
        (8, 10, True),
        (7, 10, False),
        (5, 6, True),
        (4, 6, False),
        (5, 5, True),
        (0, 0, False),
    ],
)
def test_eighty_per_cent_right_passes(right: int, questions: int, passes: bool) -> None:
    assert is_passed(right, questions) is passes
