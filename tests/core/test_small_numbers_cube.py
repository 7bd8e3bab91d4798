"""Suppression on the cube: nothing hidden can be computed from everything shown, at any time, and no more is hidden than has to be."""

import random
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cube import Tree
from core.quarters import Period
from core.small_numbers import Shown, _Family, decide, decide_once
from tests.core.cubes import ENDED, Cell, Four, Table, realistic, tables, tables_with_tools, with_tool
from tests.core.solver import given_away

examples = settings(max_examples=80, deadline=None)


def shown_and_hidden(
    table: Table, shown: Shown[str], ended: int
) -> tuple[list[tuple[str, Period]], list[tuple[str, Period]]]:
    figures = list(table.figures_of(ended))
    return [one for one in figures if shown.shows(*one)], [one for one in figures if not shown.shows(*one)]


def assert_nothing_hidden_follows(
    table: Table, shown: Shown[str], ended: int, zeros: list[tuple[list[tuple[str, int]], int]]
) -> None:
    seen, hidden = shown_and_hidden(table, shown, ended)
    assert given_away(table.equations(seen) + zeros, {one: table.cells(*one) for one in hidden}) == {}


@examples
@given(tables(), st.integers(1, 4))
def test_property_nothing_hidden_follows_from_everything_shown(table: Table, ended: int) -> None:
    assert_nothing_hidden_follows(table, table.decide(ended), ended, [])


@examples
@given(tables(), st.integers(1, 4))
def test_property_it_helps_nobody_to_know_all_zeros_or_that_no_figure_is_negative(table: Table, ended: int) -> None:
    """With the zeros known, every other figure may become a little smaller or larger: then inequalities tell nothing more."""
    assert_nothing_hidden_follows(table, table.decide(ended), ended, table.all_zeros())


@examples
@given(tables(), st.integers(1, 4))
def test_property_no_small_figure_and_every_zero_is_shown(table: Table, ended: int) -> None:
    shown = table.decide(ended)
    for one in table.figures_of(ended):
        assert not (shown.shows(*one) and table.is_small(*one))
        assert shown.shows(*one) or table.figure(*one)


@examples
@given(tables(), st.integers(1, 4))
def test_property_what_is_left_of_a_shown_figure_is_not_small(table: Table, ended: int) -> None:
    shown = table.decide(ended)
    parts = {Period.YEAR: (Period.H1, Period.H2), Period.H1: (Period.Q1, Period.Q2), Period.H2: (Period.Q3, Period.Q4)}
    for place, period in shown_and_hidden(table, shown, ended)[0]:
        children = [child for child, parent in table.parents.items() if parent == place]
        for pieces in ([(child, period) for child in children], [(place, part) for part in parts.get(period, ())]):
            left = [one for one in pieces if not shown.shows(*one)]
            assert not left or sum(table.figure(*one) for one in left) >= table.smallest


@examples
@given(tables_with_tools(), st.integers(1, 4))
def test_property_nothing_hidden_follows_in_the_table_of_a_tool(both: tuple[Table, Table], ended: int) -> None:
    base, tool = both
    base_shown = base.decide(ended)
    shown = tool.decide(ended, base_shown)
    base_zeros = [
        (base.cells(*one), 0) for one in shown_and_hidden(base, base_shown, ended)[0] if not base.figure(*one)
    ]
    assert_nothing_hidden_follows(tool, shown, ended, base_zeros)


@examples
@given(tables_with_tools(), st.integers(1, 4))
def test_property_small_and_covering_figures_of_a_tool_are_safe_from_who_knows_all_zeros(
    both: tuple[Table, Table], ended: int
) -> None:
    base, tool = both
    base_shown = base.decide(ended)
    seen, hidden = shown_and_hidden(tool, tool.decide(ended, base_shown), ended)
    safe = [one for one in hidden if base_shown.shows(*one) or tool.is_small(*one)]
    equations = tool.equations(seen) + tool.all_zeros()
    assert given_away(equations, {one: tool.cells(*one) for one in safe}) == {}


@examples
@given(tables_with_tools(), st.integers(1, 4))
def test_property_what_the_base_hides_is_shown_of_a_tool_only_if_it_follows_from_zeros(
    both: tuple[Table, Table], ended: int
) -> None:
    base, tool = both
    base_shown = base.decide(ended)
    seen, _ = shown_and_hidden(tool, tool.decide(ended, base_shown), ended)
    beside = [one for one in seen if not base_shown.shows(*one)]
    rest = [one for one in seen if base_shown.shows(*one) or not tool.figure(*one)]
    wanted = {one: tool.cells(*one) for one in beside}
    assert given_away(tool.equations(rest), wanted).keys() == wanted.keys()
    assert not any(tool.is_small(*one) for one in seen)


