"""What stands in place of what identifies: [BARN 1], [SKOLA], [MARS 2024]. A bracket that holds a name is none."""

import re
from collections.abc import Iterable

from core.screen import names

SWEDISH_MONTHS = (
    "JANUARI", "FEBRUARI", "MARS", "APRIL", "MAJ", "JUNI", "JULI", "AUGUSTI", "SEPTEMBER", "OKTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
_SEASONS = ("VÅREN", "SOMMAREN", "HÖSTEN", "VINTERN", "SPRING", "SUMMER", "AUTUMN", "WINTER")
_TIME = "|".join((*SWEDISH_MONTHS, *_ENGLISH_MONTHS, *_SEASONS))
_YEAR = r"(?:19|20)\d\d"
# Months are names too (Maj, June): with a year, or with a word before it, a month is a month.
_PLACEHOLDER = re.compile(
    rf"\[(?:(?:(?:I|IN) (?:{_TIME})(?: {_YEAR})?|(?:{_TIME}) {_YEAR})"
    r"|(?P<words>[A-ZÅÄÖ]{2,20}(?:[ /-][A-ZÅÄÖ]{1,20}){0,3})(?:[ -]?\d{1,2})?)\]"
)
_BLANK = "\ufffc"  # stands for what is not looked at again: neither letter, digit nor space


def is_placeholder(text: str) -> bool:
    """Whether the whole text is a placeholder."""
    match = _PLACEHOLDER.fullmatch(text)
    return match is not None and not _holds_name(match["words"] or "")


def placeholder_stretches(text: str) -> list[tuple[int, int]]:
    """Where placeholders stand."""
    return [match.span() for match in _PLACEHOLDER.finditer(text) if not _holds_name(match["words"] or "")]


def _holds_name(words: str) -> bool:
    return any(
        names.is_first_name(spellings) or names.is_last_name(spellings)
        for spellings in map(names.nominatives, filter(None, re.split("[ /-]", words)))
    )


def blanked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text, as long as before, with nothing to find in the stretches."""
    cut: list[str] = []
    place = 0
    for start, end in sorted(stretches):
        if end > place:
            cut += [text[place:start], _BLANK * (end - max(start, place))]
            place = end
    return "".join([*cut, text[place:]])
