"""Ratings on a scale of levels 0, 1, 2 …: counted, and how near two levels are to each other."""

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.bootstrap import Array
from fidelity.reviews.agreement.outcomes import Note

NEARLY_ALL = 0.9
"""With this share of the ratings on one level a figure that is corrected for chance may be low although raters agree."""


def level_counts(ratings: npt.ArrayLike, levels: int) -> Array:
    """How many raters gave each level to each case: ratings (cases, raters), NaN where there is none, to (cases, levels).

    Raises ValueError for a scale of fewer than two levels, another shape, and a rating that is no level of the scale.
    """
    array = np.asarray(ratings, dtype=float)
    if levels < 2 or array.ndim != 2:
        raise ValueError("ratings are (cases, raters) on a scale of at least two levels")
    counts = np.stack([np.count_nonzero(array == level, axis=1) for level in range(levels)], axis=1)
    if counts.sum() != np.count_nonzero(~np.isnan(array)):
        raise ValueError(f"a rating is no level of the scale 0 to {levels - 1}")
    return counts.astype(float)


def quadratic_weights(levels: int) -> Array:
    """How far two levels agree, 1 on the same and 0 on opposite ends: (levels, levels). Fleiss & Cohen (1973)."""
    scale = np.arange(levels) / (levels - 1)
    weights: Array = 1 - np.subtract.outer(scale, scale) ** 2
    return weights


def nearly_all_equal(totals: Array) -> tuple[Note, ...]:
    """The warning that nearly all ratings are one and the same level, of how many there are of each (levels,)."""
    is_skewed = np.count_nonzero(totals) > 1 and totals.max() >= NEARLY_ALL * totals.sum()
    return (Note.NEARLY_ALL_EQUAL,) if is_skewed else ()
