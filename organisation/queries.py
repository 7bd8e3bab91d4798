"""What other slices ask of the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from organisation.models import Employment, Municipality, Person, Role, RoleAssignment, Section, Unit


@dataclass(frozen=True)
class UnitRow:
    """A unit with its section."""

    id: int
    name: str
    section_id: int
    section_name: str


def units(session: Session, municipality_id: int, which: ColumnElement[bool] | None = None) -> Sequence[UnitRow]:
    """The municipality's units by section and name, or those of them for which a condition on units holds."""
    statement = (
        select(Unit.id, Unit.name, Unit.section_id, Section.name.label("section_name"))
        .join(Section, Section.id == Unit.section_id)
        .where(Unit.municipality_id == municipality_id)
        .order_by(Section.name, Unit.name)
    )
    rows = session.execute(statement if which is None else statement.where(which))
    return [UnitRow(*row) for row in rows]


def coach_names(session: Session, municipality_id: int, unit_id: int, *, but: int, today: date) -> Sequence[str]:
    """The names of those who coach the unit's section today, but for one person: nobody is their own coach."""
    return session.scalars(
        select(Person.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .join(Unit, Unit.section_id == RoleAssignment.section_id)
        .where(
            Unit.id == unit_id,
            Person.id != but,
            Unit.municipality_id == municipality_id,
            RoleAssignment.municipality_id == municipality_id,
            RoleAssignment.role == Role.COACH,
            holds_on(RoleAssignment, today),
        )
        .order_by(Person.name)
    ).all()


def holds_on(dated: type[RoleAssignment] | type[Employment], day: date) -> ColumnElement[bool]:
    """The condition that a dated row holds on a day."""
    return (dated.starts_on <= day) & (dated.ends_on.is_(None) | (dated.ends_on >= day))


def municipality_named(session: Session, name: str) -> Municipality | None:
    """The municipality of that name, or None."""
    return session.scalar(select(Municipality).where(Municipality.name == name))
