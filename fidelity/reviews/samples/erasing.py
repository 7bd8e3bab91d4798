"""Erasing texts, kept details, comments and quotes: of a round when its time is up, of a stopped sample at once. Levels stay."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, Delete, Select, Update, delete, func, select, update
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.database import overwrite_what_is_deleted
from fidelity.reviews.rating.models import Evidence, Rating
from fidelity.reviews.rounds.models import Assignment, ReviewRound
from fidelity.reviews.samples.models import Erasure, KeptDetail, MarkedPlace, Sample, SampleState, SampleText
from fidelity.reviews.samples.rules import time_is_up
from fidelity.reviews.samples.service import ChangedElsewhere, lock, refuse_too_near

SAMPLES_ERASED = Event(
    "samples-erased", "round_id", "because", "samples", says=_l("Texts of case samples erased, with a protocol")
)
TIME_IS_UP, IDENTIFIES = "time-is-up", "identifies"


@dataclass(frozen=True)
class Erased:
    """How much was erased."""

    samples: int
    texts: int
    comments: int
    quotes: int


def due(session: Session, today: date) -> Sequence[ReviewRound]:
    """The closed rounds whose time is up, of every municipality; those that were erased before too, for `erase_round` to look at again."""
    closed = session.scalars(select(ReviewRound).where(ReviewRound.closed_on.is_not(None)).order_by(ReviewRound.id))
    return [one for one in closed if time_is_up(one.closed_on, one.retention_days, today)]


def erase_round(session: Session, kept: ReviewRound, *, actor: Actor, now: datetime) -> Erased | None:
    """Erase what is left of a round's texts, with a protocol; None where nothing was left and it has one already."""
    session.refresh(kept, with_for_update=True)
    today = clock.local_day(now)
    if not time_is_up(kept.closed_on, kept.retention_days, today):
        raise ValueError(f"the time of round {kept.id} is not up")
    erased = _erase(session, select(Sample.id).where(Sample.round_id == kept.id), today)
    if kept.erased_on is not None and not any(astuple(erased)):
        return None
    kept.erased_on = kept.erased_on or today
    _write_protocol(session, kept, erased, TIME_IS_UP, actor=actor, now=now)
    return erased


def erase_sample(session: Session, sample: Sample, *, revision: int, actor: Actor, now: datetime) -> None:
    """Erase a stopped sample, with a protocol, once. Raises TooNear or ChangedElsewhere."""
    kept = lock(session, sample)
    refuse_too_near(session, sample, actor, now)
    if sample.erased_on is not None:
        return
    if sample.state != SampleState.STOPPED or sample.revision != revision:
        raise ChangedElsewhere
    erased = _erase(session, select(Sample.id).where(Sample.id == sample.id), clock.local_day(now))
    session.refresh(sample)
    _write_protocol(session, kept, erased, IDENTIFIES, actor=actor, now=now)


def _erase(session: Session, samples: Select[int], today: date) -> Erased:
    overwrite_what_is_deleted(session)
    with_text = func.count(SampleText.sample_id.distinct())
    affected = session.scalar(select(with_text).where(SampleText.sample_id.in_(samples))) or 0
    assignments = select(Assignment.id).where(Assignment.sample_id.in_(samples))
    ratings = select(Rating.id).where(Rating.assignment_id.in_(assignments))
    has_comment = Rating.assignment_id.in_(assignments) & (Rating.comment != "")
    for table in (KeptDetail, MarkedPlace):
        session.execute(delete(table).where(table.sample_id.in_(samples)))
    erased = Erased(
        samples=affected,
        texts=_count(session, delete(SampleText).where(SampleText.sample_id.in_(samples))),
        comments=_count(session, update(Rating).where(has_comment).values(comment="")),
        quotes=_count(session, delete(Evidence).where(Evidence.rating_id.in_(ratings))),
    )
    not_yet = Sample.id.in_(samples) & Sample.erased_on.is_(None)
    session.execute(update(Sample).where(not_yet).values(erased_on=today, revision=Sample.revision + 1))
    return erased


def _count(session: Session, statement: Delete | Update) -> int:
    """Carry a change out; how many rows it was."""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount


def _write_protocol(
    session: Session, kept: ReviewRound, erased: Erased, because: str, *, actor: Actor, now: datetime
) -> None:
    session.add(
        Erasure(
            municipality_id=kept.municipality_id,
            round_id=kept.id,
            erased_on=clock.local_day(now),
            because=because,
            decision=kept.retention_decision,
            samples=erased.samples,
            texts=erased.texts,
            comments=erased.comments,
            quotes=erased.quotes,
        )
    )
    record(session, SAMPLES_ERASED, actor=actor, at=now, round_id=kept.id, because=because, samples=erased.samples)
