"""Reading a staff file: every way it may be written, and every fault with a sentence that says what to write instead."""

import re
from datetime import date

import pytest

from core.table_files.text import LARGEST_FILE
from organisation.models import Employment as EmploymentTable
from organisation.models import Person, Section, Unit
from organisation.rules import Span
from organisation.staff_import import staff_file
from organisation.staff_import.cells import LONGEST
from organisation.staff_import.headings import HEADINGS, WORDS, Column
from organisation.staff_import.staff_file import Fault, StaffFile, StaffRow, read_staff_file

HEADING = (
    "Anst.nr;Namn;E-post;Sektion;Enhet;Befattning;Anställd från;Anställd till;Ledig från;Ledig till;Huvudanställning"
)
ANNA = "1001;Anna Åkerlöf;Anna.Akerlof@kommun.se;Barn och familj;Mottagning;Socialsekreterare;2024-01-08;;;;"

CELLS = ("number", "name", "email", "section", "unit", "position", "start", "end", "leave_from", "leave_to", "primary")
SAYS_WHAT_TO_DO = re.compile(r"\b(Write|Take|Keep|Save|Shorten|Export|Format|Delete|Give)\b")


def read(*lines: str, heading: str = HEADING, encoding: str = "utf-8") -> StaffFile:
    return read_staff_file("\r\n".join((heading, *lines)).encode(encoding))


def line_of(**cells: str) -> str:
    """Anna's line with some cells changed."""
    assert cells.keys() <= set(CELLS)
    return ";".join((dict(zip(CELLS, ANNA.split(";"), strict=True)) | cells).values())


def faults_of(*lines: str, heading: str = HEADING) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in read(*lines, heading=heading).faults]


def only_fault(staff_file: StaffFile) -> Fault:
    assert staff_file.rows == ()
    (fault,) = staff_file.faults
    return fault


def test_whole_row() -> None:
    (row,) = read("1;Bo Ek;bo@kommun.se;Barn;Grupp 1;Behandlare;2024-01-08;2026-12-31;2026-02-01;2026-03-31;ja").rows
    assert row == StaffRow(
        line=2,
        employee_number="1",
        name="Bo Ek",
        email="bo@kommun.se",
        section="Barn",
        unit="Grupp 1",
        position="Behandlare",
        hired_on=date(2024, 1, 8),
        ends_on=date(2026, 12, 31),
        leave=Span(date(2026, 2, 1), date(2026, 3, 31)),
        is_primary=True,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = "\n".join((HEADING, ANNA)).replace(";", separator)
    (row,) = read_staff_file(text.encode(encoding)).rows
    assert row.name == "Anna Åkerlöf"
    assert row.email == "anna.akerlof@kommun.se"
    assert row.leave is None
    assert row.ends_on is None
    assert not row.is_primary


def test_english_headings_in_any_order_and_case() -> None:
    heading = (
        "  UNIT,start DATE,Employee No.,first name,Last-Name,E-MAIL,Department,Job title,End date,Leave from,Leave to"
    )
    (row,) = read("Team 1,2024-01-08,7,Bo,Ek,bo@kommun.se,Children,Manager,,,", heading=heading).rows
    assert (row.employee_number, row.name, row.section, row.unit) == ("7", "Bo Ek", "Children", "Team 1")


def test_no_heading_means_two_things() -> None:
    headings = [heading for column in Column for heading in HEADINGS[column].split(", ")]
    assert WORDS.known_count(headings) == len(headings)
    keys = ["".join(filter(str.isalnum, heading.casefold())) for heading in headings]
    assert len(set(keys)) == len(keys)


def test_whole_name_is_preferred_to_its_halves() -> None:
    staff_file = read(f"{ANNA};;x", heading=f"{HEADING};Förnamn;Efternamn")
    assert staff_file.rows[0].name == "Anna Åkerlöf"
    assert staff_file.notes == ("These columns are not read: Förnamn, Efternamn.",)


def test_quoted_newlines_are_counted() -> None:
    second = line_of(number="1002", email="fel", unit='"Grupp\nett; norr"')
    staff_file = read(line_of(unit='"Grupp\nett; norr"'), "", second)
    assert [(fault.line, fault.column) for fault in staff_file.faults] == [(5, "E-post")]
    (row,) = read(line_of(unit='"Grupp\nett; ""norr"""')).rows
    assert row.unit == 'Grupp ett; "norr"'


def test_blank_lines_and_empty_cells_at_the_end_are_nothing() -> None:
    assert len(read("", ANNA + ";;", ";;;;;;;;;;", "").rows) == 1


def test_unknown_columns_are_noted() -> None:
    staff_file = read(f"{ANNA};R12;x", heading=f"{HEADING};Rum;Lön")
    assert len(staff_file.rows) == 1
    assert staff_file.notes == ("These columns are not read: Rum, Lön.",)


def test_missing_start_is_allowed_and_noted() -> None:
    staff_file = read(line_of(start=""))
    assert staff_file.rows[0].hired_on is None
    assert "start date missing" in staff_file.notes[0]


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31", "2026/01/31", "2026.1.31", "20260131", "31.1.2026", "31/1 2026", "31/1/2026", "31-01-2026",
        "31. 1. 2026", "2026-01-31 00:00:00", " 2026-01-31 ",
    ],
)  # fmt: skip
def test_ways_to_write_a_day(written: str) -> None:
    (row,) = read(line_of(start=written)).rows
    assert row.hired_on == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("word", "meaning"), [("Ja", True), ("x", True), ("1", True), ("nej", False), ("0", False), ("-", False)]
)
def test_ways_to_say_yes(word: str, meaning: bool) -> None:
    assert read(line_of(primary=word)).rows[0].is_primary is meaning


