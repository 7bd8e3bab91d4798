"""Starting, answering, finishing and handing over: each thing once, and nothing of anybody in what is finished."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from fidelity.checklists.filling import counts, service
from fidelity.checklists.filling.models import ChecklistCount, ChecklistHolder, FilledChecklist, FilledItem
from fidelity.checklists.filling.rules import Given, Outcome, given_of, half_year_of
from fidelity.checklists.filling.service import Beginning, NeedsProcess, NotFinished, SetAnswer, StartedOtherwise
from fidelity.tool_use.counts import differences as tool_use_differences
from fidelity.tool_use.models import Registration
from fidelity.tool_use.service import Opening, remove_process, tools_of
from tests.fidelity.filling.desk import MUST, TODAY, TOOLS, actor, answered, begun, codes, new_id, process, sheet
from tests.world import NOON, World


def finish(session: Session, world: World, filled: FilledChecklist, **more: object) -> None:
    service.finish(session, filled, sheet(session, **more), actor=actor(world), now=NOON)


def holders(session: Session, filled: FilledChecklist) -> set[int]:
    return set(session.scalars(select(ChecklistHolder.person_id).where(ChecklistHolder.filled_id == filled.id)))


# --- Starting


def test_it_is_started_once_for_each_key(session: Session, world: World) -> None:
    made = process(session, world)
    beginning = Beginning(new_id(), world.municipality, world.unit, made.id)
    first, again = (service.start(session, beginning, sheet(session), actor=actor(world), now=NOON) for _ in range(2))
    assert first.id == again.id
    assert holders(session, first) == {world.people["learner"]}


def test_a_key_that_has_started_another_one_is_refused(session: Session, world: World) -> None:
    key = new_id()
    first, second = process(session, world), process(session, world)
    for made in (first, second):
        beginning = Beginning(key, world.municipality, world.unit, made.id)
        if made is first:
            service.start(session, beginning, sheet(session), actor=actor(world), now=NOON)
        else:
            with pytest.raises(StartedOtherwise):
                service.start(session, beginning, sheet(session), actor=actor(world), now=NOON)


def test_a_new_process_is_started_once_with_it(session: Session, world: World) -> None:
    opening = Opening(world.municipality, world.unit, "investigation", TODAY)
    beginning = Beginning(new_id(), world.municipality, world.unit, opening)
    first, again = (service.start(session, beginning, sheet(session), actor=actor(world), now=NOON) for _ in range(2))
    assert first.id == again.id
    assert first.process_id is not None
    assert tool_use_differences(session, world.municipality) == []


def test_only_what_colleagues_do_together_is_about_no_process(session: Session, world: World) -> None:
    with pytest.raises(NeedsProcess):
        begun(session, world, sheet(session))
    assert begun(session, world, sheet(session, needs_process=False)).process_id is None


# --- Answering


def test_answers_are_kept_and_taken_back(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    assert answered(session, filled, sheet(session), {"read": "done", "write": "later"}) == [Outcome.KEPT] * 2
    assert codes(session, filled) == {"read": "done", "write": "later"}
    answered(session, filled, sheet(session), {"read": ""})
    assert codes(session, filled) == {"write": "later"}


def test_an_operation_that_is_sent_again_is_done_once(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    first = SetAnswer(new_id(), "read", given_of("done"), None)
    second = SetAnswer(new_id(), "read", given_of(""), first.id)
    for sent in ([first], [second], [first], [first, second]):
        found = service.set_answers(session, filled, sheet(session), sent)
        assert set(found.values()) == {Outcome.KEPT}
        session.flush()
    assert codes(session, filled) == {}


def test_what_was_answered_otherwise_unseen_is_told_and_changes_nothing(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    answered(session, filled, sheet(session), {"read": "done"})
    blind = SetAnswer(new_id(), "read", given_of("later"), None)
    assert service.set_answers(session, filled, sheet(session), [blind]) == {blind.id: Outcome.CONFLICT}
    assert codes(session, filled) == {"read": "done"}


def test_the_same_answer_given_unseen_is_no_conflict(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    answered(session, filled, sheet(session), {"read": "done"})
    standing = service.answers(session, filled.id)["read"]
    same = SetAnswer(new_id(), "read", given_of("done"), None)
    assert service.set_answers(session, filled, sheet(session), [same]) == {same.id: Outcome.KEPT}
    session.flush()
    assert service.answers(session, filled.id)["read"] == standing


@pytest.mark.parametrize(("item", "code"), [("nowhere", "done"), ("read", "because"), ("read", "not-applicable")])
def test_what_there_is_not_is_refused(session: Session, world: World, item: str, code: str) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    sent = SetAnswer(new_id(), item, given_of(code), None)
    assert service.set_answers(session, filled, sheet(session), [sent]) == {sent.id: Outcome.REFUSED}
    assert codes(session, filled) == {}


# --- Finishing


def test_finishing_asks_for_everything_that_must_be_done(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    answered(session, filled, sheet(session), {"read": "done", "write": "done"})
    with pytest.raises(NotFinished) as refusal:
        finish(session, world, filled)
    assert refusal.value.items == ["say"]
    assert filled.finished_on is None
    answered(session, filled, sheet(session), {"say": "not-safe"})
    finish(session, world, filled)
    assert filled.finished_on == TODAY


def test_finishing_registers_what_it_stands_for_once_and_forgets_who(session: Session, world: World) -> None:
    made = process(session, world)
    filled = begun(session, world, sheet(session), process=made.id)
    service.share(session, filled, world.people["colleague"], actor=actor(world), now=NOON)
    answered(session, filled, sheet(session), {"read": "done", "say": "later"})
    for _ in range(2):
        finish(session, world, filled)
    assert tools_of(session, made.id) == set(TOOLS)
    (registration,) = session.scalars(select(Registration)).all()
    assert (registration.key, registration.source) == (filled.key, "checklist")
    assert holders(session, filled) == set()
    assert tool_use_differences(session, world.municipality) == []
    columns = {column for model in (FilledChecklist, FilledItem) for column in model.__table__.columns}
    assert not {name for name in columns if "person" in name.name or "actor" in name.name}
    event = session.scalars(select(AuditEvent).where(AuditEvent.name == "checklist-finished")).one()
    assert event.actor_id == world.people["learner"]


def test_nothing_is_registered_when_nothing_that_must_be_done_applied(session: Session, world: World) -> None:
    made = process(session, world)
    filled = begun(session, world, sheet(session), process=made.id)
    answered(session, filled, sheet(session), {**dict.fromkeys(MUST, "not-needed"), "write": "done"})
    finish(session, world, filled)
    assert tools_of(session, made.id) == set()
    assert session.scalars(select(Registration)).all() == []


def test_a_finished_one_is_locked(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    answered(session, filled, sheet(session), dict.fromkeys(MUST, "done"))
    finish(session, world, filled)
    assert answered(session, filled, sheet(session), {"read": "later"}) == [Outcome.LOCKED]
    assert answered(session, filled, sheet(session), {"read": "done"}) == [Outcome.KEPT]
    for change in (service.share, service.hand_over):
        more = {"instead_of": []} if change is service.hand_over else {}
        with pytest.raises(service.IsFinished):
            change(session, filled, world.people["colleague"], actor=actor(world), now=NOON, **more)
    with pytest.raises(service.IsFinished):
        service.throw_away(session, filled, actor=actor(world), now=NOON)


def test_an_operation_that_was_done_before_it_was_finished_is_still_known(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    first = SetAnswer(new_id(), "write", given_of("done"), None)
    service.set_answers(session, filled, sheet(session), [first])
    session.flush()
    answered(session, filled, sheet(session), {"write": "", **dict.fromkeys(MUST, "done")})
    finish(session, world, filled)
    assert service.set_answers(session, filled, sheet(session), [first]) == {first.id: Outcome.KEPT}


# --- Counting


def test_what_is_finished_is_counted_as_a_recount_counts_it(session: Session, world: World) -> None:
    for answers in (dict.fromkeys(MUST, "done"), {"read": "done", "say": "later", "go": "not-safe"}):
        filled = begun(session, world, sheet(session), process=process(session, world).id)
        answered(session, filled, sheet(session), answers)
        finish(session, world, filled)
    answered(session, begun(session, world, sheet(session, needs_process=False)), sheet(session), {"read": "done"})
    rows = session.scalars(select(ChecklistCount)).all()
    assert {(row.item, row.answer): row.finished for row in rows} == {
        ("", ""): 2, ("read", "done"): 2, ("say", "done"): 1, ("say", "later"): 1, ("go", "not-safe"): 1,
    }  # fmt: skip
    assert {(row.unit_id, row.half_year) for row in rows} == {(world.unit, half_year_of(TODAY).number)}
    assert counts.differences(session, world.municipality) == []


def test_a_difference_is_found(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session, needs_process=False), process=None)
    answered(session, filled, sheet(session), dict.fromkeys(MUST, "done"))
    finish(session, world, filled)
    session.flush()
    session.execute(ChecklistCount.__table__.update().where(ChecklistCount.item == "say").values(finished=4))
    (found,) = counts.differences(session, world.municipality)
    assert (found.counted[1:], found.stored, found.found) == (("say", "done"), 4, 1)


@pytest.mark.parametrize(
    ("day", "number"), [(date(2026, 1, 1), 4052), (date(2026, 6, 30), 4052), (date(2026, 7, 1), 4053)]
)
def test_half_years(day: date, number: int) -> None:
    assert half_year_of(day).number == number
    assert half_year_of(day).before.number == number - 1
    assert half_year_of(half_year_of(day).last_day).number == number
    assert half_year_of(half_year_of(day).last_day + timedelta(days=1)).number == number + 1


# --- Who works on it


def test_it_is_shared_and_handed_over(session: Session, world: World) -> None:
    me, colleague, coach = (world.people[name] for name in ("learner", "colleague", "coach"))
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    for _ in range(2):
        service.share(session, filled, colleague, actor=actor(world), now=NOON)
    assert holders(session, filled) == {me, colleague}
    service.hand_over(session, filled, coach, instead_of=[me], actor=actor(world), now=NOON)
    assert holders(session, filled) == {colleague, coach}
    service.hand_over(session, filled, colleague, instead_of=[coach, colleague], actor=actor(world), now=NOON)
    assert holders(session, filled) == {colleague}
    told = session.scalars(select(AuditEvent.name).where(AuditEvent.name.like("checklist-%")).order_by(AuditEvent.id))
    assert list(told) == ["checklist-started", "checklist-shared", "checklist-handed-over", "checklist-handed-over"]


def test_what_is_thrown_away_leaves_nothing(session: Session, world: World) -> None:
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    answered(session, filled, sheet(session), {"read": "done"})
    service.throw_away(session, filled, actor=actor(world), now=NOON)
    session.flush()
    for model in (FilledChecklist, FilledItem, ChecklistHolder):
        assert session.scalars(select(model.id)).all() == []


def test_a_checklist_outlives_a_process_that_was_started_by_mistake(session: Session, world: World) -> None:
    made = process(session, world)
    filled = begun(session, world, sheet(session), process=made.id)
    remove_process(session, made, actor=actor(world), now=NOON)
    session.flush()
    session.refresh(filled)
    assert filled.process_id is None
    answered(session, filled, sheet(session), dict.fromkeys(MUST, "done"))
    finish(session, world, filled)
    assert session.scalars(select(Registration)).all() == []


def test_it_counts_on_the_swedish_day_it_was_finished(session: Session, world: World) -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    filled = begun(session, world, sheet(session, needs_process=False))
    answered(session, filled, sheet(session), dict.fromkeys(MUST, "done"))
    service.finish(session, filled, sheet(session), actor=actor(world), now=late)
    assert filled.finished_on == date(2026, 7, 1)


def test_an_answer_in_a_word_and_back() -> None:
    for code in ("", "done", "later"):
        given = given_of(code)
        assert given is not None
        assert given.code == code
    assert given_of("not-applicable") is None
    assert given_of("done") != Given()
