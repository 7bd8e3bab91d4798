"""Figures held against a recount, denominators by who tells them, and what is kept until something changes."""

import random
from dataclasses import replace

import pytest

from core.quarters import Period
from fidelity.tool_use.models import Teller
from fidelity.tool_use.rules import EVERY_PROCESS, OPEN, Quarter
from followup.unit_tools import figures, queries
from followup.unit_tools.figures import Figures, Level, Place
from followup.unit_tools.kept import KeptFigures
from followup.unit_tools.queries import Asked, Source
from followup.unit_tools.rules import Basis, YearPart
from organisation.access import ScopedRole
from organisation.models import Role
from tests.followup.unit_tools.uses import H2, KIND, TODAY, Uses, quarters_of
from tests.training.town import statements

TOOLS = ("three-column-mapping", "three-houses", "safety-plan", "private-network", "never")
ASKED = Asked(KIND, YearPart(2025, Period.H2), TOOLS)
SMALLEST = 5


def read(uses: Uses, year: int = 2025, kept: KeptFigures | None = None) -> Figures:
    """The year's figures as the management reads them."""
    with uses.database.session(writes=False) as session:
        viewer = uses.staff.viewer(ScopedRole(Role.MANAGEMENT))
        return Source(session, kept or KeptFigures(), viewer, KIND, TODAY).figures(year, TOOLS)


def places(uses: Uses) -> dict[Place, list[int]]:
    """Every place with its units."""
    found = {Place(Level.MUNICIPALITY, uses.staff.municipality_id): uses.units}
    for unit, section in uses.staff.units.items():
        found.setdefault(Place(Level.SECTION, section), []).append(unit)
        found[Place(Level.UNIT, unit)] = [unit]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_that_is_shown_is_that_of_a_recount_and_none_is_small(uses: Uses, seed: int) -> None:
    uses.add_at_random(random.Random(seed), TOOLS[:4], quarters=[*quarters_of(2025), OPEN], at_most=14)
    shown = 0
    for year, periods in ((2025, list(Period)), (OPEN, [figures.NOW])):
        found = read(uses, year)
        for place, units in places(uses).items():
            for period in periods:
                quarters = [OPEN] if year == OPEN else [q for q in quarters_of(2025) if period.quarters >> q % 4 & 1]
                for tool in (EVERY_PROCESS, *TOOLS):
                    count = found.count(tool, place, period)
                    assert count in {None, uses.used(units, quarters, tool)}
                    assert count is None or count == 0 or count >= SMALLEST
                    shown += count is not None
    assert shown > 50


def test_a_tool_is_hidden_where_the_processes_are(uses: Uses) -> None:
    first, *rest = uses.units
    uses.add(first, H2[0], *[TOOLS[:1]] * 3)
    for unit in rest:
        uses.add(unit, H2[0], *[TOOLS[:1]] * 8)
    found = read(uses)
    unit = Place(Level.UNIT, first)
    assert found.count(EVERY_PROCESS, unit, Period.H2) is None
    assert found.count(TOOLS[0], unit, Period.H2) is None
    assert found.denominator(unit, Period.H2).processes is None


def test_a_quarter_that_has_not_ended_has_no_figures(uses: Uses) -> None:
    uses.add(uses.units[0], Quarter(2026, 0).number, *[TOOLS[:1]] * 9)
    with uses.database.session(writes=False) as session:
        source = Source(session, KeptFigures(), uses.staff.viewer(ScopedRole(Role.MANAGEMENT)), KIND, TODAY)
        assert source.years == []
        found = source.figures(2026, TOOLS)
    assert found.count(EVERY_PROCESS, Place(Level.UNIT, uses.units[0]), Period.Q1) is None


# Denominators.


def of_unit(uses: Uses, unit: int, period: Period = Period.H2) -> tuple[int | None, Basis, int | None, bool]:
    found = read(uses).denominator(Place(Level.UNIT, unit), period)
    return found.registered, found.basis, found.processes, found.is_too_low


