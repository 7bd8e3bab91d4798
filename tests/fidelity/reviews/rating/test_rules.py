"""The rules of rating: which answer stands, how places join, what a paragraph is, and when two answers are too far apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.reviews.answers import codes, differ, disputed, level_of
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating.excerpts import paragraphs
from fidelity.reviews.rating.rules import Outcome, SetAnswer, Standing, is_operation, joined, settle, stands_after
from fidelity.reviews.samples.rules import Place
from tests.fidelity.reviews.rating.table import at

MAPPING, CHILD = SamplePart.MAPPING, SamplePart.CHILD
EARLY, BETWEEN, LATE = (at(minute) for minute in (0, 1, 2))


@pytest.mark.parametrize(
    ("standing", "sent", "outcome", "stands"),
    [
        (Standing(), SetAnswer(EARLY, "a1", "2", None), Outcome.KEPT, Standing("2", EARLY)),
        (Standing("1", EARLY), SetAnswer(LATE, "a1", "2", EARLY), Outcome.KEPT, Standing("2", LATE)),
        # Sent again, and a clock that goes wrong: what builds on what stands is kept.
        (Standing("2", LATE), SetAnswer(LATE, "a1", "2", EARLY), Outcome.KEPT, Standing("2", LATE)),
        (Standing("1", LATE), SetAnswer(EARLY, "a1", "2", LATE), Outcome.KEPT, Standing("2", EARLY)),
        # Unseen by one another: the newer stands, and whoever did not see the other is told.
        (Standing("1", BETWEEN), SetAnswer(LATE, "a1", "2", EARLY), Outcome.OVER, Standing("2", LATE)),
        (Standing("1", LATE), SetAnswer(BETWEEN, "a1", "2", EARLY), Outcome.OLDER, Standing("1", LATE)),
        (Standing("1", LATE), SetAnswer(BETWEEN, "a1", "1", EARLY), Outcome.KEPT, Standing("1", LATE)),
        (Standing("1", EARLY), SetAnswer(BETWEEN, "a1", "1", None), Outcome.KEPT, Standing("1", BETWEEN)),
    ],
)
def test_the_answer_that_was_given_last_stands(
    standing: Standing, sent: SetAnswer, outcome: Outcome, stands: Standing
) -> None:
    assert settle(standing, sent) is outcome
    assert stands_after(standing, sent) == stands


def test_ids_of_operations_begin_with_the_time() -> None:
    assert sorted([LATE, EARLY, BETWEEN]) == [EARLY, BETWEEN, LATE]
    assert all(map(is_operation, (EARLY, BETWEEN, LATE)))
    for other in (None, "", "2f1a0c0e-6a0e-4f6e-9f57-3d1f0b7c9a11", EARLY.upper(), EARLY[:-1] + "x", EARLY + "0"):
        assert not is_operation(other), other


def test_places_that_touch_become_one() -> None:
    old = [Place(MAPPING, 0, 4), Place(MAPPING, 10, 14), Place(MAPPING, 30, 40), Place(CHILD, 0, 90)]
    swallowed, whole = joined(old, Place(MAPPING, 4, 10))
    assert (swallowed, whole) == ([Place(MAPPING, 0, 4), Place(MAPPING, 10, 14)], Place(MAPPING, 0, 14))
    assert joined(old, Place(MAPPING, 20, 25)) == ([], Place(MAPPING, 20, 25))


@given(st.text(alphabet="ab \n🙂", max_size=60))
def test_paragraphs_are_the_text_cut_up(text: str) -> None:
    found = list(paragraphs(MAPPING, text))
    assert all(text[one.place.begins : one.place.ends] == one.text for one in found)
    assert "".join("".join(one.text for one in found).split()) == "".join(text.split())
    assert all(one.place.ends <= other.place.begins for one, other in pairwise(found))


def test_lines_are_paragraphs_only_where_no_blank_line_parts_them() -> None:
    assert [one.text for one in paragraphs(MAPPING, "ett\ntvå\n\n \ntre\n")] == ["ett\ntvå", "tre\n"]
    assert [one.text for one in paragraphs(MAPPING, "ett\ntvå\n")] == ["ett", "två"]


def test_two_levels_apart_or_a_level_against_none_is_too_far() -> None:
    far = {(one, other) for one in codes(5) for other in codes(5) if differ(one, other)}
    assert all((other, one) in far for one, other in far)
    assert ("1", "3") in far
    assert ("2", "3") not in far
    assert ("eb", "0") in far
    assert ("et", "4") in far
    assert ("eb", "et") not in far
    assert level_of("eb") is None
    assert level_of("0") == 0
    first, second = {"a": "0", "b": "1", "c": "eb", "d": "4"}, {"a": "2", "b": "2", "c": "3"}
    assert disputed(first, second) == ["a", "c"]
