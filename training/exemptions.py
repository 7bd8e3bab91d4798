"""Taking people out of a course's coverage, with a reason."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.errors import DomainError
from organisation.models import Person
from training import standings
from training.models import Exemption

EXEMPTED = Event("exempted", "person_id", "course", "reason")
EXEMPTION_ENDED = Event("exemption-ended", "person_id", "course")


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
