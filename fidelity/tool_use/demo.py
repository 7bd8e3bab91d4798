"""The demo's tool use: years of invented processes from a fixed seed, by import and, for the last weeks, as staff register them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from fidelity.tool_use import service
from fidelity.tool_use.demo_cases import Case, cases, small_cases, working_day
from fidelity.tool_use.demo_history import Town, bring_in, tell_by_hand
from fidelity.tool_use.models import Process
from fidelity.tool_use.service import Course, Opening
from organisation.models import Municipality, Section, Unit

SEED = 2022
BY_HAND = timedelta(days=21)
"""What was closed longer ago came in by import."""
MOMENTS = 3
"""At most so many times somebody registers tools on one process."""


def fill(session: Session, *, today: date) -> None:
    """Let the demo's units work and register. When anybody has registered a process already, nothing happens."""
    if session.scalar(select(Process.id).limit(1)) is not None:
        return
    dice = random.Random(SEED)
    large, small = (
        _town(session, one)
        for one in session.scalars(select(Municipality).where(Municipality.is_fictional).order_by(Municipality.id))
    )
    invented = cases(dice, large.section_of, today)
    until = today - BY_HAND
    bring_in(session, large, [one for one in invented if one.ends_on <= until], until, today)
    _work(session, dice, large, [one for one in invented if one.ends_on > until], today)
    tell_by_hand(session, large, until, today)
    _work(session, dice, small, small_cases(dice, today), today)


def _town(session: Session, municipality: Municipality) -> Town:
    rows = session.execute(
        select(Unit.name, Unit.id, Section.name)
        .join(Section, Section.id == Unit.section_id)
        .where(Unit.municipality_id == municipality.id)
    ).all()
    return Town(
        municipality.id,
        municipality.opened_on,
        {unit: unit_id for unit, unit_id, _section in rows},
        {unit: section for unit, _unit_id, section in rows},
    )


@dataclass(frozen=True)
class _Moment:
    """A moment in a process: it is started (nothing used yet), something is registered on it, or it is closed."""

    at: datetime
    number: int
    case: Case
    tools: frozenset[str] = frozenset()
    is_last: bool = False


def _work(session: Session, dice: random.Random, town: Town, invented: Sequence[Case], today: date) -> None:
    """Let staff start, register on and close processes, moment by moment as it was done."""
    moments = [
        moment
        for number, one in enumerate(invented)
        for moment in _moments(dice, town, number, one)
        if moment.at.date() <= today
    ]
    open_ones: dict[int, Process] = {}
    for moment in sorted(moments, key=lambda one: (one.at, one.number)):
        now = min(moment.at, clock.now())
        if moment.number not in open_ones:
            opening = Opening(
                town.municipality_id, town.units[moment.case.unit], moment.case.kind, moment.case.opened_on
            )
            open_ones[moment.number] = service.open_process(session, opening, actor=town.actor, now=now)
        process = open_ones[moment.number]
        if moment.tools:
            key = str(UUID(int=dice.getrandbits(128), version=4))
            service.register(session, process, moment.tools, key=key, actor=town.actor, now=now)
        if moment.is_last:
            course = Course(process.kind, process.opened_on, moment.case.ends_on)
            service.correct_process(session, process, course, actor=town.actor, now=now)


def _moments(dice: random.Random, town: Town, number: int, one: Case) -> Iterator[_Moment]:
    """The moments of a process from the first day that it, and the platform, is there; some may lie ahead."""
    begins = max(one.opened_on, town.opened_on)
    days = (one.ends_on - begins).days
    chosen = {working_day(begins + timedelta(days=dice.randint(0, days)), one.ends_on) for _moment in range(MOMENTS)}
    used: dict[date, set[str]] = {day: set() for day in sorted(chosen)}
    for tool in sorted(one.tools):
        used[dice.choice(list(used))].add(tool)
    yield _Moment(_at(begins, 8, dice), number, one)
    for day, tools in used.items():
        if tools:
            yield _Moment(_at(day, 13, dice), number, one, frozenset(tools))
    yield _Moment(_at(one.ends_on, 16, dice), number, one, is_last=True)


def _at(day: date, hour: int, dice: random.Random) -> datetime:
    return datetime.combine(day, time(hour, dice.randint(0, 59)), clock.STOCKHOLM)
