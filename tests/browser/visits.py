"""Every page there is, who goes there, and how: by its address, or by doing what leads to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page

from core import clock
from core.audit import Actor
from organisation.models import Person
from organisation.sign_in.service import make_password_link
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


def of_own_kind(path: str) -> Callable[[Site], str]:
    """An address with the municipality's own kind of process that the fixture `lived_in` has added."""
    return lambda site: path.format(site.one("select min(key) from process_kind where name is not null"))


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


def password_link(site: Site) -> str:
    """A link with which somebody chooses a password."""
    with site.app.app_context(), site.app.extensions["metodstod_database"].transaction() as session:
        person = session.get_one(Person, site.person("coach"))
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
    site.sign_in(page.context, "coach")
    page.goto(f"/{site.step('exercise', 3).key}")
    page.locator("textarea").first.fill("En mening.")
    site.sign_out_behind_the_back("coach")
    with page.expect_navigation():
        page.locator("button[value=save]").click()


def finish_too_early(page: Page, _site: Site) -> None:
    """Finish a checklist while something that must be done has no answer."""
    page.locator("form[data-checklist] button[value=finish]").click()
    page.locator("[data-finish-problem]").wait_for()


def sign_in_and_resume(page: Page, site: Site) -> None:
    """The same, then sign in on the page that asks for it."""
    save_after_the_session_has_ended(page, site)
    with page.expect_navigation():
        page.locator("form:has(input[value=coach]) button").click()


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
    Visit("search.show", "new-hire", at("/search")),
    Visit("search.show (found)", "new-hire", at("/search?words=n%C3%A4tverk")),
    Visit("search.show (nothing)", "new-hire", at("/search?words=farofromulering")),
    Visit("people.show", "administrator", at("/people")),
    Visit("people.person", "administrator", of_person("/people/{}", "section-manager")),
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
    Visit("signed out while writing", "coach", step("exercise", 3), save_after_the_session_has_ended),
    Visit("signed in again", "coach", step("exercise", 3), sign_in_and_resume),
    Visit("nothing tapped", "new-hire", of_process("/tool-use/{}"), press(".thumb-bar button")),
    Visit("process not started", "new-hire", at("/tool-use/new?kind=service"), press(".thumb-bar button", opened_on="")),
    Visit("process not closed", "unit-manager", of_process("/processes/{}"), press("form[action$='/close'] button", closed_on="")),
    Visit("number in a search", "new-hire", at("/processes?words=850101-1234")),
    Visit("kind refused", "method-supporter", at("/tool-use/kinds"), press("form:has(#name) button", name="Samtal med Anna")),
    Visit("number refused", "unit-manager", at("/tool-use/process-counts"), tell_nonsense),
    Visit("role refused", "administrator", of_person("/people/{}"), press("form[action$='/roles'] button", starts_on="")),
    Visit("password link", "administrator", of_person("/people/{}"), press("form[action$='/password-link'] button")),
    Visit("no staff file", "administrator", at("/people/imports"), press("form[enctype] button")),
    Visit("exemption refused", "administrator", of_person("/people/{}/exemptions"), press("main form:last-of-type button")),
    Visit("finishing refused", "new-hire", of_filled("begun"), finish_too_early),
    Visit("correction refused", "unit-manager", of_filled("finished"), press("section[aria-labelledby=amendment] form button")),
    Visit("draft changed elsewhere", "method-supporter", at("/checklists/own/closing/edit"), write_what_another_has_written_on),
    Visit("draft held back", "method-supporter", at("/checklists/own/mapping/edit"), write_a_number_in_a_draft),
    Visit("publishing refused", "method-supporter", at("/checklists/own/closing/publish"), press("main form button")),
    Visit("new checklist refused", "method-supporter", at("/checklists/own/new"), press("main form button")),
    Visit("retiring refused", "method-supporter", at("/checklists/own/safety-plan"), press("form[action$='/retire'] button")),
    Visit("no file of processes", "method-supporter", at("/tool-use/imports"), press("form[enctype] button")),
    Visit("file of processes not sure", "method-supporter", of_process_import("preview"), press("form[action$='/apply'] button")),
    Visit("import not sure", "administrator", of_import("preview"), press("form[action$='/apply'] button")),
)  # fmt: skip
