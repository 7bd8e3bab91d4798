"""Published ratings, with where they and their figures are printed."""

import numpy as np

from fidelity.reviews.agreement.bootstrap import Array

NONE = np.nan

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part D: four observers, twelve units, values 1 to 5. The same
# ratings are Gwet's cac.raw4raters (Handbook of Inter-Rater Reliability, 4th ed.; R package irrCAC).
KRIPPENDORFF: Array = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]).T - 1  # fmt: skip

# Gwet, Handbook (4th ed.), pp. 89-90, as the R package `agreement` has it: four raters, sixteen subjects, 0.5 to 2.5 by halves.
GWET_SIXTEEN: Array = 2 * np.array([
    [1, 1.5, 1, NONE], [2, 2, 2, 2], [0.5, 1, 1.5, 1.5], [1, 1, 1, 1], [1, 1, 1, 1.5], [NONE, 1, 2.5, NONE],
    [2.5, 2.5, 2.5, 2.5], [1, 1, NONE, 1], [NONE, 1, 2, 1], [1, 1, 0.5, 1], [1.5, 1.5, 1.5, 1.5], [1, 1.5, 1, NONE],
    [1, 1, 1.5, NONE], [1, 2, 2.5, 2], [NONE, 1, 1.5, 1], [0.5, 0.5, 0.5, 0.5],
]) - 1  # fmt: skip

# Two tables that come with irrCAC: hundred pregnancies by two abstractors, 223 patients by two methods.
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
DIAGNOSES = ((40, 4, 4, 17), (6, 25, 2, 13), (4, 1, 21, 12), (15, 5, 9, 45))

# P. E. Shrout & J. L. Fleiss, Psychological Bulletin 86 (1979), table 2: six targets, four judges.
SHROUT_FLEISS: Array = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


def rated_as(table: tuple[tuple[int, ...], ...]) -> Array:
    """The ratings (cases, 2) that a table of two raters counts."""
    cells = ((first, second, number) for first, row in enumerate(table) for second, number in enumerate(row))
    return np.array([(first, second) for first, second, number in cells for _case in range(number)], dtype=float)


def with_missing(*rows: list[float | None]) -> Array:
    """Ratings written with None where there is none."""
    return np.array(rows, dtype=float)
