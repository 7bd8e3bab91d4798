"""The rules of a round: how much is rated twice, the draw, whether there are raters enough, and how samples are shared out."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.reviews.rounds.rules import (
    Allowance,
    Rater,
    UnitPlace,
    allowances,
    hours_each,
    in_random_order,
    number_twice,
    raters_needed,
    shortfalls,
)
from fidelity.reviews.rounds.sharing_out import NobodyLeft, ToRate, share_out

UNITS = [UnitPlace(unit, unit // 2) for unit in range(6)]
examples = settings(max_examples=60, deadline=None)


def rater(person: int, *sections: int) -> Rater:
    return Rater(person, frozenset(sections))


@pytest.mark.parametrize(
    ("samples", "share", "fewest", "twice"),
    [(36, 20, 10, 10), (60, 20, 10, 12), (61, 20, 10, 13), (8, 20, 10, 8), (36, 0, 0, 0), (36, 100, 10, 36)],
)
def test_a_share_is_rated_twice_but_at_least_so_many(samples: int, share: int, fewest: int, twice: int) -> None:
    assert number_twice(samples, share, fewest) == twice


def test_a_draw_can_be_repeated_and_needs_its_seed() -> None:
    drawn = in_random_order(range(100), "frö", "unit 7")
    assert sorted(drawn) == list(range(100)) != drawn
    assert drawn == in_random_order(reversed(range(100)), "frö", "unit 7")
    assert drawn != in_random_order(range(100), "frö", "unit 8")
    assert drawn != in_random_order(range(100), "annat", "unit 7")
    assert in_random_order(range(10), "frö", "unit 7") == [4, 2, 9, 1, 8, 7, 5, 6, 3, 0], "the same for ever"


def test_every_sample_has_the_same_chance() -> None:
    drawn = Counter(one for seed in range(2000) for one in in_random_order(range(10), str(seed), "unit")[:3])
    assert all(500 < times < 700 for times in drawn.values())  # 600 ± 5 standard deviations


def test_who_works_in_a_section_coaches_it_or_leads_it_does_not_rate_it() -> None:
    assert not rater(1, 0).may_rate(UNITS[1])
    assert rater(1, 0).may_rate(UNITS[2])
    assert not Rater(1, units=frozenset({2})).may_rate(UNITS[2])
    assert not Rater(1, is_over_everything=True).may_rate(UNITS[5])


def test_a_plan_needs_three_who_may_rate_each_unit_and_somebody_else_who_reads_before() -> None:
    raters = [Rater(one, frozenset({one}), frozenset({2 * one, 2 * one + 1})) for one in range(3)] + [rater(4)]
    needed = raters_needed(is_any_twice=True)
    (short, *_) = shortfalls(UNITS, raters, raters, needed)
    assert (short.raters, short.needed, short.can_be_released) == (2, 3, True), "one of the three reads before"
    assert shortfalls(UNITS, raters, [*raters, rater(9)], needed) == []
    assert len(shortfalls(UNITS, raters[:3], [rater(9)], needed)) == len(UNITS)
    assert shortfalls(UNITS, raters[:3], [rater(9)], raters_needed(is_any_twice=False)) == []
    assert not any(one.can_be_released for one in shortfalls(UNITS, raters, [], needed))


def test_the_numbers_say_what_they_allow() -> None:
    def said(samples: int, twice: int, *, is_drawn: bool = True) -> list[Allowance]:
        return allowances(samples_per_unit=samples, twice=twice, is_drawn=is_drawn, smallest=5)

    assert said(4, 0) == [Allowance.UNIT_HIDDEN, Allowance.NO_AGREEMENT, Allowance.RANDOM]
    assert said(6, 9) == [Allowance.UNIT_DOTS, Allowance.AGREEMENT_WITHOUT_INTERVAL, Allowance.RANDOM]
    assert said(10, 10)[:2] == [Allowance.UNIT_MEAN, Allowance.AGREEMENT_UNSURE]
    assert said(10, 30, is_drawn=False)[1:] == [Allowance.AGREEMENT, Allowance.SELF_SELECTED]
    assert hours_each(36, 12, 4) == 8


@st.composite
def rounds(draw: st.DrawFn, most_samples: int, most_raters: int) -> tuple[list[ToRate], list[Rater]]:
    people = range(100, 100 + draw(st.integers(3, most_raters)))
    raters = [rater(person, *draw(st.sets(st.integers(0, 2), max_size=2))) for person in people]
    samples = []
    for number in range(draw(st.integers(1, most_samples))):
        unit, reader = draw(st.sampled_from(UNITS)), draw(st.sampled_from([*people, 9]))
        left = [one for one in raters if one.may_rate(unit) and one.person_id != reader]
        if left:
            times = draw(st.integers(1, 2)) if len(left) > 2 else 1
            samples.append(ToRate(number, unit, frozenset({reader}), times))
    return samples, raters


@examples
@given(rounds(25, 7), st.text(max_size=4))
def test_property_nobody_has_two_parts_or_rates_what_is_near(both: tuple[list[ToRate], list[Rater]], seed: str) -> None:
    samples, raters = both
    by_id = {one.person_id: one for one in raters}
    shares = share_out(samples, raters, seed)
    assert shares == share_out(samples[::-1], raters[::-1], seed), "it can be repeated"
    for one in samples:
        chosen = shares[one.id]
        assert len(chosen) == one.times == len(set(chosen))
        assert not set(chosen) & one.readers
        assert all(by_id[person].may_rate(one.unit) for person in chosen)
        left = [r for r in raters if r.may_rate(one.unit) and r.person_id not in {*chosen, *one.readers}]
        assert left or one.times == 1, "somebody must be left who can adjudicate"


@examples
@given(rounds(4, 4), st.text(max_size=4))
def test_property_nobody_has_more_than_need_be(both: tuple[list[ToRate], list[Rater]], seed: str) -> None:
    samples, raters = both
    shares = share_out(samples, raters, seed)
    most = max(Counter(person for chosen in shares.values() for person in chosen).values(), default=0)
    ways = [
        list(
            combinations([r.person_id for r in raters if r.may_rate(s.unit) and r.person_id not in s.readers], s.times)
        )
        for s in samples
    ]
    best = min(
        max(Counter(person for chosen in way for person in chosen).values(), default=0) for way in product(*ways)
    )
    assert most == best


def test_second_raters_rotate_so_that_everybody_meets_everybody() -> None:
    raters = [rater(person) for person in range(4)]
    shares = share_out([ToRate(number, UNITS[0], frozenset(), 2) for number in range(12)], raters, "frö")
    pairs = Counter(frozenset(chosen) for chosen in shares.values())
    assert len(pairs) == 6
    assert set(pairs.values()) == {2}


def test_a_sample_that_too_few_may_rate_is_named() -> None:
    raters = [rater(1, 0), rater(2), rater(3)]
    with pytest.raises(NobodyLeft) as refusal:
        share_out([ToRate(5, UNITS[0], frozenset(), 2)], raters, "frö")
    assert refusal.value.sample_id == 5
