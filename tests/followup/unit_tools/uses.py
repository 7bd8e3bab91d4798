"""A municipality with processes and the tools they used, as counts, and those who look at them."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from core.database import Database
from fidelity.tool_use import counts
from fidelity.tool_use.counts import Place
from fidelity.tool_use.models import Teller, ToldCount
from fidelity.tool_use.rules import EVERY_PROCESS, OPEN, Quarter
from organisation.models import Role
from tests.client import PageClient
from tests.followup.staff import Staff, found_municipality

KIND = "investigation"
TODAY = date(2026, 3, 2)
"""The day of these tests: the latest half-year is the second of 2025."""


@dataclass
class Uses:
    """The municipality, and every process in it: unit, quarter (OPEN while open) and the tools that it used."""

    staff: Staff
    processes: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)

    @property
    def database(self) -> Database:
        """Where it all lies."""
        return self.staff.database

    @property
    def units(self) -> list[int]:
        """Every unit."""
        return list(self.staff.units)

    def browser(self, name: str) -> PageClient:
        """A browser in which the viewer is signed in."""
        return self.staff.browser(name)

    def add(self, unit: int, quarter: int, *processes: Iterable[str], kind: str = KIND) -> None:
        """Processes of a unit closed in a quarter (or open), each with its tools."""
        with self.database.transaction() as session:
            self._add(session, unit, quarter, [frozenset(tools) for tools in processes], kind)

    def _add(self, session: Session, unit: int, quarter: int, processes: Sequence[frozenset[str]], kind: str) -> None:
        place = Place(self.staff.municipality_id, kind, quarter, unit)
        change: counts.Change = Counter()
        for tools in processes:
            change.update(counts.change_of(place, tools, 1, with_process=True))
        counts.apply(session, change)
        if kind == KIND:
            self.processes += [(unit, quarter, tools) for tools in processes]

    def add_at_random(
        self, dice: random.Random, tools: Sequence[str], *, quarters: Sequence[int], at_most: int
    ) -> None:
        """A few processes in every unit and quarter, some of them none."""
        tastes = {tool: dice.choice([0, 0.1, 0.3, 0.7, 1]) for tool in tools}
        with self.database.transaction() as session:
            for unit in self.units:
                for quarter in quarters:
                    found = [
                        frozenset(tool for tool in tools if dice.random() < tastes[tool])
                        for _ in range(dice.choice([0, 1, dice.randint(0, at_most), at_most]))
                    ]
                    self._add(session, unit, quarter, found, KIND)

    def tell(self, unit: int, quarter: int, processes: int, by: Teller = Teller.MANAGER) -> None:
        """How many processes somebody says were closed."""
        with self.database.transaction() as session:
            municipality_id = self.staff.municipality_id
            session.add(
                ToldCount(
                    municipality_id=municipality_id,
                    kind=KIND,
                    quarter=quarter,
                    unit_id=unit,
                    processes=processes,
                    told_by=by,
                    told_on=TODAY,
                )
            )
            counts.note_change(session, [(municipality_id, KIND, Quarter.of_number(quarter).year)])

    def used(self, units: Iterable[int], quarters: Iterable[int], tool: str = EVERY_PROCESS) -> int:
        """A recount: how many of the processes used the tool, or how many there are."""
        where, when = set(units), set(quarters)
        return sum(
            unit in where and quarter in when and (tool == EVERY_PROCESS or tool in tools)
            for unit, quarter, tools in self.processes
        )


def quarters_of(year: int) -> list[int]:
    """The year's quarters as the database keeps them."""
    return [Quarter(year, place).number for place in range(4)]


H2 = quarters_of(2025)[2:]
"""The quarters of the half-year that pages show by default."""
NOW = [OPEN]


def found_uses(app: Flask, database: Database, units_in_sections: Sequence[int] = (3, 2)) -> Uses:
    """Sections with so many units each, with a viewer of each reach, and nothing registered."""
    staff = found_municipality(app, database, units_in_sections=units_in_sections)
    first_section, first_unit = staff.sections[0], next(iter(staff.units))
    staff.add_viewer("management", (Role.MANAGEMENT, {}))
    staff.add_viewer("method-supporter", (Role.METHOD_SUPPORTER, {}))
    staff.add_viewer("section-manager", (Role.SECTION_MANAGER, {"section_id": first_section}))
    staff.add_viewer("coach", (Role.COACH, {"section_id": first_section}))
    staff.add_viewer("unit-manager", (Role.UNIT_MANAGER, {"unit_id": first_unit}))
    staff.add_viewer("caseworker")
    return Uses(staff)
