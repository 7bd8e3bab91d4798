"""Group sessions: nothing is seen before the leader opens it, no state is skipped, and nobody is left in what is kept."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.database import Base, Database
from fidelity.reviews.calibration import group, group_queries, group_rules
from fidelity.reviews.calibration.group_models import GroupAnswer, GroupCount, GroupMember, GroupSession
from fidelity.reviews.calibration.group_rules import GroupState, next_state, turns_shown
from fidelity.reviews.calibration.queries import calibration_samples
from fidelity.reviews.rating.rules import SetAnswer, new_operation
from fidelity.reviews.rating.service import AlreadySubmitted
from organisation.models import Role
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.calibration.rating_a_set import MARCH
from tests.world import World, add_person, add_role

ADDRESS = "/reviews/calibration/sessions"


@pytest.fixture
def session(app: Flask, database: Database, world: World) -> Iterator[Session]:
    """A session that may write, in the app that has read the samples."""
    with app.app_context(), database.session() as session:
        yield session


@pytest.fixture
def leader(world: World) -> Actor:
    return Actor(world.people[Role.METHOD_SUPPORTER], world.municipality)


@pytest.fixture
def running(session: Session, leader: Actor) -> GroupSession:
    sample = calibration_samples().sample("night-bus", "sv")
    assert sample is not None
    return group.start(session, sample, ["a1", "b1"], actor=leader, now=MARCH)


@pytest.fixture
def members(session: Session, world: World, running: GroupSession) -> list[GroupMember]:
    found = []
    for number in range(2):
        person = add_person(session, world.municipality, world.unit, f"member-{number}")
        add_role(session, world.municipality, person.id, Role.COACH, section_id=world.section)
        group.join(session, world.municipality, person.id, f" {running.code.lower()} ")
        found.append(group.member_of(session, running, person.id))
    return [one for one in found if one is not None]


def answer(session: Session, running: GroupSession, member: GroupMember, turn: int, **levels: str) -> None:
    sheet = group_queries.asked_in(session, running, "sv")
    sent = [SetAnswer(new_operation(MARCH), name, code, None) for name, code in levels.items()]
    group.keep(session, running, member, turn, sheet, sent)


def go_on(session: Session, running: GroupSession, leader: Actor) -> None:
    group.go_on(session, running, GroupState(running.state), actor=leader, now=MARCH)


def test_states_follow_one_another_and_a_turn_is_seen_only_when_it_is_over() -> None:
    assert all(next_state(one) is after for one, after in pairwise(GroupState))
    assert next_state(GroupState.CLOSED) is None
    for state in GroupState:
        assert group_rules.turn_of(state) not in turns_shown(state)
    assert turns_shown(GroupState.SECOND) == (1,)
    assert group_rules.as_code(" ab-c2x!") == "ABC2X"
    assert group_rules.as_code(group_rules.new_code()) != ""


def test_a_session_goes_through_all_its_states_and_forgets_who(
    session: Session, running: GroupSession, members: list[GroupMember], leader: Actor
) -> None:
    with pytest.raises(group.NotNow):
        go_on(session, running, leader)
    people = [one.person_id for one in members]
    for turn in (1, 2):
        answer(session, running, members[0], turn, a1="2", b1="eb")
        answer(session, running, members[1], turn, a1="2" if turn == 2 else "4")
        assert group_queries.progress(session, running) == (2, 1)
        go_on(session, running, leader)
        with pytest.raises(AlreadySubmitted):
            answer(session, running, members[1], turn, b1="0")
        go_on(session, running, leader)
    assert running.state == GroupState.REFERENCE
    go_on(session, running, leader)
    assert running.starter_id is None
    for table in (GroupMember, GroupAnswer):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    rows = session.scalars(select(GroupCount))
    assert {(one.turn, one.question, one.answer): one.number for one in rows} == {
        (1, "a1", "2"): 1,
        (1, "a1", "4"): 1,
        (1, "b1", "eb"): 1,
        (2, "a1", "2"): 2,
        (2, "b1", "eb"): 1,
    }
    session.flush()
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if table.name.startswith("review_group"):
            for column in (one for one in table.columns if one.name in {"person_id", "starter_id"}):
                assert not set(session.scalars(select(column))) & {*people, leader.person_id}
    with pytest.raises(group.NotNow):
        group.go_on(session, running, GroupState.CLOSED, actor=leader, now=MARCH)


def test_a_double_press_skips_nothing(
    session: Session, running: GroupSession, members: list[GroupMember], leader: Actor
) -> None:
    answer(session, running, members[0], 1, a1="2")
    group.go_on(session, running, GroupState.FIRST, actor=leader, now=MARCH)
    with pytest.raises(group.NotNow):
        group.go_on(session, running, GroupState.FIRST, actor=leader, now=MARCH)
    assert running.state == GroupState.TALK


def test_what_is_called_off_leaves_nothing(
    session: Session, running: GroupSession, members: list[GroupMember], leader: Actor, world: World
) -> None:
    answer(session, running, members[0], 1, a1="2")
    code = running.code
    group.call_off(session, running, actor=leader, now=MARCH)
    for table in (GroupSession, GroupMember, GroupAnswer):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    with pytest.raises(group.NoSuchCode):
        group.join(session, world.municipality, members[0].person_id, code)


def test_a_code_opens_nothing_in_another_municipality(session: Session, running: GroupSession, world: World) -> None:
    with pytest.raises(group.NoSuchCode):
        group.join(session, world.other_municipality, world.people["foreign"], running.code)


@on_one_database
def test_the_pages_lead_a_session_from_code_to_reference(client: PageClient) -> None:
    people = client.world.people
    client.sign_in(people[Role.METHOD_SUPPORTER])
    assert client.send(f"{ADDRESS}/new", {"sample": "night-bus"}).status_code == 422
    address = client.send(f"{ADDRESS}/new", {"sample": "night-bus", "criteria": ["a1", "b1"]}).location
    page = words(client.page(address))
    code = page.split("Träffens kod är ")[1][:5]
    assert client.send(ADDRESS, {"code": code}).status_code == 422, "a method supporter leads"

    def step(state: str, client: PageClient = client) -> int:
        return client.send(f"{address}/go-on", {"state": state}).status_code

    assert step("first") == 409
    client.sign_in(people[Role.COACH])
    assert client.get(address).status_code == 404
    assert client.send(ADDRESS, {"code": "ZZZZZ"}).status_code == 422
    assert client.send(ADDRESS, {"code": code}).location == address
    assert len(client.page(address).select("fieldset.anchors")) == 2
    client.send(f"{address}/turns/1", {"answer:a1": "4", "answer:b1": "1"})
    assert step("first") == 404, "only the leader goes on"
    page = client.page(address)
    assert "Hur många" not in words(page)
    assert "1 av 1 deltagare" in words(page)
    assert "HX-Refresh" not in client.get(f"{address}/now?state=first").headers
    client.sign_in(people[Role.METHOD_SUPPORTER])
    assert [step(one) for one in ("talk", "first", "first")] == [409, 303, 409]
    client.sign_in(people[Role.COACH])
    assert client.get(f"{address}/now?state=first").headers["HX-Refresh"] == "true"
    assert client.send(f"{address}/turns/1", {"answer:a1": "0"}).status_code == 409
    page = client.page(address)
    assert [words(one) for one in page.select("td")].count("1") == 2
    assert "Referens" not in words(page)
    client.sign_in(people[Role.METHOD_SUPPORTER])
    assert step("talk") == 303
    client.sign_in(people[Role.COACH])
    client.send(f"{address}/turns/2", {"answer:a1": "2", "answer:b1": "1"})
    client.sign_in(people[Role.METHOD_SUPPORTER])
    assert [step("second"), step("beside")] == [303, 303]
    assert "Referens: Nivå" in words(client.page(address))
    assert step("reference") == 303
    assert "För få har svarat" in words(client.page(address))
    assert client.page(ADDRESS).select_one(f"a[href='{address}']")


def test_a_session_that_nobody_closes_is_called_off_after_thirty_days(
    session: Session, running: GroupSession, members: list[GroupMember]
) -> None:
    answer(session, running, members[0], 1, a1="2")
    assert group.call_off_forgotten(session, MARCH + timedelta(days=29)) == 0
    assert group.call_off_forgotten(session, MARCH + timedelta(days=30)) == 1
    for table in (GroupSession, GroupMember, GroupAnswer, GroupCount):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert group.call_off_forgotten(session, MARCH + timedelta(days=31)) == 0
