"""Registering with one thumb: at most four taps, undone with one, done once, and lost by no sign-out, tab or colleague."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site, path_of

pytestmark = pytest.mark.browser

COLLEAGUE, MANAGER = "new-hire", "unit-manager"
"""Two who work in the same unit."""
MAPPING, HOUSES, PRIVATE = "three-column-mapping", "three-houses", "private-network"
PHONE = {"width": 360, "has_touch": True, "is_mobile": True}
DONE = ".thumb-bar button"


class Thumb:
    """A thumb that counts its taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, what: str | Locator) -> None:
        """Tap something that is on the page."""
        self.taps += 1
        (self.page.locator(what) if isinstance(what, str) else what).tap()


def box(tool: str) -> str:
    """The toggle of a tool or network."""
    return f"label.toggle:has(input[value={tool}])"


@pytest.fixture
def process(browser_page: OpenPage, site: Site) -> int:
    """A process that a colleague has just started in the unit, with nothing registered on it."""
    page = browser_page(MANAGER, **PHONE)
    page.goto("/tool-use/new?kind=investigation")
    page.locator(DONE).tap()
    page.wait_for_url("**/tool-use?started=*")
    return int(site.one("select max(id) from process"))


def used(site: Site, process: int) -> set[str]:
    """What is registered on a process."""
    return {tool for (tool,) in site.rows("select tool from tool_use where process_id = ?", process)}


def registrations(site: Site, process: int) -> int:
    """How many times something was registered on a process, its start not counted."""
    return int(site.one("select count(*) - 1 from tool_registration where process_id = ?", process))


def counts_hold(site: Site) -> bool:
    """Whether the stored counts equal a recount."""
    return site.app.test_cli_runner().invoke(args=["tool-use", "verify"]).exit_code == 0


def tap_on(page: Page, process: int, *tools: str) -> None:
    """Go to a process's page and tap tools."""
    page.goto(f"/tool-use/{process}")
    for tool in tools:
        page.locator(box(tool)).click()


# Taps.


def test_a_known_process_takes_four_taps_and_undo_one(browser_page: OpenPage, site: Site, process: int) -> None:
    page = browser_page(COLLEAGUE, **PHONE)
    page.goto("/tool-use")
    thumb = Thumb(page)
    for what in (f'a.pick[href="/tool-use/{process}"]', box(MAPPING), box(PRIVATE), DONE):
        thumb.tap(what)
    page.wait_for_url("**/tool-use?done=*")
    assert thumb.taps <= 4
    reference = site.one("select reference from process where id = ?", process)
    names = "Kartläggning i tre kolumner och privat nätverk"
    said = site.says("Registered on %(reference)s: %(tools)s.", reference=reference, tools=names)
    expect(page.locator("[role=status]")).to_contain_text(said)
    assert used(site, process) == {MAPPING, PRIVATE}
    thumb.tap(page.get_by_role("button", name=site.says("Undo")))
    said = site.says("Undone. What was chosen that time is not registered on %(reference)s.", reference=reference)
    expect(page.locator("[role=status]")).to_contain_text(said)
    assert used(site, process) == set()
    assert counts_hold(site)


def test_from_the_start_page_it_takes_four_taps_too(browser_page: OpenPage, site: Site, process: int) -> None:
    page = browser_page(COLLEAGUE, **PHONE)
    page.goto("/")
    thumb = Thumb(page)
    for what in (f'a.pick[href="/tool-use/{process}"]', box(HOUSES), box(PRIVATE), DONE):
        thumb.tap(what)
    page.wait_for_url("**/tool-use?done=*")
    assert thumb.taps <= 4
    assert used(site, process) == {HOUSES, PRIVATE}


def test_a_new_process_takes_four_taps_too(browser_page: OpenPage, site: Site) -> None:
    page = browser_page(COLLEAGUE, **PHONE)
    page.goto("/tool-use")
    thumb = Thumb(page)
    for what in ('a.pick[href="/tool-use/new?kind=investigation"]', box(HOUSES), box(PRIVATE), DONE):
        thumb.tap(what)
    page.wait_for_url("**/tool-use?started=*")
    assert thumb.taps <= 4
    assert used(site, site.one("select max(id) from process")) == {HOUSES, PRIVATE}


@pytest.mark.parametrize("width", [320, 360])
def test_the_bar_is_within_reach_all_the_way_and_leaves_room(browser_page: OpenPage, process: int, width: int) -> None:
    page = browser_page(COLLEAGUE, **{**PHONE, "width": width})
    page.goto(f"/tool-use/{process}")
    height = page.viewport_size["height"] if page.viewport_size else 0
    for down in (0, 400, 10_000):
        page.evaluate("down => window.scrollTo(0, down)", down)
        expect(page.locator(DONE)).to_be_in_viewport(ratio=1)
    page.evaluate("window.scrollTo(0, 0)")
    bar = page.locator(".thumb-bar").bounding_box()
    assert bar
    assert bar["height"] < 0.25 * height
    expect(page.locator(".toggle-group .toggle").nth(1)).to_be_in_viewport(ratio=1)


