"""Counts as they may be shown: read from the roll-ups, small numbers hidden on the one fixed cube. Nothing unhidden leaves here.

For each kind of process and year the processes are one table over places and periods, and each tool's another within it.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cube import Tree
from core.quarters import QUARTERS, Period
from core.small_numbers import SMALLEST_SHOWN, Shown, decide
from fidelity.tool_use.models import Teller, ToldCount, ToolUseCount
from fidelity.tool_use.rules import EVERY_PROCESS, OPEN, Quarter
from followup.unit_tools.rules import Basis, Denominator, Share, Told, median_percent, spread

_HIDDEN = -1
_PERIODS = list(Period)
_QUARTER_PERIODS = (Period.Q1, Period.Q2, Period.Q3, Period.Q4)
_BASES = {
    frozenset({Teller.IMPORT}): Basis.IMPORT,
    frozenset({Teller.MANAGER}): Basis.MANAGER,
    frozenset(Teller): Basis.BOTH,
}

NOW = Period.Q1
"""Where the figures of the processes that are open stand: they are a table of one period."""


class Level(StrEnum):
    """What a place is."""

    MUNICIPALITY = "municipality"
    SECTION = "section"
    UNIT = "unit"


@dataclass(frozen=True)
class Place:
    """A municipality, a section or a unit."""

    level: Level
    id: int


@dataclass(frozen=True)
class Question:
    """What is read at once: a kind's figures of a year (OPEN for the open processes), of which `ended` quarters have ended."""

    municipality_id: int
    kind: str
    year: int
    ended: int
    units: tuple[tuple[int, int], ...]
    """Every unit of the municipality with its section: what is hidden depends on all of them."""
    tools: tuple[str, ...]
    smallest: int = SMALLEST_SHOWN

    @property
    def root(self) -> Place:
        """The municipality."""
        return Place(Level.MUNICIPALITY, self.municipality_id)

    def tree(self) -> Tree[Place]:
        """The municipality, its sections, and their units."""
        parents = {Place(Level.SECTION, section): self.root for _unit, section in self.units}
        parents |= {Place(Level.UNIT, unit): Place(Level.SECTION, section) for unit, section in self.units}
        return Tree(self.root, parents)


@dataclass(frozen=True)
class Figures:
    """What may be shown of a kind's year. Of what it was made of only hashes are kept, to tell what has to be made anew."""

    numbers: Mapping[Place, int]
    counts: Mapping[str, "array[int]"] = field(repr=False)
    told: Mapping[tuple[Place, Period], Told] = field(repr=False)
    base: Shown[Place] = field(repr=False)
    made_of: Mapping[str, bytes] = field(repr=False)
    usual: dict[Period, "Usual"] = field(default_factory=dict, repr=False)
    """What is usual among the units in a period, worked out when it is first asked for."""

    def count(self, tool: str, place: Place, period: Period) -> int | None:
        """In how many processes the tool was used; None where that is hidden."""
        found = self.counts[tool][self.numbers[place] * len(_PERIODS) + _PERIODS.index(period)]
        return None if found == _HIDDEN else found

    def denominator(self, place: Place, period: Period) -> Denominator:
        """How many processes there were, by what is registered and by what is told."""
        return Denominator(self.count(EVERY_PROCESS, place, period), self.told.get((place, period)))

    def usual_in(self, period: Period) -> "Usual":
        """What is usual in the municipality: from shown figures only, and of every unit, whoever asks."""
        if period not in self.usual:
            units = [place for place in self.numbers if place.level is Level.UNIT]
            of = {unit: self.denominator(unit, period).processes for unit in units}
            shares = {
                tool: [Share(self.count(tool, unit, period), of[unit]) for unit in units]
                for tool in self.counts
                if tool != EVERY_PROCESS
            }
            medians = {tool: median_percent(own) for tool, own in shares.items()}
            spreads = {tool: both for tool, own in shares.items() if (both := spread(own)) is not None}
            self.usual[period] = Usual(medians, spreads)
        return self.usual[period]


