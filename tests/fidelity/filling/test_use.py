"""What a coach sees of how checklists are used: sections or units in reach, closed half-years, and no small number by any way."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core import clock
from core.database import Database
from core.small_numbers import SMALLEST_SHOWN
from fidelity.checklists.filling import service
from fidelity.checklists.filling.rules import REASONS, given_of, half_year_of
from fidelity.checklists.filling.service import Beginning, SetAnswer
from fidelity.checklists.filling.sheets import version_of
from fidelity.checklists.filling.use_queries import _item_use
from tests.client import PageClient, words
from tests.fidelity.filling.desk import KEY, actor, new_id, sheet
from tests.training.town import statements
from tests.world import World

LAST = half_year_of(clock.today()).before
MUST = ("protected-until-then", "most-dangerous-hour", "adults-know-and-can", "enough-today")
ITEM = "visits-have-names"


def finished(
    client: PageClient,
    session: Session,
    times: int,
    codes: dict[str, str],
    *,
    unit_id: int = 0,
    day: date = LAST.last_day,
    language: str = "sv",
) -> None:
    """Checklists that were finished on a day of a half-year, in the world's unit or another."""
    world: World = client.world
    now = datetime.combine(day, datetime.min.time(), clock.STOCKHOLM) + timedelta(hours=12)
    with client.application.app_context():
        known = version_of(session, world.municipality, sheet(session, language=language).document_id, language).sheet
        for _ in range(times):
            beginning = Beginning(new_id(), world.municipality, unit_id or world.unit, None)
            filled = FilledAt(session, world, beginning, now)
            filled.finish({**dict.fromkeys(MUST, "done"), **codes}, known)


class FilledAt:
    """A checklist about no process, filled in at an instant."""

    def __init__(self, session: Session, world: World, beginning: Beginning, now: datetime) -> None:
        self.session, self.world, self.beginning, self.now = session, world, beginning, now

    def finish(self, codes: dict[str, str], known: object) -> None:
        """Answer, and finish."""
        free = type(known)(**{**vars(known), "needs_process": False})  # type: ignore[operator]
        who = actor(self.world)
        filled = service.start(self.session, self.beginning, free, actor=who, now=self.now)
        sent = [SetAnswer(new_id(), item, given_of(code), None) for item, code in codes.items()]
        service.set_answers(self.session, filled, free, sent)
        service.finish(self.session, filled, free, actor=who, now=self.now)


def row(page: BeautifulSoup, item: str = ITEM) -> list[str]:
    """The figures of an item."""
    found = page.select_one(f"tr[id$='-{item}']")
    assert found is not None
    return [words(cell) for cell in found.select("td")]


def section(world: World) -> str:
    return f"/checklists/use/sections/{world.section}"


def test_a_section_sees_how_items_are_answered_and_never_by_whom(client: PageClient, database: Database) -> None:
    with database.transaction() as session:
        finished(client, session, 12, {ITEM: "done"})
        finished(client, session, 7, {ITEM: "later"}, unit_id=client.world.sibling_unit)
        finished(client, session, 6, {}, language="en")
        finished(client, session, 9, {ITEM: "done"}, unit_id=client.world.other_unit)
    page = client.sign_in(client.world.people["coach"]).page(section(client.world))
    assert "25" in words(page.select_one("div.part p"))  # type: ignore[arg-type]
    assert row(page) == ["12", "7", "6", "Görs senare: 7"]
    assert row(page, MUST[0]) == ["25", "0", "0", ""]
    assert "Test Learner" not in words(page)


