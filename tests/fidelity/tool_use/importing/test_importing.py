"""The import of processes against a database: what is written and counted, what is left alone, and that a second time changes nothing."""

import threading
from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.audit import Actor, AuditEvent
from core.database import Database
from fidelity.tool_use import counts, service
from fidelity.tool_use.importing.importing import Intake, ProcessFileRefused, apply_intake, plan_import
from fidelity.tool_use.importing.kept_rows import packed, unpacked
from fidelity.tool_use.importing.plan import ProcessRow
from fidelity.tool_use.importing.preview import fingerprint
from fidelity.tool_use.importing.told import Quarters
from fidelity.tool_use.models import Process, Registration, Teller, ToldCount, ToolUse, ToolUseChange
from fidelity.tool_use.rules import COMMON_KINDS, NETWORKS, quarter_of
from fidelity.tool_use.service import Course, Opening
from tests.core.markers import on_postgresql
from tests.world import NOON, World

TODAY = NOON.date()
OPENED, CLOSED = TODAY - timedelta(days=200), TODAY - timedelta(days=100)
TOOLS = ("three-houses", "safety-plan", *NETWORKS)
KIND = "investigation"
Everything = Counter[tuple[Any, ...]]


def row(world: World, **changes: Any) -> ProcessRow:
    """A row of the world's unit."""
    standard = {"line": 2, "unit_id": world.unit, "kind": KIND, "opened_on": OPENED, "closed_on": None, "tools": ()}
    values = standard | changes
    return ProcessRow(**{**values, "tools": frozenset(values["tools"])})


def take_in(session: Session, world: World, *rows: ProcessRow, **more: Any) -> Intake:
    """Take rows in, as when a file has been approved."""
    intake = plan_import(session, municipality_id=world.municipality, rows=rows, to_write=True, **more)
    actor = Actor(None, world.municipality)
    apply_intake(session, intake, municipality_id=world.municipality, actor=actor, now=NOON)
    session.flush()
    session.expire_all()
    return intake


def by_hand(session: Session, world: World, *tools: str, closed_on: date | None = None) -> Process:
    """A process that staff have registered by hand."""
    opening = Opening(world.municipality, world.unit, KIND, OPENED)
    process = service.open_process(session, opening, actor=Actor(), now=NOON)
    service.register(session, process, tools, key=str(next(_keys)), actor=Actor(), now=NOON)
    if closed_on:
        service.correct_process(session, process, Course(KIND, OPENED, closed_on), actor=Actor(), now=NOON)
    return process


_keys = count()


def everything(session: Session) -> Everything:
    """Every process with its tools, but for the names they go by."""
    tools: dict[int, set[str]] = {}
    for process_id, tool in session.execute(select(ToolUse.process_id, ToolUse.tool)):
        tools.setdefault(process_id, set()).add(tool)
    return Counter(
        (one.municipality_id, one.unit_id, one.kind, one.opened_on, one.closed_on, tuple(sorted(tools.get(one.id, ()))))
        for one in session.scalars(select(Process))
    )


def told(session: Session) -> dict[tuple[int, str, int], tuple[int, str]]:
    """Every told number."""
    return {
        (one.unit_id, one.kind, one.quarter): (one.processes, one.told_by) for one in session.scalars(select(ToldCount))
    }


@on_postgresql
def test_postgresql_is_told_in_the_same_transaction_that_there_are_many(session: Session, world: World) -> None:
    """It would check every tool's process by going through all of them, had it planned that while there were few."""
    take_in(session, world, *(row(world, line=line, tools=TOOLS[:1]) for line in range(2, 302)))
    assert session.scalar(text("select reltuples from pg_class where relname = 'process'")) >= 300


def test_new_processes_get_references_of_their_own_tools_and_counts(session: Session, world: World) -> None:
    intake = take_in(session, world, row(world, tools=TOOLS[:2], closed_on=CLOSED), row(world), row(world))
    assert intake.counts == {"new": 3, "closed": 0, "more_tools": 0, "unchanged": 0}
    processes = session.scalars(select(Process).order_by(Process.id)).all()
    assert len({one.reference for one in processes}) == 3
    assert all(len(one.reference.split()) == 3 for one in processes)
    assert [one.touched_on for one in processes] == [CLOSED, OPENED, OPENED]
    assert service.tools_of(session, processes[0].id) == set(TOOLS[:2])
    assert session.scalars(select(ToolUse.registration_id)).all() == [None, None]
    assert session.scalar(select(Registration.id)) is None
    assert counts.differences(session, world.municipality) == []


