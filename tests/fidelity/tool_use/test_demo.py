"""The demo's tool use brings out the figures of the source documents, on whatever day it is started."""

import random
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import AuditEvent
from core.database import Database
from fidelity.tool_use import counts, demo, named_tools
from fidelity.tool_use.demo_cases import Case, cases, small_cases
from fidelity.tool_use.demo_figures import MAPPING, NEVER_USED, TAKES_OFF, TOLD_BY_MANAGERS, WITHOUT_TOLD
from fidelity.tool_use.models import Process, Registration, Source, Teller, ToldCount, ToolUse, ToolUseCount
from fidelity.tool_use.references import DIGITS, FIRST, SECOND
from fidelity.tool_use.rules import (
    EVERY_PROCESS,
    INVESTIGATION,
    NETWORKS,
    SAFETY_PLANNING,
    Quarter,
    quarter_of,
    quarters_ended,
)
from organisation.demo import LARGE, SECTIONS, SMALL, SMALL_SECTIONS
from organisation.models import Municipality, Section, Unit
from tests.core.markers import on_one_database
from tests.world import add_municipality, add_section, add_unit

OWN = "Utredning barn"
SECTION_OF = {unit: section for section, units in SECTIONS.items() for unit in units}
SHARES = {2021: 0.50, 2022: 0.60}
CLOSE_ENOUGH = 0.005
DAYS = (date(2026, 3, 2), date(2026, 11, 22), date(2027, 1, 4), date(2029, 7, 1))


