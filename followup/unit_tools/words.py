"""What the picture says: parts of a year, what shares are shares of, what stands out; whole sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.i18n import language, write_number, write_percent
from core.quarters import Period
from core.small_numbers import HIDDEN
from fidelity.tool_use.named_tools import name_of
from fidelity.tool_use.rules import NETWORKS
from followup.unit_tools.queries import IndicatorYear, Picture, Row
from followup.unit_tools.rules import HEAT_STEPS, INDICATORS, MAPPING, Basis, Denominator, Share, YearPart

NOTHING = "–"
_BASES = {
    Basis.REGISTERED: _l("registered here"),
    Basis.IMPORT: _l("told by the import"),
    Basis.MANAGER: _l("told by the manager"),
    Basis.BOTH: _l("told by the import and the manager"),
}
_PROCESSES = {
    Basis.REGISTERED: _l("the %(num)s processes registered here"),
    Basis.IMPORT: _l("the %(num)s processes that the import says were closed"),
    Basis.MANAGER: _l("the %(num)s processes that the manager says were closed"),
    Basis.BOTH: _l("the %(num)s processes that the import and the manager say were closed"),
}
_LAST_MONTHS = {Period.Q1: 3, Period.H1: 6, Period.Q2: 6, Period.Q3: 9, Period.Q4: 12, Period.H2: 12}
_MONTHS = {Period.H1: 6, Period.H2: 6}


def part_name(part: YearPart) -> str:
    """The part of the year in words: *juli–december 2025*; the whole year is its number."""
    return str(part.year) if part.period is Period.YEAR else f"{months(part.period)} {part.year}"


def months(period: Period) -> str:
    """The months of a half or a quarter of a year: *juli–december*."""
    last = _LAST_MONTHS[period]
    first = last - _MONTHS.get(period, 3) + 1
    return "–".join(format_date(date(2000, month, 1), "MMMM") for month in (first, last))


def period_name(period: Period) -> str:
    """The period in a list of a year's periods."""
    if period is Period.YEAR:
        return _("The whole year")
    if period in _MONTHS:
        return _("Half-year: %(months)s", months=months(period))
    return _("Quarter: %(months)s", months=months(period))


def basis_name(basis: Basis) -> str:
    """Who knows the number, after it."""
    return str(_BASES[basis])


def of_processes(denominator: Denominator) -> str:
    """The processes that shares are taken of, as a part of a sentence: *de 31 processer som är registrerade här*."""
    processes = denominator.processes
    number = HIDDEN if processes is None else write_number(processes)
    return str(_PROCESSES[denominator.basis]) % {"num": number}


def shares_are_of(rows: Sequence[Row]) -> str:
    """The heading over all tools: what the shares of the table are shares of."""
    told = {row.denominator.basis is not Basis.REGISTERED for row in rows if row.denominator.registered}
    if True not in told:
        return _("Each cell: of the processes registered here, the share in which the tool was used (and in how many).")
    if False not in told:
        return _("Each cell: of all processes closed, as told, the share in which the tool was used (and in how many).")
    return _("Each cell: of the processes that the row says, the share in which the tool was used (and in how many).")


def written(share: Share) -> str:
    """A share with its count on one line: *62 % (31)*."""
    if share.is_hidden:
        return HIDDEN
    if share.percent is None:
        return NOTHING
    return f"{percent(share)} ({write_number(share.count or 0)})"


def percent(share: Share) -> str:
    """A share alone; two dots where it is hidden."""
    return HIDDEN if share.is_hidden else write_percent(share.count or 0, share.of or 0)


def count(number: int | None) -> str:
    """A number of processes; two dots where it is hidden."""
    return HIDDEN if number is None else write_number(number)


def used(row: Row) -> str:
    """How many of the tools a place used, as far as they are shown."""
    tools = row.used
    if row.denominator.registered == 0:
        return NOTHING
    if tools.hidden == tools.all:
        return HIDDEN
    if not tools.hidden:
        return _("%(used)s of %(all)s", used=tools.used, all=tools.all)
    if not tools.used:
        return _("%(hidden)s of %(all)s are hidden", hidden=tools.hidden, all=tools.all)
    return ngettext(
        "at least %(used)s of %(all)s; %(num)s is hidden",
        "at least %(used)s of %(all)s; %(num)s are hidden",
        tools.hidden,
        used=tools.used,
        all=tools.all,
    )


