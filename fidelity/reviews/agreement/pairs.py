"""Agreement of two raters: weighted kappa."""

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.bootstrap import SEED, Array, distinct, drawn_sums, of_agreement, ratio
from fidelity.reviews.agreement.levels import nearly_all_equal, quadratic_weights
from fidelity.reviews.agreement.outcomes import Estimate
from fidelity.reviews.rounds.rules import FEWEST_FOR_INTERVAL


def weighted_kappa(first: npt.ArrayLike, second: npt.ArrayLike, levels: int, seed: int = SEED) -> Estimate:
    """Cohen's kappa with quadratic weights, of two raters' levels (cases,) or (cases, criteria), NaN where there is none.

    With several criteria the figure is of all their ratings together, and the interval draws whole cases. A case counts when both
    rated at least one criterion. J. Cohen, *Psychological Bulletin* 70 (1968); weights: J. L. Fleiss & J. Cohen, *Educational and
    Psychological Measurement* 33 (1973). Raises ValueError for ratings off the scale or of different shapes.
    """
    tables = _tables(np.asarray(first, dtype=float), np.asarray(second, dtype=float), levels)
    cases = distinct(tables[tables.sum(axis=1) > 0])
    total = cases.total()
    used = total.reshape(levels, levels)
    draws = _kappa(drawn_sums((cases,), seed), levels) if cases.number >= FEWEST_FOR_INTERVAL else None
    skewed = nearly_all_equal(used.sum(axis=0) + used.sum(axis=1))
    return of_agreement(float(_kappa(total, levels)[0]), draws, cases.number, *skewed)


def _tables(first: Array, second: Array, levels: int) -> Array:
    """How often each pair of levels was given to each case: (cases, levels × levels)."""
    if first.shape != second.shape or not 1 <= first.ndim <= 2 or levels < 2:
        raise ValueError("two raters' levels are (cases,) or (cases, criteria) each, on a scale of at least two levels")
    a, b = (np.atleast_2d(side.T).T for side in (first, second))
    both = ~(np.isnan(a) | np.isnan(b))
    if not np.isin(np.concatenate([a[both], b[both]]), np.arange(levels)).all():
        raise ValueError(f"a rating is no level of the scale 0 to {levels - 1}")
    pairs = np.where(both, a * levels + b, -1)
    return np.stack([np.count_nonzero(pairs == pair, axis=1) for pair in range(levels**2)], axis=1).astype(float)


def _kappa(sums: Array, levels: int) -> Array:
    """Weighted kappa of tables (draws, levels × levels); NaN where both gave one and the same level throughout."""
    tables = sums.reshape(-1, levels, levels)
    apart = 1 - quadratic_weights(levels)
    observed = (tables * apart).sum(axis=(1, 2))
    by_chance = (tables.sum(axis=2)[:, :, None] * tables.sum(axis=1)[:, None, :] * apart).sum(axis=(1, 2))
    return 1 - tables.sum(axis=(1, 2)) * ratio(observed, by_chance)
