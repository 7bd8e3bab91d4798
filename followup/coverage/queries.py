"""Coverage on a day, read from the dated standings: a handful of statements whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, func, null, or_, select, true
from sqlalchemy.orm import Session

from followup.coverage.rules import (
    UNFINISHED,
    Count,
    Figures,
    PartKey,
    figures_by_part,
    new_after,
    seasoned_before,
    total,
)
from organisation.access import Permission, Reach, Viewer
from organisation.models import Person, Section, Unit
from organisation.queries import UnitRow, units
from training.models import CourseStanding
from training.rules import Bucket, due_on, is_overdue


@dataclass(frozen=True)
class Scope:
    """What a page is about: the municipality, one section or one unit (with its section)."""

    municipality_id: int
    section_id: int | None = None
    unit_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Part:
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
    rows: Sequence[Part]


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


@dataclass(frozen=True)
class Asked:
    """Which course's coverage, on which day. The course is due so many days after the first one."""

    course: str
    due_days: int
    day: date


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


def holds(viewer: Viewer, permission: Permission, scope: Scope) -> bool:
    """Whether the viewer may do it in all of the scope, as far as the viewer sees coverage there."""
    reach, seen = viewer.reach(permission), viewer.reach(Permission.SEE_COVERAGE)
    if scope.section_id is None:
        within = seen.section_ids <= reach.section_ids and seen.unit_ids <= reach.unit_ids
        return reach.everywhere or (within and not seen.everywhere)
    if scope.unit_id is None:
        return reach.holds_section(scope.section_id)
    return reach.holds_unit(scope.unit_id, scope.section_id)


def coverage(session: Session, viewer: Viewer, scope: Scope, asked: Asked) -> Coverage:
    """The scope's figures: by section for the municipality, by unit for a section, the unit alone for a unit.

    Where the viewer reaches units and not their section, the municipality's parts are those units.
    """
    reach = viewer.reach(Permission.SEE_COVERAGE)
    inside = _inside(reach, scope)
    found = _figures(session, viewer, asked, inside, _part(scope, reach))
    parts: dict[PartKey, Part] = {}
    for unit in units(session, viewer.municipality_id, inside):
        is_whole_section = scope.section_id is None and reach.holds_section(unit.section_id)
        key = (unit.section_id, None if is_whole_section else unit.id)
        name = unit.section_name if is_whole_section else unit.name
        parts.setdefault(key, Part(name, found.get(key, Figures()), *key))
    ordered = sorted(parts.values(), key=lambda part: (-part.figures.late, -part.figures.unfinished, part.name))
    whole = total(part.figures for part in ordered)
    median = _medians(session, viewer, asked, inside).get(())
    return Coverage(scope, asked.day, replace(whole, median_days=median), ordered)


def unit_rows(session: Session, viewer: Viewer, scope: Scope, asked: Asked) -> list[tuple[UnitRow, Figures]]:
    """Every unit of the scope in reach, with its figures, by section and name."""
    inside = _inside(viewer.reach(Permission.SEE_COVERAGE), scope)
    found = _figures(session, viewer, asked, inside, Unit.id)
    listed = units(session, viewer.municipality_id, inside)
    return [(unit, found.get((unit.section_id, unit.id), Figures())) for unit in listed]


def people(session: Session, viewer: Viewer, scope: Scope, wanted: Filter, asked: Asked) -> list[PersonRow]:
    """The people of the scope by name, as far as the viewer may see them; those who are late first."""
    named = _inside(viewer.reach(Permission.SEE_WHO_IS_COVERED), scope)
    coached = _inside(viewer.reach(Permission.SEE_WHO_IS_IN_INTRODUCTION), scope)
    in_introduction = and_(CourseStanding.bucket.in_(UNFINISHED), CourseStanding.employed_since > new_after(asked.day))
    conditions = [or_(named, and_(coached, in_introduction))]
    if wanted.buckets:
        conditions.append(CourseStanding.bucket.in_(wanted.buckets))
    found = _people(session, viewer, asked, *conditions)
    kept = [one for one in found if one.is_late or not wanted.only_late]
    return sorted(kept, key=lambda one: (not one.is_late, one.due_on or date.max, one.name))


def person(session: Session, viewer: Viewer, person_id: int, asked: Asked) -> PersonRow | None:
    """The person, when the viewer may see who is covered in their unit."""
    named = _inside(viewer.reach(Permission.SEE_WHO_IS_COVERED), Scope(viewer.municipality_id))
    return next(iter(_people(session, viewer, asked, named, Person.id == person_id)), None)


