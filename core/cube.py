"""The fixed cube that figures about few are published from: a tree of places times the four quarters of a year, and their sums."""

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from core.quarters import QUARTERS

Place = TypeVar("Place", bound=Hashable)
Quarters = Sequence[int]
TOP = -1
"""What stands for the parent of the root."""


class Tree(Generic[Place]):
    """Places, numbered from the root down, each with one parent but for the root. Figures hang on those without children."""

    def __init__(self, root: Place, parents: Mapping[Place, Place]) -> None:
        below: dict[Place, list[Place]] = {}
        # Numbers decide between equal figures: they must not depend on the order of the input.
        for place in sorted(parents, key=repr):
            below.setdefault(parents[place], []).append(place)
        self.places = [root]
        self.families: list[tuple[int, list[int]]] = [(TOP, [0])]
        """Each parent with its children; a family stands after that of its parent."""
        for number, place in enumerate(self.places):  # it grows while it is gone through
            if children := below.get(place):
                self.families.append((number, list(range(len(self.places), len(self.places) + len(children)))))
                self.places.extend(children)
        self.children = dict(self.families)
        self.number = {place: number for number, place in enumerate(self.places)}
        if len(self.places) != len(parents) + 1:
            raise ValueError("every place must lead to the root, and the root nowhere")

    def figures(self, of_units: Mapping[Place, Quarters], smallest: int) -> "list[Figures]":
        """By number of the place its figures, summed up the tree; ValueError for figures that would not be counted."""
        if stray := [place for place in of_units if self.number.get(place, TOP) in self.children]:
            raise ValueError(f"figures hang on units of the tree: {stray}")
        quarters = [tuple(of_units.get(place, (0,) * QUARTERS)) for place in self.places]
        for parent, children in reversed(self.families[1:]):
            quarters[parent] = tuple(map(sum, zip(*(quarters[child] for child in children), strict=True)))
        return [_figures(*own, smallest) for own in quarters]


class Figures(NamedTuple):
    """A place's figures: per set of quarters the sum, the mask of the sets whose sum is small, and the quarters that are zero."""

    sums: tuple[int, ...]
    small: int
    zeros: int


@lru_cache(maxsize=1 << 14)
def _figures(first: int, second: int, third: int, fourth: int, smallest: int) -> Figures:
    sums = [0]
    for figure in (first, second, third, fourth):
        sums += [figure + other for other in sums]
    small = sum(1 << chosen for chosen, total in enumerate(sums) if 0 < total < smallest)
    zeros = sum(1 << quarter for quarter in range(QUARTERS) if not sums[1 << quarter])
    return Figures(tuple(sums), small, zeros)
