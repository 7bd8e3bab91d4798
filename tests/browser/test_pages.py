"""Every page in both languages, wide and narrow, at 200 % zoom, in the dark and in print."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core import clock
from fidelity.tool_use.rules import quarter_of
from tests.browser.collecting import take_samples
from tests.browser.conftest import new_context
from tests.browser.looking import CONTRAST, Watch, skip_link_shows, sticks_out, violations
from tests.browser.reviewed import close_a_round
from tests.browser.reviewing import fill_the_desk
from tests.browser.site import CSRF_FIELD, Site
from tests.browser.visits import (
    BY_ADDRESS,
    BY_DOING,
    FAULTY_FILE,
    FAULTY_PROCESS_FILE,
    FILLED,
    NOT_PAGES,
    PROCESS_FILE,
    SMALL_FILE,
    Visit,
)

pytestmark = pytest.mark.browser

PAGES = [
    (visit, language)
    for number, visit in enumerate(BY_ADDRESS)
    for language in visit.languages
    if language == "sv" or all(visit.endpoint != before.endpoint for before in BY_ADDRESS[:number])
]
"""Every page in both languages; further states of a page in Swedish alone."""
WIDE, ZOOMED, NARROW = ({"width": width, "height": height} for width, height in ((1280, 900), (640, 450), (320, 640)))
"""A window of 1280 px, the same at 200 % zoom, and the narrowest phone."""
IN_THE_DARK = {
    "home.show as new-hire", "steps.step (lesson) as new-hire", "steps.step (check, failed) as new-hire",
    "coverage.section as section-manager", "staff_import.show (refused) as administrator", "sign_in.show as nobody",
}  # fmt: skip
IN_PRINT = [
    one
    for one in BY_ADDRESS
    if one.endpoint in {"training.print_module", "coverage.show"} or one.name == "steps.step (lesson)"
]
NAVIGATION = "nav, .skip-link, .top-tools, form, button:not(.term)"

Visitor = Callable[[Visit, str], tuple[Page, Watch]]


@pytest.fixture(scope="module")
def visitor(chromium: Browser, lived_in: Site) -> Iterator[Visitor]:
    """A function that gives a persona's page in a language: the same one each time, in a window of 1280 px."""
    pages: dict[tuple[str | None, str, bool], tuple[Page, Watch]] = {}
    contexts: list[BrowserContext] = []

    def page_for(visit: Visit, language: str) -> tuple[Page, Watch]:
        key = (visit.persona, language, visit.is_confirmed)
        if key not in pages:
            contexts.append(new_context(chromium, lived_in, visit.persona, width=1280, language=language))
            if visit.is_confirmed:
                lived_in.confirm_second_factor(contexts[-1])
            page = contexts[-1].new_page()
            pages[key] = (page, Watch(page))
        page, watch = pages[key]
        page.set_viewport_size(WIDE)
        watch.complaints()
        return page, watch

    yield page_for
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def lived_in(chromium: Browser, site: Site) -> Site:
    """The site with what a demo does not come with: a failed check, an exemption, staff files in every state."""
    learner = new_context(chromium, site, "new-hire", width=1280, language="sv")
    check = site.step("check", 0)
    for question in check.questions:
        wrong = next(option.id for option in question.options if not option.is_right)
        send(learner, f"/{check.key}/questions/{question.id}", {f"choice:{question.id}": wrong, "intent": "answer"})
    send(learner, f"/{site.step('lesson', 0).key}/done", {})
    learner.close()
    administrator = new_context(chromium, site, "administrator", width=1280, language="sv")
    exempted = site.person("method-supporter")
    fields = {"course": "basic", "starts_on": "2026-01-01", "reason": "Arbetar inte med familjer."}
    send(administrator, f"/people/{exempted}/exemptions", fields)
    files = {"refused": FAULTY_FILE, **dict.fromkeys(("done", "reading", "preview"), SMALL_FILE)}
    for state, content in files.items():
        send_staff_file(administrator, content)
        if state in {"done", "reading"}:  # what it looks like when the work is over, or goes on
            site.change("update people_import set state = ? where id = (select max(id) from people_import)", state)
    administrator.close()
    write_own_checklists(chromium, site)
    register_work(chromium, site)
    fill_in_checklists(chromium, site)
    send_process_files(chromium, site)
    take_samples(site)
    fill_the_desk(site)
    close_a_round(site)
    calibrate(chromium, site)
    return site


