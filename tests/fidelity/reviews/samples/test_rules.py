"""Lengths, headings in files, places to mark, and when time is up."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.samples import rules
from fidelity.reviews.samples.words import headings

MAPPING, DANGER, CHILD, NETWORK, PROCESS = SamplePart
HEADINGS = {"kartläggning": MAPPING, "barnets röst": CHILD, "process": PROCESS}


def test_a_file_is_laid_out_by_its_headings() -> None:
    text = "Inledning\n1. KARTLÄGGNING:\nOro och skydd.\n\nBarnets röst\nJag vill vara hos farmor.\nProcess\n\n"
    assert rules.laid_out(text, HEADINGS) == {
        MAPPING: "Inledning\n\nOro och skydd.",
        CHILD: "Jag vill vara hos farmor.",
    }


def test_without_headings_everything_is_in_the_first_box_and_nothing_is_lost() -> None:
    text = "Barnets röst hördes inte, skrev vi, och det var en process som tog lång tid."
    assert rules.laid_out(text, HEADINGS) == {MAPPING: text}


@given(st.lists(st.sampled_from(["a b", "Kartläggning", "process:", "", "c"]), max_size=12))
def test_no_line_of_a_file_is_lost_but_its_headings(lines: list[str]) -> None:
    laid = rules.laid_out("\n".join(lines), HEADINGS)
    kept = sorted(line for text in laid.values() for line in text.splitlines() if line)
    assert kept == sorted(line for line in lines if line and rules.as_heading(line) not in HEADINGS)


def test_the_parts_names_on_the_pages_are_headings_in_both_languages(app: Flask) -> None:
    with app.test_request_context():
        known = headings()
    assert known["kartläggning"] is MAPPING
    assert known[rules.as_heading("2. The child's voice")] is CHILD
    assert known[rules.as_heading("Nätverk och plan")] is NETWORK
    assert {known[rules.as_heading(one)] for one in ("Faror och mål", "Danger statements and goals")} == {DANGER}


def test_two_parts_are_asked_for_and_none_may_be_too_long() -> None:
    assert not rules.text_faults({MAPPING: "a", CHILD: "b"})
    assert rules.text_faults({MAPPING: "a"}).too_few
    long = rules.text_faults({MAPPING: "å" * (rules.LONGEST_PART + 7), CHILD: "b"})
    assert long and long.too_long == {MAPPING: 7} and not long.too_few


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hon kom. Han gick inte.", ["Hon kom.", "Han gick inte."]),
        ("- en\n- två\n\nTre? ”Fyra!” Fem", ["- en", "- två", "Tre?", "”Fyra!” Fem"]),
        ("Kl. 10 t.ex. och bl.a. den", ["Kl. 10 t.ex. och bl.a. den"]),
        ("", []),
    ],
)
def test_a_text_can_be_marked_by_the_sentence(text: str, found: list[str]) -> None:
    assert [text[one.begins : one.ends] for one in rules.sentences(CHILD, text)] == found


def test_time_is_up_so_many_days_after_the_round_was_closed() -> None:
    closed = date(2026, 5, 1)
    last = closed + timedelta(days=30)
    assert not rules.time_is_up(None, 30, last)
    assert not rules.time_is_up(closed, 30, last - timedelta(days=1))
    assert rules.time_is_up(closed, 30, last)
