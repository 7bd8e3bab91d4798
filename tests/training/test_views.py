"""The learner's pages, as a browser meets them."""

from datetime import timedelta

import pytest
from babel.dates import format_date
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from core import clock
from organisation.models import Role
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.training.stored import changed_tables, contents, stands_anywhere
from tests.training.town import HIRED_DAYS_AGO, Town, statements
from tests.world import add_role
from training.catalogue import Question, Step

pytestmark = on_one_database

PHONE = "070-174 06 05"
MAY_BE_WRITTEN_BY_READING = {"reading_place", "audit_event", "signed_in_session"}


def url(step: Step) -> str:
    return f"/{step.key}"


def wrong(question: Question) -> str:
    return next(option.id for option in question.options if not option.is_right)


def answer(browser: PageClient, step: Step, question: Question, *chosen: str, **more: object) -> TestResponse:
    fields = {f"choice:{question.id}": list(chosen), "intent": "answer"}
    return browser.send(f"{url(step)}/questions/{question.id}", fields, **more)


def fail(browser: PageClient, step: Step) -> dict[str, str]:
    """Answer every question wrongly; returns what was chosen."""
    chosen = {question.id: wrong(question) for question in step.questions}
    for question in step.questions:
        answer(browser, step, question, chosen[question.id])
    return chosen


def write(browser: PageClient, step: Step, text: str, *, intent: str = "save", **more: object) -> TestResponse:
    """Send every box of an exercise with the same text."""
    fields = {f"text:{one.id}": text for one in step.reflections} | {"intent": intent}
    return browser.send(f"{url(step)}/reflections", fields, **more)


# The start page.


def test_the_start_page_of_somebody_new_says_what_is_next_until_when_and_why_and_who_the_coach_is(town: Town) -> None:
    page = town.browser("new").page("/")
    first = town.course.steps[0]
    assert page.select_one(f'a[href="{url(first)}"]')
    text = words(page.main or page)
    assert first.title in text
    due = clock.today() + timedelta(days=town.course.due_days - HIRED_DAYS_AGO)
    hired = clock.today() - timedelta(days=HIRED_DAYS_AGO)
    assert format_date(due, "d MMMM", locale="sv") in text
    assert f"{town.course.due_days} dagar" in text
    assert format_date(hired, "d MMMM", locale="sv") in text
    assert "Test Coach" in text


def test_the_start_page_leads_to_the_very_block_that_was_being_read(town: Town) -> None:
    browser, first = town.browser("new"), town.course.steps[0]
    browser.page(url(first))
    assert browser.send(f"{url(first)}/place", {"block": "b3"}).status_code == 204
    assert browser.page("/").select_one(f'a[href="{url(first)}#b3"]')
    block = browser.page(url(first)).select_one("#b3")
    assert block
    assert block.text.strip()


def test_a_block_that_is_none_is_refused(town: Town) -> None:
    browser, address = town.browser("new"), f"{url(town.course.steps[0])}/place"
    for block in ("", "3", "x3", "b", "b3 ", "b123456", "b-1"):
        assert browser.send(address, {"block": block}).status_code == 400, block


def test_who_has_completed_sees_it_and_finds_what_was_done(town: Town) -> None:
    town.learn("new", town.course.steps)
    browser = town.browser("new")
    home = browser.page("/")
    assert home.select_one('#learn-basic ~ * a[href="/courses/basic"]')
    assert not home.select("progress, ol.path")
    course = browser.page("/courses/basic")
    assert not course.select("progress")
    assert len(course.select("table tbody tr")) == len(town.course.steps)
    assert format_date(clock.today(), "d MMMM", locale="sv") in words(course.select_one("table") or course)


# Reading.


