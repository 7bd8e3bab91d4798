"""Pure rules: what a sample counts as on a criterion, what a unit's samples come to, and what may be shown of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.small_numbers import Contribution, total_is_safe
from fidelity.reviews.agreement.bootstrap import Array
from fidelity.reviews.agreement.units import level_shares
from fidelity.reviews.answers import NoLevel, level_of

RATERS = 2
"""A sample counts by the levels of at most so many: the first and the second, or the adjudicator alone."""


def counted(answers: Sequence[str], adjudicated: str | None) -> tuple[int, ...] | NoLevel | None:
    """What a sample counts as: the adjudicator's level where there is one, else the raters', both where they differ.

    Where nobody gave a level it is missing: not applicable when all say so, else not assessable. None where nobody answered.
    """
    standing = [adjudicated] if adjudicated is not None else list(answers)
    levels = {level for answer in standing if (level := level_of(answer)) is not None}
    if levels:
        return tuple(sorted(levels))
    if not standing:
        return None
    is_not_applicable = all(answer == NoLevel.NOT_APPLICABLE for answer in standing)
    return NoLevel.NOT_APPLICABLE if is_not_applicable else NoLevel.NOT_ASSESSABLE


@dataclass(frozen=True)
class CriterionLevels:
    """The levels of some samples on a criterion, the lowest first, and how many samples have none, which is never zero."""

    samples: tuple[tuple[int, ...], ...] = ()
    not_assessable: int = 0
    not_applicable: int = 0

    @property
    def number(self) -> int:
        """How many samples have a level."""
        return len(self.samples)

    @property
    def array(self) -> Array:
        """The levels as figures are computed of them: (samples, raters), NaN where there is none."""
        rows = [[*levels, *[np.nan] * (RATERS - len(levels))] for levels in self.samples]
        return np.array(rows, dtype=float).reshape(len(rows), RATERS)

    def by_level(self, levels: int) -> tuple[float, ...]:
        """How many samples are at each level; one in which raters differ is half at each."""
        shares = level_shares(self.array, levels) or (0.0,) * levels
        return tuple(share * self.number for share in shares)


def gathered(answers: Iterable[tuple[int, ...] | NoLevel | None]) -> CriterionLevels:
    """What samples count as on a criterion, put together. Their order is lost, so that nobody can put a sample together again."""
    listed = list(answers)
    return CriterionLevels(
        tuple(sorted(one for one in listed if isinstance(one, tuple))),
        sum(one is NoLevel.NOT_ASSESSABLE for one in listed),
        sum(one is NoLevel.NOT_APPLICABLE for one in listed),
    )


@dataclass(frozen=True)
class UnitLevels:
    """What a unit's samples came to: how many there are, of how many different processes, and in how many each tool was seen."""

    samples: int = 0
    processes: int = 0
    criteria: Mapping[str, CriterionLevels] = field(default_factory=dict)
    tools: Mapping[str, int] = field(default_factory=dict)

    def of(self, criterion: str) -> CriterionLevels:
        """The unit's levels on a criterion."""
        return self.criteria.get(criterion, CriterionLevels())

    def is_shown(self, smallest: int) -> bool:
        """Whether the unit has a profile: neither few samples nor few processes behind them."""
        return min(self.samples, self.processes) >= smallest

    def shows(self, criterion: str, smallest: int) -> bool:
        """Whether levels on the criterion are shown: the unit has a profile, and not few of its samples a level."""
        return self.is_shown(smallest) and self.of(criterion).number >= smallest


@dataclass(frozen=True)
class Place:
    """A unit of a round, with the section it lies in."""

    unit_id: int
    section_id: int
    levels: UnitLevels


def whole(places: Iterable[Place], criterion: str, *, but: int | None = None) -> CriterionLevels:
    """The levels of all the round's units together on a criterion, or of all but one of them."""
    own = [place.levels.of(criterion) for place in places if place.unit_id != but]
    return CriterionLevels(
        tuple(sorted(levels for one in own for levels in one.samples)),
        sum(one.not_assessable for one in own),
        sum(one.not_applicable for one in own),
    )


def shows_whole(places: Sequence[Place], criterion: str, levels: int, smallest: int) -> bool:
    """Whether all units together may be shown on a criterion, so that no unit's levels follow that are not shown to whoever looks."""
    found = [
        Contribution(
            place.section_id, place.levels.of(criterion).by_level(levels), place.levels.shows(criterion, smallest)
        )
        for place in places
    ]
    giving = sum(one.count > 0 for one in found)
    is_enough = sum(one.count for one in found) >= smallest
    return giving > 1 and is_enough and total_is_safe(found, smallest=smallest)
