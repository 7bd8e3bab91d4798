"""What a short note has to lose before it is kept, and what its writer has to look at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.screen.findings import Certainty, Finding, Kind


@dataclass(frozen=True)
class Found:
    """Something found, as it is written. It goes back to the one who wrote it and nowhere else."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Judgement:
    """What is to be done with a text: `take_away` has no way round it, `ask_about` is for its writer to change or to answer for."""

    take_away: tuple[Found, ...]
    ask_about: tuple[Found, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the text may be kept as it is."""
        return not self.take_away and not self.ask_about


def judgement(text: str, findings: Iterable[Finding], accepted: Collection[str]) -> Judgement:
    """Each thing found once, in order. `accepted` is what the writer has said tells nothing: only a possible finding can be that."""
    answered = {_bare(one) for one in accepted}
    found = dict.fromkeys(Found(one.kind, text[one.start : one.end]) for one in findings)
    return Judgement(
        take_away=tuple(one for one in found if one.kind.certainty is Certainty.SURE),
        ask_about=tuple(
            one for one in found if one.kind.certainty is Certainty.POSSIBLE and _bare(one.text) not in answered
        ),
    )


def _bare(text: str) -> str:
    """Two that are the same but for capitals and spaces are answered together."""
    return " ".join(text.split()).casefold()
