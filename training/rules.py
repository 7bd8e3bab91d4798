"""Pure rules: where a person stands in a course on each day, when a check is passed, when a course is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from organisation.rules import Span, Work, current, employed_since, is_on_leave

PASS_PERCENT = 80
FOREVER = date.max


class Bucket(StrEnum):
    """Where a person stands; the first that applies, in this order."""

    START_MISSING = "start-missing"
    ON_LEAVE = "on-leave"
    EXEMPT = "exempt"
    COMPLETED = "completed"
    UNDER_WAY = "under-way"
    NOT_STARTED = "not-started"


@dataclass(frozen=True)
class Run:
    """One run through a course: the day it began and the day it was completed."""

    started_on: date
    completed_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a person's standing in one course follows from."""

    works: tuple[Work, ...] = ()
    exemptions: tuple[Span, ...] = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where a person stands from `starts_on` up to but not including `until`."""

    starts_on: date
    until: date
    unit_id: int
    bucket: Bucket
    employed_since: date | None
    days_to_complete: int | None

    @property
    def _state(self) -> tuple[int, Bucket, date | None, int | None]:
        return (self.unit_id, self.bucket, self.employed_since, self.days_to_complete)

    def goes_on_as(self, following: "Standing") -> bool:
        """Whether the following standing says the same of the days right after."""
        return self.until == following.starts_on and self._state == following._state


def bucket_on(facts: Facts, day: date) -> Bucket | None:
    """The bucket of the day: the first that applies; None for a day without employment."""
    held = current(facts.works, day)
    if not held:
        return None
    if held[0].hired_on is None:
        return Bucket.START_MISSING
    if is_on_leave(facts.works, day):
        return Bucket.ON_LEAVE
    if any(span.holds(day) for span in facts.exemptions):
        return Bucket.EXEMPT
    if any(run.completed_on is not None and run.completed_on <= day for run in facts.runs):
        return Bucket.COMPLETED
    if any(run.started_on <= day for run in facts.runs):
        return Bucket.UNDER_WAY
    return Bucket.NOT_STARTED


def standings(facts: Facts) -> list[Standing]:
    """The person's days in employment as intervals, each day in exactly one, neighbours that say the same made one."""
    days = sorted(_borders(facts))
    merged: list[Standing] = []
    for starts_on, until in pairwise([*days, FOREVER]):
        bucket = bucket_on(facts, starts_on)
        if bucket is None:
            continue
        standing = Standing(
            starts_on=starts_on,
            until=until,
            unit_id=current(facts.works, starts_on)[0].unit_id,
            bucket=bucket,
            employed_since=employed_since(facts.works, starts_on),
            days_to_complete=_days_to_complete(facts.runs, starts_on) if bucket is Bucket.COMPLETED else None,
        )
        if merged and merged[-1].goes_on_as(standing):
            before = merged.pop()
            standing = Standing(before.starts_on, until, *standing._state)
        merged.append(standing)
    return merged


def due_on(since: date | None, due_days: int, *, opened_on: date) -> date | None:
    """The last day to complete a course in time, counted from the first day of employment, or from the day the municipality opened the
    platform when that is later; None while the first day of employment is missing."""
    return None if since is None else max(since, opened_on) + timedelta(days=due_days)


def is_overdue(since: date | None, due_days: int, *, opened_on: date, day: date) -> bool:
    """Whether the last day to complete the course in time has passed on `day`."""
    due = due_on(since, due_days, opened_on=opened_on)
    return due is not None and due < day


def is_passed(right: int, questions: int) -> bool:
    """Whether so many right answers pass a check of so many questions: at least 80 per cent."""
    return questions > 0 and 100 * right >= PASS_PERCENT * questions


def _borders(facts: Facts) -> set[date]:
    """Every day on which the standing may change."""

    def spans() -> Iterator[Span]:
        for work in facts.works:
            yield work.span
            yield from work.leave
        yield from facts.exemptions

    days = {day for span in spans() for day in span.borders()}
    for run in facts.runs:
        days.add(run.started_on)
        if run.completed_on is not None:
            days.add(run.completed_on)
    return days


def _days_to_complete(runs: Sequence[Run], day: date) -> int | None:
    """Days from start to completion of the first run that was completed by the day."""
    done = sorted(
        (run.completed_on, run.started_on) for run in runs if run.completed_on is not None and run.completed_on <= day
    )
    return (done[0][0] - done[0][1]).days if done else None
