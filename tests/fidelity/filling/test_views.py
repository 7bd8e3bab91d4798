"""The pages of filling in, as plain forms: start, tick, leave, come back, finish, correct."""

import json
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.database import Database
from core.security import store_key
from fidelity.checklists.filling.models import Amendment, ChecklistHolder, FilledChecklist
from fidelity.tool_use.models import Process, Registration
from fidelity.tool_use.service import tools_of
from organisation.models import Employment
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.fidelity.filling.desk import new_id, process
from tests.training.town import statements

pytestmark = on_one_database

CHECKLIST = "safety-plan"
MUST = ("protected-until-then", "most-dangerous-hour", "adults-know-and-can", "enough-today")
OTHER = "visits-have-names"
PASS = {f"done:{item}": "1" for item in MUST}
Form = dict[str, object]


class Desk:
    """Somebody at a browser without scripts."""

    def __init__(self, client: PageClient, database: Database, name: str = "learner") -> None:
        self.client, self.database, self.world = client, database, client.world
        client.sign_in(client.world.people[name])

    def session(self) -> Session:
        """Look at what is stored."""
        return self.database.session(writes=False)

    def as_(self, name: str) -> "Desk":
        """The same browser with somebody else at it."""
        return Desk(self.client, self.database, name)

    def process(self) -> int:
        """A process of the unit."""
        with self.database.transaction() as session:
            return process(session, self.world, now=clock.now()).id

    def start(self, checklist: str = CHECKLIST, **fields: object) -> str:
        """Start a checklist; returns the address of its page."""
        fields = {"key": new_id(), "process": "new", "kind": "investigation", **fields}
        answer = self.client.send(f"/checklists/{checklist}/fill-in", fields)
        assert answer.status_code == 303, words(BeautifulSoup(answer.text, "html.parser"))
        return str(answer.location)

    def page(self, address: str) -> BeautifulSoup:
        """Open a page."""
        return self.client.page(address)

    def form(self, page: BeautifulSoup) -> Form:
        """Everything that the page's form would send as it stands."""
        form = page.select_one("form.fill")
        assert form is not None
        found: Form = {}
        for field in form.select("input[name], select[name], textarea[name]"):
            if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
                continue
            chosen = field.select_one("option[selected]") if field.name == "select" else None
            value = chosen.get("value") if chosen else field.get("value") if field.name == "input" else ""
            found[str(field["name"])] = field.text.removeprefix("\n") if field.name == "textarea" else value or ""
        return found

    def save(self, address: str, fields: Form, *, status: int = 303, form: Form | None = None) -> BeautifulSoup:
        """Change fields on the page (None: take away) and press Save, or another button by `intent`."""
        sent = {**(form or self.form(self.page(address))), **fields}
        answer = self.client.send(address, {name: value for name, value in sent.items() if value is not None})
        assert answer.status_code == status, words(BeautifulSoup(answer.text, "html.parser"))
        return BeautifulSoup(answer.text, "html.parser") if status == 303 else checked(answer, status)

    def finished(self, **fields: object) -> str:
        """A finished checklist."""
        address = self.start(**fields)
        self.save(address, {**PASS, "intent": "finish"})
        return address

    def filled(self, address: str) -> FilledChecklist:
        """What is stored."""
        with self.session() as session:
            key = address.rpartition("/")[2]
            return session.scalars(select(FilledChecklist).where(FilledChecklist.key == key)).one()


@pytest.fixture
def desk(client: PageClient, database: Database) -> Desk:
    """The learner, who works in the world's unit."""
    return Desk(client, database)


def ticked(page: BeautifulSoup) -> set[str]:
    """The items with a tick."""
    return {str(box["name"]).removeprefix("done:") for box in page.select("input[type=checkbox][checked]")}


# --- Starting


def test_a_checklist_is_started_for_a_process_of_the_unit(desk: Desk) -> None:
    process_id = desk.process()
    page = desk.page(f"/checklists/{CHECKLIST}/fill-in")
    assert page.select_one(f"input[name=process][value='{process_id}']") is not None
    address = desk.start(process=process_id)
    assert desk.filled(address).process_id == process_id
    with desk.session() as session:
        reference = session.get_one(Process, process_id).reference
    assert reference in words(desk.page(address))