@examples
@given(tables_with_tools())
def test_property_what_was_shown_stays_shown(both: tuple[Table, Table]) -> None:
    base, tool = both
    base_shown = [base.decide(ended) for ended in range(5)]
    tool_shown = [tool.decide(ended, shown) for ended, shown in enumerate(base_shown)]
    for earlier, later in [*pairwise(base_shown), *pairwise(tool_shown)]:
        assert all(earlier.of(place) <= later.of(place) for place in base.tree.places)
    for ended, shown in enumerate(base_shown):
        assert all(shown.of(place) == base_shown[4].of(place) & set(ENDED[ended]) for place in base.tree.places)


@examples
@given(tables(), st.integers(0, 3), st.integers(0, 40))
def test_property_quarters_that_have_not_ended_are_not_looked_at(table: Table, ended: int, other: int) -> None:
    figures = {unit: (*four[:ended], *[other] * (4 - ended)) for unit, four in table.figures.items()}
    assert table.decide(ended).periods == Table(table.parents, figures, table.smallest).decide(ended).periods


@examples
@given(tables_with_tools(), st.randoms(use_true_random=False))
def test_property_the_order_of_places_does_not_matter(both: tuple[Table, Table], chance: random.Random) -> None:
    def shuffled(table: Table) -> Table:
        parents, figures = list(table.parents.items()), list(table.figures.items())
        chance.shuffle(parents)
        chance.shuffle(figures)
        return Table(dict(parents), dict(figures), table.smallest)

    base, tool = both
    shown, other = tool.decide(4, base.decide(4)), shuffled(tool).decide(4, shuffled(base).decide(4))
    assert {place: shown.of(place) for place in base.tree.places} == {
        place: other.of(place) for place in base.tree.places
    }


@examples
@given(tables_with_tools(), st.integers(1, 4))
def test_property_to_search_by_halves_finds_what_one_by_one_does(both: tuple[Table, Table], ended: int) -> None:
    def one_by_one(family: _Family, queue: list[int], period: int) -> tuple[int, object]:
        state = family.state
        for count in range(1, len(queue) + 1):
            more = family._with(queue[:count], period)
            if not more:
                return count - 1, state
            state = more
        return len(queue), state

    base, tool = both
    shown = tool.decide(ended, base.decide(ended))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Family, "_as_many_as_may_be", one_by_one)
        assert tool.decide(ended, base.decide(ended)) == shown


@examples
@given(tables(), st.data())
def test_property_all_is_shown_where_nothing_is_small(table: Table, data: st.DataObject) -> None:
    figure = st.one_of(st.just(0), st.integers(table.smallest, 40))
    large = table.part({unit: data.draw(st.tuples(*[figure] * 4)) for unit in table.figures})
    shown = large.decide(4)
    assert all(shown.of(place) == set(Period) for place in large.tree.places)
    assert all(large.decide(4, shown).of(place) == set(Period) for place in large.tree.places)


@settings(max_examples=40, deadline=None)
@given(tables(), st.integers(1, 4))
def test_property_no_more_could_be_shown(table: Table, ended: int) -> None:
    """To show one more figure would give another hidden one away, or a small sum, or would tell more of the place's parent."""
    seen, hidden = shown_and_hidden(table, table.decide(ended), ended)
    known = given_away([*table.equations(seen), *table.all_zeros()], some_sums(table, hidden, ended))
    for one in hidden:
        if not table.is_small(*one):
            sums = some_sums(table, [other for other in hidden if other != one], ended)
            more = given_away([*table.equations([*seen, one]), *table.all_zeros()], sums)
            news = {name: figure for name, figure in more.items() if name not in known and name != one}
            parent = table.parents.get(one[0])
            assert any(
                0 < figure < table.smallest or name in hidden or name[0] == parent for name, figure in news.items()
            )


def some_sums(table: Table, hidden: list[tuple[str, Period]], ended: int) -> dict[tuple[str, object], list[Cell]]:
    """Sums of quarters of each place, and of the hidden ones among siblings in a period."""
    sums: dict[tuple[str, object], list[Cell]] = {one: table.cells(*one) for one in hidden}
    for place in table.tree.places:
        for quarters in (chosen for size in (2, 3) for chosen in combinations(range(ended), size)):
            sums[place, quarters] = [(unit, quarter) for unit in table.units_of[place] for quarter in quarters]
        for period in ENDED[ended]:
            children = [child for child, parent in table.parents.items() if parent == place]
            left = [child for child in children if (child, period) in hidden]
            sums[f"children of {place}", (period, *left)] = [
                cell for child in left for cell in table.cells(child, period)
            ]
    return sums


