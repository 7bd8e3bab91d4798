"""A checklist on a phone while the connection comes and goes: nothing is lost, nothing is done twice, and nothing personal is kept."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ARGUMENTS, PATIENCE, OpenPage
from tests.browser.site import Site, path_of

pytestmark = pytest.mark.browser

WRITER, COLLEAGUE = "new-hire", "unit-manager"
"""Two of one unit."""
CHECKLIST = "safety-plan"
MUST = ("protected-until-then", "most-dangerous-hour", "adults-know-and-can", "enough-today")
OTHER = "visits-have-names"
NOTE = "Mormor var med hela tiden"
EVERYTHING_KEPT = """async () => {
  const kept = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
  }
  return [...kept, ...(await indexedDB.databases()).map((one) => one.name)].join("\\n");
}"""
IS_PUT_ASIDE = """async () => {
  const shell = await caches.match(location.pathname, {ignoreVary: true});
  return Boolean(shell && (await navigator.serviceWorker.getRegistration())?.active);
}"""


@pytest.fixture
def start(browser_page: OpenPage) -> Callable[..., Page]:
    """A function that starts a checklist on a phone, as a person does, and waits until it could go on without a connection."""

    def start_one(language: str = "sv", **more: object) -> Page:
        page = browser_page(WRITER, width=360, language=language, **more)
        begin(page)
        return page

    return start_one


def begin(page: Page) -> None:
    """Start a checklist for a new process."""
    page.goto(f"/checklists/{CHECKLIST}")
    page.locator(f"a[href='/checklists/{CHECKLIST}/fill-in']").click()
    page.locator("input[name=process][value=new]").check()
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url("**/checklists/filled/*")
    wait_until_put_aside(page)


def wait_until_put_aside(page: Page) -> None:
    for _try in range(PATIENCE // 100):
        if page.evaluate(IS_PUT_ASIDE):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page was not put aside for when there is no connection")


def tick(page: Page, *items: str) -> None:
    for item in items:
        page.locator(f"[id='done-{item}']").check()


def say_why_not(page: Page, item: str, reason: str) -> None:
    page.locator(f"[id='item-{item}'] summary").click()
    page.locator(f"[id='reason-{item}']").select_option(reason)


def status(page: Page) -> object:
    return expect(page.locator("[data-status]"))


def is_saved(page: Page, site: Site, language: str = "sv") -> None:
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.includes(' op '))")
    expect(page.locator("[data-status]")).to_have_text(site.says("Saved", language))


def says_waiting(page: Page, site: Site, number: int) -> None:
    text = site.says("{n} ticks wait for a connection").replace("{n}", str(number))
    expect(page.locator("[data-status]")).to_have_text(
        site.says("1 tick waits for a connection") if number == 1 else text
    )


def key_of(page: Page) -> str:
    return re.sub(r"[?#].*", "", path_of(page)).rpartition("/")[2]


def answers(site: Site, key: str) -> dict[str, str]:
    """The answers that are stored, in a word each."""
    rows = site.rows(
        "select item, coalesce(reason, answer) from filled_item join filled_checklist on filled_checklist.id = filled_id"
        " where key = ? and answer is not null",
        key,
    )
    return dict(rows)


def wait_for_answers(page: Page, site: Site, key: str, wanted: dict[str, str]) -> None:
    for _try in range(PATIENCE // 100):
        if answers(site, key) == wanted:
            return
        page.wait_for_timeout(100)
    assert answers(site, key) == wanted


def tools(site: Site, key: str) -> list[str]:
    """What is registered on the checklist's process."""
    rows = site.rows(
        "select tool from tool_use join filled_checklist on filled_checklist.process_id = tool_use.process_id"
        " where key = ? order by tool",
        key,
    )
    return [tool for (tool,) in rows]


@contextmanager
def without_connection(context: BrowserContext) -> Iterator[None]:
    context.set_offline(True)
    yield
    context.set_offline(False)


# --- The way through


