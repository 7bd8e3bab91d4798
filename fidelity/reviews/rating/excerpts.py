"""A sample's text as a rater reads it: its parts in order, each in paragraphs that know where in the text they stand. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.samples.rules import Place

_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_BETWEEN_LINES = re.compile(r"\n")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and where in its part's text it stands, in characters from 0."""

    place: Place
    text: str


@dataclass(frozen=True)
class PartText:
    """A part with its paragraphs; without any it is not in the excerpt."""

    part: SamplePart
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Excerpt:
    """A sample's text by part, and the language it is written in."""

    language: str
    texts: Mapping[SamplePart, str]

    @property
    def parts(self) -> list[PartText]:
        """Every part that a sample can have, in order."""
        return [PartText(part, tuple(paragraphs(part, self.texts.get(part, "")))) for part in SamplePart]

    @property
    def lengths(self) -> Mapping[SamplePart, int]:
        """How many characters each part has."""
        return {part: len(text) for part, text in self.texts.items()}

    def quote(self, place: Place) -> str:
        """The words that stand there."""
        return " ".join(self.texts.get(place.part, "")[place.begins : place.ends].split())


def paragraphs(part: SamplePart, text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text: what blank lines part, or each line where there are none."""
    between = _BETWEEN_PARAGRAPHS if _BETWEEN_PARAGRAPHS.search(text.strip()) else _BETWEEN_LINES
    begins = 0
    for cut in [*between.finditer(text), None]:
        ends = cut.start() if cut else len(text)
        if text[begins:ends].strip():
            yield Paragraph(Place(part, begins, ends), text[begins:ends])
        begins = cut.end() if cut else ends
