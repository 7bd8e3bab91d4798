"""Nothing typed is lost, nothing that identifies anybody is kept, and everything is done once."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Error, Locator, Page, Response, Route, TimeoutError, expect

from tests.browser.conftest import PATIENCE, OpenPage
from tests.browser.site import Site, path_of
from training.catalogue import Step

pytestmark = pytest.mark.browser

WRITER = "new-hire"
MARKER = "Pojken med den blå mössan"
NUMBER = "20140312-2384"
SIGNED_OUT = "You have been signed out. The text stays here: sign in on another tab, then come back and press Save."
SOON = 3_000
"""Milliseconds within which a page does by itself what it is going to do."""
KEPT_BY_THE_BROWSER = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, history.state, document.cookie, location.href,
])"""
DATABASES_OF_THE_BROWSER = "async () => [...await indexedDB.databases(), ...await caches.keys()]"


@pytest.fixture
def exercise(browser_page: OpenPage, site: Site) -> Callable[..., tuple[Page, Step]]:
    """Opens the exercise of a module (each test has one of its own) as the new hire."""

    def open_exercise(module: int, **more: object) -> tuple[Page, Step]:
        step = site.step("exercise", module)
        page = browser_page(WRITER, width=1280, language="sv", **more)
        page.goto(f"/{step.key}")
        return page, step

    return open_exercise


OpenExercise = Callable[..., tuple[Page, Step]]


def box(page: Page, step: Step, number: int = 0) -> Locator:
    """A text box of an exercise."""
    return page.locator(f"#text-{step.reflections[number].id}")


def state(page: Page, step: Step, number: int = 0) -> Locator:
    """What stands under a text box about its saving."""
    return page.locator(f"#state-{step.reflections[number].id}")


def type_into(page: Page, step: Step, text: str, number: int = 0) -> None:
    """Write at the end of a text box, key by key."""
    box(page, step, number).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def expect_saved(page: Page, site: Site, step: Step, text: str, number: int = 0) -> None:
    """The page says that it is saved, and it is."""
    expect(state(page, step, number).locator(".save-state")).to_have_text(
        re.compile(site.says("Saved") + r"\s+\d\d:\d\d")
    )
    assert site.reflection(WRITER, step, number) == text


# --- a reflection saves as it is typed -------------------------------------------------------------------------


def test_a_reflection_saves_as_it_is_typed_and_survives_reload_and_back(exercise: OpenExercise, site: Site) -> None:
    page, step = exercise(0)
    type_into(page, step, "Först skrev jag det här.\nOch så en rad till.")
    expect_saved(page, site, step, "Först skrev jag det här.\nOch så en rad till.")
    page.reload()
    expect(box(page, step)).to_have_value("Först skrev jag det här.\nOch så en rad till.")
    type_into(page, step, " Mer.")
    expect_saved(page, site, step, "Först skrev jag det här.\nOch så en rad till. Mer.")
    page.goto("/courses")
    page.go_back()
    expect(box(page, step)).to_have_value("Först skrev jag det här.\nOch så en rad till. Mer.")
    assert path_of(page) == f"/{step.key}"


def test_leaving_before_it_is_saved_asks_first(exercise: OpenExercise) -> None:
    page, step = exercise(0)
    page.route("**/reflections", lambda route: route.abort())
    type_into(page, step, "Hinner inte sparas")
    assert leaving_asks(page), "the text was lost without a question"


def test_pressing_go_on_while_a_save_is_under_way_is_not_taken_for_another_page(
    exercise: OpenExercise, site: Site
) -> None:
    page, step = exercise(7)
    held: list[tuple[Route, APIResponse]] = []

    def save_and_hold_the_answer(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))  # saved on the server; a slow network has not brought the answer yet

    page.route("**/reflections", save_and_hold_the_answer)
    for number in range(1, len(step.reflections)):
        box(page, step, number).fill("Något.")
    with page.expect_request("**/reflections"):
        type_into(page, step, "En mening")
    type_into(page, step, " till.")
    page.locator("button[value=next]").click(no_wait_after=True)
    route, answer = held[0]
    with suppress(Error):  # the page may have been left already
        route.fulfill(response=answer)
    expect(page.locator("h1")).to_have_text(site.step("check", 7).title)
    assert site.reflection(WRITER, step) == "En mening till."


