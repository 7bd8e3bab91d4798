"""From a sample with names to one without: what its uploader decides about each thing found, in all its forms and in all parts.

Everything here is a function of the texts and the decisions: nothing is kept, and what is not yet settled can be told at any time.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from core.screen.findings import Certainty, Kind
from core.screen.folding import fold
from core.screen.forms import OWN, Form, form_of, own_key, vocabulary
from core.screen.placeholders import is_placeholder, placeholder_stretches
from core.screen.sample import SampleFinding, find_in_parts
from core.screen.suggesting import bracketed, suggestion_word

_RANK = {Certainty.SURE: 0, Certainty.POSSIBLE: 1, Certainty.CONSIDER: 2}
_KIND_RANK = {Kind.NAME: 0, Kind.INSTITUTION: 1, Kind.PLACE: 2, Kind.CAPITALISED: 4}
_SHORTEST_OWN = 2

__all__ = [
    "Decision",
    "Decisions",
    "Item",
    "Keep",
    "KeepReason",
    "Reading",
    "Replace",
    "SamplePiece",
    "Unresolved",
    "Why",
    "own_key",
]


class KeepReason(StrEnum):
    """Why something found may stay as it is. Chosen, not written: a reason in words could tell what it is to hide."""

    ORDINARY_WORD = "ordinary-word"
    KNOWN_TO_ALL = "known-to-all"
    TELLS_NOTHING = "tells-nothing"
    NEEDED = "needed"


class Why(StrEnum):
    """Why something is not settled."""

    UNDECIDED = "undecided"
    MAY_NOT_STAY = "may-not-stay"
    NO_PLACEHOLDER = "no-placeholder"
    STILL_THERE = "still-there"


@dataclass(frozen=True)
class Replace:
    """It is to be replaced by a placeholder, brackets included: [BARN 1]. The same placeholder for two things says that they are one."""

    placeholder: str


@dataclass(frozen=True)
class Keep:
    """It may stay."""

    reason: KeepReason


Decision = Replace | Keep
Decisions = Mapping[str, Decision]
"""What has been decided, by the `key` of what it is about. Under `own_key` of some words: that these are to go too."""


@dataclass(frozen=True)
class Item:
    """One thing that was found, once or more: what one decision is about.

    `key` is the same in every request. `forms` are all the ways in which it is written, `text` the first of them. `like` is the key of a
    longer one that this is a piece of (Kalle, where there is one Kalle Svensson): both are then suggested the same placeholder.
    """

    key: str
    kind: Kind
    certainty: Certainty
    text: str
    forms: tuple[str, ...]
    count: int
    parts: tuple[str, ...]
    suggestion: str
    like: str | None

    @property
    def may_stay(self) -> bool:
        """Whether it can be kept with a reason at all."""
        return self.certainty is not Certainty.SURE


@dataclass(frozen=True)
class Unresolved:
    """Something that stands in the way of keeping the sample."""

    item: Item
    why: Why


@dataclass(frozen=True)
class SamplePiece:
    """A piece of a part; `item` is what was found there, None for what lies between."""

    text: str
    item: Item | None = None


@dataclass(frozen=True)
class _Occurrence:
    part: str
    start: int
    end: int
    text: str
    finding: SampleFinding
    form: Form


class Reading:
    """The parts of a sample, searched once, with what is decided about what is found."""

    def __init__(self, parts: Mapping[str, str], decisions: Decisions | None = None) -> None:
        self.parts, self.decisions = parts, decisions or {}
        self._found = _occurrences(parts, self.decisions)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything that is found, each once, in order, with a placeholder suggested that what is decided leaves free."""
        return _items(self.parts, self._found, self.decisions)

    @property
    def pieces(self) -> dict[str, list[SamplePiece]]:
        """Each part cut where something is found, to be shown with what is asked about it."""
        by_key = {item.key: item for item in self.items}
        cut: dict[str, list[SamplePiece]] = {}
        for part, text in self.parts.items():
            place, pieces = 0, []
            for one in self._found:
                if one.part == part:
                    pieces += [SamplePiece(text[place : one.start]), SamplePiece(one.text, by_key[one.form.key])]
                    place = one.end
            pieces.append(SamplePiece(text[place:]))
            cut[part] = [piece for piece in pieces if piece.text]
        return cut

    @property
    def outcome(self) -> dict[str, str]:
        """The parts with everything replaced that is to be, in all its forms, and what is found only then too; the rest is as it was."""
        return self._settled[0]

    @property
    def unresolved(self) -> list[Unresolved]:
        """What stands in the way of keeping the sample: undecided, not to stay, or still there when all is replaced. Empty: keep it."""
        standing = [Unresolved(item, why) for item in self.items if (why := _why(item, self.decisions))]
        told = {one.item.key for one in standing}
        outcome, found_there = self._settled
        left = [
            Unresolved(item, Why.STILL_THERE)
            for item in _items(outcome, found_there, self.decisions)
            if item.key not in told and not (item.may_stay and isinstance(self.decisions.get(item.key), Keep))
        ]
        return [*standing, *left]

    @cached_property
    def _settled(self) -> tuple[dict[str, str], Sequence[_Occurrence]]:
        return _settled(self.parts, self._found, self.decisions)


