"""Coverage on a day, read from the dated standings: a handful of statements whatever the size."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from followup.coverage.rules import UNFINISHED, Count, Figures, figures_by_unit, new_after, seasoned_before, total
from organisation.access import Permission, Viewer
from organisation.models import Person, Section, Unit
from organisation.queries import UnitRow, units
from training.models import CourseStanding
from training.rules import Bucket, due_on


@dataclass(frozen=True)
class Scope:
    """What a page is about: the municipality, one section or one unit (with its section)."""

    municipality_id: int
    section_id: int | None = None
    unit_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Row:
    """A part of the scope with its figures: a section with its units, or a unit."""

    name: str
    figures: Figures
    section_id: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Coverage:
    """The figures of a scope on a day, whole and by part, those first that need attention most."""

    scope: Scope
    day: date
    whole: Figures
    rows: Sequence[Row]


@dataclass(frozen=True)
class PersonRow:
    """A person in a bucket on a day."""

    person_id: int
    employee_number: str
    name: str
    unit_id: int
    unit_name: str
    section_name: str
    bucket: Bucket
    employed_since: date | None
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class Filter:
    """Which people a list is to hold: in these buckets, and only those who are late when `only_late`."""

    buckets: tuple[Bucket, ...] = ()
    only_late: bool = False


def section_scope(session: Session, viewer: Viewer, section_id: int) -> Scope | None:
    """The section, when it lies in the viewer's municipality and the viewer may see its coverage."""
    name = session.scalar(
        select(Section.name).where(Section.id == section_id, Section.municipality_id == viewer.municipality_id)
    )
    if name is None or not viewer.reach(Permission.SEE_COVERAGE).holds_section(section_id):
        return None
    return Scope(viewer.municipality_id, section_id, name=name)


def unit_scope(session: Session, viewer: Viewer, unit_id: int) -> Scope | None:
    """The unit, when it lies in the viewer's municipality and the viewer may see its coverage."""
    row = session.execute(
        select(Unit.name, Unit.section_id).where(Unit.id == unit_id, Unit.municipality_id == viewer.municipality_id)
    ).one_or_none()
    if row is None or not viewer.reach(Permission.SEE_COVERAGE).holds_unit(unit_id, row.section_id):
        return None
    return Scope(viewer.municipality_id, row.section_id, unit_id, row.name)


def units_in_reach(session: Session, viewer: Viewer, permission: Permission) -> list[UnitRow]:
    """The units of the viewer's municipality where the permission holds."""
    reach = viewer.reach(permission)
    return [unit for unit in units(session, viewer.municipality_id) if reach.holds_unit(unit.id, unit.section_id)]


def coverage(session: Session, viewer: Viewer, scope: Scope, course: str, *, day: date) -> Coverage:
    """The scope's figures: by section for the municipality, by unit for a section, the unit alone for a unit."""
    inside = [unit for unit in units_in_reach(session, viewer, Permission.SEE_COVERAGE) if _in_scope(unit, scope)]
    by_unit = figures_by_unit(
        _counts(session, scope.municipality_id, course, day), _days(session, scope.municipality_id, course, day)
    )
    if scope.section_id is None:
        rows = _rows_by_section(inside, by_unit)
    else:
        rows = [Row(unit.name, by_unit.get(unit.id, Figures()), unit.section_id, unit.id) for unit in inside]
    ordered = sorted(rows, key=lambda row: (-row.figures.late, -row.figures.unfinished, row.name))
    return Coverage(scope, day, total(row.figures for row in rows), ordered)


def unit_rows(
    session: Session, viewer: Viewer, scope: Scope, course: str, *, day: date
) -> list[tuple[UnitRow, Figures]]:
    """Every unit of the scope in reach, with its figures, by section and name: for files."""
    by_unit = figures_by_unit(
        _counts(session, scope.municipality_id, course, day), _days(session, scope.municipality_id, course, day)
    )
    inside = units_in_reach(session, viewer, Permission.SEE_COVERAGE)
    return [(unit, by_unit.get(unit.id, Figures())) for unit in inside if _in_scope(unit, scope)]