def test_the_keyboard_reaches_every_toggle_and_none_hides_behind_the_bar(browser_page: OpenPage, process: int) -> None:
    page = browser_page(COLLEAGUE, width=360)
    page.goto(f"/tool-use/{process}")
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    for tool in page.locator("input[name=tool]").evaluate_all("all => all.map((one) => one.value)"):
        keyboard.tab_to(f'input[value="{tool}"]')
    keyboard.tab_to(DONE)


# Once.


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_registers_once(browser_page: OpenPage, site: Site, process: int, scripts: bool) -> None:
    page = browser_page(COLLEAGUE, width=360, java_script_enabled=scripts)
    tap_on(page, process, MAPPING)
    page.locator(DONE).dblclick()
    page.wait_for_url("**/tool-use?done=*")
    assert used(site, process) == {MAPPING}
    assert registrations(site, process) == 1
    assert counts_hold(site)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_starts_one_process(browser_page: OpenPage, site: Site, scripts: bool) -> None:
    before = site.one("select count(*) from process")
    page = browser_page(COLLEAGUE, width=360, java_script_enabled=scripts)
    page.goto("/tool-use/new?kind=service")
    page.locator(DONE).dblclick()
    page.wait_for_url("**/tool-use?started=*")
    assert site.one("select count(*) from process") == before + 1


def test_going_back_shows_what_is_registered_and_loses_nothing(
    browser_page: OpenPage, site: Site, process: int
) -> None:
    page = browser_page(COLLEAGUE, width=360)
    tap_on(page, process, MAPPING)
    page.locator(DONE).click()
    page.wait_for_url("**/tool-use?done=*")
    page.go_back()
    page.wait_for_url(f"**/tool-use/{process}")
    expect(page.locator(".toggle.settled")).to_have_count(1)
    page.locator(box(HOUSES)).click()
    page.locator(DONE).click()
    page.wait_for_url("**/tool-use?done=*")
    assert used(site, process) == {MAPPING, HOUSES}
    assert counts_hold(site)


# Nothing lost.


def test_a_session_that_ended_by_time_loses_nothing(browser_page: OpenPage, site: Site, process: int) -> None:
    page = browser_page(COLLEAGUE, **PHONE)
    tap_on(page, process, MAPPING, PRIVATE)
    site.sign_out_behind_the_back(COLLEAGUE)
    page.locator(DONE).tap()
    page.locator(f"form:has(input[value={COLLEAGUE}]) button").tap()
    assert used(site, process) == set()
    page.get_by_role("button", name=site.says("Save what you wrote")).tap()
    page.wait_for_url("**/tool-use?done=*")
    assert used(site, process) == {MAPPING, PRIVATE}


def test_two_tabs_and_two_colleagues_on_one_process_all_count(browser_page: OpenPage, site: Site, process: int) -> None:
    pages = [browser_page(COLLEAGUE, width=360), browser_page(MANAGER, width=360)]
    pages.append(pages[0].context.new_page())
    tools = (MAPPING, HOUSES, "safety-scale")
    for page, tool in zip(pages, tools, strict=True):
        tap_on(page, process, tool, PRIVATE)
    for page in pages:
        page.locator(DONE).click()
        page.wait_for_url("**/tool-use?done=*")
    assert used(site, process) == {*tools, PRIVATE}
    assert registrations(site, process) == 3
    assert counts_hold(site)


# Without scripts, from the start to the end of a process.


def test_a_process_from_its_start_to_its_end_without_scripts(browser_page: OpenPage, site: Site) -> None:
    page = browser_page(COLLEAGUE, width=360, java_script_enabled=False)
    press = _pressing(page)
    page.goto("/tool-use")
    press('a.pick[href="/tool-use/new?kind=investigation"]')
    page.locator(box(MAPPING)).click()
    press(DONE)
    process = site.one("select max(id) from process")
    press(f'[role=status] a[href="/processes/{process}"]')
    expect(page.locator("h1")).to_have_text(site.one("select reference from process where id = ?", process))
    page.locator("summary", has_text=site.says("Correct what is registered")).click()
    page.locator(f"form[action$='/tools'] {box(MAPPING)}").click()
    page.locator(f"form[action$='/tools'] {box(HOUSES)}").click()
    press("form[action$='/tools'] button")
    assert used(site, process) == {HOUSES}
    press("form[action$='/close'] button")
    assert site.one("select closed_on is not null from process where id = ?", process)
    page.goto("/tool-use?all=1")
    assert page.locator(f'a.pick[href="/tool-use/{process}"]').count() == 0
    page.goto(f"/processes/{process}")
    press("form[action$='/open'] button")
    assert path_of(page) == f"/processes/{process}"
    assert site.one("select closed_on is null from process where id = ?", process)
    assert counts_hold(site)


def _pressing(page: Page) -> Callable[[str], None]:
    """A function that presses what leads to another page, and waits for it."""

    def press(what: str) -> None:
        with page.expect_navigation():
            page.locator(what).click()

    return press


def test_a_number_of_a_person_never_comes_into_an_address(browser_page: OpenPage) -> None:
    page = browser_page(COLLEAGUE, width=360)
    page.goto("/processes")
    page.locator("#words").fill("850101-1234")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert path_of(page) == "/processes"
