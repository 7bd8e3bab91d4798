"""Pure rules of tool use: quarters, and what counts beside the tools."""

from dataclasses import dataclass
from datetime import date, timedelta

OPEN = 0
"""Where the count of a process stands while it is open: in no quarter and no year."""
EVERY_PROCESS = ""
"""The "tool" under which processes themselves are counted."""
PRIVATE_NETWORK, PROFESSIONAL_NETWORK = "private-network", "professional-network"
NETWORKS = (PRIVATE_NETWORK, PROFESSIONAL_NETWORK)
"""What is registered as a tool is, and is none: that somebody of the network was contacted."""

PRELIMINARY_ASSESSMENT, INVESTIGATION, SERVICE, SAFETY_PLANNING = (
    "preliminary-assessment", "investigation", "service", "safety-planning",
)  # fmt: skip
COMMON_KINDS = (PRELIMINARY_ASSESSMENT, INVESTIGATION, SERVICE, SAFETY_PLANNING)
"""The kinds of process that every municipality has, in the order of the work."""

EARLIEST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; `place` counts from 0."""

    year: int
    place: int

    @property
    def number(self) -> int:
        """The quarter as the database keeps it: it grows by one each quarter."""
        return self.year * 4 + self.place

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, 3 * self.place + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        return quarter_of(self.first_day + timedelta(days=100)).first_day - timedelta(days=1)

    @classmethod
    def of_number(cls, number: int) -> "Quarter":
        """The quarter that the database keeps as a number."""
        return cls(*divmod(number, 4))


def quarter_of(day: date) -> Quarter:
    """The quarter that holds a day."""
    return Quarter(day.year, (day.month - 1) // 3)


def quarters_ended(year: int, today: date) -> int:
    """How many quarters of a year have ended, 0 to 4."""
    return sum(Quarter(year, place).last_day < today for place in range(4))
