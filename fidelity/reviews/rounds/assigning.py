"""Drawing the samples that are rated, sharing them out, and finding somebody else where one falls away."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.reviews.rounds import people
from fidelity.reviews.rounds.models import (
    Assignment,
    AssignmentState,
    DrawnProcess,
    Part,
    ReviewRound,
    RoundState,
    SampleSource,
)
from fidelity.reviews.rounds.rules import Rater, UnitPlace, in_random_order, number_twice
from fidelity.reviews.rounds.service import NotSure, lock, units_of
from fidelity.reviews.rounds.sharing_out import NobodyLeft, ToRate, least_burdened, share_out
from fidelity.reviews.samples.models import Sample, SampleState

SAMPLES_DRAWN = Event("review-samples-drawn", "round_id", "count", says=_l("Samples drawn and shared out among raters"))
RATING_GIVEN_UP = Event("rating-given-up", "sample_id", "reason", says=_l("A rater was replaced"))
ADJUDICATION_ASKED = Event("adjudication-asked", "sample_id", says=_l("Two ratings went to an adjudicator"))


class NothingReleased(DomainError):
    """There is no released sample to rate."""


class NobodyCanRate(DomainError):
    """A sample has too few raters left, since some have read it already."""


def draw_samples(session: Session, kept: ReviewRound, *, is_sure: bool, actor: Actor, now: datetime) -> int:
    """Draw the samples that are rated and share them out; returns how many.

    Raises NothingReleased, NobodyCanRate, NotInThatState, and NotSure when units have fewer than asked for and nobody said that they know.
    """
    lock(session, kept, RoundState.COLLECTING)
    released = session.scalars(
        select(Sample).where(Sample.round_id == kept.id, Sample.state == SampleState.RELEASED)
    ).all()
    if not released:
        raise NothingReleased(_l("No sample has been released yet. Samples are drawn from those that have been."))
    chosen = _choose(session, kept, released)
    if not is_sure and len(chosen) < kept.samples_per_unit * len(units_of(session, kept)):
        raise NotSure(
            _l("Some samples are missing. Wait for them, or tick that you know that they can't be handed in later.")
        )
    numbers = in_random_order([one.id for one in chosen], kept.seed, "numbers")
    twice = number_twice(len(chosen), kept.share_twice, kept.fewest_twice)
    twice_ids = set(in_random_order([one.id for one in chosen], kept.seed, "twice")[:twice])
    for one in chosen:
        one.number, one.is_rated_twice = numbers.index(one.id) + 1, one.id in twice_ids
    kept.state, kept.drawn_on = RoundState.RATING, clock.local_day(now)
    _share_out(session, kept, chosen, now)
    record(session, SAMPLES_DRAWN, actor=actor, at=now, round_id=kept.id, count=len(chosen))
    return len(chosen)


def _choose(session: Session, kept: ReviewRound, released: Sequence[Sample]) -> list[Sample]:
    """Each unit's samples get their places; those in the first ones are rated."""
    for unit_id in sorted({one.unit_id for one in released}):
        theirs = {one.id: one for one in released if one.unit_id == unit_id}
        for place, id_ in enumerate(_order(session, kept, unit_id, theirs)):
            theirs[id_].place = place
    return [one for one in released if one.place is not None and one.place < kept.samples_per_unit]


def _order(session: Session, kept: ReviewRound, unit_id: int, theirs: dict[int, Sample]) -> list[int]:
    """By the place of the drawn process; where units choose themselves, chance decides among what they handed in."""
    if kept.source == SampleSource.UNITS:
        return in_random_order(theirs, kept.seed, f"samples of unit {unit_id}")
    places = dict(
        session.execute(
            select(DrawnProcess.process_id, DrawnProcess.place).where(
                DrawnProcess.round_id == kept.id, DrawnProcess.unit_id == unit_id
            )
        ).all()
    )
    return sorted(theirs, key=lambda id_: places.get(theirs[id_].process_id or 0, len(places)))


def _share_out(session: Session, kept: ReviewRound, samples: Sequence[Sample], now: datetime) -> None:
    today = clock.local_day(now)
    units = {one.id: one for one in people.unit_places(session, kept.municipality_id, {one.unit_id for one in samples})}
    try:
        shares = share_out([_to_rate(one, units) for one in samples], _raters(session, kept, today), kept.seed)
    except NobodyLeft as left:
        number = next(one.number for one in samples if one.id == left.sample_id)
        raise NobodyCanRate(
            _l(
                "Sample %(number)s has too few raters left. Add a rater who has not read it, and draw again.",
                number=number,
            )
        ) from None
    for sample_id, raters in shares.items():
        for part, person_id in zip((Part.FIRST, Part.SECOND), raters, strict=False):
            _assign(session, kept.municipality_id, sample_id, person_id, part, today)


def _to_rate(sample: Sample, units: dict[int, UnitPlace]) -> ToRate:
    readers = frozenset(filter(None, (sample.released_by_id, sample.person_id)))
    return ToRate(sample.id, units[sample.unit_id], readers, 2 if sample.is_rated_twice else 1)


