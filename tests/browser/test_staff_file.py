"""An administrator brings in staff files: preview, taken in once, the same again changes nothing, faults in words."""

import csv
import io
import random
import re

import pytest
from playwright.sync_api import Page, expect

from core import clock
from organisation import demo
from organisation.staff_import.person_change import Kind
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

NUMBER, NAME, EMAIL, SECTION, UNIT, POSITION, START, END = range(8)
NEWCOMER = [
    "L9001",
    "Nyanställd Nyström",
    "nyanstalld.nystrom@demo.invalid",
    "Mottagning",
    "Socialjour",
    "Socialsekreterare",
]
WORDS = {
    Kind.NEW: "New", Kind.RETURNED: "Returned", Kind.MOVED: "Moved",
    Kind.LEFT: "Left", Kind.CHANGED: "Changed", Kind.UNCHANGED: "Unchanged",
}  # fmt: skip

Rows = list[list[str]]


@pytest.fixture
def page(browser_page: OpenPage) -> Page:
    """The administrator's page for staff files in Swedish."""
    page = browser_page("administrator", width=1280, language="sv")
    page.goto("/people/imports")
    return page


@pytest.fixture(scope="module")
def staff_of_today() -> Rows:
    """The staff file that the demo was made from, with its heading row."""
    today = clock.today()
    staff = list(demo._staff(random.Random(demo.SEED), demo.SECTIONS, today, prefix="L"))
    text = demo._staff_file(staff, demo.SECTIONS, today).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.fixture(scope="module")
def changed_staff(staff_of_today: Rows) -> Rows:
    """The same with one new, one moved, one with another position, and one who has left."""
    heading, *rows = staff_of_today
    ordinary = [row for row in rows if row[UNIT] == "Mottagning Norr" and row[START] and not any(row[END:])]
    leaves, moves, changes = ordinary[3:6]
    changed = []
    for row in rows:
        if row is leaves:
            continue
        new = list(row)
        if row is moves:
            new[UNIT] = "Mottagning Söder"
        if row is changes:
            new[POSITION] = "Förste socialsekreterare"
        changed.append(new)
    return [heading, *changed, [*NEWCOMER, clock.today().isoformat(), "", "", ""]]


def send(page: Page, content: bytes, name: str = "personal.csv") -> None:
    """Choose a file and press the button, then wait until it has been read."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.locator("form[enctype] button").click()
    page.wait_for_url(re.compile(r"/people/imports/\d+$"))
    expect(page.locator("[data-reload-after]")).to_have_count(0)


def as_file(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode(encoding)


def counts(page: Page, site: Site) -> dict[Kind, int]:
    """How many of each kind the page shows."""
    shown = dict(
        zip(
            page.locator(".figures dt").all_inner_texts(),
            (int(re.sub(r"\D", "", one)) for one in page.locator(".figures dd").all_inner_texts()),
            strict=True,
        )
    )
    return {kind: shown[site.says(word)] for kind, word in WORDS.items()}


def employments(site: Site, number: str) -> list[tuple[str, str, str, str | None]]:
    """A person's employments: unit, position, first and last day."""
    return site.rows(
        "select unit.name, position, starts_on, ends_on from employment join unit on unit.id = unit_id"
        " join person on person.id = person_id where employee_number = ? order by starts_on",
        number,
    )


def number_of(rows: Rows, other: Rows) -> str:
    """The employee number in `rows` that `other` does not have."""
    (found,) = {row[NUMBER] for row in rows} - {row[NUMBER] for row in other}
    return found


def test_the_staff_as_it_is_changes_nothing(page: Page, site: Site, staff_of_today: Rows) -> None:
    send(page, as_file(staff_of_today, "cp1252"))
    found = counts(page, site)
    assert found.pop(Kind.UNCHANGED) == len({row[NUMBER] for row in staff_of_today[1:]})
    assert set(found.values()) == {0}
    expect(page.locator(".answer")).to_have_text(site.says("The file changes nothing."))
    page.locator("form[action$='/drop'] button").click()
    expect(page.locator(".flashes")).to_contain_text(site.says("The file is dropped. Nothing was changed."))