def test_several_leaves_of_one_employment_stand_on_a_row_each() -> None:
    rows = read(
        line_of(leave_from="2025-01-01", leave_to="2025-01-31"), line_of(leave_from="2025-06-01"), line_of()
    ).rows
    assert [row.leave for row in rows] == [Span(date(2025, 1, 1), date(2025, 1, 31)), Span(date(2025, 6, 1)), None]


def test_two_employments_of_one_person() -> None:
    assert len(read(line_of(primary="ja"), line_of(unit="Familjehem")).rows) == 2
    assert len(read(line_of(end="2024-12-31"), line_of(start="2025-01-01")).rows) == 2


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old workbook", "Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        ("Namn;Enhet".encode("utf-16"), "UTF-16"),
        (b"Namn;Enhet\nA\0B;C", "not a text file"),
        (b"x" * (LARGEST_FILE + 1), "8 MB"),
        (ANNA.encode(), "headings"),
        (b";;;\n;;", "headings"),
        (HEADING.encode(), "no row"),
    ],
)
def test_files_that_cannot_be_read(content: bytes, advice: str) -> None:
    fault = only_fault(read_staff_file(content))
    assert fault.line == 1
    assert advice in fault.message


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_unreadable_letter_is_told_by_its_line(mark: bytes) -> None:
    fault = only_fault(read_staff_file(mark + b"Namn;Enhet\nAnna;Grupp\n\x81;x"))
    assert (fault.line, fault.column) == (3, "")
    assert "CSV UTF-8" in fault.message


@pytest.mark.parametrize("missing", [heading for heading in HEADING.split(";") if heading != "Huvudanställning"])
def test_missing_heading_says_what_is_understood(missing: str) -> None:
    heading = HEADING.replace(missing, "Annat", 1)
    found = [fault for fault in read(ANNA, heading=heading).faults if fault.line == 1]
    assert len(found) == 1
    assert found[0].column in found[0].message
    assert "understood" in found[0].message
    column = next(column for column in Column if found[0].column in HEADINGS[column].split(", "))
    assert missing in HEADINGS[column].split(", ")


def test_half_a_name_asks_for_the_other_half() -> None:
    assert faults_of(ANNA, heading=HEADING.replace("Namn", "Förnamn")) == [(1, "Efternamn")]


def test_primary_has_no_need_of_a_column() -> None:
    assert read(ANNA.removesuffix(";"), heading=HEADING.removesuffix(";Huvudanställning")).rows


@pytest.mark.parametrize(("again", "advice"), [("NAMN", "stands twice"), ("Fullständigt namn", "same thing")])
def test_heading_twice(again: str, advice: str) -> None:
    fault = only_fault(read(f"{ANNA};Anna", heading=f"{HEADING};{again}"))
    assert (fault.line, fault.column) == (1, again)
    assert advice in fault.message


@pytest.mark.parametrize("heading", ["Personnummer", "pers.nr", "19850612-1234"])
def test_column_of_personal_numbers_is_refused(heading: str) -> None:
    fault = only_fault(read(f"{ANNA};x", heading=f"{HEADING};{heading}"))
    assert fault.line == 1
    assert "Personal numbers" in fault.message
    assert "1985" not in fault.column


