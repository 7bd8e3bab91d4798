"""The stored intervals follow every change of facts, a recount finds whatever does not, and a command mends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.database import Database
from organisation.changes import people_changed
from organisation.models import Employment, Leave, Person, Unit
from tests.training.study import NOON, Study, begin_study, later
from tests.world import World, add_unit
from training import exemptions, service, standings
from training.models import CourseStanding, Exemption

TODAY = NOON.date()
Deed = Callable[[Session, Study, list[int]], None]
"""Something that happens to Anna; the units are those there are."""


@contextmanager
def following(*courses: str) -> Iterator[None]:
    """The courses whose intervals follow the signal, for a while."""
    before = list(standings._followed)
    standings.follow_courses(courses)
    try:
        yield
    finally:
        standings.follow_courses(before)


def tell(session: Session, study: Study) -> None:
    """What the organisation sends when employments have changed."""
    session.flush()
    people_changed.send(
        session=session, municipality_id=study.municipality_id, person_ids=[study.anna.person_id], now=NOON
    )


def jobs(session: Session, study: Study) -> list[Employment]:
    own = select(Employment).where(Employment.person_id == study.anna.person_id)
    return list(session.scalars(own.order_by(Employment.id)))


def hire(unit: int, start: int, *, length: int | None, hired: int | None) -> Deed:
    def deed(session: Session, study: Study, units: list[int]) -> None:
        first = TODAY + timedelta(days=start)
        session.add(
            Employment(
                municipality_id=study.municipality_id,
                person_id=study.anna.person_id,
                unit_id=units[unit],
                position="Socialsekreterare",
                hired_on=None if hired is None else first - timedelta(days=hired),
                starts_on=first,
                ends_on=None if length is None else first + timedelta(days=length),
            )
        )
        tell(session, study)

    return deed


def change_last_job(change: Callable[[Employment], None]) -> Deed:
    def deed(session: Session, study: Study, units: list[int]) -> None:
        change(jobs(session, study)[-1])
        tell(session, study)

    return deed


def end(job: Employment) -> None:
    job.ends_on = max(job.starts_on, TODAY + timedelta(days=3))


def mark(job: Employment) -> None:
    job.is_primary = not job.is_primary


def forget_first_day(job: Employment) -> None:
    job.hired_on = None


def go_on_leave(start: int, length: int | None) -> Deed:
    def deed(session: Session, study: Study, units: list[int]) -> None:
        first = TODAY + timedelta(days=start)
        last = None if length is None else first + timedelta(days=length)
        for job in jobs(session, study):
            session.add(
                Leave(municipality_id=study.municipality_id, employment_id=job.id, starts_on=first, ends_on=last)
            )
        tell(session, study)

    return deed


def move(unit: int, after: int) -> Deed:
    """The last employment ends, and one in another unit begins the day after."""

    def deed(session: Session, study: Study, units: list[int]) -> None:
        job = jobs(session, study)[-1]
        job.ends_on = max(job.starts_on, TODAY + timedelta(days=after))
        hire(unit, (job.ends_on - TODAY).days + 1, length=None, hired=0)(session, study, units)

    return deed


def finish(steps: int, minutes: int) -> Deed:
    def deed(session: Session, study: Study, units: list[int]) -> None:
        done = [(at, later(minutes)) for at in study.everywhere[:steps]]
        service.finish_steps(session, study.anna, study.course, done)

    return deed


def exempt(start: int, length: int | None) -> Deed:
    def deed(session: Session, study: Study, units: list[int]) -> None:
        first = TODAY + timedelta(days=start)
        exemptions.exempt(
            session,
            session.get_one(Person, study.anna.person_id),
            "small",
            starts_on=first,
            ends_on=None if length is None else first + timedelta(days=length),
            reason="Annat arbete",
            actor=study.anna.actor,
            now=NOON,
        )

    return deed


def end_exemptions(session: Session, study: Study, units: list[int]) -> None:
    for found in exemptions.exemptions_of(session, session.get_one(Person, study.anna.person_id)):
        exemptions.end_exemption(session, found, actor=study.anna.actor, last_day=TODAY, now=NOON)


starts, lengths = st.integers(-40, 40), st.none() | st.integers(0, 30)
deeds = st.one_of(
    st.builds(hire, st.integers(0, 2), starts, length=lengths, hired=st.none() | st.integers(0, 400)),
    st.builds(change_last_job, st.sampled_from([end, mark, forget_first_day])),
    st.builds(go_on_leave, starts, lengths),
    st.builds(move, st.integers(0, 2), starts),
    st.builds(finish, st.integers(1, 6), st.integers(-40_000, 40_000)),
    st.builds(exempt, starts, lengths),
    st.just(end_exemptions),
)


@settings(max_examples=7, deadline=None)
@given(st.lists(deeds, min_size=3, max_size=6))
def test_after_whatever_has_happened_the_intervals_equal_a_recount(
    shared_database: Database, happened: list[Deed]
) -> None:
    study = begin_study(shared_database)
    with shared_database.transaction() as session:
        section = session.get_one(Unit, study.unit_id).section_id
        more = [add_unit(session, study.municipality_id, section, name).id for name in ("Mottagning", "Öppenvård")]
    units = [study.unit_id, *more]
    with following("small"):
        for deed in happened:
            with shared_database.transaction() as session:
                deed(session, study, units)
            assert not study.differs_from_a_recount()
    of_bo = [row for row in study.rows(CourseStanding) if row.person_id == study.bo.person_id]
    assert [(row.bucket, row.until) for row in of_bo] == [("not-started", date.max)]
    of_anna = sorted(
        (row for row in study.rows(CourseStanding) if row.person_id == study.anna.person_id),
        key=lambda row: row.starts_on,
    )
    assert all(before.until <= after.starts_on for before, after in pairwise(of_anna))


def test_only_those_whose_intervals_differ_are_rewritten(study: Study) -> None:
    both = [study.anna.person_id, study.bo.person_id]
    with study.database.transaction() as session:
        assert standings.rewrite(session, both, ["small"]) == 0
        session.execute(update(CourseStanding).where(CourseStanding.person_id == both[0]).values(bucket="completed"))
        assert standings.rewrite(session, both, ["small"]) == 1
        assert standings.rewrite(session, [], ["small"]) == 0
    assert [row.bucket for row in study.rows(CourseStanding)] == ["not-started", "not-started"]


def test_who_is_no_longer_employed_at_all_stands_nowhere(study: Study) -> None:
    with following("small"), study.database.transaction() as session:
        session.execute(delete(Employment).where(Employment.person_id == study.anna.person_id))
        tell(session, study)
    assert [row.person_id for row in study.rows(CourseStanding)] == [study.bo.person_id]


def test_a_change_of_employments_that_is_not_committed_changes_no_interval(study: Study) -> None:
    before = [(row.id, row.unit_id, row.until) for row in study.rows(CourseStanding)]
    with following("small"), study.database.session() as session:
        end(jobs(session, study)[0])
        tell(session, study)
        assert session.scalars(select(CourseStanding.until).where(CourseStanding.until < date.max)).all()
        session.rollback()
    assert [(row.id, row.unit_id, row.until) for row in study.rows(CourseStanding)] == before


def test_more_people_than_fit_into_one_batch_are_all_rewritten(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "BATCH", 1)
    with study.database.transaction() as session:
        session.execute(delete(CourseStanding).where(CourseStanding.municipality_id == study.municipality_id))
        assert standings.rewrite(session, [study.anna.person_id, study.bo.person_id], ["small"]) == 2
    assert not study.differs_from_a_recount()


def tamper_with_the_bucket(session: Session, person_id: int) -> None:
    session.execute(update(CourseStanding).where(CourseStanding.person_id == person_id).values(bucket="completed"))


def tamper_with_the_end(session: Session, person_id: int) -> None:
    session.execute(update(CourseStanding).where(CourseStanding.person_id == person_id).values(until=date(2030, 1, 1)))


def take_an_interval_away(session: Session, person_id: int) -> None:
    session.execute(delete(CourseStanding).where(CourseStanding.person_id == person_id))


def add_a_fact_past_the_service(session: Session, person_id: int) -> None:
    person = session.get_one(Person, person_id)
    session.add(
        Exemption(
            municipality_id=person.municipality_id, person_id=person_id, course="basic", starts_on=TODAY, reason="Nej"
        )
    )


def test_a_command_finds_what_differs_from_a_recount_and_mends_it_when_asked(
    app: Flask, database: Database, world: World
) -> None:
    runner, person = app.test_cli_runner(), world.people["colleague"]
    ways = (tamper_with_the_bucket, tamper_with_the_end, take_an_interval_away, add_a_fact_past_the_service)
    for tamper in ways:
        result = runner.invoke(args=["training", "verify"])
        assert (result.exit_code, result.output) == (0, "The stored intervals equal a recount.\n")
        with database.transaction() as session:
            tamper(session, person)
        for _time in range(2):  # looking mends nothing
            result = runner.invoke(args=["training", "verify"])
            assert result.exit_code == 1, tamper.__name__
            assert f"person {person}, basic: stored" in result.output
            assert "1 differ" in result.output
        assert runner.invoke(args=["training", "verify", "--repair"]).exit_code == 0
    assert runner.invoke(args=["training", "verify"]).exit_code == 0