def heat_names() -> list[str]:
    """What each step of colour stands for, from the first."""
    width = 100 // HEAT_STEPS
    below = _("below %(share)s", share=write_percent(width, 100))
    return [
        below,
        *(f"{low}–{write_percent(low + width - 1, 100)}" for low in range(width, 100 - width, width)),
        f"{100 - width}–{write_percent(100, 100)}",
    ]


def answer(picture: Picture, units: str) -> list[str]:
    """What stands out in the picture, in sentences that rank no unit."""
    row, part = picture.whole, part_name(picture.asked.part)
    processes = row.denominator.processes
    if processes is None:
        return [_("In %(part)s so few processes were closed here that the figures are hidden.", part=part)]
    if processes == 0:
        return [_("No process of this kind that is registered here was closed in %(part)s.", part=part)]
    said = [_most_used(picture), _differs_most(picture, units), _never_used(picture)]
    return [sentence for sentence in said if sentence]


def _most_used(picture: Picture) -> str | None:
    row = picture.whole
    tools = [tool for tool in picture.asked.tools if tool not in NETWORKS and row.shares[tool].count]
    if not tools:
        return None
    tool = max(tools, key=lambda one: (row.shares[one].count or 0, one == MAPPING))
    return _(
        "The tool used most in %(name)s is %(tool)s: in %(share)s of %(processes)s.",
        name=row.name,
        tool=name_of(tool, language()),
        share=percent(row.shares[tool]),
        processes=of_processes(row.denominator),
    )


def _differs_most(picture: Picture, units: str) -> str | None:
    """The tool for which the units differ most; which unit has which share is not said."""
    spreads = {tool: both for tool, both in picture.spreads.items() if both[1] - both[0] > 0}
    if not spreads:
        return None
    tool = max(sorted(spreads), key=lambda one: spreads[one][1] - spreads[one][0])
    low, high = spreads[tool]
    return _(
        "Between %(units)s of the municipality it differs most for %(tool)s: from %(low)s %% to %(high)s %%.",
        units=units,
        tool=name_of(tool, language()),
        low=low,
        high=high,
    )


def _never_used(picture: Picture) -> str | None:
    tools = [tool for tool in picture.asked.tools if tool not in NETWORKS]
    never = [tool for tool in picture.never_used if tool not in NETWORKS]
    if not never:
        return None
    return ngettext(
        "%(num)s of the %(all)s tools was not used in any process.",
        "%(num)s of the %(all)s tools were not used in any process.",
        len(never),
        all=len(tools),
    )


def glance(row: Row, part: YearPart) -> str:
    """How the mapping stands, in a sentence for the start page."""
    share, name = row.shares[MAPPING], row.name
    if share.percent is None:
        return _("There are no figures to show for %(name)s in %(part)s yet.", name=name, part=part_name(part))
    return _(
        "%(tool)s was used in %(share)s of %(processes)s in %(name)s, %(part)s. The target is %(target)s %%.",
        tool=name_of(MAPPING, language()),
        share=percent(share),
        processes=of_processes(row.denominator),
        name=name,
        part=part_name(part),
        target=next(one.target for one in INDICATORS if one.tool == MAPPING),
    )


def for_templates() -> dict[str, Callable[..., object]]:
    """What templates write figures with."""
    return {
        "part_name": part_name,
        "period_name": period_name,
        "basis_name": basis_name,
        "of_processes": of_processes,
        "shares_are_of": shares_are_of,
        "heat_names": heat_names,
        "share_words": written,
        "share_percent": percent,
        "count_words": count,
        "used_words": used,
        "year_columns_of": columns,
    }


@dataclass(frozen=True)
class Column:
    """A year in the chart of an indicator: its height in per cent, and what stands over it."""

    year: int
    percent: int
    words: str


def columns(years: Sequence[IndicatorYear], tool: str) -> list[Column]:
    """The columns of an indicator's chart, year by year."""
    return [Column(year.year, year.shares[tool].percent or 0, percent(year.shares[tool])) for year in years]
