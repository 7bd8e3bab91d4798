"""The audit log: rows that cannot be vague, values that cannot lead astray, and refusals that leave their row and nothing else."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import log
from core.audit import Actor, AuditEvent, Event, record, record_apart
from core.database import Base, Database
from organisation.models import Role
from tests.client import PageClient
from tests.world import NOON

ACTOR = Actor(7, 1)


@pytest.fixture
def sample_read() -> Iterator[Event]:
    """An event of the test's own, which is taken away again."""
    yield Event("test-sample-read", "person_id", "sample_id")
    del Event.registered["test-sample-read"]


def stored(session: Session, name: str) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.id)))


@pytest.mark.parametrize(
    "subject", [{}, {"person_id": 1}, {"person_id": 1, "sample_id": 2, "text": "x"}, {"person_id": 1, "sample": 2}]
)
def test_row_with_other_keys_than_the_declared_ones_is_refused(sample_read: Event, subject: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"test-sample-read carries \['person_id', 'sample_id'\]"):
        sample_read.row(ACTOR, NOON, subject)


def test_row_with_the_declared_keys_says_who_did_what_when(sample_read: Event) -> None:
    row = sample_read.row(ACTOR, NOON, {"sample_id": 2, "person_id": 1})
    assert (row.at, row.name, row.actor_id, row.municipality_id) == (NOON, "test-sample-read", 7, 1)
    assert row.subject == {"person_id": 1, "sample_id": 2}


def test_event_declared_twice_is_refused(sample_read: Event) -> None:
    with pytest.raises(ValueError, match="'test-sample-read' is declared twice"):
        Event("test-sample-read", "other")
    assert Event.registered["test-sample-read"] is sample_read


def test_name_of_every_event_fits_its_column() -> None:
    longest = AuditEvent.__table__.c.name.type.length
    assert len(Event.registered) > 10
    assert all(len(name) <= longest for name in Event.registered)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("a\n\r\t\x0b\x0c\x1c\x1e\x85\u2028\u2029 "), max_size=300) | st.text(max_size=300))
def test_property_a_value_stays_on_its_line_and_is_not_endless(value: str) -> None:
    row = Event.registered["access-refused"].row(ACTOR, NOON, {"permission": value})
    kept = row.subject["permission"]
    assert len(kept) <= 200
    assert len(kept.splitlines()) <= 1


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("a\nsigned-in person_id=1", "a signed-in person_id=1"),
        ("  a \r\n b ", "a b"),
        (None, None),
        (True, True),
        (5, 5),
        (date(2026, 3, 2), "2026-03-02"),
        (Role.COACH, "coach"),
        ([1, "a\nb", None], [1, "a b", None]),
        (frozenset({"x"}), ["x"]),
        (1.5, "1.5"),
    ],
)
def test_value_is_kept_as_json_can_carry_it(value: object, kept: object) -> None:
    subject = Event.registered["access-refused"].row(ACTOR, NOON, {"permission": value}).subject
    assert subject == {"permission": kept}
    assert json.loads(json.dumps(subject)) == subject


def test_row_of_a_change_goes_the_way_of_the_change(database: Database, sample_read: Event) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        record(session, sample_read, actor=Actor(), at=NOON, person_id=1, sample_id=2)
        session.flush()
        raise RuntimeError
    with database.session() as session:
        assert stored(session, sample_read.name) == []


def test_row_written_apart_stays_when_the_request_fails(database: Database, sample_read: Event) -> None:
    with pytest.raises(RuntimeError), database.session(writes=False) as session, session.begin():
        session.scalars(select(AuditEvent)).all()
        record_apart(database, sample_read, actor=Actor(), at=NOON, person_id=1, sample_id=2)
        raise RuntimeError
    with database.session() as session:
        (row,) = stored(session, sample_read.name)
        assert (row.at, row.actor_id, row.municipality_id) == (NOON, None, None)
        assert row.subject == {"person_id": 1, "sample_id": 2}


def everything(database: Database) -> dict[str, int]:
    with database.session(writes=False) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def test_refused_request_leaves_its_row_in_the_log_and_nothing_else(client: PageClient, database: Database) -> None:
    learner = client.world.people["learner"]
    client.sign_in(learner)
    token = client.csrf_token()
    before = everything(database)
    answer = client.post(f"/people/{learner}/roles", data={"csrf_token": token, "role": "administrator"})
    assert answer.status_code == 403
    assert everything(database) == before | {"audit_event": before["audit_event"] + 1}
    with database.session() as session:
        (row,) = stored(session, "access-refused")
        assert (row.actor_id, row.municipality_id) == (learner, client.world.municipality)
        assert row.subject == {"permission": "manage-people"}
        assert datetime.now(UTC) >= row.at


def test_nothing_a_visitor_sends_can_start_a_line_of_the_program_log() -> None:
    log.configure()
    render = structlog.get_config()["processors"]
    entry: object = {"event": "unexpected", "path": '/x\n{"event": "signed-in"}\r\u2028y'}
    for processor in render:
        entry = processor(None, "error", entry)
    assert len(str(entry).splitlines()) == 1
    assert json.loads(str(entry))["event"] == "unexpected"
