"""A method supporter writes the municipality's own checklists in the browser, and nothing that is typed gets lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, TimeoutError, expect

from tests.browser.conftest import OpenPage
from tests.browser.keyboard import Keyboard
from tests.browser.looking import Watch
from tests.browser.site import Site, path_of

pytestmark = pytest.mark.browser

AUTHOR = "method-supporter"
SOON = 3_000
SIGNED_OUT = "You have been signed out. The text stays here: sign in on another tab, then come back and press Save."
SOURCE = "select source from published_document where municipality_id is not null and key = ? and version = ?"

OpenEditor = Callable[..., Page]


@pytest.fixture
def editor(browser_page: OpenPage) -> OpenEditor:
    """Opens the draft of a checklist (each test has one of its own) as the method supporter."""

    def open_editor(checklist_id: str, **more: object) -> Page:
        page = browser_page(AUTHOR, **more)
        page.goto(f"/checklists/own/{checklist_id}/edit")
        return page

    return open_editor


def type_at_the_end(page: Page, text: str) -> None:
    """Write at the end of the items, key by key."""
    page.locator("#body").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def expect_saved(page: Page, site: Site, checklist_id: str, text: str) -> None:
    """The page says that it is saved, and it is."""
    expect(page.locator(".preview")).to_contain_text(text)
    expect(page.locator("[data-state=saved] .save-state")).to_contain_text(site.says("Draft saved %(when)s", when=""))
    assert text in stored(site, checklist_id)


def stored(site: Site, checklist_id: str) -> str:
    """What the database holds of the draft."""
    found = site.rows("select source from checklist_draft where key = ?", f"checklists/{checklist_id}")
    return str(found[0][0]) if found else ""


def test_a_version_and_the_next_are_written_and_published_by_keyboard(browser_page: OpenPage, site: Site) -> None:
    page = browser_page(AUTHOR)
    watch, keys = Watch(page), Keyboard(page)
    page.goto("/checklists/closing")
    keys.skip_to_content()
    keys.tab_to("a[href='/checklists/own/closing']")
    keys.press("Enter")
    page.wait_for_url("**/checklists/own/closing")
    keys.tab_to("a[href$='/edit']")
    keys.press("Enter")
    page.wait_for_url("**/edit")
    write_an_item_with_a_fault_and_mend_it(page, site, keys)
    publish_by_keyboard(page, keys)
    expect(page.locator(".flashes")).to_contain_text(
        site.says("%(title)s is published as version %(version)s and is in use.", title="Avslut", version=1)
    )
    first = site.one(SOURCE, "checklists/closing", 1)
    write_the_next_version(page, keys)
    expect(page.locator(".flashes")).to_be_visible()
    assert site.one(SOURCE, "checklists/closing", 1) == first
    assert "Avslut tillsammans" in site.one(SOURCE, "checklists/closing", 2)
    page.goto("/checklists")
    expect(page.locator("a[href='/checklists/closing']")).to_have_text("Avslut tillsammans")
    assert watch.complaints() == []


def write_an_item_with_a_fault_and_mend_it(page: Page, site: Site, keys: Keyboard) -> None:
    """The preview follows, the checker tells the line, and the link leads to it."""
    keys.tab_to("#body")
    keys.press("Control+End")
    page.keyboard.type("- [ ] Kollegan ringer barnet en vecka senare.")
    expect(page.locator(".preview")).to_contain_text("ringer barnet en vecka senare")
    expect(page.locator(".faults li")).to_have_count(1)
    expect(page.locator("[data-announce]")).to_have_text(
        site.says_of("%(num)s thing to mend before it can be published", "", 1)
    )
    keys.tab_to("a[data-line]")
    keys.press("Enter")
    assert page.evaluate("getSelection().toString()") == "- [ ] Kollegan ringer barnet en vecka senare."
    page.keyboard.type("- [ ] **Kollegan** ringer barnet en vecka senare.")
    expect(page.locator(".faults")).to_have_count(0)


def publish_by_keyboard(page: Page, keys: Keyboard) -> None:
    """From the draft to the list."""
    keys.tab_to("button[value=publish]")
    keys.press("Enter")
    page.wait_for_url("**/publish")
    expect(page.locator(".differences")).to_contain_text("Kollegan ringer barnet")
    keys.tab_to("main form button")
    keys.press("Enter")
    page.wait_for_url("**/checklists/own")


def write_the_next_version(page: Page, keys: Keyboard) -> None:
    """Another title, said to be a matter of words."""
    page.goto("/checklists/own/closing/edit")
    keys.tab_to("#title")
    keys.press("Control+A")
    page.keyboard.type("Avslut tillsammans")
    keys.tab_to("button[value=publish]")
    keys.press("Enter")
    page.wait_for_url("**/publish")
    keys.tab_to("input[name=change]")
    keys.press("ArrowDown")
    keys.tab_to("#news")
    page.keyboard.type("Titeln säger att ni gör det tillsammans.")
    keys.tab_to("main form button")
    keys.press("Enter")
    page.wait_for_url("**/checklists/own")


def test_a_draft_saves_as_it_is_written_and_survives_reload(editor: OpenEditor, site: Site) -> None:
    page = editor("mapping", width=360)
    type_at_the_end(page, "- [ ] **Du** skriver det här.")
    expect_saved(page, site, "mapping", "skriver det här")
    page.reload()
    expect(page.locator("#body")).to_have_value(ends_with("**Du** skriver det här."))


def ends_with(text: str) -> re.Pattern[str]:
    """A pattern for a text that ends so."""
    return re.compile(re.escape(text) + r"\s*$")


def test_a_lost_connection_is_said_and_the_draft_saves_itself_when_it_is_back(editor: OpenEditor, site: Site) -> None:
    page = editor("first-meeting")
    page.context.set_offline(True)
    type_at_the_end(page, "- [ ] **Du** skriver på tåget.")
    gone = site.says("No connection. The text stays here and is saved when the connection is back.")
    expect(page.locator("#look")).to_contain_text(gone)
    expect(page.locator("[data-announce]")).to_have_text(gone)
    assert leaving_asks(page)
    page.context.set_offline(False)
    expect_saved(page, site, "first-meeting", "skriver på tåget")
    assert not leaving_asks(page)


def test_a_session_that_has_ended_keeps_the_text_until_one_has_signed_in_on_another_tab(
    editor: OpenEditor, site: Site
) -> None:
    page = editor("network-meeting")
    site.sign_out_behind_the_back(AUTHOR)
    type_at_the_end(page, "- [ ] **Du** skriver efter rasten.")
    expect(page.locator("#look")).to_contain_text(site.says(SIGNED_OUT))
    expect(page.locator("#body")).to_have_value(ends_with("skriver efter rasten."))
    site.sign_in(page.context, AUTHOR)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_saved(page, site, "network-meeting", "skriver efter rasten")


def test_save_pressed_in_a_session_that_has_ended_carries_the_text_through_the_sign_in(
    editor: OpenEditor, site: Site
) -> None:
    page = editor("network-contact", java_script_enabled=False)
    page.locator("#title").fill("Skriven utan skript")
    site.sign_out_behind_the_back(AUTHOR)
    page.locator("button[value=save]").click()
    page.locator(f'form:has(input[value="{AUTHOR}"]) button').click()
    expect(page.locator("h1")).to_have_text(site.says("You are signed in again"))
    page.locator("main form button").click()
    expect(page.locator("#title")).to_have_value("Skriven utan skript")
    expect(page.locator(".preview-title")).to_have_text("Skriven utan skript")
    assert path_of(page) == "/checklists/own/network-contact/edit#look"
    assert "Skriven utan skript" in stored(site, "network-contact")


def test_two_authors_the_second_is_told_sees_both_and_chooses(editor: OpenEditor, site: Site) -> None:
    first, second = editor("safety-plan"), editor("safety-plan")
    first.locator("#title").fill("Den enas plan")
    expect_saved(first, site, "safety-plan", "Den enas plan")
    second.locator("#title").fill("Den andras plan")
    expect(second.locator("[data-state=held-back] del")).to_have_text("Den enas plan")
    expect(second.locator("[data-state=held-back] ins")).to_have_text("Den andras plan")
    second.locator("#summary").fill("Och mer.")
    second.wait_for_timeout(1500)
    assert "Den enas plan" in stored(site, "safety-plan"), "nothing is written over before one has chosen to"
    assert leaving_asks(second)
    second.locator("button[value=over-theirs]").click()
    expect(second.locator("[data-state=saved]")).to_be_visible()
    assert "Den andras plan" in stored(site, "safety-plan")


def test_pressing_on_while_a_save_is_under_way_is_not_taken_for_another_page(editor: OpenEditor, site: Site) -> None:
    page = editor("fairy-and-wizard")
    held: list[tuple[Route, APIResponse]] = []

    def save_and_hold_the_answer(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/edit", save_and_hold_the_answer)
    with page.expect_request("**/edit"):
        type_at_the_end(page, "- [ ] **Du** skriver")
    type_at_the_end(page, " fort.")
    page.locator("button[value=publish]").click(no_wait_after=True)
    while not held:
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)  # long enough for the form to be sent, if it did not wait
    route, answer = held[0]
    route.fulfill(response=answer)
    page.wait_for_url("**/publish")
    assert "skriver fort." in stored(site, "fairy-and-wizard")


def test_what_identifies_somebody_is_marked_while_one_writes_and_not_stored(editor: OpenEditor, site: Site) -> None:
    page = editor("child-conversation")
    type_at_the_end(page, "- [ ] **Du** ringer 070-123 45 67.")
    expect(page.locator("#look mark")).to_have_text("070-123 45 67")
    expect(page.locator("[data-announce]")).to_contain_text("070-123 45 67")
    assert "070-123" not in stored(site, "child-conversation")
    assert leaving_asks(page)


def leaving_asks(page: Page) -> bool:
    """Whether the browser asks before the page is left; the answer is to stay."""
    address = page.url
    try:
        with page.expect_event("dialog", timeout=SOON) as asked:
            page.evaluate("setTimeout(() => { location.href = '/courses' })")
    except TimeoutError:
        return False
    asked.value.dismiss()
    assert page.url == address
    return bool(asked.value.type == "beforeunload")
