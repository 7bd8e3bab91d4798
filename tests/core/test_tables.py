"""Tables as files: no cell becomes a formula, numbers stay numbers, and a Swedish spreadsheet opens them."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.tables import Cell, as_csv, as_xlsx, download

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example")',
    "{=1+1}",
    "=",
    "＝1+1",
    "+46701234567",
]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", [text for text in FORMULAS if text[0] not in "{"])
def test_text_that_looks_like_a_formula_is_prefixed_in_csv(text: str) -> None:
    assert rows_of(as_csv([[text]])) == [[f"'{text}"]]


@pytest.mark.parametrize("text", ["Anna", "1-3 år", "a=b", "anna@kommun.se", "", " ", "–", "Ö", "'"])
def test_ordinary_text_is_written_as_it_is(text: str) -> None:
    assert rows_of(as_csv([["x", text]])) == [["x", text]]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert rows_of(as_csv([[5, -5, 0, None]])) == [["5", "-5", "0", ""]]


def test_fraction_has_a_decimal_comma_for_a_point_would_make_it_a_day() -> None:
    assert rows_of(as_csv([[12.5, -0.5]])) == [["12,5", "-0,5"]]


def test_csv_begins_with_a_byte_order_mark_and_has_semicolons_and_windows_lines() -> None:
    assert as_csv([["Sektion", "Åtta"], ["a;b", 'c"d']]) == (
        b"\xef\xbb\xbf" + 'Sektion;Åtta\r\n"a;b";"c""d"\r\n'.encode()
    )


def test_text_with_a_line_break_stays_in_its_cell() -> None:
    assert rows_of(as_csv([["a\nb", "c"], ["d"]])) == [["a\nb", "c"], ["d"]]


cells = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.text("=+-@\t\r\n;\"'a1 {}<&", max_size=8))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4))
def test_property_no_text_cell_of_a_csv_begins_as_a_formula(rows: list[list[Cell]]) -> None:
    read = rows_of(as_csv(rows))
    for row, written in zip(rows, read, strict=True):
        for cell, text in zip(row, written or [""] * len(row), strict=True):
            if isinstance(cell, str):
                assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
                assert text.removeprefix("'") == cell.removeprefix("'")
            else:
                assert text == ("" if cell is None else str(cell))


def parts_of(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        return {name: files.read(name).decode() for name in files.namelist() if name.endswith((".xml", ".rels"))}


def part_of(book: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts_of(book)[name])  # noqa: S314  we wrote it ourselves


SHEET = "xl/worksheets/sheet1.xml"


TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_workbook_has_no_formula_and_no_link_whatever_its_cells_say() -> None:
    texts = [
        *FORMULAS,
        "https://evil.example",
        "mailto:a@b.se",
        "internal:Sheet1!A1",
        "external:c:\\x.xlsx",
        "file://x",
    ]
    book = as_xlsx("people", [["Rubrik"], *([text] for text in texts)], note="=1+1")
    parts = parts_of(book)
    for name, part in parts.items():
        assert not re.search(r"<f[ >]|<hyperlink|TargetMode=\"External\"", part), name
    strings = "".join(part_of(book, "xl/sharedStrings.xml").itertext())
    assert "=cmd|' /C calc'!A0" in strings
    assert not any("externalLink" in name or "vba" in name.lower() for name in parts)


def test_workbook_holds_the_note_an_empty_row_the_headings_and_the_rows() -> None:
    rows: list[list[Cell]] = [["Enhet", "Klara"], ["Utredning", 7], ["Öppenvård", 2.5]]
    sheet = part_of(as_xlsx("coverage", rows, note="Den 1 mars"), SHEET)
    assert [row.get("r") for row in sheet.iter(f"{TAG}row")] == ["1", "3", "4", "5"]
    numbers = {cell.get("r"): cell.findtext(f"{TAG}v") for cell in sheet.iter(f"{TAG}c") if cell.get("t") is None}
    assert numbers == {"B4": "7", "B5": "2.5"}


def test_digits_in_text_stay_text_in_a_workbook() -> None:
    sheet = part_of(as_xlsx("people", [["Nummer"], ["00123"]], note="x"), SHEET)
    assert [cell.get("t") for cell in sheet.iter(f"{TAG}c")] == ["s", "s", "s"]


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_download_saves_a_file_under_its_name(kind: str, content_type: str) -> None:
    response = download(b"x", name="people-2026-03-02", kind=kind)
    assert response.headers["Content-Disposition"] == f'attachment; filename="people-2026-03-02.{kind}"'
    assert response.content_type == content_type
    assert response.get_data() == b"x"
