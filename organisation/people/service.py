"""What an administrator changes about people: roles, and whether the account is open."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.errors import DomainError
from organisation.models import Person, Role, RoleAssignment, Section, Unit
from organisation.sign_in.service import close_all_sessions

ROLE_GIVEN = Event("role-given", "person_id", "role", "section_id", "unit_id", says=_l("Role given"))
ROLE_ENDED = Event("role-ended", "person_id", "role", "section_id", "unit_id", says=_l("Role ended"))

ACCOUNT_CLOSED = Event("account-closed", "person_id", says=_l("Account closed"))
ACCOUNT_OPENED = Event("account-opened", "person_id", says=_l("Account opened again"))

SECTION_ROLES = frozenset({Role.COACH, Role.SECTION_MANAGER})
UNIT_ROLES = frozenset({Role.UNIT_MANAGER})


class RoleRefused(DomainError):
    """The role can't be given that way; the message says what to choose."""

    status = 422


class OwnAccount(DomainError):
    """An administrator can't lock the door behind themselves."""


def give_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    section_id: int | None,
    unit_id: int | None,
    starts_on: date,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a role from a day on, where it holds: a section, a unit or everywhere. Raises RoleRefused."""
    section_id = section_id if role in SECTION_ROLES else None
    unit_id = unit_id if role in UNIT_ROLES else None
    _refuse_wrong_place(session, person, role, section_id, unit_id)
    assignment = RoleAssignment(
        municipality_id=person.municipality_id,
        person_id=person.id,
        role=role,
        section_id=section_id,
        unit_id=unit_id,
        starts_on=starts_on,
    )
    if _has_already(session, assignment):
        return
    session.add(assignment)
    _record(session, ROLE_GIVEN, assignment, actor, now)


def end_role(session: Session, assignment: RoleAssignment, *, last_day: date, actor: Actor, now: datetime) -> None:
    """End a role with a last day; one that would not have begun by then goes altogether. Raises RoleRefused for one's own last key."""
    if assignment.role == Role.ADMINISTRATOR and assignment.person_id == actor.person_id:
        raise RoleRefused(_l("You can't end your own administrator role. Ask another administrator to do it."))
    if last_day < assignment.starts_on:
        session.delete(assignment)
    else:
        assignment.ends_on = last_day
    _record(session, ROLE_ENDED, assignment, actor, now)


def close_account(session: Session, person: Person, *, actor: Actor, now: datetime) -> None:
    """Close the account: the person is signed out everywhere and let in again by nobody but an administrator, or on coming back.

    Raises OwnAccount.
    """
    if person.id == actor.person_id:
        raise OwnAccount(_l("You can't close your own account. Ask another administrator to do it."))
    if person.closed_at is None:
        person.closed_at = now
        close_all_sessions(session, person.id, actor=actor, now=now)
        record(session, ACCOUNT_CLOSED, actor=actor, at=now, person_id=person.id)


def open_account(session: Session, person: Person, *, actor: Actor, now: datetime) -> None:
    """Open a closed account; the password is the one it had."""
    if person.closed_at is not None:
        person.closed_at = None
        record(session, ACCOUNT_OPENED, actor=actor, at=now, person_id=person.id)


def _refuse_wrong_place(
    session: Session, person: Person, role: Role, section_id: int | None, unit_id: int | None
) -> None:
    """A role of sections needs one of the municipality's sections, a role of units one of its units."""
    if role in SECTION_ROLES:
        section = session.get(Section, section_id) if section_id else None
        if section is None or section.municipality_id != person.municipality_id:
            raise RoleRefused(_l("Choose where the role holds. A coach and a section manager have a section."))
    if role in UNIT_ROLES:
        unit = session.get(Unit, unit_id) if unit_id else None
        if unit is None or unit.municipality_id != person.municipality_id:
            raise RoleRefused(_l("Choose where the role holds. A unit manager has a unit."))


def _has_already(session: Session, wanted: RoleAssignment) -> bool:
    """Whether the person has the role there from that day or before, still open: a double click gives it once."""
    open_roles = session.execute(
        select(RoleAssignment.section_id, RoleAssignment.unit_id).where(
            RoleAssignment.person_id == wanted.person_id,
            RoleAssignment.role == wanted.role,
            RoleAssignment.starts_on <= wanted.starts_on,
            RoleAssignment.ends_on.is_(None),
        )
    )
    return (wanted.section_id, wanted.unit_id) in {(row.section_id, row.unit_id) for row in open_roles}


def _record(session: Session, event: Event, assignment: RoleAssignment, actor: Actor, now: datetime) -> None:
    record(
        session,
        event,
        actor=actor,
        at=now,
        person_id=assignment.person_id,
        role=assignment.role,
        section_id=assignment.section_id,
        unit_id=assignment.unit_id,
    )
