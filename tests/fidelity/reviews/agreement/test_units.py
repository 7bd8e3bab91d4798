"""A unit's figures: scores, dots, medians, means, shares and changes."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.reviews.agreement.outcomes import Change, Estimate, Note, change
from fidelity.reviews.agreement.scores import sample_scores
from fidelity.reviews.agreement.units import difference, level_shares, unit_figures
from tests.fidelity.reviews.agreement.designs import Design, designs, examples
from tests.fidelity.reviews.agreement.published import NONE, with_missing


def column(*values: float) -> list[list[float]]:
    return [[value] for value in values]


def test_a_score_is_the_mean_of_the_criteria_that_have_a_level() -> None:
    ratings = np.array([[[4, 2, NONE, NONE], [4, NONE, NONE, NONE]], [[0, 0, 0, 1], [NONE] * 4]])
    scores = sample_scores(ratings)
    np.testing.assert_array_equal(scores.values, [[3, NONE], [0.25, NONE]])
    np.testing.assert_array_equal(scores.criteria, [[2, 1], [4, 0]])


def test_half_of_an_odd_number_of_criteria_is_more_than_half() -> None:
    scores = sample_scores([[[1, 1, NONE, NONE, NONE], [1, 1, 1, NONE, NONE]]])
    np.testing.assert_array_equal(scores.values, [[NONE, 1]])


def test_no_criteria_no_score() -> None:
    np.testing.assert_array_equal(sample_scores(np.empty((2, 1, 0))).values, [[NONE], [NONE]])


def test_below_ten_samples_every_level_is_a_dot() -> None:
    figures = unit_figures(with_missing([3, None], [1, 3], [None, None], [2, 2], [None, 0]))
    assert figures.dots == ((0.0,), (1.0, 3.0), (2.0,), (3.0,))
    assert figures.samples == 4
    assert figures.median == 2
    assert figures.mean == Estimate(None, cases=4, notes=(Note.TOO_FEW_FOR_MEAN,))


def test_nothing_rated_is_no_figure() -> None:
    for nothing in (np.empty((0, 1)), np.full((3, 2), NONE), np.empty((4, 0))):
        figures = unit_figures(nothing)
        assert figures.dots == ()
        assert (figures.samples, figures.median) == (0, None)
        assert figures.mean == Estimate(None, notes=(Note.NO_CASES,))
        assert level_shares(nothing, 5) == ()
        assert difference(nothing, column(*range(10))) == Estimate(None, notes=(Note.NO_CASES,))


def test_from_ten_samples_there_is_a_mean_with_its_interval() -> None:
    nine, ten = (unit_figures(column(*(case % 5 for case in range(cases)))) for cases in (9, 10))
    assert nine.mean.value is None
    assert len(nine.dots) == 9
    assert ten.dots == ()
    assert ten.mean.value == 2
    assert ten.mean.low is not None
    assert ten.mean.high is not None
    assert 1 < ten.mean.low < 2 < ten.mean.high < 3


def test_a_sample_rated_twice_counts_once() -> None:
    figures = unit_figures([[1, 2]] + [[3, NONE]] * 9)
    assert figures.mean.value == pytest.approx((1.5 + 27) / 10)
    assert level_shares([[1, 2]] + [[3, NONE]] * 9, 5) == pytest.approx((0, 0.05, 0.05, 0.9, 0))


def test_the_same_level_throughout_has_no_interval() -> None:
    assert unit_figures(column(*[3] * 12)).mean == Estimate(3.0, cases=12, notes=(Note.ALL_ALIKE,))


def test_a_mean_is_as_uncertain_as_theory_says() -> None:
    values = np.random.default_rng(3).normal(2, 1, (400, 1))
    mean = unit_figures(values).mean
    assert mean.low is not None
    assert mean.high is not None
    assert mean.high - mean.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.07)


def test_a_change_and_its_uncertainty() -> None:
    before, after = (np.random.default_rng(seed).normal(mean, 1, (300, 1)) for seed, mean in ((1, 2.0), (2, 2.5)))
    rise = difference(before, after)
    assert rise.value == pytest.approx(after.mean() - before.mean())
    assert rise.cases == 300
    assert rise.low is not None
    assert rise.high is not None
    spread = np.sqrt((before.var() + after.var()) / 300)
    assert rise.high - rise.low == pytest.approx(2 * 1.96 * spread, rel=0.07)
    assert change(rise) is Change.HIGHER
    assert change(difference(after, before)) is Change.LOWER
    assert change(difference(before, before)) is Change.UNCLEAR


def test_the_two_sides_of_a_change_are_drawn_apart() -> None:
    """Drawn as pairs, a set held against itself would seem to have changed by exactly nothing."""
    same = column(*range(10))
    held = difference(same, same)
    assert held.low is not None
    assert held.low < -1


def test_a_change_needs_ten_samples_on_both_sides() -> None:
    few, enough = column(*range(9)), column(*range(10))
    for before, after in ((few, enough), (enough, few)):
        assert difference(before, after) == Estimate(None, cases=9, notes=(Note.TOO_FEW_FOR_MEAN,))
    assert change(difference(few, enough)) is None


def test_another_shape_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="samples, raters"):
        unit_figures([1.0, 2.0])


@examples
@given(designs(most_cases=14), st.randoms(use_true_random=False))
def test_property_neither_order_of_samples_nor_raters_shows(design: Design, dice: Random) -> None:
    samples, raters = (dice.sample(range(size), size) for size in design.ratings.shape)
    shuffled = design.ratings[samples][:, raters]
    one, other = unit_figures(design.ratings), unit_figures(shuffled)
    assert (one.samples, one.dots) == (other.samples, other.dots)
    assert one.median == pytest.approx(other.median)
    assert one.mean.value == pytest.approx(other.mean.value)
    assert level_shares(design.ratings, design.levels) == pytest.approx(level_shares(shuffled, design.levels))


@examples
@given(designs())
def test_property_shares_are_of_the_whole(design: Design) -> None:
    shares = level_shares(design.ratings, design.levels)
    assert sum(shares) == pytest.approx(1 if shares else 0)
