"""Pure rules of samples: what may be handed in, how a file's text is laid into the parts, which places can be marked, when time is up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fidelity.reviews.parts import SamplePart

LONGEST_PART = 12_000
"""Characters of one part."""
FEWEST_PARTS = 2
"""Parts that must hold something, so that there is more to rate than a quotation."""
LONGEST_HEADING = 60
MOST_PLACES = 200
"""Places that a reader marks at most when a sample is returned."""

Texts = Mapping[SamplePart, str]
"""The text of each part that has one."""


@dataclass(frozen=True)
class TextFaults:
    """What keeps an excerpt from being handed in, before anything is looked for in it."""

    too_few: bool
    too_long: Mapping[SamplePart, int]
    """By how many characters each of these is too long."""

    def __bool__(self) -> bool:
        return self.too_few or bool(self.too_long)


def text_faults(texts: Texts) -> TextFaults:
    """What is wrong with the texts' lengths."""
    lengths = {part: len(text) for part, text in texts.items() if text}
    return TextFaults(
        too_few=len(lengths) < FEWEST_PARTS,
        too_long={part: length - LONGEST_PART for part, length in lengths.items() if length > LONGEST_PART},
    )


def laid_out(text: str, headings: Mapping[str, SamplePart]) -> dict[SamplePart, str]:
    """A file's text by part: after each heading (in `headings`, as `as_heading` writes it) its part, before the first one the first part.

    Where no heading is one of a part, all of it is in the first part, for the uploader to move.
    """
    lines: dict[SamplePart, list[str]] = {part: [] for part in SamplePart}
    here = next(iter(SamplePart))
    for line in text.splitlines():
        named = headings.get(as_heading(line)) if len(line) <= LONGEST_HEADING else None
        if named is None:
            lines[here].append(line)
        else:
            here = named
            lines[here] += [""] if lines[here] else []
    return {part: joined for part, own in lines.items() if (joined := "\n".join(own).strip())}


def as_heading(line: str) -> str:
    """A line without what a heading may be written with: numbers, signs and capitals."""
    return re.sub(r"^[\W\d_]+|[\W_]+$", "", line).casefold()


def joined(before: str, more: str) -> str:
    """A text with more after it; what was typed stays."""
    return "\n\n".join(filter(None, (before.strip(), more.strip())))


@dataclass(frozen=True, order=True)
class Place:
    """A place in a part's text, in characters from 0."""

    part: SamplePart
    begins: int
    ends: int


_SENTENCE_ENDS = re.compile(r"(?<=[.!?:…])[ \t]+(?=[\"”»(\[A-ZÅÄÖ–-])|\n+")


def sentences(part: SamplePart, text: str) -> list[Place]:
    """The sentences and lines of a part, in order: what a reader can mark."""
    return [Place(part, begins, ends) for begins, ends in _stretches(text) if text[begins:ends].strip()]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    begins = 0
    for gap in _SENTENCE_ENDS.finditer(text):
        yield begins, gap.start()
        begins = gap.end()
    yield begins, len(text)


def time_is_up(closed_on: date | None, retention_days: int, today: date) -> bool:
    """Whether texts, quotes and comments of a round are to be gone: so many days after it was closed."""
    return closed_on is not None and today >= closed_on + timedelta(days=retention_days)