def test_a_double_click_starts_one(desk: Desk) -> None:
    key = new_id()
    assert desk.start(key=key) == desk.start(key=key)
    with desk.session() as session:
        assert session.scalar(select(func.count()).select_from(Process)) == 1


def test_what_was_not_chosen_is_asked_for(desk: Desk) -> None:
    for fields in ({"process": ""}, {"process": "none"}, {"process": "new", "kind": "nothing"}):
        answer = desk.client.send(f"/checklists/{CHECKLIST}/fill-in", {"key": new_id(), **fields})
        page = checked(answer, 422)
        assert page.select_one(".error-summary") is not None, fields
    assert desk.client.send(f"/checklists/{CHECKLIST}/fill-in", {"key": "x"}).status_code == 400


def test_what_colleagues_do_together_needs_no_process(desk: Desk) -> None:
    page = desk.page("/checklists/group-supervision/fill-in")
    assert page.select_one("input[name=process][value=none]") is not None
    address = desk.start("group-supervision", process="none")
    assert desk.filled(address).process_id is None


def test_a_process_of_another_unit_is_not_there(desk: Desk) -> None:
    with desk.database.transaction() as session:
        elsewhere = process(session, desk.world, now=clock.now(), unit_id=desk.world.sibling_unit).id
    answer = desk.client.send(f"/checklists/{CHECKLIST}/fill-in", {"key": new_id(), "process": elsewhere})
    assert answer.status_code == 404
    assert str(elsewhere) not in [
        field["value"] for field in desk.page(f"/checklists/{CHECKLIST}/fill-in").select("input[name=process]")
    ]


def test_who_works_nowhere_is_told_so(desk: Desk) -> None:
    with desk.database.transaction() as session:
        own = select(Employment).where(Employment.person_id == desk.world.people["learner"])
        session.delete(session.scalars(own).one())
    page = desk.page(f"/checklists/{CHECKLIST}/fill-in")
    assert page.select_one("main form[method=post]") is None
    answer = desk.client.send(f"/checklists/{CHECKLIST}/fill-in", {"key": new_id(), "process": "new"})
    assert answer.status_code == 422


# --- Answering as a plain form


def test_answers_are_saved_and_there_when_one_comes_back(desk: Desk) -> None:
    address = desk.start()
    desk.save(address, {f"done:{MUST[0]}": "1", f"reason:{OTHER}": "later"})
    page = desk.page(address)
    assert ticked(page) == {MUST[0]}
    assert page.select_one(f"#reason-{OTHER} option[selected]")["value"] == "later"  # type: ignore[index]
    desk.save(address, {f"done:{MUST[0]}": None})
    assert ticked(desk.page(address)) == set()


def test_the_newer_of_tick_and_reason_holds(desk: Desk) -> None:
    address = desk.start()
    desk.save(address, {f"done:{OTHER}": "1"})
    desk.save(address, {f"reason:{OTHER}": "later"})  # the box is still ticked
    page = desk.page(address)
    assert ticked(page) == set()
    desk.save(address, {f"done:{OTHER}": "1"})  # the reason is still chosen
    assert ticked(desk.page(address)) == {OTHER}


def test_both_at_once_is_asked_about_and_the_rest_is_kept(desk: Desk) -> None:
    address = desk.start()
    both = {f"done:{OTHER}": "1", f"reason:{OTHER}": "later", f"done:{MUST[0]}": "1"}
    page = desk.save(address, both, status=422)
    assert page.select_one(f"#item-{OTHER}.wrong") is not None
    assert ticked(desk.page(address)) == {MUST[0]}


def test_two_who_save_the_same_page_lose_nothing(desk: Desk) -> None:
    address = desk.start()
    old = desk.form(desk.page(address))
    desk.save(address, {f"done:{MUST[0]}": "1"})
    desk.save(address, {f"done:{MUST[1]}": "1"}, form=old)
    assert ticked(desk.page(address)) == {MUST[0], MUST[1]}