CELL_FAULTS = [
    ({"number": ""}, "Anst.nr", "employee number is missing"),
    ({"number": "19850612-1234"}, "Anst.nr", "personal number"),
    ({"number": "8506121234"}, "Anst.nr", "personal number"),
    ({"number": "1,23E+05"}, "Anst.nr", "rounded"),
    ({"number": "1" * 33}, "Anst.nr", "at most 32"),
    ({"name": ""}, "Namn", "name is missing"),
    ({"name": "Anna 2"}, "Namn", "does not look like a name"),
    ({"name": "Anna <b>"}, "Namn", "does not look like a name"),
    ({"name": "A"}, "Namn", "too short"),
    ({"name": "Anna \u00c3\u2026kerl\u00c3\u00b6f"}, "Namn", "garbled"),
    ({"name": "Bj”rn Ek"}, "Namn", "garbled"),
    ({"name": "Anna 850612-1234"}, "Namn", "personal number"),
    ({"name": "An\u200bna Ek"}, "Namn", "invisible"),
    ({"name": "An\x07na Ek"}, "Namn", "invisible"),
    ({"email": ""}, "E-post", "e-mail address is missing"),
    ({"email": "anna@kommun"}, "E-post", "not an e-mail address"),
    ({"email": "anna..ek@kommun.se"}, "E-post", "not an e-mail address"),
    ({"email": "anna ek@kommun.se"}, "E-post", "not an e-mail address"),
    ({"email": "850612-1234@kommun.se"}, "E-post", "personal number"),
    ({"section": ""}, "Sektion", "section is missing"),
    ({"unit": ""}, "Enhet", "unit is missing"),
    ({"unit": "x" * 101}, "Enhet", "101 characters"),
    ({"unit": "=cmd|'/c calc'!A1"}, "Enhet", "formula"),
    ({"unit": "@SUM(A1)"}, "Enhet", "formula"),
    ({"position": ""}, "Befattning", "position is missing"),
    ({"position": "x" * 81}, "Befattning", "at most 80"),
    ({"start": "snart"}, "Anställd från", "not a day"),
    ({"start": "45299"}, "Anställd från", "2024-01-08"),
    ({"start": "24-01-08"}, "Anställd från", "four digits"),
    ({"start": "2024-02-31"}, "Anställd från", "no such day"),
    ({"start": "1/31/2024"}, "Anställd från", "no such day"),
    ({"start": "1024-01-08"}, "Anställd från", "1940"),
    ({"end": "tills vidare"}, "Anställd till", "leave the cell empty"),
    ({"end": "9999-12-31"}, "Anställd till", "leave the cell empty"),
    ({"end": "2024-01-07"}, "Anställd till", "before it starts"),
    ({"leave_from": "x", "leave_to": ""}, "Ledig från", "not a day"),
    ({"leave_from": "2025-01-01", "leave_to": "x"}, "Ledig till", "not a day"),
    ({"leave_to": "2025-01-01"}, "Ledig från", "no first one"),
    ({"leave_from": "2025-02-01", "leave_to": "2025-01-01"}, "Ledig till", "before it starts"),
    ({"leave_from": "2023-12-01"}, "Ledig från", "before the employment"),
    ({"end": "2025-01-31", "leave_from": "2025-01-01", "leave_to": "2025-02-01"}, "Ledig till", "after the employment"),
    ({"end": "2025-01-31", "leave_from": "2025-02-01"}, "Ledig till", "after the employment"),
    ({"primary": "kanske"}, "Huvudanställning", "yes or no"),
]


@pytest.mark.parametrize(("cells", "column", "advice"), CELL_FAULTS)
def test_fault_in_a_cell(cells: dict[str, str], column: str, advice: str) -> None:
    fault = only_fault(read(line_of(**cells)))
    assert (fault.line, fault.column) == (2, column)
    assert advice in fault.message
    assert "1234" not in fault.message


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        (ANNA.removesuffix(";"), "10 cells but the heading row has 11"),
        (ANNA + ";x", "12 cells but the heading row has 11"),
        (ANNA.replace("Mottagning", '"Mottagning'), "never closed"),
        (ANNA.replace("Mottagning", '"Mottag"ning'), "right beside a quoted cell"),
    ],
)
def test_fault_in_a_whole_line_and_reading_goes_on(line: str, advice: str) -> None:
    first, second = read(line, line_of(number="1002", email="fel")).faults
    assert (first.line, first.column) == (2, "")
    assert advice in first.message
    assert (second.line, second.column) == (3, "E-post")


