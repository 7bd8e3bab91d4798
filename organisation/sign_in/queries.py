"""Who the viewer of a request is."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from organisation.access import ScopedRole, Viewer
from organisation.models import Municipality, Person, RoleAssignment


def viewer_of(session: Session, person_id: int, *, today: date) -> Viewer:
    """The person with the roles that hold today, in one query."""
    rows = session.execute(
        select(
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
        .join(Municipality, Municipality.id == Person.municipality_id)
        .outerjoin(
            RoleAssignment,
            (RoleAssignment.person_id == Person.id)
            & (RoleAssignment.starts_on <= today)
            & (RoleAssignment.ends_on.is_(None) | (RoleAssignment.ends_on >= today)),
        )
        .where(Person.id == person_id)
        .order_by(RoleAssignment.id)
    ).all()
    first = rows[0]
    return Viewer(
        id=person_id,
        municipality_id=first.municipality_id,
        municipality_name=first.municipality_name,
        section_word=first.section_word,
        unit_word=first.unit_word,
        is_fictional=first.is_fictional,
        opened_on=first.opened_on,
        name=first.name,
        language=first.language,
        roles=tuple(ScopedRole(row.role, row.section_id, row.unit_id) for row in rows if row.role is not None),
    )
