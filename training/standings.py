"""Keeps the stored intervals equal to what the facts say, in the transaction that changes a fact."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core import clock
from organisation.changes import people_changed
from organisation.models import Employment, Leave, Person
from organisation.rules import Span, Work
from training.models import CourseStanding, Enrolment, Exemption
from training.rules import Facts, Run, Standing, standings

BATCH = 500
"""How many people's facts are read at a time: keeps memory and the number of bound parameters small."""


@dataclass(frozen=True)
class Difference:
    """A person whose stored intervals are not what the facts say."""

    person_id: int
    course: str
    stored: list[Standing]
    recounted: list[Standing]


def rewrite(session: Session, person_ids: Collection[int], courses: Sequence[str]) -> int:
    """Rewrite the intervals of these people where they differ; returns for how many people and courses."""
    session.flush()
    rewritten = 0
    for course, ids, rows in _recounts(session, person_ids, courses):
        if not ids:
            continue
        rewritten += len(ids)
        session.execute(
            delete(CourseStanding).where(CourseStanding.person_id.in_(ids), CourseStanding.course == course)
        )
        if rows:
            session.execute(insert(CourseStanding), rows)
    return rewritten


def _recounts(
    session: Session, person_ids: Collection[int], courses: Sequence[str]
) -> Iterator[tuple[str, list[int], list[dict[str, Any]]]]:
    """Per batch and course: the people whose intervals differ, and the rows to store for them.

    Each batch is locked first, in the order of ids: two that change facts of one person must not both recount without the other's.
    """
    for batch in _batches(sorted(person_ids)):
        people = select(Person.id, Person.municipality_id).where(Person.id.in_(batch)).order_by(Person.id)
        municipalities = {
            row.id: row.municipality_id for row in session.execute(people.with_for_update(key_share=True))
        }
        for course in courses:
            changed = list(differences(session, batch, course))
            rows = [
                _row(one.person_id, municipalities[one.person_id], course, standing)
                for one in changed
                for standing in one.recounted
            ]
            yield course, [one.person_id for one in changed], rows


def differences(session: Session, person_ids: Sequence[int], course: str) -> Iterator[Difference]:
    """Those of the people (a batch) whose stored intervals are not what a recount of their facts gives."""
    stored = _stored(session, person_ids, course)
    for person_id, facts in facts_of(session, person_ids, course).items():
        recounted = standings(facts)
        if stored[person_id] != recounted:
            yield Difference(person_id, course, stored[person_id], recounted)


def verify(session: Session, courses: Sequence[str]) -> Iterator[Difference]:
    """Everybody whose stored intervals differ from a recount; none when all is well."""
    ids = session.scalars(select(Person.id).order_by(Person.id)).all()
    for batch in _batches(ids):
        for course in courses:
            yield from differences(session, batch, course)


def facts_of(session: Session, person_ids: Sequence[int], course: str) -> dict[int, Facts]:
    """The facts that these people's standing in a course follows from, in four queries."""
    leave = _spans_by(session, select(Leave.employment_id, Leave.starts_on, Leave.ends_on).join(
        Employment, Employment.id == Leave.employment_id
    ).where(Employment.person_id.in_(person_ids)))  # fmt: skip
    works: dict[int, list[Work]] = defaultdict(list)
    for row in session.execute(
        select(
            Employment.id,
            Employment.person_id,
            Employment.unit_id,
            Employment.hired_on,
            Employment.starts_on,
            Employment.ends_on,
            Employment.is_primary,
        )
        .where(Employment.person_id.in_(person_ids))
        .order_by(Employment.id)
    ):
        span = Span(row.starts_on, row.ends_on)
        works[row.person_id].append(Work(row.unit_id, span, row.hired_on, row.is_primary, tuple(leave[row.id])))
    exempt = _spans_by(session, select(Exemption.person_id, Exemption.starts_on, Exemption.ends_on).where(
        Exemption.person_id.in_(person_ids), Exemption.course == course
    ))  # fmt: skip
    runs = _runs(session, person_ids, course)
    return {one: Facts(tuple(works[one]), tuple(exempt[one]), tuple(runs[one])) for one in person_ids}


def follow_courses(courses: Sequence[str]) -> None:
    """From now on, rewrite the intervals in these courses whenever employments change."""
    _followed[:] = courses


_followed: list[str] = []


@people_changed.connect
def _people_have_changed(_sender: object, *, session: Session, person_ids: Collection[int], **_more: object) -> None:
    rewrite(session, person_ids, _followed)


def _runs(session: Session, person_ids: Sequence[int], course: str) -> dict[int, list[Run]]:
    runs: dict[int, list[Run]] = defaultdict(list)
    for row in session.execute(
        select(Enrolment.person_id, Enrolment.started_at, Enrolment.completed_at)
        .where(Enrolment.person_id.in_(person_ids), Enrolment.course == course)
        .order_by(Enrolment.run)
    ):
        completed_on = None if row.completed_at is None else clock.local_day(row.completed_at)
        runs[row.person_id].append(Run(clock.local_day(row.started_at), completed_on))
    return runs


def _spans_by(session: Session, statement: Any) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for owner, starts_on, ends_on in session.execute(statement):
        spans[owner].append(Span(starts_on, ends_on))
    return spans


def _stored(session: Session, person_ids: Sequence[int], course: str) -> dict[int, list[Standing]]:
    stored: dict[int, list[Standing]] = defaultdict(list)
    for row in session.execute(
        select(
            CourseStanding.person_id,
            CourseStanding.starts_on,
            CourseStanding.until,
            CourseStanding.unit_id,
            CourseStanding.bucket,
            CourseStanding.employed_since,
            CourseStanding.days_to_complete,
        )
        .where(CourseStanding.person_id.in_(person_ids), CourseStanding.course == course)
        .order_by(CourseStanding.starts_on)
    ):
        stored[row[0]].append(Standing(*row[1:]))
    return stored


def _row(person_id: int, municipality_id: int, course: str, standing: Standing) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "municipality_id": municipality_id,
        "course": course,
        "starts_on": standing.starts_on,
        "until": standing.until,
        "unit_id": standing.unit_id,
        "bucket": standing.bucket,
        "employed_since": standing.employed_since,
        "days_to_complete": standing.days_to_complete,
    }


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
