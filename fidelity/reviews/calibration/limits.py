"""The limit at which a municipality lets raters in: what it is, and changing it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from fidelity.reviews.calibration.models import ReviewSettings
from fidelity.reviews.calibration.rules import DEFAULT, Limit

LIMIT_CHANGED = Event(
    "calibration-limit-changed", "within_one", "exact", "months", says=_l("Limit for rating samples changed")
)


def limit_of(session: Session, municipality_id: int) -> Limit:
    """The municipality's limit."""
    row = _row(session, municipality_id)
    return DEFAULT if row is None else Limit(row.within_one, row.exact, row.months)


def _row(session: Session, municipality_id: int) -> ReviewSettings | None:
    return session.scalar(select(ReviewSettings).where(ReviewSettings.municipality_id == municipality_id))


def change_limit(session: Session, municipality_id: int, limit: Limit, *, actor: Actor, now: datetime) -> None:
    """Set the limit for what is submitted from now on. How long a set lasts holds for those that were passed before too."""
    if limit == limit_of(session, municipality_id):
        return
    row = _row(session, municipality_id)
    if row is None:
        row = ReviewSettings(municipality_id=municipality_id)
        session.add(row)
    row.within_one, row.exact, row.months = limit.within_one, limit.exact, limit.months
    session.flush()
    record(
        session,
        LIMIT_CHANGED,
        actor=actor,
        at=now,
        within_one=limit.within_one,
        exact=limit.exact,
        months=limit.months,
    )