BETWEEN_ROWS = [
    ({}, "", "the same as on line 2"),
    ({"name": "Bo Ek", "unit": "B"}, "Namn", "another name on line 2"),
    ({"email": "bo@kommun.se", "unit": "B"}, "E-post", "another e-mail address on line 2"),
    ({"number": "1002"}, "E-post", "another employee number on line 2"),
    ({"number": "1002", "email": "bo@kommun.se", "section": "Vuxna"}, "Enhet", "another section on line 2"),
    ({"number": "1002", "email": "bo@kommun.se", "unit": "MOTTAGNING"}, "Enhet", "written Mottagning on line 2"),
    ({"number": "1002", "email": "bo@kommun.se", "unit": "B", "section": "barn och FAMILJ"}, "Sektion", "capital"),
    ({"end": "2030-01-01"}, "Anställd till", "Line 2 says something else"),
    ({"position": "Gruppledare"}, "Befattning", "Line 2 says something else"),
    ({"primary": "ja"}, "Huvudanställning", "Line 2 says something else"),
    ({"start": "2025-01-08"}, "Anställd från", "already in this unit"),
    ({"start": ""}, "Anställd från", "already in this unit"),
]


@pytest.mark.parametrize(("cells", "column", "advice"), BETWEEN_ROWS)
def test_fault_between_two_rows(cells: dict[str, str], column: str, advice: str) -> None:
    fault = only_fault(read(ANNA, line_of(**cells)))
    assert (fault.line, fault.column) == (3, column)
    assert advice in fault.message


def test_repeated_row_is_told_once() -> None:
    line = line_of(leave_from="2025-01-01")
    assert "the same as on line 2" in only_fault(read(line, line)).message


def test_leaves_that_overlap() -> None:
    first = line_of(leave_from="2025-01-01", leave_to="2025-03-31")
    fault = only_fault(read(first, line_of(leave_from="2025-03-31")))
    assert (fault.line, fault.column) == (3, "Ledig från")
    assert "overlaps with the one on line 2" in fault.message


def test_two_main_employments_at_once() -> None:
    fault = only_fault(read(line_of(primary="ja"), line_of(primary="ja", unit="Familjehem", start="2025-01-01")))
    assert (fault.line, fault.column) == (3, "Huvudanställning")
    assert read(line_of(primary="ja", end="2024-12-31"), line_of(primary="ja", unit="B", start="2025-01-01")).rows


def test_too_many_rows() -> None:
    rows = (f"{number};Anna Ek;a{number}@kommun.se;S;E;T;;;;;" for number in range(staff_file.MOST_ROWS + 1))
    fault = only_fault(read(*rows))
    assert fault.line == staff_file.MOST_ROWS + 2
    assert "20001 rows" in fault.message


def test_at_most_two_hundred_faults_are_listed_and_the_rest_counted() -> None:
    staff_file = read(*(line_of(number=str(number), email="fel") for number in range(250)))
    assert len(staff_file.faults) == 200
    assert staff_file.more_faults == 50
    assert staff_file.rows == ()


def test_one_file_with_more_than_twenty_kinds_of_fault() -> None:
    lines = [line_of(number=str(2000 + index), email=f"p{index}@kommun.se") for index in range(len(CELL_FAULTS))]
    expected = []
    for index, (cells, column, _advice) in enumerate(CELL_FAULTS):
        lines[index] = line_of(**({"number": str(2000 + index), "email": f"p{index}@kommun.se"} | cells))
        expected.append((index + 2, column))
    lines += [ANNA, ANNA, '"aldrig', ANNA.replace("1001", "1002", 1), "kort;rad"]
    last = len(CELL_FAULTS) + 2
    expected += [(last + 1, ""), (last + 2, ""), (last + 3, "E-post"), (last + 4, "")]
    staff_file = read(*lines)
    assert [(fault.line, fault.column) for fault in staff_file.faults] == expected
    assert staff_file.rows == ()
    kinds = {re.sub(r"[^a-z ]", "", fault.message.partition(". ")[0]) for fault in staff_file.faults}
    assert len(kinds) > 25
    for fault in staff_file.faults:
        assert SAYS_WHAT_TO_DO.search(fault.message)
        assert fault.message.endswith(".")
        assert "%" not in fault.message


def test_limits_are_those_of_the_tables() -> None:
    columns = {
        Column.NUMBER: Person.__table__.c.employee_number,
        Column.NAME: Person.__table__.c.name,
        Column.EMAIL: Person.__table__.c.email,
        Column.SECTION: Section.__table__.c.name,
        Column.UNIT: Unit.__table__.c.name,
        Column.POSITION: EmploymentTable.__table__.c.position,
    }
    assert {column: held.type.length for column, held in columns.items()} == {  # type: ignore[attr-defined]
        column: LONGEST[column] for column in columns
    }
    assert LONGEST[Column.FIRST_NAME] + 1 + LONGEST[Column.LAST_NAME] == LONGEST[Column.NAME]
