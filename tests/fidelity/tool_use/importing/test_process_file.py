"""Reading a file of processes: the ways it may be written, and every fault with a sentence that says what to write instead."""

import re
from datetime import date

import pytest

from core.security import LARGEST_UPLOAD
from core.table_files.faults import Fault
from fidelity.tool_use.importing import process_file
from fidelity.tool_use.importing.headings import HEADINGS, WORDS, Column
from fidelity.tool_use.importing.plan import ProcessRow
from fidelity.tool_use.importing.process_file import ProcessFile, read_process_file
from fidelity.tool_use.references import FIRST, SECOND
from tests.fidelity.tool_use.importing import files
from tests.fidelity.tool_use.importing.files import HEADING, ROW, TODAY, read, row_of

OURS = f"{FIRST[0]} {SECOND[0]} 7"
SAYS_WHAT_TO_DO = re.compile(
    r"\b(Write|Take|Keep|Mend|Shorten|Did you mean|Format|Divide|Delete|Export|leave the cell)\b"
)


def only_fault(found: ProcessFile) -> Fault:
    assert found.rows == ()
    (fault,) = found.faults
    return fault


def test_a_whole_row() -> None:
    (row,) = read(row_of(reference=OURS.upper())).rows
    tools = frozenset({"three-houses", "safety-plan", "private-network"})
    assert row == ProcessRow(2, 1, "investigation", date(2026, 1, 12), date(2026, 2, 20), tools, OURS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = "\n".join((HEADING, ROW)).replace(";", separator)
    assert len(read_process_file(text.encode(encoding), files.WORDS, today=TODAY).rows) == 1


def test_english_headings_with_commas_and_quoted_cells() -> None:
    heading = "UNIT,Type,start DATE,Closed on,Tools used,Network contacts"
    found = read(
        'utredning 2,insats,2025-01-08,,"Three Houses, säkerhetsplan | Tre hus","båda"',
        '"Utredning 2","Insats",2025-01-08,-,"Tre hus\nSäkerhetsplan",inget',
        heading=heading,
    )
    first, second = found.rows
    assert (first.unit_id, first.kind, first.closed_on) == (2, "service", None)
    assert first.tools == {"three-houses", "safety-plan", "private-network", "professional-network"}
    assert second.tools == {"three-houses", "safety-plan"}


def test_no_heading_means_two_things() -> None:
    headings = [heading for column in Column for heading in HEADINGS[column].split(", ")]
    assert WORDS.known_count(headings) == len(headings)
    keys = ["".join(filter(str.isalnum, heading.casefold())) for heading in headings]
    assert len(set(keys)) == len(keys)


def test_a_reference_needs_no_column_and_other_columns_are_noted() -> None:
    found = read(ROW.removesuffix(";") + ";Norr;3", heading=HEADING.replace(";Referens", ";Område;Antal beslut"))
    assert found.rows[0].reference is None
    assert found.notes == ("These columns are not read: Område, Antal beslut.",)


def test_the_same_row_many_times_is_many_processes() -> None:
    assert len(read(ROW, ROW, ROW).rows) == 3


@pytest.mark.parametrize("missing", HEADING.split(";")[:-1])
def test_missing_heading_says_what_is_understood(missing: str) -> None:
    found = [fault for fault in read(ROW, heading=HEADING.replace(missing, "Annat", 1)).faults if fault.line == 1]
    assert len(found) == 1
    assert "understood" in found[0].message


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
        (b"x" * (LARGEST_UPLOAD + 1), "24 MB"),
        (ROW.encode(), "headings"),
        (HEADING.encode(), "no row"),
        (b'"' + HEADING.encode(), "never closed"),
    ],
)
def test_files_that_can_not_be_read(content: bytes, advice: str) -> None:
    fault = only_fault(read_process_file(content, files.WORDS, today=TODAY))
    assert fault.line == 1
    assert advice in fault.message


CELL_FAULTS = [
    ({"kind": ""}, "Slag", "kind of process is missing"),
    ({"kind": "Utredn"}, "Slag", "Did you mean “Utredning”?"),
    ({"kind": "Vräkning"}, "Slag", "Write one of: Förhandsbedömning, Utredning, Insats"),
    ({"unit": ""}, "Enhet", "unit is missing"),
    ({"unit": "Utredning 11"}, "Enhet", "Did you mean “Utredning 1” or “Utredning 2”?"),
    ({"unit": "Biblioteket"}, "Enhet", "Write the unit's name"),
    ({"unit": "=cmd|'/c calc'!A1"}, "Enhet", "formula"),
    ({"unit": "Utred\u00c3\u00a5ning"}, "Enhet", "garbled"),
    ({"unit": "x" * 2001}, "Enhet", "at most 2000"),
    ({"opened": ""}, "Öppnad", "opened is missing"),
    ({"opened": "i våras"}, "Öppnad", "not a day"),
    ({"opened": "45299"}, "Öppnad", "2024-01-08"),
    ({"opened": "26-01-12"}, "Öppnad", "four digits"),
    ({"opened": "2026-02-30"}, "Öppnad", "no such day"),
    ({"opened": "2026-03-03", "closed": ""}, "Öppnad", "to today"),
    ({"opened": "1999-12-31"}, "Öppnad", "from 2000-01-01"),
    ({"closed": "pågår"}, "Avslutad", "leave the cell empty"),
    ({"closed": "2026-03-03"}, "Avslutad", "to today"),
    ({"closed": "2026-01-11"}, "Avslutad", "closed before it is opened"),
    ({"tools": "Tre hsu"}, "Verktyg", "Did you mean “Tre hus”?"),
    ({"tools": "Tre hus, Sandlåda"}, "Verktyg", "no tool “Sandlåda”"),
    ({"network": "kompisar"}, "Nätverk", "no network"),
    ({"network": "pri\u200bvat"}, "Nätverk", "invisible"),
    ({"reference": "2026:17"}, "Referens", "no reference of this platform"),
    ({"reference": "Anna Andersson 7"}, "Referens", "no reference of this platform"),
]