def _settled(
    parts: Mapping[str, str], found: Sequence[_Occurrence], decisions: Decisions
) -> tuple[dict[str, str], Sequence[_Occurrence]]:
    """The parts with everything replaced, and what is found in them then."""
    before, after = dict(parts), _replaced(parts, found, decisions)
    while after != before:  # each round turns something found into a placeholder, in which nothing is found: it ends
        found = _occurrences(after, decisions)
        before, after = after, _replaced(after, found, decisions)
    return after, found


def _replaced(parts: Mapping[str, str], found: Sequence[_Occurrence], decisions: Decisions) -> dict[str, str]:
    written: dict[str, list[str]] = defaultdict(list)
    places = dict.fromkeys(parts, 0)
    for one in found:
        decision = decisions.get(one.form.key)
        if isinstance(decision, Replace) and is_placeholder(decision.placeholder):
            genitive = "s" if one.form.is_genitive else ""
            written[one.part] += [parts[one.part][places[one.part] : one.start], decision.placeholder, genitive]
            places[one.part] = one.end
    return {part: "".join([*written[part], text[places[part] :]]) for part, text in parts.items()}


def _why(item: Item, decisions: Decisions) -> Why | None:
    decision = decisions.get(item.key)
    if decision is None:
        return Why.UNDECIDED
    if isinstance(decision, Keep):
        return None if item.may_stay else Why.MAY_NOT_STAY
    return None if is_placeholder(decision.placeholder) else Why.NO_PLACEHOLDER


def _occurrences(parts: Mapping[str, str], decisions: Decisions) -> list[_Occurrence]:
    """Every place where something is found, with the form it has there."""
    own = [key.removeprefix(OWN) for key in decisions if key.startswith(OWN) and len(key) >= len(OWN) + _SHORTEST_OWN]
    found = find_in_parts(parts, own)
    folded = {part: fold(text) for part, text in parts.items()}
    words = vocabulary((one.kind, folded[part][one.start : one.end]) for part, some in found.items() for one in some)
    keys = frozenset(map(own_key, own))
    return [
        _Occurrence(
            part,
            one.start,
            one.end,
            parts[part][one.start : one.end],
            one,
            form_of(one.kind, folded[part][one.start : one.end], words, keys),
        )
        for part, some in found.items()
        for one in some
    ]


def _items(parts: Mapping[str, str], found: Sequence[_Occurrence], decisions: Decisions) -> tuple[Item, ...]:
    groups: dict[str, list[_Occurrence]] = defaultdict(list)
    for one in found:
        groups[one.form.key].append(one)
    longer = _longer(groups)
    suggestions = _suggestions(parts, groups, longer, decisions)
    return tuple(_item(key, group, suggestions[key], longer.get(key)) for key, group in groups.items())


def _item(key: str, group: Sequence[_Occurrence], suggestion: str, like: str | None) -> Item:
    leading = _leading(group)
    return Item(
        key=key,
        kind=leading.kind,
        certainty=min((one.finding.certainty for one in group), key=_RANK.__getitem__),
        text=group[0].text,
        forms=tuple(dict.fromkeys(one.text for one in group)),
        count=len(group),
        parts=tuple(dict.fromkeys(one.part for one in group)),
        suggestion=suggestion,
        like=like,
    )


def _leading(group: Sequence[_Occurrence]) -> SampleFinding:
    """The finding that says most of what it is."""
    return min((one.finding for one in group), key=lambda one: (_RANK[one.certainty], _KIND_RANK.get(one.kind, 3)))


def _longer(groups: Mapping[str, Sequence[_Occurrence]]) -> dict[str, str]:
    """For each that is a piece of exactly one longer one, the key of that one."""
    holding: dict[str, set[str]] = defaultdict(set)
    words = {key: group[0].form.words for key, group in groups.items()}
    for key, some in words.items():
        if len(some) > 1:
            for word in some:
                holding[word].add(key)
    longer = {}
    for key, some in words.items():
        candidates = set.intersection(*(holding[word] for word in some)) - {key} if some else set()
        if len(candidates) == 1 and not groups[key][0].form.is_family:
            longer[key] = candidates.pop()
    return longer


def _suggestion_word(group: Sequence[_Occurrence]) -> str:
    kind = _leading(group).kind
    return "FAMILJ" if kind is Kind.NAME and group[0].form.is_family else suggestion_word(kind, group[0].text)


def _suggestions(
    parts: Mapping[str, str],
    groups: Mapping[str, Sequence[_Occurrence]],
    longer: Mapping[str, str],
    decisions: Decisions,
) -> dict[str, str]:
    """A placeholder for each: what is decided for it, what its longer one has, or the first that is free."""
    suggested = {key: one.placeholder for key, one in decisions.items() if isinstance(one, Replace)}
    taken = {text[start:end] for text in parts.values() for start, end in placeholder_stretches(text)} | set(
        suggested.values()
    )
    free = [key for key in groups if key not in suggested and key not in longer]
    words = {key: _suggestion_word(group) for key, group in groups.items()}
    for key in free:
        suggested[key] = bracketed(words[key], taken, [words[one] for one in free])
        taken.add(suggested[key])
    for key, above in longer.items():
        suggested.setdefault(key, suggested.get(above) or bracketed(words[key], taken, ()))
    return suggested
