"""Pure: a unit's profile in a round, with everything that may not be shown left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fidelity.reviews.agreement.outcomes import Estimate
from fidelity.reviews.agreement.units import UnitFigures, difference, unit_figures
from fidelity.reviews.results.rules import CriterionLevels, Place, UnitLevels, shows_whole, whole
from fidelity.reviews.results.standing_out import Seen, StandsOut, stands_out

HEAT_STEPS = 5


@dataclass(frozen=True)
class Cell:
    """The samples at a level: how many (a half for one in which raters differ), and how dark that is. Dots stand where there are few."""

    count: float
    heat: int
    dots: int
    half_dots: int


@dataclass(frozen=True)
class Distribution:
    """Levels that may be shown, with their figures."""

    cells: tuple[Cell, ...]
    figures: UnitFigures


@dataclass(frozen=True)
class CriterionProfile:
    """A unit on a criterion. `own` is None where too few samples have a level, `all_units` where it would give a unit away.

    `against` is how much higher the unit is than the round's other units, `change` than it was itself the round before; None where
    the two can't be compared at all.
    """

    id: str
    with_level: int
    not_assessable: int
    not_applicable: int
    own: Distribution | None
    all_units: Distribution | None
    against: Estimate | None
    change: Estimate | None


@dataclass(frozen=True)
class Profile:
    """A unit's profile; with `criteria` only where it is shown."""

    samples: int
    processes: int
    is_shown: bool
    criteria: Mapping[str, CriterionProfile]
    stands_out: StandsOut
    tools: Mapping[str, int]


@dataclass(frozen=True)
class Scene:
    """What a profile is made of: every unit of the round, the criteria in order on so many levels, and what is small."""

    places: Sequence[Place]
    criteria: Sequence[str]
    levels: int
    smallest: int


def profile_of(scene: Scene, unit_id: int, before: UnitLevels, comparable: Sequence[str]) -> Profile:
    """The unit's profile. `before` is the unit in the round before, on the criteria that mean the same (`comparable`)."""
    own = next((place.levels for place in scene.places if place.unit_id == unit_id), UnitLevels())
    if not own.is_shown(scene.smallest):
        return Profile(own.samples, own.processes, False, {}, StandsOut(), {})
    criteria = {}
    for criterion in scene.criteria:
        then = before.of(criterion) if criterion in comparable and before.shows(criterion, scene.smallest) else None
        criteria[criterion] = _criterion(scene, unit_id, own, criterion, then)
    seen = [Seen(one.id, one.own.figures) for one in criteria.values() if one.own is not None]
    return Profile(own.samples, own.processes, True, criteria, stands_out(seen, scene.levels), own.tools)


def _criterion(
    scene: Scene, unit_id: int, own: UnitLevels, criterion: str, before: CriterionLevels | None
) -> CriterionProfile:
    levels = own.of(criterion)
    is_shown = own.shows(criterion, scene.smallest)
    is_whole = shows_whole(scene.places, criterion, scene.levels, scene.smallest)
    others = whole(scene.places, criterion, but=unit_id)
    return CriterionProfile(
        criterion,
        levels.number,
        levels.not_assessable,
        levels.not_applicable,
        distribution(levels, scene.levels) if is_shown else None,
        distribution(whole(scene.places, criterion), scene.levels) if is_whole else None,
        difference(others.array, levels.array) if is_shown and is_whole else None,
        difference(before.array, levels.array) if is_shown and before is not None else None,
    )


def distribution(levels: CriterionLevels, number: int) -> Distribution:
    """The levels with their figures."""
    figures = unit_figures(levels.array)
    cells = [
        Cell(
            count,
            heat(count, levels.number),
            sum(dot == (level,) for dot in figures.dots),
            sum(len(dot) > 1 and level in dot for dot in figures.dots),
        )
        for level, count in enumerate(levels.by_level(number))
    ]
    return Distribution(tuple(cells), figures)


def heat(count: float, of: int) -> int:
    """The step of a cell's colour: 0 for none, else 1 to 5."""
    return min(HEAT_STEPS, int(HEAT_STEPS * count / of + 1e-9) + 1) if count else 0
