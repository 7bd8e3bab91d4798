"""A method supporter brings in files of processes: preview, taken in once, the same again changes nothing, faults in words."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import clock
from fidelity.tool_use.rules import quarter_of
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

HEAD = "Slag;Enhet;Öppnad;Avslutad;Verktyg;Nätverk"
OPEN = [
    "Utredning;Unga i kris;2001-01-15;;Tre hus;privat",
    "Utredning;Unga i kris;2001-01-15;;Tre hus, Säkerhetsplan;",
    "Förhandsbedömning;Socialjour;2001-02-05;2001-02-16;Faroformulering;professionellt",
]
"""Days long before those of the demo, so that no row is one of its processes."""
LATER = [OPEN[0].replace(";;", ";2001-05-04;"), *OPEN[1:]]
NEW, CLOSED, MORE_TOOLS, UNCHANGED = "New processes", "Closed by the file", "Given more tools", "Unchanged"


@pytest.fixture
def page(browser_page: OpenPage) -> Page:
    """The method supporter's page for files of processes in Swedish, found under the name."""
    page = browser_page("method-supporter", width=1280, language="sv")
    page.goto("/")
    page.locator("details.menu > summary").click()
    page.locator(".menu-panel a[href='/tool-use/imports']").click()
    return page


def send(page: Page, *rows: str, heading: str = HEAD) -> None:
    """Choose a file and press the button, then wait until it has been read."""
    file = {"name": "processer.csv", "mimeType": "text/csv", "buffer": "\n".join((heading, *rows)).encode("cp1252")}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()
    page.wait_for_url(re.compile(r"/tool-use/imports/\d+$"))
    expect(page.locator("[data-reload-after]")).to_have_count(0)


def figures(page: Page, site: Site) -> dict[str, int]:
    """What the page says that the file means, in numbers of processes, but for what is none."""
    names = {site.says(name): name for name in (NEW, CLOSED, MORE_TOOLS, UNCHANGED)}
    shown = zip(
        page.locator(".figures dt").all_inner_texts(), page.locator(".figures dd").all_inner_texts(), strict=True
    )
    return {names[name]: int(count) for name, count in shown if int(count)}


def take_in(page: Page, site: Site) -> None:
    """Press the button, twice as an impatient person does."""
    page.locator("form[action$='/apply'] button").dblclick()
    expect(page.locator("h1")).to_have_text(site.says("The processes are taken in"))


def old_processes(site: Site) -> list[tuple[str, str | None, str]]:
    """The processes of the file: unit, closing day, tools."""
    return site.rows(
        "select unit.name, closed_on, group_concat(tool) from process join unit on unit.id = unit_id"
        " left join (select process_id, tool from tool_use order by tool) as used on process_id = process.id"
        " where opened_on < '2002-01-01' group by process.id order by opened_on, closed_on, 3"
    )


def test_a_file_is_previewed_taken_in_once_and_followed_by_a_later_one(page: Page, site: Site) -> None:
    send(page, *OPEN)
    assert figures(page, site) == {NEW: 3}
    expect(page.locator("main tbody tr").filter(has_text="Unga i kris").locator("td").nth(1)).to_have_text("2")
    assert old_processes(site) == []
    take_in(page, site)
    assert old_processes(site) == [
        ("Unga i kris", None, "private-network,three-houses"),
        ("Unga i kris", None, "safety-plan,three-houses"),
        ("Socialjour", "2001-02-16", "danger-statement,professional-network"),
    ]
    page.goto("/tool-use/imports")
    send(page, *reversed(OPEN))
    assert figures(page, site) == {UNCHANGED: 3}
    expect(page.locator(".answer")).to_have_text(site.says("The file changes nothing."))
    page.goto("/tool-use/imports")
    send(page, *LATER)
    assert figures(page, site) == {CLOSED: 1, UNCHANGED: 2}
    take_in(page, site)
    assert ("Unga i kris", "2001-05-04", "private-network,three-houses") in old_processes(site)
    assert len(old_processes(site)) == 3


def test_a_faulty_file_says_line_column_and_what_to_write(page: Page, site: Site) -> None:
    before = site.one("select count(*) from process")
    send(page, OPEN[0], OPEN[1].replace("Tre hus", "Tre hsu").replace("2001-01-15", "i våras"))
    expect(page.locator("h1")).to_have_text(site.says("The file has to be mended"))
    rows = page.locator("main table tbody tr")
    expect(rows).to_have_count(2)
    for number, (column, words) in enumerate((("Öppnad", "i våras"), ("Verktyg", "”Tre hus”"))):
        cells = rows.nth(number).locator("td")
        assert cells.nth(0).inner_text() == "3"
        assert cells.nth(1).inner_text() == column
        assert words in cells.nth(2).inner_text()
    expect(page.locator("form[action$='/apply']")).to_have_count(0)
    assert site.one("select count(*) from process") == before
    page.locator("main a.button[href='/tool-use/imports']").click()
    expect(page.locator("input[type=file]")).to_have_count(1)


def test_a_file_with_personal_numbers_is_refused_and_shows_none(page: Page, site: Site) -> None:
    send(page, *(f"{row};850612-1234" for row in OPEN), heading=f"{HEAD};Anteckning")
    expect(page.locator("main")).to_contain_text(site.says("Nothing of the file was kept."))
    expect(page.locator("main table tbody tr")).to_have_count(1)
    assert "850612" not in page.content()


def test_a_file_with_every_process_of_quarters_says_how_many_were_closed(page: Page, site: Site) -> None:
    ended = quarter_of(clock.today()).number - 1
    page.get_by_label(site.says("Every process that its units closed in the quarters below")).check()
    page.locator("select[name=first]").select_option(str(ended - 1))
    send(page, *OPEN)
    expect(page.locator(".notice.attend")).to_contain_text(
        site.says("No process of the file was closed in the quarters that you chose")
    )
    page.locator("form[action$='/apply'] button").click()
    expect(page.locator(".error-summary")).to_contain_text(site.says("Say first that the file is right, or drop it."))
    page.locator("form[action$='/drop'] button").click()
    expect(page.locator(".flashes")).to_contain_text(site.says("The file is dropped. Nothing was changed."))


def test_a_file_is_not_chosen(page: Page, site: Site) -> None:
    page.locator("form[enctype] button").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text(site.says("Choose the file that your case system, or you, have made."))
    summary.locator("a").click()
    expect(page.locator("input[type=file]")).to_be_focused()
