"""The HR import: what the database knows of a municipality's staff, the plan for a file, and writing the plan.

Plan and write in one transaction: a plan made before somebody else's change would write what was true then.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, column, select, values
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.errors import DomainError
from core.table_files.faults import Fault
from core.table_files.faults import sentence as _
from core.table_files.work import Progress
from organisation.changes import people_changed
from organisation.models import Employment, Leave, Municipality, Person, Section, Unit
from organisation.rules import Span
from organisation.staff_import.employments import EmploymentState, KnownEmployment, KnownLeave
from organisation.staff_import.headings import WORDS, Column
from organisation.staff_import.plan import ImportPlan, Kind, KnownPerson, KnownStaff, make_plan
from organisation.staff_import.staff_file import StaffRow
from organisation.staff_import.writing import write_plan

STAFF_IMPORTED = Event(
    "staff-imported", "as_of", "sections", "units", *(kind.value for kind in Kind), says=_l("Staff file taken in")
)
BATCH = 500


class StaffFileRefused(DomainError):
    """The file can be read, but not taken in; `faults` says why, line by line."""

    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_l("The file was not taken in. Mend what is listed and send it again."))
        self.faults = tuple(faults)


def known_people(session: Session, municipality_id: int) -> KnownStaff:
    """Everything an import compares with, read in five statements whatever the size."""
    sections = session.execute(select(Section.id, Section.name).where(Section.municipality_id == municipality_id))
    section_names = {row.id: row.name for row in sections}
    units = session.execute(select(Unit.id, Unit.name, Unit.section_id).where(Unit.municipality_id == municipality_id))
    unit_rows = units.all()
    employments = _known_employments(session, municipality_id, {row.id: row.name for row in unit_rows})
    people = session.execute(
        select(Person.id, Person.employee_number, Person.name, Person.email, Person.closed_at).where(
            Person.municipality_id == municipality_id
        )
    )
    return KnownStaff(
        people={
            row.employee_number: KnownPerson(
                id=row.id,
                employee_number=row.employee_number,
                name=row.name,
                email=row.email,
                is_closed=row.closed_at is not None,
                employments=tuple(employments.get(row.id, ())),
            )
            for row in people
        },
        units={row.name: section_names[row.section_id] for row in unit_rows},
        sections=frozenset(section_names.values()),
    )


def _known_employments(
    session: Session, municipality_id: int, unit_names: Mapping[int, str]
) -> dict[int, list[KnownEmployment]]:
    """Every employment by person."""
    leaves: dict[int, list[KnownLeave]] = defaultdict(list)
    for row in session.execute(
        select(Leave.id, Leave.employment_id, Leave.starts_on, Leave.ends_on)
        .where(Leave.municipality_id == municipality_id)
        .order_by(Leave.id)
    ):
        leaves[row.employment_id].append(KnownLeave(row.id, Span(row.starts_on, row.ends_on)))
    employments: dict[int, list[KnownEmployment]] = defaultdict(list)
    for row in session.execute(
        select(*Employment.__table__.columns).where(Employment.municipality_id == municipality_id)
    ):
        state = EmploymentState(
            unit_names[row.unit_id], row.position, row.hired_on, row.starts_on, row.ends_on, row.is_primary
        )
        employments[row.person_id].append(KnownEmployment(row.id, state, tuple(leaves.get(row.id, ()))))
    return employments


def plan_import(
    session: Session,
    *,
    municipality_id: int,
    rows: Sequence[StaffRow],
    as_of: date,
    progress: Progress | None = None,
) -> ImportPlan:
    """What taking in the staff as it stands on a day would change. Raises StaffFileRefused; writes nothing.

    On PostgreSQL it waits for an import of the same municipality that is being written. No rows raise ValueError: the file had faults.
    """
    if not rows:
        raise ValueError("no rows: everybody would leave")
    session.execute(select(Municipality.id).where(Municipality.id == municipality_id).with_for_update(key_share=True))
    known = known_people(session, municipality_id)
    faults = _taken_emails(session, municipality_id, rows, known)
    if faults:
        raise StaffFileRefused(faults)
    return make_plan(rows, known, as_of=as_of, progress=progress)


def _taken_emails(session: Session, municipality_id: int, rows: Sequence[StaffRow], known: KnownStaff) -> list[Fault]:
    """An address of an account that the file does not speak of; whose it is, and in which municipality, is not said."""
    lines: dict[str, int] = {}
    for row in rows:
        person = known.people.get(row.employee_number)
        if person is None or person.email != row.email:
            lines.setdefault(row.email, row.line)
    staying = known.people.keys() - {row.employee_number for row in rows}
    taken = lines.keys() & {known.people[number].email for number in staying}
    taken |= _emails_elsewhere(session, municipality_id, list(lines))
    advice = _("The e-mail address already belongs to another account. Write one that is this person's own.")
    return [
        Fault(lines[email], WORDS.accepted(Column.EMAIL)[0], advice) for email in sorted(taken, key=lines.__getitem__)
    ]


def _emails_elsewhere(session: Session, municipality_id: int, emails: Sequence[str]) -> set[str]:
    """Those of the addresses that somebody in another municipality has."""
    taken: set[str] = set()
    for start in range(0, len(emails), BATCH):
        # joined, as PostgreSQL compares every row with every address of a long IN once the statement is prepared
        wanted = (
            values(column("email", String), name="wanted").data([(one,) for one in emails[start : start + BATCH]]).cte()
        )
        found = select(Person.email).join(wanted, wanted.c.email == Person.email)
        taken.update(session.scalars(found.where(Person.municipality_id != municipality_id)))
    return taken


def apply_plan(
    session: Session,
    plan: ImportPlan,
    *,
    municipality_id: int,
    actor: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> None:
    """Write the plan, log it, and tell those who depend on employments."""
    person_ids = write_plan(session, plan, municipality_id=municipality_id, progress=progress)
    counts = {kind.value: count for kind, count in plan.counts.items()}
    record(
        session,
        STAFF_IMPORTED,
        actor=actor,
        at=now,
        as_of=plan.as_of,
        sections=len(plan.new_sections),
        units=len(plan.new_units),
        **counts,
    )
    session.flush()
    if person_ids:
        people_changed.send(session=session, municipality_id=municipality_id, person_ids=person_ids, now=now)