def test_a_number_that_is_told_for_every_quarter_is_what_shares_are_of(uses: Uses) -> None:
    unit = uses.units[0]
    uses.add(unit, H2[0], *[TOOLS[:1]] * 12)
    uses.add(unit, H2[1], *[TOOLS[:1]] * 10)
    uses.tell(unit, H2[0], 15)
    assert of_unit(uses, unit) == (22, Basis.REGISTERED, 22, False)  # of the other quarter nobody has told
    uses.tell(unit, H2[1], 11, Teller.IMPORT)
    assert of_unit(uses, unit) == (22, Basis.BOTH, 26, False)
    assert of_unit(uses, unit, Period.Q3) == (12, Basis.MANAGER, 15, False)
    assert of_unit(uses, unit, Period.Q4) == (10, Basis.IMPORT, 11, False)
    assert of_unit(uses, unit, Period.YEAR) == (22, Basis.BOTH, 26, False)  # no process in the other quarters


def test_a_section_is_of_what_is_told_when_each_of_its_units_with_processes_is(uses: Uses) -> None:
    first, second, third, *_others = uses.units
    for unit in (first, second):
        uses.add(unit, H2[0], *[TOOLS[:1]] * 12)
        uses.tell(unit, H2[0], 20)
    section = Place(Level.SECTION, uses.staff.units[first])
    assert read(uses).denominator(section, Period.H2).processes == 40
    uses.add(third, H2[0], *[TOOLS[:1]] * 9)
    denominator = read(uses).denominator(section, Period.H2)
    assert (denominator.basis, denominator.processes, denominator.told) == (Basis.REGISTERED, 33, None)


def test_a_told_number_below_the_registered_one_is_said_to_be_too_low_and_not_used(uses: Uses) -> None:
    first, second, *_others = uses.units
    for unit, told in ((first, 9), (second, 30)):
        uses.add(unit, H2[0], *[TOOLS[:1]] * 12)
        uses.tell(unit, H2[0], told)
    assert of_unit(uses, first) == (12, Basis.REGISTERED, 12, True)
    assert of_unit(uses, second) == (12, Basis.MANAGER, 30, False)
    section = read(uses).denominator(Place(Level.SECTION, uses.staff.units[first]), Period.H2)
    assert section.told is not None
    assert section.told.processes == 39
    assert section.is_too_low, "a sum is no better than its parts"
    assert section.basis is Basis.REGISTERED


def test_a_small_told_number_is_hidden_as_a_small_registered_one_is(uses: Uses) -> None:
    first, second, *_others = uses.units
    for unit, told in ((first, 3), (second, 14)):
        uses.add(unit, H2[0], *[TOOLS[:1]] * 12)
        uses.tell(unit, H2[0], told)
    told_of = read(uses).denominator(Place(Level.UNIT, first), Period.Q3).told
    assert told_of is not None
    assert told_of.processes is None
    assert of_unit(uses, first) == (12, Basis.REGISTERED, 12, False)


def test_nothing_told_is_said_where_the_registered_number_is_hidden(uses: Uses) -> None:
    unit = uses.units[0]
    uses.add(unit, H2[0], *[TOOLS[:1]] * 3)
    uses.tell(unit, H2[0], 2)
    assert read(uses).denominator(Place(Level.UNIT, unit), Period.H2).told is None


# What is kept.


def test_figures_are_kept_until_something_changes_and_then_only_that_is_made_anew(uses: Uses) -> None:
    unit, kept = uses.units[0], KeptFigures()
    uses.add(unit, H2[0], *[TOOLS[:2]] * 12)
    first = read(uses, kept=kept)
    assert read(uses, kept=kept) is first
    uses.add(unit, Quarter(2025, 0).number, *[TOOLS[:1]] * 9, kind="service")
    assert read(uses, kept=kept) is first
    uses.add(unit, H2[0], *[TOOLS[:2]] * 6)
    again = read(uses, kept=kept)
    assert again is not first
    assert again.count(TOOLS[0], Place(Level.UNIT, unit), Period.H2) == 18
    assert again.counts["never"] is not None
    uses.tell(unit, H2[0], 25)
    assert read(uses, kept=kept).denominator(Place(Level.UNIT, unit), Period.H2).processes == 25
    assert read(uses, kept=kept).counts[TOOLS[0]] is again.counts[TOOLS[0]], "only the told number had changed"


