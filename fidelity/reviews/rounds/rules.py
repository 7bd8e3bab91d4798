"""Pure rules of a round: how much is rated twice, the draw, who may rate what, and what the numbers will and will not allow."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

FEWEST_FOR_MEAN = 10
"""With fewer samples a unit's levels are shown one by one, without a mean or an interval."""
FEWEST_FOR_INTERVAL, FEWEST_FOR_CALM = 10, 30
"""With fewer samples rated twice agreement has no interval, or one that is wide."""
MINUTES_A_RATING = 40
"""What a rating takes, roughly: for the plan's page to say what is asked of each rater."""


@dataclass(frozen=True)
class Rater:
    """Somebody who may rate, or release, and where they may not: sections and units that they work in, coach or lead."""

    person_id: int
    sections: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    is_over_everything: bool = False

    def may_rate(self, unit: "UnitPlace") -> bool:
        """Whether the unit is somebody else's business."""
        return not (self.is_over_everything or unit.section_id in self.sections or unit.id in self.units)


@dataclass(frozen=True)
class UnitPlace:
    """A unit and the section it lies in."""

    id: int
    section_id: int


def number_twice(samples: int, share: int, fewest: int) -> int:
    """How many of the samples are rated twice: the share in percent, but at least so many, and never more than there are."""
    return min(samples, max(fewest, ceil(samples * share / 100)))


def in_random_order(candidates: Collection[int], seed: str, what: str) -> list[int]:
    """The candidates in an order that chance decides; the same seed and purpose give it again, in whatever order they come."""
    order = sorted(candidates)
    random.Random(f"{seed} {what}").shuffle(order)  # noqa: S311  it is to be repeatable, not secret
    return order


def raters_needed(*, is_any_twice: bool) -> int:
    """How many may have to rate one sample: two and, where they differ, an adjudicator."""
    return 3 if is_any_twice else 1


@dataclass(frozen=True)
class Shortfall:
    """A unit for whose samples there are too few: `raters` there are of those needed, and whether somebody can release them."""

    unit_id: int
    raters: int
    needed: int
    can_be_released: bool


def shortfalls(
    units: Sequence[UnitPlace], raters: Sequence[Rater], releasers: Sequence[Rater], needed: int
) -> list[Shortfall]:
    """The units that the raters can't rate so that all parts in a sample are different people, none of them too near."""
    found = []
    for unit in units:
        may = {rater.person_id for rater in raters if rater.may_rate(unit)}
        reading = {one.person_id for one in releasers if unit.id not in one.units}
        left = max((len(may - {reader}) for reader in reading), default=0)
        if not reading or left < needed:
            found.append(Shortfall(unit.id, left if reading else len(may), needed, bool(reading)))
    return found


class Allowance(StrEnum):
    """What the numbers of a plan will or will not let anybody say."""

    UNIT_HIDDEN = "unit-hidden"
    UNIT_DOTS = "unit-dots"
    UNIT_MEAN = "unit-mean"
    NO_AGREEMENT = "no-agreement"
    AGREEMENT_WITHOUT_INTERVAL = "agreement-without-interval"
    AGREEMENT_UNSURE = "agreement-unsure"
    AGREEMENT = "agreement"
    SELF_SELECTED = "self-selected"
    RANDOM = "random"


def allowances(*, samples_per_unit: int, twice: int, is_drawn: bool, smallest: int) -> list[Allowance]:
    """One of each: about a unit's own figures, about agreement, and about what the samples stand for."""
    if samples_per_unit < smallest:
        unit = Allowance.UNIT_HIDDEN
    else:
        unit = Allowance.UNIT_DOTS if samples_per_unit < FEWEST_FOR_MEAN else Allowance.UNIT_MEAN
    if not twice:
        agreement = Allowance.NO_AGREEMENT
    elif twice < FEWEST_FOR_INTERVAL:
        agreement = Allowance.AGREEMENT_WITHOUT_INTERVAL
    else:
        agreement = Allowance.AGREEMENT_UNSURE if twice < FEWEST_FOR_CALM else Allowance.AGREEMENT
    return [unit, agreement, Allowance.RANDOM if is_drawn else Allowance.SELF_SELECTED]


def hours_each(samples: int, twice: int, raters: int) -> float:
    """About how many hours of rating are asked of each rater."""
    return (samples + twice) * MINUTES_A_RATING / 60 / max(raters, 1)
