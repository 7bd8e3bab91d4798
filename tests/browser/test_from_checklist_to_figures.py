"""From a kitchen table to the unit's row: a checklist finished on a phone without a connection shows in the figures, counted once."""

import pytest
from playwright.sync_api import Page, expect

from core import clock
from core.audit import Actor
from fidelity.tool_use import service
from fidelity.tool_use.rules import SAFETY_PLANNING
from fidelity.tool_use.service import Opening
from organisation.models import Employment
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_checklist_offline import CHECKLIST, MUST, tick, wait_until_put_aside, without_connection

pytestmark = pytest.mark.browser

WRITER, MANAGER = "new-hire", "unit-manager"
BEFORE = 5
"""So many of the unit's open processes have used the tool already: fewer would be hidden."""


@pytest.fixture
def unit(site: Site) -> int:
    """The writer's unit, with open processes in which a safety plan has been made."""
    with site.app.app_context(), site.app.extensions["metodstod_database"].transaction() as session:
        works = session.query(Employment).filter_by(person_id=site.person(WRITER)).one()
        opening = Opening(works.municipality_id, works.unit_id, SAFETY_PLANNING, clock.today())
        for number in range(BEFORE):
            key = f"00000000-0000-4000-8000-0000000001{number:02}"
            service.start(session, opening, ["safety-plan"], key=key, actor=Actor(), now=clock.now())
        return works.unit_id


def open_use(page: Page, unit: int) -> str:
    """The unit's own page: in how many of the processes that are open now the tool has been used so far."""
    page.goto(f"/tool-use/units/{unit}?process={SAFETY_PLANNING}")
    return page.locator("#tool-safety-plan td").last.locator("span").inner_text()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_checklist_finished_without_a_connection_shows_in_the_units_row(
    browser_page: OpenPage, site: Site, unit: int, language: str
) -> None:
    manager = browser_page(MANAGER, width=1280, language=language)
    there = open_use(manager, unit)
    phone = browser_page(WRITER, width=360, language=language)
    phone.goto(f"/checklists/{CHECKLIST}/fill-in")
    phone.locator("input[name=process][value=new]").check()
    phone.locator("#kind").select_option(SAFETY_PLANNING)
    phone.locator("main form[method=post] button[type=submit]").click()
    wait_until_put_aside(phone)
    tick(phone, MUST[0])
    with without_connection(phone.context):
        tick(phone, *MUST[1:])
        phone.locator("button[value=finish]").click()
        expect(phone.locator("[data-go-on]")).to_be_visible()
        assert open_use(manager, unit) == there, "nothing has been sent yet"
    expect(phone.locator("#amendment")).to_be_visible()
    number = int(there.strip("()"))
    assert number >= BEFORE
    assert open_use(manager, unit) == f"({number + 1})"
