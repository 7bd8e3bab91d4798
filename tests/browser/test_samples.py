"""A case sample from the first letter to the second reader, in the browser: what is typed is kept by no browser, and handed in once."""

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.collecting import FREELY, take_samples
from tests.browser.conftest import OpenPage
from tests.browser.site import Site, path_of
from tests.browser.visits import of_round, write_a_sample

pytestmark = pytest.mark.browser

KEPT = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, history.state, document.cookie,
  await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url))),
  (await indexedDB.databases()).map((one) => one.name),
])"""


def holds_what_was_typed(page: Page) -> bool:
    """Whether the browser keeps any of it, in whatever way a page of ours could make it."""
    kept = str(page.evaluate(KEPT))
    return any(word in kept for word in ("Kalle", "070-174", "hallen"))


def test_a_sample_is_written_resolved_and_handed_in_once(site: Site, browser_page: OpenPage) -> None:
    take_samples(site)
    page = browser_page("unit-manager")
    page.goto(of_round(FREELY, "/reviews/rounds/{}/samples/new")(site))
    write_a_sample(page, site)
    assert not holds_what_was_typed(page)
    expect(page.locator(".sample-text mark").first).to_have_text("Kalle Svensson")
    page.get_by_label("sju år").select_option("replace [ÅLDER]")
    with page.expect_navigation():
        page.get_by_role("button", name="Gå vidare").click()
    expect(page.locator("[data-part=child]")).to_have_text("[PERSON 1] ritade ett hus. Farmor stod i dörren.")
    page.get_by_label("Jag har läst hela texten").check()
    before = site.one("select count(*) from review_sample")
    page.locator("button[value=hand-in]").dblclick()
    expect(page.get_by_role("heading", name="Det du har lämnat in")).to_be_visible()
    assert site.one("select count(*) from review_sample") == before + 1
    assert not holds_what_was_typed(page)
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the page before is not there to go back to
        page.go_back()


def test_who_leaves_a_page_with_something_unsaved_is_asked_first(site: Site, browser_page: OpenPage) -> None:
    page, asked = browser_page("unit-manager"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(of_round(FREELY, "/reviews/rounds/{}/samples/new")(site))
    here = path_of(page)
    page.locator("#text-child").press_sequentially("Barnet")
    expect(page.locator("#text-child + .sample-count")).to_contain_text("6 av")
    page.locator(".where a").click()
    expect(page.locator("#text-child")).to_have_value("Barnet")
    assert (asked, path_of(page)) == (["beforeunload"], here)
