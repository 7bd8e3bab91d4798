"""A municipality's kinds of process: its own names, which identify nobody, and which kinds new processes may be of."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from core.audit import AuditEvent
from fidelity.tool_use import kinds
from fidelity.tool_use.kinds import Kind
from organisation.models import Role
from tests.client import checked, words
from tests.core.markers import on_one_database
from tests.fidelity.tool_use.office import Office, form_of
from tests.training.town import statements
from tests.world import add_role

pytestmark = on_one_database

NAME = "Uppföljning efter avslut"


@pytest.fixture
def supporter(office: Office) -> Office:
    """The unit, with the method supporter before the browser."""
    office.browser(Role.METHOD_SUPPORTER)
    return office


def own(office: Office) -> list[Kind]:
    """The municipality's own kinds."""
    with office.database.session(writes=False) as session, office.client.application.test_request_context():
        return [kind for kind in kinds.kinds(session, office.world.municipality) if kind.is_own]


def add(office: Office, name: str, **fields: object) -> tuple[int, str]:
    """Add a kind; the status and the page that came."""
    answer = office.client.send("/tool-use/kinds", {"name": name, **fields})
    return answer.status_code, answer.text


def test_a_kind_of_ones_own_is_added_and_new_processes_may_be_of_it(supporter: Office) -> None:
    assert add(supporter, f"  {NAME} ")[0] == 303
    (kind,) = own(supporter)
    assert (kind.name, kind.is_used) == (NAME, True)
    page = supporter.client.page("/tool-use")
    assert page.select_one(f'a[href="/tool-use/new?kind={kind.key}"]')
    form = form_of(supporter.client.page(f"/tool-use/new?kind={kind.key}"), "/tool-use/new")
    supporter.client.post("/tool-use/new", data=form)
    assert [supporter.process(one).kind for one in supporter.processes()] == [kind.key]
    assert NAME in words(supporter.client.page("/tool-use").select(".pick-facts")[0])


def test_the_key_says_nothing_of_the_name(supporter: Office) -> None:
    add(supporter, NAME)
    (kind,) = own(supporter)
    assert "upp" not in kind.key


@pytest.mark.parametrize("name", ["Kalle 850101-1234", "SN 2024/123", "070-174 06 05", "anna@kommun.se"])
def test_a_name_that_identifies_somebody_is_refused_and_kept_nowhere(supporter: Office, name: str) -> None:
    for fields in ({}, {"is_sure": "y"}):
        status, text = add(supporter, name, **fields)
        assert status == 422
        assert "Ta bort det" in text
    assert own(supporter) == []


def test_a_name_that_may_identify_somebody_is_asked_about_once(supporter: Office) -> None:
    assert not BeautifulSoup(add(supporter, "")[1], "html.parser").select("#is_sure")
    status, text = add(supporter, "Samtal med Anna")
    assert status == 422
    assert BeautifulSoup(text, "html.parser").select_one("#is_sure-error")
    assert own(supporter) == []
    assert add(supporter, "Samtal med Anna", is_sure="y")[0] == 303
    assert [kind.name for kind in own(supporter)] == ["Samtal med Anna"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_is_none_is_refused(supporter: Office, name: str) -> None:
    assert add(supporter, name)[0] == 422


@pytest.mark.parametrize("name", ["Utredning", "utredning", NAME.upper()])
def test_a_name_that_another_kind_has_is_refused(supporter: Office, name: str) -> None:
    add(supporter, NAME)
    assert add(supporter, name, is_sure="y")[0] == 409
    assert len(own(supporter)) == 1


def test_a_kind_of_ones_own_is_renamed_and_keeps_its_processes(supporter: Office) -> None:
    add(supporter, NAME)
    (kind,) = own(supporter)
    process = supporter.open(kind=kind.key)
    supporter.browser(Role.METHOD_SUPPORTER)
    address = f"/tool-use/kinds/{kind.key}"
    assert form_of(supporter.client.page(address), address)["name"] == NAME
    supporter.client.send(address, {"name": "Eftervård"})
    assert [one.name for one in own(supporter)] == ["Eftervård"]
    assert supporter.process(process).kind == kind.key
    checked(supporter.client.send(address, {"name": "850101-1234"}), 422)
    checked(supporter.client.send(address, {"name": "Utredning"}), 409)


def test_a_common_kind_is_not_renamed(supporter: Office) -> None:
    assert supporter.client.get("/tool-use/kinds/service").status_code == 404
    assert supporter.client.send("/tool-use/kinds/service", {"name": "Stöd"}).status_code == 404


def test_a_kind_that_is_no_longer_used_starts_nothing_new_and_keeps_what_it_has(supporter: Office) -> None:
    process = supporter.open(kind="service")
    supporter.browser(Role.METHOD_SUPPORTER)
    for _ in range(2):
        assert supporter.client.send("/tool-use/kinds/service/use", {"use": "no"}).status_code == 303
    assert supporter.client.get("/tool-use/new?kind=service").status_code == 404
    page = supporter.client.page(f"/processes/{process}")
    assert page.select_one("option[value=service][selected]")
    supporter.client.send("/tool-use/kinds/service/use", {"use": "yes"})
    assert supporter.client.page("/tool-use/new?kind=service")


def test_the_last_kind_stays(supporter: Office) -> None:
    statuses = [
        supporter.client.send(f"/tool-use/kinds/{key}/use", {"use": "no"}).status_code
        for key in ("service", "investigation", "preliminary-assessment", "safety-planning")
    ]
    assert statuses == [303, 303, 303, 409]


def test_a_kind_of_another_municipality_is_not_there(supporter: Office) -> None:
    add(supporter, NAME)
    (kind,) = own(supporter)
    foreign = supporter.world.people["foreign"]
    with supporter.database.transaction() as session:
        add_role(session, supporter.world.other_municipality, foreign, Role.METHOD_SUPPORTER)
    supporter.browser("foreign")
    assert supporter.client.get(f"/tool-use/kinds/{kind.key}").status_code == 404
    assert supporter.client.send(f"/tool-use/kinds/{kind.key}/use", {"use": "no"}).status_code == 404
    assert NAME not in supporter.client.get("/tool-use").text


def test_what_was_decided_stands_in_the_audit_log(supporter: Office) -> None:
    add(supporter, NAME)
    supporter.client.send("/tool-use/kinds/service/use", {"use": "no"})
    with supporter.database.session(writes=False) as session:
        names = session.scalars(select(AuditEvent.name).order_by(AuditEvent.id)).all()
    assert names[-2:] == ["process-kind-named", "process-kind-use"]


def test_the_page_takes_few_statements(supporter: Office) -> None:
    supporter.client.page("/tool-use/kinds")
    with statements(supporter.database) as sent:
        supporter.client.get("/tool-use/kinds")
    assert len(sent) <= 2
