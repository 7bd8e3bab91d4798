"""Pure rules of rating: what may be answered, what becomes of an answer from another page, places in the text, what is missing."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.samples.rules import Place

MOST_PLACES = 40
"""How many places in the text an answer may rest on."""


def touch(one: Place, other: Place) -> bool:
    """Whether two places overlap, or one begins where the other ends."""
    return one.part == other.part and one.begins <= other.ends and other.begins <= one.ends


@dataclass(frozen=True)
class Sheet:
    """What a rater is asked: criteria and the answers they take, gate questions, tools to tick, and how long each part's text is."""

    criteria: tuple[str, ...]
    answers: tuple[str, ...]
    gates: tuple[str, ...]
    gate_answers: tuple[str, ...]
    tools: tuple[str, ...]
    lengths: Mapping[SamplePart, int]

    def holds(self, place: Place) -> bool:
        """Whether it is a place in the text."""
        return 0 <= place.begins < place.ends <= self.lengths.get(place.part, 0)


@dataclass(frozen=True)
class Standing:
    """What is answered to a criterion, and the operation that set it (None while nothing has)."""

    answer: str | None = None
    operation: str | None = None


UNANSWERED = Standing()


@dataclass(frozen=True)
class SetAnswer:
    """An answer as it was sent: `id` is made where it was given, `after` is the operation whose answer was seen then."""

    id: str
    criterion: str
    answer: str
    after: str | None


@dataclass(frozen=True)
class SetPlace:
    """A place marked as evidence for a criterion, or no longer."""

    id: str
    criterion: str
    place: Place
    is_marked: bool


@dataclass(frozen=True)
class SetGate:
    """An answer to a gate question."""

    id: str
    gate: str
    answer: str


@dataclass(frozen=True)
class SetTool:
    """Whether a tool is seen in the text."""

    id: str
    tool: str
    is_seen: bool


Operation = SetAnswer | SetPlace | SetGate | SetTool


class Outcome(StrEnum):
    """What becomes of an operation."""

    KEPT = "kept"
    OVER = "over"
    """It stands over an answer that had been given on another page, earlier and unseen here."""
    OLDER = "older"
    """An answer that was given later, on another page, stands."""
    REFUSED = "refused"
    """There is no such question, answer or place."""


def settle(standing: Standing, sent: SetAnswer) -> Outcome:
    """What becomes of an answer: the one that was given last stands, and who did not see the other is told."""
    if sent.id == standing.operation or sent.answer == standing.answer or sent.after == standing.operation:
        return Outcome.KEPT
    return Outcome.OVER if is_newer(sent.id, standing.operation) else Outcome.OLDER


def stands_after(standing: Standing, sent: SetAnswer) -> Standing:
    """What stands when the answer has been settled."""
    if settle(standing, sent) is Outcome.OLDER:
        return standing
    if sent.answer == standing.answer and not is_newer(sent.id, standing.operation):
        return standing
    return Standing(sent.answer, sent.id)


def is_newer(operation: str, other: str | None) -> bool:
    """Whether an operation was made after another one: ids begin with the time."""
    return other is None or operation > other


def new_operation(now: datetime) -> str:
    """An id for an operation made now: a UUID of version 7 (RFC 9562), which begins with milliseconds since 1970."""
    milliseconds = int(now.timestamp() * 1000)
    number = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def is_operation(text: object) -> bool:
    """Whether it is an id as pages and browsers make them."""
    if not isinstance(text, str) or len(text) != 36:
        return False
    try:
        made = uuid.UUID(text)
    except ValueError:
        return False
    return str(made) == text and made.version == 7


def joined(places: Iterable[Place], new: Place) -> tuple[list[Place], Place]:
    """The places that a new one touches, and the one place that they become with it."""
    swallowed: list[Place] = []
    for place in sorted(places):
        if touch(place, new):
            swallowed.append(place)
            new = Place(new.part, min(new.begins, place.begins), max(new.ends, place.ends))
    return swallowed, new


def missing(sheet: Sheet, answers: Mapping[str, str]) -> list[str]:
    """The criteria that have no answer, in order."""
    return [criterion for criterion in sheet.criteria if criterion not in answers]
