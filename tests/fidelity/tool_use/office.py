"""The unit of the tests' world as its people meet it: processes, registering by the pages' own forms, and what is counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from bs4 import BeautifulSoup, Tag
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock
from core.audit import Actor
from core.database import Database
from fidelity.tool_use import counts, service
from fidelity.tool_use.models import Process, Registration, ToolUseCount
from fidelity.tool_use.service import Course, Opening
from tests.client import PageClient
from tests.world import World

MAPPING, HOUSES, PLAN = "three-column-mapping", "three-houses", "safety-plan"
PRIVATE, PROFESSIONAL = "private-network", "professional-network"


@dataclass
class Office:
    """The world's unit, with a browser."""

    client: PageClient
    database: Database
    world: World

    def browser(self, name: str = "learner") -> PageClient:
        """The browser, in which somebody is now signed in."""
        return self.client.sign_in(self.world.people[name])

    def open(self, *, days_ago: int = 30, kind: str = "investigation", unit: int | None = None) -> int:
        """A process that is open since then."""
        opened_on = clock.today() - timedelta(days=days_ago)
        municipality = self.world.other_municipality if unit == self.world.foreign_unit else self.world.municipality
        opening = Opening(municipality, unit or self.world.unit, kind, opened_on)
        with self.database.transaction() as session:
            return service.open_process(session, opening, actor=Actor(), now=clock.now()).id

    def close(self, process_id: int, closed_on: date) -> None:
        """Close a process behind the pages' back."""
        with self.database.transaction() as session:
            found = session.get_one(Process, process_id)
            course = Course(found.kind, found.opened_on, closed_on)
            service.correct_process(session, found, course, actor=Actor(), now=clock.now())

    def process(self, process_id: int) -> Process:
        """The process as it stands."""
        with self.database.session(writes=False) as session:
            return session.get_one(Process, process_id)

    def tools(self, process_id: int) -> frozenset[str]:
        """What is registered on a process."""
        with self.database.session(writes=False) as session:
            return service.tools_of(session, process_id)

    def processes(self) -> list[int]:
        """Every process of the unit, the oldest first."""
        with self.database.session(writes=False) as session:
            return list(
                session.scalars(select(Process.id).where(Process.unit_id == self.world.unit).order_by(Process.id))
            )

    def registrations(self) -> list[Registration]:
        """Every registration."""
        with self.database.session(writes=False) as session:
            return list(session.scalars(select(Registration).order_by(Registration.id)))

    def counted(self, tool: str) -> int:
        """In how many of the unit's processes the tool counts, open or closed."""
        with self.database.session(writes=False) as session:
            assert counts.differences(session, self.world.municipality) == []
            mine = (ToolUseCount.unit_id == self.world.unit) & (ToolUseCount.tool == tool)
            return sum(session.scalars(select(ToolUseCount.processes).where(mine)))

    def tap(self, process_id: int, *tools: str) -> TestResponse:
        """Open a process's page, choose tools and send its form."""
        form = form_of(self.client.page(f"/tool-use/{process_id}"), f"/tool-use/{process_id}")
        return self.client.post(f"/tool-use/{process_id}", data={**form, "tool": list(tools)})

    def receipt(self, answer: TestResponse) -> BeautifulSoup:
        """The page that a registration led to."""
        assert answer.status_code == 303
        return self.client.page(answer.location)


def form_of(page: BeautifulSoup, action: str) -> dict[str, object]:
    """The fields of the form that is sent to that address, as the page has filled them in."""
    form = page.select_one(f'form[method="post"][action="{action}"]')
    assert form is not None, f"no form to {action}"
    fields: dict[str, object] = {}
    for field in form.select("input[name], select[name]"):
        name = str(field["name"])
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        earlier = fields.get(name)
        fields[name] = _value(field) if earlier is None else [*_as_list(earlier), _value(field)]
    return fields


def _value(field: Tag) -> str:
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen["value"]) if chosen else ""
    return str(field.get("value", ""))


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