def test_the_second_of_two_is_told_and_sees_both(desk: Desk) -> None:
    address = desk.start()
    old = desk.form(desk.page(address))
    desk.save(address, {f"done:{OTHER}": "1"})
    page = desk.save(address, {f"reason:{OTHER}": "not-safe"}, status=422, form=old)
    item = page.select_one(f"#item-{OTHER}.wrong")
    assert item is not None
    assert "not-safe" in str(item.select_one("option[selected]"))
    assert ticked(desk.page(address)) == {OTHER}
    desk.save(address, {}, form=desk.form(page))
    assert ticked(desk.page(address)) == set()


def test_a_form_that_is_sent_again_changes_nothing_more(desk: Desk) -> None:
    address = desk.start()
    form = desk.form(desk.page(address)) | {f"done:{OTHER}": "1"}
    for _ in range(2):
        desk.save(address, {}, form=form)
    assert ticked(desk.page(address)) == {OTHER}


# --- Finishing


def test_finishing_says_what_is_missing_and_keeps_the_rest(desk: Desk) -> None:
    address = desk.start()
    page = desk.save(address, {f"done:{MUST[0]}": "1", "intent": "finish"}, status=422)
    assert {str(row["data-item"]) for row in page.select("li.wrong")} == set(MUST[1:])
    assert ticked(desk.page(address)) == {MUST[0]}


def test_a_finished_one_is_locked_registered_and_nobodys(desk: Desk) -> None:
    process_id = desk.process()
    address = desk.finished(process=process_id)
    page = desk.page(address)
    assert page.select_one("form.fill") is None
    assert "Test Learner" not in words(page.main)  # type: ignore[arg-type]
    with desk.session() as session:
        assert tools_of(session, process_id) == {"safety-plan"}
        assert session.scalars(select(ChecklistHolder.id)).all() == []
    assert "safety-plan" in desk.client.get(f"/checklists/{CHECKLIST}").text


def test_what_is_saved_after_it_was_finished_is_shown_and_can_be_added(desk: Desk) -> None:
    address = desk.start()
    old = desk.form(desk.page(address))
    desk.save(address, {**PASS, "intent": "finish"})
    page = desk.save(address, {f"done:{OTHER}": "1", "text:note": "Vi kom överens."}, status=422, form=old)
    assert page.select_one(f".notice a[href='#item-{OTHER}']") is not None
    assert "Vi kom överens." in page.select_one("#text-amendment").text  # type: ignore[union-attr]


# --- Notes


def test_a_note_is_kept_when_it_has_passed_the_screen(desk: Desk) -> None:
    address = desk.start()
    desk.save(address, {"text:note": "Mamman var med hela tiden."})
    assert desk.form(desk.page(address))["text:note"] == "Mamman var med hela tiden."


def test_a_note_that_identifies_is_held_back_and_the_ticks_are_kept(desk: Desk) -> None:
    address = desk.start()
    page = desk.save(address, {"text:note": "Ring 070-123 45 67", f"done:{OTHER}": "1"}, status=422)
    assert [mark.text for mark in page.select("mark")] == ["070-123 45 67"]
    assert page.select_one("button[value=confirm]") is None
    assert "Ring 070-123 45 67" in page.select_one("textarea").text  # type: ignore[union-attr]
    assert ticked(desk.page(address)) == {OTHER}
    assert desk.filled(address).note == ""


def test_what_may_identify_is_asked_about_once(desk: Desk) -> None:
    address = desk.start()
    page = desk.save(address, {"text:note": "Kalle kommer."}, status=422)
    form = desk.form(page)
    desk.save(address, {"intent": "save"}, status=422, form=form)
    assert desk.filled(address).note == ""
    desk.save(address, {"intent": "confirm"}, form=form)
    assert desk.filled(address).note == "Kalle kommer."
    desk.save(address, {"text:note": "Kalle kommer i morgon."})
    assert desk.filled(address).note == "Kalle kommer i morgon."


