"""One row of a staff file: its cells to values, and what can be seen to be wrong in the row alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.table_files.cells import clean, day, yes_or_no
from core.table_files.faults import CellError, Fault
from core.table_files.faults import sentence as _
from core.table_files.headings import Headings
from core.table_files.text import Record
from organisation.rules import Span
from organisation.staff_import import cells
from organisation.staff_import.headings import NAME_PAIR, Column

TEXTS: Mapping[Column, Callable[[str], str]] = {
    Column.NUMBER: cells.employee_number,
    Column.NAME: cells.person_name,
    Column.FIRST_NAME: cells.person_name,
    Column.LAST_NAME: cells.person_name,
    Column.EMAIL: cells.email,
    Column.SECTION: cells.no_personal_number,
    Column.UNIT: cells.no_personal_number,
    Column.POSITION: cells.no_personal_number,
}
DAYS = (Column.START, Column.END, Column.LEAVE_FROM, Column.LEAVE_TO)


@dataclass
class ReadRow:
    """A row as far as it could be read: only right values are in `texts` and `days`; an empty day is None."""

    line: int
    texts: dict[Column, str] = field(default_factory=dict)
    days: dict[Column, date | None] = field(default_factory=dict)
    is_primary: bool = False
    faults: list[Fault] = field(default_factory=list)

    def has(self, *columns: Column) -> bool:
        """Whether all of these could be read."""
        return all(column in self.texts or column in self.days for column in columns)

    @property
    def content(self) -> tuple[object, ...]:
        """Everything the row says, to tell whether another row says the same."""
        return (*self.texts.items(), *self.days.items(), self.is_primary)

    @property
    def span(self) -> Span:
        """The days employed; from the first of all days where the start is missing. Needs start and end."""
        return Span(self.days[Column.START] or date.min, self.days[Column.END])

    @property
    def leave(self) -> Span | None:
        """The days away, if any could be read."""
        first = self.days.get(Column.LEAVE_FROM)
        return Span(first, self.days[Column.LEAVE_TO]) if first and self.has(Column.LEAVE_TO) else None


def read_row(record: Record, headings: Headings[Column]) -> ReadRow:
    """Read every cell of a row that has as many cells as there are headings."""
    row = ReadRow(record.line)
    advice = headings.cell_count_advice(record)
    if advice:
        row.faults.append(Fault(record.line, "", advice))
        return row
    for column, place in headings.places.items():
        _read_cell(row, column, record.cells[place], headings)
    _join_name(row)
    row.faults += [Fault(row.line, headings.written(column), text) for column, text in _contradictions(row)]
    return row


def _read_cell(row: ReadRow, column: Column, written: str, headings: Headings[Column]) -> None:
    try:
        text = clean(written, longest=cells.LONGEST.get(column))
        if column in DAYS:
            row.days[column] = day(text, may_be_empty=column in cells.LAST_DAYS) if text else None
        elif column is Column.PRIMARY:
            row.is_primary = yes_or_no(text)
        else:
            row.texts[column] = TEXTS[column](_required(text, column))
    except CellError as error:
        row.faults.append(Fault(row.line, headings.written(column), str(error)))


def _required(text: str, column: Column) -> str:
    if text:
        return text
    advice = {
        Column.NUMBER: _("The employee number is missing. Write the number that the HR system gives the person."),
        Column.EMAIL: _("The e-mail address is missing. Write the one that the person has at work."),
        Column.SECTION: _("The section is missing. Write the name of the section that the unit belongs to."),
        Column.UNIT: _("The unit is missing. Write the name of the unit that the person works in."),
        Column.POSITION: _("The position is missing. Write what the person is employed as."),
    }
    raise CellError(advice.get(column) or _("The name is missing. Write the person's name."))


def _join_name(row: ReadRow) -> None:
    """Make one name of first and last name, where the file has those instead."""
    first, last = (row.texts.pop(column, None) for column in NAME_PAIR)
    if first and last and Column.NAME not in row.texts:
        row.texts[Column.NAME] = f"{first} {last}"


def _contradictions(row: ReadRow) -> Iterator[tuple[Column, str]]:
    """Days of the row that cannot all be right."""
    start, end = row.days.get(Column.START), row.days.get(Column.END)
    if start and end and end < start:
        yield Column.END, _("The employment ends before it starts. Write an end on or after the start.")
    if row.has(Column.LEAVE_FROM) and row.days[Column.LEAVE_FROM] is None and row.days.get(Column.LEAVE_TO):
        yield Column.LEAVE_FROM, _("The leave has a last day but no first one. Write both, or leave both cells empty.")
    leave = row.leave
    if leave and leave.ends_on and leave.ends_on < leave.starts_on:
        yield Column.LEAVE_TO, _("The leave ends before it starts. Write a last day on or after the first one.")
    elif leave and start and leave.starts_on < start:
        yield Column.LEAVE_FROM, _("The leave starts before the employment. Write a first day on or after the start.")
    elif leave and end and (leave.ends_on or leave.starts_on) > end:
        yield Column.LEAVE_TO, _("The leave goes on after the employment. Write a last day on or before the end.")
