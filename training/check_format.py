"""The text of a knowledge check: questions as headings, options as a list with boxes, explanations indented below."""

import re
from dataclasses import dataclass, field

from core.documents import Document, Problem

QUESTION = re.compile(r"##\s+(?P<text>.+?)\s*(?:\{#(?P<id>[^}]*)\})?\s*")
OPTION = re.compile(r"-\s+\[(?P<box>[ xX])\]\s+(?P<text>.+?)\s*(?:\{#(?P<id>[^}]*)\})?\s*")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FEWEST_QUESTIONS = 5
FEWEST_OPTIONS = 2


@dataclass
class RawOption:
    """An option as it is written; texts are Markdown."""

    id: str
    text: str
    is_right: bool
    line: int
    explanation: list[str] = field(default_factory=list)


@dataclass
class RawQuestion:
    """A question as it is written; texts are Markdown."""

    id: str
    text: str
    line: int
    background: list[str] = field(default_factory=list)
    options: list[RawOption] = field(default_factory=list)


@dataclass
class RawCheck:
    """The opening, the questions and what is wrong with them."""

    opening: list[str] = field(default_factory=list)
    questions: list[RawQuestion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(document: Document) -> RawCheck:
    """Take a check's body apart, line by line."""
    check = RawCheck()
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        question, option = QUESTION.fullmatch(line), OPTION.fullmatch(line)
        if question:
            check.questions.append(RawQuestion(question["id"] or "", question["text"], number))
        elif option and check.questions:
            raw = RawOption(option["id"] or "", option["text"], option["box"] != " ", number)
            check.questions[-1].options.append(raw)
        else:
            _take_text(document, check, number, line)
    check.problems.extend(_problems(document, check))
    return check


def _take_text(document: Document, check: RawCheck, number: int, line: str) -> None:
    if not check.questions:
        check.opening.append(line)
    elif not check.questions[-1].options:
        check.questions[-1].background.append(line)
    elif line.startswith("  ") or not line.strip():
        check.questions[-1].options[-1].explanation.append(line.strip())
    else:
        advice = "Write an option as `- [ ] Text {#id}` and its explanation below it, indented by two spaces."
        check.problems.append(document.problem(number, advice))


def _problems(document: Document, check: RawCheck) -> list[Problem]:
    problems = []
    if len(check.questions) < FEWEST_QUESTIONS:
        problems.append(document.problem(document.body_line, f"Write at least {FEWEST_QUESTIONS} questions."))
    problems += _id_problems(document, [(one.id, one.line) for one in check.questions], "question")
    for question in check.questions:
        problems += _id_problems(document, [(one.id, one.line) for one in question.options], "option")
        problems += _question_problems(document, question)
    return problems


def _question_problems(document: Document, question: RawQuestion) -> list[Problem]:
    problems = []
    if len(question.options) < FEWEST_OPTIONS:
        problems.append(document.problem(question.line, "Give the question at least two options."))
    if not any(option.is_right for option in question.options):
        problems.append(document.problem(question.line, "Mark the right option with [x]."))
    problems += [
        document.problem(option.line, "Explain the option on the lines below it, indented by two spaces.")
        for option in question.options
        if not any(option.explanation)
    ]
    return problems


def _id_problems(document: Document, ids: list[tuple[str, int]], what: str) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for name, line in ids:
        if not ID.fullmatch(name):
            problems.append(document.problem(line, f"Give the {what} an id of English words: {{#short-name}}."))
        elif name in seen:
            problems.append(document.problem(line, f"Two have the id {name}. Give this {what} another."))
        seen.add(name)
    return problems
