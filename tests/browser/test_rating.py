"""A sample is rated with the keys alone, saves itself, bears two tabs and a lost connection, and is locked when it is submitted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.models import Part
from tests.browser.conftest import OpenPage, new_context
from tests.browser.keyboard import Keyboard
from tests.browser.looking import Watch
from tests.browser.reviewing import CRITERIA, EVERYTHING, TEXTS, answer, coaches, open_round, put_on_desks
from tests.browser.site import Site

pytestmark = pytest.mark.browser

NUMBERS = iter(range(1, 900))
CODES = {"0": "0", "3": "3", "E": "eb", "t": "et"}
SELECT = """([begins, ends, part]) => {
  const node = document.querySelector(`[data-excerpt] p[data-part=${part}]`).firstChild;
  const range = document.createRange();
  range.setStart(node, begins);
  range.setEnd(node, ends);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""


class Desk:
    """The coach at a sample that a second rater has submitted already."""

    def __init__(self, site: Site) -> None:
        self.site = site
        with site.app.extensions["metodstod_database"].transaction() as session:
            kept = open_round(session, name=f"Omgång {(number := next(NUMBERS))}")
            coach, second, *_ = coaches(session)
            pair = {Part.FIRST: coach, Part.SECOND: second}
            texts = TEXTS | {SamplePart.CHILD: "🙂 ”Jag vill att det är tyst.”"}
            both = put_on_desks(session, kept, pair, number=number, texts=texts)
            answer(session, both[Part.SECOND], EVERYTHING, comment="Allvaret framgår.", submits=True)
        self.id = both[Part.FIRST]
        self.address = f"/reviews/ratings/{self.id}"

    def answers(self) -> dict[str, str]:
        """What is stored."""
        rows = "select criterion, answer from review_rating where assignment_id = ? and answer is not null"
        return dict(self.site.rows(rows, self.id))

    def wait_for(self, answers: dict[str, str], page: Page) -> None:
        """Wait until that is stored, while the page goes on."""
        for _ in range(100):
            if self.answers() == answers:
                return
            page.wait_for_timeout(50)
        assert self.answers() == answers

    def places(self) -> list[tuple[Any, ...]]:
        """The places that are stored."""
        return self.site.rows(
            "select criterion, part, begins, ends from review_evidence join review_rating"
            " on review_rating.id = rating_id where assignment_id = ? order by criterion, part, begins",
            self.id,
        )

    def is_submitted(self) -> bool:
        """Whether it is locked."""
        return self.site.one("select state from review_assignment where id = ?", self.id) == "submitted"


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site)