def leaving_asks(page: Page) -> bool:
    """Whether the browser asks before the page is left; the answer is to stay."""
    try:
        with page.expect_event("dialog", timeout=SOON) as asked:
            page.evaluate("setTimeout(() => { location.href = '/courses' })")
    except TimeoutError:
        return False
    asked.value.dismiss()
    return bool(asked.value.type == "beforeunload")


# --- what identifies somebody is not saved anywhere ------------------------------------------------------------


def test_a_text_with_a_personal_number_is_marked_in_place_and_kept_nowhere(exercise: OpenExercise, site: Site) -> None:
    page, step = exercise(1)
    text = f"{MARKER} ({NUMBER}) ville inte gå hem."
    type_into(page, step, text)
    marked = state(page, step).locator("mark")
    expect(marked.first).to_have_text(NUMBER)
    expect(state(page, step)).to_contain_text(site.says("looks like a personal identity number"))
    expect(box(page, step)).to_have_attribute("aria-invalid", "true")
    expect(box(page, step)).to_have_value(text)
    assert site.reflection(WRITER, step) is None
    see_that_nothing_is_kept(page, site)
    page.locator("button[value=save]").click()
    expect(page.locator(".found-in-place mark")).to_have_text(NUMBER)
    expect(box(page, step)).to_have_value(text)
    see_that_nothing_is_kept(page, site)
    box(page, step).fill(f"{MARKER} ville inte gå hem.")
    expect_saved(page, site, step, f"{MARKER} ville inte gå hem.")
    expect(box(page, step)).not_to_have_attribute("aria-invalid", "true")


def test_leaving_a_text_that_was_held_back_asks_first(exercise: OpenExercise) -> None:
    page, step = exercise(2)
    type_into(page, step, f"{MARKER} ({NUMBER}) ville inte gå hem.")
    expect(state(page, step).locator("mark").first).to_have_text(NUMBER)
    assert leaving_asks(page), "the text stands in the open page only, and was lost without a question"


def see_that_nothing_is_kept(page: Page, site: Site) -> None:
    """Neither the database with its log, nor any other file of the instance, nor the browser's stores hold the text."""
    places = {file.name: file.read_bytes() for file in site.file.parent.iterdir()}
    places["the browser"] = page.evaluate(KEPT_BY_THE_BROWSER).encode()
    for name, content in places.items():
        for part in (NUMBER, NUMBER.replace("-", ""), MARKER, quote(MARKER), json.dumps(MARKER)[1:-1]):
            assert part.encode() not in content, f"{name} holds {part!r}"
    assert page.evaluate(DATABASES_OF_THE_BROWSER) == []


# --- lost connections and ended sessions -----------------------------------------------------------------------


def test_a_lost_connection_is_said_and_the_text_saves_itself_when_it_is_back(
    exercise: OpenExercise, site: Site
) -> None:
    page, step = exercise(3)
    page.context.set_offline(True)
    type_into(page, step, "Skrivet på tåget.")
    gone = site.says("No connection. The text stays here and is saved when the connection is back.")
    expect(state(page, step)).to_contain_text(gone)
    expect(page.locator("[data-announce]")).to_have_text(gone)
    assert site.reflection(WRITER, step) is None
    type_into(page, step, " Mer.")
    expect(box(page, step)).to_have_value("Skrivet på tåget. Mer.")
    page.context.set_offline(False)
    expect_saved(page, site, step, "Skrivet på tåget. Mer.")


