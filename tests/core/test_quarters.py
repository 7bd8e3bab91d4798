"""What can be computed of a place's quarters: against the solver, which knows nothing of subspaces."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.quarters import EVERYTHING, NOTHING, QUARTERS, SETS, Known, Period, gathered
from tests.core.solver import given_away

sums = st.lists(st.sampled_from(SETS), max_size=5)
examples = settings(max_examples=100, deadline=None)


def cells(chosen: int, *units: str) -> list[tuple[str, int]]:
    return [(unit, quarter) for unit in units for quarter in range(QUARTERS) if chosen >> quarter & 1]


def known(shown: list[int]) -> Known:
    found = NOTHING
    for chosen in shown:
        found = found.with_sum[chosen]
    return found


def sets_in(mask: int) -> set[int]:
    return {chosen for chosen in SETS if mask >> chosen & 1}


@examples
@given(sums)
def test_property_the_known_sums_are_those_that_follow(shown: list[int]) -> None:
    equations = [(cells(chosen, "a"), chosen.bit_count()) for chosen in shown]
    assert sets_in(known(shown).sums) == set(given_away(equations, {one: cells(one, "a") for one in SETS}))


@examples
@given(sums, sums)
def test_property_what_is_known_of_both_is_known_together_or_in_common(one: list[int], other: list[int]) -> None:
    a, b = known(one), known(other)
    assert a.plus[b] is b.plus[a] is known(one + other)
    assert a.common[b] is b.common[a]
    assert a.common[b].plus[a] is a
    assert a.plus[b].common[a] is a
    assert len(a.plus[b].basis) + len(a.common[b].basis) == len(a.basis) + len(b.basis)


@examples
@given(sums, st.integers(0, 15))
def test_property_where_a_known_sum_is_zero_its_quarters_are_known(shown: list[int], zeros: int) -> None:
    equations = [(cells(one, "a"), (one & ~zeros).bit_count()) for one in sets_in(known(shown).sums)]
    found = known(shown).with_zeros[zeros]
    assert sets_in(found.sums) == set(given_away(equations, {one: cells(one, "a") for one in SETS}))


@examples
@given(sums, st.lists(sums, min_size=1, max_size=4))
def test_property_of_a_child_follows_what_is_known_of_the_sum_and_of_all_others(
    above: list[int], own: list[list[int]]
) -> None:
    units = "abcd"[: len(own)]
    equations = [(cells(one, *units), one.bit_count() * len(units)) for one in above]
    equations += [(cells(one, unit), one.bit_count()) for unit, shown in zip(units, own, strict=True) for one in shown]
    found, shared = gathered(known(above), [known(shown) for shown in own])
    for unit, all_of_it in zip(units, found, strict=True):
        assert sets_in(all_of_it.sums) == set(given_away(equations, {one: cells(one, unit) for one in SETS}))
    from_children = [equation for equation in equations if len({unit for unit, _ in equation[0]}) == 1 < len(units)]
    if len(units) > 1:
        assert sets_in(shared.sums) == set(given_away(from_children, {one: cells(one, *units) for one in SETS}))


def test_nothing_and_everything() -> None:
    assert NOTHING.sums == 0
    assert sets_in(EVERYTHING.sums) == set(SETS)
    assert EVERYTHING.quarters == Period.YEAR.quarters
    assert known([Period.H1.quarters, Period.Q1.quarters]).quarters == Period.H1.quarters
