"""The heading row of a staff file: which column holds what, whatever order and language it is written in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from organisation.staff_import.faults import Fault, holds_personal_number, quoted
from organisation.staff_import.faults import sentence as _
from organisation.staff_import.text import Record


class Column(StrEnum):
    """Something a staff file tells."""

    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    EMAIL = "email"
    SECTION = "section"
    UNIT = "unit"
    POSITION = "position"
    START = "start"
    END = "end"
    LEAVE_FROM = "leave-from"
    LEAVE_TO = "leave-to"
    PRIMARY = "primary"


HEADINGS: Mapping[Column, str] = {
    Column.NUMBER: "Anställningsnummer, Anst.nr, Anställningsnr, Anställnings-ID, Personalnummer, Medarbetarnummer, "
    "Employee number, Employee no, Employee ID, Staff number",
    Column.NAME: "Namn, Fullständigt namn, Name, Full name",
    Column.FIRST_NAME: "Förnamn, Tilltalsnamn, First name, Given name",
    Column.LAST_NAME: "Efternamn, Last name, Surname, Family name",
    Column.EMAIL: "E-post, E-postadress, Mejl, Mejladress, Mail, Mailadress, E-mail, E-mail address",
    Column.SECTION: "Sektion, Avdelning, Område, Verksamhetsområde, Section, Department, Area",
    Column.UNIT: "Enhet, Grupp, Team, Arbetsgrupp, Unit, Group",
    Column.POSITION: "Befattning, Titel, Yrkestitel, Position, Title, Job title",
    Column.START: "Anställd från, Anställd fr.o.m., Anställningsdatum, Startdatum, Start, "
    "Employed from, Start date, Hire date",
    Column.END: "Anställd till, Anställd t.o.m., Slutdatum, Slut, Employed to, Employed until, End date, End",
    Column.LEAVE_FROM: "Ledig från, Ledig fr.o.m., Tjänstledig från, Tjänstledig fr.o.m., Frånvaro från, "
    "Frånvaro fr.o.m., Frånvarande från, Leave from, Leave start, Absent from",
    Column.LEAVE_TO: "Ledig till, Ledig t.o.m., Tjänstledig till, Tjänstledig t.o.m., Frånvaro till, "
    "Frånvaro t.o.m., Frånvarande till, Leave to, Leave until, Leave end, Absent to",
    Column.PRIMARY: "Huvudanställning, Primär anställning, Primär, Main employment, Primary employment, Primary",
}
"""The accepted headings, the one we recommend first. They are not translated: a file may be written in either language."""

NAME_PAIR = (Column.FIRST_NAME, Column.LAST_NAME)
OPTIONAL = frozenset({Column.NAME, *NAME_PAIR, Column.PRIMARY})
"""What need not have a column. The rest must, because a mistyped heading would else end every leave or employment unseen."""


@dataclass(frozen=True)
class Headings:
    """Where each column stands (`places`), how its heading is `written`, and what is left unread."""

    line: int
    row: tuple[str, ...]
    places: Mapping[Column, int]
    ignored: tuple[str, ...]

    def written(self, column: Column) -> str:
        """The heading as the file has it, or the recommended one where the file has none."""
        place = self.places.get(column)
        return accepted(column)[0] if place is None else self.row[place]


def accepted(column: Column) -> list[str]:
    """The headings that are understood, the recommended one first."""
    return HEADINGS[column].split(", ")


def known_count(cells: Iterable[str]) -> int:
    """How many of the cells are headings that are understood."""
    return sum(_key(cell) in _COLUMNS for cell in cells)


def read_headings(record: Record) -> tuple[Headings, list[Fault]]:
    """What the heading row says, with its faults."""
    row = tuple(" ".join(cell.split()) for cell in record.cells)
    while row and not row[-1]:
        row = row[:-1]
    found = [(_COLUMNS.get(_key(cell)), place) for place, cell in enumerate(row)]
    places: dict[Column, int] = {}
    faults = [*_personal_headings(record.line, row)]
    for column, place in found:
        if column in places:
            faults.append(_twice(record.line, row[places[column]], row[place]))
        elif column is not None:
            places[column] = place
    faults += _missing(record.line, places)
    if Column.NAME in places:
        places = {column: place for column, place in places.items() if column not in NAME_PAIR}
    ignored = tuple(cell for cell in row if cell and _COLUMNS.get(_key(cell)) not in places)
    return Headings(record.line, row, places, ignored), faults


def no_heading_row(record: Record) -> Fault:
    """The fault of a file that begins with a person."""
    return Fault(
        record.line,
        "",
        _(
            "The first row has none of the headings that are needed. Write %(headings)s in it.",
            headings=", ".join(accepted(column)[0] for column in Column if column not in NAME_PAIR),
        ),
    )


def _key(heading: str) -> str:
    return "".join(filter(str.isalnum, heading.casefold()))


_COLUMNS = {_key(heading): column for column in Column for heading in accepted(column)}
_PERSONAL = frozenset({"personnummer", "personnr", "pnr", "persnr", "samordningsnummer", "personalidentitynumber"})


def _personal_headings(line: int, row: Sequence[str]) -> Iterable[Fault]:
    for cell in row:
        if _key(cell) in _PERSONAL or holds_personal_number(cell):
            advice = _("Personal numbers are not to be sent here. Take the whole column out of the file.")
            yield Fault(line, quoted(cell), advice)


def _twice(line: int, first: str, second: str) -> Fault:
    if _key(first) == _key(second):
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


def _missing(line: int, places: Mapping[Column, int]) -> Iterable[Fault]:
    needed = [column for column in Column if column not in OPTIONAL]
    if Column.NAME not in places:
        half = any(column in places for column in NAME_PAIR)
        needed += NAME_PAIR if half else [Column.NAME]
    for column in needed:
        if column not in places:
            first, *others = accepted(column)
            advice = _(
                "The column %(heading)s is missing. Add it, even if it is empty. These headings are understood too: %(others)s.",
                heading=first,
                others=", ".join(others),
            )
            yield Fault(line, first, advice)
