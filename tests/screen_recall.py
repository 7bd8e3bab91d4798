"""How much of what is marked in invented case texts the screen finds, class by class, and how often it points at nothing: a table.

Run as `python -m tests.screen_recall`. The texts lie in `tests/core/screen_recall/`, with each identifying detail marked: {{class:words}}.
`read` were read while the patterns were written; `fresh` were written when they were done, and nothing was changed for them.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from core.screen import Kind
from core.screen.sample import SampleFinding, find_in_sample

TEXTS = Path(__file__).parent / "core/screen_recall"
SETS = ("read", "fresh")
CLASSES = {
    "personal": "personal number",
    "coordination": "coordination number, T-number",
    "first": "first name",
    "last": "last name",
    "address": "street address",
    "postcode": "postcode",
    "phone": "phone number",
    "email": "e-mail address",
    "plate": "licence plate",
    "diary": "diarienummer",
    "case": "case number",
    "school": "school",
    "preschool": "preschool",
    "workplace": "workplace",
    "carehome": "care home",
    "place": "place",
    "date": "exact date",
    "age": "age",
    "rare": "rare event",
}
_POINTED_AT = {"age": Kind.AGE, "rare": Kind.RARE}
_MARK = re.compile(r"\{\{(?P<of>[a-z]+):(?P<words>[^{}]*)\}\}")
_HEADING = re.compile(r"^=== .*\n", re.MULTILINE)


class Mark(NamedTuple):
    """Something that could tell who a family is, and where it stands."""

    of: str
    start: int
    end: int


class Excerpt(NamedTuple):
    """A text as it would be handed in, and what is marked in it."""

    text: str
    marks: tuple[Mark, ...]


@dataclass
class Measure:
    """How many there are of each class and how many are found; findings that touch no mark, and words, over all."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false_alarms: Counter[Kind] = field(default_factory=Counter)
    words: int = 0

    def recall(self, of: str) -> int:
        """The share of a class that is found, in whole percent rounded down, so that 100 means all."""
        return 100 * self.found[of] // self.marked[of]

    @property
    def alarms_per_thousand_words(self) -> int:
        """How often the screen points at something that is not marked."""
        return round(1000 * self.false_alarms.total() / self.words)


def excerpts(which: str) -> list[Excerpt]:
    """The texts of one set."""
    files = sorted((TEXTS / which).glob("*.txt"))
    return [_read(one) for path in files for one in _HEADING.split(path.read_text(encoding="utf-8")) if one.strip()]


def _read(written: str) -> Excerpt:
    text, marks, place = "", [], 0
    for match in _MARK.finditer(written):
        text += written[place : match.start()]
        marks.append(Mark(match["of"], len(text), len(text) + len(match["words"])))
        text += match["words"]
        place = match.end()
    return Excerpt((text + written[place:]).strip("\n"), tuple(marks))


def measure(texts: list[Excerpt]) -> Measure:
    """What the screen finds in the texts."""
    result = Measure()
    for excerpt in texts:
        findings = find_in_sample(excerpt.text)
        result.words += len(excerpt.text.split())
        for mark in excerpt.marks:
            result.marked[mark.of] += 1
            result.found[mark.of] += is_found(excerpt.text, mark, findings)
        for one in findings:
            result.false_alarms[one.kind] += not any(
                one.start < mark.end and mark.start < one.end for mark in excerpt.marks
            )
    return result


def is_found(text: str, mark: Mark, findings: list[SampleFinding]) -> bool:
    """Whether every letter and digit is found. An age or a rare event is found when something in it is pointed at as one."""
    here = [one for one in findings if one.start < mark.end and mark.start < one.end]
    if mark.of in _POINTED_AT:
        return any(one.kind is _POINTED_AT[mark.of] for one in here)
    covered = {place for one in here for place in range(one.start, one.end)}
    return all(place in covered for place in range(mark.start, mark.end) if text[place].isalnum())


def missed(texts: list[Excerpt]) -> list[tuple[str, str]]:
    """What is marked and not found, class and words."""
    return [
        (mark.of, excerpt.text[mark.start : mark.end])
        for excerpt in texts
        for found in [find_in_sample(excerpt.text)]
        for mark in excerpt.marks
        if not is_found(excerpt.text, mark, found)
    ]


def table(everything: Measure) -> str:
    """The figures as they stand in docs/privacy.md."""
    fresh = measure(excerpts("fresh"))
    rows = (f"| {words} | {_found(everything, of)} | {_found(fresh, of)} |" for of, words in CLASSES.items())
    return "\n".join(["| Class | found in all texts | found in the fresh ones |", "|---|---|---|", *rows])


def _found(measured: Measure, of: str) -> str:
    return f"{measured.found[of]} of {measured.marked[of]} ({measured.recall(of)} %)"


def main() -> None:
    """Print the table, and what is missed in the sets that are named."""
    texts = [one for name in SETS for one in excerpts(name)]
    everything = measure(texts)
    print(table(everything))
    print(
        f"\n{len(texts)} excerpts, {everything.words} words. Pointed at without being marked: "
        f"{everything.alarms_per_thousand_words} per 1,000 words."
    )
    for name in sys.argv[1:]:  # `read` to see what is missed there; whoever works on the screen leaves `fresh` unread
        for of, words in missed(excerpts(name)):
            print(f"{name}: {of}: {words}")


if __name__ == "__main__":
    main()