def calibrate(chromium: Browser, site: Site) -> None:
    """A set that the coach has begun, and group sessions in which everybody rates, the levels are shown, and the reference is."""
    coach = new_context(chromium, site, "coach", width=1280, language="sv")
    supporter = new_context(chromium, site, "method-supporter", width=1280, language="sv")
    send(coach, "/reviews/calibration", {"instrument": "case-file"})
    for last in ("first", "talk", "reference"):
        fields = {"instrument": "case-file", "sample": "night-bus", "criteria": "a1"}
        send(supporter, "/reviews/calibration/sessions/new", fields)
        number, code = site.rows("select id, code from review_group_session order by id desc limit 1")[0]
        address = f"/reviews/calibration/sessions/{number}"
        send(coach, "/reviews/calibration/sessions", {"code": code})
        for state in ("first", "talk", "second", "beside"):
            if last in {state, "first"}:
                break
            if state in {"first", "second"}:
                send(coach, f"{address}/turns/{1 if state == 'first' else 2}", {"answer:a1": "2"})
            send(supporter, f"{address}/go-on", {"state": state})
    coach.close()
    supporter.close()


def register_work(chromium: Browser, site: Site) -> None:
    """An open and a closed process, a kind of the municipality's own, and a told number that is too low to be right."""
    manager = new_context(chromium, site, "unit-manager", width=1280, language="sv")
    year = clock.today().year - 1
    fields = {"kind": "service", "opened_on": f"{year}-01-07", "tool": "three-houses"}
    for key in "ab":
        send(manager, "/tool-use/new", {**fields, "key": key})
    (last, _), (first, reference) = site.rows("select id, reference from process order by id desc limit 2")
    stood = {"reference": reference, "seen": f"service {year}-01-07 -"}
    send(manager, f"/processes/{first}/close", {**stood, "closed_on": f"{year}-02-11"})
    send(manager, f"/tool-use/{last}", {"key": "c", "tool": "private-network"})
    unit = site.one("select unit_id from process where id = ?", first)
    send(manager, "/tool-use/process-counts", {"kind": "service", "year": year, f"count-{unit}-0": "0"})
    manager.close()
    supporter = new_context(chromium, site, "method-supporter", width=1280, language="sv")
    send(supporter, "/tool-use/kinds", {"name": "Uppföljning efter avslut"})
    supporter.close()


def fill_in_checklists(chromium: Browser, site: Site) -> None:
    """A checklist that is begun, a finished one, and one whose writer works in another unit now."""
    learner = new_context(chromium, site, "new-hire", width=1280, language="sv")
    must = ("protected-until-then", "most-dangerous-hour", "adults-know-and-can", "enough-today")
    for state, key in FILLED.items():
        send(learner, "/checklists/safety-plan/fill-in", {"key": key, "process": "new", "kind": "safety-planning"})
        answers = {f"done:{item}": "1" for item in must[: None if state == "finished" else 2]}
        reason = {"reason:visits-have-names": "not-needed"}
        intent = {"intent": "finish" if state == "finished" else "save"}
        send(learner, f"/checklists/filled/{key}", {**answers, **reason, **intent})
    learner.close()
    moved = (
        "update checklist_holder set person_id = ? where filled_id = (select id from filled_checklist where key = ?)"
    )
    site.change(moved, site.person("method-supporter"), FILLED["left"])
    finished = site.one("select count(*) from filled_checklist where finished_on is not null")
    assert finished, "the second one is finished"


def write_own_checklists(chromium: Browser, site: Site) -> None:
    """An own version of a common checklist with a draft of the next, a draft with faults, and a retired one."""
    author = new_context(chromium, site, "method-supporter", width=1280, language="sv")
    own = "/checklists/own/closing"
    send(author, f"{own}/edit", form_of(author, f"{own}/edit") | {"title": "Avslut hos oss"})
    send(author, f"{own}/publish", {"revision": "1"})
    send(author, f"{own}/edit", form_of(author, f"{own}/edit") | {"title": "Avslutet"})
    faulty = form_of(author, "/checklists/own/mapping/edit")
    send(author, "/checklists/own/mapping/edit", faulty | {"minutes": "få", "body": f"{faulty['body']}\nUtan box.\n"})
    send(author, "/checklists/own/group-supervision/retire", {"because": "Vi använder en egen mall."})
    author.close()


def form_of(context: BrowserContext, path: str) -> dict[str, object]:
    """The fields of an editor's form as they stand, the boxes that are not lists left out."""
    page = context.new_page()
    page.goto(path)
    fields: dict[str, object] = page.evaluate("Object.fromEntries(new FormData(document.getElementById('editor')))")
    page.close()
    return fields


