"""Who the viewer of a request is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, func, select
from sqlalchemy.orm import Session

from core import clock
from organisation.access import ScopedRole, Viewer
from organisation.models import Employment, Municipality, Person, RoleAssignment, SignedInSession


def may_enter(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """For a query over people: whose account is open and who has not left. Somebody without an employment has not."""
    last_days = select(func.max(func.coalesce(Employment.ends_on, date.max))).where(Employment.person_id == Person.id)
    return Person.closed_at.is_(None) & (func.coalesce(last_days.scalar_subquery(), date.max) >= today)


_today: BindParameter[date] = bindparam("today", type_=Date)
# Built once: every request begins with it.
_SIGNED_IN = (
    select(
        SignedInSession.id.label("session_id"),
        SignedInSession.seen_at,
        SignedInSession.second_factor_at,
        Person.id.label("person_id"),
        Person.municipality_id,
        Person.name,
        Person.language,
        Municipality.name.label("municipality_name"),
        Municipality.section_word,
        Municipality.unit_word,
        Municipality.is_fictional,
        Municipality.opened_on,
        RoleAssignment.role,
        RoleAssignment.section_id,
        RoleAssignment.unit_id,
    )
    .join(Person, Person.id == SignedInSession.person_id)
    .join(Municipality, Municipality.id == Person.municipality_id)
    .outerjoin(
        RoleAssignment,
        (RoleAssignment.person_id == Person.id)
        & (RoleAssignment.starts_on <= _today)
        & (RoleAssignment.ends_on.is_(None) | (RoleAssignment.ends_on >= _today)),
    )
    .where(
        SignedInSession.token_hash == bindparam("token_hash"),
        SignedInSession.seen_at > bindparam("idle_since"),
        SignedInSession.created_at > bindparam("opened_after"),
        may_enter(_today),
    )
    .order_by(RoleAssignment.id)
)


@dataclass(frozen=True)
class Limits:
    """How long a session lives: without a request, and at most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class SignedIn:
    """A live session: whose it is, and when it was last seen."""

    session_id: int
    seen_at: datetime
    viewer: Viewer


def signed_in(session: Session, token_hash: str, *, limits: Limits, now: datetime) -> SignedIn | None:
    """Who is signed in with a token, and the roles that hold today; None when the session or the employment is over."""
    rows = session.execute(
        _SIGNED_IN,
        {
            "token_hash": token_hash,
            "idle_since": now - limits.idle,
            "opened_after": now - limits.absolute,
            "today": clock.local_day(now),
        },
    ).all()
    if not rows:
        return None
    first = rows[0]
    viewer = Viewer(
        id=first.person_id,
        municipality_id=first.municipality_id,
        municipality_name=first.municipality_name,
        section_word=first.section_word,
        unit_word=first.unit_word,
        is_fictional=first.is_fictional,
        opened_on=first.opened_on,
        name=first.name,
        language=first.language,
        roles=tuple(ScopedRole(row.role, row.section_id, row.unit_id) for row in rows if row.role is not None),
        session_id=first.session_id,
        has_second_factor=first.second_factor_at is not None,
    )
    return SignedIn(first.session_id, first.seen_at, viewer)
