"""Raters from another municipality: an account that may rate what it is given and see nothing else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.reviews.rounds.models import InvitedRater
from organisation.models import Person, Role, RoleAssignment
from organisation.sign_in.service import close_all_sessions

RATER_INVITED = Event("rater-invited", "person_id", says=_l("Rater from another municipality invited"))
INVITATION_ENDED = Event("invitation-ended", "person_id", says=_l("Invitation of a rater ended"))


class AddressTaken(DomainError):
    """The e-mail address belongs to somebody's account already."""

    status = 422


@dataclass(frozen=True)
class Invitation:
    """Who is invited, and under which written agreement between the municipalities."""

    name: str
    email: str
    agreement: str


@dataclass(frozen=True)
class InvitedRow:
    """Somebody who has been invited and may still rate."""

    person_id: int
    name: str
    email: str
    agreement: str


def invite(session: Session, municipality_id: int, invitation: Invitation, *, actor: Actor, now: datetime) -> Person:
    """Give somebody from outside an account that may rate. Raises AddressTaken."""
    email = invitation.email.strip().lower()
    if session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise AddressTaken(_l("Somebody has an account with that address already. Use another address."))
    person = Person(
        municipality_id=municipality_id,
        employee_number=f"invited-{secrets.token_hex(6)}",
        name=invitation.name,
        email=email,
        language=None,
    )
    session.add(person)
    session.flush()
    own = {"municipality_id": municipality_id, "person_id": person.id}
    today = clock.local_day(now)
    session.add(RoleAssignment(**own, role=Role.INVITED_RATER, section_id=None, unit_id=None, starts_on=today))
    session.add(InvitedRater(**own, agreement=invitation.agreement, invited_on=today))
    record(session, RATER_INVITED, actor=actor, at=now, person_id=person.id)
    return person


def end_invitation(session: Session, person: Person, *, actor: Actor, now: datetime) -> None:
    """Close the account of somebody who was invited; what they have submitted stays."""
    person.closed_at = now
    close_all_sessions(session, person.id, actor=actor, now=now)
    record(session, INVITATION_ENDED, actor=actor, at=now, person_id=person.id)


def invited(session: Session, municipality_id: int) -> Sequence[InvitedRow]:
    """Those who are invited now, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, InvitedRater.agreement)
        .join(InvitedRater, InvitedRater.person_id == Person.id)
        .where(Person.municipality_id == municipality_id, Person.closed_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    return [InvitedRow(*row) for row in rows]


def invited_person(session: Session, municipality_id: int, person_id: int) -> Person | None:
    """Somebody who is invited, by id."""
    return session.scalar(
        select(Person)
        .join(InvitedRater, InvitedRater.person_id == Person.id)
        .where(Person.municipality_id == municipality_id, Person.id == person_id, Person.closed_at.is_(None))
    )
