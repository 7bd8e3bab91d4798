"""Every page there is, who goes there, and how: by its address, or by doing what leads to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page

from core import clock
from core.audit import Actor
from organisation.models import Person
from organisation.sign_in.service import make_password_link
from tests.browser.collecting import BY_CHANCE, FREELY, PLANNED
from tests.browser.reviewed import agreement_of, report_of
from tests.browser.reviewing import BEGUN, DISPUTED, SHOWN, SUBMITTED, assignment_on
from tests.browser.site import Site

NOT_PAGES = {
    "static": "a file",
    "files.picture": "a picture",
    "core.healthz": "for machines",
    "coverage.figures_file": "a file; test_manager.py",
    "coverage.people_file": "a file; test_manager.py",
    "unit_tools.figures_file": "a file; tests/followup/unit_tools/test_pages.py",
    "unit_tools.section_file": "a file; tests/followup/unit_tools/test_pages.py",
    "unit_tools.unit_file": "a file; tests/followup/unit_tools/test_pages.py",
    "unit_tools.own": "leads to unit_tools.unit",
    "training.course_file": "a file; tests/core/test_paper.py",
    "training.module_file": "a file; tests/core/test_paper.py",
    "tools.blank_file": "a file; tests/core/test_paper.py",
    "own_checklists.file": "a file; tests/fidelity/own/test_pages.py",
    "files.service_worker": "a script",
    "results.own": "leads to results.unit",
    "results.report_file": "a file; tests/fidelity/reviews/results/test_pages.py",
    "results.figures_file": "a file; tests/fidelity/reviews/results/test_pages.py",
    "calibration_sessions.now": "a piece of a page",
    "instruments.from_text": "leads to instruments.instrument",
}
FILLED = {
    state: f"00000000-0000-4000-8000-00000000000{number}" for number, state in enumerate(("begun", "finished", "left"))
}
"""The keys of a checklist that is begun, one that is finished, and one whose writer has left."""
FAULTY_FILE = (
    "Anställningsnummer;Namn;E-post;Sektion;Enhet;Befattning;Anställd från;Anställd till;Ledig från;Ledig till\n"
    "1;Bo Ek;bo.ek@demo.invalid;Barn;Grupp 1;Behandlare;i våras;;;\n"
    "2;Eva Ek;ingen;Barn;Grupp 1;Behandlare;2024-01-08;;;\n"
)
PROCESS_FILE = (
    "Slag;Enhet;Öppnad;Avslutad;Verktyg;Nätverk\n"
    "Utredning;Utredning barn 2;2025-01-13;2025-04-30;Tre hus, Säkerhetsplan;privat\n"
    "Förhandsbedömning;Utredning barn 2;2025-02-03;;;\n"
)
FAULTY_PROCESS_FILE = PROCESS_FILE.replace("Tre hus", "Tre hsu").replace("2025-02-03", "i våras")
INVITED, INVITE = "/reviews/invited-raters", "main form[action$='/invited-raters'] button"
TO_RELEASE = "/reviews/samples/to-release/{}"
SIGN_IN = "form[action$='/sign-in']:not([action*=demo]) button"
PASSWORD = "lugn granskog vid sjön"
SMALL_FILE = FAULTY_FILE.replace("i våras", "2024-02-01").replace("ingen", "eva.ek@demo.invalid")


@dataclass(frozen=True)
class Visit:
    """A page as somebody sees it; `name` is its endpoint, with what is special about it after a dash."""

    name: str
    persona: str | None
    address: Callable[[Site], str]
    then: Callable[[Page, Site], None] | None = None
    languages: tuple[str, ...] = ("sv", "en")
    is_confirmed: bool = False
    """Whether the browser has been confirmed by a second factor."""

    @property
    def endpoint(self) -> str:
        """The view that answers."""
        return self.name.partition(" ")[0]

    def __str__(self) -> str:
        return f"{self.name} as {self.persona or 'nobody'}"


def at(path: str) -> Callable[[Site], str]:
    """An address that is the same in every demo."""
    return lambda _site: path


def step(kind: str, module: int) -> Callable[[Site], str]:
    """The first step of a kind in a module."""
    return lambda site: f"/{site.step(kind, module).key}"


def of_section(path: str) -> Callable[[Site], str]:
    """An address with the section of the section manager and coach."""
    return lambda site: path.format(site.one("select id from section where name = 'Utredning barn'"))


def of_unit(path: str) -> Callable[[Site], str]:
    """An address with the unit of the unit manager."""
    return lambda site: path.format(site.one("select id from unit where name = 'Utredning barn 2'"))


def of_process(path: str) -> Callable[[Site], str]:
    """An address with the process that the fixture `lived_in` has started in the unit manager's unit."""
    return lambda site: path.format(
        site.one("select max(id) from process where kind = 'service' and closed_on is null")
    )


