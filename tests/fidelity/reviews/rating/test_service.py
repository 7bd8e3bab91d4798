"""Rating: each thing kept once, comments only when they have passed the screen, and nothing at all after it was submitted."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import AuditEvent
from core.database import Database
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating import asides, comments, marking, service
from fidelity.reviews.rating.comments import Comment, mark_of
from fidelity.reviews.rating.disputes import disputes
from fidelity.reviews.rating.rules import MOST_PLACES, Operation, Outcome, SetAnswer, SetGate, SetPlace, SetTool
from fidelity.reviews.rating.service import AlreadySubmitted, NoLongerYours, NotAllAnswered
from fidelity.reviews.rounds import assigning
from fidelity.reviews.rounds import service as rounds
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part
from fidelity.reviews.samples import service as samples
from fidelity.reviews.samples.models import Sample
from fidelity.reviews.samples.rules import Place
from tests.fidelity.reviews.rating.table import (
    CRITERIA,
    EVERYTHING,
    Table,
    assignment_of,
    at,
    everything,
    rate,
    round_of,
    set_table,
    sheet,
    submit,
)
from tests.training.study import at_once

MAPPING = SamplePart.MAPPING


@pytest.fixture
def table(database: Database) -> Table:
    with database.transaction() as session:
        return set_table(session)


@pytest.fixture
def session(database: Database, table: Table) -> Iterator[Session]:
    """A session that may write, with the round in place."""
    with database.session() as session:
        yield session


@pytest.fixture
def first(session: Session, table: Table) -> Assignment:
    return session.get_one(Assignment, table.first)


def keep(session: Session, assignment: Assignment, *operations: Operation) -> list[Outcome]:
    found = service.keep(session, assignment, sheet(), operations)
    return [found[one.id] for one in operations]


def answers(session: Session, assignment: Assignment) -> dict[str, str]:
    return service.given(service.ratings(session, assignment.id), CRITERIA)


def comment(session: Session, assignment: Assignment, text: str, seen: str = "", **more: object) -> bool:
    sent = Comment("a1", text, mark_of(seen), **more)  # type: ignore[arg-type]
    return comments.keep(session, assignment, sheet(), sent).is_saved


# --- Answering


def test_the_newer_of_two_pages_answers_stands_and_the_other_is_told(session: Session, first: Assignment) -> None:
    old, new = at(1), at(2)
    assert keep(session, first, SetAnswer(new, "a1", "3", None)) == [Outcome.KEPT]
    assert keep(session, first, SetAnswer(old, "a1", "1", None)) == [Outcome.OLDER]
    assert answers(session, first) == {"a1": "3"}
    assert keep(session, first, SetAnswer(at(3), "a1", "1", old)) == [Outcome.OVER]
    assert answers(session, first) == {"a1": "1"}


def test_what_is_sent_again_is_done_once(session: Session, first: Assignment) -> None:
    one = SetAnswer(at(1), "a1", "3", None)
    two = SetAnswer(at(2), "a1", "eb", one.id)
    for _ in range(2):
        assert keep(session, first, one, two)[-1] is Outcome.KEPT
    assert answers(session, first) == {"a1": "eb"}


@pytest.mark.parametrize(
    "operation",
    [
        SetAnswer(at(), "z9", "1", None),
        SetAnswer(at(), "a1", "5", None),
        SetAnswer(at(), "a1", "", None),
        SetGate(at(), "s9", "yes"),
        SetGate(at(), "s1", "maybe"),
        SetTool(at(), "hammer", is_seen=True),
        SetPlace(at(), "z9", Place(MAPPING, 0, 4), is_marked=True),
        SetPlace(at(), "a1", Place(MAPPING, 4, 4), is_marked=True),
        SetPlace(at(), "a1", Place(MAPPING, 0, 10_000), is_marked=True),
        SetPlace(at(), "a1", Place(SamplePart.PROCESS, 0, 1), is_marked=True),
    ],
    ids=range(10),
)
def test_what_the_sheet_does_not_hold_is_refused(session: Session, first: Assignment, operation: Operation) -> None:
    before = everything(session, first.id)
    assert keep(session, first, operation) == [Outcome.REFUSED]
    assert everything(session, first.id) == before


def test_gates_and_tools_stand_apart_from_the_answers(session: Session, first: Assignment) -> None:
    keep(session, first, SetGate(at(), "s1", "yes"), SetTool(at(), "three-houses", is_seen=True))
    keep(
        session, first, SetGate(at(), "s1", "no"), *(SetTool(at(), "safety-plan", is_seen=one) for one in (True, False))
    )
    assert asides.gates(session, first.id) == {"s1": "no"}
    assert asides.tools(session, first.id) == {"three-houses"}
    assert answers(session, first) == {}


def test_evidence_is_kept_as_places_and_those_that_touch_are_one(session: Session, first: Assignment) -> None:
    def places() -> list[tuple[int, int]]:
        found = marking.places(session, [first.id]).get((first.id, "a1"), [])
        return [(one.begins, one.ends) for one in found]

    def mark(begins: int, ends: int, *, is_marked: bool = True) -> Outcome:
        return keep(session, first, SetPlace(at(), "a1", Place(MAPPING, begins, ends), is_marked))[0]

    for begins, ends in ((0, 4), (10, 14), (0, 4)):
        assert mark(begins, ends) is Outcome.KEPT
    assert places() == [(0, 4), (10, 14)]
    mark(3, 10)
    assert places() == [(0, 14)]
    mark(0, 4, is_marked=False)
    assert places() == [(0, 14)], "it is a part of another one now"
    mark(0, 14, is_marked=False)
    assert places() == []
    assert answers(session, first) == {}


def test_there_is_an_end_to_places(session: Session, first: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "MOST_PLACES", 2)
    assert MOST_PLACES > 2
    sent = [SetPlace(at(), "a1", Place(MAPPING, begins, begins + 1), is_marked=True) for begins in (0, 4, 8, 5)]
    assert keep(session, first, *sent) == [Outcome.KEPT, Outcome.KEPT, Outcome.REFUSED, Outcome.KEPT]


# --- Comments


def test_a_comment_is_kept_when_it_has_passed_the_screen(session: Session, first: Assignment) -> None:
    assert comment(session, first, "Skadan är daterad.")
    assert not comment(session, first, "Ring 070-174 06 05.", seen="Skadan är daterad.")
    assert not comment(session, first, "Kalle säger det.", seen="Skadan är daterad.")
    assert service.ratings(session, first.id)["a1"].comment == "Skadan är daterad."
    assert comment(session, first, "Kalle säger det.", seen="Skadan är daterad.", accepted=["Kalle"])
    assert answers(session, first) == {}
    assert keep(session, first, SetAnswer(at(), "a1", "2", None)) == [Outcome.KEPT]


def test_a_comment_from_another_page_is_shown_beside_it(session: Session, first: Assignment) -> None:
    comment(session, first, "Den första.")
    outcome = comments.keep(session, first, sheet(), Comment("a1", "Den andra.", mark_of("")))
    assert (outcome.is_saved, outcome.elsewhere) == (False, "Den första.")
    assert comments.keep(session, first, sheet(), Comment("a1", "Den andra.", outcome.seen)).is_saved


# --- Submitting


def test_every_criterion_is_answered_before_it_is_submitted(session: Session, table: Table, first: Assignment) -> None:
    rate(session, first, {name: "2" for name in CRITERIA if name not in ("a2", "e1")})
    with pytest.raises(NotAllAnswered) as refusal:
        service.submit(session, first, sheet(), actor=table.actor(first), now=clock.now())
    assert refusal.value.criteria == ["a2", "e1"]
    assert first.state == AssignmentState.OPEN


def test_nothing_changes_a_submitted_rating(session: Session, table: Table, first: Assignment) -> None:
    keep(session, first, SetPlace(at(), "a1", Place(MAPPING, 0, 4), is_marked=True), SetGate(at(), "s1", "yes"))
    comment(session, first, "Skadan är daterad.")
    submit(session, table, first)
    session.commit()
    before, actor = everything(session, first.id), table.actor(first)
    attempts: list[Callable[[], object]] = [
        lambda: keep(session, first, SetAnswer(at(9), "a1", "4", None)),
        lambda: keep(session, first, SetPlace(at(9), "a1", Place(MAPPING, 0, 4), is_marked=False)),
        lambda: keep(session, first, SetGate(at(9), "s1", "no"), SetTool(at(9), "three-houses", is_seen=True)),
        lambda: comment(session, first, "Nej.", seen="Skadan är daterad."),
        lambda: service.submit(session, first, sheet(), actor=actor, now=clock.now()),
        lambda: service.lock_to_submit(session, first),
    ]
    for attempt in attempts:
        with pytest.raises(AlreadySubmitted):
            attempt()
        session.commit()
    assert assigning.give_up(session, first, "own-work", actor=actor, now=clock.now()) is None
    rounds.close_round(session, round_of(session, table), is_sure=True, actor=table.place.actor, now=clock.now())
    session.commit()
    assert everything(session, first.id) == before


def test_a_race_with_submitting_changes_nothing_after_it(database: Database, table: Table) -> None:
    with database.transaction() as session:
        rate(session, session.get_one(Assignment, table.first))
    kept: list[bool] = []

    def change(session: Session) -> None:
        assignment = session.get_one(Assignment, table.first)
        keep(session, assignment, SetAnswer(at(9), "a1", "4", None), SetGate(at(9), "s1", "no"))
        kept.append(True)

    def send(session: Session) -> None:
        assignment = session.get_one(Assignment, table.first)
        service.submit(session, assignment, sheet(), actor=table.actor(assignment), now=clock.now())

    raised = at_once(database, change, send, change, send)
    assert {type(error) for error in raised} == {AlreadySubmitted}
    assert len(raised) == 3 - len(kept)
    with database.session(writes=False) as session:
        assignment = session.get_one(Assignment, table.first)
        assert assignment.state == AssignmentState.SUBMITTED
        assert answers(session, assignment)["a1"] == ("4" if kept else "2")
        sent = session.scalars(select(AuditEvent).where(AuditEvent.name == "rating-submitted")).all()
        assert [one.subject["assignment_id"] for one in sent] == [table.first]


# --- Two who differ


def test_two_who_submit_at_once_and_differ_go_to_one_adjudicator(database: Database, table: Table) -> None:
    with database.transaction() as session:
        rate(session, session.get_one(Assignment, table.first))
        rate(session, session.get_one(Assignment, table.second), EVERYTHING | {"a1": "4", "b2": "3", "c1": "eb"})

    def send(assignment_id: int) -> Callable[[Session], None]:
        def deed(session: Session) -> None:
            assignment = session.get_one(Assignment, assignment_id)
            service.submit(session, assignment, sheet(), actor=table.actor(assignment), now=clock.now())

        return deed

    assert at_once(database, send(table.first), send(table.second)) == []
    with database.session(writes=False) as session:
        third = assignment_of(session, table.pair, Part.ADJUDICATOR)
        assert third.state == AssignmentState.OPEN
        found = disputes(session, table.place.municipality, [table.pair, table.single])
        assert found == {table.pair: frozenset({"a1", "c1"})}


def test_two_who_agree_need_nobody_else(session: Session, table: Table, first: Assignment) -> None:
    submit(session, table, first)
    second = session.get_one(Assignment, table.second)
    submit(session, table, second, EVERYTHING | {"a1": "3"})
    parts = session.scalars(select(Assignment.part).where(Assignment.sample_id == table.pair)).all()
    assert sorted(parts) == [Part.FIRST, Part.SECOND]


def test_an_adjudicator_ends_it(session: Session, table: Table, first: Assignment) -> None:
    submit(session, table, first)
    submit(session, table, session.get_one(Assignment, table.second), EVERYTHING | {"a1": "4"})
    before = [everything(session, id_) for id_ in (table.first, table.second)]
    third = assignment_of(session, table.pair, Part.ADJUDICATOR)
    submit(session, table, third, {"a1": "0"})
    assert third.state == AssignmentState.SUBMITTED
    assert [everything(session, id_) for id_ in (table.first, table.second)] == before
    assert len(session.scalars(select(Assignment).where(Assignment.sample_id == table.pair)).all()) == 3


# --- What takes a sample off a desk


def test_a_sample_that_was_stopped_takes_nothing_more(session: Session, table: Table, first: Assignment) -> None:
    rate(session, first)
    session.commit()
    pair = session.get_one(Sample, table.pair)
    samples.stop(session, pair, "name", actor=table.actor(first), now=clock.now())
    session.commit()
    with pytest.raises(NoLongerYours):
        keep(session, first, SetAnswer(at(9), "a1", "4", None))
    session.rollback()
    with pytest.raises(NoLongerYours):
        service.submit(session, first, sheet(), actor=table.actor(first), now=clock.now())


def test_a_round_that_was_closed_takes_nothing_more(session: Session, table: Table, first: Assignment) -> None:
    rate(session, first)
    rounds.close_round(session, round_of(session, table), is_sure=True, actor=table.place.actor, now=clock.now())
    with pytest.raises(NoLongerYours):
        service.submit(session, first, sheet(), actor=table.actor(first), now=clock.now())