def give_up(
    session: Session, assignment: Assignment, because: str, *, actor: Actor, now: datetime
) -> Assignment | None:
    """Somebody else gets the sample; None when nobody can, which then stands on the round's page. A submitted rating is never given up."""
    sample = locked_sample(session, assignment.sample_id)
    session.refresh(assignment)
    if assignment.state != AssignmentState.OPEN:
        return None
    assignment.state, assignment.given_up_because = AssignmentState.GIVEN_UP, because
    session.flush()
    record(session, RATING_GIVEN_UP, actor=actor, at=now, sample_id=sample.id, reason=because)
    return find_rater(session, sample, assignment.part, now=now)


def after_submit(
    session: Session, assignment: Assignment, disputed: Sequence[str], *, actor: Actor, now: datetime
) -> Assignment | None:
    """Where both have submitted and differ too much, give the sample to a blind adjudicator: the new assignment, or None."""
    if not disputed:
        return None
    sample = locked_sample(session, assignment.sample_id)
    if Part.ADJUDICATOR in {one.part for one in _standing(session, sample.id)}:
        return None
    record(session, ADJUDICATION_ASKED, actor=actor, at=now, sample_id=sample.id)
    return find_rater(session, sample, Part.ADJUDICATOR, now=now)


def take_off_desks(session: Session, sample: Sample, *, actor: Actor, now: datetime) -> Sample | None:
    """The sample was stopped: nobody goes on with it, and the next of its unit stands in. Returns that one, or None."""
    for one in _standing(session, sample.id):
        if one.state == AssignmentState.OPEN:
            one.state, one.given_up_because = AssignmentState.GIVEN_UP, "stopped"
            record(session, RATING_GIVEN_UP, actor=actor, at=now, sample_id=sample.id, reason="stopped")
    session.flush()
    kept = session.get_one(ReviewRound, sample.round_id)
    if kept.state != RoundState.RATING or sample.number is None:
        return None
    session.refresh(kept, with_for_update=True)
    stand_in = session.scalars(
        select(Sample)
        .where(Sample.round_id == kept.id, Sample.unit_id == sample.unit_id, Sample.number.is_(None))
        .where(Sample.state == SampleState.RELEASED, Sample.place.is_not(None))
        .order_by(Sample.place)
        .limit(1)
    ).one_or_none()
    if stand_in is not None:
        last = session.scalar(select(func.max(Sample.number)).where(Sample.round_id == kept.id)) or 0
        stand_in.number, stand_in.is_rated_twice = last + 1, sample.is_rated_twice
        for part in (Part.FIRST, Part.SECOND)[: 2 if stand_in.is_rated_twice else 1]:
            find_rater(session, stand_in, part, now=now)
    return stand_in


def find_rater(session: Session, sample: Sample, part: Part, *, now: datetime) -> Assignment | None:
    """Give the sample to who has least to do of those who may; None when nobody may."""
    kept, today = session.get_one(ReviewRound, sample.round_id), clock.local_day(now)
    (unit,) = people.unit_places(session, kept.municipality_id, [sample.unit_id])
    had = set(session.scalars(select(Assignment.person_id).where(Assignment.sample_id == sample.id)))
    had |= _to_rate(sample, {unit.id: unit}).readers
    may = {one.person_id for one in _raters(session, kept, today) if one.may_rate(unit)} - had
    if not may:
        return None
    load = Counter(_load(session, kept.id))
    luck = {person: place for place, person in enumerate(in_random_order(may, kept.seed, f"sample {sample.id}"))}
    rater = least_burdened(may, load, {}, (), luck)
    return _assign(session, kept.municipality_id, sample.id, rater, part, today)


def locked_sample(session: Session, sample_id: int) -> Sample:
    """The sample, which nobody else changes until this transaction ends: two that submit at once see each other."""
    session.flush()
    return session.scalars(
        select(Sample).where(Sample.id == sample_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _standing(session: Session, sample_id: int) -> Sequence[Assignment]:
    """The sample's assignments that nobody has given up, as they stand."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.sample_id == sample_id, Assignment.state != AssignmentState.GIVEN_UP)
        .execution_options(populate_existing=True)
    ).all()


def _raters(session: Session, kept: ReviewRound, today: date) -> list[Rater]:
    since = min(kept.first_day, today)
    return people.raters_of(session, kept.municipality_id, kept.id, since=since, today=today)


def _load(session: Session, round_id: int) -> dict[int, int]:
    """How many samples of the round each rater has, those given up not counted."""
    rows = session.execute(
        select(Assignment.person_id, func.count())
        .join(Sample, Sample.id == Assignment.sample_id)
        .where(Sample.round_id == round_id, Assignment.state != AssignmentState.GIVEN_UP)
        .group_by(Assignment.person_id)
    )
    return {row.person_id: row[1] for row in rows}


def _assign(
    session: Session, municipality_id: int, sample_id: int, person_id: int, part: Part, today: date
) -> Assignment:
    assignment = Assignment(
        municipality_id=municipality_id, sample_id=sample_id, person_id=person_id, part=part, assigned_on=today
    )
    session.add(assignment)
    session.flush()
    return assignment