def test_a_session_that_has_ended_keeps_the_text_until_one_has_signed_in_on_another_tab(
    exercise: OpenExercise, site: Site
) -> None:
    page, step = exercise(4)
    site.sign_out_behind_the_back(WRITER)
    type_into(page, step, "Skrivet efter en lång rast.")
    expect(state(page, step)).to_contain_text(site.says(SIGNED_OUT))
    sign_in_on_another_tab(page.context, state(page, step).locator("a"))
    expect(box(page, step)).to_have_value("Skrivet efter en lång rast.")
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # what the browser does when one comes back to the tab
    expect_saved(page, site, step, "Skrivet efter en lång rast.")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_save_pressed_straight_after_signing_in_on_another_tab_saves(
    exercise: OpenExercise, site: Site, scripts: bool
) -> None:
    page, step = exercise(5, java_script_enabled=scripts)
    text = "Skrivet efter en lång rast, " + ("med skript." if scripts else "utan skript.")
    site.sign_out_behind_the_back(WRITER)
    box(page, step).fill(text)
    if scripts:
        expect(state(page, step).locator("a")).to_be_visible()
    site.sign_in(page.context, WRITER)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator("button[value=save]").click()
    in_between = page.locator(f"main form[action='/{step.key}/reflections']:not(:has(textarea)) button")
    for _try in range(PATIENCE // 100):
        if site.reflection(WRITER, step) == text:
            break
        if in_between.count():
            in_between.click()  # a page in between may ask to save what was written
        page.wait_for_timeout(100)
    expect(box(page, step)).to_have_value(text)
    assert site.reflection(WRITER, step) == text


def test_save_pressed_in_a_session_that_has_ended_carries_the_text_through_the_sign_in(
    exercise: OpenExercise, site: Site
) -> None:
    page, step = exercise(6, java_script_enabled=False)
    box(page, step).fill("Skrivet utan skript efter en lång rast.")
    site.sign_out_behind_the_back(WRITER)
    page.locator("button[value=save]").click()
    expect(page.locator("h1")).to_have_text(site.says("Sign in"))
    page.locator(f'form:has(input[value="{WRITER}"]) button').click()
    expect(page.locator("h1")).to_have_text(site.says("You are signed in again"))
    page.locator("main form button").click()
    expect(box(page, step)).to_have_value("Skrivet utan skript efter en lång rast.")
    assert site.reflection(WRITER, step) == "Skrivet utan skript efter en lång rast."


def sign_in_on_another_tab(context: BrowserContext, link: Locator) -> None:
    """Follow the link to the sign-in page, which opens a tab of its own, and sign in there."""
    with context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.locator(f'form:has(input[value="{WRITER}"]) button').click()
    tab.wait_for_url(lambda url: "sign-in" not in url)
    tab.close()


# --- two tabs --------------------------------------------------------------------------------------------------


def test_two_tabs_the_second_is_told_and_sees_both_texts(exercise: OpenExercise, site: Site) -> None:
    first, step = exercise(5)
    number = len(step.reflections) - 1
    second = first.context.new_page()
    second.goto(f"/{step.key}")
    type_into(first, step, "Skrivet i den första.", number)
    expect_saved(first, site, step, "Skrivet i den första.", number)
    type_into(second, step, "Skrivet i den andra.", number)
    told = site.says(
        "You have written in this box on another page as well. Both texts are shown; choose which to keep."
    )
    expect(state(second, step, number)).to_contain_text(told)
    expect(state(second, step, number).locator("blockquote")).to_have_text("Skrivet i den första.")
    expect(box(second, step, number)).to_have_value("Skrivet i den andra.")
    assert site.reflection(WRITER, step, number) == "Skrivet i den första."
    assert leaving_asks(second), "the second text stands in the open page only, and was lost without a question"
    box(second, step, number).fill("Skrivet i den första. Skrivet i den andra.")
    expect_saved(second, site, step, "Skrivet i den första. Skrivet i den andra.", number)


# --- checks, lessons, twice ------------------------------------------------------------------------------------


def test_a_choice_in_a_check_survives_reload(browser_page: OpenPage, site: Site) -> None:
    step = site.step("check", 1)
    question = step.questions[0]
    page = browser_page(WRITER)
    page.goto(f"/{step.key}")
    for option in (question.options[0], question.options[1]):
        with page.expect_response(f"**/questions/{question.id}"):
            page.locator(f'input[name="choice:{question.id}"][value="{option.id}"]').check()
    page.reload()
    chosen = [question.options[0].id, question.options[1].id] if question.takes_several else [question.options[1].id]
    checked = page.locator(f"#{question.id} input:checked")
    assert checked.evaluate_all("all => all.map((one) => one.value)") == chosen
    expect(page.locator(".option.chosen")).to_have_count(0)


def test_the_last_of_two_quick_choices_is_the_one_that_is_kept(browser_page: OpenPage, site: Site) -> None:
    step = site.step("check", 2)
    question = next(one for one in step.questions if not one.takes_several)
    first, last = (f'input[name="choice:{question.id}"][value="{one.id}"]' for one in question.options[:2])
    page = browser_page(WRITER)
    page.goto(f"/{step.key}")
    held: list[Route] = []

    def is_of_last(answer: Response) -> bool:
        return question.id in answer.url and question.options[1].id in (answer.request.post_data or "")

    def let_the_first_come_last(route: Route) -> None:
        if not held:
            held.append(route)
            return
        route.continue_()

    page.route(f"**/questions/{question.id}", let_the_first_come_last)
    page.locator(first).check()
    try:
        with page.expect_response(is_of_last, timeout=SOON):
            page.locator(last).check()
        with page.expect_response(f"**/questions/{question.id}"):
            held[0].continue_()
    except TimeoutError:  # it waits for the first
        with page.expect_response(is_of_last):
            held[0].continue_()
    page.reload()
    expect(page.locator(last)).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_on_go_on_does_it_once(browser_page: OpenPage, site: Site, scripts: bool) -> None:
    module = site.course.modules[2 if scripts else 3]
    page = browser_page(WRITER, java_script_enabled=scripts)
    page.goto(f"/{module.steps[0].key}")
    page.locator("form.onwards button").dblclick()
    expect(page).to_have_url(re.compile(f"/{module.steps[1].key}$"))  # the first of the two answers is given up
    expect(page.locator("h1")).to_have_text(module.steps[1].title)
    done = site.done(WRITER)
    assert done.count(module.steps[0].key) == 1
    assert module.steps[1].key not in done


def test_one_resumes_at_the_exact_place(browser_page: OpenPage, site: Site) -> None:
    page = browser_page(WRITER, width=360)
    page.goto("/")
    page.locator(".card.big a.button").click()
    lesson = path_of(page).partition("#")[0]
    block = page.locator(".lesson > [id^=b]").nth(8)
    name = block.get_attribute("id")
    with page.expect_response("**/place"):
        page.evaluate("name => document.getElementById(name).scrollIntoView({behavior: 'instant'})", name)
    page.goto("/")
    page.locator(".card.big a.button").click()
    page.wait_for_url(f"**{lesson}#b*")
    assert abs(int(path_of(page).partition("#b")[2]) - int(str(name)[1:])) <= 1
    expect(page.locator(f"[id={name}]")).to_be_in_viewport()


def test_the_course_works_without_scripts(browser_page: OpenPage, site: Site) -> None:
    module = site.course.modules[6]
    lesson, exercise, check = (site.step(kind, 6) for kind in ("lesson", "exercise", "check"))
    page = browser_page(None, java_script_enabled=False)
    page.goto(f"/{lesson.key}")
    page.locator(f'form:has(input[value="{WRITER}"]) button').click()
    page.wait_for_url(f"**/{lesson.key}")
    page.locator("form.onwards button").click()
    page.wait_for_url(f"**/{module.steps[1].key}")
    assert lesson.key in site.done(WRITER)
    _write_without_scripts(page, site, exercise)
    page.wait_for_url(f"**/{check.key}")
    question = check.questions[0]
    section = page.locator(f"#{question.id}")
    section.locator("button[value=answer]").click()
    expect(page.locator(".field-error")).to_have_text(site.says("Choose an answer first."))
    for option in question.options:
        if option.is_right:
            section.locator(f'input[value="{option.id}"]').check()
    section.locator("button[value=answer]").click()
    page.wait_for_url(f"**/{check.key}#{question.id}")
    expect(section.locator(".chosen.right .explanation")).to_have_count(len(question.right))


def _write_without_scripts(page: Page, site: Site, exercise: Step) -> None:
    page.goto(f"/{exercise.key}")
    for number in range(len(exercise.reflections)):
        box(page, exercise, number).fill(f"Skrivet utan skript, {NUMBER}.")
    page.locator("button[value=next]").click()
    expect(page.locator(".found-in-place mark").first).to_have_text(NUMBER)
    for number in range(len(exercise.reflections)):
        box(page, exercise, number).fill(f"Skrivet utan skript {number}.")
    page.locator("button[value=save]").click()
    page.wait_for_url(f"**/{exercise.key}")
    expect(box(page, exercise)).to_have_value("Skrivet utan skript 0.")
    assert site.reflection(WRITER, exercise) == "Skrivet utan skript 0."
    page.locator("button[value=next]").click()