def test_reading_changes_nothing_but_the_place_of_reading(town: Town) -> None:
    browser = town.browser("new")
    addresses = ["/", "/courses", "/courses/basic", "/print/courses/basic", f"/{town.course.modules[0].key}"]
    addresses += [url(town.step(kind)) for kind in ("lesson", "exercise", "check")]
    before = contents(town.database)
    for address in addresses:
        browser.page(address)
    after = contents(town.database)
    assert changed_tables(before, after) <= MAY_BE_WRITTEN_BY_READING
    assert len(after["reading_place"]) == len(before["reading_place"]) + 1
    assert after["audit_event"] == before["audit_event"]


def test_a_lesson_that_is_read_leads_to_the_next_step_and_is_done_once(town: Town) -> None:
    browser, (first, second, *_rest) = town.browser("new"), town.course.steps
    for _click in range(2):
        response = browser.send(f"{url(first)}/done")
        assert (response.status_code, response.location) == (303, url(second))
    course = browser.page("/courses/basic")
    assert len(course.select("table tbody tr")) == 1
    assert browser.page("/").select_one(f'a[href="{url(second)}"]')


def test_an_exercise_or_a_check_is_not_done_by_reading_it(town: Town) -> None:
    browser, before = town.browser("new"), contents(town.database)
    for kind in ("exercise", "check"):
        assert browser.send(f"{url(town.step(kind))}/done").status_code == 404
    assert changed_tables(before, contents(town.database)) == set()


def test_a_module_shows_its_steps_and_which_are_done(town: Town) -> None:
    module = town.course.modules[0]
    town.learn("new", module.steps[:2])
    page = town.browser("new").page(f"/{module.key}")
    stops = page.select("ol.steps > li")
    assert [stop["class"] for stop in stops][:3] == [["completed"], ["completed"], ["under-way"]]
    assert [words(stop.select_one("a") or stop) for stop in stops] == [step.title for step in module.steps]


def test_everything_can_be_read_and_printed_on_one_page_without_the_right_answers(town: Town) -> None:
    browser = town.browser("new")
    course = words(browser.page("/print/courses/basic"))
    for step in town.course.steps:
        assert step.title in course
    module = browser.page(f"/print/{town.course.modules[0].key}")
    check = town.step("check")
    assert len(module.select("li.option")) == sum(len(question.options) for question in check.questions)
    for question in check.questions:
        for option in question.options:
            assert words(BeautifulSoup(option.explanation, "html.parser")) not in course


def test_an_unknown_course_module_or_step_is_not_found(town: Town) -> None:
    browser = town.browser("new")
    for address in (
        "/courses/gone",
        "/courses/basic/gone",
        "/courses/basic/three-questions/gone",
        "/courses/gone/three-questions/check",
        "/print/courses/gone",
        "/print/courses/basic/gone",
    ):
        checked(browser.get(address), 404)


def test_what_does_not_belong_to_a_step_is_not_found(town: Town) -> None:
    browser = town.browser("new")
    lesson, exercise, check = (url(town.step(kind)) for kind in ("lesson", "exercise", "check"))
    for address in (
        f"{check}/questions/gone",
        f"{lesson}/questions/gone",
        f"{lesson}/reflections",
        f"{check}/reflections",
        f"{lesson}/again",
        f"{exercise}/again",
        "/courses/basic/three-questions/gone/done",
    ):
        assert browser.send(address).status_code == 404, address


# The check.


def give_away(item: Tag) -> str:
    """Everything that a page could tell an option's rightness by: its marks, its icon and what stands in it beside its text."""
    icon = item.select_one("use")
    for text in item.select("span"):
        text.clear()
    for field in item.select("input"):
        field["value"] = ""
    return f"{item.attrs} {icon and icon['href']} {words(item)} {[tag.attrs for tag in item.select('*')]}"


def explanations(step: Step, chosen: dict[str, str]) -> list[str]:
    """What is explained of the options that were not chosen."""
    return [
        words(BeautifulSoup(option.explanation, "html.parser"))
        for question in step.questions
        for option in question.options
        if option.id != chosen.get(question.id)
    ]


