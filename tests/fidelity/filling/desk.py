"""What the tests of filling in share: a checklist of four items, and somebody of the world's unit who fills it in."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.publishing import PublishedDocument
from fidelity.checklists.filling import service
from fidelity.checklists.filling.models import FilledChecklist
from fidelity.checklists.filling.rules import Given, Outcome, Sheet, given_of
from fidelity.checklists.filling.service import Beginning, SetAnswer
from fidelity.tool_use.models import Process
from fidelity.tool_use.service import Opening, open_process
from tests.world import NOON, World

TODAY = NOON.date()
ITEMS = ("read", "write", "say", "go")
MUST = ("read", "say")
TOOLS = ("three-houses", "private-network")
KEY = "checklists/safety-plan"


def new_id() -> str:
    """An id as browsers make them."""
    return str(uuid.uuid4())


def sheet(session: Session, *, needs_process: bool = True, language: str = "sv") -> Sheet:
    """A checklist of four items, two of which must be done, published under a row that there is."""
    row = select(PublishedDocument.id).where(PublishedDocument.key == KEY, PublishedDocument.language == language)
    return Sheet(session.scalars(row).one(), ITEMS, MUST, TOOLS, needs_process)


def actor(world: World, name: str = "learner") -> Actor:
    """One of the world's people, as they do something."""
    return Actor(world.people[name], world.municipality)


def process(session: Session, world: World, *, now: datetime = NOON, unit_id: int | None = None) -> Process:
    """A process of the world's unit, or of another one."""
    opened_on = clock.local_day(now) - timedelta(days=30)
    opening = Opening(world.municipality, unit_id or world.unit, "investigation", opened_on)
    return open_process(session, opening, actor=actor(world), now=now)


def begun(
    session: Session, world: World, filled_in: Sheet, *, process: int | None = None, by: str = "learner"
) -> FilledChecklist:
    """A checklist that somebody has started."""
    beginning = Beginning(new_id(), world.municipality, world.unit, process)
    return service.start(session, beginning, filled_in, actor=actor(world, by), now=NOON)


def answered(session: Session, filled: FilledChecklist, filled_in: Sheet, codes: Mapping[str, str]) -> list[Outcome]:
    """Give answers, each built on what stands."""
    standing = service.answers(session, filled.id)
    operations = [
        SetAnswer(new_id(), item, given_of(code), standing[item].operation if item in standing else None)
        for item, code in codes.items()
    ]
    found = service.set_answers(session, filled, filled_in, operations)
    session.flush()
    return [found[one.id] for one in operations]


def codes(session: Session, filled: FilledChecklist) -> dict[str, str]:
    """The answers as words, those taken back left out."""
    return {item: one.given.code for item, one in service.answers(session, filled.id).items() if one.given != Given()}