def of_round(name: str, path: str = "/reviews/rounds/{}") -> Callable[[Site], str]:
    """An address with a round, of the demo or of the fixture `lived_in`."""
    return lambda site: path.format(site.one("select id from review_round where name = ?", name))


def of_sample(state: str, path: str) -> Callable[[Site], str]:
    """An address with a sample in a state (the fixture `lived_in` has handed in one of each)."""
    return lambda site: path.format(site.one("select max(id) from review_sample where state = ?", state))


def of_own_kind(path: str) -> Callable[[Site], str]:
    """An address with the municipality's own kind of process that the fixture `lived_in` has added."""
    return lambda site: path.format(site.one("select min(key) from process_kind where name is not null"))


def being_set_up(site: Site) -> str:
    """The page of somebody who is setting up a second factor."""
    site.change(
        "update signed_in_session set second_factor_seed = ? where person_id = ?", "0" * 64, site.person("unit-manager")
    )
    return "/account/second-factor/set-up"


def of_registration(site: Site) -> str:
    """The receipt of what was registered last."""
    latest = site.one("select max(id) from tool_registration")
    return f"/tool-use?done={latest}"


def of_person(path: str, persona: str = "new-hire") -> Callable[[Site], str]:
    """An address with somebody's id."""
    return lambda site: path.format(site.person(persona))


def of_own_version(path: str) -> Callable[[Site], str]:
    """An address with the latest own version of a checklist."""
    return lambda site: path.format(
        site.one("select max(id) from published_document where municipality_id is not null")
    )


def on_a_past_day(path: str) -> Callable[[Site], str]:
    """An address with a day of the demo's history."""
    return lambda _site: path.format(clock.today() - timedelta(days=300))


def last_year(path: str) -> Callable[[Site], str]:
    """An address with the year before this one."""
    return lambda _site: path.format(clock.today().year - 1)


def of_filled(state: str, path: str = "/checklists/filled/{}") -> Callable[[Site], str]:
    """The page of a filled checklist in a state (the fixture `lived_in` has made one of each)."""
    return at(path.format(FILLED[state]))


def of_import(state: str) -> Callable[[Site], str]:
    """The page of an import in a state (the fixture `lived_in` has made one of each)."""
    return lambda site: site.latest_import(state)


def of_process_import(state: str) -> Callable[[Site], str]:
    """The page of a file of processes in a state (the fixture `lived_in` has made one of each)."""
    return lambda site: site.latest_process_import(state)


def of_rating(number: int, path: str = "/reviews/ratings/{}") -> Callable[[Site], str]:
    """An address with the coach's assignment to a sample (the fixture `lived_in` has put one of each on the desk)."""
    return lambda site: path.format(assignment_on(site, number))


def of_run(is_submitted: bool, path: str = "/reviews/calibration/{}") -> Callable[[Site], str]:
    """An address with the coach's set that is submitted (the demo's), or open (the fixture `lived_in` has begun it)."""
    wanted = "is not null" if is_submitted else "is null"
    return lambda site: path.format(
        site.one(
            f"select id from review_calibration_run where submitted_at {wanted} and person_id = ?",  # noqa: S608
            site.person("coach"),
        )
    )


