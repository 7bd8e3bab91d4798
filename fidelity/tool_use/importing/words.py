"""How quarters are written."""

from flask_babel import gettext as _

from fidelity.tool_use.rules import Quarter


def quarter_of_year_words(number: int) -> str:
    """A quarter as people say it, from how the database keeps it."""
    quarter = Quarter.of_number(number)
    return str(_("quarter %(number)s of %(year)s", number=quarter.place + 1, year=quarter.year))
