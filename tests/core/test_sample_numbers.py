"""Personal numbers in a case sample: found in any spelling, and for sure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.screen import Certainty, Kind
from core.screen.folding import fold
from core.screen.sample import find_in_sample
from core.text_files import tidy
from tests.core.test_screen import CASE_NUMBERS, EMAILS, PERSONAL_NUMBERS, PHONES, SAFE

SPELLINGS = [
    *PERSONAL_NUMBERS,
    "850101—1234",
    "8501\N{ZERO WIDTH SPACE}01-12\N{ZERO WIDTH JOINER}34",
    "850101\u202e-1234\u202c",
    "850101-\N{SOFT HYPHEN}1234",
    "8 5 0 1 0 1 1 2 3 4",
    "8 5 0 1 0 1 - 1 2 3 4",
    "1 9 8 5 0 1 0 1 - 1 2 3 4",
    "8.5.0.1.0.1.1.2.3.4",
    "8-5-0-1-0-1-1-2-3-4",
    "8|5|0|1|0|1|1|2|3|4",
    "8\n5\n0\n1\n0\n1\n1\n2\n3\n4",
    "８５０１０１－１２３４",
    "１９８５０１０１１２３４",
    "⑧⑤0101-1234",
    "٨٥٠١٠١-١٢٣٤",
    "𝟖𝟓𝟎𝟏𝟎𝟏-𝟏𝟐𝟑𝟒",
    "8\ufe0f\u20e35\ufe0f\u20e30101-1234",
    "850101-\n1234",
    "850101-\r\n1234",
    "850101\n1234",
    "850101\n-1234",
    "850101 -\n 1234",
    "1985\n01\n01\n1234",
    "85.01.01.1234",
    "850101.1234",
    "850101 1 2 3 4",
    "850 101 1234",
    "850101*1234",
    "850101=1234",
    "850101--1234",
    "850101'1234",
    "(850101)-1234",
    "850161-1234",
    "850191 1234",
    "850101-TF12",
    "850101-RV12",
    "851301-1234",
    "850132-1234",
    "850101-123",
    "850101-12345",
    "8501O1-1234",
    "860213 nr 1234",
    "860213 nummer 1234",
    "860213 (1234)",
    "860213, 1234",
    "860213 ... 1234",
    "860213…1234",
    "860213 och 1234",
    "860213, sista fyra 1234",
    "19860213 med de fyra sista siffrorna 1234",
    "860213, kontrollsiffrorna 1234",
    "sista fyra siffrorna är 1234",
    "pnr 850101-1234",
    "personnummer 85 01 01 - 12 34",
]


def digits_missed(text: str, written: str) -> str:
    """The digits of what is written that no sure finding in the text covers."""
    start = text.index(written)
    covered = {
        place for one in find_in_sample(text) if one.certainty is Certainty.SURE for place in range(one.start, one.end)
    }
    return "".join(
        text[place] for place in range(start, start + len(written)) if text[place].isdigit() and place not in covered
    )


@pytest.mark.parametrize("number", SPELLINGS)
def test_every_spelling_is_found_whole_and_for_sure(number: str) -> None:
    for text in (
        number,
        f"Mamman, {number}, ringde igår.",
        f"Barn ({number})",
        f"Född: {number}.",
        f"- {number}\n- nästa",
    ):
        assert not digits_missed(text, number), text


@pytest.mark.parametrize("number", SPELLINGS)
def test_a_number_is_found_when_the_text_has_been_tidied_too(number: str) -> None:
    tidied = tidy(f"Mamman {number} ringde")
    assert any(
        one.kind is Kind.PERSONAL_NUMBER and one.certainty is Certainty.SURE for one in find_in_sample(tidied)
    ), tidied


@pytest.mark.parametrize("written", [*PHONES, *EMAILS, *CASE_NUMBERS])
def test_what_is_sure_in_a_note_is_sure_in_a_sample(written: str) -> None:
    assert not digits_missed(f"Se {written}, tack.", written)


@pytest.mark.parametrize("text", SAFE)
def test_what_is_ordinary_in_a_note_is_not_sure_in_a_sample(text: str) -> None:
    sure = [
        text[one.start : one.end]
        for one in find_in_sample(f"Mamman sa {text}, och gick.")
        if one.certainty is Certainty.SURE
    ]
    assert not sure or text == "556677-8899", "a company's number tells where somebody works, and may be a mistyped one"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(1, 31) | st.integers(61, 91),
    st.integers(0, 9999),
    st.lists(
        st.sampled_from(["", " ", "-", ".", "\N{ZERO WIDTH SPACE}", "\N{EN DASH}", "\N{NO-BREAK SPACE}", " - "]),
        min_size=3,
        max_size=3,
    ),
    st.text("abcåäö ,.\n", max_size=20),
    st.text("abcåäö ,.\n", max_size=20),
)
def test_property_no_number_escapes(
    year: int, month: int, day: int, last: int, gaps: list[str], before: str, after: str
) -> None:
    number = f"{year:02}{gaps[0]}{month:02}{gaps[1]}{day:02}{gaps[2]}{last:04}"
    text = f"{before} {number} {after}"
    assert not digits_missed(text, number), text


@given(st.text(max_size=60))
def test_property_folding_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
