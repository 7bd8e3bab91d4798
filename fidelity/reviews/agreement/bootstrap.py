"""Intervals by bootstrap over cases: every figure here is a function of sums over cases, so a draw is a weight for each kind of case.

Efron & Tibshirani, *An Introduction to the Bootstrap* (1993), ch. 13: percentile intervals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.outcomes import Estimate, Note
from fidelity.reviews.rounds.rules import FEWEST_FOR_CALM, FEWEST_FOR_INTERVAL

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]

SEED = 1979
"""The same ratings give the same interval each time a page is opened."""
DRAWS = 2000
COVERAGE = 0.95
CELLS = 1 << 20
"""Weights held at a time, so that memory does not grow with the number of cases."""
FEW_KINDS, CASES_OF_A_KIND = 80, 5
"""With no more kinds of case than this, and one more for so many cases, it is quicker to draw how many of each kind than which cases."""
SHARE_TO_DROP = 0.05
"""Draws in which a figure can't be computed say nothing of it; with more of them than this there is no interval."""
NOTHING = 1e-12


@dataclass(frozen=True)
class Cases:
    """The distinct cases: `features` (kinds, features) that sums are taken of, and how many cases there are of each kind."""

    features: Array
    counts: Counts

    @property
    def number(self) -> int:
        """How many cases there are."""
        return int(self.counts.sum())

    def total(self) -> Array:
        """The features summed over all cases: (1, features)."""
        return self.counts.astype(float)[None, :] @ self.features


def distinct(features: Array) -> Cases:
    """Gather cases (cases, features) that are alike, in an order that does not depend on theirs."""
    kinds = np.zeros(len(features), dtype=np.intp)
    for column in features.T:
        values, places = np.unique(column, return_inverse=True)
        kinds = np.unique(kinds * len(values) + places, return_inverse=True)[1]
    _kinds, first, counts = np.unique(kinds, return_index=True, return_counts=True)
    return Cases(features[first], counts)


def drawn_sums(strata: Sequence[Cases], seed: int) -> Array:
    """Sums over cases drawn with replacement within each stratum: (draws, features).

    Strata are kept apart because the plan, not chance, decides how many cases are rated twice.
    """
    generator = np.random.default_rng(seed)
    sums = np.zeros((DRAWS, strata[0].features.shape[1]))
    for cases in strata:
        if cases.number:
            sums += np.concatenate([weights @ cases.features for weights in _weights(cases.counts, generator)])
    return sums


def _weights(counts: Counts, generator: np.random.Generator) -> Iterator[Array]:
    """How many cases of each kind the draws hold: (some of the draws, kinds) at a time."""
    total, at_a_time = int(counts.sum()), max(1, CELLS // len(counts))
    case_kinds = np.repeat(np.arange(len(counts)), counts)
    for done in range(0, DRAWS, at_a_time):
        draws = min(at_a_time, DRAWS - done)
        if len(counts) <= FEW_KINDS + total // CASES_OF_A_KIND:
            yield generator.multinomial(total, counts / total, size=draws).astype(float)
        else:
            weights = np.empty((draws, len(counts)))
            for draw in range(draws):
                weights[draw] = np.bincount(case_kinds[generator.integers(0, total, total)], minlength=len(counts))
            yield weights


def ratio(above: Array, below: Array) -> Array:
    """The ratios, NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full(below.shape, np.nan), where=below > NOTHING)


def of_agreement(value: float, draws: Array | None, cases: int, *notes: Note) -> Estimate:
    """An estimate of agreement from its value and draws (None: were not made), NaN in either where it can't be computed.

    `cases` are those rated at least twice.
    """
    if not cases:
        return Estimate(None, notes=(Note.NOT_RATED_TWICE,))
    if np.isnan(value):
        return Estimate(None, cases=cases, notes=(Note.NO_VARIATION, *notes))
    if cases < FEWEST_FOR_INTERVAL or draws is None:
        return Estimate(value, cases=cases, notes=(Note.TOO_FEW_FOR_INTERVAL, *notes))
    warning = (Note.FEW_CASES,) if cases < FEWEST_FOR_CALM else ()
    return with_interval(value, draws, cases, *warning, *notes)


def with_interval(value: float, draws: Array, cases: int, *notes: Note) -> Estimate:
    """A value with the percentile interval of its draws, or with the reason why they give none."""
    computed = draws[~np.isnan(draws)]
    if len(computed) < (1 - SHARE_TO_DROP) * len(draws):
        return Estimate(value, cases=cases, notes=(Note.LITTLE_VARIATION, *notes))
    low, high = np.quantile(computed, ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2))
    if high - low < NOTHING:
        return Estimate(value, cases=cases, notes=(Note.ALL_ALIKE, *notes))
    return Estimate(value, float(low), float(high), cases, notes)
