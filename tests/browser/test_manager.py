"""A section's manager finds who is not done, opens a figure, and takes the list along."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from core import clock
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

MANAGER = "section-manager"
SECTION = "Utredning barn"
FIGURES = ("staff", "completed", "under-way", "not-started", "on-leave", "exempt", "start-missing", "late")
BUCKETS = FIGURES[1:7]
UNFINISHED = ("under-way", "not-started")
CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def page(browser_page: OpenPage, site: Site) -> Page:
    """The section manager's start page in Swedish, on a wide screen."""
    page = browser_page(MANAGER, width=1280, language="sv")
    page.goto("/")
    return page


def test_who_is_not_done_is_one_click_from_the_start_page(page: Page, site: Site) -> None:
    open_own_section(page)
    expect(page.locator("#people")).to_have_text(site.says("Who is not done?"))
    names = listed(page)
    assert sorted(names) == sorted(people_in(site, clock.today(), *UNFINISHED))
    assert names, "the demo has nobody who is not done: nothing was tested"


def test_the_list_is_three_presses_of_a_key_away_too(page: Page) -> None:
    link = page.locator("a[href^='/coverage/sections/']")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#people")).to_have_count(1)


def test_the_place_in_the_navigation_leads_to_the_own_section(page: Page) -> None:
    page.locator("nav.places a[href='/coverage']").click()
    page.wait_for_url("**/coverage/sections/*")
    expect(page.locator("h1")).to_contain_text(SECTION)


def test_a_figure_opens_the_people_behind_it(page: Page, site: Site) -> None:
    open_own_section(page)
    for bucket in BUCKETS:
        link = page.locator(f"tfoot a[href*='bucket={bucket}']")
        expected = people_in(site, clock.today(), bucket)
        if not expected:
            expect(link).to_have_count(0)
            continue
        assert number(link) == len(expected)
        link.click()
        page.wait_for_url("**/coverage/people?*")
        assert sorted(listed(page)) == sorted(expected)
        page.go_back()
    page.locator("tbody tr").first.locator("a[href*='late=1']").click()
    expect(page.locator(".people .state.late").first).to_be_visible()
    assert page.locator(".people .state:not(.late)").count() == 0


def test_buckets_add_up_to_the_staff_list_and_units_to_the_section(page: Page, site: Site) -> None:
    open_own_section(page)
    see_that_the_table_adds_up(page, site, clock.today())


def test_a_past_day_is_shown_as_it_stood(page: Page, site: Site) -> None:
    open_own_section(page)
    day = clock.today() - timedelta(days=300)
    today = page.locator(".answer").inner_text()
    page.locator("#day").fill(day.isoformat())
    page.locator("form.toolbar button").click()
    page.wait_for_url(f"**day={day}*")
    expect(page.locator("#day")).to_have_value(day.isoformat())
    assert page.locator(".answer").inner_text() != today
    see_that_the_table_adds_up(page, site, day)
    assert sorted(listed(page)) == sorted(people_in(site, day, *UNFINISHED))
    exported = from_csv(download(page, "/coverage/people.csv"))
    assert sorted(row[2] for row in exported[1:]) == sorted(listed(page))
    page.locator("tfoot a[href*='bucket=completed']").click()
    page.wait_for_url(f"**/coverage/people?*day={day}*")
    assert sorted(listed(page)) == sorted(people_in(site, day, "completed"))


def test_the_list_comes_along_as_xlsx_and_csv_with_the_same_people(page: Page) -> None:
    open_own_section(page)
    names = listed(page)
    in_csv = from_csv(download(page, "/coverage/people.csv"))
    in_xlsx = from_xlsx(download(page, "/coverage/people.xlsx"))
    assert in_csv == in_xlsx
    assert [row[2] for row in in_csv[1:]] == names
    assert {row[0] for row in in_csv[1:]} == {SECTION}
    late = page.locator(".people .state.late").count()
    assert sum(row[7] != "" for row in in_csv[1:]) == late