def of_session(state: str) -> Callable[[Site], str]:
    """The page of a group session in a state (the fixture `lived_in` has started them)."""
    wanted = "select id from review_group_session where state = ?"
    return lambda site: f"/reviews/calibration/sessions/{site.one(wanted, state)}"


def password_link(site: Site) -> str:
    """A link with which somebody chooses a password; it is none of those who visit, whose sessions it would end."""
    with site.app.app_context(), site.app.extensions["metodstod_database"].transaction() as session:
        person = session.get_one(Person, site.one("select max(id) from person where email like '%@demo.invalid'"))
        return f"/password/{make_password_link(session, person, actor=Actor(), now=clock.now())}"


def press(selector: str, **fields: str) -> Callable[[Page, Site], None]:
    """Fill fields by their ids, then press a button and wait for the page that it leads to."""

    def act(page: Page, _site: Site) -> None:
        for name, value in fields.items():
            page.locator(f"main [id={name}]").fill(value)
        with page.expect_navigation():
            page.locator(selector).first.click()

    return act


def write_an_identifying_detail(page: Page, _site: Site) -> None:
    """Press Save on a text that is held back."""
    page.locator("textarea").first.fill("Ring mamman på 070-123 45 67.")
    with page.expect_navigation():
        page.locator("button[value=save]").click()


def answer_nothing(page: Page, _site: Site) -> None:
    """Press Answer without a choice."""
    page.locator("button[value=answer]").first.click()
    page.locator(".field-error").wait_for()


def write_what_another_has_written_on(page: Page, site: Site) -> None:
    """Press Save on a draft that has been saved elsewhere since the page was opened."""
    page.locator("#title").fill("Min egen titel")
    page.wait_for_function("document.querySelector('.save-state')")
    site.change("update checklist_draft set revision = revision + 7 where key = 'checklists/closing'")
    page.locator("#summary").fill("Min egen mening.")
    page.locator("[data-state=held-back] .differences, [data-state=held-back] blockquote").first.wait_for()


def write_a_number_in_a_draft(page: Page, _site: Site) -> None:
    """Write what looks like a phone number, and have it held back."""
    page.locator("#summary").fill("Ring 070-123 45 67.")
    page.locator("#look mark").wait_for()


def tell_nonsense(page: Page, _site: Site) -> None:
    """Save a number of processes that is none."""
    page.locator("fieldset.quarters input[inputmode]").first.fill("tolv")
    with page.expect_navigation():
        page.locator("main form[method=post] button").click()


def save_after_the_session_has_ended(page: Page, site: Site) -> None:
    """Press Save when one has been signed out; the one before may have signed out too."""
    site.sign_in(page.context, "section-manager")
    page.goto(f"/{site.step('exercise', 3).key}")
    page.locator("textarea").first.fill("En mening.")
    site.sign_out_behind_the_back("section-manager")
    with page.expect_navigation():
        page.locator("button[value=save]").click()


def reset_without_a_reason(page: Page, _site: Site) -> None:
    """Reset somebody's second factor and not say why."""
    page.locator("main details:has(form[action$='/reset-second-factor']) summary").click()
    with page.expect_navigation():
        page.locator("form[action$='/reset-second-factor'] button").click()


def finish_too_early(page: Page, _site: Site) -> None:
    """Finish a checklist while something that must be done has no answer."""
    page.locator("form[data-checklist] button[value=finish]").click()
    page.locator("[data-finish-problem]").wait_for()


def write_a_sample(page: Page, _site: Site) -> None:
    """Write what tells who somebody is, and have it found."""
    page.locator("#step").select_option("investigation")
    page.locator("#text-mapping").fill(
        "Kalle Svensson, sju år, har somnat i hallen. Kalles mamma ringde 070-174 06 05."
    )
    page.locator("#text-child").fill("Kalle ritade ett hus. Farmor stod i dörren.")
    press("button[value=look]")(page, _site)


