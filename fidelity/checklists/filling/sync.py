"""What a browser sends after it has been off the network: operations in order, each done once; and what it is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.audit import Actor
from fidelity.checklists.filling import service
from fidelity.checklists.filling.forms import is_key
from fidelity.checklists.filling.models import FilledChecklist
from fidelity.checklists.filling.rules import Outcome, Sheet, Standing, given_of
from fidelity.checklists.filling.service import NotFinished, SetAnswer

MOST_OPERATIONS = 200
LARGEST = 64 * 1024
"""Bytes that a request may have: a browser with more to say sends it in turns."""
LONGEST_ITEM = 80


@dataclass(frozen=True)
class Sent:
    """A request: whose it is, as the browser knows them, the checklist's key, the answers in order, and what finishes it, if any."""

    person: str
    key: str
    answers: tuple[SetAnswer, ...]
    finish: str | None


def read(body: object) -> Sent | None:
    """The request, or None for what no page of ours sends."""
    if not isinstance(body, dict) or not is_key(body.get("key")):
        return None
    person, operations, finish = body.get("person"), body.get("operations"), body.get("finish")
    if not isinstance(person, str) or not isinstance(operations, list) or len(operations) > MOST_OPERATIONS:
        return None
    if finish is not None and not is_key(finish):
        return None
    answers = [_read_answer(one) for one in operations]
    if any(one is None for one in answers):
        return None
    return Sent(person, body["key"], tuple(one for one in answers if one is not None), finish)


def _read_answer(one: object) -> SetAnswer | None:
    if not isinstance(one, dict) or not is_key(one.get("id")):
        return None
    item, code, after = one.get("item"), one.get("answer"), one.get("after")
    if not isinstance(item, str) or len(item) > LONGEST_ITEM or not isinstance(code, str):
        return None
    if after is not None and not is_key(after):
        return None
    return SetAnswer(one["id"], item, given_of(code), after)


@dataclass(frozen=True)
class Synced:
    """What became of a request, and how the checklist stands now. `missing` is what finishing still waits for."""

    outcomes: Mapping[str, Outcome]
    standings: Mapping[str, Standing]
    is_finished: bool
    missing: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer to the browser."""
        return {
            "outcomes": {id_: outcome.value for id_, outcome in self.outcomes.items()},
            "items": {
                item: {"answer": standing.given.code, "operation": standing.operation}
                for item, standing in self.standings.items()
            },
            "finished": self.is_finished,
            "missing": list(self.missing),
        }


def sync(session: Session, filled: FilledChecklist, sheet: Sheet, sent: Sent, *, actor: Actor, now: datetime) -> Synced:
    """Do what was sent. It is finished only when every answer before it was kept; what was answered otherwise is told first."""
    if not sent.answers and sent.finish is None:
        return Synced({}, service.answers(session, filled.id), filled.finished_on is not None)
    service.lock(session, filled, with_process=sent.finish is not None)
    outcomes = service.set_answers(session, filled, sheet, sent.answers)
    session.flush()
    missing: Sequence[str] = ()
    if sent.finish is not None and all(outcome is Outcome.KEPT for outcome in outcomes.values()):
        try:
            service.finish(session, filled, sheet, actor=actor, now=now)
        except NotFinished as refusal:
            missing = refusal.items
    return Synced(outcomes, service.answers(session, filled.id), filled.finished_on is not None, missing)
