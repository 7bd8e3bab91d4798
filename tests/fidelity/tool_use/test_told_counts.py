"""The managers' numbers: per unit and ended quarter, saved at once or not at all, with who told them and what is registered."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from core import clock
from core.audit import AuditEvent
from fidelity.tool_use.models import Teller, ToldCount, ToolUseChange
from fidelity.tool_use.rules import Quarter
from organisation.models import Role, SignedInSession
from tests.client import checked, words
from tests.fidelity.tool_use.office import Office, form_of
from tests.training.town import statements

NOW = "2026-08-20T09:00:00+00:00"
PATH = "/tool-use/process-counts"
ADDRESS = f"{PATH}?kind=investigation&year=2026"


@pytest.fixture
def desk(office: Office) -> object:
    """The unit on an August day, with its manager before the browser."""
    with time_machine.travel(NOW, tick=False):
        office.browser(Role.UNIT_MANAGER)
        yield office


def tell(office: Office, *, form: dict[str, object] | None = None, **numbers: str) -> TestResponse:
    """Send the page's form with numbers by quarter: `q0="12"`."""
    fields = form or form_of(office.client.page(ADDRESS), PATH)
    written = {f"count-{office.world.unit}-{name[1:]}": number for name, number in numbers.items()}
    return office.client.post(PATH, data={**fields, **written})


def rows(office: Office) -> dict[tuple[int, int], tuple[int, str]]:
    """What is told: the number and by whom, by unit and quarter of 2026."""
    with office.database.session(writes=False) as session:
        return {
            (row.unit_id, Quarter.of_number(row.quarter).place): (row.processes, row.told_by)
            for row in session.scalars(select(ToldCount))
        }


def import_tells(office: Office, number: int, quarter: int = 0) -> None:
    """An import has told a number of the unit."""
    with office.database.transaction() as session:
        session.add(
            ToldCount(
                municipality_id=office.world.municipality,
                kind="investigation",
                quarter=Quarter(2026, quarter).number,
                unit_id=office.world.unit,
                processes=number,
                told_by=Teller.IMPORT,
                told_on=date(2026, 7, 3),
            )
        )


def test_a_number_is_told_for_each_quarter_that_has_ended(desk: Office) -> None:
    unit = desk.world.unit
    page = desk.client.page(ADDRESS)
    fields = [str(field["name"]) for field in page.select("fieldset.quarters input[inputmode]")]
    assert fields == [f"count-{unit}-0", f"count-{unit}-1"]
    assert tell(desk, q0="12", q1="0").status_code == 303
    assert rows(desk) == {(unit, 0): (12, "manager"), (unit, 1): (0, "manager")}
    assert [field["value"] for field in desk.client.page(ADDRESS).select("fieldset.quarters input[inputmode]")] == [
        "12",
        "0",
    ]
    tell(desk, q0="", q1="3")
    assert rows(desk) == {(unit, 1): (3, "manager")}


def test_the_year_that_ended_last_comes_first_and_later_ones_are_none(desk: Office) -> None:
    assert "2026" in words(desk.client.page("/tool-use/process-counts").select_one("#year option[selected]"))
    for year, status in ((2021, 200), (2020, 400), (2027, 400)):
        assert desk.client.get(f"/tool-use/process-counts?year={year}").status_code == status
    assert desk.client.get("/tool-use/process-counts?kind=nothing").status_code == 404
    with time_machine.travel("2026-03-31T09:00:00+00:00", tick=False):
        desk.browser(Role.UNIT_MANAGER)
        assert desk.client.get("/tool-use/process-counts?year=2026").status_code == 400
        page = desk.client.page("/tool-use/process-counts")
        assert len(page.select("fieldset.quarters input[inputmode]")) == 4
        assert "Januari till mars" in words(page.select_one("fieldset.quarters label"))


def test_what_is_registered_stands_beside_and_fewer_than_that_is_odd_but_kept(desk: Office) -> None:
    for _ in range(3):
        desk.close(desk.open(days_ago=200), date(2026, 5, 4))
    desk.browser(Role.UNIT_MANAGER)
    assert "3 registrerade här" in words(desk.client.page(ADDRESS).select_one("fieldset.quarters"))
    tell(desk, q1="2")
    page = desk.client.page(ADDRESS)
    assert "Färre än vad som är registrerat" in words(page.select_one(".odd") or page)
    assert rows(desk)[desk.world.unit, 1] == (2, "manager")
    tell(desk, q1="3")
    assert not desk.client.page(ADDRESS).select(".odd")


def test_faults_are_told_per_field_and_nothing_is_saved(desk: Office) -> None:
    for wrong in ("tolv", "-1", "1,5", "12345", "²"):
        page = checked(tell(desk, q0="7", q1=wrong), 422)
        (fault,) = page.select(".field-error")
        assert fault["id"] == f"count-{desk.world.unit}-1-error"
        assert page.select_one(f'input[name="count-{desk.world.unit}-0"]')["value"] == "7"
        assert page.select_one(f'input[name="count-{desk.world.unit}-1"]')["value"] == wrong
    assert rows(desk) == {}


