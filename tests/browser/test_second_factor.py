"""The second factor with the keys alone on a phone's width, without scripts, and with a form that is under way."""

from base64 import b32decode

import pytest
from flask import render_template_string, request
from playwright.sync_api import Page, expect

from core import clock
from organisation.access import Permission, requires, signed_in
from organisation.second_factor import rules
from tests.browser.conftest import OpenPage
from tests.browser.keyboard import Keyboard
from tests.browser.looking import Watch, sticks_out, violations
from tests.browser.site import Site, path_of

pytestmark = pytest.mark.browser

TYPED = 'Det som "fungerar" & håller.'
FORM = """<!doctype html><html lang="sv"><title>Prov</title><h1>Prov</h1>
<form method="post" action="/kept"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label for="comment">Kommentar</label> <textarea id="comment" name="comment"></textarea> <button>Spara</button></form>"""


@pytest.fixture(scope="module")
def marked(site: Site) -> Site:
    """The site with a page that needs a second factor, and a form that is sent to another one."""
    mark = requires(Permission.LEARN, with_second_factor=True)
    site.app.add_url_rule("/marked", "marked", mark(lambda: "<title>Läst</title><h1>Läst</h1>"))
    site.app.add_url_rule("/writing", "writing", signed_in(lambda: render_template_string(FORM)))
    site.app.add_url_rule("/kept", "kept", mark(lambda: request.form["comment"]), methods=["POST"])
    return site


def key_on(page: Page) -> bytes:
    """The key that somebody types into an app."""
    return b32decode((page.locator("p.by-hand").text_content() or "").replace(" ", ""))


def code_of(secret: bytes, *, later: int = 0) -> str:
    """What the app shows, or will show some steps later."""
    return rules.in_groups(rules.code_at(secret, rules.step_of(clock.now()) + later), 3)


def test_set_up_and_confirmed_with_the_keys_alone(marked: Site, browser_page: OpenPage) -> None:
    page = browser_page("new-hire", width=360)
    keys, watch = Keyboard(page), Watch(page)
    page.goto("/marked")
    assert path_of(page) == "/account/second-factor?next=/marked"
    expect(page.locator(".notice")).to_contain_text(marked.says("Samples are read in two steps."))
    keys.skip_to_content()
    keys.tab_to("main form button")
    keys.press("Enter")
    page.wait_for_url("**/account/second-factor/set-up?next=/marked")
    secret = key_on(page)
    keys.tab_to("#code")
    page.keyboard.type("000 000")
    keys.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert key_on(page) == secret
    keys.tab_to(".error-summary a")
    keys.press("Enter")
    expect(page.locator("#code")).to_be_focused()
    keys.press("Control+a")
    page.keyboard.type(code_of(secret))
    keys.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    assert violations(page) == []
    assert sticks_out(page) == []
    keys.tab_to("main .button-row a")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Läst")
    marked.sign_in(page.context, "new-hire")
    page.goto("/marked")
    assert path_of(page) == "/account/second-factor/confirm?next=/marked"
    keys.skip_to_content()
    keys.tab_to("#code")
    page.keyboard.type(code_of(secret, later=1))
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Läst")
    assert watch.complaints() == []


def test_set_up_confirmed_and_turned_off_without_scripts(marked: Site, browser_page: OpenPage) -> None:
    page = browser_page("management", width=320, java_script_enabled=False)
    page.goto("/marked")
    page.locator("main form button").click()
    secret = key_on(page)
    page.locator("#code").fill(code_of(secret))
    page.locator("form[action$='/set-up'][method=post] button").click()
    (first, second, *_rest) = page.locator(".codes li").all_text_contents()
    page.locator("main .button-row a").click()
    expect(page.locator("h1")).to_have_text("Läst")
    marked.sign_in(page.context, "management")
    page.goto("/marked")
    page.locator("#code").fill(first)
    page.locator("form[action$='/confirm'] button").first.click()
    expect(page.locator("h1")).to_have_text("Läst")
    page.goto("/account/second-factor")
    page.locator("#code").fill(second)
    page.locator("button[value=off]").click()
    expect(page.locator("main form[action$='/begin']")).to_be_visible()


def test_a_form_waits_in_its_tab_while_one_confirms_in_another(marked: Site, browser_page: OpenPage) -> None:
    page = browser_page("coach", width=320)
    watch = Watch(page)
    page.goto("/writing")
    page.locator("#comment").fill(TYPED)
    page.locator("button").click()
    expect(page.locator("h1")).to_have_text(marked.says("Confirm that it is you, and send again"))
    assert violations(page) == []
    assert sticks_out(page) == []
    assert watch.complaints() == []
    with page.context.expect_page() as opened:
        page.locator("main ol a").click()
    tab = opened.value
    tab.locator("button[name=phone]").click()
    code = tab.locator("#code").input_value()
    assert rules.read_code(code)
    expect(tab.locator(".notice-title")).to_contain_text(code)
    tab.locator("form[action$='/confirm'] button").first.click()
    expect(tab.locator(".flashes")).to_be_visible()
    page.locator("form[action='/kept'] button").click()
    expect(page.locator("body")).to_have_text(TYPED)


def test_the_tests_own_way_past_it_opens_this_browser_and_no_other(marked: Site, browser_page: OpenPage) -> None:
    page, other = browser_page("coach"), browser_page("coach")
    marked.confirm_second_factor(page.context)
    page.goto("/marked")
    other.goto("/marked")
    expect(page.locator("h1")).to_have_text("Läst")
    assert path_of(other).startswith("/account/second-factor/confirm")