def test_a_check_that_is_not_answered_tells_no_option_from_another(town: Town) -> None:
    step = town.step("check")
    page = town.browser("new").page(url(step))
    for question in step.questions:
        options = page.select(f"#{question.id} label.option")
        assert len(options) == len(question.options)
        assert len({give_away(option) for option in options}) == 1
    assert not [text for text in explanations(step, {}) if text in words(page)]


def test_while_failing_a_check_explains_what_was_chosen_and_gives_nothing_else_away(town: Town) -> None:
    browser, step = town.browser("new"), town.step("check")
    chosen = fail(browser, step)
    page = browser.page(url(step))
    text = words(page)
    assert not [told for told in explanations(step, chosen) if told in text]
    for question in step.questions:
        of_chosen = next(option for option in question.options if option.id == chosen[question.id])
        assert words(BeautifulSoup(of_chosen.explanation, "html.parser")) in text
        items = page.select(f"#{question.id} li.option")
        (marked,) = [item for item in items if "chosen" in item["class"]]
        assert "not-right" in marked["class"]
        assert len({give_away(item) for item in items if item is not marked}) == 1
    assert page.select_one(f'form[action="{url(step)}/again"]')
    assert str(len(step.questions)) in words(page.select_one("#result h2") or page)


def test_a_check_that_is_passed_explains_every_option_and_leads_on(town: Town) -> None:
    browser, step = town.browser("new"), town.step("check")
    for question in step.questions:
        answer(browser, step, question, *question.right)
    page = browser.page(url(step))
    text = words(page)
    assert not [told for told in explanations(step, {}) if told not in text]
    following = town.course.after(step)
    assert following
    assert page.select_one(f'#result a[href="{url(following)}"]')


def test_trying_again_shows_the_questions_unanswered_and_their_answers_hidden(town: Town) -> None:
    browser, step = town.browser("new"), town.step("check")
    chosen = fail(browser, step)
    response = browser.send(f"{url(step)}/again")
    assert (response.status_code, response.location) == (303, url(step))
    page = browser.page(url(step))
    assert len(page.select("section.question form")) == len(step.questions)
    assert not page.select("input[checked]")
    assert not [told for told in explanations(step, {}) if told in words(page)]
    assert chosen


def test_a_choice_is_kept_until_the_page_is_opened_again(town: Town) -> None:
    browser, step = town.browser("new"), town.step("check")
    question = step.questions[0]
    response = browser.send(f"{url(step)}/questions/{question.id}", {f"choice:{question.id}": wrong(question)})
    assert (response.status_code, response.text) == (204, "")
    page = browser.page(url(step))
    assert [field["value"] for field in page.select("input[checked]")] == [wrong(question)]
    assert not page.select("section.answered")


def test_an_answer_without_a_choice_is_refused_beside_its_question(town: Town) -> None:
    browser, step = town.browser("new"), town.step("check")
    question = step.questions[0]
    page = checked(answer(browser, step, question), 422)
    error = page.select_one(f"#{question.id} .field-error")
    assert error
    assert error["role"] == "alert"
    assert len(page.select(".field-error")) == 1


def test_a_script_gets_just_the_answered_question_and_the_whole_page_after_the_last_one(town: Town) -> None:
    browser, step = town.browser("new"), town.step("check")
    script = {"headers": {"HX-Request": "true"}}
    first, *_more, last = step.questions
    for question in step.questions[:-1]:
        response = answer(browser, step, question, wrong(question), **script)
        fragment = BeautifulSoup(response.text, "html.parser")
        assert fragment.select_one(f"section#{question.id}")
        assert len(fragment.select("section.question")) == 1
        assert fragment.select_one("li.option.chosen.not-right .explanation")
    response = answer(browser, step, last, wrong(last), **script)
    assert response.headers["HX-Redirect"].startswith(url(step))
    assert not response.text
    refused = answer(town.browser("coach"), step, first, **script)
    assert refused.status_code == 422
    assert "<html" not in refused.text
    assert BeautifulSoup(refused.text, "html.parser").select_one(f"#{first.id} .field-error")