@dataclass(frozen=True)
class Usual:
    """Per tool the median of the units' shares, and the lowest and highest of them; of what is shown, of five units or more."""

    medians: Mapping[str, int | None]
    spreads: Mapping[str, tuple[int, int]]


Quarters = list[int]
Raw = Mapping[str, Mapping[int, Quarters]]
RawTold = Mapping[int, Mapping[int, tuple[int, Teller]]]


def read(session: Session, question: Question, before: Figures | None = None) -> Figures:
    """The figures that may be shown, from two statements. `before` is what they were when they were read last."""
    raw = _counts(session, question)
    told = _told_counts(session, question) if question.year != OPEN else {}
    return hide(question, raw, told, before)


def hide(question: Question, raw: Raw, told: RawTold, before: Figures | None = None) -> Figures:
    """What may be shown of raw counts per tool and unit, and of told ones per unit and quarter.

    Deciding what is hidden takes long: what `before` was made of and has not changed is taken over from it.
    """
    tree, processes = question.tree(), raw.get(EVERY_PROCESS, {})
    made_of = {EVERY_PROCESS: _hash(processes)}
    is_same = before is not None and before.made_of[EVERY_PROCESS] == made_of[EVERY_PROCESS]
    base = before.base if before and is_same else _decide(question, tree, processes)
    counts = {EVERY_PROCESS: _shown_counts(question, base, processes)}
    made: dict[bytes, array[int]] = (
        {before.made_of[tool]: before.counts[tool] for tool in question.tools} if before else {}
    )
    pattern = _hash((base.periods, base.zeros))
    for tool in question.tools:
        used = raw.get(tool, {})
        made_of[tool] = _hash((used, pattern))
        if made_of[tool] not in made:
            made[made_of[tool]] = _shown_counts(question, _decide(question, tree, used, base), used)
        counts[tool] = made[made_of[tool]]
    figures = Figures(tree.number, counts, {}, base, made_of)
    return replace(figures, told=_ToldSums(question, tree, figures, told).sums())


def _hash(made_of: object) -> bytes:
    return blake2b(repr(made_of).encode(), digest_size=16).digest()


def _decide(
    question: Question, tree: Tree[Place], of_units: Mapping[int, Quarters], base: Shown[Place] | None = None
) -> Shown[Place]:
    figures = {_unit(unit): [quarters] for unit, quarters in of_units.items()}
    return decide(tree, figures, ended=question.ended, smallest=question.smallest, base=base)


def _unit(unit_id: int) -> Place:
    return Place(Level.UNIT, unit_id)


def _nothing() -> Quarters:
    return [0] * QUARTERS


def _counts(session: Session, question: Question) -> dict[str, dict[int, Quarters]]:
    """The stored counts, per tool and unit, of the quarters that have ended (or, as a first quarter, of what is open)."""
    first = OPEN if question.year == OPEN else Quarter(question.year, 0).number
    rows = session.execute(
        select(ToolUseCount.tool, ToolUseCount.unit_id, ToolUseCount.quarter, ToolUseCount.processes)
        .where(
            ToolUseCount.municipality_id == question.municipality_id,
            ToolUseCount.kind == question.kind,
            ToolUseCount.quarter >= first,
            ToolUseCount.quarter < first + question.ended,
            ToolUseCount.tool.in_((EVERY_PROCESS, *question.tools)),
            ToolUseCount.processes != 0,
        )
        .order_by(ToolUseCount.unit_id)
    )
    found: dict[str, dict[int, Quarters]] = {}
    units = dict(question.units)
    for tool, unit, quarter, processes in rows:
        if unit in units:  # one that was added a moment ago comes with the next question
            found.setdefault(tool, {}).setdefault(unit, _nothing())[quarter - first] = processes
    return found


