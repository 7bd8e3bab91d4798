"""Calibrating: kept as it is answered, submitted once as a whole, let in by the municipality's limit, sets in turn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, AuditEvent
from core.clock import local_day
from core.database import Database
from fidelity.reviews.calibration import queries, service
from fidelity.reviews.calibration.limits import change_limit, limit_of
from fidelity.reviews.calibration.models import CalibrationAnswer, CalibrationRun
from fidelity.reviews.calibration.rules import DEFAULT, Limit, Where
from fidelity.reviews.calibration.service import NothingToRate, SetNotAnswered
from fidelity.reviews.rating.rules import Outcome, SetAnswer, new_operation
from fidelity.reviews.rating.service import AlreadySubmitted
from fidelity.reviews.results.drift import drift_of
from organisation.models import Role
from tests.fidelity.reviews.calibration.rating_a_set import (
    INSTRUMENT,
    MARCH,
    answer,
    answer_all,
    begin,
    far_off,
    higher,
    rate_a_set,
    sheet_of,
    submit,
)
from tests.training.study import at_once
from tests.world import World


@pytest.fixture
def session(app: Flask, database: Database, world: World) -> Iterator[Session]:
    """A session that may write, in the app that has read the samples."""
    with app.app_context(), database.session() as session:
        yield session


@pytest.fixture
def coach(world: World) -> int:
    return world.people[Role.COACH]


def is_let_in(session: Session, world: World, person_id: int, days: int = 0) -> bool:
    day = local_day(MARCH) + timedelta(days)
    return queries.is_let_in(session, person_id, world.municipality, INSTRUMENT, day)


def test_a_run_is_one_whole_set_and_there_is_one_at_a_time(session: Session, coach: int) -> None:
    run = begin(session, coach)
    assert run.set_number == 1
    assert [one.place for one in service.sheets(session, run)] == [1, 2, 3, 4]
    samples = [queries.kept_sample(session, one.document_id, "sv") for one in service.sheets(session, run)]
    assert {one.set for one in samples} == {1}
    assert begin(session, coach).id == run.id


def test_two_presses_at_once_begin_one_run(app: Flask, database: Database, coach: int) -> None:
    with app.app_context():
        queries.sample_row_in_use("night-bus")  # read once, before the threads, which have no app

    def press(session: Session) -> None:
        with app.app_context():
            begin(session, coach)

    assert at_once(database, press, press) == []
    with database.session(writes=False) as session:
        assert len(session.scalars(select(CalibrationRun)).all()) == 1


def test_the_newer_of_two_tabs_stands_and_the_other_is_told(session: Session, coach: int) -> None:
    run = begin(session, coach)
    of, sheet = service.sheets(session, run)[0], sheet_of(session, run)
    old, new = new_operation(MARCH), new_operation(MARCH + timedelta(minutes=1))

    def give(operation: str, code: str, after: str | None) -> Outcome:
        return service.keep(session, run, of, sheet, [SetAnswer(operation, "a1", code, after)])[operation]

    assert give(new, "3", None) is Outcome.KEPT
    assert give(old, "1", None) is Outcome.OLDER
    newest = new_operation(MARCH + timedelta(minutes=2))
    assert give(newest, "2", None) is Outcome.OVER
    assert service.answers(session, [of.id])[of.id]["a1"].answer == "2"
    assert answer(session, run, of, {"a1": "7", "zz": "1"}) == [Outcome.REFUSED] * 2


def test_a_set_is_submitted_whole_and_never_changes_again(session: Session, coach: int) -> None:
    run = begin(session, coach)
    of = service.sheets(session, run)[0]
    answer(session, run, of, {"a1": "3"})
    with pytest.raises(SetNotAnswered) as refusal:
        submit(session, run)
    assert refusal.value.left == {1: 13, 2: 14, 3: 14, 4: 14}
    answer_all(session, run)
    submit(session, run)
    before = kept(session)
    for deed in (lambda: answer(session, run, of, {"a1": "0"}), lambda: submit(session, run)):
        with pytest.raises(AlreadySubmitted):
            deed()
    session.flush()
    assert kept(session) == before
    assert [
        row.subject for row in session.scalars(select(AuditEvent).where(AuditEvent.name == "calibration-submitted"))
    ] == [{"run_id": run.id}]


def kept(session: Session) -> list[object]:
    """All that is stored of what was rated."""
    session.expire_all()
    runs = session.scalars(select(CalibrationRun).order_by(CalibrationRun.id))
    answers = session.scalars(select(CalibrationAnswer).order_by(CalibrationAnswer.id))
    return [*((one.submitted_at, one.is_passed) for one in runs), *((one.answer, one.operation) for one in answers)]


def test_near_the_reference_one_is_let_in_for_half_a_year(session: Session, world: World, coach: int) -> None:
    assert not is_let_in(session, world, coach)
    run = rate_a_set(session, coach, change=higher(1))
    assert run.is_passed is False, "no level is the same"
    run = rate_a_set(session, coach)
    assert run.is_passed is True
    assert run.set_number == 2
    assert is_let_in(session, world, coach)
    assert is_let_in(session, world, coach, days=184)
    assert not is_let_in(session, world, coach, days=185)
    assert queries.let_in_until(session, coach, world.municipality, INSTRUMENT) == local_day(MARCH) + timedelta(184)


def test_far_from_the_reference_one_is_not_let_in_and_the_other_set_comes_first(
    session: Session, world: World, coach: int
) -> None:
    assert [rate_a_set(session, coach, change=far_off).set_number for _time in range(3)] == [1, 2, 1]
    assert not is_let_in(session, world, coach)


def test_a_set_is_not_used_up_before_it_is_due(session: Session, coach: int) -> None:
    rate_a_set(session, coach)
    with pytest.raises(NothingToRate):
        begin(session, coach, MARCH + timedelta(100))
    assert begin(session, coach, MARCH + timedelta(160)).set_number == 2


def test_the_municipality_sets_the_limit_and_what_was_judged_stands(session: Session, world: World, coach: int) -> None:
    actor = Actor(world.people[Role.METHOD_SUPPORTER], world.municipality)
    assert limit_of(session, world.municipality) == DEFAULT
    first = rate_a_set(session, coach, change=higher(1))
    change_limit(session, world.municipality, Limit(80, 0, 12), actor=actor, now=MARCH)
    change_limit(session, world.municipality, Limit(80, 0, 12), actor=actor, now=MARCH)
    second = rate_a_set(session, coach, change=higher(1))
    assert (first.is_passed, second.is_passed) == (False, True)
    assert queries.let_in_until(session, coach, world.municipality, INSTRUMENT) == local_day(MARCH).replace(year=2027)
    assert limit_of(session, world.other_municipality) == DEFAULT
    (logged,) = session.scalars(select(AuditEvent).where(AuditEvent.name == "calibration-limit-changed"))
    assert logged.subject == {"within_one": 80, "exact": 0, "months": 12}


def test_submitted_sets_stand_beside_the_reference_the_latest_first(session: Session, world: World, coach: int) -> None:
    rate_a_set(session, coach)
    rate_a_set(session, coach, MARCH + timedelta(160), change=higher(1))
    begin(session, coach, MARCH + timedelta(320))
    high, level = queries.compared_sets(session, coach, world.municipality)
    assert [(one.set_number, one.submitted_at) for one in (high, level)] == [(2, MARCH + timedelta(160)), (1, MARCH)]
    assert level.samples
    assert all(own == reference for own, reference in level.samples)
    medians = [drift_of(one.samples).median for one in (high, level)]
    assert medians[1] == 0
    assert medians[0] is not None
    assert 0.5 < medians[0] < 1, "the highest level can't be exceeded"
    assert queries.compared_sets(session, coach, world.other_municipality) == []


def test_where_somebody_stands_is_their_own_and_their_municipalitys(session: Session, world: World, coach: int) -> None:
    rate_a_set(session, coach)
    other = world.people[Role.INVITED_RATER]
    found = queries.standings(session, world.municipality, [coach, other], INSTRUMENT, local_day(MARCH))
    assert (found[coach].where, found[other].where) == (Where.LET_IN, Where.NEVER)
    assert (
        queries.standings(session, world.other_municipality, [coach], INSTRUMENT, local_day(MARCH))[coach].where
        is Where.NEVER
    )
    assert queries.is_let_in(session, other, world.municipality, "nothing-to-calibrate-on", local_day(MARCH))
