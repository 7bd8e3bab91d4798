"""Random and realistic tables of the cube for the tests of suppression, and what is shown of them as equations."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hypothesis import strategies as st

from core.cube import Tree
from core.quarters import Period
from core.small_numbers import Shown, decide

Four = tuple[int, int, int, int]
Cell = tuple[str, int]
ENDED = {
    0: (),
    1: (Period.Q1,),
    2: (Period.Q1, Period.Q2, Period.H1),
    3: (Period.Q1, Period.Q2, Period.H1, Period.Q3),
    4: tuple(Period),
}
QUARTERS_OF = {Period.H1: (0, 1), Period.H2: (2, 3), Period.YEAR: (0, 1, 2, 3)} | {
    period: (number,) for number, period in enumerate([Period.Q1, Period.Q2, Period.Q3, Period.Q4])
}


@dataclass(frozen=True)
class Table:
    """One table of the cube: places with their parents, figures per unit, and the threshold."""

    parents: Mapping[str, str]
    figures: Mapping[str, Four]
    smallest: int

    @cached_property
    def tree(self) -> Tree[str]:
        return Tree("m", self.parents)

    @cached_property
    def units_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {place: [] for place in self.tree.places}
        for unit in self.tree.places:
            if unit not in self.parents.values():
                place: str | None = unit
                while place is not None:
                    found[place].append(unit)
                    place = self.parents.get(place)
        return found

    def cells(self, place: str, period: Period) -> list[Cell]:
        return [(unit, quarter) for unit in self.units_of[place] for quarter in QUARTERS_OF[period]]

    def figure(self, place: str, period: Period) -> int:
        return sum(self.figures[unit][quarter] for unit, quarter in self.cells(place, period))

    def figures_of(self, ended: int) -> Iterator[tuple[str, Period]]:
        return ((place, period) for place in self.tree.places for period in ENDED[ended])

    def decide(self, ended: int, base: Shown[str] | None = None) -> Shown[str]:
        figures = {unit: [figures] for unit, figures in self.figures.items()}
        return decide(self.tree, figures, ended=ended, smallest=self.smallest, base=base)

    def equations(self, figures: Iterable[tuple[str, Period]]) -> list[tuple[list[Cell], int]]:
        return [(self.cells(*one), self.figure(*one)) for one in figures]

    def all_zeros(self) -> list[tuple[list[Cell], int]]:
        return [([(unit, q)], 0) for unit, four in self.figures.items() for q, figure in enumerate(four) if not figure]

    def is_small(self, place: str, period: Period) -> bool:
        return 0 < self.figure(place, period) < self.smallest

    def part(self, figures: Mapping[str, Four]) -> "Table":
        return Table(self.parents, figures, self.smallest)


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """One to four sections of up to four units, some without any; now and then a unit beside the sections."""
    parents = {}
    for section, units in enumerate(draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))):
        parents[f"s{section}"] = "m"
        parents |= {f"s{section}u{unit}": f"s{section}" for unit in range(units)}
    return parents | ({"alone": "m"} if draw(st.booleans()) else {})


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with many small figures and zeros, where suppression has most to do."""
    parents = draw(trees())
    units = [place for place in parents if place not in parents.values()]
    figure = draw(st.sampled_from([st.integers(0, 8), st.integers(0, 16), st.integers(0, 30), st.integers(3, 12)]))
    if draw(st.booleans()):
        figure = st.one_of(st.just(0), figure)
    return Table(parents, {unit: draw(st.tuples(*[figure] * 4)) for unit in units}, draw(st.integers(2, 8)))


@st.composite
def tables_with_tools(draw: st.DrawFn) -> tuple[Table, Table]:
    """A base table and the table of a part of it."""
    base = draw(tables())
    share = draw(st.sampled_from([(0, 1), (0, 3), (1, 3), (2, 3), (1, 1)]))

    def part(of: int) -> int:
        return draw(st.integers(of * share[0] // 3, of if share[1] == 1 else -(-of * share[1] // 3)))

    return base, base.part({unit: (part(a), part(b), part(c), part(d)) for unit, (a, b, c, d) in base.figures.items()})


def realistic(chance: random.Random, *, sections: int = 4, units: int = 4, closed: tuple[int, int] = (15, 40)) -> Table:
    """A municipality where so many processes are closed in each unit and quarter."""
    parents = {f"s{section}": "m" for section in range(sections)}
    parents |= {f"s{section}u{unit}": f"s{section}" for section in range(sections) for unit in range(units)}
    figures = {}
    for place in parents:
        if "u" in place:
            usual = chance.uniform(*closed)
            of_unit = [max(0, round(chance.gauss(usual, usual**0.5))) for _ in range(4)]
            figures[place] = (of_unit[0], of_unit[1], of_unit[2], of_unit[3])
    return Table(parents, figures, 5)


def with_tool(base: Table, chance: random.Random, share: float) -> Table:
    """In how many of the processes a tool was used that units use more or less as much as others."""
    figures = {}
    for unit, four in base.figures.items():
        own = share * chance.uniform(0.6, 1.4)
        used = [sum(chance.random() < own for _ in range(closed)) for closed in four]
        figures[unit] = (used[0], used[1], used[2], used[3])
    return base.part(figures)
