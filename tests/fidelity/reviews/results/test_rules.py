"""What a sample counts as, what may be shown beside what, and what stands out."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.reviews.agreement.pairs import weighted_kappa
from fidelity.reviews.agreement.units import unit_figures
from fidelity.reviews.answers import NoLevel
from fidelity.reviews.results.agreeing import Rated, Scale, agreement_of, pair_agreement
from fidelity.reviews.results.drift import drift_of, sample_difference
from fidelity.reviews.results.kept import agreement_kept, agreement_to_keep, units_kept, units_to_keep
from fidelity.reviews.results.profile import Scene, distribution, profile_of
from fidelity.reviews.results.rules import CriterionLevels, Place, UnitLevels, counted, gathered, shows_whole
from fidelity.reviews.results.standing_out import Seen, stands_out
from tests.core.solver import given_away

LEVELS, SMALLEST = 5, 5
ANSWERS = st.sampled_from(["0", "1", "2", "3", "4", "eb", "et"])
SAMPLES = st.lists(st.one_of(st.tuples(st.integers(0, 4)), st.tuples(st.integers(0, 1), st.integers(2, 4))), max_size=9)


def unit(samples: Sequence[tuple[int, ...]], processes: int | None = None) -> UnitLevels:
    own = CriterionLevels(tuple(sorted(samples)))
    return UnitLevels(len(samples), len(samples) if processes is None else processes, {"a": own})


def test_an_adjudicator_decides_and_where_two_differ_both_stand() -> None:
    assert counted(["1", "2"], None) == (1, 2)
    assert counted(["2", "2"], None) == (2,)
    assert counted(["0", "4"], "3") == (3,)
    assert counted(["3"], None) == (3,)
    assert counted(["0", "4"], "eb") is NoLevel.NOT_ASSESSABLE
    assert counted(["eb", "2"], None) == (2,), "nobody could adjudicate: what is missing is missing, never zero"
    assert counted(["et", "et"], None) is NoLevel.NOT_APPLICABLE
    assert counted(["eb", "et"], None) is NoLevel.NOT_ASSESSABLE
    assert counted([], None) is None


@given(st.lists(st.tuples(st.lists(ANSWERS, max_size=2), st.none() | ANSWERS), max_size=12))
def test_every_sample_is_counted_once(answers: list[tuple[list[str], str | None]]) -> None:
    found = gathered(counted(*one) for one in answers)
    assert found.number + found.not_assessable + found.not_applicable == sum(
        bool(both) or third is not None for both, third in answers
    )
    assert abs(sum(found.by_level(LEVELS)) - found.number) < 1e-9


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 3), SAMPLES, st.booleans()), min_size=1, max_size=6))
def test_no_hidden_or_foreign_unit_follows_from_all_units_together(
    units: list[tuple[int, list[tuple[int, ...]], bool]],
) -> None:
    """Whoever sees one unit, one section or everything that is shown, and the whole beside it, comes to no other single unit."""
    places = [
        Place(number, section, unit(samples, None if has_processes else 1))
        for number, (section, samples, has_processes) in enumerate(units)
    ]
    if not shows_whole(places, "a", LEVELS, SMALLEST):
        return
    doubled = {place.unit_id: [round(2 * count) for count in place.levels.of("a").by_level(LEVELS)] for place in places}
    total = [
        ([(one, level) for one in doubled], sum(own[level] for own in doubled.values())) for level in range(LEVELS)
    ]
    shown = {place.unit_id for place in places if place.levels.shows("a", SMALLEST)}
    sections = [{one.unit_id for one in places if one.section_id == place.section_id} for place in places]
    for seen in [shown, *({one} & shown for one in doubled), *(one & shown for one in sections)]:
        known = [([(one, level)], doubled[one][level]) for one in seen for level in range(LEVELS)]
        known += [([(one, level) for level in range(LEVELS)], sum(doubled[one])) for one in doubled]
        wanted = {one: [(one, level) for level in range(LEVELS)] for one in doubled if one not in seen}
        cells = {(one, cell): [cell] for one, own in wanted.items() for cell in own}
        found = given_away([*total, *known], cells)
        for one, own in wanted.items():
            if sum(doubled[one]) and one not in shown:
                assert not all((one, cell) in found for cell in own), (one, seen)


def test_of_two_units_neither_sees_the_other_by_subtraction() -> None:
    ten = [(2,), (3,)] * 5
    assert not shows_whole([Place(1, 1, unit(ten)), Place(2, 2, unit(ten))], "a", LEVELS, SMALLEST)
    three = [Place(number, 1, unit(ten)) for number in range(3)]
    assert shows_whole(three, "a", LEVELS, SMALLEST)
    assert not shows_whole([*three, Place(3, 1, unit([(1,), (2,)]))], "a", LEVELS, SMALLEST), "one is hidden, alone"
    apart = [Place(0, 1, unit(ten)), Place(1, 1, unit(ten)), Place(2, 2, unit(ten))]
    assert not shows_whole(apart, "a", LEVELS, SMALLEST), "who leads the first section would come to the second"


def seen(**criteria: list[tuple[int, ...]]) -> list[Seen]:
    return [Seen(name, unit_figures(CriterionLevels(tuple(own)).array)) for name, own in criteria.items()]


def test_few_samples_stand_out_only_when_all_lie_on_one_side() -> None:
    mixed = [(2,)] * 4
    found = stands_out(
        seen(
            a=[(3,)] * 5, b=[(1,)] * 5, c=[(2,)] * 5, d=[(3,)] * 4 + [(2,)], e=[(3,)] * 4, f=[(1, 2)] * 5, g=mixed, h=mixed, i=mixed
        ),
        LEVELS,
    )  # fmt: skip
    assert (found.strengths, found.to_work_on, found.middle) == (("a",), ("b",), 2.0)


def test_nothing_stands_out_where_all_is_alike_or_intervals_overlap() -> None:
    assert stands_out([], LEVELS).middle is None
    alike = stands_out(seen(a=[(2,)] * 12, b=[(2,)] * 12), LEVELS)
    assert not alike.strengths
    assert not alike.to_work_on
    wide = [(0,), (4,), (2,), (1,), (3,)] * 2
    assert not stands_out(seen(a=wide, b=[*wide[:9], (4,)], c=wide), LEVELS).strengths


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from("abcdef"), SAMPLES | st.lists(st.tuples(st.integers(0, 4)), min_size=10, max_size=14)
    )
)
def test_what_stands_out_is_surely_on_its_side(criteria: dict[str, list[tuple[int, ...]]]) -> None:
    figures = seen(**criteria)
    found = stands_out(figures, LEVELS)
    assert not set(found.strengths) & set(found.to_work_on)
    assert max(len(found.strengths), len(found.to_work_on)) <= 3
    for one in figures:
        if found.middle is None or one.criterion not in (*found.strengths, *found.to_work_on):
            continue
        centre = one.figures.median if one.figures.mean.value is None else one.figures.mean.value
        assert centre is not None
        assert (centre > found.middle) is (one.criterion in found.strengths)
        assert one.figures.samples >= 5


def test_a_profile_is_hidden_below_the_minimum_and_whole_above_it() -> None:
    def shown(levels: UnitLevels) -> bool:
        scene = Scene([Place(1, 1, levels)], ["a"], LEVELS, SMALLEST)
        found = profile_of(scene, 1, UnitLevels(), [])
        assert bool(found.criteria) is found.is_shown
        return found.is_shown

    assert shown(unit([(2,)] * 5))
    assert not shown(unit([(2,)] * 4))
    assert not shown(unit([(2,)] * 9, processes=4))


def test_a_criterion_that_means_something_else_has_no_change() -> None:
    now, then = unit([(3,)] * 6 + [(2,)] * 6), unit([(1,)] * 6 + [(2,)] * 6)
    scene = Scene([Place(1, 1, now)], ["a"], LEVELS, SMALLEST)
    assert profile_of(scene, 1, then, []).criteria["a"].change is None
    change = profile_of(scene, 1, then, ["a"]).criteria["a"].change
    assert change is not None
    assert change.value == 1.0
    assert change.low is not None
    assert change.low > 0


def test_a_dot_is_a_sample_and_a_half_one_two_that_differ() -> None:
    found = distribution(CriterionLevels(((2,), (2, 3), (4,), (4,), (4,))), LEVELS)
    assert [(cell.count, cell.dots, cell.half_dots) for cell in found.cells] == [
        (0, 0, 0), (0, 0, 0), (1.5, 1, 1), (0.5, 0, 1), (3, 3, 0),
    ]  # fmt: skip
    assert [cell.heat for cell in found.cells] == [0, 0, 2, 1, 4]


@settings(max_examples=20)
@given(st.lists(st.tuples(ANSWERS, st.none() | ANSWERS, ANSWERS), min_size=0, max_size=14))
def test_what_is_kept_is_read_back_as_it_was(answers: list[tuple[str, str | None, str]]) -> None:
    samples = [
        Rated(tuple({"a": one, "b": other} for one in (first, second) if one is not None), by=(1, 2))
        for first, second, other in answers
    ]
    agreement = agreement_of(samples, Scale({"d": ("a", "b")}, LEVELS))
    assert agreement_kept(agreement_to_keep(agreement)) == agreement
    levels = {7: UnitLevels(3, 2, {"a": gathered(counted([first], None) for first, _, _ in answers)}, {"scale": 2})}
    assert units_kept(units_to_keep(levels)) == levels


def test_a_pairs_kappa_is_the_same_whichever_part_each_had_and_tells_no_pair() -> None:
    own, other = [0, 1, 2, 3, 4, 4, 2, 1, 3, 0], [0, 1, 2, 4, 4, 3, 2, 0, 3, 1]
    levels = [({"a": str(one)}, {"a": str(two)}) for one, two in zip(own, other, strict=True)]
    straight = [Rated(both, by=(7, 5)) for both in levels]
    turned = [
        Rated(both[::-1], by=(5, 7)) if place % 2 else Rated(both, by=(7, 5)) for place, both in enumerate(levels)
    ]
    alike = [Rated(({"a": str(one)}, {"a": str(one)}), by=(5, 9)) for one in own]
    few = [Rated(levels[0], by=(7, 9))] * 9
    scale = Scale({"d": ("a",)}, LEVELS)
    found = pair_agreement([*turned, *few, *alike], scale)
    assert found == pair_agreement([*few, *alike, *straight], scale)
    assert found.with_too_few == 1
    assert [one.cases for one in found.kappas] == [10, 10]
    assert found.kappas[0].value == 1
    assert found.kappas[1].value == weighted_kappa(np.array(other, float), np.array(own, float), LEVELS).value


def test_drift_is_a_mean_over_what_both_gave_a_level() -> None:
    assert sample_difference({"a": "3", "b": "eb", "c": "1"}, {"a": "1", "b": "4", "c": "1"}) == 1.0
    assert sample_difference({"a": "eb"}, {"a": "1"}) is None
    found = drift_of([({"a": "3"}, {"a": "2"})] * 3 + [({"a": "et"}, {"a": "2"})])
    assert (found.samples, found.median, found.mean.value) == (3, 1.0, None)