def test_the_figures_come_along_as_xlsx_and_csv(page: Page) -> None:
    open_own_section(page)
    in_csv = from_csv(download(page, "/coverage/figures.csv"))
    in_xlsx = from_xlsx(download(page, "/coverage/figures.xlsx"))
    assert in_csv == in_xlsx
    shown = {row["name"]: row["staff"] for row in table(page)[:-1]}
    assert {row[1]: int(row[2]) for row in in_csv[1:]} == shown


def open_own_section(page: Page) -> None:
    """From the start page: one click."""
    page.locator("a[href^='/coverage/sections/']").click()
    page.wait_for_url("**/coverage/sections/*")


def listed(page: Page) -> list[str]:
    """The names in the page's list of people."""
    return [name.strip() for name in page.locator(".people .person-name").all_inner_texts()]


def number(cell: Locator) -> int:
    """A figure of a table; nothing and a dash are 0."""
    return int(re.sub(r"\D", "", cell.inner_text()) or 0)


def table(page: Page) -> list[dict[str, str | int]]:
    """The rows of the table beside the bars, the sum last."""
    rows = []
    for row in page.locator("table tbody tr, table tfoot tr").all():
        figures = [number(cell) for cell in row.locator("td").all()[: len(FIGURES)]]
        rows.append({"name": row.locator("th").inner_text(), **dict(zip(FIGURES, figures, strict=True))})
    return rows


def see_that_the_table_adds_up(page: Page, site: Site, day: date) -> None:
    """Each row to its staff list, the rows to the sum, and the sum to what stands in the database."""
    *units, whole = table(page)
    assert len(units) == 4
    for row in (*units, whole):
        assert sum(int(row[bucket]) for bucket in BUCKETS) == row["staff"], row["name"]
    for figure in FIGURES:
        assert sum(int(row[figure]) for row in units) == whole[figure], figure
    assert {bucket: whole[bucket] for bucket in BUCKETS} == {
        bucket: len(people_in(site, day, bucket)) for bucket in BUCKETS
    }
    for row in units:
        bar = page.locator(".bar-list li", has_text=str(row["name"])).locator(".bar-figures")
        expect(bar).to_contain_text(str(row["completed"]))


def people_in(site: Site, day: date, *buckets: str) -> list[str]:
    """Who stands in the buckets of the section on a day, by the stored intervals."""
    query = (
        "select person.name from course_standing join person on person.id = person_id"
        " join unit on unit.id = unit_id join section on section.id = section_id"
        " where section.name = ? and starts_on <= ? and until > ? and bucket = ?"
    )
    return [name for bucket in buckets for (name,) in site.rows(query, SECTION, str(day), str(day), bucket)]


def download(page: Page, path: str) -> Path:
    """Press the link to a file and keep what comes."""
    with page.expect_download() as started:
        page.locator(f"a[href^='{path}']").click()
    assert started.value.failure() is None
    assert started.value.suggested_filename.endswith(path.rpartition(".")[2])
    return started.value.path()


def from_csv(file: Path) -> list[list[str]]:
    """The table of a CSV file, without the note at its end."""
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))
    return rows[: rows.index([])]


def from_xlsx(file: Path) -> list[list[str]]:
    """The table of a workbook's first sheet, without the note above it."""
    with zipfile.ZipFile(file) as book:
        texts = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]  # noqa: S314
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    rows = [list(_cells(row, texts)) for row in sheet.iter(f"{CELLS}row")]
    width = len(rows[1])
    return [[*row, *[""] * (width - len(row))] for row in rows[1:]]


def _cells(row: ElementTree.Element, texts: list[str]) -> Iterator[str]:
    """A row's cells in order; those that are not in the file are empty."""
    place = 0
    for cell in row:
        column = sum(
            (ord(letter) - 64) * 26**power
            for power, letter in enumerate(reversed(re.sub(r"\d", "", cell.get("r", ""))))
        )
        yield from [""] * (column - 1 - place)
        place = column
        value = cell.findtext(f"{CELLS}v") or ""
        yield texts[int(value)] if cell.get("t") == "s" else value
