"""Processes and registrations: each thing once, and counts that always equal a recount."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, AuditEvent
from core.database import Database
from fidelity.tool_use import counts, service
from fidelity.tool_use.counts import Place
from fidelity.tool_use.models import Process, ToolUseChange, ToolUseCount
from fidelity.tool_use.rules import COMMON_KINDS, EVERY_PROCESS, OPEN, quarter_of
from fidelity.tool_use.service import Course, Opening
from tests.world import NOON, World

ACTOR = Actor(1, 1)
TODAY = NOON.date()
TOOLS = ("three-column-mapping", "three-houses", "safety-plan", "private-network")


def opened(session: Session, world: World, *, days_ago: int = 30, kind: str = "investigation") -> Process:
    """A process of the world's unit."""
    opening = Opening(world.municipality, world.unit, kind, TODAY - timedelta(days=days_ago))
    return service.open_process(session, opening, actor=ACTOR, now=NOON)


def stored(session: Session, world: World) -> dict[tuple[int, str], int]:
    """The unit's counts that are not zero, by quarter and tool."""
    rows = session.execute(
        select(ToolUseCount.quarter, ToolUseCount.tool, ToolUseCount.processes).where(
            ToolUseCount.unit_id == world.unit, ToolUseCount.processes != 0
        )
    )
    return {(row.quarter, row.tool): row.processes for row in rows}


def test_a_new_process_has_a_reference_of_two_words_and_a_digit(session: Session, world: World) -> None:
    first, second = opened(session, world), opened(session, world)
    assert len(first.reference.split()) == 3
    assert first.reference.split()[2].isdecimal()
    assert first.reference != second.reference


def test_a_tool_counts_once_for_a_process_however_often_it_is_registered(session: Session, world: World) -> None:
    process = opened(session, world)
    for key in ("a", "b"):
        service.register(session, process, TOOLS[:2], key=key, actor=ACTOR, now=NOON)
    assert stored(session, world) == {(OPEN, EVERY_PROCESS): 1, (OPEN, TOOLS[0]): 1, (OPEN, TOOLS[1]): 1}


def test_a_registration_that_is_sent_again_is_heard_once(session: Session, world: World) -> None:
    process = opened(session, world)
    first = service.register(session, process, TOOLS[:1], key="a", actor=ACTOR, now=NOON)
    again = service.register(session, process, TOOLS[:2], key="a", actor=ACTOR, now=NOON)
    assert again.id == first.id
    assert service.tools_of(session, process.id) == {TOOLS[0]}


def test_a_process_is_started_with_its_tools_once_for_each_key(session: Session, world: World) -> None:
    opening = Opening(world.municipality, world.unit, "service", TODAY)
    made = [service.start(session, opening, TOOLS[:2], key=key, actor=ACTOR, now=NOON) for key in ("a", "a", "b")]
    session.flush()
    assert made[0].id == made[1].id != made[2].id
    assert stored(session, world) == {(OPEN, EVERY_PROCESS): 2, (OPEN, TOOLS[0]): 2, (OPEN, TOOLS[1]): 2}


def test_undoing_takes_away_what_that_registration_added_and_nothing_else(session: Session, world: World) -> None:
    process = opened(session, world)
    service.register(session, process, TOOLS[:1], key="a", actor=ACTOR, now=NOON)
    second = service.register(session, process, TOOLS[:3], key="b", actor=ACTOR, now=NOON)
    for _ in range(2):
        service.undo(session, process, second, actor=ACTOR, now=NOON)
    assert service.tools_of(session, process.id) == {TOOLS[0]}
    again = service.register(session, process, TOOLS[:3], key="b", actor=ACTOR, now=NOON)
    assert again.is_undone
    assert service.tools_of(session, process.id) == {TOOLS[0]}


def test_what_was_registered_yesterday_is_not_undone(session: Session, world: World) -> None:
    process = opened(session, world)
    registration = service.register(session, process, TOOLS[:1], key="a", actor=ACTOR, now=NOON)
    with pytest.raises(service.TooLateToUndo):
        service.undo(session, process, registration, actor=ACTOR, now=NOON + timedelta(days=1))