@pytest.mark.parametrize("seed", range(3))
def test_what_is_taken_over_from_before_is_what_would_have_been_made(uses: Uses, seed: int) -> None:
    dice, kept = random.Random(seed), KeptFigures()
    for _ in range(4):
        uses.add_at_random(dice, dice.sample(TOOLS[:4], 2), quarters=dice.sample(quarters_of(2025), 2), at_most=9)
        taken_over, made = read(uses, kept=kept), read(uses)
        assert taken_over.counts == made.counts
        assert taken_over.told == made.told


def test_no_more_is_kept_than_so_many(uses: Uses) -> None:
    kept = KeptFigures(at_most=2)
    first = read(uses, 2023, kept)
    assert read(uses, 2023, kept) is first
    for year in (2024, 2025):
        read(uses, year, kept)
    assert read(uses, 2023, kept) is not first


def test_a_page_takes_two_statements_when_nothing_has_changed(uses: Uses) -> None:
    uses.add_at_random(random.Random(1), TOOLS[:4], quarters=quarters_of(2025), at_most=9)
    kept, viewer = KeptFigures(), uses.staff.viewer(ScopedRole(Role.MANAGEMENT))

    def count() -> int:
        with uses.database.session(writes=False) as session, statements(uses.database) as sent:
            source = Source(session, kept, viewer, KIND, TODAY)
            queries.picture(source, ASKED)
            queries.unit_picture(source, ASKED, source.units[0])
        return len(sent)

    assert count() <= 12
    assert count() == 2


# Rows in reach.


def rows(uses: Uses, *roles: ScopedRole, section: int | None = None) -> list[Place]:
    with uses.database.session(writes=False) as session:
        source = Source(session, KeptFigures(), uses.staff.viewer(*roles), KIND, TODAY)
        return [row.place for row in queries.picture(source, ASKED, section).rows]


def test_each_sees_the_rows_in_reach_and_those_above_them_by_section_and_name(uses: Uses) -> None:
    whole = Place(Level.MUNICIPALITY, uses.staff.municipality_id)
    first, second = (Place(Level.SECTION, section) for section in uses.staff.sections)
    a, b, c, d, e = (Place(Level.UNIT, unit) for unit in uses.units)
    assert rows(uses, ScopedRole(Role.MANAGEMENT)) == [whole, first, a, b, c, second, d, e]
    assert rows(uses, ScopedRole(Role.COACH, section_id=first.id)) == [whole, first, a, b, c]
    assert rows(uses, ScopedRole(Role.UNIT_MANAGER, unit_id=b.id)) == [whole, first, b]
    assert rows(uses, ScopedRole(Role.MANAGEMENT), section=second.id) == [second, d, e, whole]
    two = ScopedRole(Role.UNIT_MANAGER, unit_id=b.id), ScopedRole(Role.UNIT_MANAGER, unit_id=e.id)
    assert rows(uses, *two) == [whole, first, b, second, e]


def test_the_years_of_the_indicators_are_those_that_are_whole(uses: Uses) -> None:
    unit = uses.units[0]
    for year in (2023, 2025):
        uses.add(unit, quarters_of(year)[1], *[TOOLS[:1]] * 6, *[()] * 6)
    uses.add(unit, Quarter(2026, 0).number, *[TOOLS[:1]] * 9)
    with uses.database.session(writes=False) as session:
        source = Source(session, KeptFigures(), uses.staff.viewer(ScopedRole(Role.MANAGEMENT)), KIND, TODAY)
        found = queries.unit_picture(source, ASKED, replace(source.units[0]))
    own = found.trends[0]
    assert [(year.year, year.shares[TOOLS[0]].percent) for year in own.years] == [(2023, 50), (2025, 50)]
    assert [trend.place.level for trend in found.trends] == [Level.UNIT, Level.SECTION, Level.MUNICIPALITY]