# The exercise.


def test_what_identifies_is_marked_in_place_and_the_text_comes_back(town: Town) -> None:
    browser, step = town.browser("new"), town.step("exercise")
    text = f"Jag ringde {PHONE} sedan."
    page = checked(write(browser, step, text), 422)
    for one in step.reflections:
        box = page.select_one(f"#text-{one.id}")
        assert box
        assert box.text.strip() == text
        assert box["aria-invalid"] == "true"
        assert {mark.text for mark in page.select(f"#state-{one.id} mark")} == {PHONE}
    assert not stands_anywhere(town.database, PHONE)


def test_a_box_that_is_fine_is_saved_beside_one_that_is_not(town: Town) -> None:
    browser, step = town.browser("new"), town.step("exercise")
    good, bad, *_rest = step.reflections
    fields = {f"text:{good.id}": "Mormor hämtade.", f"text:{bad.id}": PHONE, "intent": "next"}
    checked(browser.send(f"{url(step)}/reflections", fields), 422)
    page = browser.page(url(step))
    assert [words(page.select_one(f"#text-{one.id}") or page) for one in (good, bad)] == ["Mormor hämtade.", ""]


def test_an_exercise_that_is_written_leads_to_the_next_step(town: Town) -> None:
    browser, step = town.browser("new"), town.step("exercise")
    response = write(browser, step, "Jag tänkte på barnet.\r\nOch sen.", intent="next")
    following = town.course.after(step)
    assert following
    assert (response.status_code, response.location) == (303, url(following))
    box = browser.page(url(step)).select_one("textarea")
    assert box
    assert box.text.strip() == "Jag tänkte på barnet.\nOch sen."


def test_an_exercise_with_an_empty_box_says_what_is_missing_and_keeps_the_rest(town: Town) -> None:
    browser, step = town.browser("new"), town.step("exercise")
    first = step.reflections[0]
    fields = {f"text:{one.id}": "Något" if one is first else "" for one in step.reflections} | {"intent": "next"}
    page = checked(browser.send(f"{url(step)}/reflections", fields), 422)
    assert page.select_one('[role="alert"]')
    assert words(browser.page(url(step)).select_one(f"#text-{first.id}") or page) == "Något"


def test_saving_as_one_types_answers_with_each_boxs_revision_and_state(town: Town) -> None:
    browser, step = town.browser("new"), town.step("exercise")
    first = step.reflections[0].id
    fields = {f"text:{first}": "Ett", f"revision:{first}": "0"}
    script = {"headers": {"X-Autosave": "1"}}
    saved = browser.send(f"{url(step)}/reflections", fields, **script).json
    assert (saved[first]["revision"], saved[first]["saved"]) == (1, True)
    fields = {f"text:{first}": f"Ring {PHONE}", f"revision:{first}": "1"}
    refused = browser.send(f"{url(step)}/reflections", fields, **script).json[first]
    assert (refused["revision"], refused["saved"]) == (1, False)
    assert BeautifulSoup(refused["html"], "html.parser").mark
    fields = {f"text:{first}": "Från en annan flik", f"revision:{first}": "0"}
    both = browser.send(f"{url(step)}/reflections", fields, **script).json[first]
    assert (both["revision"], both["saved"]) == (1, False)
    assert words(BeautifulSoup(both["html"], "html.parser").blockquote or Tag(name="p")) == "Ett"


def test_nobody_else_meets_what_one_has_written(town: Town) -> None:
    write(town.browser("new"), town.step("exercise"), "Bara min egen text")
    for name in ("coach", "section-manager"):
        browser = town.browser(name)
        person = town.people["new"]
        for address in (
            "/",
            url(town.step("exercise")),
            f"/coverage/people/{person}",
            f"/coverage/units/{town.unit_id}",
        ):
            assert "Bara min egen text" not in browser.get(address).text


