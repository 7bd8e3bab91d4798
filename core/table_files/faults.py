"""What is wrong in a file of rows: a line, a column, and a whole sentence that says what to write instead."""

from dataclasses import dataclass

from flask_babel import gettext

from core import screen

LONGEST_QUOTE = 60
FAULTS_SHOWN = 200
"""How many faults of a file are told in words; the rest are counted."""
_PERSONAL_NUMBER = dict(screen.PATTERNS)[screen.Kind.PERSONAL_NUMBER]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend. `line` is the line in the file, `column` its heading as written, empty where the whole line is meant."""

    line: int
    column: str
    message: str


class CellError(Exception):
    """A cell cannot be used; the text is the fault's message."""


def sentence(message: str, **values: object) -> str:
    """A message in the reader's language; imported as `_`, so that the catalogue finds it. flask_babel's own has no types."""
    return str(gettext(message, **values))


def holds_personal_number(text: str) -> bool:
    """Whether something in the text is written like a personal number, right check digit or not."""
    return not text.isalpha() and _PERSONAL_NUMBER.search(text) is not None


def quoted(text: str) -> str:
    """A cell's text as a message may repeat it: not endless, and never a personal number."""
    if holds_personal_number(text):
        return "…"
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
