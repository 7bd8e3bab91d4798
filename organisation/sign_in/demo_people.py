"""The demo's people that one can sign in as without a password; only asked for when the demo is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from organisation.models import Municipality, Person

PERSONAS = (
    "new-hire",
    "coach",
    "method-supporter",
    "unit-manager",
    "section-manager",
    "management",
    "administrator",
)


@dataclass(frozen=True)
class DemoPerson:
    """One button on the sign-in page."""

    persona: str
    name: str


def email_of(persona: str) -> str:
    """The address by which the demo marks who plays a persona."""
    return f"{persona}@demo.invalid"


def people(session: Session) -> Sequence[DemoPerson]:
    """Everybody one can sign in as, in the order of the personas."""
    rows = session.execute(
        select(Person.email, Person.name)
        .join(Municipality, Municipality.id == Person.municipality_id)
        .where(Municipality.is_fictional, Person.email.in_([email_of(persona) for persona in PERSONAS]))
    )
    names = {row.email: row.name for row in rows}
    return [DemoPerson(persona, names[email_of(persona)]) for persona in PERSONAS if email_of(persona) in names]


def find(session: Session, persona: str) -> Person | None:
    """Who plays the persona, in a fictional municipality only."""
    if persona not in PERSONAS:
        return None
    return session.scalar(
        select(Person)
        .join(Municipality, Municipality.id == Person.municipality_id)
        .where(Municipality.is_fictional, Person.email == email_of(persona))
    )
