"""The picture as a viewer may see it: rows in reach, medians, years of the indicators, and a unit's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.quarters import Period
from core.small_numbers import SMALLEST_SHOWN
from fidelity.tool_use.models import ToolUseChange
from fidelity.tool_use.queries import workplaces
from fidelity.tool_use.rules import NETWORKS, OPEN, quarters_ended
from followup.unit_tools import figures
from followup.unit_tools.figures import NOW, Figures, Level, Place, Question
from followup.unit_tools.kept import KeptFigures
from followup.unit_tools.rules import (
    INDICATORS,
    Denominator,
    Share,
    UsedTools,
    YearPart,
    periods_ended,
    used_tools,
)
from followup.unit_tools.standing_out import Seen, StandsOut, ToolFigures, stands_out
from organisation.access import Permission, Viewer
from organisation.queries import UnitRow, units

YEARS = 6
"""So many years of the indicators are shown, at most."""


@dataclass(frozen=True)
class Asked:
    """What a page is asked: which kind of process, which part of which year, and which tools in the order of the columns."""

    kind: str
    part: YearPart
    tools: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A place with its figures."""

    place: Place
    name: str
    denominator: Denominator
    shares: Mapping[str, Share]
    used: UsedTools

    @property
    def is_idle(self) -> bool:
        """Whether it closed no process, as far as anybody knows (or has none open, in a row of open ones)."""
        return self.denominator.processes == 0


@dataclass(frozen=True)
class IndicatorYear:
    """A place's indicators in a year."""

    year: int
    denominator: Denominator
    shares: Mapping[str, Share]


@dataclass(frozen=True)
class Trend:
    """A place's indicators year by year, the earliest first."""

    place: Place
    name: str
    years: Sequence[IndicatorYear]


@dataclass(frozen=True)
class Picture:
    """Units × tools. Rows come as one reads them: the municipality, then each section with its units."""

    asked: Asked
    rows: Sequence[Row]
    open_rows: Sequence[Row]
    medians: Mapping[str, int | None]
    spreads: Mapping[str, tuple[int, int]]
    never_used: Sequence[str]
    trend: Trend

    @property
    def whole(self) -> Row:
        """The municipality, or the section that the page is about."""
        return self.rows[0]


@dataclass(frozen=True)
class UnitPicture:
    """A unit for its own meeting: beside its section and municipality, a year before, and what is open."""

    asked: Asked
    unit: UnitRow
    now: Row
    section: Row
    municipality: Row
    before: Row
    open: Row
    medians: Mapping[str, int | None]
    trends: Sequence[Trend]
    stands_out: StandsOut


class Source:
    """What one request reads figures of a kind from: the municipality's units and what has changed, asked for once."""

    def __init__(
        self,
        session: Session,
        kept: KeptFigures,
        viewer: Viewer,
        kind: str,
        today: date,
        *,
        smallest: int = SMALLEST_SHOWN,
    ) -> None:
        self.session, self.viewer, self.kind, self.today = session, viewer, kind, today
        self._kept, self._smallest = kept, smallest
        self.units = units(session, viewer.municipality_id)
        self._units = tuple(sorted((unit.id, unit.section_id) for unit in self.units))
        self._changes = _changes(session, viewer.municipality_id, kind)

    @property
    def years(self) -> Sequence[int]:
        """The years that have figures, the earliest first."""
        return sorted(year for year in self._changes if year != OPEN and quarters_ended(year, self.today))

    def figures(self, year: int, tools: tuple[str, ...]) -> Figures:
        """The year's figures (OPEN for what is open), kept since they changed last."""
        ended = 1 if year == OPEN else quarters_ended(year, self.today)
        question = Question(self.viewer.municipality_id, self.kind, year, ended, self._units, tools, self._smallest)
        changes = self._changes.get(year, 0)
        return self._kept.figures(question, changes, self._read if changes else _read_nothing)

    def _read(self, question: Question, before: Figures | None) -> Figures:
        return figures.read(self.session, question, before)

    @property
    def municipality(self) -> Place:
        """The viewer's municipality."""
        return Place(Level.MUNICIPALITY, self.viewer.municipality_id)


def _read_nothing(question: Question, _before: Figures | None) -> Figures:
    """The figures of a year in which nothing has been counted."""
    return figures.hide(question, {}, {})


def _changes(session: Session, municipality_id: int, kind: str) -> Mapping[int, int]:
    """How many times each year's figures have changed."""
    rows = session.execute(
        select(ToolUseChange.year, ToolUseChange.changes).where(
            ToolUseChange.municipality_id == municipality_id, ToolUseChange.kind == kind
        )
    )
    return {row.year: row.changes for row in rows}


def picture(source: Source, asked: Asked, section_id: int | None = None) -> Picture:
    """What the viewer reaches: the municipality's row, and rows of sections and units; or a section's, when one is asked for."""
    found, now = source.figures(asked.part.year, asked.tools), source.figures(OPEN, asked.tools)
    places = _places(source, section_id)
    rows = [_row(found, place, name, asked.tools, asked.part.period) for place, name in places]
    usual = found.usual_in(asked.part.period)
    own = [row for row in rows if row.place.level is Level.UNIT]
    whole, name = places[0]
    return Picture(
        asked,
        rows,
        [_row(now, place, name, asked.tools, NOW) for place, name in places],
        usual.medians,
        usual.spreads,
        [tool for tool in asked.tools if own and all(_is_never(row, tool) for row in own)],
        _trend(source, whole, name),
    )


