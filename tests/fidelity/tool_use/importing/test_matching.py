"""Pairing the rows of a unit, kind and opening day with the processes that are there."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.tool_use.importing import fitting
from fidelity.tool_use.importing.matching import Pairing, pair_off

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


@dataclass(frozen=True)
class One:
    """A row, or a process with an id."""

    closed_on: date | None
    tools: frozenset[str]
    id: int = 0


def row(tools: str = "", closed_on: date | None = None, id: int = 0) -> One:
    return One(closed_on, frozenset(tools), id)


def ids(pairing: Pairing[One, One]) -> dict[str, int]:
    """Which process each row became, by its tools."""
    return {"".join(sorted(one.tools)): process.id for one, process in pairing.same}


def test_the_same_closing_day_comes_before_what_is_open() -> None:
    found = pair_off([row("a", MARCH), row("a", APRIL)], [row("", None, 1), row("", APRIL, 2)])
    assert [(one.closed_on, process.id) for one, process in found.same] == [(APRIL, 2), (MARCH, 1)]
    assert found.new == []


def test_another_closing_day_is_another_process() -> None:
    found = pair_off([row("a", MARCH)], [row("a", APRIL, 1)])
    assert (found.same, found.closed_here, found.new) == ([], [], [row("a", MARCH)])


def test_what_is_closed_here_is_not_opened_again() -> None:
    found = pair_off([row("a"), row("ab")], [row("a", APRIL, 1)])
    assert found.closed_here == [(row("a"), row("a", APRIL, 1))]
    assert found.new == [row("ab")]


def test_rows_go_to_the_processes_whose_tools_they_have() -> None:
    there = [row("bc", None, 1), row("ab", None, 2), row("a", None, 3)]
    assert ids(pair_off([row("a"), row("b"), row("ab")], there)) == {"a": 3, "b": 1, "ab": 2}


def test_room_is_made_so_that_as_few_tools_as_possible_are_new() -> None:
    there = [row("abx", None, 1), row("ay", None, 2)]
    for rows in permutations([row("a"), row("b")]):
        assert ids(pair_off(rows, there)) == {"a": 2, "b": 1}


def test_what_only_adds_comes_before_what_has_something_else() -> None:
    assert ids(pair_off([row("xyz", MARCH)], [row("q", None, 1), row("xy", None, 2)])) == {"xyz": 2}


def test_more_sets_of_tools_than_are_fitted_in_the_best_way_are_fitted_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fitting, "MOST_SETS", 1)
    found = pair_off([row("a"), row("b"), row("c")], [row("a", None, 1), row("xb", None, 2), row("xc", None, 3)])
    assert len(found.same) == 3
    assert ids(found)["a"] == 1


DAYS = st.sampled_from([None, MARCH, APRIL])
TOOLS = st.frozensets(st.sampled_from("abcde"))
ONES = st.lists(st.builds(One, DAYS, TOOLS), max_size=12)


def taken_in(rows: list[One], there: list[One]) -> list[One]:
    """What is there when the rows have been taken in."""
    found = pair_off(rows, there)
    changed = {
        process.id: replace(process, closed_on=process.closed_on or one.closed_on, tools=process.tools | one.tools)
        for one, process in found.same
    }
    new = [replace(one, id=1000 + len(there) + number) for number, one in enumerate(found.new)]
    return [changed.get(one.id, one) for one in there] + new


def numbered(ones: list[One]) -> list[One]:
    return [replace(one, id=number) for number, one in enumerate(ones, start=1)]


@given(rows=ONES, there=ONES)
def test_every_row_is_accounted_for_and_no_process_is_taken_twice(rows: list[One], there: list[One]) -> None:
    found = pair_off(rows, numbered(there))
    said = Counter([one for one, _process in found.same] + [one for one, _process in found.closed_here] + found.new)
    assert said == Counter(rows)
    taken = [process.id for _one, process in found.same + found.closed_here]
    assert len(taken) == len(set(taken))


@given(rows=ONES, there=ONES, data=st.data())
def test_taken_in_twice_changes_nothing_whatever_the_order(
    rows: list[One], there: list[One], data: st.DataObject
) -> None:
    once = taken_in(rows, numbered(there))
    assert taken_in(data.draw(st.permutations(rows)), once) == once


@given(rows=ONES, there=ONES, data=st.data())
def test_the_order_of_rows_does_not_matter(rows: list[One], there: list[One], data: st.DataObject) -> None:
    def plain(ones: list[One]) -> Counter[tuple[object, ...]]:
        return Counter((one.closed_on, one.tools, min(one.id, 1000)) for one in ones)

    other = data.draw(st.permutations(rows))
    assert plain(taken_in(rows, numbered(there))) == plain(taken_in(other, numbered(there)))


@given(rows=ONES, there=ONES)
def test_nothing_is_opened_and_no_tool_is_taken_away(rows: list[One], there: list[One]) -> None:
    before = numbered(there)
    for old, new in zip(before, taken_in(rows, before), strict=False):
        assert old.tools <= new.tools
        assert old.closed_on in (None, new.closed_on)
