"""Pure: what stands out in a unit's profile, so far that chance seldom makes it. Where nothing does, nothing is said to."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from fidelity.reviews.agreement.outcomes import Note
from fidelity.reviews.agreement.units import UnitFigures

AT_MOST = 3
"""A meeting has time for so many strengths, and so many criteria to work on."""
FEWEST_DOTS = 5
"""With fewer samples than this all on one side of the middle, chance alone does it more than once in thirty."""


@dataclass(frozen=True)
class Seen:
    """A criterion's figures in the order of the instrument; only those that are shown."""

    criterion: str
    figures: UnitFigures


@dataclass(frozen=True)
class StandsOut:
    """The criteria that stand out, the furthest first; `middle` is what they stand out from, None where nothing is shown."""

    strengths: tuple[str, ...] = ()
    to_work_on: tuple[str, ...] = ()
    middle: float | None = None


def stands_out(seen: Sequence[Seen], levels: int) -> StandsOut:
    """What lies above or below the middle of the unit's own profile with all of its uncertainty.

    From ten samples on the whole interval of the mean has to lie on that side, below ten every level of every sample. A strength is
    besides in the upper half of the scale, and what to work on below the level next to the highest: neither is said of what is low
    or high everywhere.
    """
    centres = {one.criterion: centre for one in seen if (centre := _centre(one.figures)) is not None}
    if not centres:
        return StandsOut()
    middle, top = median(centres.values()), levels - 1
    spans = {one.criterion: span for one in seen if (span := _span(one.figures)) is not None}
    high = [name for name, (low, _) in spans.items() if low > middle and centres[name] >= top / 2]
    low = [name for name, (_, highest) in spans.items() if highest < middle and centres[name] < top - 1]
    return StandsOut(
        tuple(sorted(high, key=lambda name: (-spans[name][0], -centres[name])))[:AT_MOST],
        tuple(sorted(low, key=lambda name: (spans[name][1], centres[name])))[:AT_MOST],
        float(middle),
    )


def _centre(figures: UnitFigures) -> float | None:
    return figures.median if figures.mean.value is None else figures.mean.value


def _span(figures: UnitFigures) -> tuple[float, float] | None:
    """Between which levels the criterion surely lies; None where one can't tell."""
    mean = figures.mean
    if mean.value is not None and Note.ALL_ALIKE in mean.notes:
        return mean.value, mean.value
    if mean.value is not None:
        return None if mean.low is None or mean.high is None else (mean.low, mean.high)
    if figures.samples < FEWEST_DOTS:
        return None
    given = [level for dot in figures.dots for level in dot]
    return min(given), max(given)