def _is_never(row: Row, tool: str) -> bool:
    return row.shares[tool].count == 0


def _places(source: Source, section_id: int | None) -> list[tuple[Place, str]]:
    """The places in reach with their names, in the order of the rows."""
    reach = source.viewer.reach(Permission.SEE_TOOL_USE)
    whole = (source.municipality, source.viewer.municipality_name)
    found: dict[Place, str] = {} if section_id else {whole[0]: whole[1]}
    for unit in source.units:
        if reach.holds_unit(unit.id, unit.section_id) and section_id in {None, unit.section_id}:
            found.setdefault(Place(Level.SECTION, unit.section_id), unit.section_name)
            found[Place(Level.UNIT, unit.id)] = unit.name
    return [*found.items(), *([whole] if section_id else [])]


def _row(found: Figures, place: Place, name: str, tools: Sequence[str], period: Period) -> Row:
    denominator = found.denominator(place, period)
    of = denominator.processes
    shares = {tool: Share(None if of is None else found.count(tool, place, period), of) for tool in tools}
    return Row(place, name, denominator, shares, used_tools(shares[tool] for tool in tools if tool not in NETWORKS))


def _trend(source: Source, place: Place, name: str) -> Trend:
    """The indicators of a place in the latest whole years."""
    tools = tuple(indicator.tool for indicator in INDICATORS)
    whole = [year for year in source.years if YearPart(year, Period.YEAR).has_ended(source.today)]
    years = []
    for year in whole[-YEARS:]:
        row = _row(source.figures(year, tools), place, name, tools, Period.YEAR)
        years.append(IndicatorYear(year, row.denominator, row.shares))
    return Trend(place, name, years)


def unit_picture(source: Source, asked: Asked, unit: UnitRow) -> UnitPicture:
    """A unit's own page. Who may open it has been asked before: `unit_of`."""
    year, period, tools = asked.part.year, asked.part.period, asked.tools
    found = source.figures(year, tools)
    around = _around(source, unit.id)
    own = around[0]
    now, of_section, everywhere = (_row(found, *place, tools, period) for place in around)
    before = _row(source.figures(year - 1, tools), *own, tools, period)
    medians = found.usual_in(period).medians
    seen = [
        ToolFigures(tool, now.shares[tool], before.shares[tool], everywhere.shares[tool], medians[tool])
        for tool in tools
    ]
    return UnitPicture(
        asked,
        unit,
        now,
        of_section,
        everywhere,
        before,
        _row(source.figures(OPEN, tools), *own, tools, NOW),
        medians,
        [_trend(source, *place) for place in around],
        stands_out(Seen(now.denominator, before.denominator, seen, INDICATORS)),
    )


def year_rows(source: Source, asked: Asked, section_id: int | None, unit_id: int | None) -> list[tuple[Period, Row]]:
    """The rows of every period of the year that has ended, as the page of each period shows them; a unit's are those of its page."""
    found = source.figures(asked.part.year, asked.tools)
    places = _places(source, section_id) if unit_id is None else _around(source, unit_id)
    return [
        (period, _row(found, place, name, asked.tools, period))
        for period in periods_ended(asked.part.year, source.today)
        for place, name in places
    ]


def open_rows(source: Source, asked: Asked, section_id: int | None, unit_id: int | None) -> list[Row]:
    """The rows of the processes that are open now."""
    found = source.figures(OPEN, asked.tools)
    places = _places(source, section_id) if unit_id is None else _around(source, unit_id)
    return [_row(found, place, name, asked.tools, NOW) for place, name in places]


def glance(source: Source, part: YearPart) -> Row:
    """The indicators of the one unit or section that the viewer reaches, else of the municipality."""
    tools = tuple(indicator.tool for indicator in INDICATORS)
    places = _places(source, None)
    own = [one for one in places if one[0].level is Level.UNIT]
    sections = [one for one in places if one[0].level is Level.SECTION]
    reach = source.viewer.reach(Permission.SEE_TOOL_USE)
    narrow = own if len(own) == 1 else sections if len(sections) == 1 and not reach.everywhere else places
    return _row(source.figures(part.year, tools), *narrow[0], tools, part.period)


def unit_row(source: Source, asked: Asked, unit_id: int) -> Row:
    """A unit's figures by themselves. Who may see them has been asked before."""
    place, name = _around(source, unit_id)[0]
    return _row(source.figures(asked.part.year, asked.tools), place, name, asked.tools, asked.part.period)


def _around(source: Source, unit_id: int) -> list[tuple[Place, str]]:
    """A unit, its section and the municipality."""
    unit = next(unit for unit in source.units if unit.id == unit_id)
    return [
        (Place(Level.UNIT, unit.id), unit.name),
        (Place(Level.SECTION, unit.section_id), unit.section_name),
        (source.municipality, source.viewer.municipality_name),
    ]


def unit_of(source: Source, unit_id: int) -> UnitRow | None:
    """The unit, when the viewer reaches it or works in it today."""
    unit = next((one for one in source.units if one.id == unit_id), None)
    if unit is None:
        return None
    if source.viewer.reach(Permission.SEE_TOOL_USE).holds_unit(unit.id, unit.section_id):
        return unit
    own = workplaces(source.session, source.viewer, source.today)
    return unit if unit.id in {place.id for place in own} else None


def section_in_reach(source: Source, section_id: int) -> bool:
    """Whether the section has units and the viewer reaches all of it."""
    reach = source.viewer.reach(Permission.SEE_TOOL_USE)
    return reach.holds_section(section_id) and any(unit.section_id == section_id for unit in source.units)
