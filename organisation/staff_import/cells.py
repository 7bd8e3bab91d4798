"""One cell of a staff file at a time: what only a staff file has, its text to a value, or a CellError."""

import re
from collections.abc import Mapping

from core.table_files.faults import CellError, holds_personal_number, quoted
from core.table_files.faults import sentence as _
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

LAST_DAYS = frozenset({Column.END, Column.LEAVE_TO})

_ROUNDED_NUMBER = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_ODD_IN_NAME = re.compile(r"[^\w\s.,'’´`()\"“”-]|[\d_]")
_EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^\W_]([^\W_]|-)*\.)+[^\W\d_]{2,}")


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