def test_started_at_a_table_finished_without_a_connection_and_registered_once(
    start: Callable[..., Page], site: Site
) -> None:
    page = start()
    key = key_of(page)
    tick(page, MUST[0])
    is_saved(page, site)
    with without_connection(page.context):
        tick(page, MUST[1])
        says_waiting(page, site, 1)
        page.reload()
        expect(page.locator("form[data-is-shell]")).to_be_visible()
        expect(page.locator("input[type=checkbox]:checked")).to_have_count(2)
        says_waiting(page, site, 1)
        tick(page, MUST[2])
        say_why_not(page, OTHER, "later")
        page.locator("button[value=finish]").click()
        expect(page.locator(f"[id='item-{MUST[3]}'].wrong")).to_be_visible()
        expect(page.locator("[data-finish-problem]")).to_be_visible()
        tick(page, MUST[3])
        page.locator("button[value=finish]").click()
        expect(page.locator("[data-status]")).to_have_text(
            site.says("Finished on this phone. It is sent when there is a connection.")
        )
        assert answers(site, key) == {MUST[0]: "done"}
        assert tools(site, key) == []
    expect(page.locator("#amendment")).to_be_visible()
    assert answers(site, key) == {**dict.fromkeys(MUST, "done"), OTHER: "later"}
    assert tools(site, key) == ["safety-plan"]
    assert site.one("select count(*) from tool_registration where key = ?", key) == 1
    assert (
        site.one("select count(*) from checklist_holder join filled_checklist f on f.id = filled_id where key = ?", key)
        == 0
    )
    assert page.evaluate("async () => [Object.keys(localStorage).length, await caches.keys()]") == [1, []]


def test_finishing_without_a_connection_can_be_taken_back(start: Callable[..., Page], site: Site) -> None:
    page = start()
    with without_connection(page.context):
        tick(page, *MUST)
        page.locator("button[value=finish]").click()
        expect(page.locator("button[value=finish]")).to_be_hidden()
        page.locator("[data-go-on]").click()
        tick(page, OTHER)
    wait_for_answers(page, site, key_of(page), dict.fromkeys((*MUST, OTHER), "done"))
    assert site.one("select finished_on from filled_checklist where key = ?", key_of(page)) is None


def test_an_answer_that_was_lost_on_the_way_back_is_not_done_twice(start: Callable[..., Page], site: Site) -> None:
    page = start()
    lost: list[str] = []

    def lose_the_answer(route) -> None:  # type: ignore[no-untyped-def]
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().text())
            route.abort()

    page.route("**/filled/sync", lose_the_answer)
    tick(page, OTHER)
    is_saved(page, site)
    page.locator(f"[id='done-{OTHER}']").uncheck()
    wait_for_answers(page, site, key_of(page), {})
    is_saved(page, site)
    assert lost
    assert page.locator("li.wrong").count() == 0


def test_a_site_that_is_down_is_no_connection(start: Callable[..., Page], site: Site) -> None:
    page = start()
    page.route("**/filled/sync", lambda route: route.fulfill(status=503, body="down"))
    tick(page, OTHER)
    expect(page.locator("[data-status]")).to_have_text(
        site.says("It could not be saved just now. It is kept on this phone and tried again.")
    )
    page.unroute("**/filled/sync")
    is_saved(page, site)
    assert answers(site, key_of(page)) == {OTHER: "done"}


# --- Signed out by time, signed out by oneself, somebody else


def test_what_was_ticked_while_signed_out_is_saved_after_signing_in(start: Callable[..., Page], site: Site) -> None:
    page = start()
    key = key_of(page)
    with without_connection(page.context):
        tick(page, MUST[0], MUST[1], MUST[2])
        site.sign_out_behind_the_back(WRITER)
    ask = site.says("Sign in, and your {n} ticks are saved").replace("{n}", "3")
    expect(page.locator("[data-status] a")).to_have_text(ask)
    assert answers(site, key) == {}
    page.locator("[data-status] a").click()
    page.locator(f'form:has(input[value="{WRITER}"]) button').click()
    page.wait_for_url(f"**/checklists/filled/{key}")
    wait_for_answers(page, site, key, dict.fromkeys(MUST[:3], "done"))
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(3)


def test_another_tabs_sign_in_is_enough(start: Callable[..., Page], site: Site) -> None:
    page = start()
    site.sign_out_behind_the_back(WRITER)
    tick(page, MUST[0])
    expect(page.locator("[data-status] a")).to_be_visible()
    site.sign_in(page.context, WRITER)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    is_saved(page, site)
    assert answers(site, key_of(page)) == {MUST[0]: "done"}


def test_somebody_else_in_the_same_browser_neither_sees_nor_sends_it(start: Callable[..., Page], site: Site) -> None:
    page = start()
    context, key = page.context, key_of(page)
    tick(page, MUST[0])
    is_saved(page, site)
    with without_connection(context):
        tick(page, MUST[1])
        says_waiting(page, site, 1)
        site.sign_out_behind_the_back(WRITER)
    site.sign_in(context, COLLEAGUE)
    page.goto("/")
    page.goto(f"/checklists/filled/{key}")
    expect(page.locator("form.fill")).to_have_count(0)
    page.goto("/checklists/filled")
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert page.evaluate(
        "async () => [Object.keys(localStorage).filter((one) => one.endsWith('state')), await caches.keys()]"
    ) == [[], []]
    assert answers(site, key) == {MUST[0]: "done"}
    site.sign_in(context, WRITER)
    page.goto("/checklists/filled")
    wait_for_answers(page, site, key, dict.fromkeys(MUST[:2], "done"))
    expect(page.locator("[data-queue]")).to_be_hidden()


