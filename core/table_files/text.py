"""A file of rows as bytes: its encoding, its separator, and which cells stand on which line."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.table_files.faults import Fault
from core.table_files.faults import sentence as _

LARGEST_FILE = 8 * 1024 * 1024
SEPARATORS = (";", ",", "\t")
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HEAD_LENGTH = 64 * 1024
"""Characters of a file in which its first row is looked for."""
WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True)
class Record:
    """The cells of one row with the line it begins on."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in any cell."""
        return not any(cell.strip() for cell in self.cells)


def text_of(content: bytes, *, largest: int = LARGEST_FILE) -> str | Fault:
    """The file as text, or why it cannot be read at all."""
    advice = _not_a_text_file(content, largest)
    if advice:
        return Fault(1, "", advice)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if content.startswith(UTF8_MARK):
            return _unreadable(content, error.start + len(UTF8_MARK))
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        return _unreadable(content, error.start)


def _not_a_text_file(content: bytes, largest: int) -> str | None:
    if len(content) > largest:
        return _(
            "The file is larger than %(megabytes)s MB. Take away the columns that are not needed and send it again.",
            megabytes=largest // 1024 // 1024,
        )
    if not content.removeprefix(UTF8_MARK).strip():
        return _("The file is empty. Export it again and send that file.")
    if content.startswith(WORKBOOK_MARKS):
        return _("This is an Excel workbook. Open it, choose Save as, CSV UTF-8, and send the file that you get.")
    if content.startswith(b"%PDF"):
        return _("This is a PDF file. Export the list as CSV from the system it comes from and send that file.")
    if content.startswith(UTF16_MARKS):
        return _("The file is saved as Unicode text (UTF-16). Save it as CSV UTF-8 and send it again.")
    if b"\0" in content:
        return _("This is not a text file. Export the list as CSV from the system it comes from and send that file.")
    return None


def _unreadable(content: bytes, place: int) -> Fault:
    line = len(content[: place + 1].splitlines())
    return Fault(line, "", _("A letter on this line cannot be read. Save the file as CSV UTF-8 and send it again."))


def separator_of(text: str, known_headings: Callable[[Sequence[str]], int]) -> str:
    """The separator that gives the most known headings in the first row, then the most cells."""
    head = text[:HEAD_LENGTH]

    def worth(separator: str) -> tuple[int, int]:
        first = next((one for one in records(head, separator) if isinstance(one, Record)), Record(1, ()))
        return known_headings(first.cells), len(first.cells)

    return max(SEPARATORS, key=worth)


def records(text: str, separator: str) -> Iterator[Record | Fault]:
    """The rows that are not blank. Where a quotation mark goes wrong: a fault, and reading goes on with the next line."""
    lines = list(io.StringIO(text, newline=""))
    begin = 0
    while begin < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(begin, len(lines))), delimiter=separator, strict=True)
        read = begin
        try:
            for cells in reader:
                record = Record(read + 1, tuple(cells))
                read = begin + reader.line_num
                if not record.is_blank:
                    yield record
        except csv.Error:
            yield Fault(read + 1, "", _quote_advice(lines[read]))
            begin = read + 1
        else:
            return


def _quote_advice(line: str) -> str:
    if line.count('"') % 2:
        return _(
            "A quotation mark on this line is never closed. Write one at the end of the cell too, or take it away."
        )
    return _(
        "There is text right beside a quoted cell on this line. "
        "Write quotation marks around the whole cell, and two in a row for one inside it."
    )
