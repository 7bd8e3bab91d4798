"""A text is tidied into one way of writing, in which nothing is unseen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text_files import tidy


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("A\N{COMBINING RING ABOVE}sa", "Åsa"),
        ("A\N{ZERO WIDTH SPACE}\N{COMBINING RING ABOVE}sa", "Åsa"),
        ("8501\N{SOFT HYPHEN}01-12\N{ZERO WIDTH SPACE}34", "850101-1234"),
        ("8501\N{WORD JOINER}01\N{ZERO WIDTH NO-BREAK SPACE}-1234", "850101-1234"),
        ("85\u202e0101\u202c-1234\u200f", "850101-1234"),
        ("850101\N{NO-BREAK SPACE}1234", "850101 1234"),
        ("850101\N{THIN SPACE}\N{IDEOGRAPHIC SPACE}1234", "850101 1234"),
        ("850101\N{NON-BREAKING HYPHEN}1234", "850101-1234"),
        ("８５０１０１－１２３４", "850101-1234"),
        ("8\ufe0f\u20e35", "85"),
        ("So\ufb01a", "Sofia"),
        ("Anna\x00\x07\x1b Ek", "Anna Ek"),
        ("Anna\u2800Ek", "Anna Ek"),
        ("Anna\u3164Ek", "AnnaEk"),
        ("\uf0b7 Punkt", "Punkt"),
        ("ett\r\ntvå\rtre\u2028fyra\x0bfem\x0csex", "ett\ntvå\ntre\nfyra\nfem\nsex"),
        ("  ett \t två  \n\n\n\n  tre  ", "ett två\n\ntre"),
        ("– ”hej” … ½ é 3 m² 🙂", "– ”hej” … ½ é 3 m² 🙂"),
        ("", ""),
    ],
)
def test_a_text_is_tidied(written: str, tidied: str) -> None:
    assert tidy(written) == tidied


@given(st.text(max_size=80))
def test_property_nothing_unseen_is_left_and_once_is_enough(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert all(
        character in "\n " or unicodedata.category(character) not in {"Cc", "Cf", "Cn", "Co", "Zs"}
        for character in tidied
    )
    assert unicodedata.is_normalized("NFC", tidied)
