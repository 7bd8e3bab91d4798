"""The figures once more, from their definitions: loops over pairs in exact fractions, with nothing of the code that is tested."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations

import numpy as np

from fidelity.reviews.agreement.bootstrap import Array

Rows = list[list[Fraction]]


def given(ratings: Array) -> Rows:
    """The ratings that each case was given, as fractions."""
    return [[Fraction(float(one)).limit_denominator(10**6) for one in row if not np.isnan(one)] for row in ratings]


def mean(values: Sequence[Fraction]) -> Fraction:
    """The mean of some fractions."""
    return sum(values, Fraction(0)) / len(values)


def over_pairs(rows: Rows, agree: Callable[[Fraction, Fraction], Fraction]) -> Fraction | None:
    """The mean over cases of the mean over their pairs of ratings; None when no case has two."""
    cases = [mean([agree(a, b) for a, b in permutations(row, 2)]) for row in rows if len(row) > 1]
    return mean(cases) if cases else None


def exact(ratings: Array) -> Fraction | None:
    """The share of pairs on the same level."""
    return over_pairs(given(ratings), lambda a, b: Fraction(a == b))


def within_one(ratings: Array) -> Fraction | None:
    """The share of pairs at most one level apart."""
    return over_pairs(given(ratings), lambda a, b: Fraction(abs(a - b) <= 1))


def ac2(ratings: Array, levels: int) -> Fraction | None:
    """Gwet's AC2 with quadratic weights over all levels; None when no case has two."""

    def weight(a: Fraction, b: Fraction) -> Fraction:
        return 1 - ((a - b) / (levels - 1)) ** 2

    rows = [row for row in given(ratings) if row]
    observed = over_pairs(rows, weight)
    if observed is None:
        return None
    scale = [Fraction(level) for level in range(levels)]
    shares = [mean([Fraction(row.count(level), len(row)) for row in rows]) for level in scale]
    weights = sum(weight(a, b) for a in scale for b in scale)
    chance = weights / (levels * (levels - 1)) * sum(share * (1 - share) for share in shares)
    return (observed - chance) / (1 - chance)


def icc_one_way(scores: Array) -> Fraction | None:
    """ICC(1,1) by one-way analysis of variance over cases with at least two scores; None where it divides by zero."""
    rows = [row for row in given(scores) if len(row) > 1]
    if len(rows) < 2:
        return None
    everything = [one for row in rows for one in row]
    between = sum(len(row) * (mean(row) - mean(everything)) ** 2 for row in rows) / Fraction(len(rows) - 1)
    within = sum((one - mean(row)) ** 2 for row in rows for one in row) / Fraction(len(everything) - len(rows))
    usual = (len(everything) - Fraction(sum(len(row) ** 2 for row in rows), len(everything))) / (len(rows) - 1)
    below = between + (usual - 1) * within
    return (between - within) / below if below else None


def icc_two_way(scores: Array) -> Fraction | None:
    """ICC(2,1) by two-way analysis of variance over complete cases; None where it divides by zero."""
    rows = [row for row in given(scores) if len(row) == scores.shape[1]]
    cases, raters = len(rows), scores.shape[1]
    if cases < 2 or raters < 2:
        return None
    everything = mean([one for row in rows for one in row])
    columns = [mean(column) for column in zip(*rows, strict=True)]
    of_cases = raters * sum((mean(row) - everything) ** 2 for row in rows) / Fraction(cases - 1)
    of_raters = cases * sum((column - everything) ** 2 for column in columns) / Fraction(raters - 1)
    rest = sum(
        (one - mean(row) - column + everything) ** 2 for row in rows for one, column in zip(row, columns, strict=True)
    ) / Fraction((cases - 1) * (raters - 1))
    below = of_cases + (raters - 1) * rest + raters * (of_raters - rest) / cases
    return (of_cases - rest) / below if below else None
