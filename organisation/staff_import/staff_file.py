"""A staff file from the HR system: bytes to rows, or to the list of everything that has to be mended first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from core.table_files.faults import FAULTS_SHOWN, Fault
from core.table_files.faults import sentence as _
from core.table_files.headings import Headings
from core.table_files.text import Record, records, separator_of, text_of
from organisation.rules import Span
from organisation.staff_import.checks import check_rows
from organisation.staff_import.headings import WORDS, Column, no_heading_row, read_headings
from organisation.staff_import.rows import ReadRow, read_row

__all__ = ["Fault", "StaffFile", "StaffRow", "read_staff_file"]

MOST_ROWS = 20_000
FEWEST_HEADINGS = 2
"""One cell of a row without headings may happen to be a word that is also a heading, such as Team."""


@dataclass(frozen=True)
class StaffRow:
    """One employment of one person, with at most one of its leaves."""

    line: int
    employee_number: str
    name: str
    email: str
    section: str
    unit: str
    position: str
    hired_on: date | None
    ends_on: date | None
    leave: Span | None
    is_primary: bool


@dataclass(frozen=True)
class StaffFile:
    """What a file gave: rows, or faults and no rows. `notes` are whole sentences about what is odd but allowed."""

    rows: tuple[StaffRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    more_faults: int = 0
    notes: tuple[str, ...] = ()


@dataclass
class _Reading:
    """A file while it is read."""

    headings: Headings[Column]
    rows: list[ReadRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_staff_file(content: bytes) -> StaffFile:
    """Read a whole file; one fault anywhere, and no row is given."""
    text = text_of(content)
    if isinstance(text, Fault):
        return StaffFile(faults=(text,))
    reading = _read(records(text, separator_of(text, WORDS.known_count)))
    if isinstance(reading, Fault):
        return StaffFile(faults=(reading,))
    faults = [*reading.faults, *check_rows(reading.rows, reading.headings)]
    faults += [fault for row in reading.rows for fault in row.faults]
    notes = tuple(_notes(reading))
    if faults:
        places = {heading: place for place, heading in enumerate(reading.headings.row)}
        faults.sort(key=lambda fault: (fault.line, places.get(fault.column, -1)))
        return StaffFile(
            faults=tuple(faults[:FAULTS_SHOWN]), more_faults=max(0, len(faults) - FAULTS_SHOWN), notes=notes
        )
    return StaffFile(rows=tuple(map(_staff_row, reading.rows)), notes=notes)


def _read(found: Iterator[Record | Fault]) -> _Reading | Fault:
    """Every row as far as it can be read; a Fault alone when there is no heading row to read them by."""
    first = next(found, Record(1, ()))
    if isinstance(first, Fault):
        return first
    if WORDS.known_count(first.cells) < FEWEST_HEADINGS:
        return no_heading_row(first)
    headings, faults = read_headings(first)
    reading = _Reading(headings, faults=faults)
    for one in found:
        if isinstance(one, Fault):
            reading.faults.append(one)
        else:
            reading.rows.append(read_row(one, headings))
    reading.faults += _count_faults(reading)
    return reading


def _count_faults(reading: _Reading) -> Iterator[Fault]:
    if not reading.rows and not reading.faults:
        advice = _("There is no row below the headings. Export the staff list again and send that file.")
        yield Fault(reading.headings.line, "", advice)
    if len(reading.rows) > MOST_ROWS:
        advice = _(
            "The file has %(count)s rows. Send at most %(most)s: leave out employments that ended long ago.",
            count=len(reading.rows),
            most=MOST_ROWS,
        )
        yield Fault(reading.rows[MOST_ROWS].line, "", advice)


def _notes(reading: _Reading) -> Iterator[str]:
    if reading.headings.ignored:
        yield _("These columns are not read: %(headings)s.", headings=", ".join(reading.headings.ignored))
    without = sum(row.days.get(Column.START, date.min) is None for row in reading.rows)
    if without:
        yield _(
            "Rows without a first day of employment: %(count)s. The people come in, marked as start date missing.",
            count=without,
        )


def _staff_row(row: ReadRow) -> StaffRow:
    return StaffRow(
        line=row.line,
        employee_number=row.texts[Column.NUMBER],
        name=row.texts[Column.NAME],
        email=row.texts[Column.EMAIL],
        section=row.texts[Column.SECTION],
        unit=row.texts[Column.UNIT],
        position=row.texts[Column.POSITION],
        hired_on=row.days[Column.START],
        ends_on=row.days[Column.END],
        leave=row.leave,
        is_primary=row.is_primary,
    )