def test_a_note_that_was_changed_on_another_page_shows_both(desk: Desk) -> None:
    address = desk.start()
    old = desk.form(desk.page(address))
    desk.save(address, {"text:note": "Den första."})
    page = desk.save(address, {"text:note": "Den andra."}, status=422, form=old)
    assert "Den första." in page.select_one("blockquote").text  # type: ignore[union-attr]
    desk.save(address, {"text:note": "Den första. Den andra."}, form=desk.form(page))
    assert desk.filled(address).note == "Den första. Den andra."


def test_a_note_that_is_too_long_is_refused(desk: Desk) -> None:
    address = desk.start()
    desk.save(address, {"text:note": "ord " * 600}, status=422)
    assert desk.filled(address).note == ""


def test_the_note_saves_as_it_is_written(desk: Desk) -> None:
    address = desk.start()
    form = {"text:note": "En mening.", "revision:note": "0"}
    answer = desk.client.send(address, form, headers={"X-Autosave": "1"})
    assert (answer.json or {})["note"]["revision"] == 1
    held = desk.client.send(address, form | {"text:note": "a@b.se", "revision:note": "1"}, headers={"X-Autosave": "1"})
    assert (held.json or {})["note"]["saved"] is False
    assert desk.client.send(address, {}, headers={"X-Autosave": "1"}).status_code == 400


# --- Corrections


def amend(desk: Desk, address: str, status: int = 303, **fields: object) -> BeautifulSoup:
    fields = {"key": new_id(), "item": "", "answer": "", "text:amendment": "", **fields}
    answer = desk.client.send(f"{address}/amendments", fields)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def test_a_correction_stands_beside_what_was_finished(desk: Desk) -> None:
    address, key = desk.finished(), new_id()
    for _ in range(2):
        amend(desk, address, key=key, item=MUST[0], answer="later", **{"text:amendment": "Det gjordes inte då."})
    amend(desk, address, **{"text:amendment": "Hela listan gäller måndagen."})
    page = desk.page(address)
    assert len(page.select(".fill-amended")) == 2
    assert len(page.select(f"#item-{MUST[0]} .fill-amended")) == 1
    with desk.session() as session:
        assert session.scalar(select(func.count()).select_from(Amendment)) == 2
        assert not {column.name for column in Amendment.__table__.columns} & {"person_id", "actor_id"}


def test_a_correction_says_something_and_passes_the_screen(desk: Desk) -> None:
    address = desk.finished()
    amend(desk, address, 422)
    amend(desk, address, 422, answer="done")
    page = amend(desk, address, 422, item=MUST[0], **{"text:amendment": "Ring 070-123 45 67"})
    assert "070-123 45 67" in page.select_one("#text-amendment").text  # type: ignore[union-attr]
    amend(desk, address, 400, key="x")
    assert desk.page(address).select(".fill-amended") == []


def test_an_unfinished_one_takes_no_correction(desk: Desk) -> None:
    address = desk.start()
    amend(desk, address, 404, **{"text:amendment": "Nej."})


# --- Versions, lists, colleagues


def test_it_is_shown_in_the_readers_language_with_its_version(desk: Desk) -> None:
    address = desk.start()
    desk.client.send("/language", {"language": "en"})
    page = desk.page(address)
    assert page.h1["lang"] == "en"  # type: ignore[index]
    assert re.search(r"[Vv]ersion 1", words(page))


def test_the_list_has_ones_own_and_the_units_finished_ones(desk: Desk) -> None:
    mine = desk.start()
    theirs = desk.as_("colleague").start()
    done = desk.as_("colleague").finished()
    page = desk.as_("learner").page("/checklists/filled")
    links = {str(link["href"]) for link in page.select("main a")}
    assert {mine, done} <= links
    assert theirs not in links
    assert "Test Colleague" not in words(page)


