"""The demo's invented processes: when they ran and what was used in them, thrown from dice so that the figures wanted come out."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fidelity.tool_use.demo_figures import (
    FIRST_YEAR,
    MAPPING,
    NETWORK_SHARES,
    SAFETY_TEAM,
    SAFETY_TEAM_PLACES,
    SAFETY_TEAM_SINCE,
    SHARES,
    SMALL_WORK,
    TAKES_OFF,
    TAKES_OFF_IN,
    WORK,
    Work,
    mapping_share,
)
from fidelity.tool_use.rules import INVESTIGATION, NETWORKS, SAFETY_PLANNING, Quarter, quarter_of

QUIET_SUMMER = 0.85
ALIKE, UNLIKE = 0.3, 1.2
"""How far units are from each other in mapping, and in every other tool (sigma of a log-normal weight)."""
TAKES_OFF_BY, MAPS_MORE_BY = 9.0, 2.5
YEARS_TO_TAKE_OFF = 2


@dataclass(frozen=True)
class Case:
    """One invented process; `ends_on` may lie ahead, and `tools` is what has been used by the time it ends."""

    unit: str
    kind: str
    opened_on: date
    ends_on: date
    tools: frozenset[str] = field(default=frozenset())


def cases(dice: random.Random, section_of: Mapping[str, str], today: date) -> list[Case]:
    """Every process that has been opened since the first year and was open in it or later, in the order they were opened."""
    last = quarter_of(today + timedelta(days=max(work.longest for work in WORK)))
    bare = [one for work in WORK for one in _stream(dice, work, last)]
    bare.extend(one for place in range(SAFETY_TEAM_PLACES) for one in _place(dice, place, today))
    begun = [one for one in bare if one.opened_on <= today]
    return sorted(_with_tools(dice, begun, section_of, today), key=lambda one: (one.opened_on, one.unit))


def small_cases(dice: random.Random, today: date) -> list[Case]:
    """The few processes of a municipality that has just begun: too few for any figure of theirs to be shown."""
    return [
        Case(
            unit,
            kind,
            working_day(today - timedelta(days=began), None),
            today + timedelta(days=ends),
            _few(dice, kind),
        )
        for unit, kind, began, ends in SMALL_WORK
    ]


def _few(dice: random.Random, kind: str) -> frozenset[str]:
    wanted = shares(kind, FIRST_YEAR + 5)
    return frozenset(tool for tool, share in wanted.items() if dice.random() < share)


def _stream(dice: random.Random, work: Work, last: Quarter) -> Iterator[Case]:
    """What a unit closes, quarter by quarter."""
    for number in range(Quarter(FIRST_YEAR, 0).number, last.number + 1):
        quarter = Quarter.of_number(number)
        usual = work.closed * (QUIET_SUMMER if quarter.place == 2 else 1)
        for _case in range(round(usual * dice.uniform(0.9, 1.12))):
            days = (quarter.last_day - quarter.first_day).days
            ends_on = working_day(quarter.first_day + timedelta(days=dice.randint(0, days)), quarter.last_day)
            takes = round(dice.triangular(work.shortest, work.longest, (work.shortest + 2 * work.longest) / 3))
            yield Case(work.unit, work.kind, working_day(ends_on - timedelta(days=takes), ends_on), ends_on)


def _place(dice: random.Random, place: int, today: date) -> Iterator[Case]:
    """One of the safety-planning team's places: a case, some days without, the next case."""
    opened_on = date(SAFETY_TEAM_SINCE, 1, 16) + timedelta(days=12 * place)
    while opened_on <= today:
        opened_on = working_day(opened_on)
        ends_on = working_day(opened_on + timedelta(days=dice.randint(110, 230)))
        yield Case(SAFETY_TEAM, SAFETY_PLANNING, opened_on, ends_on)
        opened_on = ends_on + timedelta(days=dice.randint(2, 20))


def working_day(day: date, last: date | None = None) -> date:
    """The day or the Monday after it; the Friday before it where that is past the last day."""
    monday = day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
    return monday if last is None or monday <= last else day - timedelta(days=day.weekday() - 4)


def _with_tools(
    dice: random.Random, bare: Sequence[Case], section_of: Mapping[str, str], today: date
) -> Iterator[Case]:
    """Give the processes of each section, kind and year so many tools that each year's shares come out."""
    leaning = _Leaning(dice)
    together: dict[tuple[str, str, int, bool], list[Case]] = defaultdict(list)
    for one in bare:
        together[section_of[one.unit], one.kind, one.ends_on.year, one.ends_on <= today].append(one)
    for (_section, kind, year, _is_closed), group in together.items():
        tools: list[set[str]] = [set() for _one in group]
        for tool, share in shares(kind, year).items():
            weights = [leaning.of(one.unit, tool, year) for one in group]
            for index in _chosen(dice, weights, round(share * len(group))):
                tools[index].add(tool)
        yield from (replace(one, tools=frozenset(used)) for one, used in zip(group, tools, strict=True))


def shares(kind: str, year: int) -> dict[str, float]:
    """The share of the kind's processes, closed in the year, that is to use each tool and network."""
    spans = {**SHARES[kind], **dict(zip(NETWORKS, NETWORK_SHARES[kind], strict=True))}
    way = min((year - FIRST_YEAR) / 5, 1.0)
    wanted = {tool: first + way * (later - first) for tool, (first, later) in spans.items()}
    return {MAPPING: mapping_share(year), **wanted} if kind == INVESTIGATION else wanted


class _Leaning:
    """How much likelier one unit is than another to use a tool: thrown once for each, so that units differ for years."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._weights: dict[tuple[str, str], float] = {}

    def of(self, unit: str, tool: str, year: int) -> float:
        """The weight of a unit's process when it is chosen who used the tool."""
        if (unit, tool) not in self._weights:
            sigma = ALIKE if tool in {MAPPING, *NETWORKS} else UNLIKE
            self._weights[unit, tool] = self._dice.lognormvariate(0, sigma)
        weight = self._weights[unit, tool]
        if unit != TAKES_OFF or year < TAKES_OFF_IN:
            return weight
        way = min((year - TAKES_OFF_IN + 1) / YEARS_TO_TAKE_OFF, 1.0)
        return max(weight, 1.0) * (MAPS_MORE_BY if tool == MAPPING else TAKES_OFF_BY) ** way


def _chosen(dice: random.Random, weights: Sequence[float], number: int) -> list[int]:
    """So many indices without replacement, heavier ones likelier (Efraimidis and Spirakis 2006: the largest u^(1/w))."""
    keys = [dice.random() ** (1 / weight) for weight in weights]
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=True)[:number]
