"""Random references for processes: two words and a digit, which mean nothing and lead to nobody."""

import secrets
from collections.abc import Container
from pathlib import Path

_words = Path(__file__).with_name("reference_words.txt").read_text(encoding="utf-8")
FIRST, SECOND = (words.split() for words in _words.split("\n\n"))
DIGITS = "23456789"
CROWDED_AFTER = 20


def new_reference(taken: Container[str]) -> str:
    """A reference that is not taken, such as *lugn gran 7*; the number grows longer only where nearly all are taken."""
    tries = 0
    while True:
        digits = "".join(secrets.choice(DIGITS) for _ in range(1 + tries // CROWDED_AFTER))
        reference = f"{secrets.choice(FIRST)} {secrets.choice(SECOND)} {digits}"
        if reference not in taken:
            return reference
        tries += 1