def send_process_files(chromium: Browser, site: Site) -> None:
    """Files of processes in every state; the last one says that no process was closed in its quarters, and asks first."""
    supporter = new_context(chromium, site, "method-supporter", width=1280, language="sv")
    some, every = {"holds": "some"}, {"holds": "every"}
    files = {"refused": (FAULTY_PROCESS_FILE, some), "done": (PROCESS_FILE, some), "reading": (PROCESS_FILE, some)}
    for state, (content, holds) in (files | {"preview": (PROCESS_FILE, every)}).items():
        file = {"name": "processer.csv", "mimeType": "text/csv", "buffer": content.encode()}
        latest = str(quarter_of(clock.today()).number - 1)
        send(supporter, "/tool-use/imports", {"file": file, "first": latest, "last": latest, **holds}, is_file=True)
        if state in {"done", "reading"}:
            site.change("update process_import set state = ? where id = (select max(id) from process_import)", state)
    supporter.close()


def send(context: BrowserContext, path: str, fields: dict[str, object], **more: object) -> None:
    """Post a form as a browser does, without a page."""
    token = CSRF_FIELD.search(context.request.get("/about").text())
    assert token
    data = {**fields, "csrf_token": token[1]}
    answer = context.request.post(path, **({"multipart": data} if more.get("is_file") else {"form": data}))
    assert answer.ok, f"{path}: {answer.status}"


def send_staff_file(context: BrowserContext, content: str) -> None:
    """Send a staff file for a preview."""
    file = {"name": "personal.csv", "mimeType": "text/csv", "buffer": content.encode()}
    send(context, "/people/imports", {"file": file, "as_of": clock.today().isoformat()}, is_file=True)


def test_every_address_that_answers_with_a_page_is_visited(site: Site) -> None:
    views = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    visited = {one.endpoint for one in BY_ADDRESS}
    assert views - visited - NOT_PAGES.keys() == set(), (
        "add them to BY_ADDRESS (or NOT_PAGES) in tests/browser/visits.py"
    )
    assert visited - views == set()


@pytest.mark.parametrize(("visit", "language"), PAGES, ids=str)
def test_page(visitor: Visitor, lived_in: Site, visit: Visit, language: str) -> None:
    page, watch = visitor(visit, language)
    answer = page.goto(visit.address(lived_in))
    assert answer is not None
    assert answer.status == 200
    assert skip_link_shows(page)
    look_at(page, watch, language, ("wide",) if language == "en" else ("narrow",))
    if language == "sv" and str(visit) in IN_THE_DARK:
        page.emulate_media(color_scheme="dark")
        in_the_dark = violations(page, rules=CONTRAST)
        page.emulate_media(color_scheme="light")
        assert in_the_dark == []


@pytest.mark.parametrize("visit", BY_DOING, ids=str)
def test_page_after_something_was_done(visitor: Visitor, lived_in: Site, visit: Visit) -> None:
    page, watch = visitor(visit, "sv")
    page.goto(visit.address(lived_in))
    if visit.then:
        visit.then(page, lived_in)
    look_at(page, watch, "sv", ("wide", "narrow"))


def look_at(page: Page, watch: Watch, language: str, widths: Sequence[str]) -> None:
    """What every page has to have, whatever led to it; axe looks at these widths."""
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.lang") == language
    wrong = [f"at 1280 px: {one}" for one in violations(page)] if "wide" in widths else []
    page.set_viewport_size(ZOOMED)
    wrong += [f"at 200 % zoom sticks out: {one}" for one in sticks_out(page)]
    page.set_viewport_size(NARROW)
    wrong += [f"at 320 px sticks out: {one}" for one in sticks_out(page)]
    wrong += [f"at 320 px: {one}" for one in violations(page)] if "narrow" in widths else []
    assert wrong == []
    assert watch.complaints() == []


@pytest.mark.parametrize("visit", IN_PRINT, ids=str)
def test_print(visitor: Visitor, lived_in: Site, visit: Visit) -> None:
    page, _watch = visitor(visit, "sv")
    page.goto(visit.address(lived_in))
    page.emulate_media(media="print")
    shown = page.locator(NAVIGATION).evaluate_all(
        "all => all.filter((one) => one.checkVisibility({visibilityProperty: true})).map((one) => one.outerHTML.slice(0, 100))"
    )
    foot = page.locator(".print-foot").is_visible()
    page.emulate_media(media="screen")
    assert shown == []
    assert foot, "the address and the date stand in the foot"
    assert page.pdf().startswith(b"%PDF")