def go_on_too_early(page: Page, site: Site) -> None:
    """Leave something that was found without an answer."""
    write_a_sample(page, site)
    press("button[value=resolve]")(page, site)


def hand_in_unread(page: Page, site: Site) -> None:
    """Settle everything, and hand in without saying that one has read it."""
    write_a_sample(page, site)
    for choice in page.locator("select[name=answer]").all():
        choice.select_option(index=1)
    press("button[value=resolve]")(page, site)
    press("button[value=hand-in]")(page, site)


def submit_too_early(page: Page, _site: Site) -> None:
    """Submit a rating while criteria have no answer."""
    page.locator("[data-to-overview]").click()
    page.locator("button[value=submit]").click()
    page.locator(".rating-step.wrong .field-error").locator("visible=true").wait_for()


def go_to(step: str) -> Callable[[Page, Site], None]:
    """Show another step of a rating than the one that it opens with."""

    def act(page: Page, _site: Site) -> None:
        page.locator("[data-to-overview]").click()
        page.locator(f".overview a[href='{step}']").click()
        page.locator(f"{step} h3").wait_for()

    return act


def leave_without_a_reason(page: Page, _site: Site) -> None:
    """Hand a sample back and not say why, past the browser's own check."""
    page.locator("#leave summary").click()
    page.evaluate("document.querySelector('#leave form').noValidate = true")
    with page.expect_navigation():
        page.locator("#leave button").click()


def sign_in_and_resume(page: Page, site: Site) -> None:
    """The same, then sign in on the page that asks for it."""
    save_after_the_session_has_ended(page, site)
    with page.expect_navigation():
        page.locator("form:has(input[value=section-manager]) button").click()


