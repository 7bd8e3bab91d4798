"""Small-number suppression: no small figure is shown, and none can be worked out from what is shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.small_numbers import SMALLEST_SHOWN, hide_small

counts_of_parts = st.lists(st.integers(0, 30), max_size=12)
thresholds = st.integers(2, 12)


def hidden_of(counts: list[int], smallest: int) -> list[int]:
    shown = hide_small(counts, smallest=smallest)
    return [count for count, cell in zip(counts, shown, strict=True) if cell is None]


@settings(max_examples=200, deadline=None)
@given(counts_of_parts, thresholds)
def test_property_no_small_count_is_shown_and_no_shown_count_is_changed(counts: list[int], smallest: int) -> None:
    shown = hide_small(counts, smallest=smallest)
    assert len(shown) == len(counts)
    for count, cell in zip(counts, shown, strict=True):
        assert cell in {None, count}
        assert cell is None or cell == 0 or cell >= smallest


@settings(max_examples=200, deadline=None)
@given(counts_of_parts, thresholds)
def test_property_the_total_does_not_give_the_hidden_ones_away(counts: list[int], smallest: int) -> None:
    hidden = hidden_of(counts, smallest)
    if hidden and len(hidden) < len(counts):
        assert len(hidden) >= 2
        assert sum(hidden) >= smallest


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.just(0), st.integers(SMALLEST_SHOWN, 99)), max_size=12))
def test_property_nothing_is_hidden_when_nothing_is_small(counts: list[int]) -> None:
    assert hide_small(counts) == counts


@settings(max_examples=200, deadline=None)
@given(counts_of_parts, thresholds)
def test_property_a_zero_is_hidden_only_when_everything_is(counts: list[int], smallest: int) -> None:
    hidden = hidden_of(counts, smallest)
    assert 0 not in hidden or len(hidden) == len(counts)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 3, 9], [12, None, None]),
        ([12, 3, 4, 9], [12, None, None, 9]),
        ([20, 1, 1, 8], [20, None, None, None]),
        ([0, 3, 9, 30], [0, None, None, 30]),
        ([3, 0], [None, None]),
        ([3], [None]),
        ([], []),
        ([5, 6], [5, 6]),
        ([0, 0], [0, 0]),
    ],
)
def test_what_is_hidden(counts: list[int], shown: list[int | None]) -> None:
    assert hide_small(counts) == shown
