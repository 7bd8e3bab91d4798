"""How much of what is marked in twelve invented notes the screen finds, class by class: as measured, neither less nor more."""

from collections import Counter

import pytest

from core.screen import find
from tests.core.screen_notes import NOTES, read

# What it finds of what is marked. Lower: it got worse. Higher: write the new figure here.
MEASURED = {
    "personal": (1, 1),
    "phone": (2, 2),
    "email": (1, 1),
    "case": (1, 1),
    "plate": (1, 1),
    "postcode": (1, 1),
    "address": (4, 4),
    "date": (9, 9),
    "name": (36, 38),  # not: a name in no list that begins a sentence, and one written with a small letter
    "institution": (9, 9),
    "place": (6, 6),
    "age": (0, 2),  # not looked for
    "rare": (0, 2),  # no screen finds these
}


def test_recall_is_what_was_measured() -> None:
    found, marked = Counter[str](), Counter[str]()
    for note in NOTES:
        text, marks = read(note)
        covered = {place for one in find(text) for place in range(one.start, one.end)}
        for mark in marks:
            marked[mark.of] += 1
            found[mark.of] += all(place in covered for place in range(mark.start, mark.end) if text[place].isalnum())
    assert {of: (found[of], marked[of]) for of in marked} == MEASURED


@pytest.mark.parametrize("number", range(len(NOTES)))
def test_nothing_is_asked_about_that_is_not_marked(number: int) -> None:
    text, marks = read(NOTES[number])
    for one in find(text):
        assert any(one.start < mark.end and mark.start < one.end for mark in marks), text[one.start : one.end]