def test_one_event_says_how_many_and_not_which(session: Session, world: World) -> None:
    take_in(session, world, row(world), row(world, closed_on=CLOSED))
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.name == "processes-imported"))
    assert event.subject == {"new": 2, "closed": 0, "more_tools": 0, "unchanged": 0, "told": 0}


def test_what_staff_have_registered_is_found_by_its_opening_day(session: Session, world: World) -> None:
    process = by_hand(session, world, TOOLS[0])
    intake = take_in(session, world, row(world, closed_on=CLOSED, tools=TOOLS[1:3]))
    assert intake.counts == {"new": 0, "closed": 1, "more_tools": 0, "unchanged": 0}
    session.refresh(process)
    assert process.closed_on == CLOSED
    assert process.touched_on == TODAY, "nobody has registered anything on it since"
    assert service.tools_of(session, process.id) == set(TOOLS[:3])
    assert counts.differences(session, world.municipality) == []


def test_a_later_file_closes_and_an_older_one_opens_nothing(session: Session, world: World) -> None:
    older, later = row(world, tools=TOOLS[:1]), row(world, tools=TOOLS[:1], closed_on=CLOSED)
    take_in(session, world, older)
    assert take_in(session, world, later).counts["closed"] == 1
    before = everything(session)
    again = take_in(session, world, older)
    assert (again.is_empty, again.plan.closed_here) == (True, 1)
    assert everything(session) == before


def test_one_closed_on_another_day_is_another_one_and_that_is_told(session: Session, world: World) -> None:
    by_hand(session, world, closed_on=CLOSED + timedelta(days=2))
    intake = take_in(session, world, row(world, closed_on=CLOSED))
    assert (intake.counts["new"], intake.plan.beside_closed) == (1, 1)


def test_a_reference_is_that_process(session: Session, world: World) -> None:
    first, second = by_hand(session, world), by_hand(session, world)
    closed = row(world, closed_on=CLOSED, tools=TOOLS[:1], reference=second.reference)
    assert take_in(session, world, closed, row(world)).counts == {
        "new": 0,
        "closed": 1,
        "more_tools": 0,
        "unchanged": 1,
    }
    for process in (first, second):
        session.refresh(process)
    assert (first.closed_on, second.closed_on) == (None, CLOSED)
    assert take_in(session, world, row(world, tools=TOOLS[:2], reference=second.reference)).counts["more_tools"] == 1
    session.refresh(second)
    assert second.closed_on == CLOSED


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"reference": "lugn gran 99"}, "Referens"),
        ({"unit_id": "sibling_unit"}, "Enhet"),
        ({"kind": "service"}, "Slag"),
        ({"opened_on": OPENED + timedelta(days=1)}, "Öppnad"),
        ({"closed_on": CLOSED + timedelta(days=1)}, "Avslutad"),
    ],
)
def test_a_reference_that_does_not_agree_is_a_fault(
    session: Session, world: World, changes: dict[str, Any], column: str
) -> None:
    process = by_hand(session, world, closed_on=CLOSED)
    values = {"reference": process.reference, "closed_on": CLOSED} | changes
    if "unit_id" in values:
        values["unit_id"] = world.sibling_unit
    with pytest.raises(ProcessFileRefused) as refused:
        plan_import(session, municipality_id=world.municipality, rows=[row(world, line=7, **values)])
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (7, column)


def test_another_municipalitys_reference_is_not_here_and_nothing_there_is_touched(
    session: Session, world: World
) -> None:
    opening = Opening(world.other_municipality, world.foreign_unit, KIND, OPENED)
    foreign = service.open_process(session, opening, actor=Actor(), now=NOON)
    with pytest.raises(ProcessFileRefused):
        plan_import(session, municipality_id=world.municipality, rows=[row(world, reference=foreign.reference)])
    take_in(session, world, row(world, closed_on=CLOSED, tools=TOOLS))
    session.refresh(foreign)
    assert foreign.closed_on is None
    assert counts.differences(session, world.other_municipality) == []


