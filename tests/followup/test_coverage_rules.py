"""Figures add up, and shares know what they are shares of."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.coverage.rules import (
    Count,
    Figures,
    figures_by_part,
    new_after,
    seasoned_before,
    total,
)
from training.rules import Bucket

counts = st.builds(
    Count,
    st.tuples(st.integers(1, 3), st.none() | st.integers(1, 3)),
    st.sampled_from(Bucket),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(1, 4),
)
DAY = date(2026, 3, 2)


def test_there_is_no_share_and_no_median_of_nobody() -> None:
    assert Figures().median_days is None
    assert Figures().share(Bucket.COMPLETED) == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(counts, max_size=12))
def test_the_figures_of_parts_add_up_to_those_of_everybody(found: list[Count]) -> None:
    whole = total(figures_by_part(found).values())
    assert whole.staff == sum(one.people for one in found) == whole.to_take + whole.outside
    assert whole.to_take == whole.completed + whole.unfinished
    for bucket in Bucket:
        here = [one for one in found if one.bucket is bucket]
        assert whole.buckets[bucket] == sum(one.people for one in here)
        assert whole.seasoned[bucket] == sum(one.people for one in here if one.is_seasoned)
        assert whole.new[bucket] == sum(one.people for one in here if one.is_new)
    late = {Bucket.UNDER_WAY, Bucket.NOT_STARTED}
    assert whole.late == sum(one.people for one in found if one.is_overdue and one.bucket in late)


def test_who_was_hired_ninety_days_ago_has_been_employed_for_ninety_days() -> None:
    assert seasoned_before(DAY) == date(2025, 12, 2)


def test_who_was_hired_a_year_ago_is_no_longer_new() -> None:
    assert new_after(DAY) == date(2025, 3, 2)
