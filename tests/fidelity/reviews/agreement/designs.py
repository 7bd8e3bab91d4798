"""Random designs: scales of two to seven levels, up to twelve cases and five raters, with any of the ratings missing."""

from dataclasses import dataclass

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fidelity.reviews.agreement.bootstrap import Array

examples = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Design:
    """Ratings (cases, raters) on a scale."""

    ratings: Array
    levels: int


@st.composite
def designs(draw: st.DrawFn, *, raters: tuple[int, int] = (0, 5), most_cases: int = 12) -> Design:
    """A random design; some use but a few of the levels, so that nearly equal ones come up too."""
    levels = draw(st.integers(2, 7))
    used = draw(st.lists(st.integers(0, levels - 1), min_size=1, max_size=levels, unique=True))
    shape = (draw(st.integers(0, most_cases)), draw(st.integers(*raters)))
    elements = st.sampled_from([np.nan, *map(float, used)])
    return Design(draw(arrays(float, shape, elements=elements, fill=st.nothing())), levels)


def is_near(value: float | None, exact: object) -> bool:
    """Whether a figure is what exact arithmetic says, or missing where that says nothing."""
    if value is None or exact is None:
        return value is exact
    return abs(value - float(exact)) < 1e-9  # type: ignore[arg-type]
