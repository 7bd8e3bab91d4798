"""What the screen finds: a stretch of a text, what it looks like, and how sure that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """What a finding asks for: a sure one is taken away, a possible one is looked at by the one who wrote it.

    What is to be considered tells nothing alone and may tell much together with the rest: only case samples are searched for it.
    """

    SURE = "sure"
    POSSIBLE = "possible"
    CONSIDER = "consider"


class Kind(StrEnum):
    """What a finding looks like."""

    EMAIL = "e-mail"
    PERSONAL_NUMBER = "personal-number"
    CASE_NUMBER = "case-number"
    PHONE = "phone"
    PLATE = "plate"
    POSTCODE = "postcode"
    ADDRESS = "address"
    DATE = "date"
    NAME = "name"
    INSTITUTION = "institution"
    PLACE = "place"
    CAPITALISED = "capitalised"
    AGE = "age"
    RARE = "rare"
    OWN = "own"

    @property
    def certainty(self) -> Certainty:
        """How sure the screen is of this kind."""
        if self in _SURE:
            return Certainty.SURE
        return Certainty.CONSIDER if self in _CONSIDER else Certainty.POSSIBLE


# A plate is not sure: SKR 500 and ASI 100 are written alike. Nor is a postcode: the office has one too.
_SURE = frozenset({Kind.EMAIL, Kind.PERSONAL_NUMBER, Kind.CASE_NUMBER, Kind.PHONE})
_CONSIDER = frozenset({Kind.AGE, Kind.RARE})

Pattern = tuple[Kind, re.Pattern[str]]


@dataclass(frozen=True, order=True)
class Finding:
    """A stretch of a text (`start` to `end`, as Python slices) that looks like an identifying detail."""

    start: int
    end: int
    kind: Kind

    @property
    def certainty(self) -> Certainty:
        """Whether it is to be taken away or to be looked at."""
        return self.kind.certainty


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `kind` says what was found in it, None for what lies between."""

    text: str
    kind: Kind | None = None


def matches(patterns: Iterable[Pattern], text: str) -> list[Finding]:
    """Whatever the patterns match, in order and without overlaps."""
    return without_overlaps(
        Finding(match.start(), match.end(), kind) for kind, pattern in patterns for match in pattern.finditer(text)
    )


def without_overlaps(found: Iterable[Finding]) -> list[Finding]:
    """The findings in order; those that overlap are one, named after the longer."""
    kept: list[Finding] = []
    for one in sorted(found):
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            longer = max(last, one, key=lambda finding: finding.end - finding.start)
            kept.append(Finding(last.start, max(last.end, one.end), longer.kind))
        else:
            kept.append(one)
    return kept


def pieces(text: str, findings: Iterable[Finding]) -> list[Piece]:
    """The whole text in order, cut where findings begin and end."""
    cut: list[Piece] = []
    place = 0
    for finding in sorted(findings):
        cut += [Piece(text[place : finding.start]), Piece(text[finding.start : finding.end], finding.kind)]
        place = finding.end
    cut.append(Piece(text[place:]))
    return [piece for piece in cut if piece.text]
