"""Agreement on a criterion: against other implementations on random designs, what must not matter, and the traps."""

import warnings
from random import Random

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.reviews.agreement.bootstrap import Array
from fidelity.reviews.agreement.criteria import CriterionAgreement, criteria_agreement, criterion_agreement
from fidelity.reviews.agreement.outcomes import Estimate, Note
from tests.fidelity.reviews.agreement import oracles
from tests.fidelity.reviews.agreement.designs import Design, designs, examples, is_near
from tests.fidelity.reviews.agreement.published import KRIPPENDORFF, NONE, with_missing


def levels_in_pairs(ratings: Array) -> set[float]:
    """The levels given to cases that were rated at least twice."""
    chosen = ratings[(~np.isnan(ratings)).sum(axis=1) >= 2]
    return set(chosen[~np.isnan(chosen)].tolist())


def figures(agreement: CriterionAgreement) -> tuple[Estimate, ...]:
    return agreement.exact, agreement.within_one, agreement.alpha, agreement.ac2


@examples
@given(designs())
def test_property_alpha_is_that_of_the_library(design: Design) -> None:
    alpha = criterion_agreement(design.ratings, design.levels).alpha
    if len(levels_in_pairs(design.ratings)) < 2:
        assert alpha.value is None
        return
    reference = krippendorff.alpha(
        reliability_data=design.ratings.T, level_of_measurement="ordinal", value_domain=list(range(design.levels))
    )
    assert is_near(alpha.value, reference)


@examples
@given(designs())
def test_property_agreement_and_ac2_follow_their_definitions(design: Design) -> None:
    agreement = criterion_agreement(design.ratings, design.levels)
    assert is_near(agreement.exact.value, oracles.exact(design.ratings))
    assert is_near(agreement.within_one.value, oracles.within_one(design.ratings))
    if len(levels_in_pairs(design.ratings)) > 1:
        assert is_near(agreement.ac2.value, oracles.ac2(design.ratings, design.levels))
    else:
        assert agreement.ac2.value is None


@examples
@given(designs(), st.randoms(use_true_random=False))
def test_property_the_order_of_cases_and_raters_does_not_matter(design: Design, dice: Random) -> None:
    cases, raters = (dice.sample(range(size), size) for size in design.ratings.shape)
    shuffled = design.ratings[cases][:, raters]
    assert criterion_agreement(shuffled, design.levels) == criterion_agreement(design.ratings, design.levels)


@examples
@given(designs())
def test_property_a_reversed_scale_gives_the_same_figures(design: Design) -> None:
    one = criterion_agreement(design.ratings, design.levels)
    other = criterion_agreement(design.levels - 1 - design.ratings, design.levels)
    for here, there in zip(figures(one), figures(other), strict=True):
        assert is_near(here.value, there.value)
        assert here.notes == there.notes


@examples
@given(designs(most_cases=40))
def test_property_no_figure_is_nan_and_each_missing_one_has_a_reason(design: Design) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        agreement = criterion_agreement(design.ratings, design.levels)
    for estimate in figures(agreement):
        numbers = [one for one in (estimate.value, estimate.low, estimate.high) if one is not None]
        assert np.isfinite(numbers).all()
        assert (estimate.value is not None and estimate.low is not None) or estimate.notes
        assert (estimate.low is None) == (estimate.high is None)
        assert estimate.cases == agreement.rated_twice


@examples
@given(designs())
def test_property_singly_rated_cases_move_ac2_alone(design: Design) -> None:
    twice = design.ratings[(~np.isnan(design.ratings)).sum(axis=1) >= 2]
    one, other = (criterion_agreement(ratings, design.levels) for ratings in (design.ratings, twice))
    assert (one.exact, one.within_one, one.alpha) == (other.exact, other.within_one, other.alpha)


