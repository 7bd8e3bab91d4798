"""Pure: how a rater's levels lie beside those of somebody else who rated the same samples, or of a reference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from fidelity.reviews.agreement.units import UnitFigures, unit_figures
from fidelity.reviews.answers import level_of

Answers = Mapping[str, str]


def sample_difference(own: Answers, other: Answers) -> float | None:
    """How much higher one's own levels are in a sample, as a mean over the criteria that both gave a level; None where there is none."""
    both = [(level_of(answer), level_of(other.get(criterion))) for criterion, answer in own.items()]
    found = [one - against for one, against in both if one is not None and against is not None]
    return sum(found) / len(found) if found else None


def drift_of(pairs: Iterable[tuple[Answers, Answers]]) -> UnitFigures:
    """The figures of the differences, a sample counting once: their median, and from ten samples on their mean with its interval."""
    found = [one for own, other in pairs if (one := sample_difference(own, other)) is not None]
    return unit_figures(np.array(found, dtype=float).reshape(len(found), 1))


@dataclass(frozen=True)
class Drift:
    """A rater's difference at one time: in a round, or in a set of samples with reference levels."""

    name: str
    on: date
    figures: UnitFigures
