"""People as an administrator sees them: the list, and one person with employments and roles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from organisation.models import Employment, Leave, Person, Role, RoleAssignment, Section, Unit
from organisation.sign_in.queries import may_enter

PAGE_SIZE = 50


@dataclass(frozen=True)
class PersonRow:
    """A person in the list, with the unit they are in today or were in last."""

    id: int
    name: str
    employee_number: str
    position: str
    unit_name: str
    section_name: str
    has_password: bool
    ends_on: date | None


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list, with how many there are in all."""

    rows: Sequence[PersonRow]
    found: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.found // PAGE_SIZE))


@dataclass(frozen=True)
class LeaveRow:
    """A period of leave."""

    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class EmploymentRow:
    """An employment with its leave."""

    id: int
    unit_name: str
    section_name: str
    position: str
    hired_on: date | None
    starts_on: date
    ends_on: date | None
    is_primary: bool
    leave: Sequence[LeaveRow]


@dataclass(frozen=True)
class RoleRow:
    """A role with where and when it holds."""

    id: int
    role: Role
    where: str | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class LogRow:
    """A row of the audit log with the name of who did it."""

    at: datetime
    name: str
    actor_id: int | None
    actor_name: str | None
    subject: dict[str, object]


def people(session: Session, municipality_id: int, *, words: str, page: int) -> PeoplePage:
    """A page of the municipality's people by name; `words` finds names, e-mail addresses and employee numbers."""
    latest = (
        select(Employment.person_id, func.max(Employment.id).label("employment_id"))
        .where(Employment.municipality_id == municipality_id)
        .group_by(Employment.person_id)
        .subquery()
    )
    wanted = [Person.municipality_id == municipality_id]
    for word in words.lower().split():
        like = f"%{word.replace('%', '').replace('_', '')}%"
        wanted.append(
            or_(func.lower(Person.name).like(like), Person.email.like(like), Person.employee_number.like(like))
        )
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.employee_number,
            func.coalesce(Employment.position, ""),
            func.coalesce(Unit.name, ""),
            func.coalesce(Section.name, ""),
            Person.password_hash.is_not(None),
            Employment.ends_on,
        )
        .outerjoin(latest, latest.c.person_id == Person.id)
        .outerjoin(Employment, Employment.id == latest.c.employment_id)
        .outerjoin(Unit, Unit.id == Employment.unit_id)
        .outerjoin(Section, Section.id == Unit.section_id)
        .where(*wanted)
        .order_by(Person.name, Person.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = session.scalar(select(func.count()).select_from(Person).where(*wanted)) or 0
    return PeoplePage([PersonRow(*row) for row in rows], found, page)


def person_in(session: Session, municipality_id: int, person_id: int) -> Person | None:
    """The person, when of this municipality."""
    return session.scalar(select(Person).where(Person.id == person_id, Person.municipality_id == municipality_id))


def has_left(session: Session, person: Person, *, today: date) -> bool:
    """Whether every employment of the person has ended."""
    return (
        not person.closed_at
        and session.scalar(select(Person.id).where(Person.id == person.id, may_enter(today))) is None
    )


def employments(session: Session, person: Person) -> Sequence[EmploymentRow]:
    """The person's employments, the newest first."""
    leave: dict[int, list[LeaveRow]] = {}
    for row in session.execute(
        select(Leave.employment_id, Leave.starts_on, Leave.ends_on)
        .join(Employment, Employment.id == Leave.employment_id)
        .where(Employment.person_id == person.id)
        .order_by(Leave.starts_on)
    ):
        leave.setdefault(row.employment_id, []).append(LeaveRow(row.starts_on, row.ends_on))
    rows = session.execute(
        select(
            Employment.id,
            Unit.name,
            Section.name,
            Employment.position,
            Employment.hired_on,
            Employment.starts_on,
            Employment.ends_on,
            Employment.is_primary,
        )
        .join(Unit, Unit.id == Employment.unit_id)
        .join(Section, Section.id == Unit.section_id)
        .where(Employment.person_id == person.id)
        .order_by(Employment.starts_on.desc(), Employment.id.desc())
    )
    return [EmploymentRow(*row, leave=leave.get(row.id, [])) for row in rows]


def roles(session: Session, person: Person) -> Sequence[RoleRow]:
    """The person's roles, those that hold first."""
    rows = session.execute(
        select(
            RoleAssignment.id,
            RoleAssignment.role,
            func.coalesce(Section.name, Unit.name),
            RoleAssignment.starts_on,
            RoleAssignment.ends_on,
        )
        .outerjoin(Section, Section.id == RoleAssignment.section_id)
        .outerjoin(Unit, Unit.id == RoleAssignment.unit_id)
        .where(RoleAssignment.person_id == person.id)
        .order_by(RoleAssignment.ends_on.is_not(None), RoleAssignment.starts_on.desc())
    )
    return [RoleRow(row[0], Role(row[1]), *row[2:]) for row in rows]


def role_of(session: Session, person: Person, assignment_id: int) -> RoleAssignment | None:
    """One of the person's roles."""
    return session.scalar(
        select(RoleAssignment).where(RoleAssignment.id == assignment_id, RoleAssignment.person_id == person.id)
    )


def sections(session: Session, municipality_id: int) -> Sequence[tuple[int, str]]:
    """The municipality's sections by name."""
    rows = session.execute(
        select(Section.id, Section.name).where(Section.municipality_id == municipality_id).order_by(Section.name)
    )
    return [(row.id, row.name) for row in rows]


def log_rows(session: Session, municipality_id: int, *, page: int, name: str | None) -> Sequence[LogRow]:
    """A page of the municipality's audit log, the newest first; of one kind of event when `name` is given."""
    statement = (
        select(AuditEvent.at, AuditEvent.name, AuditEvent.actor_id, Person.name, AuditEvent.subject)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(AuditEvent.municipality_id == municipality_id)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = session.execute(statement.where(AuditEvent.name == name) if name else statement)
    return [LogRow(*row) for row in rows]


def names_of(session: Session, municipality_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """The names of people of the municipality."""
    rows = session.execute(
        select(Person.id, Person.name).where(Person.municipality_id == municipality_id, Person.id.in_(person_ids))
    )
    return {row.id: row.name for row in rows}


def to_look_at(session: Session, municipality_id: int) -> dict[str, int]:
    """What an administrator may have to do something about: people without a way to sign in, without a first day."""
    is_open = (Employment.municipality_id == municipality_id) & Employment.ends_on.is_(None)
    has_no_password = Person.password_hash.is_(None)
    people_count = func.count(Employment.person_id.distinct())
    return {
        "employed": session.scalar(select(people_count).where(is_open)) or 0,
        "without_password": session.scalar(
            select(people_count).join(Person, Person.id == Employment.person_id).where(is_open, has_no_password)
        )
        or 0,
        "without_first_day": session.scalar(select(people_count).where(is_open, Employment.hired_on.is_(None))) or 0,
    }