def test_an_open_page_of_somebody_who_was_signed_out_sends_nothing_as_somebody_else(
    start: Callable[..., Page], site: Site
) -> None:
    page = start()
    key = key_of(page)
    fields = {
        "colleague": site.person(COLLEAGUE),
        "csrf_token": page.locator("input[name=csrf_token]").first.input_value(),
    }
    assert page.context.request.post(f"/checklists/filled/{key}/share", form=fields).ok
    site.sign_in(page.context, COLLEAGUE)  # who may work on it too, but did not tick it
    tick(page, MUST[0])
    expect(page.locator("[data-status] a")).to_be_visible()
    assert answers(site, key) == {}


def test_signing_out_clears_what_was_synced_and_keeps_what_was_not(start: Callable[..., Page], site: Site) -> None:
    page = start()
    key = key_of(page)
    tick(page, MUST[0])
    is_saved(page, site)
    with without_connection(page.context):
        tick(page, MUST[1])
        says_waiting(page, site, 1)
        page.route("**/filled/sync", lambda route: route.abort())
    page.locator(".menu > summary").click()
    page.locator("form[action$='/sign-out'] button").click()
    page.wait_for_url("**/sign-in*")
    page.unroute("**/filled/sync")
    kept = page.evaluate("Object.keys(localStorage)")
    assert [name.split(" ")[3] for name in kept] == ["op"]
    assert page.evaluate("async () => await caches.keys()") == []
    page.locator(f'form:has(input[value="{WRITER}"]) button').click()
    page.goto(f"/checklists/filled/{key}")
    wait_for_answers(page, site, key, dict.fromkeys(MUST[:2], "done"))


# --- Two devices


def test_two_phones_are_told_of_each_other_and_one_answer_is_chosen(
    start: Callable[..., Page], browser_page: OpenPage, site: Site
) -> None:
    first = start()
    key = key_of(first)
    second = browser_page(WRITER, width=360)
    second.goto(f"/checklists/filled/{key}")
    wait_until_put_aside(second)
    with without_connection(first.context):
        tick(first, OTHER)
        tick(first, MUST[0])
        say_why_not(second, OTHER, "not-safe")
        wait_for_answers(second, site, key, {OTHER: "not-safe"})
    row = first.locator(f"[id='item-{OTHER}']")
    expect(row.locator("[data-theirs]")).to_contain_text(site.says("Could not be done safely").lower())
    expect(row.locator("[data-mine]")).to_have_text(site.says("Has been done"))
    assert answers(site, key) == {OTHER: "not-safe", MUST[0]: "done"}
    first.reload()
    expect(row.locator("[data-take=mine]")).to_be_visible()
    row.locator("[data-take=mine]").click()
    wait_for_answers(first, site, key, {OTHER: "done", MUST[0]: "done"})
    second.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(second.locator("input[type=checkbox]:checked")).to_have_count(2)
    assert second.locator("li.wrong").count() == 0


def test_what_comes_after_it_was_finished_becomes_a_correction(
    start: Callable[..., Page], browser_page: OpenPage, site: Site
) -> None:
    first = start()
    key = key_of(first)
    second = browser_page(WRITER, width=360)
    second.goto(f"/checklists/filled/{key}")
    with without_connection(first.context):
        tick(first, OTHER)
        tick(second, *MUST)
        second.locator("button[value=finish]").click()
        expect(second.locator("#amendment")).to_be_visible()
    first.locator(f"[id='item-{OTHER}'] [data-take=amend]").click()
    expect(first.locator("#amended-item")).to_have_value(OTHER)
    expect(first.locator("#amended-answer")).to_have_value("done")
    first.locator("form[action$='/amendments'] button[type=submit]").click()
    expect(first.locator(f"[id='item-{OTHER}'] .fill-amended")).to_be_visible()
    assert answers(site, key) == dict.fromkeys(MUST, "done")
    assert not [name for name in first.evaluate("Object.keys(localStorage)") if " op " in name]


