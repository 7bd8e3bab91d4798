"""The throttle on guessing: failures of the last hour, counted in the database by hashed keys."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.errors import DomainError
from organisation.models import FailedSignIn

KEPT = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
FAILURES_A_MINUTE = 5


class TooManyAttempts(DomainError):
    """Too many failures in a short time; the message says how long to wait."""

    status = 429


def failures(session: Session, keys: Iterable[str], *, within: timedelta, now: datetime) -> int:
    """The most failures within the time, at most an hour, for any of the keys."""
    counts = session.execute(
        select(func.count())
        .where(FailedSignIn.key.in_(keys), FailedSignIn.at > now - within)
        .group_by(FailedSignIn.key)
    ).scalars()
    return max(counts, default=0)


def note_failure(session: Session, keys: Iterable[str], *, now: datetime) -> None:
    """Count a failure for each of the keys, and forget what is old."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - KEPT))
    session.add_all(FailedSignIn(key=key, at=now) for key in keys)
