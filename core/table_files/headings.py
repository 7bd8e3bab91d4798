"""The heading row of a file: which column holds what, whatever order and language it is written in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from core.table_files.cells import plain_key
from core.table_files.faults import Fault
from core.table_files.faults import sentence as _
from core.table_files.text import Record

Column = TypeVar("Column", bound=StrEnum)


class HeadingWords(Generic[Column]):
    """The headings that a kind of file may have: for each column those that are understood, the recommended one first."""

    def __init__(self, words: Mapping[Column, str]) -> None:
        self._words = {column: written.split(", ") for column, written in words.items()}
        self._columns = {plain_key(word): column for column, words in self._words.items() for word in words}

    def accepted(self, column: Column) -> list[str]:
        """The headings that are understood for a column, the recommended one first."""
        return self._words[column]

    def column_of(self, heading: str) -> Column | None:
        """The column that a heading means, if it is understood."""
        return self._columns.get(plain_key(heading))

    def known_count(self, cells: Iterable[str]) -> int:
        """How many of the cells are headings that are understood."""
        return sum(self.column_of(cell) is not None for cell in cells)

    def find(self, record: Record) -> "tuple[Headings[Column], list[Fault]]":
        """What the heading row says, and a fault for each column that stands there twice."""
        row = tuple(" ".join(cell.split()) for cell in record.cells)
        while row and not row[-1]:
            row = row[:-1]
        places: dict[Column, int] = {}
        faults = []
        for place, cell in enumerate(row):
            column = self.column_of(cell)
            if column in places:
                faults.append(_twice(record.line, row[places[column]], cell))
            elif column is not None:
                places[column] = place
        return Headings(record.line, row, places, self), faults

    def missing(self, line: int, column: Column) -> Fault:
        """The fault of a file without a column that it has to have."""
        first, *others = self.accepted(column)
        advice = _(
            "The column %(heading)s is missing. Add it, even if it is empty. These headings are understood too: %(others)s.",
            heading=first,
            others=", ".join(others),
        )
        return Fault(line, first, advice)

    def no_heading_row(self, record: Record, columns: Iterable[Column]) -> Fault:
        """The fault of a file that begins without headings."""
        return Fault(
            record.line,
            "",
            _(
                "The first row has none of the headings that are needed. Write %(headings)s in it.",
                headings=", ".join(self.accepted(column)[0] for column in columns),
            ),
        )


@dataclass(frozen=True)
class Headings(Generic[Column]):
    """The heading row of one file, and where each column stands (`places`)."""

    line: int
    row: tuple[str, ...]
    places: Mapping[Column, int]
    words: HeadingWords[Column]

    def written(self, column: Column) -> str:
        """The heading as the file has it, or the recommended one where the file has none."""
        place = self.places.get(column)
        return self.words.accepted(column)[0] if place is None else self.row[place]

    @property
    def unread(self) -> Iterator[int]:
        """The places of the columns that are not read."""
        read = set(self.places.values())
        return (place for place, cell in enumerate(self.row) if cell and place not in read)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings of the columns that are not read."""
        return tuple(self.row[place] for place in self.unread)

    def cell_count_advice(self, record: Record) -> str | None:
        """What to do about a row that has another number of cells than the heading row; None when all is well."""
        expected = len(self.row)
        if len(record.cells) < expected:
            return _(
                "The row has %(count)s cells but the heading row has %(expected)s. Write every cell, also the empty ones.",
                count=len(record.cells),
                expected=expected,
            )
        if any(cell.strip() for cell in record.cells[expected:]):
            return _(
                "The row has %(count)s cells but the heading row has %(expected)s. "
                "Write quotation marks around a cell that holds the separator.",
                count=len(record.cells),
                expected=expected,
            )
        return None


def _twice(line: int, first: str, second: str) -> Fault:
    if plain_key(first) == plain_key(second):
        return Fault(line, second, _("The heading %(heading)s stands twice. Keep one of the columns.", heading=second))
    return Fault(
        line,
        second,
        _(
            "The headings %(first)s and %(second)s mean the same thing. Keep one of the columns.",
            first=first,
            second=second,
        ),
    )