def people(
    session: Session, viewer: Viewer, scope: Scope, course: str, wanted: Filter, *, day: date, due_days: int
) -> list[PersonRow]:
    """The people of the scope by name, as far as the viewer may see them; those who are late first."""
    named = {unit.id for unit in units_in_reach(session, viewer, Permission.SEE_WHO_IS_COVERED)}
    coached = {unit.id for unit in units_in_reach(session, viewer, Permission.SEE_WHO_IS_IN_INTRODUCTION)} - named
    in_introduction = and_(CourseStanding.bucket.in_(UNFINISHED), CourseStanding.employed_since > new_after(day))
    statement = (
        _on(select(CourseStanding), scope.municipality_id, course, day)
        .join(Person, Person.id == CourseStanding.person_id)
        .join(Unit, Unit.id == CourseStanding.unit_id)
        .join(Section, Section.id == Unit.section_id)
        .where(or_(CourseStanding.unit_id.in_(named), and_(CourseStanding.unit_id.in_(coached), in_introduction)))
        .with_only_columns(
            Person.id,
            Person.employee_number,
            Person.name,
            Unit.id,
            Unit.name,
            Section.name,
            CourseStanding.bucket,
            CourseStanding.employed_since,
        )
    )
    if scope.unit_id is not None:
        statement = statement.where(Unit.id == scope.unit_id)
    elif scope.section_id is not None:
        statement = statement.where(Unit.section_id == scope.section_id)
    if wanted.buckets:
        statement = statement.where(CourseStanding.bucket.in_(wanted.buckets))
    found = [_person(row, day, due_days) for row in session.execute(statement)]
    kept = [one for one in found if one.is_late or not wanted.only_late]
    return sorted(
        kept, key=lambda one: (not one.is_late, list(Bucket).index(one.bucket) * -1, one.due_on or date.max, one.name)
    )


def _person(row: tuple[int, str, str, int, str, str, str, date | None], day: date, due_days: int) -> PersonRow:
    bucket, since = Bucket(row[6]), row[7]
    is_late = bucket in UNFINISHED and since is not None and since <= seasoned_before(day)
    return PersonRow(*row[:6], bucket, since, due_on(since, due_days), is_late)


def _in_scope(unit: UnitRow, scope: Scope) -> bool:
    if scope.unit_id is not None:
        return unit.id == scope.unit_id
    return scope.section_id is None or unit.section_id == scope.section_id


def _rows_by_section(inside: Sequence[UnitRow], by_unit: dict[int, Figures]) -> list[Row]:
    sections: dict[tuple[int, str], list[Figures]] = defaultdict(list)
    for unit in inside:
        sections[unit.section_id, unit.section_name].append(by_unit.get(unit.id, Figures()))
    return [Row(name, total(parts), section_id) for (section_id, name), parts in sections.items()]


def _on(
    statement: Select[tuple[CourseStanding]], municipality_id: int, course: str, day: date
) -> Select[tuple[CourseStanding]]:
    return statement.where(
        CourseStanding.municipality_id == municipality_id,
        CourseStanding.course == course,
        CourseStanding.starts_on <= day,
        CourseStanding.until > day,
    )


def _counts(session: Session, municipality_id: int, course: str, day: date) -> list[Count]:
    is_seasoned = case((CourseStanding.employed_since <= seasoned_before(day), 1), else_=0)
    is_new = case((CourseStanding.employed_since > new_after(day), 1), else_=0)
    rows = session.execute(
        _on(select(CourseStanding), municipality_id, course, day)
        .with_only_columns(CourseStanding.unit_id, CourseStanding.bucket, is_seasoned, is_new, func.count())
        .group_by(CourseStanding.unit_id, CourseStanding.bucket, is_seasoned, is_new)
    )
    return [
        Count(unit, Bucket(bucket), bool(seasoned), bool(new), people) for unit, bucket, seasoned, new, people in rows
    ]


def _days(session: Session, municipality_id: int, course: str, day: date) -> dict[int, Counter[int]]:
    """Per unit, how many people took so many days to complete."""
    rows = session.execute(
        _on(select(CourseStanding), municipality_id, course, day)
        .where(CourseStanding.days_to_complete.is_not(None))
        .with_only_columns(CourseStanding.unit_id, CourseStanding.days_to_complete, func.count())
        .group_by(CourseStanding.unit_id, CourseStanding.days_to_complete)
    )
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for unit_id, days, people in rows:
        found[unit_id][days] += people
    return found
