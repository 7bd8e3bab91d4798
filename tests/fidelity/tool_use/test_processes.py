"""The processes of a unit: the list, closing, opening again, correcting, and what happens when two do it at once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from core import clock
from core.audit import Actor
from fidelity.tool_use import service
from fidelity.tool_use.models import Process
from tests.client import checked, words
from tests.core.markers import on_one_database
from tests.fidelity.tool_use.office import HOUSES, MAPPING, PRIVATE, Office, form_of

pytestmark = on_one_database


def send(office: Office, process: int, what: str, page: BeautifulSoup | None = None, **fields: object) -> TestResponse:
    """Send one of the forms of a process's page as it stood, or as it stands, with some fields written."""
    address = f"/processes/{process}{what}"
    form = form_of(page or office.client.page(f"/processes/{process}"), address)
    return office.client.post(address, data={**form, **fields})


def days(number: int) -> str:
    """A day so many days ago, as a date field sends it."""
    return (clock.today() - timedelta(days=number)).isoformat()


# The list.


def listed(office: Office, query: str = "") -> list[int]:
    """The processes of the list, in order."""
    links = office.client.page(f"/processes{query}").select("a.pick")
    return [int(str(link["href"]).rpartition("/")[2]) for link in links]


def test_the_list_holds_open_and_closed_ones_and_finds_by_state_kind_and_reference(office: Office) -> None:
    first, second, third = office.open(), office.open(kind="service"), office.open()
    office.close(third, clock.today())
    office.open(unit=office.world.sibling_unit)
    office.browser()
    assert listed(office) == [third, second, first]
    assert listed(office, "?state=open") == [second, first]
    assert listed(office, "?state=closed") == [third]
    assert listed(office, "?kind=service") == [second]
    word = office.process(first).reference.split()[0]
    assert first in listed(office, f"?words={word}")
    assert listed(office, "?kind=nothing") == []


def test_the_list_is_paged(office: Office) -> None:
    made = [office.open() for _ in range(31)]
    office.browser()
    assert listed(office) == made[:0:-1]
    assert listed(office, "?page=2") == made[:1]
    assert office.client.page("/processes?state=open").select_one('a[href="/processes?page=2&state=open"]')


# Closing, opening again, correcting.


def test_a_process_is_closed_today_unless_said_otherwise_and_opened_again(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING)
    assert send(office, process, "/close").status_code == 303
    assert office.process(process).closed_on == clock.today()
    assert office.counted(MAPPING) == 1
    page = office.client.page(f"/processes/{process}")
    assert not page.select(f'form[action="/processes/{process}/close"]')
    assert send(office, process, "/open").status_code == 303
    assert office.process(process).closed_on is None
    send(office, process, "/close", closed_on=days(3))
    assert office.process(process).closed_on == clock.today() - timedelta(days=3)


@pytest.mark.parametrize("day", ["", "2999-01-01", days(31)])
def test_a_process_is_not_closed_on_a_day_that_can_not_be(office: Office, day: str) -> None:
    process = office.open()
    office.browser()
    page = checked(send(office, process, "/close", closed_on=day), 422)
    assert page.select_one("#closed_on-error")
    assert office.process(process).closed_on is None


def test_kind_and_days_are_corrected(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING)
    send(office, process, "", kind="service", opened_on=days(40), ended_on=days(2))
    found = office.process(process)
    assert (found.kind, found.opened_on.isoformat(), str(found.closed_on)) == ("service", days(40), days(2))
    assert office.counted(MAPPING) == 1


def test_a_wrong_correction_is_told_with_its_part_of_the_page_open(office: Office) -> None:
    process = office.open()
    office.browser()
    for fields in ({"opened_on": ""}, {"ended_on": days(99)}, {"kind": "nothing"}):
        page = checked(send(office, process, "", **fields), 422)
        assert page.select_one("details[open] .field-error")
    assert office.process(process).kind == "investigation"


def test_a_closed_process_takes_late_registrations(office: Office) -> None:
    process = office.open()
    office.close(process, clock.today() - timedelta(days=2))
    office.browser()
    assert office.client.page(f"/tool-use/{process}").select_one(".notice.info")
    office.tap(process, MAPPING)
    assert office.counted(MAPPING) == 1


