"""Pure rules of the picture: parts of a year, what a share is a share of, steps of heat, medians, and the indicators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from core.quarters import Period
from fidelity.tool_use.rules import PRIVATE_NETWORK, PROFESSIONAL_NETWORK, quarters_ended

HEAT_STEPS = 5
UNITS_FOR_A_MEDIAN = 5
"""A median of fewer units than this says more of one unit than of the municipality."""


@dataclass(frozen=True)
class Indicator:
    """A tool or network that is followed year by year against a target, in per cent of the processes."""

    tool: str
    target: int


MAPPING = "three-column-mapping"
INDICATORS = (Indicator(MAPPING, 80), Indicator(PRIVATE_NETWORK, 80), Indicator(PROFESSIONAL_NETWORK, 80))


@dataclass(frozen=True)
class YearPart:
    """A year, a half of it or a quarter of it."""

    year: int
    period: Period

    @property
    def key(self) -> str:
        """The part as an address says it: *2025*, *2025-h2*, *2025-q3*."""
        return str(self.year) if self.period is Period.YEAR else f"{self.year}-{self.period}"

    @property
    def a_year_before(self) -> "YearPart":
        """The same part of the year before."""
        return YearPart(self.year - 1, self.period)

    def has_ended(self, today: date) -> bool:
        """Whether all of its quarters have ended."""
        return self.period in periods_ended(self.year, today)

    @classmethod
    def of_key(cls, key: str) -> "YearPart | None":
        """The part that an address says, or None."""
        year, _, period = key.partition("-")
        if not (year.isascii() and year.isdecimal() and len(year) == len("2025")):
            return None
        if period in {one.value for one in Period if one is not Period.YEAR}:
            return cls(int(year), Period(period))
        return cls(int(year), Period.YEAR) if key == year else None


def periods_ended(year: int, today: date) -> list[Period]:
    """The periods of a year that have ended: the year first, then halves and quarters, the latest of each first."""
    ended = (1 << quarters_ended(year, today)) - 1
    order = (Period.YEAR, Period.H2, Period.H1, Period.Q4, Period.Q3, Period.Q2, Period.Q1)
    return [period for period in order if period.quarters & ~ended == 0]


def latest_half_year(today: date) -> YearPart:
    """The half-year that ended last."""
    year = today.year if Period.H1 in periods_ended(today.year, today) else today.year - 1
    return YearPart(year, Period.H2 if year < today.year else Period.H1)


class Basis(StrEnum):
    """Who knows the number of processes that shares are taken of."""

    REGISTERED = "registered"
    IMPORT = "import"
    MANAGER = "manager"
    BOTH = "both"


@dataclass(frozen=True)
class Told:
    """The processes that were closed by what an import or a manager says; `processes` is None where it is hidden.

    `is_too_low` says that it, or a part of it, is smaller than what is registered.
    """

    processes: int | None
    basis: Basis
    is_too_low: bool = False


@dataclass(frozen=True)
class Denominator:
    """Both numbers of processes of a place: registered here (None where hidden) and told (None where not told for all of it)."""

    registered: int | None
    told: Told | None = None

    @property
    def basis(self) -> Basis:
        """Who knows the number: registration alone where nothing is told, or where what is told can't be."""
        if self.told is None or self.told.processes is None or self.told.is_too_low:
            return Basis.REGISTERED
        return self.told.basis

    @property
    def processes(self) -> int | None:
        """The number that shares are taken of; None where it is hidden."""
        return self.registered if self.basis is Basis.REGISTERED or self.told is None else self.told.processes

    @property
    def is_too_low(self) -> bool:
        """Whether the told number can't be right: fewer processes than are registered."""
        return self.told is not None and self.told.is_too_low


@dataclass(frozen=True)
class Share:
    """In how many processes a tool was used, and of how many; None where that is hidden."""

    count: int | None
    of: int | None

    @property
    def is_hidden(self) -> bool:
        """Whether nothing may be said."""
        return self.count is None or self.of is None

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; None where it is hidden or there was no process."""
        return None if self.count is None or not self.of else round(100 * self.count / self.of)

    @property
    def heat(self) -> int:
        """The step of its colour: 0 for none or nothing to say, else 1 to 5."""
        if not self.count or not self.of:
            return 0
        return min(HEAT_STEPS, HEAT_STEPS * self.count // self.of + 1)


@dataclass(frozen=True)
class UsedTools:
    """How many tools a place used, of those whose figures are shown, and how many are hidden."""

    used: int
    hidden: int
    all: int


def used_tools(shares: Iterable[Share]) -> UsedTools:
    """How many of the tools were used in some process."""
    listed = list(shares)
    hidden = sum(share.is_hidden for share in listed)
    return UsedTools(sum(bool(share.count) for share in listed if not share.is_hidden), hidden, len(listed))


def median_percent(shares: Iterable[Share]) -> int | None:
    """The median of the units' shares in whole per cent, of those that are shown.

    None for fewer than five of them, and where as many units with processes hide theirs: those are the low ones, and it would lie.
    """
    listed = [share for share in shares if share.of]
    known = _known(listed)
    return round(median(known)) if len(known) >= UNITS_FOR_A_MEDIAN and len(known) > len(listed) / 2 else None


def spread(shares: Iterable[Share]) -> tuple[int, int] | None:
    """The lowest and the highest of the units' shares that are shown; None for fewer than five of them."""
    known = _known(shares)
    return (round(min(known)), round(max(known))) if len(known) >= UNITS_FOR_A_MEDIAN else None


def _known(shares: Iterable[Share]) -> list[float]:
    return [100 * share.count / share.of for share in shares if share.count is not None and share.of]
