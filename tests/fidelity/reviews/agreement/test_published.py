"""Figures that are printed in books, papers and manuals, and in the course."""

import numpy as np
import pytest

from fidelity.reviews.agreement.bootstrap import Array
from fidelity.reviews.agreement.criteria import criterion_agreement
from fidelity.reviews.agreement.intraclass import icc_one_way, icc_two_way
from fidelity.reviews.agreement.outcomes import Estimate
from fidelity.reviews.agreement.pairs import weighted_kappa
from tests.fidelity.reviews.agreement import oracles
from tests.fidelity.reviews.agreement.published import (
    ABSTRACTORS,
    DIAGNOSES,
    GWET_SIXTEEN,
    KRIPPENDORFF,
    SHROUT_FLEISS,
    rated_as,
)


def to_decimals(estimate: Estimate, decimals: int) -> float:
    assert estimate.value is not None
    return round(estimate.value, decimals)


def test_krippendorffs_example() -> None:
    """Printed: ordinal alpha .815. The fourth decimal is that of the library `krippendorff`, 0.815388."""
    agreement = criterion_agreement(KRIPPENDORFF, 5)
    assert to_decimals(agreement.alpha, 3) == 0.815
    assert to_decimals(agreement.alpha, 4) == 0.8154
    assert (agreement.rated, agreement.rated_twice) == (12, 11)


def test_gwets_examples_of_ac2_with_quadratic_weights() -> None:
    """To the decimals that tests of R's `agreement` (the first) and of irrCAC's port to Python give for them."""
    assert to_decimals(criterion_agreement(GWET_SIXTEEN, 5).ac2, 4) == 0.7755
    assert to_decimals(criterion_agreement(KRIPPENDORFF, 5).ac2, 5) == 0.91400
    assert to_decimals(criterion_agreement(rated_as(ABSTRACTORS), 3).ac2, 3) == 0.940
    assert to_decimals(criterion_agreement(rated_as(DIAGNOSES), 4).ac2, 3) == 0.299


def test_agreement_of_the_abstractors_is_as_printed() -> None:
    assert to_decimals(criterion_agreement(rated_as(ABSTRACTORS), 3).exact, 4) == 0.89


def test_weighted_kappa_with_quadratic_weights() -> None:
    """The first as R's irrCAC prints it, the second as its port to Python tests it, the third from ScoreQuadraticWeightedKappa."""
    assert to_decimals(weighted_kappa(*rated_as(ABSTRACTORS).T, 3), 7) == 0.8921569
    assert to_decimals(weighted_kappa(*rated_as(DIAGNOSES).T, 4), 3) == 0.383
    assert to_decimals(weighted_kappa([0, 2, 2, 4], [1, 3, 4, 5], 6), 10) == 0.6956521739


def test_shrout_and_fleiss_table() -> None:
    """Printed: ICC(1,1) .17 and ICC(2,1) .29. The further decimals follow from the table, by exact analysis of variance too."""
    assert to_decimals(icc_one_way(SHROUT_FLEISS), 2) == 0.17
    assert to_decimals(icc_two_way(SHROUT_FLEISS), 2) == 0.29
    assert to_decimals(icc_one_way(SHROUT_FLEISS), 4) == 0.1657
    assert to_decimals(icc_two_way(SHROUT_FLEISS), 4) == 0.2898
    assert round(float(oracles.icc_one_way(SHROUT_FLEISS) or 0), 4) == 0.1657
    assert round(float(oracles.icc_two_way(SHROUT_FLEISS) or 0), 4) == 0.2898


ROUND_A = np.array([(0, 0), (1, 1), (1, 1), (2, 2), (2, 2), (3, 3), (3, 3), (4, 4), (1, 2), (3, 2)], dtype=float)
ROUND_B = np.array([(3, 3)] * 19 + [(3, 2)], dtype=float)


@pytest.mark.parametrize(
    ("ratings", "exact", "alpha", "ac2"), [(ROUND_A, 0.8, 0.91, 0.96), (ROUND_B, 0.95, 0.0, 1.0)], ids="AB"
)
def test_the_rounds_of_the_course(ratings: Array, exact: float, alpha: float, ac2: float) -> None:
    """`content/courses/advanced/reviewing-fidelity/agreement-in-figures`."""
    agreement = criterion_agreement(ratings, 5)
    assert to_decimals(agreement.exact, 2) == exact
    assert to_decimals(agreement.alpha, 2) == alpha
    assert to_decimals(agreement.ac2, 2) == ac2


def test_the_totals_of_the_course() -> None:
    assert to_decimals(icc_one_way([(1.0, 1.2), (2.0, 1.8), (2.6, 2.8), (3.4, 3.2)]), 2) == 0.98
    assert to_decimals(icc_one_way([(2.4, 2.6), (2.6, 2.4), (2.5, 2.7), (2.7, 2.5)]), 2) == -0.50
