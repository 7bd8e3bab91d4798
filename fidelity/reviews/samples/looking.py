"""An excerpt as the screen sees it, with what its uploader has decided: what is left to settle, and the text that would be kept. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.screen import Certainty, Kind
from core.screen.forms import own_key
from core.screen.placeholders import placeholder_stretches
from core.screen.replacing import (
    Decision,
    Decisions,
    Item,
    Keep,
    Reading,
    Replace,
    SamplePiece,
    Why,
)
from core.screen.suggesting import PERSON_ROLES
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.samples.rules import Place, Texts

NUMBERED = {
    "BARN": 6,
    "SYSKON": 4,
    "SLÄKTING": 3,
    "NÄTVERK": 4,
    "VÄN": 3,
    "GRANNE": 3,
    "LÄRARE": 3,
    "PERSONAL": 6,
    "PERSON": 6,
}
"""How many of each there are to choose from; the other persons there is one of."""
THINGS = (
    "FAMILJ", "SKOLA", "FÖRSKOLA", "VÅRD", "BOENDE", "ARBETSPLATS", "FÖRENING", "FÖRSAMLING", "VERKSAMHET", "PLATS", "ADRESS", "POSTADRESS",
    "TELEFON", "MEJLADRESS", "PERSONNUMMER", "ÄRENDENUMMER", "BILNUMMER", "MÅNAD ÅR", "DATUM", "ÅLDER", "NAMN", "UPPGIFT", "OMSTÄNDIGHET",
)  # fmt: skip
_LEFT_TO_CHOOSE = frozenset({Kind.CAPITALISED, Kind.RARE})


@dataclass(frozen=True)
class Look:
    """What is found, each once in order, where it stands, and what is not settled yet, by the item's key."""

    items: Sequence[Item]
    pieces: Mapping[SamplePart, Sequence[SamplePiece]]
    unsettled: Mapping[str, Why]
    decisions: Decisions

    def items_of(self, part: SamplePart) -> Sequence[Item]:
        """What first stands in a part."""
        return [item for item in self.items if item.parts[0] == part]

    @property
    def undisplayed(self) -> Decisions:
        """What is decided about what is not among the items now, such as what showed only when the rest had been replaced."""
        shown = {item.key for item in self.items}
        return {key: decision for key, decision in self.decisions.items() if key not in shown}

    def chosen(self, item: Item) -> Decision | None:
        """What is decided for an item; where nothing is, what is suggested, unless that takes a thought."""
        decided = self.decisions.get(item.key)
        if decided is not None:
            return decided
        takes_thought = item.certainty is Certainty.CONSIDER or item.kind in _LEFT_TO_CHOOSE
        return None if takes_thought else Replace(item.suggestion)

    def placeholders(self, item: Item) -> Sequence[str]:
        """What can stand in place of an item: what is suggested, what the sample has already, and the closed list."""
        used = [self.chosen(one) for one in self.items]
        there = [piece.text[start:end] for piece in self._between for start, end in placeholder_stretches(piece.text)]
        first = [item.suggestion, *(one.placeholder for one in used if isinstance(one, Replace)), *there]
        return list(dict.fromkeys(one for one in (*first, *closed_list()) if one))

    @property
    def closed_list(self) -> Sequence[str]:
        """Every placeholder that can be chosen for anything."""
        return closed_list()

    @property
    def _between(self) -> Sequence[SamplePiece]:
        return [piece for pieces in self.pieces.values() for piece in pieces if piece.item is None]


@dataclass(frozen=True)
class KeptPlace:
    """A place of a detail that is kept, with the reason."""

    place: Place
    kind: Kind
    reason: str


def look(texts: Texts, decisions: Decisions) -> Look:
    """What is found in the texts, and what of it is not settled by the decisions."""
    reading = Reading(_as_parts(texts), decisions)
    found = reading.items
    undecided = {item.key: Why.UNDECIDED for item in found if item.key not in decisions}
    # What shows only when the rest is replaced is looked for once there is nothing else to ask about.
    left = [] if undecided else reading.unresolved
    known = {item.key for item in found}
    shown_late = [one.item for one in left if one.item.key not in known]
    unsettled = undecided or {one.item.key: one.why for one in left}
    return Look((*found, *shown_late), _by_part(reading.pieces), unsettled, decisions)


def replaced(texts: Texts, decisions: Decisions) -> dict[SamplePart, str]:
    """The texts as they are kept: everything replaced that is to be."""
    return {SamplePart(part): text for part, text in Reading(_as_parts(texts), decisions).outcome.items()}


def kept_places(result: Texts, decisions: Decisions) -> list[KeptPlace]:
    """Where in the replaced texts something stands that is kept, with its reason."""
    found = []
    for part, pieces in _by_part(Reading(_as_parts(result), decisions).pieces).items():
        at = 0
        for piece in pieces:
            ends = at + len(piece.text)
            decision = decisions.get(piece.item.key) if piece.item is not None else None
            if piece.item is not None and isinstance(decision, Keep):
                found.append(KeptPlace(Place(part, at, ends), piece.item.kind, decision.reason.value))
            at = ends
    return found


def closed_list() -> list[str]:
    """Every placeholder that can be chosen for anything."""
    people = [
        f"[{role} {number}]" if role in NUMBERED else f"[{role}]"
        for role in PERSON_ROLES
        for number in range(1, NUMBERED.get(role, 1) + 1)
    ]
    return [*people, *(f"[{thing}]" for thing in THINGS)]


def key_of_own(words: str) -> str:
    """The key of words that the uploader points out."""
    return own_key(words)


def _as_parts(texts: Texts) -> dict[str, str]:
    return {part.value: text for part, text in texts.items() if text}


def _by_part(cut: Mapping[str, list[SamplePiece]]) -> dict[SamplePart, list[SamplePiece]]:
    return {SamplePart(part): pieces for part, pieces in cut.items()}