def test_who_no_longer_works_on_it_is_told_what_was_not_saved(start: Callable[..., Page], site: Site) -> None:
    page = start()
    key = key_of(page)
    with without_connection(page.context):
        tick(page, OTHER)
        site.change(
            "delete from checklist_holder where filled_id = (select id from filled_checklist where key = ?)", key
        )
    told = site.says("You no longer work on this checklist. 1 tick was not saved.")
    expect(page.locator("[data-status]")).to_have_text(told)
    page.goto("/checklists/filled")
    expect(page.locator("[data-lost]")).to_be_visible()
    page.locator("[data-lost] button").click()
    expect(page.locator("[data-lost]")).to_be_hidden()
    assert answers(site, key) == {}


# --- A killed browser, and what is kept


def test_a_killed_browser_loses_nothing(chromium: Browser, site: Site, tmp_path: Path) -> None:
    def phone() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=chromium_of(chromium),
            args=ARGUMENTS,
            base_url=site.url,
            viewport={"width": 360, "height": 740},
            locale="sv-SE",
        )

    context = phone()
    site.sign_in(context, WRITER)
    page = context.new_page()
    begin(page)
    key = key_of(page)
    context.set_offline(True)
    tick(page, MUST[0], MUST[1])
    says_waiting(page, site, 2)
    context.close()
    site.sign_out_behind_the_back(WRITER)
    context = phone()
    page = context.new_page()
    context.set_offline(True)
    page.goto(f"/checklists/filled/{key}")
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(2)
    says_waiting(page, site, 2)
    tick(page, MUST[2])
    context.set_offline(False)
    expect(page.locator("[data-status] a")).to_be_visible()
    site.sign_in(context, WRITER)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_for_answers(page, site, key, dict.fromkeys(MUST[:3], "done"))
    expect(page.locator("[data-when=saved]")).to_be_visible()
    context.close()


def chromium_of(browser: Browser) -> str:
    import shutil

    return shutil.which("chromium") or browser.browser_type.executable_path


def test_nothing_that_names_anybody_is_kept(start: Callable[..., Page], site: Site) -> None:
    page = start()
    key = key_of(page)
    page.locator("textarea").fill(NOTE)
    expect(page.locator("#state-note .save-state")).to_contain_text(site.says("Saved"))
    with without_connection(page.context):
        tick(page, MUST[0])
        say_why_not(page, OTHER, "family-declined")
        page.locator("textarea").fill(f"{NOTE}, och farfar med")
        expect(page.locator("#state-note .waiting")).to_be_visible()
        kept = page.evaluate(EVERYTHING_KEPT)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.locator("form[data-is-shell]")).to_be_visible()
        kept += page.evaluate(EVERYTHING_KEPT)
    ((name, email, unit, reference),) = site.rows(
        "select person.name, person.email, unit.name, process.reference from person, filled_checklist f"
        " join unit on unit.id = f.unit_id join process on process.id = f.process_id where person.id = ? and f.key = ?",
        site.person(WRITER),
        key,
    )
    assert MUST[0] in kept
    assert "family-declined" in kept
    token = page.context.request.get("/about").text().partition('name="csrf_token" value="')[2].partition('"')[0]
    assert token
    for personal in (name, *name.split(), email, unit, reference, NOTE, "farfar", token, 'name="csrf_token"'):
        assert personal not in kept, personal


def test_a_note_waits_in_the_open_page(start: Callable[..., Page], site: Site) -> None:
    page = start()
    with without_connection(page.context):
        page.locator("textarea").fill(NOTE)
        expect(page.locator("#state-note .waiting")).to_be_visible()
        tick(page, *MUST)
        page.locator("button[value=finish]").click()
        expect(page.locator("[data-finish-problem]")).to_be_visible()
    expect(page.locator("#state-note .save-state")).to_contain_text(site.says("Saved"))
    assert site.one("select note from filled_checklist where key = ?", key_of(page)) == NOTE
    page.locator("button[value=finish]").click()
    expect(page.locator("#amendment")).to_be_visible()


def test_without_scripts_it_is_a_form(browser_page: OpenPage, site: Site) -> None:
    page = browser_page(WRITER, width=360, java_script_enabled=False)
    page.goto(f"/checklists/{CHECKLIST}/fill-in")
    page.locator("input[name=process][value=new]").check()
    page.locator("main form[method=post] button[type=submit]").click()
    tick(page, MUST[0])
    page.locator("button[value=save]").click()
    expect(page.locator(f"[id='done-{MUST[0]}']")).to_be_checked()
    page.locator("button[value=finish]").click()
    expect(page.locator("li.wrong")).to_have_count(3)
    tick(page, *MUST[1:])
    page.locator("button[value=finish]").click()
    expect(page.locator("#amendment")).to_be_visible()
    assert tools(site, key_of(page)) == ["safety-plan"]
