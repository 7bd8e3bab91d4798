"""Planning a round, opening it, closing it. A plan for which there are too few raters is refused, with what would help."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.reviews.results.keeping import keep_results
from fidelity.reviews.rounds import people
from fidelity.reviews.rounds.models import (
    Assignment,
    AssignmentState,
    DrawnProcess,
    ReviewRound,
    RoundRater,
    RoundState,
    RoundUnit,
    SampleSource,
)
from fidelity.reviews.rounds.rules import Shortfall, in_random_order, number_twice, raters_needed, shortfalls
from fidelity.reviews.samples.models import Sample
from fidelity.tool_use.models import Process

ROUND_PLANNED = Event("review-round-planned", "round_id", says=_l("Review round planned or changed"))
ROUND_OPENED = Event("review-round-opened", "round_id", says=_l("Review round opened for samples"))
ROUND_CLOSED = Event("review-round-closed", "round_id", says=_l("Review round closed"))
ROUND_DROPPED = Event("review-round-dropped", "name", says=_l("Planned review round dropped"))


class TooFewRaters(DomainError):
    """The plan can't be carried out with these raters; `units` says where, and how many are missing."""

    status = 422

    def __init__(self, units: Sequence[Shortfall]) -> None:
        super().__init__(_l("There are too few raters for some of the units."))
        self.units = units


class NotInThatState(DomainError):
    """The round has gone on since the page was opened."""


class PlanChanged(DomainError):
    """Somebody else has changed the plan since the page was opened."""


class NotSure(DomainError):
    """Something would be lost that can't be mended later; somebody has to say that they know."""

    status = 422


class NothingPlanned(DomainError):
    """A plan needs units and raters."""

    status = 422


@dataclass(frozen=True)
class Plan:
    """What a method supporter plans. Days are the first and last of a period or the last day for something; `share_twice` in percent."""

    name: str
    document_id: int
    source: SampleSource
    first_day: date
    last_day: date
    hand_in_by: date
    rate_by: date
    samples_per_unit: int
    share_twice: int
    fewest_twice: int
    retention_days: int
    retention_decision: str
    unit_ids: tuple[int, ...]
    rater_ids: tuple[int, ...]

    @property
    def samples(self) -> int:
        """How many samples are asked for in all."""
        return self.samples_per_unit * len(self.unit_ids)

    @property
    def twice(self) -> int:
        """How many of them are rated twice."""
        return number_twice(self.samples, self.share_twice, self.fewest_twice)


_OF_ROUND = (
    "name", "document_id", "source", "first_day", "last_day", "hand_in_by", "rate_by", "samples_per_unit", "share_twice",
    "fewest_twice", "retention_days", "retention_decision",
)  # fmt: skip


def plan_round(session: Session, municipality_id: int, plan: Plan, *, actor: Actor, now: datetime) -> ReviewRound:
    """Keep a new plan. Raises TooFewRaters or NothingPlanned."""
    _refuse_impossible(session, municipality_id, plan, clock.local_day(now))
    kept = ReviewRound(municipality_id=municipality_id, seed=secrets.token_hex(8), **_fields(plan))
    session.add(kept)
    session.flush()
    _write_people_and_units(session, kept, plan)
    record(session, ROUND_PLANNED, actor=actor, at=now, round_id=kept.id)
    return kept


def change_plan(session: Session, kept: ReviewRound, plan: Plan, *, revision: int, actor: Actor, now: datetime) -> None:
    """Change a plan that has not been opened, when it is as it was seen. Raises NotInThatState, PlanChanged, TooFewRaters."""
    lock(session, kept, RoundState.PLANNED)
    if kept.revision != revision:
        raise PlanChanged(_l("Somebody else has changed the plan. Look at how it stands now, and change it again."))
    _refuse_impossible(session, kept.municipality_id, plan, clock.local_day(now))
    for name, value in _fields(plan).items():
        setattr(kept, name, value)
    kept.revision += 1
    for table in (RoundUnit, RoundRater):
        session.execute(delete(table).where(table.round_id == kept.id))
    _write_people_and_units(session, kept, plan)
    record(session, ROUND_PLANNED, actor=actor, at=now, round_id=kept.id)


def drop_plan(session: Session, kept: ReviewRound, *, actor: Actor, now: datetime) -> None:
    """Take away a plan that was never opened. Raises NotInThatState."""
    lock(session, kept, RoundState.PLANNED)
    record(session, ROUND_DROPPED, actor=actor, at=now, name=kept.name)
    session.delete(kept)


def open_round(session: Session, kept: ReviewRound, *, actor: Actor, now: datetime) -> None:
    """Let the units hand in; where processes are drawn, draw them. Raises NotInThatState, TooFewRaters."""
    lock(session, kept, RoundState.PLANNED)
    plan = plan_of(session, kept)
    _refuse_impossible(session, kept.municipality_id, plan, clock.local_day(now))
    kept.state, kept.opened_on = RoundState.COLLECTING, clock.local_day(now)
    if kept.source == SampleSource.PROCESSES:
        for unit_id in plan.unit_ids:
            _draw_processes(session, kept, unit_id)
    record(session, ROUND_OPENED, actor=actor, at=now, round_id=kept.id)


