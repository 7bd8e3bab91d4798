"""A new hire takes the whole course on a phone's width, in Swedish, with the keyboard alone."""

import math

import pytest
from playwright.sync_api import Page, expect

from core import clock
from tests.browser.conftest import OpenPage
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site
from training.catalogue import Question, Step

pytestmark = pytest.mark.browser

WRITTEN = "Jag vill bli bättre på att fråga barnet vad som är viktigt, och på att vänta in svaret."
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def test_a_new_hire_takes_the_whole_course_with_the_keyboard(browser_page: OpenPage, site: Site) -> None:
    page = browser_page(None, width=360, language="sv")
    keys = Keyboard(page)
    steps = site.course.steps
    _sign_in(page, keys, site)
    keys.skip_to_content()
    keys.tab_to("a.button")
    keys.press("Enter")
    for number, step in enumerate(steps):
        page.wait_for_url(f"**/{step.key}")
        expect(page.locator("h1")).to_have_text(step.title)
        assert page.evaluate(FITS), f"{step.key} is wider than the screen"
        keys.skip_to_content()
        if step.kind == "lesson":
            keys.tab_to("form.onwards button")
        elif step.kind == "exercise":
            _write(page, keys, site, step, is_first=number < len(site.course.modules[0].steps))
        else:
            _pass(page, keys, site, step, is_first=number < len(site.course.modules[0].steps))
        keys.press("Enter")
    _see_that_it_is_done(page, keys, site)


def _sign_in(page: Page, keys: Keyboard, site: Site) -> None:
    page.goto("/")
    assert page.evaluate("document.documentElement.lang") == "sv"
    keys.skip_to_content()
    keys.tab_to('form:has(input[value="new-hire"]) button')
    keys.press("Enter")
    page.wait_for_url(f"{site.url}/")


def _write(page: Page, keys: Keyboard, site: Site, step: Step, *, is_first: bool) -> None:
    """Write in every box of an exercise, the very first one letter by letter, and stop at the button that goes on."""
    for number, reflection in enumerate(step.reflections):
        keys.tab_to(f"#text-{reflection.id}")
        if is_first and number == 0:
            page.keyboard.type(WRITTEN)
            expect(page.locator(f"#state-{reflection.id} .save-state")).to_contain_text(site.says("Saved"))
            assert site.reflection("new-hire", step) == WRITTEN
        else:
            page.keyboard.insert_text(WRITTEN)
    keys.tab_to("button[name=intent][value=next]")


def _pass(page: Page, keys: Keyboard, site: Site, step: Step, *, is_first: bool) -> None:
    """Pass a check and stop at the link that goes on; the first one only at the second attempt, and just."""
    questions = list(step.questions)
    if is_first:
        _fail(page, keys, site, step)
        wrong = questions[: len(questions) - math.ceil(0.8 * len(questions))]
        _answer_all(page, keys, questions, wrong=wrong)
        expect(page.locator(f"#{questions[0].id} .options .right")).to_have_count(len(questions[0].right))
        expect(page.locator(".explanation")).to_have_count(sum(len(one.options) for one in questions))
    else:
        _answer_all(page, keys, questions, wrong=[])
    keys.tab_to("#result a.button")


def _fail(page: Page, keys: Keyboard, site: Site, step: Step) -> None:
    """Answer every question wrongly: nothing tells the right answers, before or after the end."""
    questions = list(step.questions)
    for question in questions[:-1]:
        _answer(page, keys, question, _wrong_options(question))
        _see_that_the_right_answer_is_hidden(page, question)
    _answer(page, keys, questions[-1], _wrong_options(questions[-1]), is_last=True)
    expect(page.locator("#result h2")).to_have_text(
        site.says("%(right)s of %(all)s right: try once more", right=0, all=len(questions))
    )
    for question in questions:
        _see_that_the_right_answer_is_hidden(page, question)
    assert step.key not in site.done("new-hire")
    keys.tab_to("#result button")
    keys.press("Enter")
    expect(page.locator("#result")).to_have_count(0)
    keys.skip_to_content()


def _see_that_the_right_answer_is_hidden(page: Page, question: Question) -> None:
    chosen = _wrong_options(question)
    section = page.locator(f"#{question.id}")
    expect(section.locator(".option.right")).to_have_count(len(question.right.intersection(chosen)))
    expect(section.locator(".explanation")).to_have_count(len(chosen))
    expect(section.locator(".option:not(.chosen) .verdict, .option:not(.chosen) .explanation")).to_have_count(0)
    wrong = next(option for option in question.options if option.id in chosen and not option.is_right)
    opened = section.locator(".option.chosen.not-right", has_text=wrong.text.striptags())
    expect(opened.locator(".explanation")).to_contain_text(wrong.explanation.striptags()[:40])
    assert "is_right" not in page.content()


def _answer_all(page: Page, keys: Keyboard, questions: list[Question], *, wrong: list[Question]) -> None:
    for question in questions:
        chosen = _wrong_options(question) if question in wrong else _right_options(question)
        _answer(page, keys, question, chosen, is_last=question is questions[-1])


def _answer(page: Page, keys: Keyboard, question: Question, chosen: list[str], *, is_last: bool = False) -> None:
    keys.choose(f"choice:{question.id}", chosen, [option.id for option in question.options])
    keys.tab_to(f"#{question.id} button[value=answer]")
    keys.press("Enter")
    if is_last:
        page.wait_for_url("**done#result")
        page.wait_for_function("document.activeElement.id === 'result'")
    else:
        page.wait_for_function("id => document.activeElement.id === id", arg=f"{question.id}-text")


def _right_options(question: Question) -> list[str]:
    return [option.id for option in question.options if option.is_right]


def _wrong_options(question: Question) -> list[str]:
    """One option that is not right."""
    return [next(option.id for option in question.options if not option.is_right)]


def _see_that_it_is_done(page: Page, keys: Keyboard, site: Site) -> None:
    course = site.course
    page.wait_for_url(f"**/{course.key}")
    expect(page.locator(".path .completed")).to_have_count(len(course.modules))
    expect(page.locator("#history")).to_have_text(site.says("What you have done, and when"))
    expect(page.locator("#history ~ .table-region tbody tr")).to_have_count(len(course.steps))
    expect(page.locator("progress")).to_have_count(0)
    keys.press("Tab")
    keys.tab_to("nav.places a[href='/']")
    keys.press("Enter")
    page.wait_for_url(f"{site.url}/")
    expect(page.locator("h2", has_text=site.says("You have completed the course"))).to_be_visible()
    standing = "select bucket from course_standing where person_id = ? and course = ? and starts_on <= ? and until > ?"
    today = clock.today().isoformat()
    assert site.one(standing, site.person("new-hire"), course.id, today, today) == "completed"