def _people(session: Session, viewer: Viewer, asked: Asked, *conditions: ColumnElement[bool]) -> list[PersonRow]:
    statement = (
        _on(viewer, asked)
        .join(Person, Person.id == CourseStanding.person_id)
        .join(Section, Section.id == Unit.section_id)
        .where(*conditions)
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
    return [_person(row, viewer, asked) for row in session.execute(statement)]


def _person(row: Any, viewer: Viewer, asked: Asked) -> PersonRow:
    bucket, since = Bucket(row[6]), row[7]
    due = due_on(since, asked.due_days, opened_on=viewer.opened_on)
    is_late = bucket in UNFINISHED and due is not None and due < asked.day
    return PersonRow(row[0], row[1], row[2], row[3], row[4], row[5], bucket, since, due, is_late)


def _inside(reach: Reach, scope: Scope) -> ColumnElement[bool]:
    """The condition that a unit lies in the scope and in reach."""
    in_reach = or_(Unit.section_id.in_(reach.section_ids), Unit.id.in_(reach.unit_ids))
    condition = true() if reach.everywhere else in_reach
    if scope.unit_id is not None:
        return and_(condition, Unit.id == scope.unit_id)
    return condition if scope.section_id is None else and_(condition, Unit.section_id == scope.section_id)


def _part(scope: Scope, reach: Reach) -> SQLColumnExpression[Any]:
    """The unit's id where the scope's parts are units, NULL where they are whole sections."""
    if scope.section_id is not None:
        return Unit.id
    is_whole_section = true() if reach.everywhere else Unit.section_id.in_(reach.section_ids)
    return case((is_whole_section, null()), else_=Unit.id)


def _figures(
    session: Session, viewer: Viewer, asked: Asked, inside: ColumnElement[bool], part: SQLColumnExpression[Any]
) -> dict[PartKey, Figures]:
    """The figures of each part that has staff."""
    found = figures_by_part(_counts(session, viewer, asked, inside, part))
    medians = _medians(session, viewer, asked, inside, Unit.section_id, part)
    return {key: replace(figures, median_days=medians.get(key)) for key, figures in found.items()}


def _on(viewer: Viewer, asked: Asked) -> Select[Any]:
    """The standings of the viewer's municipality that hold on the day, joined to their units."""
    return (
        select(CourseStanding)
        .join(Unit, Unit.id == CourseStanding.unit_id)
        .where(
            CourseStanding.municipality_id == viewer.municipality_id,
            CourseStanding.course == asked.course,
            CourseStanding.starts_on <= asked.day,
            CourseStanding.until > asked.day,
        )
    )


def _counts(
    session: Session, viewer: Viewer, asked: Asked, inside: ColumnElement[bool], part: SQLColumnExpression[Any]
) -> list[Count]:
    since = CourseStanding.employed_since
    is_seasoned = case((since <= seasoned_before(asked.day), 1), else_=0)
    is_new = case((since > new_after(asked.day), 1), else_=0)
    opening_is_past = is_overdue(viewer.opened_on, asked.due_days, opened_on=viewer.opened_on, day=asked.day)
    overdue_from = asked.day - timedelta(days=asked.due_days) if opening_is_past else date.min
    is_late = case((since < overdue_from, 1), else_=0)
    keys = (Unit.section_id, part, CourseStanding.bucket, is_seasoned, is_new, is_late)
    rows = session.execute(_on(viewer, asked).where(inside).with_only_columns(*keys, func.count()).group_by(*keys))
    return [
        Count((section, unit), Bucket(bucket), bool(seasoned), bool(new), bool(late), people)
        for section, unit, bucket, seasoned, new, late, people in rows
    ]


def _medians(
    session: Session, viewer: Viewer, asked: Asked, inside: ColumnElement[bool], *part: SQLColumnExpression[Any]
) -> dict[tuple[Any, ...], int]:
    """Per part, the median days from start to completion, the lower of the two in the middle; only parts where somebody has completed.

    The whole is one part, `()`, when no columns are given.
    """
    days = CourseStanding.days_to_complete
    ranked = (
        _on(viewer, asked)
        .where(inside, days.is_not(None))
        .with_only_columns(
            *(column.label(f"part_{number}") for number, column in enumerate(part)),
            days.label("days"),
            func.row_number().over(partition_by=part or None, order_by=days).label("place"),
            func.count().over(partition_by=part or None).label("people"),
        )
        .subquery()
    )
    middle = select(ranked).where(ranked.c.place == (ranked.c.people + 1) // 2)
    return {tuple(row[: len(part)]): row.days for row in session.execute(middle)}
