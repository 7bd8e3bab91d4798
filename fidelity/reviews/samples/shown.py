"""A sample's text as its readers see it: in parts, with what was kept on purpose and what was marked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.samples.looking import KeptPlace
from fidelity.reviews.samples.rules import Place, Texts, sentences


@dataclass(frozen=True)
class KeptWords:
    """A detail that was kept on purpose, with the reason."""

    begins: int
    ends: int
    kind: str
    reason: str


@dataclass(frozen=True)
class Shown:
    """A stretch of a text; `kept` says why a detail was kept in it."""

    text: str
    kept: KeptWords | None = None


@dataclass(frozen=True)
class ReadPart:
    """A part of a sample with its text. `kept` and `marked` are empty for a rater, who reads the text alone."""

    part: SamplePart
    text: str
    kept: Sequence[KeptWords] = ()
    marked: Sequence[Place] = ()

    @property
    def pieces(self) -> Sequence[Shown]:
        """The text in order, cut where kept details begin and end."""
        cut, at = [], 0
        for one in self.kept:
            cut += [Shown(self.text[at : one.begins]), Shown(self.text[one.begins : one.ends], one)]
            at = one.ends
        return [piece for piece in (*cut, Shown(self.text[at:])) if piece.text]

    @property
    def kept_once(self) -> Sequence[tuple[str, str]]:
        """The words that are kept, each once with its reason."""
        return list(dict.fromkeys((self.text[one.begins : one.ends], one.reason) for one in self.kept))

    @property
    def quotes(self) -> Sequence[str]:
        """What a reader marked when the sample was returned, in words."""
        return [self.text[one.begins : one.ends] for one in self.marked]

    @property
    def sentences(self) -> Sequence[tuple[Place, str]]:
        """What can be marked, with its words."""
        return [(place, self.text[place.begins : place.ends]) for place in sentences(self.part, self.text)]


def as_read(texts: Texts, places: Sequence[KeptPlace]) -> Sequence[ReadPart]:
    """Texts as a second reader will see them: with what is kept in them."""
    kept: dict[SamplePart, list[KeptWords]] = {}
    for one in places:
        place = one.place
        kept.setdefault(place.part, []).append(KeptWords(place.begins, place.ends, one.kind.value, one.reason))
    return [ReadPart(part, texts[part], kept.get(part, ())) for part in SamplePart if texts.get(part)]
