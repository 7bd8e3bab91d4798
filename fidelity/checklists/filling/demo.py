"""The demo's filled checklists: for processes of the last year whose tools they stand for, filled in by the demo's own people."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from fidelity.checklists.filling import service
from fidelity.checklists.filling.models import FilledChecklist
from fidelity.checklists.filling.rules import DONE, REASONS, Given, Sheet, given_of
from fidelity.checklists.filling.service import Beginning, SetAnswer
from fidelity.checklists.filling.sheets import sheet_of
from fidelity.checklists.own.queries import checklists_for, row_id
from fidelity.tool_use.models import Process, ToolUse
from organisation.models import Employment, Municipality

SEED = 2026
LANGUAGE = "sv"
CHECKLISTS = ("mapping", "danger-and-goal", "child-conversation", "network-meeting", "safety-plan")
SHARE = 0.25
"""The share of the processes with a checklist's tools for which it was filled in."""
DONE_SHARE, SELDOM_DONE_SHARE = 0.85, 0.5
USUAL_REASON_SHARE = 0.9
SELDOM_EVERY = 4
"""One item of so many that need not be done is done seldom: where to look for what hinders."""


def fill(session: Session, *, today: date) -> None:
    """Let the large municipality's people fill in checklists. When anybody has filled one in already, nothing happens."""
    if session.scalar(select(FilledChecklist.id).limit(1)) is not None:
        return
    dice = random.Random(SEED)
    municipality_id = session.scalars(
        select(Municipality.id).where(Municipality.is_fictional).order_by(Municipality.id)
    ).first()
    if municipality_id is None:
        return
    people = _people(session, municipality_id, today)
    used = _used(session, municipality_id, today)
    in_use = checklists_for(session, municipality_id)
    for checklist_id in CHECKLISTS:
        checklist = in_use.checklist(checklist_id, LANGUAGE)
        if checklist is None:
            continue
        sheet = sheet_of(row_id(checklist), checklist)
        for process, tools in used:
            if tools.issuperset(sheet.tools) and people.get(process.unit_id) and dice.random() < SHARE:
                writer = Actor(dice.choice(people[process.unit_id]), municipality_id)
                _fill_in(session, dice, process, sheet, writer)


def _people(session: Session, municipality_id: int, today: date) -> Mapping[int, Sequence[int]]:
    """Those who have worked in each unit for a year."""
    found: dict[int, list[int]] = {}
    long_ago = Employment.starts_on <= today - timedelta(days=365)
    rows = session.execute(
        select(Employment.unit_id, Employment.person_id)
        .where(Employment.municipality_id == municipality_id, Employment.ends_on.is_(None), long_ago)
        .order_by(Employment.person_id)
    )
    for unit_id, person_id in rows:
        found.setdefault(unit_id, []).append(person_id)
    return found


def _used(session: Session, municipality_id: int, today: date) -> Sequence[tuple[Process, frozenset[str]]]:
    """The processes that were closed in the last year, with what was used in them."""
    lately = (Process.municipality_id == municipality_id) & (Process.closed_on > today - timedelta(days=365))
    tools: dict[int, set[str]] = {}
    for process_id, tool in session.execute(
        select(ToolUse.process_id, ToolUse.tool).join(Process, Process.id == ToolUse.process_id).where(lately)
    ):
        tools.setdefault(process_id, set()).add(tool)
    processes = session.scalars(select(Process).where(lately).order_by(Process.id))
    return [(process, frozenset(tools.get(process.id, ()))) for process in processes]


def _fill_in(session: Session, dice: random.Random, process: Process, sheet: Sheet, writer: Actor) -> None:
    """Start a checklist, answer its items and finish it, all on one day of the process."""
    last = process.closed_on or process.opened_on
    day = process.opened_on + timedelta(days=dice.randint(0, (last - process.opened_on).days))
    now = min(datetime.combine(day, time(14, dice.randint(0, 59)), clock.STOCKHOLM), clock.now())
    beginning = Beginning(_key(dice), process.municipality_id, process.unit_id, process.id)
    filled = service.start(session, beginning, sheet, actor=writer, now=now)
    answers = [
        SetAnswer(_key(dice), item, _answer(dice, number, item in sheet.must), None)
        for number, item in enumerate(sheet.items)
    ]
    service.set_answers(session, filled, sheet, answers)
    service.finish(session, filled, sheet, actor=writer, now=now)


def _answer(dice: random.Random, number: int, must: bool) -> Given | None:
    is_seldom = not must and number % SELDOM_EVERY == SELDOM_EVERY - 1
    if dice.random() < (SELDOM_DONE_SHARE if is_seldom else DONE_SHARE):
        return DONE
    is_usual = dice.random() < USUAL_REASON_SHARE
    return given_of(REASONS[number % len(REASONS)] if is_usual else dice.choice(REASONS))


def _key(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))
