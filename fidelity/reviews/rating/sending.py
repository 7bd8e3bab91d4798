"""What the rating page's script sends: operations in the order they were made, and what it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating.rules import (
    Operation,
    Outcome,
    SetAnswer,
    SetGate,
    SetPlace,
    SetTool,
    is_operation,
)
from fidelity.reviews.samples.rules import Place

MOST_OPERATIONS = 200
LARGEST = 64 * 1024
"""Bytes that a request may have: a page with more to say sends it in turns."""
LONGEST_NAME = 60
_Json = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """A request: whose it is, as the browser knows them, and the operations in order."""

    person: str
    operations: tuple[Operation, ...]


def read(body: object) -> Sent | None:
    """The request, or None for what no page of ours sends."""
    if not isinstance(body, dict):
        return None
    person, sent = body.get("person"), body.get("operations")
    if not isinstance(person, str) or not isinstance(sent, list) or len(sent) > MOST_OPERATIONS:
        return None
    operations = [_operation(one) for one in sent]
    if any(one is None for one in operations):
        return None
    return Sent(person, tuple(one for one in operations if one is not None))


def _operation(one: object) -> Operation | None:
    if not isinstance(one, dict) or not is_operation(one.get("id")) or not _is_name(one.get("about")):
        return None
    make = _MAKERS.get(str(one.get("what")))
    return None if make is None else make(one)


def _answer(one: _Json) -> Operation | None:
    after = one.get("after")
    if not _is_name(one.get("value")) or not (after is None or is_operation(after)):
        return None
    return SetAnswer(one["id"], one["about"], one["value"], after)


def _gate(one: _Json) -> Operation | None:
    return SetGate(one["id"], one["about"], one["value"]) if _is_name(one.get("value")) else None


def _tool(one: _Json) -> Operation | None:
    return SetTool(one["id"], one["about"], one["value"]) if isinstance(one.get("value"), bool) else None


def _mark(one: _Json) -> Operation | None:
    place = _place(one.get("value"))
    return None if place is None else SetPlace(one["id"], one["about"], place, is_marked=one["what"] == "mark")


def _place(value: object) -> Place | None:
    if not isinstance(value, list) or len(value) != 3 or value[0] not in list(SamplePart):
        return None
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in value[1:]):
        return None
    return Place(SamplePart(value[0]), value[1], value[2])


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME


_MAKERS: Mapping[str, Callable[[_Json], Operation | None]] = {
    "answer": _answer,
    "gate": _gate,
    "tool": _tool,
    "mark": _mark,
    "unmark": _mark,
}


def answered(outcomes: Mapping[str, Outcome], state: _Json) -> _Json:
    """The answer to the browser: what became of each operation, and how the rating stands now."""
    return {"outcomes": {id_: outcome.value for id_, outcome in outcomes.items()}, **state}
