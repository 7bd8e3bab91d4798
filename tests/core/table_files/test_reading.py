"""What every file of rows has in common: bytes to records, cells to values, and the heading row."""

from datetime import date
from enum import StrEnum

import pytest

from core.table_files.cells import clean, day, plain_key, yes_or_no
from core.table_files.faults import LONGEST_QUOTE, CellError, Fault, quoted
from core.table_files.headings import HeadingWords
from core.table_files.text import HEAD_LENGTH, Record, records, separator_of, text_of


class Column(StrEnum):
    """What a file of the tests tells."""

    UNIT = "unit"
    DAY = "day"


WORDS = HeadingWords({Column.UNIT: "Enhet, Unit", Column.DAY: "Dag, Day, First day"})


def all_records(text: str, separator: str = ";") -> list[Record | Fault]:
    return list(records(text, separator))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_bytes_are_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    assert text_of("Enhet;Åäö".encode(encoding)) == "Enhet;Åäö"


def test_a_larger_file_may_be_allowed() -> None:
    content = b"x" * (8 * 1024 * 1024 + 1)
    refused = text_of(content)
    assert isinstance(refused, Fault)
    assert "8 MB" in refused.message
    assert text_of(content, largest=9 * 1024 * 1024) == content.decode()


def test_records_know_the_line_they_begin_on() -> None:
    found = all_records('a;b\r\n"ett\ntvå";c\r\n\r\n;;\r\nd;e')
    assert found == [Record(1, ("a", "b")), Record(2, ("ett\ntvå", "c")), Record(6, ("d", "e"))]


def test_a_wrong_quotation_mark_is_told_and_reading_goes_on() -> None:
    first, fault, last = all_records('a;b\n"c"d;e\nf;g')
    assert (first, last) == (Record(1, ("a", "b")), Record(3, ("f", "g")))
    assert isinstance(fault, Fault)
    assert fault.line == 2


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found_in_the_first_row_of_a_long_file(separator: str) -> None:
    row = separator.join(("Enhet", "Dag"))
    assert separator_of(f"{row}\n" + "x\n" * HEAD_LENGTH, WORDS.known_count) == separator


@pytest.mark.parametrize(("written", "value"), [("  ett  två\n", "ett två"), ("-", ""), ("–", ""), ("", "")])
def test_a_cell_is_cleaned(written: str, value: str) -> None:
    assert clean(written) == value


@pytest.mark.parametrize(
    ("written", "advice"),
    [("=1+1", "formula"), ("a\u200bb", "invisible"), ("\u00c3\u00a5r", "garbled"), ("abcde", "at most 4")],
)
def test_what_no_cell_may_hold(written: str, advice: str) -> None:
    with pytest.raises(CellError, match=advice):
        clean(written, longest=4 if written.isascii() else None)


def test_days_and_answers() -> None:
    assert day("31/1 2026") == date(2026, 1, 31)
    with pytest.raises(CellError, match="leave the cell empty"):
        day("pågår", may_be_empty=True)
    assert yes_or_no("Ja")
    with pytest.raises(CellError, match="yes or no"):
        yes_or_no("kanske")


def test_a_quoted_cell_is_short_and_holds_no_personal_number() -> None:
    assert quoted("x" * 99) == "x" * LONGEST_QUOTE + "…"
    assert quoted("Bo 850612-1234") == "…"


def test_words_are_compared_without_spaces_signs_and_capitals() -> None:
    assert plain_key("Ord- och  Bilder!") == "ordochbilder"


def test_headings_in_any_order_with_what_is_not_read() -> None:
    headings, faults = WORDS.find(Record(3, (" FIRST  day", "Rum", "unit", "")))
    assert faults == []
    assert headings.places == {Column.DAY: 0, Column.UNIT: 2}
    assert headings.written(Column.DAY) == "FIRST day"
    assert headings.ignored == ("Rum",)
    assert headings.cell_count_advice(Record(4, ("a", "b"))) is not None
    assert headings.cell_count_advice(Record(4, ("a", "b", "c", ""))) is None
    assert headings.cell_count_advice(Record(4, ("a", "b", "c", "d"))) is not None


@pytest.mark.parametrize(("again", "advice"), [("ENHET", "stands twice"), ("Unit", "same thing")])
def test_a_heading_twice(again: str, advice: str) -> None:
    _headings, (fault,) = WORDS.find(Record(1, ("Enhet", again)))
    assert (fault.line, fault.column) == (1, again)
    assert advice in fault.message


def test_what_is_missing_is_named() -> None:
    assert WORDS.missing(1, Column.DAY).message.count("Day") == 1
    assert "Enhet, Dag" in WORDS.no_heading_row(Record(1, ("1",)), Column).message
    headings, _faults = WORDS.find(Record(1, ("Enhet",)))
    assert headings.written(Column.DAY) == "Dag"