def test_without_rows_there_is_nothing_to_plan(session: Session, world: World) -> None:
    with pytest.raises(ValueError, match="no rows"):
        plan_import(session, municipality_id=world.municipality, rows=[])


# --- How many processes the units closed

QUARTER = quarter_of(CLOSED).number
TWO_QUARTERS = Quarters(QUARTER - 1, QUARTER)


def test_a_file_with_every_process_tells_how_many_also_where_there_were_none(session: Session, world: World) -> None:
    rows = [
        row(world, closed_on=CLOSED),
        row(world, closed_on=CLOSED),
        row(world, kind="service", unit_id=world.sibling_unit),
    ]
    intake = take_in(session, world, *rows, quarters=TWO_QUARTERS)
    assert intake.told is not None
    assert (intake.told.processes, len(intake.told.changed)) == (2, 8)
    cells = {
        (unit, kind, quarter): (0, Teller.IMPORT)
        for unit in (world.unit, world.sibling_unit)
        for kind in (KIND, "service")
        for quarter in (QUARTER - 1, QUARTER)
    }
    assert told(session) == cells | {(world.unit, KIND, QUARTER): (2, Teller.IMPORT)}
    again = take_in(session, world, *rows, quarters=TWO_QUARTERS)
    assert again.is_empty


def test_a_managers_figure_gives_way_and_the_year_is_said_to_have_changed(session: Session, world: World) -> None:
    here = {"municipality_id": world.municipality, "kind": KIND, "unit_id": world.unit, "told_on": OPENED}
    for quarter in (QUARTER, QUARTER - 9):
        session.add(ToldCount(**here, quarter=quarter, processes=7, told_by=Teller.MANAGER))
    by_hand(session, world, closed_on=CLOSED)
    session.flush()
    year = CLOSED.year
    moved = select(ToolUseChange.changes).where(ToolUseChange.year == year, ToolUseChange.kind == KIND)
    before = session.scalar(moved) or 0
    other_day = row(world, closed_on=CLOSED, opened_on=OPENED + timedelta(days=1))
    intake = take_in(session, world, other_day, quarters=Quarters(QUARTER, QUARTER))
    assert intake.told is not None
    assert (intake.told.replaced, intake.told.more_here) == (1, 1), "two are here, the file has one"
    assert told(session) == {
        (world.unit, KIND, QUARTER): (1, Teller.IMPORT),
        (world.unit, KIND, QUARTER - 9): (7, Teller.MANAGER),
    }
    assert (session.scalar(moved) or 0) == before + 2, "once for the counts, once for what is told"


def test_a_file_with_only_some_tells_nothing(session: Session, world: World) -> None:
    assert take_in(session, world, row(world, closed_on=CLOSED)).told is None
    assert told(session) == {}


# --- Whatever a file holds

