"""Taking people out of a course's coverage, with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import screen
from core.audit import Actor, Event, record
from core.errors import DomainError
from organisation.models import Person
from training import standings
from training.models import Exemption


class ReasonIdentifies(DomainError):
    """The reason holds something that looks like an identifying detail."""

    status = 422


EXEMPTED = Event("exempted", "person_id", "course", "reason", says=_l("Exempted from a course"))
EXEMPTION_ENDED = Event("exemption-ended", "person_id", "course", says=_l("Exemption ended"))


def exempt(
    session: Session,
    person: Person,
    course: str,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Take a person out of a course's coverage for a time, or for good. Raises DomainError when the days are the wrong way round."""
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_l("The last day is before the first one. Write a later last day, or leave it empty."))
    if screen.find_sure(reason):
        raise ReasonIdentifies(
            _l("The reason holds what looks like a number or an address that identifies somebody. Take it away.")
        )
    session.add(
        Exemption(
            municipality_id=person.municipality_id,
            person_id=person.id,
            course=course,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason.strip(),
            granted_by=actor.person_id,
        )
    )
    record(session, EXEMPTED, actor=actor, at=now, person_id=person.id, course=course, reason=reason)
    standings.rewrite(session, [person.id], [course])


def end_exemption(session: Session, exemption: Exemption, *, actor: Actor, last_day: date, now: datetime) -> None:
    """End an exemption with a last day; one that would not have begun by then goes altogether."""
    if last_day < exemption.starts_on:
        session.delete(exemption)
    else:
        exemption.ends_on = last_day
    record(session, EXEMPTION_ENDED, actor=actor, at=now, person_id=exemption.person_id, course=exemption.course)
    standings.rewrite(session, [exemption.person_id], [exemption.course])


def exemptions_of(session: Session, person: Person) -> Sequence[Exemption]:
    """The person's exemptions, the newest first."""
    return session.scalars(
        select(Exemption)
        .where(Exemption.person_id == person.id)
        .order_by(Exemption.starts_on.desc(), Exemption.id.desc())
    ).all()


def exemption_of(session: Session, person: Person, exemption_id: int) -> Exemption | None:
    """One of the person's exemptions."""
    return session.scalar(select(Exemption).where(Exemption.id == exemption_id, Exemption.person_id == person.id))