def test_nothing_rated_twice() -> None:
    nothing = (np.full((3, 2), NONE), np.empty((0, 2)), np.empty((3, 0)), [[1.0], [2.0]], [[1, NONE], [NONE, 2]])
    for ratings in nothing:
        agreement = criterion_agreement(ratings, 5)
        assert agreement.rated_twice == 0
        assert set(figures(agreement)) == {Estimate(None, notes=(Note.NOT_RATED_TWICE,))}


def test_no_variation_leaves_raw_agreement_alone() -> None:
    agreement = criterion_agreement(np.full((40, 2), 3.0), 5)
    assert agreement.exact == agreement.within_one == Estimate(1.0, cases=40, notes=(Note.ALL_ALIKE,))
    assert agreement.alpha == agreement.ac2 == Estimate(None, cases=40, notes=(Note.NO_VARIATION,))


def test_nearly_all_equal_is_alpha_of_nothing_beside_high_agreement() -> None:
    agreement = criterion_agreement(np.array([(3, 3)] * 38 + [(3, 2)] * 2), 5)
    assert agreement.exact.value == 0.95
    assert agreement.alpha.value is not None
    assert agreement.alpha.value < 0.01
    assert Note.NEARLY_ALL_EQUAL in agreement.alpha.notes
    assert Note.LITTLE_VARIATION in agreement.alpha.notes  # in one draw of eight the two that differ are not drawn
    assert agreement.alpha.low is None
    assert Note.NEARLY_ALL_EQUAL not in agreement.ac2.notes
    assert agreement.ac2.low is not None


def test_one_case_has_figures_and_no_interval() -> None:
    agreement = criterion_agreement([[1, 3]], 5)
    assert agreement.alpha == Estimate(0.0, cases=1, notes=(Note.TOO_FEW_FOR_INTERVAL,))
    assert agreement.exact.value == 0


@pytest.mark.parametrize(
    ("cases", "notes"), [(9, (Note.TOO_FEW_FOR_INTERVAL,)), (10, (Note.FEW_CASES,)), (29, (Note.FEW_CASES,)), (30, ())]
)
def test_few_cases_have_no_interval_or_a_warning(cases: int, notes: tuple[Note, ...]) -> None:
    ratings = np.array([(case % 4, case * case % 5) for case in range(cases)], dtype=float)
    for estimate in figures(criterion_agreement(ratings, 5)):
        assert estimate.notes == notes
        assert (estimate.low is None) == (cases < 10)


def test_perfect_agreement_has_no_interval_that_looks_certain() -> None:
    alpha = criterion_agreement(np.array([(case % 5, case % 5) for case in range(50)]), 5).alpha
    assert alpha == Estimate(1.0, cases=50, notes=(Note.ALL_ALIKE,))


def test_an_unused_level_of_the_scale_counts_in_ac2() -> None:
    ratings = np.array([(0, 0), (1, 1), (1, 2), (2, 2)], dtype=float)
    used, all_five = (criterion_agreement(ratings, levels).ac2.value for levels in (3, 5))
    assert used != all_five
    assert is_near(all_five, oracles.ac2(ratings, 5))


def test_two_columns_are_enough_for_rotating_raters() -> None:
    wide = with_missing([1, 2, None, None], [None, 3, None, 3], [None, None, 0, 1], [4, None, None, None])
    narrow = with_missing([2, 1], [3, 3], [0, 1], [None, 4])
    assert criterion_agreement(wide, 5) == criterion_agreement(narrow, 5)


def test_each_criterion_by_itself() -> None:
    both = np.stack([KRIPPENDORFF, 4 - KRIPPENDORFF], axis=2)
    assert criteria_agreement(both, 5) == (
        criterion_agreement(KRIPPENDORFF, 5),
        criterion_agreement(4 - KRIPPENDORFF, 5),
    )


def test_ratings_off_the_scale_are_a_mistake() -> None:
    for ratings, levels in (([[0, 5]], 5), ([[-1, 0]], 5), ([[0.5, 1]], 5), ([[0, 0]], 1), ([0, 1], 5)):
        with pytest.raises(ValueError, match="scale"):
            criterion_agreement(ratings, levels)
