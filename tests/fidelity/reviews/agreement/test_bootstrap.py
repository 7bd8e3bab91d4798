"""The bootstrap: drawn over cases, the same each time, right against exact distributions, and within bounded memory."""

import tracemalloc

import krippendorff
import numpy as np
import pytest
from scipy import stats

from fidelity.reviews.agreement import bootstrap
from fidelity.reviews.agreement.bootstrap import COVERAGE, DRAWS, Cases, distinct, drawn_sums
from fidelity.reviews.agreement.criteria import criterion_agreement
from fidelity.reviews.agreement.pairs import weighted_kappa
from tests.fidelity.reviews.agreement.published import KRIPPENDORFF, NONE


def test_distinct_cases_are_counted_whatever_their_order() -> None:
    rows = np.array([[1, 2], [0, 5], [1, 2], [1, 0]], dtype=float)
    cases = distinct(rows)
    np.testing.assert_array_equal(cases.features, [[0, 5], [1, 0], [1, 2]])
    np.testing.assert_array_equal(cases.counts, [1, 1, 2])
    np.testing.assert_array_equal(distinct(rows[::-1]).features, cases.features)
    np.testing.assert_array_equal(cases.total(), rows.sum(axis=0, keepdims=True))
    assert distinct(np.empty((0, 3))).number == 0


@pytest.mark.parametrize("counts", [[30, 50, 40], [1] * 60 + [2] * 60], ids=["few kinds", "many kinds"])
def test_a_draw_holds_as_many_cases_as_there_are(counts: list[int]) -> None:
    cases = Cases(np.eye(len(counts)), np.array(counts))
    sums = drawn_sums((cases,), 1)
    assert (sums.sum(axis=1) == sum(counts)).all()
    np.testing.assert_allclose(sums.mean(axis=0), counts, atol=0.8)
    variances = np.array(counts) * (1 - np.array(counts) / sum(counts))
    np.testing.assert_allclose(sums.var(axis=0), variances, rtol=0.25)


def test_strata_are_drawn_apart() -> None:
    twice, once = Cases(np.array([[1.0, 0]]), np.array([12])), Cases(np.array([[0, 1.0]]), np.array([50]))
    assert (drawn_sums((twice, once), 1) == [12, 50]).all()


def test_the_same_ratings_give_the_same_interval_and_another_seed_another() -> None:
    assert criterion_agreement(KRIPPENDORFF, 5) == criterion_agreement(KRIPPENDORFF, 5)
    assert criterion_agreement(KRIPPENDORFF, 5).alpha.low != criterion_agreement(KRIPPENDORFF, 5, seed=5).alpha.low


def test_agreement_of_two_raters_has_the_interval_of_a_binomial() -> None:
    """Drawn with replacement, how many of 200 cases agree is binomial: its quantiles are known exactly."""
    ratings = np.array([(2, 2)] * 150 + [(2, 3)] * 50)
    exact = criterion_agreement(ratings, 5).exact
    low, high = stats.binom.ppf([(1 - COVERAGE) / 2, (1 + COVERAGE) / 2], 200, 0.75) / 200
    assert exact.low == pytest.approx(low, abs=0.0101)
    assert exact.high == pytest.approx(high, abs=0.0101)


def test_the_interval_of_alpha_is_that_of_drawing_the_rows_themselves() -> None:
    dice = np.random.default_rng(11)
    levels = dice.integers(0, 5, 60)
    ratings = np.clip(np.stack([levels, levels + dice.integers(-1, 2, 60)], axis=1), 0, 4).astype(float)
    drawn = [
        krippendorff.alpha(reliability_data=ratings[dice.integers(0, 60, 60)].T, level_of_measurement="ordinal")
        for _draw in range(1000)
    ]
    alpha = criterion_agreement(ratings, 5).alpha
    assert [alpha.low, alpha.high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.02)


def test_singly_rated_cases_are_never_drawn_for_those_rated_twice() -> None:
    twice = np.array([(case % 5, (case * case) % 5) for case in range(40)], dtype=float)
    many_once = np.vstack([twice, np.column_stack([np.arange(400) % 5, np.full(400, NONE)])])
    one, other = criterion_agreement(twice, 5), criterion_agreement(many_once, 5)
    assert one.alpha == other.alpha
    assert other.ac2.low is not None
    assert (other.rated, other.rated_twice) == (440, 40)


def test_memory_does_not_grow_with_cases_times_draws() -> None:
    """All weights at once would be 3,000 kinds of case × 2,000 draws × 8 bytes, 46 MiB; they are held 8 MiB at a time."""
    dice = np.random.default_rng(1)
    first, second = (dice.integers(0, 5, (3000, 14)).astype(float) for _side in range(2))
    tracemalloc.start()
    weighted_kappa(first, second, 5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert DRAWS * 3000 * 8 > 40 << 20
    assert peak < 3 * 8 * bootstrap.CELLS