def close_round(session: Session, kept: ReviewRound, *, is_sure: bool, actor: Actor, now: datetime) -> None:
    """End the rating: what is unfinished is given up, and what the round came to is kept for good.

    Nobody's part in a sample is kept but the raters'. Raises NotInThatState, and NotSure when something is unfinished and nobody
    said that they know.
    """
    lock(session, kept, RoundState.RATING)
    kept.state, kept.closed_on = RoundState.CLOSED, clock.local_day(now)
    mine = select(Sample.id).where(Sample.round_id == kept.id)
    given_up = session.execute(
        update(Assignment)
        .where(Assignment.sample_id.in_(mine), Assignment.state == AssignmentState.OPEN)
        .values(state=AssignmentState.GIVEN_UP, given_up_because="round-closed")
        .returning(Assignment.id)
    ).all()
    if given_up and not is_sure:
        raise NotSure(
            _l("Some ratings are not done. Wait for them, or tick that you know that they will count for nothing.")
        )
    session.execute(update(Sample).where(Sample.round_id == kept.id).values(person_id=None, released_by_id=None))
    keep_results(session, kept, now=now)
    record(session, ROUND_CLOSED, actor=actor, at=now, round_id=kept.id)


def plan_of(session: Session, kept: ReviewRound) -> Plan:
    """The plan as it stands."""
    units = session.scalars(select(RoundUnit.unit_id).where(RoundUnit.round_id == kept.id).order_by(RoundUnit.unit_id))
    raters = session.scalars(
        select(RoundRater.person_id).where(RoundRater.round_id == kept.id).order_by(RoundRater.person_id)
    )
    return Plan(**{name: getattr(kept, name) for name in _OF_ROUND}, unit_ids=tuple(units), rater_ids=tuple(raters))


def shortfalls_of(session: Session, municipality_id: int, plan: Plan, today: date) -> list[Shortfall]:
    """The units for which the plan has too few raters."""
    since = min(plan.first_day, today)
    raters = people.as_raters(session, municipality_id, plan.rater_ids, since=since, today=today)
    return shortfalls(
        people.unit_places(session, municipality_id, plan.unit_ids),
        raters,
        people.releasers(session, municipality_id, since=since, today=today),
        raters_needed(is_any_twice=plan.twice > 0),
    )


def lock(session: Session, kept: ReviewRound, state: RoundState) -> None:
    """Let nobody else change the round until this transaction ends. Raises NotInThatState when it has gone on."""
    session.flush()
    session.refresh(kept, with_for_update=True)
    if kept.state != state:
        raise NotInThatState(_l("The round has gone on since you opened the page. Look at how it stands now."))


def _refuse_impossible(session: Session, municipality_id: int, plan: Plan, today: date) -> None:
    if not plan.unit_ids or not plan.rater_ids:
        raise NothingPlanned(_l("Choose at least one unit and those who are to rate."))
    if short := shortfalls_of(session, municipality_id, plan, today):
        raise TooFewRaters(short)


def _fields(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in _OF_ROUND}


def _write_people_and_units(session: Session, kept: ReviewRound, plan: Plan) -> None:
    own = {"municipality_id": kept.municipality_id, "round_id": kept.id}
    session.add_all(RoundUnit(**own, unit_id=unit_id) for unit_id in plan.unit_ids)
    session.add_all(RoundRater(**own, person_id=person_id) for person_id in plan.rater_ids)
    session.flush()


def _draw_processes(session: Session, kept: ReviewRound, unit_id: int) -> None:
    """Draw as many of the unit's processes that were closed in the period as are asked for, and half as many that stand in."""
    closed = session.scalars(
        select(Process.id).where(Process.unit_id == unit_id, Process.closed_on.between(kept.first_day, kept.last_day))
    ).all()
    drawn = in_random_order(closed, kept.seed, f"unit {unit_id}")[: oversampled(kept.samples_per_unit)]
    session.add_all(
        DrawnProcess(
            municipality_id=kept.municipality_id, round_id=kept.id, unit_id=unit_id, process_id=process_id, place=place
        )
        for place, process_id in enumerate(drawn)
    )


def oversampled(samples: int) -> int:
    """How many are drawn where so many are asked for: half as many again, rounded up, stand in."""
    return samples + -(-samples // 2)


def open_rounds(session: Session, municipality_id: int) -> int:
    """How many rounds go on."""
    going_on = ReviewRound.state.in_([RoundState.COLLECTING, RoundState.RATING])
    return session.scalar(select(func.count()).where(ReviewRound.municipality_id == municipality_id, going_on)) or 0


def units_of(session: Session, kept: ReviewRound) -> Collection[int]:
    """The ids of the round's units."""
    return session.scalars(select(RoundUnit.unit_id).where(RoundUnit.round_id == kept.id)).all()
