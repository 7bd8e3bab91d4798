"""The screen for identifying details in free text: finds the sure ones by their form, and the possible ones by form, lists and capitals.

It finds no rare events and no name that begins a sentence and is in no list; no screen certifies that a text is anonymous.
Whole case samples are searched further, by `core.screen.sample`, and made into texts without names by `core.screen.replacing`.
"""

from collections.abc import Collection

from core.screen.capitals import find_capitals
from core.screen.dates import DATES
from core.screen.findings import Certainty, Finding, Kind, Piece, matches, pieces
from core.screen.judging import Found, Judgement, judgement
from core.screen.placeholders import blanked, placeholder_stretches
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


def find_sure(text: str) -> list[Finding]:
    """Every sure pattern in the text, in order; what holds one is not kept. Reads no list of names."""
    return matches(PATTERNS, text)


def find(text: str) -> list[Finding]:
    """Everything in the text that is sure or possible, in order; no two overlap, and the sure ones are those of `find_sure`."""
    sure = find_sure(text)
    rest = blanked(text, [(one.start, one.end) for one in sure] + placeholder_stretches(text))
    written = matches(_POSSIBLE, rest)
    rest = blanked(rest, [(one.start, one.end) for one in written])
    return sorted([*sure, *written, *find_capitals(rest)])


def judge(text: str, accepted: Collection[str] = ()) -> Judgement:
    """What must be taken from a note, and what its writer is to be asked about; `accepted` holds what has been answered for."""
    return judgement(text, find(text), accepted)