def test_finished_ones_come_a_page_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.checklists.filling.lists.PAGE_SIZE", 2)
    made = [desk.finished() for _ in range(5)]
    seen: list[str] = []
    address = "/checklists/filled"
    for _ in range(3):
        page = desk.page(address)
        seen += [str(link["href"]) for link in page.select("section[aria-labelledby=finished] ul a")]
        onward = page.select_one("a[href*='after=']")
        address = str(onward["href"]) if onward else ""
    assert address == ""
    assert seen == made[::-1]
    assert desk.client.get("/checklists/filled?after=nonsense").status_code == 400


def test_the_start_page_waits_with_what_one_has_begun(desk: Desk) -> None:
    assert desk.page("/").select_one("#unfinished-checklists") is None
    address = desk.start()
    assert desk.page("/").select_one(f"a[href='{address}']") is not None
    assert desk.as_("colleague").page("/").select_one(f"a[href='{address}']") is None


def test_it_is_shared_with_a_colleague(desk: Desk) -> None:
    address, world = desk.start(), desk.world
    chosen = {str(one["value"]) for one in desk.page(address).select("#colleague option")}
    assert str(world.people["colleague"]) in chosen
    assert not chosen & {str(world.people[name]) for name in ("learner", "sibling", "elsewhere", "foreign")}
    desk.client.send(f"{address}/share", {"colleague": world.people["colleague"]})
    assert "Test Learner" in words(desk.as_("colleague").page(address))
    assert "Test Colleague" in words(desk.as_("learner").page(address))


def test_it_is_handed_over(desk: Desk) -> None:
    address, world = desk.start(), desk.world
    answer = desk.client.send(f"{address}/hand-over", {"colleague": world.people["colleague"]})
    assert answer.location == "/checklists/filled"
    assert desk.client.get(address).status_code == 404
    assert desk.as_("colleague").client.get(address).status_code == 200


@pytest.mark.parametrize("way", ["share", "hand-over"])
def test_nobody_of_another_unit_takes_part(desk: Desk, way: str) -> None:
    address = desk.start()
    for name in ("sibling", "elsewhere", "foreign"):
        answer = desk.client.send(f"{address}/{way}", {"colleague": desk.world.people[name]})
        assert answer.status_code == 404
    assert desk.client.send(f"{address}/hand-over", {"colleague": desk.world.people["learner"]}).status_code == 404


def test_what_was_begun_by_mistake_is_thrown_away(desk: Desk) -> None:
    address = desk.start()
    assert desk.client.send(f"{address}/thrown-away").location == "/checklists/filled"
    assert desk.client.get(address).status_code == 404
    assert desk.client.send(f"{desk.finished()}/thrown-away").status_code == 404


def leave(desk: Desk, name: str) -> None:
    """Somebody's last day was yesterday."""
    with desk.database.transaction() as session:
        own = select(Employment).where(Employment.person_id == desk.world.people[name])
        session.scalars(own).one().ends_on = clock.yesterday()


@pytest.mark.parametrize("manager", ["unit-manager", "section-manager"])
def test_what_somebody_left_behind_is_handed_over_by_the_manager(desk: Desk, manager: str) -> None:
    address = desk.as_("colleague").start()
    behind = address.replace("filled", "left-behind")
    assert desk.as_(manager).client.get(behind).status_code == 404
    leave(desk, "colleague")
    page = desk.as_(manager).page("/checklists/filled")
    assert page.select_one(f"a[href='{behind}']") is not None
    assert "Test Colleague" in words(page)
    assert desk.client.get(address).status_code == 404, "its answers are for those who work on it"
    assert "Test Learner" in words(desk.page(behind))
    desk.client.send(behind, {"colleague": desk.world.people["learner"]})
    assert desk.client.get(behind).status_code == 404
    assert desk.as_("learner").client.get(address).status_code == 200
    with desk.session() as session:
        assert session.scalars(select(ChecklistHolder.person_id)).all() == [desk.world.people["learner"]]


