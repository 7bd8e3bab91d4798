"""One cell of a file at a time: its text to a value, or a CellError that says what to write instead."""

import re
from datetime import date, timedelta

from core.table_files.faults import CellError, quoted
from core.table_files.faults import sentence as _

FIRST_YEAR, LAST_YEAR = 1940, 2100
YES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "sant"})
NO = frozenset({"", "nej", "n", "no", "0", "false", "falskt"})

_SPACES = re.compile(r"[ \t\r\n\u00a0\u2007\u2009\u202f]+")
_GARBLED = re.compile("Ã[¥¤¶…„–©]|\ufffd|[A-Za-z][†„”™][A-Za-z]")
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})")
_DIGITS = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2}) ?[-/.] ?(?P<m>\d{1,2}) ?[-/. ] ?(?P<y>\d{4})")
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00([.,]0+)?)?$")
_DAY_NUMBER = re.compile(r"\d{5}([.,]\d+)?")
_SHORT_YEAR = re.compile(r"\d{2}[-/. ]+\d{1,2}[-/. ]+\d{2}|\d{1,2}[-/. ]+\d{1,2}[-/. ]+\d{2}|\d{6}")
_SPREADSHEET_ZERO = date(1899, 12, 30)


def plain_key(text: str) -> str:
    """What tells two words of a file apart: letters and digits, capital or small, without spaces and signs."""
    return "".join(filter(str.isalnum, text.casefold()))


def clean(text: str, *, longest: int | None = None) -> str:
    """The cell on one line, a lone dash as empty. Raises CellError for what no cell may hold."""
    plain = _SPACES.sub(" ", text).strip(" ") if text else ""
    if plain in {"", "-", "–", "—"}:
        return ""
    if not plain.isprintable():
        raise CellError(_("The cell holds an invisible character. Delete what is in it and write it again by hand."))
    if plain[0] in "=+-@":
        raise CellError(
            _("%(text)s looks like a formula. Write the value itself, without the sign before it.", text=quoted(plain))
        )
    if not plain.isascii() and _GARBLED.search(plain):
        raise CellError(
            _(
                "The letters in %(text)s are garbled. Export the file again and save it as CSV UTF-8.",
                text=quoted(plain),
            )
        )
    if longest is not None and len(plain) > longest:
        raise CellError(
            _(
                "The text has %(length)s characters. Shorten it to at most %(longest)s.",
                length=len(plain),
                longest=longest,
            )
        )
    return plain


def day(text: str, *, may_be_empty: bool = False) -> date:
    """A day written year first, or day first with the year last; the advice says whether the cell might have been left empty."""
    written = _MIDNIGHT.sub("", text)
    match = _YEAR_FIRST.fullmatch(written) or _DIGITS.fullmatch(written) or _DAY_FIRST.fullmatch(written)
    if match is None:
        raise CellError(_day_advice(text, may_be_empty=may_be_empty))
    year, month, number = (int(match[part]) for part in "ymd")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(_year_advice(text, may_be_empty=may_be_empty))
    try:
        return date(year, month, number)
    except ValueError:
        raise CellError(
            _(
                "There is no such day as %(text)s. Write year, month and day, such as 2026-01-31.",
                text=quoted(text),
            )
        ) from None


def _day_advice(text: str, *, may_be_empty: bool) -> str:
    if _DAY_NUMBER.fullmatch(text):
        meant = _SPREADSHEET_ZERO + timedelta(days=int(text[:5]))
        return _(
            "%(text)s is how a spreadsheet stores a day. Format the column as a date; if %(day)s is meant, write that.",
            text=text,
            day=meant.isoformat(),
        )
    if _SHORT_YEAR.fullmatch(text):
        return _(
            "%(text)s has too short a year. Write the year with four digits, such as 2026-01-31.", text=quoted(text)
        )
    if may_be_empty:
        return _(
            "%(text)s is not a day. Write it such as 2026-01-31, or leave the cell empty where there is no last day.",
            text=quoted(text),
        )
    return _("%(text)s is not a day. Write year, month and day, such as 2026-01-31.", text=quoted(text))


def _year_advice(text: str, *, may_be_empty: bool) -> str:
    if may_be_empty:
        return _(
            "The year in %(text)s cannot be right. Write one from %(first)s to %(last)s, or leave the cell empty "
            "where there is no last day.",
            text=quoted(text),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return _(
        "The year in %(text)s cannot be right. Write one from %(first)s to %(last)s.",
        text=quoted(text),
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def yes_or_no(text: str) -> bool:
    """Whether the cell says yes; an empty one says no."""
    word = text.casefold()
    if word not in YES | NO:
        raise CellError(_("%(text)s cannot be understood here. Write yes or no.", text=quoted(text)))
    return word in YES
