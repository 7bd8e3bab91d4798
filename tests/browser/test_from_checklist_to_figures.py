"""From a kitchen table to the unit's row: a checklist finished on a phone without a connection shows in the figures, counted once."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core import clock
from core.audit import Actor
from fidelity.tool_use import kinds, service
from fidelity.tool_use.models import ProcessKind
from fidelity.tool_use.service import Opening
from organisation.models import Employment
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_checklist_offline import CHECKLIST, MUST, tick, wait_until_put_aside, without_connection

pytestmark = pytest.mark.browser

WRITER, MANAGER = "new-hire", "unit-manager"
BEFORE = 5
"""So many of the unit's open processes have used the tool already: fewer would be hidden."""


@dataclass(frozen=True)
class Work:
    """A unit, and the kind of process that is looked at there."""

    unit_id: int
    kind: str

    def used_so_far(self, page: Page) -> str:
        """What the unit's own page says: in how many of the processes that are open now the tool has been used."""
        page.goto(f"/tool-use/units/{self.unit_id}?process={self.kind}")
        return page.locator("#tool-safety-plan td").last.locator("span").inner_text()


@pytest.fixture(scope="module")
def work(site: Site) -> Work:
    """The writer's unit, with open processes of a kind of its own in which a safety plan has been made."""
    with site.app.test_request_context(), site.app.extensions["metodstod_database"].transaction() as session:
        works = session.scalars(select(Employment).where(Employment.person_id == site.person(WRITER))).one()
        kinds.add_kind(session, works.municipality_id, "Stöd efter avslut", actor=Actor(), now=clock.now())
        session.flush()
        kind = session.scalars(select(ProcessKind.key).where(ProcessKind.name == "Stöd efter avslut")).one()
        opening = Opening(works.municipality_id, works.unit_id, kind, clock.today())
        for number in range(BEFORE):
            key = f"00000000-0000-4000-8000-0000000001{number:02}"
            service.start(session, opening, ["safety-plan"], key=key, actor=Actor(), now=clock.now())
        return Work(works.unit_id, kind)


@pytest.mark.parametrize(("language", "before"), [("sv", BEFORE), ("en", BEFORE + 1)])
def test_a_checklist_finished_without_a_connection_shows_in_the_units_row(
    browser_page: OpenPage, work: Work, language: str, before: int
) -> None:
    manager = browser_page(MANAGER, width=1280, language=language)
    assert work.used_so_far(manager) == f"({before})"
    phone = browser_page(WRITER, width=360, language=language)
    phone.goto(f"/checklists/{CHECKLIST}/fill-in")
    phone.locator("input[name=process][value=new]").check()
    phone.locator("#kind").select_option(work.kind)
    phone.locator("main form[method=post] button[type=submit]").click()
    wait_until_put_aside(phone)
    tick(phone, MUST[0])
    with without_connection(phone.context):
        tick(phone, *MUST[1:])
        phone.locator("button[value=finish]").click()
        expect(phone.locator("[data-go-on]")).to_be_visible()
        assert work.used_so_far(manager) == f"({before})", "nothing has been sent yet"
    expect(phone.locator("#amendment")).to_be_visible()
    assert work.used_so_far(manager) == f"({before + 1})"
