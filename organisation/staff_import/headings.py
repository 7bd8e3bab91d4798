"""The heading row of a staff file: which column holds what, whatever order and language it is written in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from core.table_files.cells import plain_key
from core.table_files.faults import Fault, holds_personal_number, quoted
from core.table_files.faults import sentence as _
from core.table_files.headings import Headings, HeadingWords
from core.table_files.text import Record


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


WORDS = HeadingWords(HEADINGS)


def read_headings(record: Record) -> tuple[Headings[Column], list[Fault]]:
    """What the heading row says, with its faults; a whole name is preferred to its halves."""
    headings, twice = WORDS.find(record)
    faults = [*_personal_headings(record.line, headings.row), *twice, *_missing(record.line, headings.places)]
    if Column.NAME in headings.places:
        places = {column: place for column, place in headings.places.items() if column not in NAME_PAIR}
        headings = replace(headings, places=places)
    return headings, faults


def no_heading_row(record: Record) -> Fault:
    """The fault of a file that begins with a person."""
    return WORDS.no_heading_row(record, [column for column in Column if column not in NAME_PAIR])


_PERSONAL = frozenset({"personnummer", "personnr", "pnr", "persnr", "samordningsnummer", "personalidentitynumber"})


def _personal_headings(line: int, row: Sequence[str]) -> Iterable[Fault]:
    for cell in row:
        if plain_key(cell) in _PERSONAL or holds_personal_number(cell):
            advice = _("Personal numbers are not to be sent here. Take the whole column out of the file.")
            yield Fault(line, quoted(cell), advice)


def _missing(line: int, places: Mapping[Column, int]) -> Iterable[Fault]:
    needed = [column for column in Column if column not in OPTIONAL]
    if Column.NAME not in places:
        half = any(column in places for column in NAME_PAIR)
        needed += NAME_PAIR if half else [Column.NAME]
    return [WORDS.missing(line, column) for column in needed if column not in places]
