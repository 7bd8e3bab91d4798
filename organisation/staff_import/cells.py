"""One cell of a staff file at a time: its text to a value, or a CellError that says what to write instead."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from organisation.staff_import.faults import CellError, holds_personal_number, quoted
from organisation.staff_import.faults import sentence as _
from organisation.staff_import.headings import Column

LONGEST: Mapping[Column, int] = {
    Column.NUMBER: 32,
    Column.NAME: 120,
    Column.FIRST_NAME: 60,
    Column.LAST_NAME: 59,
    Column.EMAIL: 254,
    Column.SECTION: 100,
    Column.UNIT: 100,
    Column.POSITION: 80,
}
"""How many characters the tables hold; a test compares them. First and last name fit together with a space between."""

FIRST_YEAR, LAST_YEAR = 1940, 2100
YES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "sant"})
NO = frozenset({"", "nej", "n", "no", "0", "false", "falskt"})
LAST_DAYS = frozenset({Column.END, Column.LEAVE_TO})

_SPACES = re.compile(r"[ \t\r\n\u00a0\u2007\u2009\u202f]+")
_GARBLED = re.compile("Ã[¥¤¶…„–©]|\ufffd|[A-Za-z][†„”™][A-Za-z]")
_ROUNDED_NUMBER = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_ODD_IN_NAME = re.compile(r"[^\w\s.,'’´`()\"“”-]|[\d_]")
_EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^\W_]([^\W_]|-)*\.)+[^\W\d_]{2,}")
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})")
_DIGITS = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2}) ?[-/.] ?(?P<m>\d{1,2}) ?[-/. ] ?(?P<y>\d{4})")
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00([.,]0+)?)?$")
_DAY_NUMBER = re.compile(r"\d{5}([.,]\d+)?")
_SHORT_YEAR = re.compile(r"\d{2}[-/. ]+\d{1,2}[-/. ]+\d{2}|\d{1,2}[-/. ]+\d{1,2}[-/. ]+\d{2}|\d{6}")
_SPREADSHEET_ZERO = date(1899, 12, 30)


def clean(text: str, column: Column) -> str:
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
    longest = LONGEST.get(column, len(plain))
    if len(plain) > longest:
        raise CellError(
            _(
                "The text has %(length)s characters. Shorten it to at most %(longest)s.",
                length=len(plain),
                longest=longest,
            )
        )
    return plain


def no_personal_number(text: str) -> str:
    """Any text but one with a personal number in it."""
    if holds_personal_number(text):
        raise CellError(_("This looks like a personal number. Take it away: personal numbers are not to be sent here."))
    return text


def employee_number(text: str) -> str:
    """The number that the HR system knows the person by."""
    if holds_personal_number(text):
        raise CellError(
            _("This looks like a personal number. Write the number that the HR system gives the employee instead.")
        )
    if _ROUNDED_NUMBER.fullmatch(text):
        raise CellError(
            _(
                "%(text)s has been rounded by a spreadsheet. Format the column as text and write the whole employee number.",
                text=quoted(text),
            )
        )
    return text


def person_name(text: str) -> str:
    """A name of letters, with the marks that names have."""
    no_personal_number(text)
    odd = _ODD_IN_NAME.search(text)
    if odd:
        raise CellError(
            _(
                "%(text)s does not look like a name, because of %(sign)s. Write the person's name in letters.",
                text=quoted(text),
                sign=odd.group(),
            )
        )
    if sum(map(str.isalpha, text)) < 2:
        raise CellError(_("%(text)s is too short for a name. Write the person's whole name.", text=quoted(text)))
    return text


def email(text: str) -> str:
    """An e-mail address in lower case."""
    no_personal_number(text)
    lower = text.lower()
    if not _EMAIL.fullmatch(lower):
        raise CellError(
            _("%(text)s is not an e-mail address. Write one such as name@municipality.se.", text=quoted(text))
        )
    return lower


def day(text: str, column: Column) -> date:
    """A day written year first, or day first with the year last."""
    written = _MIDNIGHT.sub("", text)
    match = _YEAR_FIRST.fullmatch(written) or _DIGITS.fullmatch(written) or _DAY_FIRST.fullmatch(written)
    if match is None:
        raise CellError(_day_advice(text, column))
    year, month, number = (int(match[part]) for part in "ymd")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(_year_advice(text, column))
    try:
        return date(year, month, number)
    except ValueError:
        raise CellError(
            _(
                "There is no such day as %(text)s. Write year, month and day, such as 2026-01-31.",
                text=quoted(text),
            )
        ) from None


def _day_advice(text: str, column: Column) -> str:
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
    if column in LAST_DAYS:
        return _(
            "%(text)s is not a day. Write it such as 2026-01-31, or leave the cell empty where there is no last day.",
            text=quoted(text),
        )
    return _("%(text)s is not a day. Write year, month and day, such as 2026-01-31.", text=quoted(text))


def _year_advice(text: str, column: Column) -> str:
    if column in LAST_DAYS:
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