@pytest.fixture
def coach(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """The coach's browser, confirmed by a second factor."""
    context = new_context(chromium, site, "coach", width=1280, language="sv")
    site.confirm_second_factor(context)
    yield context
    context.close()


def opened(context: BrowserContext, desk: Desk) -> Page:
    page = context.new_page()
    page.goto(desk.address)
    expect(page.locator("[data-move='1']")).to_be_visible()
    return page


def is_saved(page: Page, site: Site) -> None:
    expect(page.locator("[data-status]")).to_have_text(site.says("Saved"))


def chosen(page: Page, criterion: str) -> str:
    return str(page.locator(f"#criterion-{criterion} .anchors input:checked").get_attribute("value"))


@contextmanager
def without_connection(context: BrowserContext) -> Iterator[None]:
    context.set_offline(True)
    yield
    context.set_offline(False)


def test_fourteen_criteria_with_the_keys_alone_two_for_each(coach: BrowserContext, desk: Desk, site: Site) -> None:
    page = coach.new_page()
    watch, keyboard, pressed = Watch(page), Keyboard(page), 0
    page.goto(desk.address)
    wanted = {}
    for number, criterion in enumerate(CRITERIA):
        expect(page.locator(f"#criterion-{criterion}")).to_be_visible()
        key = list(CODES)[number % len(CODES)]
        wanted[criterion] = CODES[key]
        for one in (key, "j"):
            keyboard.press(one)
            pressed += 1
    assert pressed == 2 * len(CRITERIA)
    desk.wait_for(wanted, page)
    expect(page.locator("#title-gates")).to_be_focused()
    keyboard.choose("gate:s1", ["no"], ["yes", "no", "na"])
    keyboard.press("j")
    keyboard.tab_to("input[name=tool]")
    keyboard.press("Space")
    keyboard.press("j")
    expect(page.locator("#title-overview")).to_be_focused()
    keyboard.tab_to("button[value=submit]")
    with page.expect_navigation():
        keyboard.press("Enter")
    assert desk.is_submitted()
    assert desk.answers() == wanted
    assert site.rows("select gate, answer from review_gate_answer where assignment_id = ?", desk.id) == [("s1", "no")]
    expect(page.locator("#rating")).to_have_count(0)
    expect(page.locator("a[href$='/together']")).to_have_count(0)  # they are far apart: somebody else is to look
    assert watch.complaints() == []


def test_when_both_are_in_the_ratings_stand_beside_each_other(coach: BrowserContext, desk: Desk, site: Site) -> None:
    page = opened(coach, desk)
    keyboard = Keyboard(page)
    for criterion in CRITERIA:
        keyboard.press("3" if criterion == "a1" else "2")
        keyboard.press("j")
    page.locator("[data-to-overview]").click()
    with page.expect_navigation():
        page.locator("button[value=submit]").click()
    keyboard.tab_to("a[href$='/together']")
    with page.expect_navigation():
        keyboard.press("Enter")
    expect(page.locator(".together.differs")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Allvaret framgår.")


def test_keys_leave_typing_alone_and_can_be_turned_off(coach: BrowserContext, desk: Desk, site: Site) -> None:
    page = opened(coach, desk)
    page.locator("#criterion-a1 .criterion-comment summary").click()
    page.locator("#text-a1").press_sequentially("3 jet")
    expect(page.locator("#state-a1 .save-state")).to_contain_text(site.says("Saved"))
    assert site.one("select comment from review_rating where assignment_id = ?", desk.id) == "3 jet"
    page.locator("[data-uses-keys]").uncheck()
    page.keyboard.press("3")
    page.keyboard.press("j")
    page.reload()
    expect(page.locator("[data-uses-keys]")).not_to_be_checked()
    page.keyboard.press("3")
    expect(page.locator("#criterion-a1")).to_be_visible()
    assert desk.answers() == {}
    page.locator("#criterion-a1 .anchors input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    desk.wait_for({"a1": "2"}, page)
    page.locator("[data-uses-keys]").check()


def test_words_are_marked_by_selecting_them_or_with_a_paragraphs_button(
    coach: BrowserContext, desk: Desk, site: Site
) -> None:
    page = opened(coach, desk)
    mark = page.locator("[data-mark-selection]")
    expect(mark).to_be_hidden()
    page.evaluate(SELECT, [0, 17, "mapping"])
    mark.click()
    expect(page.locator("[data-excerpt] mark")).to_have_text("Utredning vecka 9")
    page.evaluate(SELECT, [3, 8, "child"])  # after a sign that is two units long in JavaScript and one character
    mark.click()
    keyboard = Keyboard(page)
    page.locator("#sample").focus()
    keyboard.tab_to("button[value^='danger-and-goals']")
    keyboard.press("Enter")
    expect(page.locator("#criterion-a1 [data-quotes] li")).to_have_count(3)
    is_saved(page, site)
    assert [one for one in desk.places() if one[1] != "danger-and-goals"] == [
        ("a1", "child", 2, 6),
        ("a1", "mapping", 0, 17),
    ]
    page.keyboard.press("j")
    expect(page.locator("[data-excerpt] mark")).to_have_count(0)
    page.reload()
    page.keyboard.press("k")
    expect(page.locator("[data-excerpt] mark")).to_have_count(3)
    expect(page.locator("[data-excerpt] p[data-part=child] mark")).to_have_text("”Jag")
    page.locator("#criterion-a1 [data-quotes] button").first.click()
    expect(page.locator("[data-excerpt] mark")).to_have_count(2)
    is_saved(page, site)
    assert ("a1", "mapping", 0, 17) not in desk.places()
    held = json.dumps(page.evaluate("[{...localStorage}, {...sessionStorage}]"))
    assert "Utredning" not in held
    assert "Jag" not in held


def test_of_two_tabs_the_newer_answer_stands_and_the_other_is_told(
    coach: BrowserContext, desk: Desk, site: Site
) -> None:
    first, second = opened(coach, desk), opened(coach, desk)
    with without_connection(coach):
        first.keyboard.press("1")
        first.wait_for_timeout(20)
        second.keyboard.press("4")
    desk.wait_for({"a1": "4"}, second)
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    told = site.says("You have answered this on another page since: {answer}. That stands.").replace(
        "{answer}", "Nivå 4"
    )
    expect(first.locator("#criterion-a1 [data-problem]")).to_have_text(told)
    assert chosen(first, "a1") == "4"
    desk.wait_for({"a1": "4"}, first)
    first.keyboard.press("2")
    desk.wait_for({"a1": "2"}, first)
    second.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(second.locator("#criterion-a1 [data-problem]")).to_contain_text("Nivå 2")


def test_what_was_answered_without_a_connection_is_saved_when_it_is_back(
    coach: BrowserContext, desk: Desk, site: Site
) -> None:
    page = opened(coach, desk)
    with without_connection(coach):
        for key in ("3", "j", "4"):
            page.keyboard.press(key)
        waiting = "No connection. {n} answers wait in this open page and are saved when the connection is back."
        expect(page.locator("[data-status]")).to_have_text(site.says(waiting).replace("{n}", "2"))
        assert desk.answers() == {}
        page.locator("[data-to-overview]").click()
    desk.wait_for({"a1": "3", "a2": "4"}, page)
    is_saved(page, site)


def test_a_tab_that_is_open_when_another_submits_is_told_and_changes_nothing(
    coach: BrowserContext, desk: Desk, site: Site
) -> None:
    old, page = opened(coach, desk), opened(coach, desk)
    for _criterion in CRITERIA:
        page.keyboard.press("2")
        page.keyboard.press("j")
    page.locator("[data-to-overview]").click()
    with page.expect_navigation():
        page.locator("button[value=submit]").click()
    old.keyboard.press("4")
    locked = "The rating has been submitted on another page, so nothing more is kept. Open it again."
    expect(old.locator("[data-status]")).to_have_text(site.says(locked))
    assert desk.answers() == EVERYTHING


def test_submitting_leads_to_what_is_missing(coach: BrowserContext, desk: Desk) -> None:
    page = opened(coach, desk)
    page.keyboard.press("2")
    page.locator("[data-to-overview]").click()
    page.locator("button[value=submit]").click()
    expect(page.locator("#title-a2")).to_be_focused()
    expect(page.locator("#criterion-a2.wrong .field-error")).to_be_visible()
    assert not desk.is_submitted()


def test_without_scripts_it_is_a_form(chromium: Browser, desk: Desk, site: Site, browser_page: OpenPage) -> None:
    page = browser_page("coach", width=360, java_script_enabled=False)
    site.confirm_second_factor(page.context)
    page.goto(desk.address)
    for criterion in CRITERIA[1:]:
        page.locator(f"#criterion-{criterion} input[value='2']").check()
    page.locator("#mark-for").select_option("b1")
    page.locator("button[name=mark]").first.click()
    expect(page.locator("#criterion-b1 button[name=unmark]")).to_be_visible()
    page.locator("button[value=submit]").click()
    page.locator(".error-summary a").click()
    page.locator("#criterion-a1 input[value='2']").check()
    page.locator("button[value=submit]").click()
    expect(page.locator(".given dt")).to_have_count(16)
    assert desk.answers() == EVERYTHING
    assert [place[0] for place in desk.places()] == ["b1"]
