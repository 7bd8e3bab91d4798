"""Where a person stands on a day, written from the issue's words: it looks at each day alone and knows nothing of intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from organisation.rules import Span, Work
from training.rules import Facts


@dataclass(frozen=True)
class Stand:
    """What is to be known of a person on one day."""

    unit_id: int
    bucket: str
    employed_since: date | None
    days_to_complete: int | None


def lies_in(days: Span, when: date) -> bool:
    last = days.ends_on or date.max
    return days.starts_on <= when <= last


def jobs_of(facts: Facts, when: date) -> list[Work]:
    return [job for job in facts.works if lies_in(job.span, when)]


def counted_in(jobs: Sequence[Work]) -> Work:
    """The one that HR marks, else the first of parallel employments, else the unit that was made first."""
    marked = [job for job in jobs if job.is_primary] or jobs
    first = min(job.span.starts_on for job in marked)
    begun_first = [job for job in marked if job.span.starts_on == first]
    return min(begun_first, key=lambda job: job.unit_id)


def since(facts: Facts, when: date) -> date:
    """The first day that HR gives for any employment of the unbroken time that holds the day."""
    first = when
    while any(lies_in(job.span, first - timedelta(days=1)) for job in facts.works):
        first -= timedelta(days=1)
    unbroken = [job for job in facts.works if job.span.starts_on <= when and (job.span.ends_on or date.max) >= first]
    return min(job.hired_on for job in unbroken if job.hired_on)


def days_taken(facts: Facts, when: date) -> int | None:
    """From start to completion, of the run that was completed first."""
    done = [one for one in facts.runs if one.completed_on and one.completed_on <= when]
    if not done:
        return None
    first = min(one.completed_on for one in done if one.completed_on)
    started = min(one.started_on for one in done if one.completed_on == first)
    return (first - started).days


def bucket_of(facts: Facts, jobs: Sequence[Work], when: date) -> str:
    """The first that applies: start date missing, on leave, exempt, completed, under way, not started."""
    if counted_in(jobs).hired_on is None:
        return "start-missing"
    if all(any(lies_in(away, when) for away in job.leave) for job in jobs):
        return "on-leave"
    if any(lies_in(days, when) for days in facts.exemptions):
        return "exempt"
    if days_taken(facts, when) is not None:
        return "completed"
    return "under-way" if any(one.started_on <= when for one in facts.runs) else "not-started"


def recount(facts: Facts, when: date) -> Stand | None:
    jobs = jobs_of(facts, when)
    if not jobs:
        return None
    primary, bucket = counted_in(jobs), bucket_of(facts, jobs, when)
    return Stand(
        primary.unit_id,
        bucket,
        None if primary.hired_on is None else since(facts, when),
        days_taken(facts, when) if bucket == "completed" else None,
    )
