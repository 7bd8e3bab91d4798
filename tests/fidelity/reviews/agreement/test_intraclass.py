"""Intraclass correlations: against analysis of variance in fractions on random designs, what must not matter, and the traps.

`pingouin` brings matplotlib, seaborn and statsmodels with it, so it is no test dependency. Version 0.7.0 gave the same on sixty random
designs when this was written; one that it printed stands below.
"""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.reviews.agreement.intraclass import icc_one_way, icc_two_way
from fidelity.reviews.agreement.outcomes import Estimate, Note
from tests.fidelity.reviews.agreement import oracles
from tests.fidelity.reviews.agreement.designs import Design, designs, examples, is_near
from tests.fidelity.reviews.agreement.published import NONE, SHROUT_FLEISS, with_missing


@examples
@given(designs())
def test_property_one_way_is_its_analysis_of_variance(design: Design) -> None:
    assert is_near(icc_one_way(design.ratings).value, oracles.icc_one_way(design.ratings))


@examples
@given(designs())
def test_property_two_way_is_its_analysis_of_variance(design: Design) -> None:
    present = design.ratings[:, ~np.isnan(design.ratings).all(axis=0)]
    assert is_near(icc_two_way(design.ratings).value, oracles.icc_two_way(present))


@examples
@given(designs(), st.randoms(use_true_random=False), st.sampled_from([-3.0, 0.1, 1 / 3, 7.0]))
def test_property_neither_order_nor_scale_matters(design: Design, dice: Random, times: float) -> None:
    cases, raters = (dice.sample(range(size), size) for size in design.ratings.shape)
    other = 100 + times * design.ratings[cases][:, raters]
    for icc in (icc_one_way, icc_two_way):
        assert is_near(icc(other).value, icc(design.ratings).value)


def test_a_design_as_pingouin_printed_it() -> None:
    scores = [
        (2.5, 2.0, 3.0), (1.0, 1.5, 1.0), (3.5, 3.0, 4.0), (0.5, 1.0, 0.0), (2.0, 2.5, 2.0), (3.0, 2.0, 3.5), (1.5, 1.5, 2.5),
        (4.0, 3.5, 3.5),
    ]  # fmt: skip
    assert icc_one_way(scores).value == pytest.approx(0.823529, abs=5e-7)
    assert icc_two_way(scores).value == pytest.approx(0.823271, abs=5e-7)


def test_the_interval_of_two_way_scores() -> None:
    """Thirty cases by three raters, with a known share of variance from cases: the interval holds it, and warns of nothing."""
    dice = np.random.default_rng(7)
    scores = dice.normal(2, 1, (30, 1)) + dice.normal(0, 0.3, (1, 3)) + dice.normal(0, 0.6, (30, 3))
    for icc in (icc_one_way, icc_two_way):
        estimate = icc(scores)
        assert estimate.notes == ()
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < 1 / (1 + 0.09 + 0.36) < estimate.high


def test_raters_that_differ_by_a_level_agree_less_absolutely() -> None:
    base = np.arange(12.0)
    apart = np.stack([base, base + 6], axis=1)
    two_way = icc_two_way(apart)
    assert two_way.value is not None
    assert two_way.value < 0.5  # a correlation would say 1


def test_traps() -> None:
    for icc in (icc_one_way, icc_two_way):
        for nothing in (np.full((4, 2), NONE), np.empty((0, 2)), np.empty((3, 0)), [[1.0], [2.0]]):
            assert icc(nothing) == Estimate(None, notes=(Note.NOT_RATED_TWICE,))
        assert icc([[2.0, 3.0]]) == Estimate(None, cases=1, notes=(Note.ONE_CASE,))
        assert icc(np.full((12, 2), 7 / 3)) == Estimate(None, cases=12, notes=(Note.NO_VARIATION,))
        nine, ten = (icc([(case, case % 4) for case in range(cases)]) for cases in (9, 10))
        assert nine.notes == (Note.TOO_FEW_FOR_INTERVAL,)
        assert ten.notes == (Note.FEW_CASES,)
        assert ten.low is not None


def test_raters_who_contradict_each_other_come_out_negative() -> None:
    contrary = np.array([[0.0, 4.0], [4.0, 0.0]] * 6)
    assert icc_one_way(contrary).value == -1
    assert is_near(icc_two_way(contrary).value, oracles.icc_two_way(contrary))


def test_two_way_of_cases_without_differences_of_any_kind_is_not_computable() -> None:
    assert icc_two_way([[0, 1], [1, 0]]) == Estimate(None, cases=2, notes=(Note.NO_VARIATION,))
    assert icc_one_way([[0, 1], [1, 0]]).value == -1


def test_two_way_says_which_cases_it_left_out() -> None:
    with_gaps = np.vstack([SHROUT_FLEISS, with_missing([1, None, 3, 4], [None, None, None, None])])
    complete, gaps = icc_two_way(SHROUT_FLEISS), icc_two_way(with_gaps)
    assert gaps.value == pytest.approx(complete.value)
    assert gaps.cases == 6
    assert gaps.notes == (Note.TOO_FEW_FOR_INTERVAL, Note.INCOMPLETE_LEFT_OUT)
    nobody = np.vstack([SHROUT_FLEISS, np.full((2, 4), NONE)])
    assert icc_two_way(nobody) == complete
    absent = np.hstack([SHROUT_FLEISS, np.full((6, 1), NONE)])
    assert icc_two_way(absent) == complete


def test_two_way_is_not_for_raters_who_take_turns() -> None:
    assert icc_two_way([[1, 2, NONE], [NONE, 3, 1]]) == Estimate(None, notes=(Note.NOT_RATED_BY_ALL,))


def test_one_way_takes_cases_with_different_numbers_of_raters() -> None:
    scores = with_missing([1, 2, None], [2, None, 2.5], [3, 3, 4], [None, 0, None], [0.5, 1, 1.5], [None, 4, 3])
    estimate = icc_one_way(scores)
    assert estimate.cases == 5
    assert is_near(estimate.value, oracles.icc_one_way(scores))
