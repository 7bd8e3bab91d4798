"""How things stand with somebody's second factor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from organisation.models import SignedInSession
from organisation.second_factor.models import RecoveryCode, SecondFactor


@dataclass(frozen=True)
class Factor:
    """A second factor that is on: since when, and how many recovery codes are left."""

    added_at: datetime
    codes_left: int


def factor_of(session: Session, person_id: int) -> Factor | None:
    """The person's second factor, or None."""
    row = session.execute(
        select(SecondFactor.added_at, func.count(RecoveryCode.id))
        .outerjoin(RecoveryCode, (RecoveryCode.second_factor_id == SecondFactor.id) & RecoveryCode.used_at.is_(None))
        .where(SecondFactor.person_id == person_id)
        .group_by(SecondFactor.id, SecondFactor.added_at)
    ).one_or_none()
    return Factor(*row) if row else None


def has_factor(session: Session, person_id: int) -> bool:
    """Whether the person has a second factor."""
    return session.scalar(select(SecondFactor.id).where(SecondFactor.person_id == person_id)) is not None


def seed_being_set_up(session: Session, session_id: int) -> str | None:
    """The seed of the second factor that is being set up in a signed-in browser, which no other browser gets to see."""
    return session.scalar(select(SignedInSession.second_factor_seed).where(SignedInSession.id == session_id))