def test_what_is_registered_is_corrected(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING, PRIVATE)
    send(office, process, "/tools", tool=[HOUSES, PRIVATE])
    assert office.tools(process) == {HOUSES, PRIVATE}
    assert (office.counted(MAPPING), office.counted(HOUSES)) == (0, 1)
    assert send(office, process, "/tools", tool=["made-up"]).status_code == 400


def test_a_tool_that_the_library_no_longer_has_can_be_kept_and_taken_away(office: Office) -> None:
    process = office.open()
    with office.database.transaction() as session:
        found = session.get_one(Process, process)
        service.register(session, found, {"gone"}, key="k", actor=Actor(), now=clock.now())
    office.browser()
    page = office.client.page(f"/processes/{process}")
    assert "gone" in words(page.select_one(".ticked"))
    assert page.select_one('input[type=checkbox][value="gone"][checked]')
    send(office, process, "/tools", tool=[MAPPING])
    assert office.tools(process) == {MAPPING}


# Taking away.


def test_a_process_that_was_started_by_mistake_is_taken_away_once_nothing_is_registered(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING)
    assert not office.client.page(f"/processes/{process}").select('form[action$="/remove"]')
    checked(office.client.send(f"/processes/{process}/remove"), 409)
    send(office, process, "/tools", tool=[])
    page = office.client.page(f"/processes/{process}")
    assert send(office, process, "/remove", page).status_code == 303
    assert office.processes() == []
    assert office.counted("") == 0
    assert office.client.get(f"/processes/{process}").status_code == 404


def test_a_form_of_a_process_that_was_taken_away_reaches_no_other_that_has_its_number(office: Office) -> None:
    process = office.open()
    office.browser()
    taps = form_of(office.client.page(f"/tool-use/{process}"), f"/tool-use/{process}")
    page = office.client.page(f"/processes/{process}")
    send(office, process, "/remove", page)
    if office.open() != process:
        return  # PostgreSQL never gives a number twice
    assert office.client.post(f"/tool-use/{process}", data={**taps, "tool": MAPPING}).status_code == 404
    assert send(office, process, "/close", page).status_code == 404
    assert office.tools(process) == frozenset()


# Two at once.


def test_who_closes_what_a_colleague_has_changed_is_told_how_it_stands(office: Office) -> None:
    process = office.open()
    office.browser()
    page = office.client.page(f"/processes/{process}")
    office.close(process, clock.today() - timedelta(days=5))
    told = checked(send(office, process, "/close", page), 409)
    notice = words(told.select_one(".notice.attend") or told)
    assert "Utredning, från" in notice
    assert office.process(process).closed_on == clock.today() - timedelta(days=5)


def test_who_corrects_what_a_colleague_has_changed_keeps_what_was_written_and_saves_it_knowingly(
    office: Office,
) -> None:
    process = office.open()
    office.browser()
    page = office.client.page(f"/processes/{process}")
    office.close(process, clock.today())
    told = checked(send(office, process, "", page, kind="service"), 409)
    assert office.process(process).kind == "investigation"
    again = send(office, process, "", told)
    assert again.status_code == 303
    found = office.process(process)
    assert (found.kind, found.closed_on) == ("service", None)


def test_the_same_change_twice_is_no_conflict(office: Office) -> None:
    process = office.open()
    office.browser()
    page = office.client.page(f"/processes/{process}")
    assert [send(office, process, "/close", page).status_code for _ in range(2)] == [303, 303]


def test_correcting_tools_loses_nothing_that_a_colleague_registered_meanwhile(office: Office) -> None:
    process = office.open()
    office.browser()
    office.tap(process, MAPPING)
    page = office.client.page(f"/processes/{process}")
    office.tap(process, PRIVATE)
    send(office, process, "/tools", page, tool=[HOUSES])
    assert office.tools(process) == {HOUSES, PRIVATE}


def test_a_form_without_how_it_stood_is_refused(office: Office) -> None:
    process = office.open()
    office.browser()
    for seen in ("", "investigation", "investigation x y"):
        assert send(office, process, "/close", seen=seen).status_code == 400
