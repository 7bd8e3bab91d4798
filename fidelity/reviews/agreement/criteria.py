"""Agreement on one criterion: how often raters give the same level, and how much of that is more than chance.

All four figures follow from how many raters gave each level to each case; who they were does not matter.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.bootstrap import SEED, Array, Cases, distinct, drawn_sums, of_agreement, ratio
from fidelity.reviews.agreement.levels import level_counts, nearly_all_equal, quadratic_weights
from fidelity.reviews.agreement.outcomes import Estimate, Note
from fidelity.reviews.rounds.rules import FEWEST_FOR_INTERVAL

EXACT, WITHIN_ONE, ALPHA, AC2 = range(4)


@dataclass(frozen=True)
class CriterionAgreement:
    """The figures of a criterion, with how many cases were rated at all and how many at least twice."""

    exact: Estimate
    within_one: Estimate
    alpha: Estimate
    ac2: Estimate
    rated: int
    rated_twice: int


def criteria_agreement(ratings: npt.ArrayLike, levels: int, seed: int = SEED) -> tuple[CriterionAgreement, ...]:
    """Agreement on each criterion, of ratings (cases, raters, criteria): see `criterion_agreement`."""
    array = np.asarray(ratings, dtype=float)
    return tuple(criterion_agreement(array[:, :, number], levels, seed) for number in range(array.shape[2]))


def criterion_agreement(ratings: npt.ArrayLike, levels: int, seed: int = SEED) -> CriterionAgreement:
    """Agreement on a criterion, of ratings (cases, raters) on the scale 0 to levels - 1, NaN where there is none.

    Not assessable, not applicable and not rated are all NaN. Raters may stand in any column, so two columns are enough where no
    case is rated more than twice. Exact agreement and agreement within a level are shares of pairs of raters, each case counting
    the same. All figures come from the same draws of cases. Nothing rated twice, no variation and few cases are told by the
    estimates' notes; ratings off the scale raise ValueError.
    """
    counts = level_counts(ratings, levels)
    given = counts.sum(axis=1)
    twice, once = (_kinds(counts[chosen]) for chosen in (given >= 2, given == 1))
    total = twice.total() + once.total()
    values = _figures(total, levels)[:, 0]
    in_pairs = _Sums(total, levels).coincidences.sum(axis=(0, 1))
    if np.count_nonzero(in_pairs) < 2:
        values[AC2] = np.nan  # its formula gives a figure, but nobody was seen to tell two levels apart
    draws = _figures(drawn_sums((twice, once), seed), levels) if twice.number >= FEWEST_FOR_INTERVAL else None

    def estimate(figure: int, *notes: Note) -> Estimate:
        return of_agreement(float(values[figure]), None if draws is None else draws[figure], twice.number, *notes)

    alpha = estimate(ALPHA, *nearly_all_equal(in_pairs))
    return CriterionAgreement(
        estimate(EXACT), estimate(WITHIN_ONE), alpha, estimate(AC2), twice.number + once.number, twice.number
    )


def _kinds(counts: Array) -> Cases:
    """The kinds of case among counts (cases, levels), with what is summed over them; `_Sums` gives its parts their names."""
    kinds = distinct(counts)
    counts, levels = kinds.features, counts.shape[1]
    given = counts.sum(axis=1, keepdims=True)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(levels)
    pairs /= np.maximum(given - 1, 1)[:, :, None]
    close = np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))) <= 1
    agreeing = [(pairs * weights).sum(axis=(1, 2)) for weights in (np.eye(levels), close, quadratic_weights(levels))]
    parts = (
        np.stack(agreeing, axis=1) / given, given >= 2, given >= 1, counts / given, pairs.reshape(len(counts), levels**2),
    )  # fmt: skip
    return Cases(np.hstack(parts), kinds.counts)


class _Sums:
    """The parts of summed features (draws, features)."""

    def __init__(self, sums: Array, levels: int) -> None:
        self.agreeing = sums[:, :3]
        """Shares of a case's pairs of raters that agree exactly, within a level, and by weight, summed over cases rated twice."""
        self.twice, self.rated = sums[:, 3], sums[:, 4]
        self.shares = sums[:, 5 : 5 + levels]
        """Shares of a case's ratings at each level, summed over rated cases."""
        self.coincidences = sums[:, 5 + levels :].reshape(-1, levels, levels)


def _figures(sums: Array, levels: int) -> Array:
    """Exact agreement, agreement within a level, alpha and AC2 of summed features: (4, draws)."""
    parts = _Sums(sums, levels)
    exact, within_one, weighted = (ratio(agreeing, parts.twice) for agreeing in parts.agreeing.T)
    chance = _chance(ratio(parts.shares, np.repeat(parts.rated[:, None], levels, axis=1)), levels)
    return np.stack([exact, within_one, _ordinal_alpha(parts.coincidences), ratio(weighted - chance, 1 - chance)])


def _ordinal_alpha(coincidences: Array) -> Array:
    """Krippendorff's alpha with the ordinal difference, of coincidence matrices (draws, levels, levels); NaN without variation.

    K. Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), parts C and D. His ordinal difference is that of the
    levels' mean ranks.
    """
    totals = coincidences.sum(axis=2)
    ranks = np.cumsum(totals, axis=1) - totals / 2
    difference = (ranks[:, :, None] - ranks[:, None, :]) ** 2
    observed = (coincidences * difference).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * difference).sum(axis=(1, 2))
    return 1 - (totals.sum(axis=1) - 1) * ratio(observed, expected)


def _chance(shares: Array, levels: int) -> Array:
    """The agreement by chance of Gwet's AC2 with quadratic weights, of the levels' shares (draws, levels).

    K. L. Gwet, *Handbook of Inter-Rater Reliability* (4th ed., 2014), ch. 3 and 4. Every level of the scale is in, used or not.
    """
    usual: Array = quadratic_weights(levels).sum() / (levels * (levels - 1)) * (shares * (1 - shares)).sum(axis=1)
    return usual