def test_what_somebody_left_behind_who_works_where_others_fill_in_too(desk: Desk) -> None:
    desk.as_("sibling").start()
    address = desk.as_("colleague").start()
    with desk.database.transaction() as session:
        own = select(Employment).where(Employment.person_id == desk.world.people["colleague"])
        session.scalars(own).one().unit_id = desk.world.sibling_unit
    assert desk.as_("unit-manager").client.get(address.replace("filled", "left-behind")).status_code == 200


def test_what_was_left_behind_in_another_unit_is_not_the_managers(desk: Desk) -> None:
    address = desk.as_("sibling").start()
    leave(desk, "sibling")
    behind = address.replace("filled", "left-behind")
    assert desk.as_("unit-manager").client.get(behind).status_code == 404
    assert desk.as_("section-manager").client.get(behind).status_code == 200
    assert desk.as_("coach").client.get(behind).status_code == 403


# --- Whose it is


ADDRESSES: list[tuple[str, Callable[[PageClient, str], int]]] = [
    ("page", lambda client, address: client.get(address).status_code),
    ("shell", lambda client, address: client.get(f"{address}/shell").status_code),
    *(
        (way, lambda client, address, way=way: client.send(f"{address}{way}", {"key": new_id()}).status_code)  # type: ignore[misc]
        for way in ("", "/share", "/hand-over", "/thrown-away", "/amendments")
    ),
]


@pytest.mark.parametrize(("name", "ask"), ADDRESSES, ids=[name or "save" for name, _ask in ADDRESSES])
@pytest.mark.parametrize("who", ["colleague", "unit-manager", "coach", "sibling", "elsewhere", "foreign"])
def test_an_unfinished_one_is_open_to_those_who_work_on_it_and_nobody_else(
    desk: Desk, name: str, ask: Callable[[PageClient, str], int], who: str
) -> None:
    address = desk.start()
    assert ask(desk.as_(who).client, address) == 404
    assert sync(desk, address).status_code == 404


@pytest.mark.parametrize(("name", "ask"), ADDRESSES, ids=[name or "save" for name, _ask in ADDRESSES])
@pytest.mark.parametrize("who", ["sibling", "elsewhere", "foreign", "management"])
def test_a_finished_one_is_closed_to_those_who_do_not_work_in_its_unit(
    desk: Desk, name: str, ask: Callable[[PageClient, str], int], who: str
) -> None:
    address = desk.finished()
    if who == "management":  # somebody who has moved
        leave(desk, who)
        return
    assert ask(desk.as_(who).client, address) == 404


def test_who_has_moved_to_another_unit_has_left_it_behind(desk: Desk) -> None:
    address = desk.start()
    with desk.database.transaction() as session:
        own = select(Employment).where(Employment.person_id == desk.world.people["learner"])
        session.scalars(own).one().unit_id = desk.world.sibling_unit
    assert desk.client.get(address).status_code == 404
    assert address not in desk.client.get("/checklists/filled").text


# --- What a browser sends


def sync(desk: Desk, address: str, *, person: str | None = None, token: str | None = None, **body: object):  # type: ignore[no-untyped-def]
    with desk.client.application.app_context():
        own = store_key(signed_in(desk)) if person is None else person
    sent = {"person": own, "key": address.rpartition("/")[2], "operations": [], "finish": None, **body}
    headers = {"X-CSRFToken": token or desk.client.csrf_token()}
    return desk.client.post("/checklists/filled/sync", json=sent, headers=headers)


def signed_in(desk: Desk) -> int:
    page = BeautifulSoup(desk.client.get("/about").text, "html.parser")
    name = page.select_one(".menu-panel strong")
    assert name is not None
    return next(id_ for who, id_ in desk.world.people.items() if words(name) == f"Test {who.replace('-', ' ').title()}")


def operation(item: str, code: str = "done", after: str | None = None) -> dict[str, object]:
    return {"id": new_id(), "item": item, "answer": code, "after": after}