def test_numbers_may_be_written_with_spaces(desk: Office) -> None:
    tell(desk, q0=" 1 200 ")
    assert rows(desk)[desk.world.unit, 0][0] == 1200


def test_an_import_is_named_as_the_one_who_told_until_a_manager_tells_another_number(desk: Office) -> None:
    import_tells(desk, 9)
    assert "9 enligt en fil" in words(desk.client.page(ADDRESS).select_one("fieldset.quarters"))
    tell(desk)
    assert rows(desk)[desk.world.unit, 0] == (9, "import")
    tell(desk, q0="10")
    assert rows(desk)[desk.world.unit, 0] == (10, "manager")
    assert "10 enligt chef" in words(desk.client.page(ADDRESS).select_one("fieldset.quarters"))


def test_a_number_that_was_told_meanwhile_is_shown_and_nothing_is_lost(desk: Office) -> None:
    form = form_of(desk.client.page(ADDRESS), PATH)
    import_tells(desk, 9)
    page = checked(tell(desk, form=form, q0="12", q1="4"), 409)
    assert rows(desk) == {(desk.world.unit, 0): (9, "import")}
    assert "9 enligt en fil" in words(page.select_one("fieldset.quarters"))
    assert desk.client.post(PATH, data=form_of(page, PATH)).status_code == 303
    assert rows(desk) == {(desk.world.unit, 0): (12, "manager"), (desk.world.unit, 1): (4, "manager")}


def test_what_was_not_touched_is_left_as_somebody_else_has_told_it(desk: Office) -> None:
    form = form_of(desk.client.page(ADDRESS), PATH)
    import_tells(desk, 9)
    tell(desk, form=form, q1="4")
    assert rows(desk) == {(desk.world.unit, 0): (9, "import"), (desk.world.unit, 1): (4, "manager")}


def test_numbers_are_of_the_kind_and_year_that_the_page_showed_also_after_a_new_sign_in(desk: Office) -> None:
    form = form_of(desk.client.page(f"{PATH}?kind=service&year=2024"), PATH)
    with desk.database.transaction() as session:
        session.execute(delete(SignedInSession))
    page = BeautifulSoup(desk.client.post(PATH, data={**form, f"count-{desk.world.unit}-0": "7"}).text, "html.parser")
    kept = form_of(page, "/sign-in")
    assert (kept["kept-address"], kept["kept:kind"], kept["kept:year"]) == (PATH, "service", "2024")
    tell(desk, form=form_of(desk.browser(Role.UNIT_MANAGER).page(f"{PATH}?kind=service&year=2024"), PATH), q0="7")
    with desk.database.session(writes=False) as session:
        row = session.scalars(select(ToldCount)).one()
    assert (row.kind, row.quarter, row.processes) == ("service", Quarter(2024, 0).number, 7)


def test_the_figures_of_that_kind_and_year_have_changed_and_the_log_says_by_whom(desk: Office) -> None:
    tell(desk, q0="12", q1="4")
    tell(desk)
    with desk.database.session(writes=False) as session:
        changes = session.execute(select(ToolUseChange.kind, ToolUseChange.year, ToolUseChange.changes)).all()
        told = session.scalars(select(AuditEvent).where(AuditEvent.name == "process-count-told")).all()
    assert [tuple(row) for row in changes] == [("investigation", 2026, 1)]
    assert {event.actor_id for event in told} == {desk.world.people[Role.UNIT_MANAGER]}
    assert [(event.subject["quarter"], event.subject["count"]) for event in told] == [(1, 12), (2, 4)]


def test_only_the_own_units_are_told_of(desk: Office) -> None:
    world = desk.world
    for name, units in ((Role.UNIT_MANAGER, [world.unit]), (Role.SECTION_MANAGER, [world.unit, world.sibling_unit])):
        desk.browser(name)
        fields = desk.client.page(ADDRESS).select("fieldset.quarters input[inputmode]")
        assert sorted({int(str(field["name"]).split("-")[1]) for field in fields}) == units
    desk.browser(Role.UNIT_MANAGER)
    form = form_of(desk.client.page(ADDRESS), PATH)
    for unit in (world.sibling_unit, world.other_unit, world.foreign_unit):
        desk.client.post(PATH, data={**form, f"count-{unit}-0": "5", f"seen-count-{unit}-0": ""})
    desk.client.post(PATH, data={**form, f"count-{world.unit}-3": "5"})
    assert rows(desk) == {}


def test_the_page_takes_few_statements_whatever_the_units(desk: Office) -> None:
    desk.browser(Role.SECTION_MANAGER)
    tell(desk, q0="12")
    with statements(desk.database) as sent:
        desk.client.get(ADDRESS)
    assert len(sent) <= 5, sent
    assert clock.today() == date(2026, 8, 20)
