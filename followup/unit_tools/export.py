"""The picture as tables for files: a row for each place and period, with both numbers of processes and what is hidden as dots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from core.i18n import write_day
from core.small_numbers import HIDDEN
from core.tables import Cell
from fidelity.tool_use.named_tools import name_of
from followup.unit_tools.figures import Level, Place
from followup.unit_tools.queries import Asked, Row, Source, open_rows, year_rows
from followup.unit_tools.rules import Basis, Denominator, Share, YearPart
from followup.unit_tools.words import basis_name, part_name


@dataclass(frozen=True)
class Line:
    """A row of a file: a place's figures in a period, which is already in words."""

    period: str
    section: str
    row: Row


def lines(source: Source, asked: Asked, section_id: int | None, unit_id: int | None, *, is_year: bool) -> list[Line]:
    """The rows of the part of the year that is asked about, or of all periods of the year; then those of what is open now."""
    sections = {Place(Level.UNIT, unit.id): unit.section_name for unit in source.units}
    sections |= {Place(Level.SECTION, unit.section_id): unit.section_name for unit in source.units}
    rows = [
        Line(part_name(YearPart(asked.part.year, period)), sections.get(row.place, ""), row)
        for period, row in year_rows(source, asked, section_id, unit_id)
        if is_year or period is asked.part.period
    ]
    now = open_rows(source, asked, section_id, unit_id)
    return rows + [Line(_("open now, used so far"), sections.get(row.place, ""), row) for row in now]


def note(kind: str, day: date, least: int) -> str:
    """The sentence above every exported table."""
    return _(
        "%(kind)s: of the processes closed in the period, the number and the share in which each tool was used at least once, by what"
        " was known on %(day)s. The column “Shares are of” says whether a share is of all processes that were closed, as the import or"
        " the manager says, or only of the processes registered here. .. is hidden: fewer than %(least)s processes, or a figure that"
        " would give such a number away.",
        kind=kind,
        day=write_day(day, year=True),
        least=least,
    )


def table(
    lines: Iterable[Line], tools: Sequence[str], *, section_word: str, unit_word: str, language: str
) -> list[Sequence[Cell]]:
    """A heading row and a row per line."""
    heading: list[Cell] = [
        section_word,
        unit_word,
        _("Closed when"),
        _("Processes registered here"),
        _("Processes closed, as told"),
        _("Shares are of"),
    ]
    for tool in tools:
        name = name_of(tool, language)
        heading += [_("%(tool)s: processes", tool=name), _("%(tool)s: per cent", tool=name)]
    return [heading, *(_line(line, tools) for line in lines)]


def _line(line: Line, tools: Sequence[str]) -> list[Cell]:
    row, denominator = line.row, line.row.denominator
    unit = row.name if row.place.level is Level.UNIT else _("The whole section")
    place = [_("The whole municipality"), ""] if row.place.level is Level.MUNICIPALITY else [line.section, unit]
    cells: list[Cell] = [*place, line.period, _number(denominator.registered), _told(denominator), _basis(denominator)]
    for tool in tools:
        share = row.shares[tool]
        cells += [_number(share.count), _percent(share)]
    return cells


def _number(count: int | None) -> Cell:
    return HIDDEN if count is None else count


def _told(denominator: Denominator) -> Cell:
    return "" if denominator.told is None else _number(denominator.told.processes)


def _basis(denominator: Denominator) -> str:
    if denominator.is_too_low:
        return _("registered here; the told number is too low to be right")
    if denominator.basis is Basis.REGISTERED:
        return _("registered here")
    return basis_name(denominator.basis)


def _percent(share: Share) -> Cell:
    return HIDDEN if share.is_hidden else share.percent