DAYS = st.integers(0, 5)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(("unit", "sibling_unit")),
        st.sampled_from(COMMON_KINDS[:2]),
        DAYS,
        st.none() | DAYS,
        st.sets(st.sampled_from(TOOLS)),
    ),
    min_size=1,
    max_size=15,
)
HAND = st.lists(st.tuples(DAYS, st.none() | DAYS, st.sets(st.sampled_from(TOOLS))), max_size=4)
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows_of(world: World, drawn: list[tuple[Any, ...]]) -> list[ProcessRow]:
    """Rows as hypothesis has drawn them, over two quarters."""
    return [
        ProcessRow(
            line=line,
            unit_id=getattr(world, unit),
            kind=kind,
            opened_on=OPENED + timedelta(days=opened),
            closed_on=None if closed is None else OPENED + timedelta(days=5 + 40 * closed // 2),
            tools=frozenset(tools),
        )
        for line, (unit, kind, opened, closed, tools) in enumerate(drawn, start=2)
    ]


def registered(session: Session, world: World, drawn: list[tuple[Any, ...]]) -> None:
    """Processes that were there before."""
    for opened, closed, tools in drawn:
        process = by_hand(session, world, *tools)
        opened_on = OPENED + timedelta(days=opened)
        closed_on = None if closed is None else OPENED + timedelta(days=5 + 40 * closed // 2)
        service.correct_process(session, process, Course(KIND, opened_on, closed_on), actor=Actor(), now=NOON)


@FEW
@given(drawn=ROWS, before=HAND, data=st.data())
def test_any_file_twice_changes_nothing_the_second_time(
    database: Database, world: World, drawn: list[Any], before: list[Any], data: st.DataObject
) -> None:
    with database.session() as session:
        registered(session, world, before)
        rows = rows_of(world, drawn)
        take_in(session, world, *rows, quarters=TWO_QUARTERS)
        assert counts.differences(session, world.municipality) == []
        once, said = everything(session), told(session)
        again = take_in(session, world, *data.draw(st.permutations(rows)), quarters=TWO_QUARTERS)
        assert again.is_empty
        assert again.counts["unchanged"] == len(rows)
        assert (everything(session), told(session)) == (once, said)
        session.rollback()


@FEW
@given(drawn=ROWS, before=HAND, data=st.data())
def test_a_file_in_two_parts_equals_the_whole_when_groups_are_not_split(
    database: Database, world: World, drawn: list[Any], before: list[Any], data: st.DataObject
) -> None:
    rows = rows_of(world, drawn)
    first = data.draw(st.sets(st.sampled_from(sorted({one.group for one in rows}))))
    parts = [one for one in rows if one.group in first], [one for one in rows if one.group not in first]
    results = []
    for files in ([rows], [part for part in parts if part]):
        with database.session() as session:
            registered(session, world, before)
            for part in files:
                take_in(session, world, *part)
            assert counts.differences(session, world.municipality) == []
            results.append(everything(session))
            session.rollback()
    assert results[0] == results[1]


@given(drawn=ROWS)
def test_rows_are_kept_as_they_were_understood(drawn: list[Any]) -> None:
    rows = rows_of(World(unit=1, sibling_unit=2), drawn)
    assert unpacked(packed(rows)) == rows


def test_two_plans_that_change_the_same_have_the_same_fingerprint(session: Session, world: World) -> None:
    rows = [row(world, tools=TOOLS[:2]), row(world, closed_on=CLOSED), row(world, kind="service")]

    def of(*these: ProcessRow) -> str:
        return fingerprint(plan_import(session, municipality_id=world.municipality, rows=these))

    assert of(*rows) == of(*reversed(rows))
    assert of(*rows) != of(*rows[:2])
    assert of(rows[0]) != of(row(world, tools=TOOLS[:1]))


def test_two_who_take_the_same_file_in_at_once_take_it_in_once(database: Database, world: World) -> None:
    rows = [row(world, opened_on=OPENED + timedelta(days=number), tools=TOOLS) for number in range(50)]
    together = threading.Barrier(2)

    def take() -> None:
        together.wait(20)
        with database.transaction() as session:
            take_in(session, world, *rows)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database.session(writes=False) as session:
        assert sum(everything(session).values()) == 50
        assert counts.differences(session, world.municipality) == []


def test_who_registers_while_a_file_is_taken_in_loses_nothing(database: Database, world: World) -> None:
    with database.transaction() as session:
        process_id = by_hand(session, world, TOOLS[0]).id
    begun, go_on = threading.Event(), threading.Event()

    def register() -> None:
        begun.wait(20)
        with database.transaction() as session:
            process = session.get_one(Process, process_id)
            service.register(session, process, TOOLS[:3], key="beside", actor=Actor(), now=NOON)
        go_on.set()

    thread = threading.Thread(target=register)
    thread.start()
    with database.transaction() as session:
        intake = plan_import(
            session,
            municipality_id=world.municipality,
            rows=[row(world, closed_on=CLOSED, tools=TOOLS[:2])],
            to_write=True,
        )
        begun.set()
        go_on.wait(0.5)
        apply_intake(session, intake, municipality_id=world.municipality, actor=Actor(), now=NOON)
    thread.join(60)
    with database.session(writes=False) as session:
        assert service.tools_of(session, process_id) == set(TOOLS[:3])
        assert counts.differences(session, world.municipality) == []