def test_a_file_is_previewed_then_taken_in_once(
    page: Page, site: Site, staff_of_today: Rows, changed_staff: Rows
) -> None:
    send(page, as_file(changed_staff))
    found = counts(page, site)
    assert {kind: found[kind] for kind in (Kind.NEW, Kind.MOVED, Kind.CHANGED, Kind.LEFT, Kind.RETURNED)} == {
        Kind.NEW: 1, Kind.MOVED: 1, Kind.CHANGED: 1, Kind.LEFT: 1, Kind.RETURNED: 0,
    }  # fmt: skip
    expect(page.locator("main")).to_contain_text("Nyanställd Nyström")
    expect(page.locator("main")).to_contain_text("Mottagning Norr")
    expect(page.locator("main")).to_contain_text("Förste socialsekreterare")
    gone = number_of(staff_of_today, changed_staff)
    assert employments(site, "L9001") == []
    assert employments(site, gone)[-1][3] is None
    preview = page.url
    page.locator("form[action$='/apply'] button").dblclick()
    expect(page.locator("h1")).to_have_text(site.says("The staff file is taken in"))
    today = clock.today()
    assert employments(site, "L9001") == [("Socialjour", "Socialsekreterare", today.isoformat(), None)]
    assert employments(site, gone)[-1][3] is not None
    taken_in = site.one("select count(*) from employment")
    _go_back_and_see_that_it_stays_done(page, site, preview)
    assert site.one("select count(*) from employment") == taken_in
    _send_the_same_again(page, site, changed_staff)
    assert site.one("select count(*) from employment") == taken_in


def _go_back_and_see_that_it_stays_done(page: Page, site: Site, preview: str) -> None:
    """The back button leads to no page that could take the file in twice."""
    page.go_back()
    expect(page.locator("h1")).to_have_count(1)
    again = page.locator("form[action$='/apply'] button")
    if again.count():  # the browser shows the page as it was: pressing says that it is done already
        again.click()
        told = site.says("This file has already been taken in or dropped. Send a new one if there is more.")
        expect(page.locator("main")).to_contain_text(told)
    page.goto(preview)
    expect(page.locator("h1")).to_have_text(site.says("The staff file is taken in"))
    expect(page.locator("form[action$='/apply']")).to_have_count(0)


def _send_the_same_again(page: Page, site: Site, rows: Rows) -> None:
    page.goto("/people/imports")
    send(page, as_file(rows), "samma igen.csv")
    found = counts(page, site)
    unchanged = found.pop(Kind.UNCHANGED)
    assert set(found.values()) == {0}, found
    assert unchanged == len({row[NUMBER] for row in rows[1:]})
    page.locator("form[action$='/apply'] button").click()
    expect(page.locator("h1")).to_have_text(site.says("The staff file is taken in"))


def test_a_faulty_file_says_line_column_and_what_to_write(page: Page, site: Site, staff_of_today: Rows) -> None:
    heading, first, second, *rest = (list(row) for row in staff_of_today)
    first[START] = "i våras"
    second[EMAIL] = "ingen adress"
    before = site.one("select count(*) from employment")
    send(page, as_file([heading, first, second, *rest]))
    expect(page.locator("h1")).to_have_text(site.says("The file has to be mended"))
    rows = page.locator("main table tbody tr")
    expect(rows).to_have_count(2)
    assert rows.nth(0).locator("td").nth(0).inner_text() == "2"
    assert rows.nth(0).locator("td").nth(1).inner_text() == heading[START]
    assert "i våras" in rows.nth(0).locator("td").nth(2).inner_text()
    assert rows.nth(1).locator("td").nth(0).inner_text() == "3"
    assert rows.nth(1).locator("td").nth(1).inner_text() == heading[EMAIL]
    assert "ingen adress" in rows.nth(1).locator("td").nth(2).inner_text()
    expect(page.locator("form[action$='/apply']")).to_have_count(0)
    assert site.one("select count(*) from employment") == before
    page.locator("main a.button[href='/people/imports']").click()
    expect(page.locator("input[type=file]")).to_have_count(1)


def test_a_file_that_ends_more_than_a_fifth_asks_first(page: Page, site: Site, staff_of_today: Rows) -> None:
    before = site.one("select count(*) from employment where ends_on is null")
    send(page, as_file(staff_of_today[:40]))
    expect(page.locator(".notice.attend")).to_contain_text(site.says("More than a fifth of the employments would end"))
    page.locator("form[action$='/apply'] button").click()
    expect(page.locator(".error-summary")).to_contain_text(
        site.says("Say first that it is right that so many have left, or drop the file.")
    )
    assert site.one("select count(*) from employment where ends_on is null") == before
    page.locator("form[action$='/drop'] button").click()
    expect(page.locator(".flashes")).to_be_visible()


def test_a_file_is_not_chosen(page: Page, site: Site) -> None:
    page.locator("form[enctype] button").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text(site.says("Choose the file that your HR system has made."))
    expect(summary).to_be_focused()
    summary.locator("a").click()
    expect(page.locator("input[type=file]")).to_be_focused()
