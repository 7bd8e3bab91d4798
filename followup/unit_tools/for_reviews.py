"""What reviews show beside the tools that raters saw: the registered use of the part of a year that lies nearest a round's period."""

from datetime import date, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from core import clock
from core.settings import current_settings
from fidelity.reviews.results.registered import Registered, RegisteredUse
from fidelity.tool_use.rules import INVESTIGATION, Quarter
from followup.unit_tools import rules, words
from followup.unit_tools.asking import columns
from followup.unit_tools.kept import KeptFigures
from followup.unit_tools.queries import Asked, Source, unit_row
from followup.unit_tools.rules import YearPart
from organisation.access import Viewer


def registered_use(session: Session, viewer: Viewer, unit_id: int, first: date, last: date) -> RegisteredUse | None:
    """What was registered in the unit's investigations, from the one cube that figures are published from; None before any has ended."""
    part = nearest_part(first, last, clock.today())
    if part is None:
        return None
    kept: KeptFigures = current_app.extensions["metodstod_unit_tools"]
    source = Source(session, kept, viewer, INVESTIGATION, clock.today(), smallest=current_settings().smallest_shown)
    row = unit_row(source, Asked(INVESTIGATION, part, columns()), unit_id)
    tools = {tool: Registered(share.count, share.of) for tool, share in row.shares.items()}
    return RegisteredUse(words.part_name(part), words.of_processes(row.denominator), tools)


def nearest_part(first: date, last: date, today: date) -> YearPart | None:
    """The part of a year that has ended and has most in common with the period; the larger of two that have as much."""
    parts = [
        YearPart(year, period)
        for year in range(first.year, last.year + 1)
        for period in rules.periods_ended(year, today)
    ]
    found = [(part, _in_common(part, first, last)) for part in parts]
    best = max((common for _part, common in found), default=0.0)
    return next((part for part, common in found if common == best), None) if best > 0 else None


def _in_common(part: YearPart, first: date, last: date) -> float:
    """The days that both hold, as a share of those that either does."""
    quarters = [Quarter(part.year, place) for place in range(4) if part.period.quarters >> place & 1]
    begins, ends = quarters[0].first_day, quarters[-1].last_day
    one_day = timedelta(days=1)
    common = min(ends, last) - max(begins, first) + one_day
    either = max(ends, last) - min(begins, first) + one_day
    return max(common / either, 0.0)
