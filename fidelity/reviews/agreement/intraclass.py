"""Agreement on scores of domains and totals: intraclass correlations of a single rater, by the design of the round.

P. E. Shrout & J. L. Fleiss, *Psychological Bulletin* 86 (1979), 420-428: ICC(1,1) and ICC(2,1).
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from fidelity.reviews.agreement.bootstrap import NOTHING, SEED, Array, distinct, drawn_sums, of_agreement, ratio
from fidelity.reviews.agreement.outcomes import Estimate, Note
from fidelity.reviews.rounds.rules import FEWEST_FOR_INTERVAL


def icc_one_way(scores: npt.ArrayLike, seed: int = SEED) -> Estimate:
    """ICC(1,1), for live rounds where pairs of raters rotate: scores (cases, raters), NaN where there is none, in any column.

    Cases may have different numbers of raters: one-way analysis of variance with the mean number of ratings that S. R. Searle,
    *Linear Models* (1971), ch. 10, and A. Donner, *International Statistical Review* 54 (1986), give for it. Cases with a single
    score are left out: they say nothing of agreement.
    """
    array = np.asarray(scores, dtype=float)
    array = array[np.count_nonzero(~np.isnan(array), axis=1) >= 2]
    number = np.count_nonzero(~np.isnan(array), axis=1)[:, None]
    return _estimated(_centred(array), [number, number**2], _one_way, seed)


def icc_two_way(scores: npt.ArrayLike, seed: int = SEED) -> Estimate:
    """ICC(2,1), absolute agreement, only where the same raters rated all: scores (cases, raters), a column for each rater.

    Raters and cases without a single score are passed over. Cases that some rater did not score are left out, and a note says so.
    """
    array = np.asarray(scores, dtype=float)
    given = ~np.isnan(array)
    array = array[given.any(axis=1)][:, given.any(axis=0)]
    complete = ~np.isnan(array).any(axis=1) & (array.shape[1] >= 2)
    if array.shape[1] >= 2 and not complete.any():
        return Estimate(None, notes=(Note.NOT_RATED_BY_ALL,))
    notes = () if complete.all() else (Note.INCOMPLETE_LEFT_OUT,)
    centred = _centred(array[complete])
    return _estimated(centred, [centred], _two_way, seed, *notes)


def _centred(scores: Array) -> Array:
    """Scores about their mean with the furthest at 1, which changes no correlation and keeps small numbers exact."""
    if not len(scores):
        return scores
    about = scores - np.nanmean(scores)
    furthest = np.nanmax(np.abs(about))
    return about / furthest if furthest > NOTHING * np.nanmax(np.abs(scores)) else about * 0


def _estimated(
    centred: Array, more: list[Array], formula: Callable[[Array], Array], seed: int, *notes: Note
) -> Estimate:
    """The correlation with its interval, of centred scores (cases, raters) and the formula for sums over cases.

    Summed are: cases, scores, their sums squared by number, their squares, and what `more` holds.
    """
    if len(centred) == 1:
        return Estimate(None, cases=1, notes=(Note.ONE_CASE, *notes))
    if not len(centred):
        return of_agreement(np.nan, None, 0)
    sums = np.nansum(centred, axis=1, keepdims=True)
    number = np.count_nonzero(~np.isnan(centred), axis=1)[:, None]
    squares = np.nansum(centred**2, axis=1, keepdims=True)
    cases = distinct(np.hstack([np.ones(sums.shape), sums, sums**2 / number, squares, *more]))
    draws = formula(drawn_sums((cases,), seed)) if cases.number >= FEWEST_FOR_INTERVAL else None
    return of_agreement(float(formula(cases.total())[0]), draws, cases.number, *notes)


def _one_way(sums: Array) -> Array:
    """ICC(1,1) of summed features (draws, features): between and within mean squares; NaN without variation."""
    cases, total, between, squares, ratings, squared_ratings = sums.T
    usual = (ratings - squared_ratings / ratings) / (cases - 1)
    mean_between = np.maximum(between - total**2 / ratings, 0) / (cases - 1)
    mean_within = np.maximum(squares - between, 0) / (ratings - cases)
    return ratio(mean_between - mean_within, mean_between + (usual - 1) * mean_within)


def _two_way(sums: Array) -> Array:
    """ICC(2,1) of summed features (draws, features): mean squares of cases, raters and the rest; NaN without variation."""
    cases, total, of_cases, squares = sums[:, :4].T
    raters = sums.shape[1] - 4
    middle = total**2 / (cases * raters)
    of_raters = (sums[:, 4:] ** 2).sum(axis=1) / cases
    mean_cases = np.maximum(of_cases - middle, 0) / (cases - 1)
    mean_raters = np.maximum(of_raters - middle, 0) / (raters - 1)
    mean_rest = np.maximum(squares - of_cases - of_raters + middle, 0) / ((cases - 1) * (raters - 1))
    single = mean_cases + (raters - 1) * mean_rest + raters * (mean_raters - mean_rest) / cases
    return ratio(mean_cases - mean_rest, single)
