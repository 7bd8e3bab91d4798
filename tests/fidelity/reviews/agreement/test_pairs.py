"""Weighted kappa: against scikit-learn on random designs, and the traps."""

import numpy as np
import pytest
from hypothesis import assume, given
from sklearn.metrics import cohen_kappa_score

from fidelity.reviews.agreement.outcomes import Estimate, Note
from fidelity.reviews.agreement.pairs import weighted_kappa
from tests.fidelity.reviews.agreement.designs import Design, designs, examples, is_near
from tests.fidelity.reviews.agreement.published import ABSTRACTORS, NONE, rated_as


@examples
@given(designs(raters=(2, 2)))
def test_property_kappa_is_that_of_scikit_learn(design: Design) -> None:
    first, second = design.ratings.T
    both = ~np.isnan(first + second)
    kappa = weighted_kappa(first, second, design.levels)
    assert kappa.cases == both.sum()
    if len(set(first[both]) | set(second[both])) < 2:
        assert kappa.value is None
        return
    levels = list(range(design.levels))
    a, b = (side[both].astype(int) for side in (first, second))
    assert is_near(kappa.value, cohen_kappa_score(a, b, labels=levels, weights="quadratic"))


@examples
@given(designs(raters=(2, 2)))
def test_property_neither_order_nor_side_nor_direction_matters(design: Design) -> None:
    first, second = design.ratings.T
    kappa = weighted_kappa(first, second, design.levels)
    assert weighted_kappa(first[::-1], second[::-1], design.levels) == kappa
    assert is_near(weighted_kappa(second, first, design.levels).value, kappa.value)
    top = design.levels - 1
    assert is_near(weighted_kappa(top - first, top - second, design.levels).value, kappa.value)


@examples
@given(designs(raters=(2, 2)))
def test_property_criteria_of_the_same_cases_are_counted_together(design: Design) -> None:
    assume(len(design.ratings) % 2 == 0)
    first, second = design.ratings.T
    together = weighted_kappa(first.reshape(-1, 2), second.reshape(-1, 2), design.levels)
    assert is_near(together.value, weighted_kappa(first, second, design.levels).value)
    assert together.cases <= len(first) // 2


def test_the_interval_draws_whole_cases() -> None:
    """The same ratings on fourteen criteria say no more than on one: the interval must not shrink."""
    first, second = rated_as(ABSTRACTORS).T
    alone = weighted_kappa(first, second, 3)
    repeated = weighted_kappa(*(np.repeat(side[:, None], 14, axis=1) for side in (first, second)), 3)
    assert repeated.cases == alone.cases == 100
    assert repeated.low == pytest.approx(alone.low)
    assert repeated.high == pytest.approx(alone.high)


def test_traps() -> None:
    assert weighted_kappa([1, NONE], [NONE, 2], 5) == Estimate(None, notes=(Note.NOT_RATED_TWICE,))
    assert weighted_kappa([], [], 5) == Estimate(None, notes=(Note.NOT_RATED_TWICE,))
    assert weighted_kappa([2] * 12, [2] * 12, 5) == Estimate(None, cases=12, notes=(Note.NO_VARIATION,))
    assert weighted_kappa([2], [2], 5) == Estimate(None, cases=1, notes=(Note.NO_VARIATION,))
    assert weighted_kappa([1], [3], 5) == Estimate(0.0, cases=1, notes=(Note.TOO_FEW_FOR_INTERVAL,))
    perfect = list(range(5)) * 8
    assert weighted_kappa(perfect, perfect, 5) == Estimate(1.0, cases=40, notes=(Note.ALL_ALIKE,))
    nearly = weighted_kappa([3] * 39 + [2], [3] * 40, 5)
    assert nearly.notes == (Note.LITTLE_VARIATION, Note.NEARLY_ALL_EQUAL)


def test_ratings_that_do_not_fit_are_a_mistake() -> None:
    for first, second, levels in (([1], [1, 2], 5), ([5], [1], 5), ([0.5], [1], 5), ([0], [0], 1)):
        with pytest.raises(ValueError, match="scale"):
            weighted_kappa(first, second, levels)