@examples
@given(tables_with_tools(), st.integers(1, 4))
def test_property_registered_and_told_numbers_share_one_pattern(both: tuple[Table, Table], ended: int) -> None:
    told, registered = both
    figures = {unit: [registered.figures[unit], told.figures[unit]] for unit in told.figures}
    shown = decide(told.tree, figures, ended=ended, smallest=told.smallest)
    for table in both:
        seen, hidden = shown_and_hidden(table, shown, ended)
        assert not any(table.is_small(*one) for one in seen)
        equations = table.equations(seen) + table.all_zeros()
        found = given_away(equations, {one: table.cells(*one) for one in hidden})
        assert not any(table.is_small(*one) for one in found)
    # zeros of one may tell what is hidden for the other's sake; the pattern itself tells nothing
    without_zeros = registered.part({unit: tuple(one + 1 for one in four) for unit, four in registered.figures.items()})
    assert_nothing_hidden_follows(without_zeros, shown, ended, [])


@examples
@given(tables_with_tools(), st.integers(1, 4))
def test_property_nothing_hidden_follows_for_a_tool_when_the_base_has_two_vectors(
    both: tuple[Table, Table], ended: int
) -> None:
    told, registered = both
    figures = {unit: [registered.figures[unit], told.figures[unit]] for unit in told.figures}
    base_shown = decide(told.tree, figures, ended=ended, smallest=told.smallest)
    tool = told.part({unit: (min(a, 6), b // 2, c, d // 3) for unit, (a, b, c, d) in registered.figures.items()})
    seen, _ = shown_and_hidden(registered, base_shown, ended)
    single = {cell: [cell] for unit in told.figures for cell in [(unit, quarter) for quarter in range(ended)]}
    zeros = [([cell], 0) for cell, figure in given_away(registered.equations(seen), single).items() if not figure]
    assert_nothing_hidden_follows(tool, tool.decide(ended, base_shown), ended, zeros)


def three_units(*figures: Four) -> Table:
    return Table(dict.fromkeys("abc", "s") | {"s": "m"}, dict(zip("abc", figures, strict=True)), 5)


def test_the_smallest_sibling_is_hidden_with_a_small_figure() -> None:
    table = three_units((3, 9, 9, 9), (12, 12, 12, 12), (20, 20, 20, 20))
    assert table.decide(1).of("a") == set()
    assert table.decide(1).of("b") == set()
    assert table.decide(1).of("c") == table.decide(1).of("s") == table.decide(1).of("m") == {Period.Q1}
    whole = table.decide(4)
    assert whole.of("a") == whole.of("b") == set(Period) - {Period.Q1, Period.Q2}
    assert whole.of("c") == set(Period)


def test_a_small_last_quarter_costs_the_year() -> None:
    table = three_units((9, 9, 9, 3), (12, 12, 12, 12), (20, 20, 20, 20))
    assert table.decide(3).of("a") == set(ENDED[3])
    assert table.decide(4).of("a") == table.decide(4).of("b") == set(ENDED[3])
    assert table.decide(4).of("c") == set(Period)


def test_a_small_quarter_before_it_does_not() -> None:
    table = three_units((9, 3, 9, 9), (12, 12, 12, 12), (20, 20, 20, 20))
    assert table.decide(4).of("a") == {Period.Q1, Period.Q3, Period.YEAR}


def test_a_zero_covers_nothing() -> None:
    table = three_units((3, 9, 9, 9), (0, 0, 0, 0), (20, 20, 20, 20))
    shown = table.decide(1)
    assert shown.of("b") == {Period.Q1}
    assert shown.of("a") == shown.of("c") == set()


def test_small_figures_that_add_up_to_a_small_one_need_cover() -> None:
    table = three_units((1, 9, 9, 9), (2, 9, 9, 9), (20, 20, 20, 20))
    assert table.decide(1).of("c") == set()
    assert three_units((2, 9, 9, 9), (3, 9, 9, 9), (20, 20, 20, 20)).decide(1).of("c") == {Period.Q1}


def test_a_unit_alone_in_its_section_is_shown_as_the_section_is() -> None:
    parents = {"s1": "m", "s2": "m", "s3": "m", "only": "s1", "a": "s2", "b": "s2", "c": "s3", "d": "s3"}
    figures = dict.fromkeys(["a", "b", "c", "d"], (20, 20, 20, 20)) | {"only": (3, 9, 9, 9)}
    shown = Table(parents, figures, 5).decide(4)
    assert shown.of("only") == shown.of("s1") == set(Period) - {Period.Q1, Period.Q2}
    covering = [section for section in ("s2", "s3") if Period.Q1 not in shown.of(section)]
    assert len(covering) == 1
    units = {"s2": "ab", "s3": "cd"}[covering[0]]
    assert sum(Period.Q1 not in shown.of(unit) for unit in units) == 1


def test_a_single_unit_hides_its_small_figure_all_the_way_up() -> None:
    table = Table({"s": "m", "a": "s"}, {"a": (3, 9, 9, 9)}, 5)
    shown = table.decide(4)
    assert shown.of("m") == shown.of("s") == shown.of("a") == set(Period) - {Period.Q1, Period.Q2}


def test_zeros_of_the_base_are_shown_for_the_tool() -> None:
    base = three_units((0, 9, 9, 9), (12, 12, 12, 12), (20, 20, 20, 20))
    tool = three_units((0, 2, 2, 2), (2, 2, 2, 2), (4, 4, 4, 4))
    assert tool.decide(4, base.decide(4)).of("a") == {Period.Q1, Period.YEAR}


def test_a_tool_that_the_section_never_used_is_shown_as_never_used_where_the_base_is_hidden() -> None:
    base = three_units((3, 9, 9, 9), (12, 12, 12, 12), (20, 20, 20, 20))
    tool = three_units((0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0))
    assert all(tool.decide(4, base.decide(4)).of(place) == set(Period) for place in tool.tree.places)


def test_a_tool_is_shown_as_not_used_where_everybody_can_see_that_nothing_was_registered() -> None:
    """Eight of the section are the eight of one unit, so the others have none, though what they were told to have is hidden."""
    tree = Tree("m", {"a": "m", "b": "m", "c": "m"})
    base = decide_once(tree, {"a": [0, 2], "b": [0, 3], "c": [8, 20]})
    assert [place for place in "mabc" if base.shows(place, Period.Q1)] == ["m", "c"]
    tool = decide_once(tree, {"a": [0], "b": [0], "c": [3]}, base=base)
    assert [place for place in "mabc" if tool.shows(place, Period.Q1)] == ["a", "b"]


def test_a_tool_is_hidden_where_the_base_is() -> None:
    base = three_units((3, 9, 9, 9), (12, 12, 12, 12), (20, 20, 20, 20))
    tool = three_units((3, 9, 9, 9), (12, 12, 12, 12), (20, 20, 20, 20))
    shown = tool.decide(4, base.decide(4))
    assert all(shown.of(place) == base.decide(4).of(place) for place in tool.tree.places)


def test_a_single_moment_is_decided_as_a_single_period() -> None:
    tree = Tree("m", dict.fromkeys("abcd", "m"))
    counts = {"a": [3], "b": [0], "c": [12], "d": [30]}
    shown = decide_once(tree, counts)
    assert [place for place in "mabcd" if shown.shows(place, Period.Q1)] == ["m", "b", "d"]
    used = decide_once(tree, {"a": [0], "b": [0], "c": [6], "d": [9]}, base=shown)
    assert [place for place in "mabcd" if used.shows(place, Period.Q1)] == ["m", "b"]


def test_nothing_is_shown_before_a_quarter_has_ended() -> None:
    table = three_units((9, 9, 9, 9), (9, 9, 9, 9), (9, 9, 9, 9))
    assert all(table.decide(0).of(place) == set() for place in table.tree.places)


def test_figures_that_would_not_be_counted_are_refused() -> None:
    tree = Tree("m", {"s": "m", "a": "s"})
    for stray in ("s", "b"):
        with pytest.raises(ValueError, match="units of the tree"):
            decide(tree, {stray: [(1, 2, 3, 4)]}, ended=4)


def test_places_that_do_not_lead_to_the_root_are_refused() -> None:
    with pytest.raises(ValueError, match="lead to the root"):
        Tree("m", {"a": "s"})


def test_most_of_what_is_not_small_is_shown_of_a_usual_municipality() -> None:
    """Measured on 4 sections of 4 units with 15 to 40 closed processes a quarter; the limits are a little above what came out."""
    chance = random.Random(4)  # the same figures each time
    limits = {
        ("section", 0.6): 0,
        ("section", 0.3): 0,
        ("section", 0.1): 0.08,
        ("unit", 0.6): 0.05,
        ("unit", 0.3): 0.25,
    }
    hidden, counted = Counter[tuple[str, float]](), Counter[tuple[str, float]]()
    for _ in range(12):
        base = realistic(chance)
        base_shown = base.decide(4)
        assert all(base_shown.of(place) == set(Period) for place in base.tree.places)
        for share in (0.6, 0.3, 0.1):
            tool = with_tool(base, chance, share)
            shown = tool.decide(4, base_shown)
            for place, period in tool.figures_of(4):
                if not tool.is_small(place, period):
                    kind = "unit" if "u" in place else "section" if place != "m" else "whole"
                    counted[kind, share] += 1
                    hidden[kind, share] += not shown.shows(place, period)
    assert not any(hidden["whole", share] for share in (0.6, 0.3, 0.1))
    assert {one: hidden[one] / counted[one] for one in limits if hidden[one] > limits[one] * counted[one]} == {}