def test_what_a_browser_kept_is_done_once_and_shown(desk: Desk) -> None:
    process_id = desk.process()
    address = desk.start(process=process_id)
    body = {"operations": [operation(item) for item in MUST], "finish": new_id()}
    for _ in range(2):
        answer = sync(desk, address, **body)
        assert answer.status_code == 200
        assert set(answer.json["outcomes"].values()) == {"kept"}
        assert answer.json["finished"] is True
    with desk.session() as session:
        assert session.scalar(select(func.count()).select_from(Registration)) == 1
        assert tools_of(session, process_id) == {"safety-plan"}


def test_the_page_tells_its_script_how_it_stands(desk: Desk) -> None:
    address = desk.start()
    sync(desk, address, operations=[operation(OTHER, "later")])
    form = desk.page(address).select_one("form.fill")
    assert form is not None
    state = json.loads(str(form["data-state"]))
    assert state["items"][OTHER]["answer"] == "later"
    assert f"{state['items'][OTHER]['operation']} later" in str(form.select_one(f"input[name='seen:{OTHER}']"))


def test_a_browser_is_heard_only_as_the_person_who_kept_it(desk: Desk) -> None:
    address = desk.start()
    desk.client.send(f"{address}/share", {"colleague": desk.world.people["colleague"]})
    with desk.client.application.app_context():
        mine = store_key(desk.world.people["learner"])
    answer = sync(desk.as_("colleague"), address, person=mine, operations=[operation(OTHER)])
    assert answer.status_code == 401
    assert ticked(desk.page(address)) == set()


def test_what_no_page_of_ours_sends_changes_nothing(desk: Desk) -> None:
    address = desk.start()
    assert sync(desk, address, operations="all").status_code == 400
    assert sync(desk, address, token="made-up").status_code == 400
    assert sync(desk, address, more="x" * 70_000).status_code == 413
    assert sync(desk, f"/{new_id()}").status_code == 404
    refused = sync(desk, address, operations=[operation("nowhere"), operation(OTHER, "because")])
    assert set(refused.json["outcomes"].values()) == {"refused"}
    desk.client.delete_cookie("metodstod")
    token = desk.client.csrf_token()
    assert desk.client.post("/checklists/filled/sync", json={}, headers={"X-CSRFToken": token}).status_code == 401


def test_the_shell_holds_nothing_of_anybody(desk: Desk) -> None:
    process_id = desk.process()
    address = desk.start(process=process_id)
    desk.save(address, {f"done:{OTHER}": "1", "text:note": "Mamman var med."})
    with desk.session() as session:
        reference = session.get_one(Process, process_id).reference
    text = desk.client.get(f"{address}/shell").text
    for personal in (reference, "Test Learner", "Mamman", "csrf", "checked", "data-person", str(clock.today().year)):
        assert personal not in re.sub(r"data-says.*", "", text), personal
    assert "Testby" not in text
    checked(desk.client.get(f"{address}/shell"))
    desk.save(address, {**PASS, "intent": "finish"})
    assert desk.client.get(f"{address}/shell").status_code == 404


def test_the_service_worker_is_asked_for_anew_each_time(client: PageClient) -> None:
    with client.get("/service-worker.js") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers


# --- What a page costs


def test_pages_take_few_statements_however_much_there_is(desk: Desk) -> None:
    process_id = desk.process()
    address = desk.start(process=process_id)
    done = desk.finished(process=process_id)
    caps = {address: 6, done: 6, "/checklists/filled": 5, f"/checklists/{CHECKLIST}/fill-in": 6, f"{address}/shell": 3}

    def taken() -> dict[str, int]:
        found = {}
        for one in caps:
            desk.client.get(one)
            with statements(desk.database) as sent:
                assert desk.client.get(one).status_code == 200
            found[one] = len(sent)
        return found

    few = taken()
    assert {one: number for one, number in few.items() if number > caps[one]} == {}
    for _ in range(3):
        desk.start(process=process_id)
        desk.finished()
    assert taken() == few
    operations = [operation(item) for item in MUST]
    with statements(desk.database) as sent:
        assert sync(desk, address, operations=operations).status_code == 200
    assert len(sent) <= 13, "two of them are of the page that carries the token"
