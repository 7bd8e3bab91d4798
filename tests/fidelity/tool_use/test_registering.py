"""Registering: pick, tap, done; each thing once, undone the same day, and nothing of another unit's."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core import clock
from core.audit import AuditEvent
from organisation.models import Employment, Person, Role, RoleAssignment
from tests.client import checked, words
from tests.core.markers import on_one_database
from tests.fidelity.tool_use.office import HOUSES, MAPPING, PLAN, PRIVATE, PROFESSIONAL, Office, form_of
from tests.training.town import statements
from tests.world import add_person, add_role

pytestmark = on_one_database

# Picking.


def test_the_open_processes_are_there_the_latest_first_and_six_of_them(office: Office) -> None:
    opened = [office.open(days_ago=days) for days in range(8)]
    closed = office.open()
    office.close(closed, clock.today())
    page = office.browser().page("/tool-use")
    shown = [link["href"] for link in page.select("a.pick[href^='/tool-use/']") if "new" not in str(link["href"])]
    assert shown == [f"/tool-use/{one}" for one in opened[:1:-1]]
    every = office.client.page("/tool-use?all=1")
    assert len([link for link in every.select("a.pick") if "new" not in str(link["href"])]) == 8


def test_one_who_registers_on_a_process_finds_it_first(office: Office) -> None:
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False):
        old = office.open(days_ago=2)
    office.open()
    office.browser()
    office.tap(old, MAPPING)
    assert office.client.page("/tool-use").select("a.pick")[0]["href"] == f"/tool-use/{old}"


def test_all_open_ones_are_paged_and_found_by_a_part_of_the_reference(office: Office) -> None:
    made = [office.open(days_ago=days) for days in range(33)]
    office.browser()
    first, second = (office.client.page(f"/tool-use?all=1&page={page}") for page in (1, 2))
    found = [
        link["href"] for page in (first, second) for link in page.select("a.pick") if "new" not in str(link["href"])
    ]
    assert sorted(map(str, found)) == sorted(f"/tool-use/{one}" for one in made)
    assert first.select_one('a[href="/tool-use?page=2&all=1"]')
    wanted = office.process(made[7]).reference
    page = office.client.page(f"/tool-use?words={wanted.upper().replace(' ', '+')}")
    assert words(page.select(".pick-name")[0]) == wanted


def test_what_identifies_somebody_is_not_looked_up(office: Office) -> None:
    office.open()
    for address in ("/tool-use?all=1&words=850101-1234", "/processes?words=850101-1234"):
        page = office.browser().page(address)
        assert page.select_one("#words-error")
        assert "850101" not in str(page.select_one("main"))


def test_percent_signs_are_looked_up_as_they_are(office: Office) -> None:
    office.open()
    assert not office.browser().page("/processes?words=%25").select("a.pick")


def test_somebody_without_a_unit_is_told_what_to_do(office: Office) -> None:
    with office.database.transaction() as session:
        person = session.get_one(Person, office.world.people["learner"])
        employment = session.scalars(select(Employment).where(Employment.person_id == person.id)).one()
        session.delete(employment)
    office.browser()
    for address in ("/tool-use", "/processes"):
        page = office.client.page(address)
        assert page.select_one(".empty h2")
        assert not page.select("a.pick")
    assert office.client.get("/tool-use/new?kind=investigation").status_code == 404
    assert "/tool-use" not in {str(link["href"]) for link in office.client.page("/").select("main a")}


# Registering.


def test_what_was_tapped_is_registered_and_the_page_says_so(office: Office) -> None:
    process = office.open()
    office.browser()
    page = office.receipt(office.tap(process, MAPPING, PRIVATE))
    said = words(page.select_one("[role=status]") or page)
    assert office.process(process).reference in said
    assert "Kartläggning i tre kolumner och privat nätverk" in said
    assert office.tools(process) == {MAPPING, PRIVATE}
    assert (office.counted(MAPPING), office.counted(PRIVATE), office.counted(PROFESSIONAL)) == (1, 1, 0)


def test_every_tool_and_both_networks_can_be_reached_and_those_usual_for_the_kind_come_first(office: Office) -> None:
    office.browser()
    for kind, first in (("investigation", MAPPING), ("safety-planning", PLAN), ("service", PLAN)):
        page = office.client.page(f"/tool-use/{office.open(kind=kind)}")
        groups = [{str(box["value"]) for box in group.select("input")} for group in page.select(".toggle-group")]
        assert first in groups[0]
        every = [str(box["value"]) for box in page.select("input[name=tool]")]
        assert len(every) == len(set(every)) == sum(map(len, groups)) + 2 == 26


def test_what_is_registered_already_is_shown_so_and_can_not_be_tapped(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING, PRIVATE)
    page = office.client.page(f"/tool-use/{process}")
    assert not page.select(f'input[value="{MAPPING}"], input[value="{PRIVATE}"]')
    assert [words(one).endswith("redan registrerat") for one in page.select(".toggle.settled")] == [True, True]


def test_nothing_chosen_is_told_with_the_page_as_it_was(office: Office) -> None:
    process = office.open()
    office.browser()
    form = form_of(office.client.page(f"/tool-use/{process}"), f"/tool-use/{process}")
    page = checked(office.client.post(f"/tool-use/{process}", data=form), 422)
    assert page.select_one(".error-summary")
    assert form_of(page, f"/tool-use/{process}")["key"] == form["key"]
    assert office.registrations() == []


def test_what_no_page_of_ours_sends_is_refused(office: Office) -> None:
    process = office.open()
    office.browser()
    assert office.client.send(f"/tool-use/{process}", {"tool": "made-up", "key": "k"}).status_code == 400
    assert office.client.send(f"/tool-use/{process}", {"tool": MAPPING}).status_code == 400
    assert office.tools(process) == frozenset()


def test_a_form_that_is_sent_again_does_it_once(office: Office) -> None:
    process = office.open()
    browser = office.browser()
    form = form_of(browser.page(f"/tool-use/{process}"), f"/tool-use/{process}")
    answers = [browser.post(f"/tool-use/{process}", data={**form, "tool": [HOUSES, MAPPING]}) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(office.registrations()) == 1
    assert office.counted(MAPPING) == 1


def test_another_choice_from_a_page_that_a_browser_kept_is_not_lost(office: Office) -> None:
    process = office.open()
    browser = office.browser()
    form = form_of(browser.page(f"/tool-use/{process}"), f"/tool-use/{process}")
    browser.post(f"/tool-use/{process}", data={**form, "tool": MAPPING})
    browser.post(f"/tool-use/{process}", data={**form, "tool": HOUSES})
    assert office.tools(process) == {MAPPING, HOUSES}


def test_two_colleagues_on_the_same_process_both_count(office: Office) -> None:
    process = office.open()
    forms = {}
    for name in ("learner", "colleague"):
        forms[name] = form_of(office.browser(name).page(f"/tool-use/{process}"), f"/tool-use/{process}")
    for name, tool in (("learner", MAPPING), ("colleague", HOUSES)):
        browser = office.browser(name)
        token = browser.csrf_token()
        answer = browser.post(
            f"/tool-use/{process}", data={**forms[name], "csrf_token": token, "tool": [tool, PRIVATE]}
        )
        said = words(office.receipt(answer).select_one("[role=status]"))
        assert ("nätverk" in said) == (name == "learner"), "a receipt says what was new"
    assert office.tools(process) == {MAPPING, HOUSES, PRIVATE}
    assert office.counted(PRIVATE) == 1


def test_who_registered_stands_in_the_audit_log_and_in_no_row(office: Office) -> None:
    process = office.open()
    office.browser("colleague")
    office.tap(process, MAPPING)
    with office.database.session(writes=False) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.name == "tools-registered")).one()
    assert (event.actor_id, event.subject["process_id"]) == (office.world.people["colleague"], process)


# Undoing.


def test_undo_takes_away_that_registration_and_nothing_else(office: Office) -> None:
    process = office.open()
    browser = office.browser()
    office.tap(process, MAPPING)
    page = office.receipt(office.tap(process, HOUSES, PRIVATE))
    undo = page.select_one('form[action*="/undo/"]')
    assert undo
    for _ in range(2):
        undone = browser.send(str(undo["action"]))
    said = words(office.receipt(undone).select_one("[role=status]"))
    assert "Ångrat" in said
    assert office.tools(process) == {MAPPING}
    assert not office.client.page(undone.location).select('form[action*="/undo/"]')


def test_what_was_registered_yesterday_has_no_undo(office: Office) -> None:
    process = office.open()
    office.browser()
    with time_machine.travel(clock.now() - timedelta(days=1), tick=False):
        office.browser()
        answer = office.tap(process, MAPPING)
    office.browser()
    assert not office.receipt(answer).select('form[action*="/undo/"]')
    made = office.registrations()[0]
    checked(office.client.send(f"/tool-use/{process}/undo/{made.id}"), 409)
    assert office.tools(process) == {MAPPING}


def test_a_registration_of_another_process_is_not_undone_by_way_of_ones_own(office: Office) -> None:
    mine, theirs = office.open(), office.open(unit=office.world.sibling_unit)
    office.browser("sibling")
    office.tap(theirs, MAPPING)
    made = office.registrations()[0]
    office.browser()
    assert office.client.send(f"/tool-use/{mine}/undo/{made.id}").status_code == 404
    assert office.tools(theirs) == {MAPPING}


# Starting.


def start(office: Office, *tools: str, kind: str = "investigation", **fields: object) -> dict[str, object]:
    """The form of a new process as somebody fills it in."""
    form = form_of(office.client.page(f"/tool-use/new?kind={kind}"), "/tool-use/new")
    return {**form, "tool": list(tools), **fields}


def test_a_new_process_is_started_with_what_it_has_used_from_today_unless_said_otherwise(office: Office) -> None:
    office.browser()
    page = office.receipt(office.client.post("/tool-use/new", data=start(office, MAPPING, PRIVATE)))
    (made,) = office.processes()
    found = office.process(made)
    assert (found.kind, found.opened_on, found.closed_on) == ("investigation", clock.today(), None)
    assert office.tools(made) == {MAPPING, PRIVATE}
    assert f"Processen {found.reference} är påbörjad" in words(page)
    earlier = clock.today() - timedelta(days=9)
    office.client.post("/tool-use/new", data=start(office, opened_on=earlier.isoformat()))
    assert office.process(office.processes()[1]).opened_on == earlier
    assert office.counted("") == 2


def test_a_double_click_starts_one_process(office: Office) -> None:
    office.browser()
    form = start(office, MAPPING)
    answers = [office.client.post("/tool-use/new", data=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(office.processes()) == 1


@pytest.mark.parametrize("day", ["", "2999-01-01", "1999-12-31", "i dag"])
def test_a_day_that_can_not_be_is_told_and_nothing_chosen_is_lost(office: Office, day: str) -> None:
    office.browser()
    page = checked(office.client.post("/tool-use/new", data=start(office, MAPPING, opened_on=day)), 422)
    assert page.select_one("#opened_on-error")
    assert page.select_one(f'input[value="{MAPPING}"][checked]')
    assert office.processes() == []


def test_a_kind_that_is_not_used_starts_nothing(office: Office) -> None:
    office.browser()
    form = start(office)
    for kind in ("own-1", ""):
        assert office.client.get(f"/tool-use/new?kind={kind}").status_code == 404
        assert office.client.post("/tool-use/new", data={**form, "kind": kind}).status_code == 404
    assert office.processes() == []


def test_one_workplace_is_never_asked_about_and_several_are(office: Office) -> None:
    world = office.world
    assert not office.browser().page("/tool-use/new?kind=service").select("[name=unit]")
    with office.database.transaction() as session:
        add_role(session, world.municipality, world.people["learner"], "unit-manager", unit_id=world.sibling_unit)
    page = office.browser().page("/tool-use/new?kind=service")
    boxes = page.select("[name=unit]")
    assert [(int(str(box["value"])), box.has_attr("checked")) for box in boxes] == [
        (world.unit, True),
        (world.sibling_unit, False),
    ]
    office.client.post("/tool-use/new", data=start(office, unit=world.sibling_unit))
    assert office.processes() == []
    page = office.client.page("/tool-use")
    assert "Utredning 2" in words(page.select(".pick-facts")[0])
    assert checked(office.client.post("/tool-use/new", data=start(office, unit=world.other_unit)), 422)
    assert checked(office.client.post("/tool-use/new", data=start(office, unit="")), 422)


# Scope.


def test_another_units_process_is_at_no_address_that_names_one(app: Flask, office: Office) -> None:
    world = office.world
    there = [office.open(unit=unit) for unit in (world.sibling_unit, world.other_unit, world.foreign_unit)]
    rules = [rule for rule in app.url_map.iter_rules() if "process_id" in rule.arguments]
    assert len(rules) >= 8
    for name in ("learner", *Role):
        office.browser(name)
        token = office.client.csrf_token()
        for process, rule in itertools.product(there, rules):
            address = str(rule.build({"registration_id": 1, "process_id": process})[1])
            for method in {"GET", "POST"} & (rule.methods or set()):
                answer = office.client.open(address, method=method, data={"csrf_token": token, "key": "k"})
                refused = 403 if name == Role.INVITED_RATER else 404
                assert answer.status_code == refused, f"{method} {address} as {name}"
        if name != Role.INVITED_RATER:
            assert not office.client.page("/processes").select("a.pick")


def test_the_manager_of_a_unit_registers_on_its_processes_without_working_in_it(office: Office) -> None:
    world = office.world
    process = office.open(unit=world.sibling_unit)
    with office.database.transaction() as session:
        manager = add_person(session, world.municipality, world.other_unit, "chef")
        add_role(session, world.municipality, manager.id, "unit-manager", unit_id=world.sibling_unit)
        world.people["chef"] = manager.id
    office.browser("chef")
    office.tap(process, MAPPING)
    assert office.tools(process) == {MAPPING}


def test_who_has_left_the_unit_no_longer_registers_there(office: Office) -> None:
    process = office.open()
    with office.database.transaction() as session:
        learner = office.world.people["learner"]
        employment = session.scalars(select(Employment).where(Employment.person_id == learner)).one()
        employment.unit_id = office.world.sibling_unit
        manager = office.world.people["unit-manager"]
        session.scalars(
            select(RoleAssignment).where(RoleAssignment.person_id == manager)
        ).one().ends_on = clock.yesterday()
        session.delete(session.scalars(select(Employment).where(Employment.person_id == manager)).one())
    for name in ("learner", "unit-manager"):
        assert office.browser(name).get(f"/tool-use/{process}").status_code == 404


# The start page, the tabs and the cost.


def test_the_start_page_leads_to_the_processes_that_were_touched_last(office: Office) -> None:
    assert office.browser().page("/").select_one('#register-heading ~ p a[href="/tool-use"]')
    made = [office.open() for _ in range(4)]
    links = office.client.page("/").select("section:has(#register-heading) a.pick")
    assert [link["href"] for link in links] == [f"/tool-use/{one}" for one in made[:0:-1]]


def test_the_pages_under_do_lead_to_each_other(office: Office) -> None:
    office.browser()
    for address in ("/checklists", "/tool-use", "/processes"):
        page = office.client.page(address)
        tabs = page.select(".tabs a")
        assert [tab["href"] for tab in tabs] == ["/checklists", "/tool-use", "/processes"]
        assert [tab["href"] for tab in tabs if tab.get("aria-current")] == [address]
        assert words(page.select_one(".places a[aria-current]")) == "Göra"


def test_pages_take_few_statements_however_many_processes_there_are(office: Office) -> None:
    process = office.open()
    office.browser()
    answer = office.tap(process, MAPPING)
    caps = {
        "/tool-use": 4,
        answer.location: 5,
        "/tool-use/new?kind=service": 3,
        f"/tool-use/{process}": 5,
        "/processes": 4,
        f"/processes/{process}": 5,
    }

    def taken() -> dict[str, int]:
        found = {}
        for address in caps:
            with statements(office.database) as sent:
                assert office.client.get(address).status_code == 200
            found[address] = len(sent)
        return found

    few = taken()
    assert {address: count for address, count in few.items() if count > caps[address]} == {}
    for _ in range(40):
        office.open()
    assert taken() == few


def test_registering_takes_few_statements(office: Office) -> None:
    process = office.open()
    browser = office.browser()
    form = form_of(browser.page(f"/tool-use/{process}"), f"/tool-use/{process}")
    with statements(office.database) as sent:
        assert browser.post(f"/tool-use/{process}", data={**form, "tool": [MAPPING, PRIVATE]}).status_code == 303
    assert len(sent) <= 13, sent


def test_the_log_says_in_words_what_was_registered(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING, PRIVATE)
    row = words(office.browser("administrator").page("/audit-log?name=tools-registered").select("tbody tr")[0])
    names = [words(office.client.page(f"/tools/{MAPPING}").select("h1")[0]), "för hand"]
    assert all(name in row for name in names), row
    assert MAPPING not in row
