"""The score of a sample by a rater: the mean over the criteria that have a level."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.bootstrap import Array, Counts


@dataclass(frozen=True)
class Scores:
    """Scores in levels (samples, raters), NaN where a rater gave too few, and on how many criteria each rests."""

    values: Array
    criteria: Counts


def sample_scores(ratings: npt.ArrayLike) -> Scores:
    """The score of each sample by each rater, of ratings (samples, raters, criteria), NaN where there is none.

    For a domain, pass its criteria alone. With levels on fewer than half of the criteria there is no score.
    """
    array = np.asarray(ratings, dtype=float)
    given = ~np.isnan(array)
    number = np.count_nonzero(given, axis=2)
    enough = (2 * number >= array.shape[2]) & (number > 0)
    sums = np.where(given, array, 0).sum(axis=2)
    return Scores(np.divide(sums, number, out=np.full(number.shape, np.nan), where=enough), number)
