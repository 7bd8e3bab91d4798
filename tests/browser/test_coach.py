"""A new coach goes through the advanced course in English, looks a word up, and prints a tool's blank on the way."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from core import clock
from core.publishing import document_id
from organisation.models import Person
from tests.browser.conftest import OpenPage
from tests.browser.site import Site, path_of
from training.catalogue import Course, Step
from training.service import At, Learner, finish_steps

pytestmark = pytest.mark.browser

WRITTEN = "I would ask the colleague first what she is pleased with, and point at one line."


@pytest.fixture
def advanced(site: Site) -> Course:
    """The advanced course in English."""
    found = site.app.extensions["metodstod_catalogue"].course("advanced", "en")
    assert isinstance(found, Course)
    return found


def test_a_new_coach_goes_through_the_advanced_course(browser_page: OpenPage, site: Site, advanced: Course) -> None:
    page = browser_page("coach", width=1280, language="en")
    page.goto("/")
    card = page.locator("section", has=page.locator("#learn-advanced"))
    expect(card).to_contain_text(advanced.title)
    card.locator("a.button").click()
    first, *between, last = advanced.modules
    _go_through(page, first.steps)
    _learn(site, "coach", advanced, [step for module in between for step in module.steps])
    page.goto(f"/{last.steps[0].key}")
    _go_through(page, last.steps)
    page.goto("/courses/advanced")
    expect(page.locator(".answer")).to_contain_text("You completed the course on")
    assert len([key for key in site.done("coach") if key.startswith("courses/advanced/")]) == len(advanced.steps)
    page.goto("/coverage")
    assert page.locator("option[value=advanced]").count() == 0, "what is not for everybody has no coverage"


def _go_through(page: Page, steps: Sequence[Step]) -> None:
    """Take steps one after another, from the page of the first."""
    for step in steps:
        page.wait_for_url(f"**/{step.key}")
        expect(page.locator("h1")).to_have_text(step.title)
        assert page.locator(".notice", has_text="not translated").count() == 0
        {"lesson": _read, "exercise": _write, "check": _answer}[step.kind](page, step)


def _learn(site: Site, persona: str, course: Course, steps: Sequence[Step]) -> None:
    """Let a persona have done steps."""
    with site.app.app_context(), site.app.extensions["metodstod_database"].transaction() as session:
        learner = Learner(site.person(persona), session.get_one(Person, site.person(persona)).municipality_id)
        done = [(At(course, step, document_id(step.key, step.language)), clock.now()) for step in steps]
        finish_steps(session, learner, course, done)


def _read(page: Page, _step: Step) -> None:
    page.locator("form.onwards button").click()


def _write(page: Page, step: Step) -> None:
    for reflection in step.reflections:
        page.locator(f"#text-{reflection.id}").fill(WRITTEN)
    page.locator("button[name=intent][value=next]").click()


def _answer(page: Page, step: Step) -> None:
    for question in step.questions:
        section = page.locator(f"#{question.id}")
        for option in sorted(question.right):
            section.locator(f"input[value='{option}']").check()
        section.locator("button[value=answer]").click()
        expect(section.locator(".options.answered, .option.chosen").first).to_be_visible()
    expect(page.locator("#result h2")).to_contain_text("you have passed")
    page.locator("#result a.button").click()


def test_a_word_is_explained_where_it_stands_without_a_script(browser_page: OpenPage, site: Site) -> None:
    page = browser_page("coach", width=360, language="sv", java_script_enabled=False)
    page.goto("/courses/basic/the-network/inviting")
    word = page.locator("button.term").first
    card = page.locator(f"#{word.get_attribute('popovertarget')}")
    expect(card).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    word.click()
    card.locator("a").last.click()
    page.wait_for_url("**/glossary#*")


def test_from_a_lesson_to_its_tool_and_its_blank_and_from_search_to_the_place(browser_page: OpenPage) -> None:
    page = browser_page("coach", width=1280, language="sv")
    page.goto("/courses/basic/the-childs-voice/three-houses")
    page.locator(".tools-here a[href='/tools/three-houses']").click()
    page.wait_for_url("**/tools/three-houses")
    page.locator("a[href='/tools/three-houses/blank']").click()
    expect(page.locator(".sheet-drawing")).to_be_visible()
    page.locator(".top-tools a[href='/search']").click()
    page.locator("#words").fill("relationsfrågor")
    page.keyboard.press("Enter")
    page.locator(".results a[href*='#b']").first.click()
    assert "#b" in path_of(page)
