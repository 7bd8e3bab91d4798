"""What in a file looks like it identifies somebody. Such a file is refused, and what was found is never repeated."""

from collections import Counter
from collections.abc import Iterable, Sequence

from core import screen
from core.table_files.faults import Fault, quoted
from core.table_files.faults import sentence as _
from core.table_files.text import Record


class PersonalDetails:
    """Where in a file sure identifying details have been seen: column by column, with the first line and how many cells."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = headings
        self._first: dict[tuple[int, screen.Kind], int] = {}
        self._cells: Counter[tuple[int, screen.Kind]] = Counter()

    @property
    def found(self) -> bool:
        """Whether anything has been seen."""
        return bool(self._first)

    def look_at(self, record: Record, places: Iterable[int]) -> bool:
        """Look at some cells of a row; returns whether something was seen in them."""
        seen = False
        for place in places:
            text = record.cells[place]
            if text and not text.isalpha() and (findings := screen.find_sure(text)):
                key = (place, findings[0].kind)
                self._first.setdefault(key, record.line)
                self._cells[key] += 1
                seen = True
        return seen

    def faults(self) -> list[Fault]:
        """One fault for each column and kind of detail, at the first line."""
        return [
            Fault(line, self._heading(place), _advice(kind, self._cells[place, kind]))
            for (place, kind), line in sorted(self._first.items(), key=lambda one: (one[1], one[0][0]))
        ]

    def _heading(self, place: int) -> str:
        return quoted(self._headings[place]) if place < len(self._headings) else ""


def _advice(kind: screen.Kind, cells: int) -> str:
    """What to do about it, whole sentences for each kind."""
    seen = {
        screen.Kind.PERSONAL_NUMBER: _("This looks like a personal number."),
        screen.Kind.CASE_NUMBER: _("This looks like a case number."),
        screen.Kind.EMAIL: _("This looks like an e-mail address."),
        screen.Kind.PHONE: _("This looks like a phone number."),
    }.get(kind) or _("This looks like something that tells who somebody is.")
    away = _("Take it out of the file, the whole column if nothing else stands there. Nothing of the file was kept.")
    if cells == 1:
        return f"{seen} {away}"
    more = _("There are %(count)s such cells in the column.", count=cells)
    return f"{seen} {more} {away}"