def test_only_half_years_that_have_ended_are_shown(client: PageClient, database: Database) -> None:
    with database.transaction() as session:
        finished(client, session, 9, {}, day=clock.today())
        finished(client, session, 8, {}, day=LAST.before.last_day)
    client.sign_in(client.world.people["coach"])
    assert client.page(section(client.world)).select("table") == []
    before = LAST.before
    page = client.page(f"{section(client.world)}?half={before.year}-{before.half + 1}")
    assert row(page) == ["0", "0", "8", ""]
    today = half_year_of(clock.today())
    for half in (f"{today.year}-{today.half + 1}", "1999-1", "nonsense"):
        assert client.get(f"{section(client.world)}?half={half}").status_code == 404


def test_a_checklist_that_was_finished_a_few_times_is_not_shown_at_all(client: PageClient, database: Database) -> None:
    with database.transaction() as session:
        finished(client, session, SMALLEST_SHOWN - 1, {})
    page = client.sign_in(client.world.people["coach"]).page(section(client.world))
    assert page.select("table") == []
    assert KEY not in str(page.main)


def test_each_sees_what_the_own_role_reaches(client: PageClient) -> None:
    world = client.world
    client.sign_in(world.people["unit-manager"])
    assert client.get("/checklists/use").location == f"/checklists/use/units/{world.unit}"
    assert client.get(section(world)).status_code == 404
    assert client.get(f"/checklists/use/units/{world.sibling_unit}").status_code == 404
    client.sign_in(world.people["coach"])
    assert client.get("/checklists/use").location == section(world)
    assert client.get(f"/checklists/use/units/{world.unit}").status_code == 404, "a section less a unit gives it away"
    client.sign_in(world.people["management"])
    links = {str(link["href"]) for link in client.page("/checklists/use").select("main .rows a")}
    assert links == {section(world), f"/checklists/use/sections/{world.other_section}"}
    client.sign_in(world.people["learner"])
    assert client.get("/checklists/use").status_code == 403


def test_the_page_takes_few_statements_however_much_there_is(client: PageClient, database: Database) -> None:
    client.sign_in(client.world.people["coach"])

    def taken() -> int:
        client.page(section(client.world))
        with statements(database) as sent:
            client.page(section(client.world))
        return len(sent)

    few = taken()
    with database.transaction() as session:
        finished(client, session, 30, {ITEM: "later"})
    assert taken() == few <= 4


CODES = ("done", *REASONS)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(0, 30), min_size=8, max_size=8))
def test_what_is_hidden_of_an_item_can_not_be_worked_out(counts: list[int]) -> None:
    finished_times = sum(counts)
    assume(finished_times >= SMALLEST_SHOWN)  # fewer are not shown at all
    found = _item_use(
        "read", finished_times, {("read", code): count for code, count in zip(CODES, counts, strict=False)}, 5
    )
    done, *reasons, unanswered = counts
    three = [found.done, found.not_applicable, found.unanswered]
    for true, shown in (([done, sum(reasons), unanswered], three), (reasons, list(found.reasons.values()))):
        assert all(
            one is None or (one == count and not 0 < one < SMALLEST_SHOWN)
            for count, one in zip(true, shown, strict=True)
        )
        hidden = [count for count, one in zip(true, shown, strict=True) if one is None]
        if hidden and (shown is three or found.not_applicable is not None):  # their sum can be worked out
            assert len(hidden) > 1
            assert sum(hidden) >= SMALLEST_SHOWN
    if found.not_applicable is None:
        assert set(found.reasons.values()) == {None}


@pytest.mark.parametrize("name", ["checklists", "verify"])
def test_the_command_proves_the_counts(client: PageClient, database: Database, name: str) -> None:
    with database.transaction() as session:
        finished(client, session, 3, {ITEM: "later"})
    runner = client.application.test_cli_runner()
    assert runner.invoke(args=["checklists", "verify"]).exit_code == 0
    if name == "verify":
        from fidelity.checklists.filling.models import ChecklistCount

        with database.transaction() as session:
            session.execute(ChecklistCount.__table__.update().values(finished=77))
        told = runner.invoke(args=["checklists", "verify"])
        assert told.exit_code == 1
        assert "stored 77, recounted 3" in told.output
