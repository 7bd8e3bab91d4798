"""The solver that proves suppression: what it finds, and that it finds no more than there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.solver import given_away


def test_a_total_gives_its_one_hidden_part_away() -> None:
    assert given_away([("abc", 20), ("a", 9), ("b", 8)], {"c": "c"}) == {"c": 3}


def test_two_hidden_parts_cover_each_other_but_not_their_sum() -> None:
    assert given_away([("abc", 20), ("a", 9)], {"b": "b", "c": "c", "both": "bc"}) == {"both": 11}


def test_what_was_shown_before_is_not_forgotten() -> None:
    half_year, quarters = [(("a1", "a2"), 14)], [(("a1", "b1"), 20), (("b1",), 12)]
    assert given_away([*half_year, *quarters], {"a2": ["a2"]}) == {"a2": 6}


def test_figures_of_several_totals_are_combined() -> None:
    rows = [("ab", 10), ("cd", 11)]
    columns = [("ac", 12), ("bd", 9)]
    assert given_away([*rows, *columns], {"a": "a", "diagonal": "ad"}) == {}
    assert given_away([*rows, *columns, ("ad", 11)], {"a": "a"}) == {"a": 6}
    assert given_away([("ab", 10), ("bc", 9), ("ca", 7)], {"a": "a", "b": "b", "c": "c"}) == {"a": 4, "b": 6, "c": 3}


def test_where_a_shown_figure_is_zero_each_of_its_cells_is() -> None:
    assert given_away([("abc", 0), ("ad", 7)], {"a": "a", "d": "d"}) == {"a": 0, "d": 7}


def test_a_zero_that_is_shown_last_tells_as_much() -> None:
    assert given_away([("ad", 7), ("abc", 0)], {"d": "d"}) == {"d": 7}


def test_nothing_follows_from_nothing() -> None:
    assert given_away([], {"a": "a"}) == {}
    assert given_away([], {"none": ""}) == {"none": 0}


@pytest.mark.parametrize("shown", [[("ab", 5), ("ab", 6)], [("a", 2), ("b", 3), ("ab", 6)], [("ab", 0), ("a", 1)]])
def test_contradicting_figures_are_refused(shown: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match="contradict"):
        given_away(shown, {})


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), max_size=5), st.tuples(*[st.integers(1, 3)] * 4))
def test_property_it_finds_just_what_all_other_tables_agree_on(sums: list[set[str]], figures: tuple[int, ...]) -> None:
    """Against a search through all small changes that no shown sum betrays: with four cells, two up or down is as far as it takes."""
    real = dict(zip("abcd", figures, strict=True))
    shown = [(cells, sum(real[cell] for cell in cells)) for cells in sums]
    found = given_away(shown, {cell: cell for cell in "abcd"})
    moves = [dict(zip("abcd", move, strict=True)) for move in product(range(-2, 3), repeat=4)]
    unseen = [move for move in moves if all(sum(move[cell] for cell in cells) == 0 for cells in sums)]
    assert found == {cell: real[cell] for cell in "abcd" if not any(move[cell] for move in unseen)}
