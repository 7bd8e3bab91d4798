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


_SPACE = r"[ \t\u00a0\u2007\u2009\u202f]"
_DASH = r"[-+\u2010-\u2015\u2212.:/_]"
_GAP = rf"{_SPACE}*{_DASH}?{_SPACE}*"
_CENTURY = rf"(?:1[89]|20){_GAP}"
_MONTH_DAY = rf"(?:0[1-9]|1[0-2]){_GAP}(?:[06][1-9]|[1278]\d|[39][01])"
_YEAR = r"\d\d"
_LAST_FOUR = rf"(?:\d{_SPACE}?\d{_SPACE}?\d{_SPACE}?\d|[A-ZÅÄÖ]{{1,2}}{_SPACE}?\d{{2,3}}|\d{{3}}[A-ZÅÄÖ]|[xX*•]{{4}})"

PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EMAIL,
        re.compile(
            rf"[\w.+'-]+{_SPACE}*(?:@|[(\[{{]{_SPACE}*(?:at|snabel-?a|a)?@?{_SPACE}*[)\]}}]){_SPACE}*"
            rf"[\w-]+(?:{_SPACE}*(?:\.|[(\[]{_SPACE}*(?:dot|punkt){_SPACE}*[)\]]){_SPACE}*[\w-]+)*"
            rf"{_SPACE}*(?:\.|[(\[]{_SPACE}*(?:dot|punkt){_SPACE}*[)\]]){_SPACE}*[a-zåäö]{{2,}}",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.PERSONAL_NUMBER,
        re.compile(rf"(?<!\d)(?:{_CENTURY})?{_YEAR}{_GAP}{_MONTH_DAY}{_GAP}{_LAST_FOUR}(?!\d)"),
    ),
    (
        Kind.CASE_NUMBER,
        re.compile(
            rf"""
            \b[A-ZÅÄÖ]{{2,6}}{_GAP}(?:19|20)\d\d{_GAP}\d{{1,6}}\b          # SCN-2019-0434, SN 2024/00123
            | \b[A-ZÅÄÖ]{{2,6}}{_SPACE}?\d{{1,6}}{_GAP}(?:19|20)?\d\d\b(?=\D|$)  # SN 123/2024
            | \b[TBÖÄKMF]{_SPACE}\d{{1,6}}[-\u2013]\d\d\b                   # a court's: T 1234-22
            | \b(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer)?|akt(?:nr|nummer)?|mål(?:nr|nummer)?|case{_SPACE}(?:no|number))
              \.?{_SPACE}*[:#]?{_SPACE}*(?:[A-ZÅÄÖ]{{1,6}}{_GAP})?\d[\d/\u2013-]{{2,}}\d
            """,
            re.VERBOSE | re.IGNORECASE,
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            rf"(?<![\d\w])(?:(?:\+|00){_SPACE}*46{_GAP}(?:\(0\){_GAP})?[1-9]|\(?0[1-9])\d{{0,3}}\)?(?:{_GAP}\d){{5,9}}(?!\d)"
        ),
    ),
)


def find(text: str) -> list[Finding]:
    """Every sure pattern in the text, in order; where two overlap the longer one stands."""
    found = [
        Finding(match.start(), match.end(), kind) for kind, pattern in PATTERNS for match in pattern.finditer(text)
    ]
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start - finding.end, finding.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept)


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
