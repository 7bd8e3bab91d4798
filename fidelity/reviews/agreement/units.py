"""What a unit's samples say: levels as dots or a mean with its interval, their distribution, and the change between rounds.

Small numbers are hidden by whoever shows these figures (`core.small_numbers`); here none is.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.bootstrap import SEED, Array, distinct, drawn_sums, with_interval
from fidelity.reviews.agreement.levels import level_counts
from fidelity.reviews.agreement.outcomes import Estimate, Note
from fidelity.reviews.rounds.rules import FEWEST_FOR_MEAN


@dataclass(frozen=True)
class UnitFigures:
    """A unit's samples on a criterion, a domain or in total.

    `dots`, only below ten samples: the lowest sample first, one number each, or both where two raters differ.
    `median` is that of the samples, None without any; `mean` has a value from ten samples on.
    """

    samples: int
    dots: tuple[tuple[float, ...], ...]
    median: float | None
    mean: Estimate


def unit_figures(values: npt.ArrayLike, seed: int = SEED) -> UnitFigures:
    """A unit's figures, of levels or scores (samples, raters), NaN where there is none; the interval draws samples.

    A sample counts once: where raters differ, by the mean of what they gave. Pass the adjudicator's level alone where there is one.
    """
    array = np.asarray(values, dtype=float)
    middles = _of_samples(array)
    if len(middles) >= FEWEST_FOR_MEAN:
        samples = distinct(_features(middles))
        mean = with_interval(float(_mean(samples.total())[0]), _mean(drawn_sums((samples,), seed)), len(middles))
        return UnitFigures(len(middles), (), float(np.median(middles)), mean)
    dots = sorted(tuple(sorted({float(one) for one in row[~np.isnan(row)]})) for row in array)
    median = float(np.median(middles)) if len(middles) else None
    return UnitFigures(len(middles), tuple(dot for dot in dots if dot), median, _no_mean(len(middles)))


def level_shares(ratings: npt.ArrayLike, levels: int) -> tuple[float, ...]:
    """The share of samples at each level, of ratings (samples, raters), NaN where there is none; empty when nothing is rated.

    A sample counts once: where raters differ it is divided between their levels. Raises ValueError for ratings off the scale.
    """
    counts = level_counts(ratings, levels)
    given = counts.sum(axis=1, keepdims=True)
    rated = given[:, 0] > 0
    if not rated.any():
        return ()
    return tuple(float(share) for share in (counts[rated] / given[rated]).mean(axis=0))


def difference(before: npt.ArrayLike, after: npt.ArrayLike, seed: int = SEED) -> Estimate:
    """How much higher the mean is after than before, of levels or scores (samples, raters) of two separate sets of samples.

    Both need ten samples. The interval draws samples of each apart; `cases` are those of the smaller set. For a unit against its
    municipality, let `before` be the municipality's other units.
    """
    sides = [_of_samples(np.asarray(values, dtype=float)) for values in (before, after)]
    smaller = min(len(side) for side in sides)
    if smaller < FEWEST_FOR_MEAN:
        return _no_mean(smaller)
    first, second = (distinct(_features(side)) for side in sides)
    value = _mean(second.total())[0] - _mean(first.total())[0]
    # Another seed for the other side: with the same one the two would be drawn as pairs.
    draws = _mean(drawn_sums((second,), seed + 1)) - _mean(drawn_sums((first,), seed))
    return with_interval(float(value), draws, smaller)


def _of_samples(values: Array) -> Array:
    """One value for each sample that has any: the mean of what its raters gave."""
    if values.ndim != 2:
        raise ValueError("levels or scores are (samples, raters)")
    given = ~np.isnan(values)
    number = np.count_nonzero(given, axis=1)
    sums: Array = np.where(given, values, 0).sum(axis=1)[number > 0]
    return sums / number[number > 0]


def _features(middles: Array) -> Array:
    return np.stack([np.ones(len(middles)), middles], axis=1)


def _mean(sums: Array) -> Array:
    mean: Array = sums[:, 1] / sums[:, 0]
    return mean


def _no_mean(samples: int) -> Estimate:
    return Estimate(None, cases=samples, notes=(Note.TOO_FEW_FOR_MEAN if samples else Note.NO_CASES,))
