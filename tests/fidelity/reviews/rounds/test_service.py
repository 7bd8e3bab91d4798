"""A round from plan to its end: refused where raters are too few, drawn by chance, shared out so that no two parts meet in one person."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.reviews.rounds import assigning, service
from fidelity.reviews.rounds.models import (
    Assignment,
    AssignmentState,
    DrawnProcess,
    Part,
    ReviewRound,
    RoundState,
    SampleSource,
)
from fidelity.reviews.rounds.rules import in_random_order
from fidelity.reviews.samples.models import Sample, SampleState
from fidelity.tool_use.models import Process
from organisation.models import Person, Role
from tests.fidelity.reviews.rounds.making import NOON, Place, hand_in, make_place, opened
from tests.world import add_role


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def drawn(session: Session, place: Place) -> ReviewRound:
    """A round of 36 samples of which 10 are rated twice, and two of each unit stand in."""
    kept = opened(session, place)
    for unit in place.units:
        for _ in range(8):
            hand_in(session, place, kept, unit)
    assigning.draw_samples(session, kept, is_sure=True, actor=place.actor, now=NOON)
    return kept


def assignments(session: Session, sample: Sample) -> list[Assignment]:
    return list(session.scalars(select(Assignment).where(Assignment.sample_id == sample.id).order_by(Assignment.id)))


def samples(session: Session, kept: ReviewRound, **wanted: object) -> list[Sample]:
    return list(session.scalars(select(Sample).filter_by(round_id=kept.id, **wanted).order_by(Sample.number)))


def submit(session: Session, assignment: Assignment) -> None:
    assignment.state, assignment.submitted_at = AssignmentState.SUBMITTED, NOON
    session.flush()


def test_a_plan_with_too_few_raters_is_refused_with_where_and_how_many(session: Session, place: Place) -> None:
    few = replace(place.plan, rater_ids=tuple(place.coaches[:3]))
    with pytest.raises(service.TooFewRaters) as refusal:
        service.plan_round(session, place.municipality, few, actor=place.actor, now=NOON)
    assert [(one.unit_id, one.raters, one.needed) for one in refusal.value.units] == [(u, 2, 3) for u in place.units]
    once = replace(few, share_twice=0, fewest_twice=0)
    assert (
        service.plan_round(session, place.municipality, once, actor=place.actor, now=NOON).state == RoundState.PLANNED
    )


def test_who_leads_everything_or_worked_there_in_the_period_is_no_rater_of_it(session: Session, place: Place) -> None:
    add_role(session, place.municipality, place.coaches[3], Role.MANAGEMENT)
    with pytest.raises(service.TooFewRaters):
        service.plan_round(session, place.municipality, place.plan, actor=place.actor, now=NOON)


def test_a_plan_is_changed_once_for_each_time_it_was_seen_and_never_after_it_was_opened(
    session: Session, place: Place
) -> None:
    def change(revision: int) -> None:
        plan = replace(place.plan, name="Hösten", unit_ids=tuple(place.units[:2]))
        service.change_plan(session, kept, plan, revision=revision, actor=place.actor, now=NOON)

    kept = service.plan_round(session, place.municipality, place.plan, actor=place.actor, now=NOON)
    change(1)
    assert service.plan_of(session, kept).unit_ids == tuple(place.units[:2])
    with pytest.raises(service.PlanChanged):
        change(1)
    service.open_round(session, kept, actor=place.actor, now=NOON)
    with pytest.raises(service.NotInThatState):
        change(2)
    with pytest.raises(service.NotInThatState):
        service.drop_plan(session, kept, actor=place.actor, now=NOON)


def test_processes_are_drawn_by_chance_with_some_that_stand_in(session: Session, place: Place) -> None:
    closed = date(2025, 9, 1)
    for number in range(30):
        session.add(
            Process(
                municipality_id=place.municipality, unit_id=place.units[0], kind="investigation",
                reference=f"stilla ek {number}", opened_on=closed - timedelta(90),
                closed_on=closed if number < 20 else closed + timedelta(200), touched_on=closed,
            )
        )  # fmt: skip
    session.flush()
    kept = opened(session, place, source=SampleSource.PROCESSES)
    drawn = session.scalars(select(DrawnProcess).order_by(DrawnProcess.place)).all()
    in_period = session.scalars(select(Process.id).where(Process.closed_on == closed)).all()
    assert [one.place for one in drawn] == list(range(9)), "six are asked for, three stand in"
    assert [one.process_id for one in drawn] == in_random_order(in_period, kept.seed, f"unit {place.units[0]}")[:9]
    last = hand_in(session, place, kept, place.units[0], process_id=drawn[8].process_id)
    first = hand_in(session, place, kept, place.units[0], process_id=drawn[0].process_id)
    assigning.draw_samples(session, kept, is_sure=True, actor=place.actor, now=NOON)
    assert (first.place, last.place) == (0, 1)


def test_the_draw_takes_so_many_of_each_unit_and_numbers_tell_nothing(
    session: Session, place: Place, drawn: ReviewRound
) -> None:
    rated = [one for one in samples(session, drawn) if one.number is not None]
    assert sorted(one.number for one in rated if one.number) == list(range(1, 37))
    assert Counter(one.unit_id for one in rated) == dict.fromkeys(place.units, 6)
    assert [one.unit_id for one in rated] != sorted(one.unit_id for one in rated)
    assert sum(one.is_rated_twice for one in rated) == 10
    assert drawn.state == RoundState.RATING


def test_no_two_parts_in_a_sample_are_one_person_and_nobody_rates_the_own_section(
    session: Session, place: Place, drawn: ReviewRound
) -> None:
    load: Counter[int] = Counter()
    for sample in samples(session, drawn):
        raters = [one.person_id for one in assignments(session, sample)]
        assert len(raters) == (0 if sample.number is None else 1 + sample.is_rated_twice)
        assert len({*raters, sample.released_by_id}) == len(raters) + 1
        assert place.coaches[place.section_of(sample.unit_id)] not in raters
        load.update(raters)
    assert sum(load.values()) == 46
    assert max(load.values()) - min(load.values()) <= 1


def test_who_released_a_sample_never_rates_it(session: Session, place: Place) -> None:
    kept = opened(session, place, share_twice=0, fewest_twice=0)
    mine = [hand_in(session, place, kept, place.units[0], released_by=place.coaches[3]) for _ in range(6)]
    assigning.draw_samples(session, kept, is_sure=True, actor=place.actor, now=NOON)
    assert {one.person_id for sample in mine for one in assignments(session, sample)} == set(place.coaches[1:3])


def test_where_readers_leave_too_few_raters_nothing_is_drawn(session: Session, place: Place) -> None:
    kept = opened(session, place)
    hand_in(session, place, kept, place.units[0], released_by=place.coaches[1])
    with pytest.raises(assigning.NobodyCanRate):
        assigning.draw_samples(session, kept, is_sure=True, actor=place.actor, now=NOON)


def test_what_is_missing_has_to_be_known_before_the_draw(session: Session, place: Place) -> None:
    kept = opened(session, place)
    hand_in(session, place, kept, place.units[0])
    with pytest.raises(service.NotSure):
        assigning.draw_samples(session, kept, is_sure=False, actor=place.actor, now=NOON)


def test_nothing_is_drawn_before_something_was_released(session: Session, place: Place) -> None:
    with pytest.raises(assigning.NothingReleased):
        assigning.draw_samples(session, opened(session, place), is_sure=True, actor=place.actor, now=NOON)


def test_a_conflict_of_interest_moves_the_sample_to_somebody_else(
    session: Session, place: Place, drawn: ReviewRound
) -> None:
    sample = next(one for one in samples(session, drawn, is_rated_twice=True))
    first, second = assignments(session, sample)
    other = assigning.give_up(session, first, "knows-the-case", actor=place.actor, now=NOON)
    assert other is not None
    assert other.part == Part.FIRST
    assert len({first.person_id, second.person_id, other.person_id}) == 3
    assert assigning.give_up(session, first, "knows-the-case", actor=place.actor, now=NOON) is None
    assert assigning.give_up(session, other, "knows-the-case", actor=place.actor, now=NOON) is None, "nobody is left"
    submit(session, second)
    assigning.give_up(session, second, "knows-the-case", actor=place.actor, now=NOON)
    assert second.state == AssignmentState.SUBMITTED


def test_two_that_differ_go_to_one_adjudicator_who_is_neither(
    session: Session, place: Place, drawn: ReviewRound
) -> None:
    sample = next(one for one in samples(session, drawn, is_rated_twice=True))
    first, second = assignments(session, sample)
    submit(session, first)
    submit(session, second)
    assert assigning.after_submit(session, second, [], actor=place.actor, now=NOON) is None
    third = assigning.after_submit(session, second, ["a1"], actor=place.actor, now=NOON)
    assert third is not None
    assert third.part == Part.ADJUDICATOR
    assert third.person_id not in {first.person_id, second.person_id, sample.released_by_id}
    assert assigning.after_submit(session, first, ["a1"], actor=place.actor, now=NOON) is None, "one is enough"


def test_a_stopped_sample_leaves_every_desk_and_the_next_of_its_unit_stands_in(
    session: Session, place: Place, drawn: ReviewRound
) -> None:
    sample = next(one for one in samples(session, drawn, is_rated_twice=True))
    waiting = [one for one in samples(session, drawn, unit_id=sample.unit_id) if one.number is None]
    sample.state = SampleState.STOPPED
    stand_in = assigning.take_off_desks(session, sample, actor=place.actor, now=NOON)
    assert stand_in == min(waiting, key=lambda one: one.place or 0)
    assert stand_in.number == 37
    assert [one.part for one in assignments(session, stand_in)] == [Part.FIRST, Part.SECOND]
    assert {one.state for one in assignments(session, sample)} == {AssignmentState.GIVEN_UP}


def test_closing_gives_up_what_is_unfinished_and_forgets_who_read_before(
    session: Session, place: Place, drawn: ReviewRound
) -> None:
    submit(session, session.scalars(select(Assignment).limit(1)).one())
    session.commit()
    with pytest.raises(service.NotSure):
        service.close_round(session, drawn, is_sure=False, actor=place.actor, now=NOON)
    session.rollback()
    service.close_round(session, drawn, is_sure=True, actor=place.actor, now=NOON)
    states = Counter(session.scalars(select(Assignment.state)).all())
    assert states == {AssignmentState.SUBMITTED: 1, AssignmentState.GIVEN_UP: 45}
    assert session.scalar(select(func.count()).where(Sample.released_by_id.is_not(None))) == 0
    with pytest.raises(service.NotInThatState):
        service.close_round(session, drawn, is_sure=True, actor=place.actor, now=NOON)


def test_a_rater_whose_account_is_closed_gets_nothing(session: Session, place: Place) -> None:
    kept = opened(session, place, share_twice=0, fewest_twice=0)
    session.get_one(Person, place.coaches[1]).closed_at = NOON
    for _ in range(6):
        hand_in(session, place, kept, place.units[0])
    assigning.draw_samples(session, kept, is_sure=True, actor=place.actor, now=NOON)
    assert set(session.scalars(select(Assignment.person_id))) == {place.coaches[2], place.coaches[3]}