def test_a_closed_process_counts_in_the_quarter_it_was_closed_in(session: Session, world: World) -> None:
    process = opened(session, world, days_ago=100)
    service.register(session, process, TOOLS[:1], key="a", actor=ACTOR, now=NOON)
    closed_on = TODAY - timedelta(days=70)
    service.correct_process(session, process, Course(process.kind, process.opened_on, closed_on), actor=ACTOR, now=NOON)
    quarter = quarter_of(closed_on).number
    assert stored(session, world) == {(quarter, EVERY_PROCESS): 1, (quarter, TOOLS[0]): 1}
    service.correct_process(session, process, Course(process.kind, process.opened_on, None), actor=ACTOR, now=NOON)
    assert stored(session, world) == {(OPEN, EVERY_PROCESS): 1, (OPEN, TOOLS[0]): 1}


@pytest.mark.parametrize(
    ("opened_on", "closed_on"),
    [
        (TODAY + timedelta(days=1), None),
        (date(1999, 12, 31), None),
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY - timedelta(days=9), TODAY + timedelta(days=1)),
    ],
)
def test_days_that_can_not_be_are_refused(
    session: Session, world: World, opened_on: date, closed_on: date | None
) -> None:
    process = opened(session, world)
    with pytest.raises(service.DaysNotPossible):
        service.correct_process(session, process, Course(process.kind, opened_on, closed_on), actor=ACTOR, now=NOON)


def test_a_process_with_tools_is_not_taken_away(session: Session, world: World) -> None:
    process = opened(session, world)
    service.register(session, process, TOOLS[:1], key="a", actor=ACTOR, now=NOON)
    with pytest.raises(service.HasTools):
        service.remove_process(session, process, actor=ACTOR, now=NOON)
    service.correct_tools(session, process, (), actor=ACTOR, now=NOON)
    service.remove_process(session, process, actor=ACTOR, now=NOON)
    session.flush()
    assert stored(session, world) == {}
    assert session.scalar(select(Process.id)) is None


def test_what_somebody_else_changed_meanwhile_is_told_and_kept(session: Session, world: World) -> None:
    process = opened(session, world)
    seen = service.course_of(process)
    closed = Course(process.kind, process.opened_on, TODAY)
    for _ in range(2):
        service.correct_process(session, process, closed, seen=seen, actor=ACTOR, now=NOON)
    with pytest.raises(service.ChangedElsewhere) as refusal:
        service.correct_process(
            session, process, Course("service", process.opened_on, None), seen=seen, actor=ACTOR, now=NOON
        )
    assert refusal.value.now == closed == service.course_of(process)


def test_correcting_tools_changes_only_what_was_changed_on_the_page(session: Session, world: World) -> None:
    process = opened(session, world)
    service.register(session, process, TOOLS[:2], key="a", actor=ACTOR, now=NOON)
    seen = service.tools_of(session, process.id)
    service.register(session, process, TOOLS[3:], key="b", actor=ACTOR, now=NOON)
    service.correct_tools(session, process, {TOOLS[1], TOOLS[2]}, seen=seen, actor=ACTOR, now=NOON)
    assert service.tools_of(session, process.id) == set(TOOLS[1:])


def test_a_process_that_was_taken_away_meanwhile_is_said_to_be(session: Session, world: World) -> None:
    process = opened(session, world)
    session.flush()
    session.execute(Process.__table__.delete().where(Process.__table__.c.id == process.id))
    with pytest.raises(service.TakenAway):
        service.register(session, process, TOOLS[:1], key="a", actor=ACTOR, now=NOON)


def test_every_change_moves_the_year_that_it_changes(session: Session, world: World) -> None:
    process = opened(session, world, days_ago=200)
    closed_on = TODAY - timedelta(days=100)
    service.correct_process(session, process, Course(process.kind, process.opened_on, closed_on), actor=ACTOR, now=NOON)
    years = dict(session.execute(select(ToolUseChange.year, ToolUseChange.changes)).all())
    assert years == {OPEN: 2, closed_on.year: 1}


