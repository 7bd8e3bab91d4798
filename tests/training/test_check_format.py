"""How a knowledge check is written, and what is said of one that is written wrongly."""

from pathlib import Path

import pytest

from core.documents import Document
from tests.training.small_course import ROOT, check_text, files, read
from training import check_format
from training.check_format import RawCheck

FILE = f"{ROOT}/one/check.sv.md"
FIRST_QUESTION = 7
"""The line on which the first question of the small course's check stands."""


def check_of(tmp_path: Path, text: str) -> RawCheck:
    library, _catalogue = read(tmp_path, files() | {FILE: text})
    assert not library.problems
    document = library.get(f"{ROOT}/one/check", "sv")
    assert isinstance(document, Document)
    return check_format.read(document)


def said_of(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.advice) for problem in check_of(tmp_path, text).problems]


def test_a_whole_check_has_nothing_to_mend(tmp_path: Path) -> None:
    check = check_of(tmp_path, check_text())
    assert not check.problems
    assert [question.id for question in check.questions] == ["q1", "q2", "q3", "q4", "q5"]
    first = check.questions[0]
    assert (first.text, first.line) == ("Fråga 1?", FIRST_QUESTION)
    assert [(option.id, option.text, option.is_right) for option in first.options] == [
        ("yes", "Ett svar", True),
        ("more", "Ett svar till", False),
        ("no", "Ett tredje svar", False),
    ]
    assert first.options[0].explanation[0] == "Därför, om det första svaret på fråga 1."


def test_text_before_the_first_question_opens_and_text_below_a_question_is_its_background(tmp_path: Path) -> None:
    text = check_text().replace("## Fråga 1? {#q1}\n", "Läs först.\n\n## Fråga 1? {#q1}\n\nEn familj.\n")
    check = check_of(tmp_path, text)
    assert "Läs först." in check.opening
    assert "En familj." in check.questions[0].background
    assert not check.problems


def test_an_explanation_may_run_over_several_lines_and_paragraphs(tmp_path: Path) -> None:
    line = "  Därför, om det första svaret på fråga 1."
    check = check_of(tmp_path, check_text().replace(line, f"{line}\n  Mera.\n\n  Ett stycke till."))
    assert check.questions[0].options[0].explanation == [line.strip(), "Mera.", "", "Ett stycke till."]
    assert not check.problems


@pytest.mark.parametrize(
    ("before", "after", "line", "advice"),
    [
        ("{#q1}", "", 0, "Give the question an id of English words: {#short-name}."),
        ("{#q1}", "{#Fråga ett}", 0, "Give the question an id of English words: {#short-name}."),
        ("{#q2}", "{#q1}", 9, "Two have the id q1. Give this question another."),
        ("- [x] Ett svar {#yes}", "- [x] Ett svar", 2, "Give the option an id of English words: {#short-name}."),
        ("{#more}", "{#yes}", 4, "Two have the id yes. Give this option another."),
        ("- [x] Ett svar {#yes}", "- [ ] Ett svar {#yes}", 0, "Mark the right option with [x]."),
        (
            "  Därför, om det andra svaret på fråga 1.\n",
            "",
            4,
            "Explain the option on the lines below it, indented by two spaces.",
        ),
        (
            "  Därför, om det andra svaret på fråga 1.",
            "Därför.",
            5,
            "Write an option as `- [ ] Text {#id}` and its explanation below it, indented by two spaces.",
        ),
        (
            "- [ ] Ett tredje svar {#no}",
            "- Ett tredje svar {#no}",
            6,
            "Write an option as `- [ ] Text {#id}` and its explanation below it, indented by two spaces.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_to_write(
    tmp_path: Path, before: str, after: str, line: int, advice: str
) -> None:
    assert (FIRST_QUESTION + line, advice) in said_of(tmp_path, check_text().replace(before, after, 1))


def test_a_check_needs_five_questions(tmp_path: Path) -> None:
    assert said_of(tmp_path, check_text(questions=4)) == [(FIRST_QUESTION, "Write at least 5 questions.")]


def test_a_question_needs_two_options(tmp_path: Path) -> None:
    text = check_text().partition("- [ ] Ett svar till")[0] + check_text().partition("## Fråga 2")[1]
    text += check_text().partition("## Fråga 2")[2]
    assert said_of(tmp_path, text) == [(FIRST_QUESTION, "Give the question at least two options.")]


def test_options_in_different_questions_may_share_an_id(tmp_path: Path) -> None:
    assert check_text().count("{#yes}") == 5
    assert not said_of(tmp_path, check_text())