# Exemptions.


def test_an_administrator_exempts_somebody_and_ends_it(town: Town) -> None:
    town.hire("administrator")
    with town.database.transaction() as session:
        add_role(session, town.municipality_id, town.people["administrator"], Role.ADMINISTRATOR)
    browser, address = town.browser("administrator"), f"/people/{town.people['new']}/exemptions"
    today, reason = clock.today().isoformat(), "Arbetar med familjerätt"
    fields = {"course": "basic", "starts_on": today, "ends_on": "", "reason": reason}
    refused = checked(browser.send(address, fields | {"reason": f"Ring {PHONE}"}), 422)
    assert refused.select_one("#reason-error")
    refused = checked(browser.send(address, fields | {"ends_on": "2020-01-01"}), 422)
    assert refused.select_one("#ends_on-error")
    assert browser.send(address, fields).status_code == 303
    page = browser.page(address)
    assert reason in words(page)
    (end,) = page.select("form.button-form")
    assert browser.send(str(end["action"])).status_code == 303
    assert reason not in words(browser.page(address))


# English.


def spoken(text: str, page: BeautifulSoup) -> set[str]:
    """The languages that the page says a text is in, wherever it stands outside the head."""
    found = set()
    for node in (page.body or page).find_all(string=lambda string: bool(string) and text in " ".join(string.split())):
        holder = node.find_parent(attrs={"lang": True})
        found.add(str(holder["lang"]) if holder else "")
    return found


def test_in_english_a_text_that_is_not_translated_is_said_to_be_swedish(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses = town.app.extensions["metodstod_catalogue"]._courses
    monkeypatch.setitem(courses, ("basic", "en"), courses["basic", "sv"])
    browser = town.browser("new")
    browser.set_cookie("language", "en")
    for kind in ("lesson", "exercise", "check"):
        step = town.step(kind)
        page = browser.page(url(step))
        assert page.html
        assert page.html["lang"] == "en"
        assert "not translated yet" in words(page)
        inside = step.questions[0].text if kind == "check" else words(BeautifulSoup(step.html, "html.parser"))[:20]
        for text in (step.title, town.course.title, town.course.modules[0].title, inside):
            assert spoken(text, page) == {"sv"}, f"{kind}: {text}"


def test_in_english_the_start_page_and_the_course_say_that_their_titles_are_swedish(town: Town) -> None:
    browser = town.browser("new")
    browser.set_cookie("language", "en")
    for address in ("/", "/courses", "/courses/basic", f"/{town.course.modules[0].key}", "/print/courses/basic"):
        page = browser.page(address)
        titles = [town.course.title, *(module.title for module in town.course.modules), town.course.steps[0].title]
        wrong = {title: spoken(title, page) for title in titles if spoken(title, page) - {"sv"}}
        assert not wrong, address


# Statements.


def count(town: Town, browser: PageClient, address: str) -> int:
    """How many statements a page takes, once it has been opened before."""
    browser.get(address)
    with statements(town.database) as sent:
        assert browser.get(address).status_code == 200
    return len(sent)


def test_pages_take_few_statements_however_many_people_and_steps_there_are(town: Town) -> None:
    pages = {
        "home": "/",
        "lesson": url(town.step("lesson")),
        "check": url(town.step("check")),
        "course": "/courses/basic",
    }
    caps = {"home": 11, "lesson": 4, "check": 5, "course": 6}
    browser, manager = town.browser("new"), town.browser("section-manager")
    few = {name: count(town, browser, address) for name, address in pages.items()}
    assert {name: taken for name, taken in few.items() if taken > caps[name]} == {}, few
    few_home = count(town, manager, "/")
    town.hire(*(f"colleague-{number}" for number in range(45)))
    town.learn("new", town.course.steps[:-1])
    assert {name: count(town, browser, address) for name, address in pages.items()} == few
    assert count(town, manager, "/") == few_home <= 20, "a manager has a course, the coverage and the tools"
