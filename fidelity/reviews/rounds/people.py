"""Who may rate and who may release in a municipality, with what stands in their way."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.reviews.rounds.models import RoundRater
from fidelity.reviews.rounds.rules import Rater, UnitPlace
from organisation.access import PERMISSIONS, Permission
from organisation.models import Employment, Person, Role, RoleAssignment, Unit
from organisation.queries import holds_on

RATERS = [role for role, may in PERMISSIONS.items() if Permission.RATE_SAMPLES in may]
RELEASERS = [role for role, may in PERMISSIONS.items() if Permission.RELEASE_SAMPLES in may]


@dataclass(frozen=True)
class NamedRater:
    """Somebody who may rate, by name: for the one who plans, and for nobody else."""

    person_id: int
    name: str
    is_invited: bool


def possible_raters(session: Session, municipality_id: int, today: date) -> Sequence[NamedRater]:
    """Everybody who has a role today in which one rates, by name."""
    rows = session.execute(
        select(Person.id, Person.name, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            Person.municipality_id == municipality_id,
            Person.closed_at.is_(None),
            RoleAssignment.role.in_(RATERS),
            holds_on(RoleAssignment, today),
        )
        .order_by(Person.name, Person.id)
    )
    invited: dict[tuple[int, str], bool] = {}
    for id_, name, role in rows:
        invited[id_, name] = role == Role.INVITED_RATER
    return [NamedRater(id_, name, is_invited) for (id_, name), is_invited in invited.items()]


def releasers(session: Session, municipality_id: int, *, since: date, today: date) -> list[Rater]:
    """Everybody who may release samples today."""
    ids = session.scalars(
        select(RoleAssignment.person_id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(
            RoleAssignment.municipality_id == municipality_id,
            RoleAssignment.role.in_(RELEASERS),
            Person.closed_at.is_(None),
            holds_on(RoleAssignment, today),
        )
        .distinct()
    ).all()
    return as_raters(session, municipality_id, ids, since=since, today=today)


def raters_of(session: Session, municipality_id: int, round_id: int, *, since: date, today: date) -> list[Rater]:
    """The round's raters whose account is open."""
    ids = session.scalars(
        select(RoundRater.person_id)
        .join(Person, Person.id == RoundRater.person_id)
        .where(RoundRater.municipality_id == municipality_id, RoundRater.round_id == round_id)
        .where(Person.closed_at.is_(None))
    ).all()
    return as_raters(session, municipality_id, ids, since=since, today=today)


def as_raters(
    session: Session, municipality_id: int, person_ids: Collection[int], *, since: date, today: date
) -> list[Rater]:
    """The people with what they have worked in, coached or led at any time `since` a day."""
    sections: dict[int, set[int]] = defaultdict(set)
    units: dict[int, set[int]] = defaultdict(set)
    over_everything: set[int] = set()
    for person, unit, section in session.execute(
        select(Employment.person_id, Unit.id, Unit.section_id)
        .join(Unit, Unit.id == Employment.unit_id)
        .where(Employment.municipality_id == municipality_id, Employment.person_id.in_(person_ids))
        .where(Employment.starts_on <= today, or_(Employment.ends_on.is_(None), Employment.ends_on >= since))
    ):
        units[person].add(unit)
        sections[person].add(section)
    for row in session.scalars(
        select(RoleAssignment)
        .where(RoleAssignment.municipality_id == municipality_id, RoleAssignment.person_id.in_(person_ids))
        .where(RoleAssignment.starts_on <= today)
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= since))
    ):
        if row.role == Role.MANAGEMENT:
            over_everything.add(row.person_id)
        if row.section_id is not None:
            sections[row.person_id].add(row.section_id)
        if row.unit_id is not None:
            units[row.person_id].add(row.unit_id)
    _add_sections_of(session, units, sections)
    return [
        Rater(id_, frozenset(sections[id_]), frozenset(units[id_]), id_ in over_everything)
        for id_ in sorted(person_ids)
    ]


def _add_sections_of(session: Session, units: dict[int, set[int]], sections: dict[int, set[int]]) -> None:
    """Who leads a unit is too near its whole section."""
    wanted = set().union(*units.values())
    rows = session.execute(select(Unit.id, Unit.section_id).where(Unit.id.in_(wanted)))
    section_of = {row.id: row.section_id for row in rows}
    for person, theirs in units.items():
        sections[person].update(section_of[unit] for unit in theirs)


def unit_places(session: Session, municipality_id: int, unit_ids: Collection[int]) -> list[UnitPlace]:
    """The units, each with its section."""
    rows = session.execute(
        select(Unit.id, Unit.section_id).where(Unit.municipality_id == municipality_id, Unit.id.in_(unit_ids))
    )
    return [UnitPlace(*row) for row in rows]