BY_ADDRESS = (
    Visit("core.about", None, at("/about")),
    Visit("sign_in.show", None, at("/sign-in")),
    Visit("sign_in.password", None, password_link),
    Visit("home.show", "new-hire", at("/")),
    Visit("home.show", "unit-manager", at("/")),
    Visit("home.show", "administrator", at("/")),
    Visit("training.courses", "new-hire", at("/courses")),
    Visit("training.course", "new-hire", at("/courses/basic")),
    Visit("training.course (completed)", "unit-manager", at("/courses/basic")),
    Visit("training.module", "new-hire", lambda site: f"/{site.course.modules[0].key}"),
    Visit("training.print_module", "new-hire", lambda site: f"/print/{site.course.modules[1].key}"),
    Visit("training.print_course", "new-hire", at("/print/courses/basic"), languages=("sv",)),
    Visit("steps.step (lesson)", "new-hire", step("lesson", 1)),
    Visit("steps.step (exercise)", "new-hire", step("exercise", 1)),
    Visit("steps.step (check)", "new-hire", step("check", 1)),
    Visit("steps.step (check, failed)", "new-hire", step("check", 0)),
    Visit("steps.step (check, passed)", "unit-manager", step("check", 0)),
    Visit("steps.step (advanced)", "coach", at("/courses/advanced/reviewing-fidelity/agreement-in-figures")),
    Visit("tools.show", "coach", at("/tools")),
    Visit("tools.tool", "new-hire", at("/tools/safety-plan")),
    Visit("tools.blank", "new-hire", at("/tools/three-houses/blank")),
    Visit("tools.blank (lines)", "coach", at("/tools/three-column-mapping/blank")),
    Visit("glossary.show", "new-hire", at("/glossary")),
    Visit("checklists.show", "new-hire", at("/checklists")),
    Visit("checklists.checklist", "new-hire", at("/checklists/safety-plan")),
    Visit("checklists.checklist (own)", "new-hire", at("/checklists/closing")),
    Visit("checklists.checklist (retired)", "new-hire", at("/checklists/group-supervision")),
    Visit("filled_lists.show", "new-hire", at("/checklists/filled")),
    Visit("filled_lists.show (left behind)", "unit-manager", at("/checklists/filled")),
    Visit("filled_lists.choose", "new-hire", at("/checklists/safety-plan/fill-in")),
    Visit("filling.show", "new-hire", of_filled("begun")),
    Visit("filling.show (finished)", "unit-manager", of_filled("finished")),
    Visit("offline.shell", "new-hire", of_filled("begun", "/checklists/filled/{}/shell")),
    Visit("holders.left_behind", "unit-manager", of_filled("left", "/checklists/left-behind/{}")),
    Visit("checklist_use.show", "management", at("/checklists/use")),
    Visit("checklist_use.section", "coach", of_section("/checklists/use/sections/{}")),
    Visit("checklist_use.unit", "unit-manager", of_unit("/checklists/use/units/{}")),
    Visit("own_checklists.show", "method-supporter", at("/checklists/own")),
    Visit("own_checklists.checklist", "method-supporter", at("/checklists/own/closing")),
    Visit("own_checklists.checklist (common)", "method-supporter", at("/checklists/own/safety-plan")),
    Visit("own_checklists.checklist (retired)", "method-supporter", at("/checklists/own/group-supervision")),
    Visit("own_checklists.version", "method-supporter", of_own_version("/checklists/own/closing/versions/{}")),
    Visit("checklist_writing.new", "method-supporter", at("/checklists/own/new")),
    Visit("checklist_writing.edit", "method-supporter", at("/checklists/own/closing/edit")),
    Visit("checklist_writing.edit (faults)", "method-supporter", at("/checklists/own/mapping/edit")),
    Visit("checklist_writing.publish_page", "method-supporter", at("/checklists/own/closing/publish")),
    Visit("checklist_writing.publish_page (faults)", "method-supporter", at("/checklists/own/mapping/publish")),
    Visit("tool_use.show", "unit-manager", at("/tool-use")),
    Visit("tool_use.show (all)", "new-hire", at("/tool-use?all=1")),
    Visit("tool_use.show (registered)", "unit-manager", of_registration),
    Visit("tool_use.new", "new-hire", at("/tool-use/new?kind=safety-planning")),
    Visit("tool_use.process", "new-hire", of_process("/tool-use/{}")),
    Visit("processes.show", "unit-manager", at("/processes")),
    Visit("processes.show (nothing found)", "new-hire", at("/processes?kind=nothing")),
    Visit("processes.process", "unit-manager", of_process("/processes/{}")),
    Visit("process_kinds.show", "method-supporter", at("/tool-use/kinds")),
    Visit("process_kinds.kind", "method-supporter", of_own_kind("/tool-use/kinds/{}")),
    Visit("process_counts.show", "unit-manager", last_year("/tool-use/process-counts?kind=service&year={}")),
    Visit("process_counts.show (section)", "section-manager", at("/tool-use/process-counts")),
    Visit("results.unit", "new-hire", report_of),
    Visit("results.show", "management", at("/reviews/results")),
    Visit("results.agreement", "method-supporter", agreement_of),
    Visit("results.mine", "coach", at("/reviews/mine")),
    Visit("instruments.show", "new-hire", at("/reviews/instruments")),
    Visit("instruments.instrument", "coach", at("/reviews/instruments/case-file")),
    Visit("calibration.show", "coach", at("/reviews/calibration")),
    Visit("calibration.run", "coach", of_run(False)),
    Visit("calibration.run (submitted)", "coach", of_run(True)),
    Visit("calibration.sample", "coach", of_run(False, "/reviews/calibration/{}/1")),
    Visit("calibration.sample (submitted)", "coach", of_run(True, "/reviews/calibration/{}/1")),
    Visit("calibration_limit.show", "method-supporter", at("/reviews/calibration/limit")),
    Visit("calibration_sessions.show", "coach", at("/reviews/calibration/sessions")),
    Visit("calibration_sessions.new", "method-supporter", at("/reviews/calibration/sessions/new")),
    Visit("calibration_sessions.session", "coach", of_session("first")),
    Visit("calibration_sessions.session (talk)", "method-supporter", of_session("talk")),
    Visit("calibration_sessions.session (reference)", "coach", of_session("reference")),
    Visit("rating.show", "coach", at("/reviews/ratings")),
    Visit("rating.sample", "coach", of_rating(BEGUN), is_confirmed=True),
    Visit("rating.sample (a third opinion)", "coach", of_rating(DISPUTED), is_confirmed=True),
    Visit("rating.sample (submitted)", "coach", of_rating(SUBMITTED), is_confirmed=True),
    Visit("rating.together", "coach", of_rating(SHOWN, "/reviews/ratings/{}/together"), is_confirmed=True),
    Visit("search.show", "new-hire", at("/search")),
    Visit("search.show (found)", "new-hire", at("/search?words=n%C3%A4tverk")),
    Visit("search.show (nothing)", "new-hire", at("/search?words=farofromulering")),
    Visit("samples.show", "unit-manager", at("/reviews/samples")),
    Visit("samples.show (nothing)", "administrator", at("/reviews/samples")),
    Visit("reviews.show", "new-hire", at("/reviews")),
    Visit("reviews.show (coach)", "coach", at("/reviews")),
    Visit("rounds.show", "method-supporter", at("/reviews/rounds")),
    Visit("rounds.new", "method-supporter", at("/reviews/rounds/new")),
    Visit("rounds.edit", "method-supporter", of_round(PLANNED, "/reviews/rounds/{}/plan")),
    Visit("rounds.round", "method-supporter", of_round(PLANNED)),
    Visit("rounds.round (collecting)", "method-supporter", of_round("Tredje omgången")),
    Visit("rounds.round (rating)", "method-supporter", of_round("Andra omgången")),
    Visit("rounds.round (closed)", "method-supporter", of_round("Första omgången")),
    Visit("invited_raters.show", "method-supporter", at(INVITED)),
    Visit("samples.new", "unit-manager", of_round(FREELY, "/reviews/rounds/{}/samples/new")),
    Visit("samples.new (drawn)", "unit-manager", of_round(BY_CHANCE, "/reviews/rounds/{}/samples/new")),
    Visit("samples.sample (waiting)", "unit-manager", of_sample("waiting", "/reviews/samples/{}"), is_confirmed=True),
    Visit("samples.sample", "unit-manager", of_sample("returned", "/reviews/samples/{}"), is_confirmed=True),
    Visit("drawn_processes.show", "unit-manager", of_round(BY_CHANCE, "/reviews/rounds/{}/processes")),
    Visit("sample_release.show", "method-supporter", at("/reviews/samples/to-release"), is_confirmed=True),
    Visit("sample_release.sample", "method-supporter", of_sample("waiting", TO_RELEASE), is_confirmed=True),
    Visit("sample_release.sample (stopped)", "method-supporter", of_sample("stopped", TO_RELEASE), is_confirmed=True),
    Visit("second_factor.show", "new-hire", at("/account/second-factor")),
    Visit("second_factor.show (needed)", "new-hire", at("/account/second-factor?next=/courses")),
    Visit("second_factor.show (on)", "coach", at("/account/second-factor")),
    Visit("second_factor.set_up", "unit-manager", being_set_up),
    Visit("second_factor.confirm", "coach", at("/account/second-factor/confirm?next=/courses")),
    Visit("second_factor.confirm (a phone in the demo)", "coach", at("/account/second-factor/confirm?phone=1")),
    Visit("people.show", "administrator", at("/people")),
    Visit("people.person", "administrator", of_person("/people/{}", "section-manager")),
    Visit("people.person (second factor)", "administrator", of_person("/people/{}", "coach")),
    Visit("people.access", "coach", at("/access")),
    Visit("people.audit_log", "administrator", at("/audit-log")),
    Visit("exemptions.show", "administrator", of_person("/people/{}/exemptions", "method-supporter")),
    Visit("staff_import.start", "administrator", at("/people/imports")),
    Visit("staff_import.show (preview)", "administrator", of_import("preview")),
    Visit("staff_import.show (refused)", "administrator", of_import("refused")),
    Visit("staff_import.show (being read)", "administrator", of_import("reading")),
    Visit("staff_import.show (done)", "administrator", of_import("done")),
    Visit("process_import.start", "method-supporter", at("/tool-use/imports")),
    Visit("process_import.show (preview)", "method-supporter", of_process_import("preview")),
    Visit("process_import.show (refused)", "administrator", of_process_import("refused")),
    Visit("process_import.show (being read)", "method-supporter", of_process_import("reading")),
    Visit("process_import.show (done)", "method-supporter", of_process_import("done")),
    Visit("coverage.show", "management", at("/coverage")),
    Visit("coverage.show (no names)", "method-supporter", at("/coverage")),
    Visit("coverage.show (a past day)", "management", on_a_past_day("/coverage?day={}")),
    Visit("coverage.section", "section-manager", of_section("/coverage/sections/{}")),
    Visit("coverage.section (introduction)", "coach", of_section("/coverage/sections/{}")),
    Visit("coverage.section (no names)", "method-supporter", of_section("/coverage/sections/{}")),
    Visit("coverage.unit", "unit-manager", of_unit("/coverage/units/{}")),
    Visit("coverage.unit (introduction)", "coach", of_unit("/coverage/units/{}")),
    Visit("coverage.people", "section-manager", of_section("/coverage/people?section={}&late=1")),
    Visit("coverage.people (nobody)", "unit-manager", of_unit("/coverage/people?unit={}&bucket=exempt")),
    Visit("coverage.person", "unit-manager", of_person("/coverage/people/{}")),
    Visit("unit_tools.show", "management", at("/tool-use/units")),
    Visit("unit_tools.show (a year)", "unit-manager", at("/tool-use/units?period=2025")),
    Visit("unit_tools.show (nothing)", "method-supporter", at("/tool-use/units?process=service")),
    Visit("unit_tools.section", "section-manager", of_section("/tool-use/units/sections/{}")),
    Visit("unit_tools.unit", "unit-manager", of_unit("/tool-use/units/{}")),
    Visit("unit_tools.unit (own)", "new-hire", of_unit("/tool-use/units/{}")),
)
BY_DOING = (
    Visit("not found", "new-hire", at("/nowhere")),
    Visit("not found (signed out)", None, at("/nowhere")),
    Visit("no access", "new-hire", at("/people")),
    Visit("not understood", "management", at("/coverage?day=igår")),
    Visit("sign-in refused", None, at("/sign-in"), press(SIGN_IN, email="a@b.se", password="fel")),
    Visit("password refused", None, password_link, press("main form button", password="kort", again="kort")),
    Visit("password chosen", None, password_link, press("main form button", password=PASSWORD, again=PASSWORD)),
    Visit("text held back", "new-hire", step("exercise", 2), write_an_identifying_detail),
    Visit("empty exercise", "new-hire", step("exercise", 2), press("button[value=next]")),
    Visit("question without a choice", "new-hire", step("check", 2), answer_nothing),
    Visit("signed out while writing", "section-manager", step("exercise", 3), save_after_the_session_has_ended),
    Visit("signed in again", "section-manager", step("exercise", 3), sign_in_and_resume),
    Visit("nothing tapped", "new-hire", of_process("/tool-use/{}"), press(".thumb-bar button")),
    Visit("process not started", "new-hire", at("/tool-use/new?kind=service"), press(".thumb-bar button", opened_on="")),
    Visit("process not closed", "unit-manager", of_process("/processes/{}"), press("form[action$='/close'] button", closed_on="")),
    Visit("number in a search", "new-hire", at("/processes?words=850101-1234")),
    Visit("kind refused", "method-supporter", at("/tool-use/kinds"), press("form:has(#name) button", name="Samtal med Anna")),
    Visit("number refused", "unit-manager", at("/tool-use/process-counts"), tell_nonsense),
    Visit("role refused", "administrator", of_person("/people/{}"), press("form[action$='/roles'] button", starts_on="")),
    Visit("password link", "administrator", of_person("/people/{}"), press("form[action$='/password-link'] button")),
    Visit("wrong code", "coach", at("/account/second-factor/confirm"), press("form[action$='/confirm'] button", code="000000")),
    Visit("first code refused", "unit-manager", being_set_up, press("form[action$='/set-up'] button", code="12")),
    Visit("reset refused", "administrator", of_person("/people/{}", "coach"), reset_without_a_reason),
    Visit("no staff file", "administrator", at("/people/imports"), press("form[enctype] button")),
    Visit("exemption refused", "administrator", of_person("/people/{}/exemptions"), press("main form:last-of-type button")),
    Visit("finishing refused", "new-hire", of_filled("begun"), finish_too_early),
    Visit("correction refused", "unit-manager", of_filled("finished"), press("section[aria-labelledby=amendment] form button")),
    Visit("rating not ready", "coach", of_rating(BEGUN), submit_too_early, is_confirmed=True),
    Visit("questions beside the scale", "coach", of_rating(BEGUN), go_to("#gates"), is_confirmed=True),
    Visit("tools in a text", "coach", of_rating(BEGUN), go_to("#tools"), is_confirmed=True),
    Visit("no reason to leave", "coach", of_rating(BEGUN), leave_without_a_reason, is_confirmed=True),
    Visit("draft changed elsewhere", "method-supporter", at("/checklists/own/closing/edit"), write_what_another_has_written_on),
    Visit("draft held back", "method-supporter", at("/checklists/own/mapping/edit"), write_a_number_in_a_draft),
    Visit("publishing refused", "method-supporter", at("/checklists/own/closing/publish"), press("main form button")),
    Visit("new checklist refused", "method-supporter", at("/checklists/own/new"), press("main form button")),
    Visit("retiring refused", "method-supporter", at("/checklists/own/safety-plan"), press("form[action$='/retire'] button")),
    Visit("no file of processes", "method-supporter", at("/tool-use/imports"), press("form[enctype] button")),
    Visit("file of processes not sure", "method-supporter", of_process_import("preview"), press("form[action$='/apply'] button")),
    Visit("boxes refused", "unit-manager", of_round(FREELY, "/reviews/rounds/{}/samples/new"), press("button[value=look]")),
    Visit("details found", "unit-manager", of_round(FREELY, "/reviews/rounds/{}/samples/new"), write_a_sample),
    Visit("details unresolved", "unit-manager", of_round(FREELY, "/reviews/rounds/{}/samples/new"), go_on_too_early),
    Visit("sample not attested", "unit-manager", of_round(FREELY, "/reviews/rounds/{}/samples/new"), hand_in_unread),
    Visit("plan refused", "method-supporter", of_round(PLANNED, "/reviews/rounds/{}/plan"), press("form .button", retention_decision="")),
    Visit("closing a round too early", "method-supporter", of_round("Andra omgången"), press("form[action$='/close'] button")),
    Visit("invitation refused", "method-supporter", at(INVITED), press(INVITE)),
    Visit("rater invited", "method-supporter", at(INVITED), press(INVITE, name="Kim Inbjuden", email="kim@a.se", agreement="Avtal 1")),
    Visit("no process chosen", "unit-manager", of_round(BY_CHANCE, "/reviews/rounds/{}/processes"), press("main form button")),
    Visit(
        "sample not returned", "method-supporter", of_sample("waiting", TO_RELEASE), press("form[action$='/return'] button"),
        is_confirmed=True,
    ),
    Visit("set not answered", "coach", of_run(False), press("main form button")),
    Visit("limit refused", "method-supporter", at("/reviews/calibration/limit"), press("main form button", exact="90")),
    Visit("no such code", "coach", at("/reviews/calibration/sessions"), press("main form button", code="ZZZZZ")),
    Visit("import not sure", "administrator", of_import("preview"), press("form[action$='/apply'] button")),
)  # fmt: skip
