"""The screen for identifying details in free text: finds the sure ones by their form, and the possible ones by form, lists and capitals.

It finds no rare events and no name that begins a sentence and is in no list; no screen certifies that a text is anonymous.
"""

import re
from collections.abc import Collection, Iterable

from core.screen import names
from core.screen.capitals import find_capitals
from core.screen.dates import DATES
from core.screen.findings import Certainty, Finding, Kind, Piece, matches, pieces
from core.screen.judging import Found, Judgement, judgement
from core.screen.places import PLACES
from core.screen.sure import PATTERNS

__all__ = [
    "PATTERNS",
    "Certainty",
    "Finding",
    "Found",
    "Judgement",
    "Kind",
    "Piece",
    "find",
    "find_sure",
    "judge",
    "pieces",
]

_POSSIBLE = (*DATES, *PLACES)
_PLACEHOLDER = re.compile(r"\[(?P<words>[A-ZÅÄÖ]{2,20}(?:[ /-][A-ZÅÄÖ]{1,20}){0,3})(?:[ -]?\d{1,2})?\]")
_BLANK = "\ufffc"  # stands for what is not looked at again: neither letter, digit nor space


def find_sure(text: str) -> list[Finding]:
    """Every sure pattern in the text, in order; what holds one is not kept. Reads no list of names."""
    return matches(PATTERNS, text)


def find(text: str) -> list[Finding]:
    """Everything in the text that is sure or possible, in order; no two overlap, and the sure ones are those of `find_sure`."""
    sure = find_sure(text)
    rest = _blanked(text, [(one.start, one.end) for one in sure] + _placeholders(text))
    written = matches(_POSSIBLE, rest)
    rest = _blanked(rest, [(one.start, one.end) for one in written])
    return sorted([*sure, *written, *find_capitals(rest)])


def judge(text: str, accepted: Collection[str] = ()) -> Judgement:
    """What must be taken from a note, and what its writer is to be asked about; `accepted` holds what has been answered for."""
    return judgement(text, find(text), accepted)


def _placeholders(text: str) -> list[tuple[int, int]]:
    """Where something like [BARN 1] stands in place of a name; a bracket that holds a name is none."""
    return [match.span() for match in _PLACEHOLDER.finditer(text) if not _holds_name(match["words"])]


def _holds_name(words: str) -> bool:
    return any(
        names.is_first_name(spellings) or names.is_last_name(spellings)
        for spellings in map(names.nominatives, re.split("[ /-]", words))
    )


def _blanked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text, as long as before, with nothing to find in the stretches."""
    cut: list[str] = []
    place = 0
    for start, end in sorted(stretches):
        if end > place:
            cut += [text[place:start], _BLANK * (end - max(start, place))]
            place = end
    return "".join([*cut, text[place:]])