def test_the_rows_say_nothing_of_who_and_the_log_does(session: Session, world: World) -> None:
    process = opened(session, world)
    service.register(session, process, TOOLS[:1], key="a", actor=Actor(77, world.municipality), now=NOON)
    session.flush()
    for model in (Process, ToolUseCount):
        assert not {"person_id", "actor_id", "created_by"} & set(model.__table__.columns.keys())
    events = session.scalars(select(AuditEvent).where(AuditEvent.name == "tools-registered")).all()
    assert [(event.actor_id, event.subject["tools"]) for event in events] == [(77, [TOOLS[0]])]


def test_what_is_registered_after_a_process_was_taken_away_is_its_own(session: Session, world: World) -> None:
    mistake = opened(session, world)
    first = service.register(session, mistake, (), key="a", actor=ACTOR, now=NOON)
    service.remove_process(session, mistake, actor=ACTOR, now=NOON)
    process = opened(session, world)
    # SQLite gives the number again
    second = service.register(session, process, TOOLS[:1], key="b", actor=ACTOR, now=NOON)
    assert (first.key, second.key, service.tools_of(session, process.id)) == ("a", "b", {TOOLS[0]})


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("open", "register", "correct", "close", "reopen", "undo", "remove")),
        st.integers(0, 3),
        st.sets(st.sampled_from(TOOLS)),
        st.integers(0, 400),
        st.sampled_from(COMMON_KINDS),
    ),
    max_size=25,
)
_keys = count()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_counts_equal_a_recount_whatever_happens(database: Database, world: World, steps: list[tuple]) -> None:
    with database.session() as session:
        processes, registrations = [opened(session, world, days_ago=400)], {}
        for what, which, tools, days, kind in steps:
            if not processes:
                processes.append(opened(session, world, days_ago=400))
            process = processes[which % len(processes)]
            if what == "open":
                processes.append(opened(session, world, days_ago=days, kind=kind))
            elif what == "register":
                key = str(next(_keys))
                made = service.register(session, process, tools, key=key, actor=ACTOR, now=NOON)
                registrations[process.id] = made
            elif what == "correct":
                service.correct_tools(session, process, tools, actor=ACTOR, now=NOON)
            elif what in {"close", "reopen"}:
                closed_on = None if what == "reopen" else min(TODAY, process.opened_on + timedelta(days=days))
                course = Course(kind, process.opened_on, closed_on)
                service.correct_process(session, process, course, actor=ACTOR, now=NOON)
            elif what == "undo" and process.id in registrations:
                service.undo(session, process, registrations[process.id], actor=ACTOR, now=NOON)
            elif what == "remove":
                service.correct_tools(session, process, (), actor=ACTOR, now=NOON)
                service.remove_process(session, process, actor=ACTOR, now=NOON)
                processes.remove(process)
                registrations.pop(process.id, None)  # SQLite gives the id to the next one
        session.flush()
        assert counts.differences(session, world.municipality) == []
        assert all(one >= 0 for one in session.scalars(select(ToolUseCount.processes)))
        session.rollback()


def test_two_that_change_counts_twice_do_not_wait_for_each_other_in_a_ring(database: Database, world: World) -> None:
    place = Place(world.municipality, "investigation", OPEN, world.unit)

    def register(tools: Sequence[str], waits_for: Event, then: Event) -> None:
        with database.transaction() as session:
            for tool in tools:
                counts.apply(session, counts.change_of(place, [tool], 1))
                then.set()
                waits_for.wait(1)

    first, second = Event(), Event()
    with ThreadPoolExecutor(2) as both:
        done = [both.submit(register, ("a", "b"), second, first), both.submit(register, ("b", "a"), first, second)]
        for one in done:
            one.result(30)
    with database.session(writes=False) as session:
        assert dict(session.execute(select(ToolUseCount.tool, ToolUseCount.processes)).all()) == {"a": 2, "b": 2}


def test_a_difference_is_found(session: Session, world: World) -> None:
    opened(session, world)
    session.flush()
    session.execute(ToolUseCount.__table__.update().values(processes=5))
    (found,) = counts.differences(session, world.municipality)
    assert (found.stored, found.counted, found.tool) == (5, 1, EVERY_PROCESS)
