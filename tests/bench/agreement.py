"""Prints what figures of agreement with their intervals cost: time and peak memory, as ratios to the smallest number of samples."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fidelity.reviews.agreement.bootstrap import DRAWS, Array
from fidelity.reviews.agreement.criteria import criteria_agreement
from fidelity.reviews.agreement.intraclass import icc_one_way
from fidelity.reviews.agreement.pairs import weighted_kappa
from fidelity.reviews.agreement.scores import sample_scores
from fidelity.reviews.agreement.units import unit_figures

SAMPLES = (200, 2_000, 20_000)
DOMAINS = (slice(0, 4), slice(4, 7), slice(7, 9), slice(9, 12), slice(12, 14))
CRITERIA, LEVELS, SHARE_TWICE, SHARE_MISSING = 14, 5, 0.2, 0.05
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """What was computed, with its median milliseconds and the most memory it held at once, in MiB, apart from the ratings."""

    milliseconds: float
    mebibytes: float


def main() -> None:
    """Print a line for each kind of figure and number of samples."""
    print(
        f"\nagreement with intervals of {DRAWS:,} draws: {CRITERIA} criteria on {LEVELS} levels, {SHARE_TWICE:.0%} rated twice,"
        f" {SHARE_MISSING:.0%} of the levels missing"
    )
    print(f"{'figures':<46}{'samples':>9}{'ms':>9}{'ratio':>8}{'MiB':>8}{'ratio':>8}")
    first: dict[str, Cost] = {}
    for samples in SAMPLES:
        for what, computes in _figures(_ratings(samples)).items():
            cost = _cost(computes)
            least = first.setdefault(what, cost)
            slower, larger = cost.milliseconds / least.milliseconds, cost.mebibytes / least.mebibytes
            print(
                f"{what:<46}{samples:>9,}{cost.milliseconds:>9.1f}{slower:>8.1f}{cost.mebibytes:>8.1f}{larger:>8.1f}",
                flush=True,
            )


def _figures(ratings: Array) -> dict[str, Callable[[], object]]:
    """What is computed of ratings (samples, 2, criteria)."""

    def scores() -> list[object]:
        parts = (*DOMAINS, slice(None))
        return [icc_one_way(sample_scores(ratings[:, :, part]).values) for part in parts]

    return {
        "four figures for each of 14 criteria": lambda: criteria_agreement(ratings, LEVELS),
        "ICC(1,1) of five domains and the total": scores,
        "weighted kappa of a pair over all criteria": lambda: weighted_kappa(ratings[:, 0], ratings[:, 1], LEVELS),
        "means of all samples, total": lambda: unit_figures(sample_scores(ratings).values),
    }


def _ratings(samples: int) -> Array:
    """Ratings (samples, 2, criteria) of which the second is there for a share of the samples."""
    dice = np.random.default_rng(samples)
    quality = dice.normal(2, 1, (samples, 1, 1)) + dice.normal(0, 0.7, (samples, 1, CRITERIA))
    ratings = np.clip(np.round(quality + dice.normal(0, 0.6, (samples, 2, CRITERIA))), 0, LEVELS - 1)
    ratings[int(samples * SHARE_TWICE) :, 1] = np.nan
    ratings[dice.random(ratings.shape) < SHARE_MISSING] = np.nan
    return ratings


def _cost(computes: Callable[[], object]) -> Cost:
    """The cost of computing it, after a first time that does not count; memory in a run of its own, since counting it takes time."""
    computes()
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        computes()
        times.append(1000 * (time.perf_counter() - begun))
    tracemalloc.start()
    computes()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Cost(statistics.median(times), peak / 2**20)
