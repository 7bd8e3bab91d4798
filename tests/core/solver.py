"""What somebody can compute who has kept everything that was ever shown: exact linear algebra, knowing nothing of how figures are hidden.

A shown figure is a set of base cells (any hashable keys) and their sum. Where a shown figure is zero each of its cells is.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

Cell = Hashable
Name = TypeVar("Name", bound=Hashable)
Equation = dict[Cell, int]
PRIME = (1 << 61) - 1
"""Arithmetic modulo a large prime stands for fractions: figures and the numbers in these equations are far below it."""
SUM = object()


def given_away(
    shown: Iterable[tuple[Collection[Cell], int]], wanted: Mapping[Name, Collection[Cell]]
) -> dict[Name, int]:
    """Those of the wanted sums that follow from the shown ones, with their figures; ValueError when the shown contradict each other."""
    solved: dict[Cell, Equation] = {}
    for cells, figure in shown:
        for equation in [dict.fromkeys(cells, 1) | {SUM: figure}] if figure else [{cell: 1} for cell in cells]:
            _take_in(solved, equation)
    found = {}
    for name, cells in wanted.items():
        rest = _reduced(dict.fromkeys(cells, 1), solved)
        if not any(cell is not SUM for cell in rest):
            found[name] = -_signed(rest.get(SUM, 0))
    return found


def _take_in(solved: dict[Cell, Equation], equation: Equation) -> None:
    """One more equation: each is solved for one cell, of which the others are kept free."""
    rest = _reduced(equation, solved)
    pivot = next((cell for cell in rest if cell is not SUM), None)
    if pivot is None:
        if rest:
            raise ValueError("the shown figures contradict each other")
        return
    inverse = pow(rest[pivot], -1, PRIME)
    added = {cell: value * inverse % PRIME for cell, value in rest.items()}
    for other in solved.values():
        if pivot in other:
            _subtract(other, added, other[pivot])
    solved[pivot] = added


def _reduced(equation: Equation, solved: Mapping[Cell, Equation]) -> Equation:
    rest = {cell: value % PRIME for cell, value in equation.items() if value % PRIME}
    for cell in equation:
        if cell in solved:
            _subtract(rest, solved[cell], rest[cell])
    return rest


def _subtract(equation: Equation, other: Equation, times: int) -> None:
    for cell, value in other.items():
        left = (equation.get(cell, 0) - times * value) % PRIME
        if left:
            equation[cell] = left
        else:
            equation.pop(cell, None)


def _signed(value: int) -> int:
    return value - PRIME if value > PRIME // 2 else value
