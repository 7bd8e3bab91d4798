"""What a figure comes out as: a value with its interval, or the reason why there is none. Never NaN, and never an exception."""

from dataclasses import dataclass
from enum import StrEnum


class Note(StrEnum):
    """Why there is no figure or no interval, and what to be careful with."""

    NO_CASES = "no-cases"
    NOT_RATED_TWICE = "not-rated-twice"
    NOT_RATED_BY_ALL = "not-rated-by-all"
    ONE_CASE = "one-case"
    NO_VARIATION = "no-variation"
    TOO_FEW_FOR_MEAN = "too-few-for-mean"
    TOO_FEW_FOR_INTERVAL = "too-few-for-interval"
    LITTLE_VARIATION = "little-variation"
    ALL_ALIKE = "all-alike"
    FEW_CASES = "few-cases"
    NEARLY_ALL_EQUAL = "nearly-all-equal"
    INCOMPLETE_LEFT_OUT = "incomplete-left-out"


class Figure(StrEnum):
    """The figures that have a name and a sentence that explains them."""

    EXACT = "exact"
    WITHIN_ONE = "within-one"
    ALPHA = "alpha"
    AC2 = "ac2"
    KAPPA = "kappa"
    ICC_ONE_WAY = "icc-one-way"
    ICC_TWO_WAY = "icc-two-way"


class AlphaBand(StrEnum):
    """Reading aid for Krippendorff's alpha."""

    GOOD = "good"
    TENTATIVE = "tentative"
    LOW = "low"


class IccBand(StrEnum):
    """Reading aid for an intraclass correlation."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Change(StrEnum):
    """What a difference with its interval lets one say."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Estimate:
    """A figure: its value (None: can't be computed), its 95 % interval (None: has none), the cases it rests on, and the reasons.

    Shares of agreement are 0 to 1; coefficients at most 1; means and differences in levels.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    cases: int = 0
    notes: tuple[Note, ...] = ()


def alpha_band(estimate: Estimate) -> AlphaBand | None:
    """Krippendorff's limits for his alpha (*Content Analysis*, 2004, p. 241), on the unrounded value; None without a value.

    The limits are his for alpha alone: AC2 and kappa come out higher or lower on the same ratings, and have no band here.
    """
    if estimate.value is None:
        return None
    if estimate.value >= 0.800:
        return AlphaBand.GOOD
    return AlphaBand.TENTATIVE if estimate.value >= 0.667 else AlphaBand.LOW


def icc_band(estimate: Estimate) -> IccBand | None:
    """Cicchetti's bands (*Psychological Assessment* 6, 1994, p. 286), on the unrounded value; None without a value."""
    if estimate.value is None:
        return None
    limits = ((0.75, IccBand.EXCELLENT), (0.60, IccBand.GOOD), (0.40, IccBand.FAIR))
    return next((band for limit, band in limits if estimate.value >= limit), IccBand.POOR)


def change(difference: Estimate) -> Change | None:
    """Whether a difference is told apart from none: its interval lies on one side of zero; None without an interval."""
    if difference.low is None or difference.high is None:
        return None
    if difference.low > 0:
        return Change.HIGHER
    return Change.LOWER if difference.high < 0 else Change.UNCLEAR