def _told_counts(session: Session, question: Question) -> dict[int, dict[int, tuple[int, Teller]]]:
    """What is told, per unit and quarter of the year."""
    first = Quarter(question.year, 0).number
    rows = session.execute(
        select(ToldCount.unit_id, ToldCount.quarter, ToldCount.processes, ToldCount.told_by).where(
            ToldCount.municipality_id == question.municipality_id,
            ToldCount.kind == question.kind,
            ToldCount.quarter >= first,
            ToldCount.quarter < first + question.ended,
        )
    )
    found: dict[int, dict[int, tuple[int, Teller]]] = {}
    units = dict(question.units)
    for unit, quarter, processes, told_by in rows:
        if unit in units:
            found.setdefault(unit, {})[quarter - first] = (processes, Teller(told_by))
    return found


def _shown_counts(question: Question, shown: Shown[Place], of_units: Mapping[int, Quarters]) -> "array[int]":
    """The count of each place and period, in the order of the tree's places, or the sign that it is hidden."""
    sums = {place: _nothing() for place in shown.tree.places}
    for unit, section in question.units:
        for quarter, processes in enumerate(of_units.get(unit, ())):
            for place in (question.root, Place(Level.SECTION, section), _unit(unit)):
                sums[place][quarter] += processes
    counts = array("i")
    for place, quarters in sums.items():
        open_to_all = shown.of(place)
        counts.extend(_sum(quarters, period) if period in open_to_all else _HIDDEN for period in _PERIODS)
    return counts


def _sum(quarters: Sequence[int], period: Period) -> int:
    return sum(figure for place, figure in enumerate(quarters) if period.quarters >> place & 1)


class _ToldSums:
    """Sums of told numbers over places and periods: small ones hidden as every number of processes is."""

    def __init__(
        self,
        question: Question,
        tree: Tree[Place],
        figures: Figures,
        told: RawTold,
    ) -> None:
        self._question, self._figures, self._told = question, figures, told
        own = {unit: [quarters.get(quarter, (0,))[0] for quarter in range(QUARTERS)] for unit, quarters in told.items()}
        self._shown = _decide(question, tree, own)

    def sums(self) -> dict[tuple[Place, Period], Told]:
        """What is told of each place and period, where it is told for all of it and the registered number is shown."""
        if not self._told:
            return {}
        units: dict[Place, list[int]] = {}
        for unit, section in self._question.units:
            for place in (self._question.root, Place(Level.SECTION, section), _unit(unit)):
                units.setdefault(place, []).append(unit)
        ended = (1 << self._question.ended) - 1
        periods = [period for period in _PERIODS if period.quarters & ~ended == 0]
        sums = {
            (place, period): self._told_of(place, within, period)
            for place, within in units.items()
            for period in periods
        }
        return {key: told for key, told in sums.items() if told is not None}

    def _told_of(self, place: Place, units: Sequence[int], period: Period) -> Told | None:
        registered = self._figures.count(EVERY_PROCESS, place, period)
        cells = [(unit, quarter) for unit in units for quarter in range(QUARTERS) if period.quarters >> quarter & 1]
        told = [self._told.get(unit, {}).get(quarter) for unit, quarter in cells]
        found = [one for one in told if one is not None]
        if registered is None or not found or any(self._is_missing(*cell) for cell in cells):
            return None
        basis = _BASES[frozenset(teller for _processes, teller in found)]
        if period not in self._shown.of(place):
            return Told(None, basis)
        processes = sum(processes for processes, _teller in found)
        return Told(processes, basis, processes < registered or any(self._is_too_low(*cell) for cell in cells))

    def _is_missing(self, unit: int, quarter: int) -> bool:
        """Whether a number is wanted and not told. A hidden figure counts as wanted, so that this gives nothing away of it."""
        return quarter not in self._told.get(unit, {}) and self._registered(unit, quarter) != 0

    def _is_too_low(self, unit: int, quarter: int) -> bool:
        """Whether fewer processes are told of a unit's quarter than are registered, as far as both are shown."""
        registered, told = self._registered(unit, quarter), self._told.get(unit, {}).get(quarter)
        if registered is None or told is None or _QUARTER_PERIODS[quarter] not in self._shown.of(_unit(unit)):
            return False
        return told[0] < registered

    def _registered(self, unit: int, quarter: int) -> int | None:
        return self._figures.count(EVERY_PROCESS, _unit(unit), _QUARTER_PERIODS[quarter])