@pytest.mark.parametrize(("cells", "column", "advice"), CELL_FAULTS)
def test_fault_in_a_cell(cells: dict[str, str], column: str, advice: str) -> None:
    fault = only_fault(read(row_of(**cells)))
    assert (fault.line, fault.column) == (2, column)
    assert advice in fault.message
    assert "Andersson" not in fault.message


def test_every_unknown_tool_of_a_cell_is_told() -> None:
    found = read(row_of(tools="Sandlåda, Tre hus, Gunga, Sandlåda"))
    assert ["Sandlåda" in found.faults[0].message, "Gunga" in found.faults[1].message] == [True, True]
    assert len(found.faults) == 2


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        (ROW.removesuffix(";"), "6 cells but the heading row has 7"),
        (ROW + ";x", "8 cells but the heading row has 7"),
        (ROW.replace("Utredning 1", '"Utredning 1'), "never closed"),
    ],
)
def test_fault_in_a_whole_line_and_reading_goes_on(line: str, advice: str) -> None:
    first, second = read(line, row_of(unit="Biblioteket")).faults
    assert (first.line, first.column) == (2, "")
    assert advice in first.message
    assert (second.line, second.column) == (3, "Enhet")


def test_a_reference_stands_once() -> None:
    fault = only_fault(read(row_of(reference=OURS), ROW, row_of(reference=f" {OURS} ")))
    assert (fault.line, fault.column) == (4, "Referens")
    assert "line 2" in fault.message


def test_one_file_with_more_than_twenty_kinds_of_fault() -> None:
    found = read(ROW, *(row_of(**cells) for cells, _column, _advice in CELL_FAULTS), "kort;rad", '"aldrig', ROW)
    expected = [(number, column) for number, (_cells, column, _advice) in enumerate(CELL_FAULTS, start=3)]
    last = len(CELL_FAULTS) + 3
    assert [(fault.line, fault.column) for fault in found.faults] == [*expected, (last, ""), (last + 1, "")]
    assert found.rows == ()
    kinds = {re.sub(r"[^a-z ]", "", fault.message.partition(". ")[0]) for fault in found.faults}
    assert len(kinds) >= 20
    for fault in found.faults:
        assert SAYS_WHAT_TO_DO.search(fault.message), fault.message
        assert fault.message.endswith((".", "?"))
        assert "%" not in fault.message


def test_at_most_two_hundred_faults_are_put_in_words_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    near = files.WORDS.units.near
    monkeypatch.setattr(files.WORDS.units, "near", lambda word: asked.append(word) or near(word))
    found = read(*(row_of(unit=f"Enhet {number}") for number in range(1000)))
    assert (len(found.faults), found.more_faults, found.rows) == (200, 800, ())
    assert len(asked) == 200


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_file, "MOST_ROWS", 3)
    fault = only_fault(read(ROW, ROW, ROW, ROW, ROW))
    assert fault.line == 5
    assert "more than 3 rows" in fault.message


# --- What identifies somebody


@pytest.mark.parametrize(
    "heading",
    [
        "Namn", "Barnets namn", "Personnummer", "Pnr", "Ärende", "Ärendenummer", "Dnr", "Diarienummer", "Handläggare",
        "Klient", "Adress", "Telefon", "Födelsedatum", "Name", "Client ID", "Case number", "Social worker", "850612-1234",
    ],
)  # fmt: skip
def test_a_column_of_people_or_cases_is_refused_by_its_heading(heading: str) -> None:
    found = read(f"{ROW};x", heading=f"{HEADING};{heading}")
    assert found.rows == ()
    assert found.faults[0].line == 1
    assert "Nothing of the file was kept." in found.faults[0].message
    assert "1985" not in str(found.faults) + found.faults[0].column
    assert "850612" not in str(found.faults)


@pytest.mark.parametrize("heading", ["Område", "Sektionsnamn", "Antal", "Beslutstyp", "Kommentar"])
def test_other_columns_are_only_not_read(heading: str) -> None:
    assert read(f"{ROW};x", heading=f"{HEADING};{heading}").rows


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Bo 850612-1234", "personal number"),
        ("SN 2024-00123", "case number"),
        ("bo.ek@kommun.se", "e-mail address"),
        ("070-123 45 67", "phone number"),
    ],
)
@pytest.mark.parametrize("column", ["unit", "tools", "reference", "unread"])
def test_a_cell_that_identifies_somebody_refuses_the_file_and_is_never_repeated(
    written: str, says: str, column: str
) -> None:
    row = f"{ROW};{written}" if column == "unread" else f"{row_of(**{column: written})};"
    found = read(f"{ROW};", row, f"{row_of(kind='Okänt')};", row, heading=f"{HEADING};Kommentar")
    assert found.rows == ()
    fault = found.faults[0]
    assert fault.line == 3
    assert says in fault.message
    assert "2 such cells" in fault.message
    assert "Nothing of the file was kept." in fault.message
    assert written not in str(found)
    assert [one.line for one in found.faults] == [3, 4]


def test_a_row_with_too_many_cells_is_looked_at_too() -> None:
    found = read(f"{ROW};x;850612-1234")
    assert "personal number" in found.faults[0].message
    assert "850612" not in str(found)