@pytest.fixture(params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    """A day on which somebody starts the demo."""
    day: date = request.param
    return day


@pytest.fixture
def invented(today: date) -> list[Case]:
    """The processes of the large municipality."""
    return cases(random.Random(demo.SEED), SECTION_OF, today)


def mapped(chosen: list[Case]) -> float:
    """The share in which mapping was used."""
    return sum(MAPPING in one.tools for one in chosen) / len(chosen)


def investigations(invented: list[Case], year: int, today: date) -> list[Case]:
    """Those that were closed in the year."""
    return [one for one in invented if one.kind == INVESTIGATION and one.ends_on.year == year and one.ends_on <= today]


def test_the_shares_of_the_audit_come_out(invented: list[Case], today: date) -> None:
    for year, share in SHARES.items():
        closed = investigations(invented, year, today)
        assert mapped([one for one in closed if SECTION_OF[one.unit] == OWN]) == pytest.approx(share, abs=CLOSE_ENOUGH)
        assert mapped(closed) == pytest.approx(share, abs=CLOSE_ENOUGH)


def test_mapping_grows_and_has_not_reached_the_target(invented: list[Case], today: date) -> None:
    years = [year for year in range(2021, today.year + 1) if quarters_ended(year, today)]
    shares = [mapped(investigations(invented, year, today)) for year in years]
    assert shares == sorted(shares)
    assert shares[-1] < 0.8


def test_networks_are_contacted_more_and_below_the_target(invented: list[Case], today: date) -> None:
    years = [investigations(invented, year, today) for year in range(2021, 2026)]
    for network in NETWORKS:
        shares = [sum(network in one.tools for one in closed) / len(closed) for closed in years]
        assert shares == sorted(shares)
        assert 0.2 < shares[0] < shares[-1] < 0.8


def test_only_a_few_tools_are_used_much_and_units_differ(invented: list[Case], today: date) -> None:
    closed = investigations(invented, 2025, today)
    used = Counter(tool for one in closed for tool in one.tools.difference(NETWORKS))
    assert used.most_common(1)[0][0] == MAPPING
    assert sum(count > len(closed) / 5 for count in used.values()) in range(3, 8)
    assert sum(count < len(closed) / 20 for count in used.values()) >= 5
    by_unit = {unit: [one for one in closed if one.unit == unit] for unit in sorted({one.unit for one in closed})}
    shares = {unit: mapped(own) for unit, own in by_unit.items()}
    assert max(shares, key=shares.__getitem__) == TAKES_OFF
    assert max(shares.values()) - min(shares.values()) > 0.2


def test_one_tool_is_never_used(invented: list[Case], today: date) -> None:
    assert NEVER_USED not in {tool for one in (*invented, *small_cases(random.Random(1), today)) for tool in one.tools}


def test_units_work_as_much_as_units_do(invented: list[Case]) -> None:
    closed = Counter(
        (one.unit, quarter_of(one.ends_on))
        for one in invented
        if one.kind == INVESTIGATION and quarter_of(one.ends_on) < Quarter(2026, 0)
    )
    assert all(20 <= count <= 46 for count in closed.values())


def test_the_safety_planning_team_has_five_or_six_cases_at_a_time(invented: list[Case], today: date) -> None:
    begun = date(2023, 4, 1)
    days = [begun + timedelta(days=7 * week) for week in range((today - begun).days // 7)]
    own = [one for one in invented if one.kind == SAFETY_PLANNING]
    at_a_time = Counter(sum(one.opened_on <= day < one.ends_on for one in own) for day in days)
    assert max(at_a_time) == 6
    assert at_a_time[5] + at_a_time[6] > 0.9 * len(days)


@pytest.fixture
def filled(app: Flask, database: Database) -> Database:
    """The demo's units with their tool use, as `app.fill_demo` fills it; nobody works there, for no person is needed."""
    with app.app_context(), database.transaction() as session:
        for name, sections in ((LARGE, SECTIONS), (SMALL, SMALL_SECTIONS)):
            town = add_municipality(session, name)
            for section, units in sections.items():
                section_id = add_section(session, town.id, section).id
                for unit in units:
                    add_unit(session, town.id, section_id, unit)
        demo.fill(session, today=clock.today())
    return database


@on_one_database
def test_filling_brings_it_all_in_through_the_doors_that_a_municipality_uses(app: Flask, filled: Database) -> None:
    with app.app_context(), filled.session(writes=False) as session:
        for municipality_id in session.scalars(select(Municipality.id)):
            assert counts.differences(session, municipality_id) == []
        _shares_come_out(session)
        _references_mean_nothing(session)
        _nothing_is_free_text(session)
        _told_numbers(session)
        assert {*session.scalars(select(Registration.source).distinct())} == {Source.HAND}
    with app.app_context(), filled.transaction() as session:
        before = len(session.scalars(select(Process.id)).all())
        demo.fill(session, today=clock.today())
        assert len(session.scalars(select(Process.id)).all()) == before


def _shares_come_out(session: Session) -> None:
    """Mapping's share of what was told of the section that is asked about, from the stored counts."""
    units = select(Unit.id).join(Section, Section.id == Unit.section_id).where(Section.name == OWN)
    for year, share in SHARES.items():
        quarters = [Quarter(year, place).number for place in range(4)]
        told = session.scalars(
            select(ToldCount.processes).where(
                ToldCount.kind == INVESTIGATION, ToldCount.quarter.in_(quarters), ToldCount.unit_id.in_(units)
            )
        )
        stored = {
            tool: session.scalars(
                select(ToolUseCount.processes).where(
                    ToolUseCount.kind == INVESTIGATION,
                    ToolUseCount.quarter.in_(quarters),
                    ToolUseCount.unit_id.in_(units),
                    ToolUseCount.tool == tool,
                )
            ).all()
            for tool in (EVERY_PROCESS, MAPPING)
        }
        processes = sum(told)
        assert processes == sum(stored[EVERY_PROCESS])
        assert sum(stored[MAPPING]) / processes == pytest.approx(share, abs=CLOSE_ENOUGH)


def _references_mean_nothing(session: Session) -> None:
    references = session.scalars(select(Process.reference)).all()
    assert len(references) > 5000
    for reference in references:
        first, second, digits = reference.split()
        assert first in FIRST
        assert second in SECOND
        assert set(digits) <= set(DIGITS)


def _nothing_is_free_text(session: Session) -> None:
    slugs = named_tools.slugs()
    assert {*session.scalars(select(ToolUse.tool).distinct())} <= slugs - {NEVER_USED}
    assert {*session.scalars(select(ToolUseCount.tool).distinct())} <= slugs | {EVERY_PROCESS}
    assert all(UUID(key) for key in session.scalars(select(Registration.key)))
    registered = session.scalars(select(AuditEvent.subject).where(AuditEvent.name == "tools-registered")).all()
    assert {tool for subject in registered for tool in subject["tools"]} <= slugs


def _told_numbers(session: Session) -> None:
    """Most are told by import; a unit's not, in the last year; and managers have told more than is registered, and fewer."""
    names = dict(session.execute(select(Unit.id, Unit.name)).all())  # type: ignore[arg-type]
    told = {(names[row.unit_id], row.kind, row.quarter): row for row in session.scalars(select(ToldCount))}
    latest = max(quarter for _unit, _kind, quarter in told)
    assert (WITHOUT_TOLD, INVESTIGATION, latest) not in told
    assert (WITHOUT_TOLD, INVESTIGATION, Quarter(2022, 0).number) in told
    for unit, (kind, more) in TOLD_BY_MANAGERS.items():
        row = told.pop((unit, kind, latest))
        registered = session.scalar(
            select(ToolUseCount.processes).where(
                ToolUseCount.unit_id == row.unit_id,
                ToolUseCount.kind == kind,
                ToolUseCount.quarter == latest,
                ToolUseCount.tool == EVERY_PROCESS,
            )
        )
        assert (row.told_by, row.processes) == (Teller.MANAGER, (registered or 0) + more)
    assert {row.told_by for row in told.values()} == {Teller.IMPORT}
