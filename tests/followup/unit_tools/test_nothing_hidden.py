"""Every figure on every page and in every file, of all periods and for every role, solved together: no hidden figure comes out."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from functools import cache

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core import clock
from core.database import Database
from core.quarters import Period
from fidelity.tool_use.rules import EVERY_PROCESS, OPEN
from followup.unit_tools.rules import YearPart
from followup.unit_tools.words import part_name
from organisation.models import Municipality, Section, Unit
from tests.client import PageClient, checked, words
from tests.core.solver import given_away
from tests.followup.unit_tools.reading import (
    HIDDEN,
    PROCESSES,
    TOLD,
    Figure,
    figures_of_csv,
    figures_of_heatmap,
    figures_of_unit_page,
    figures_of_years,
    tool_names,
)
from tests.followup.unit_tools.uses import TODAY, Uses, found_uses, quarters_of

TOOLS = ("three-column-mapping", "three-houses", "safety-plan", "private-network", "professional-network")
YEARS = (2024, 2025)
SMALLEST = 5
ROLES = ("management", "method-supporter", "section-manager", "coach", "unit-manager", "caseworker")


@pytest.fixture(scope="module")
def seen(shared_app: Flask, shared_database: Database, database_kind: str) -> Iterator[tuple[Uses, set[Figure]]]:
    """A small municipality with few processes in each unit, and everything that anybody is shown of it."""
    with time_machine.travel(datetime.combine(TODAY, time(12), clock.STOCKHOLM)):
        uses = found_uses(shared_app, shared_database)
        yield uses, fill_and_read(uses, random.Random(f"{database_kind} has a municipality of its own"))


def fill_and_read(uses: Uses, dice: random.Random) -> set[Figure]:
    """Fill the municipality at random, and write everything down."""
    quarters = [quarter for year in YEARS for quarter in quarters_of(year)]
    uses.add_at_random(dice, TOOLS, quarters=[*quarters, OPEN], at_most=dice.choice([6, 12, 25]))
    for unit in uses.units:
        for quarter in quarters_of(2025):
            if dice.random() < 0.6:
                uses.tell(unit, quarter, max(0, uses.used([unit], [quarter]) + dice.randint(-1, 6)))
    return set(everything(uses))


def everything(uses: Uses) -> Iterator[Figure]:
    """What all of them write down together: the management of all parts of the years, the others of one.

    All pages are opened for one part of the year, and a few, in turn, for each of the others.
    """
    sections = [f"/sections/{section}" for section in uses.staff.sections]
    units = [f"/{unit}" for unit in uses.units]
    for role in ROLES:
        yield from everything_on(uses, uses.browser(role), YearPart(2025, Period.H2), ["", *sections, *units])
    parts = [*(YearPart(2025, period) for period in Period), YearPart(2024, Period.YEAR)]
    for number, part in enumerate(parts):
        paths = ["", sections[number % len(sections)], units[number % len(units)]]
        yield from everything_on(uses, uses.browser("management"), part, paths)


def everything_on(uses: Uses, browser: PageClient, part: YearPart, paths: Iterable[str]) -> Iterator[Figure]:
    """Every figure of those pages that somebody may open, for a part of a year, and of the files that they offer."""
    names = tool_names(uses.staff.app)
    for path in paths:
        answer = browser.get(f"/tool-use/units{path}?period={part.key}")
        if answer.status_code in {403, 404}:
            continue
        page = checked(answer)
        if page.select("table.by-tool"):
            yield from figures_of_unit_page(page, names, part.key, part.a_year_before.key)
        else:
            closed, now = page.select("table.heatmap:not(.by-year)")
            yield from figures_of_heatmap(closed, names, part.key)
            yield from figures_of_heatmap(now, names, "open")
        yield from figures_of_years(page, names)
        for file in page.select("a[href*='figures.csv']"):
            found = figures_of_csv(browser.get(str(file["href"])).data, names, name_of(uses))
            yield from (in_words(uses, one) for one in found)


def name_of(uses: Uses) -> str:
    """The municipality's name, as its row says it."""
    with uses.database.session(writes=False) as session:
        return session.get_one(Municipality, uses.staff.municipality_id).name


@cache
def parts_by_words(app: Flask) -> dict[str, str]:
    """The key that an address has for a part of a year, by the words that a file has for it."""
    parts = [YearPart(year, period) for year in YEARS for period in Period]
    with app.test_request_context():
        return {part_name(part): part.key for part in parts}


def in_words(uses: Uses, figure: Figure) -> Figure:
    """A figure of a file, with its part of a year as the addresses say it."""
    part = parts_by_words(uses.staff.app).get(figure.part, figure.part)
    return Figure(figure.place, figure.column, part, figure.text)


def cells(uses: Uses, figure: Figure, places: dict[str, list[int]]) -> list[tuple[int, int]]:
    """The units and quarters that a figure is the sum of."""
    if figure.part == "open":
        return [(unit, OPEN) for unit in places[figure.place]]
    part = YearPart.of_key(figure.part)
    assert part is not None
    quarters = [q for q in quarters_of(part.year) if part.period.quarters >> q % 4 & 1]
    return [(unit, quarter) for unit in places[figure.place] for quarter in quarters]


def places_of(uses: Uses) -> dict[str, list[int]]:
    """Each place by its name, with its units."""
    found: dict[str, list[int]] = defaultdict(list)
    whole = name_of(uses)
    with uses.database.session(writes=False) as session:
        rows = session.execute(
            select(Unit.id, Unit.name, Section.name)
            .join(Section, Section.id == Unit.section_id)
            .where(Unit.municipality_id == uses.staff.municipality_id)
        ).all()
    for unit_id, unit, section in rows:
        for place in (whole, section, unit):
            found[place].append(unit_id)
    return found


def test_what_is_shown_is_true_the_same_for_everybody_and_never_small(seen: tuple[Uses, set[Figure]]) -> None:
    uses, figures = seen
    places, said = places_of(uses), defaultdict(set)
    for figure in figures:
        said[figure.place, figure.column, figure.part].add(figure.count)
        if figure.count is None or figure.column == TOLD:
            continue
        tool = EVERY_PROCESS if figure.column == PROCESSES else figure.column
        recounted = sum(uses.used([unit], [quarter], tool) for unit, quarter in cells(uses, figure, places))
        assert figure.count == recounted, figure
        assert figure.count == 0 or figure.count >= SMALLEST, figure
    assert {key for key, counts in said.items() if len(counts) > 1} == set()
    assert sum(figure.text == HIDDEN for figure in figures) > 100, "nothing was hidden: nothing was tested"
    assert sum(figure.text != HIDDEN for figure in figures) > 100


def test_no_hidden_figure_follows_from_all_that_is_shown(seen: tuple[Uses, set[Figure]]) -> None:
    uses, figures = seen
    places = places_of(uses)
    by_table: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_table[figure.column].append(figure)
    assert by_table.keys() >= {PROCESSES, TOLD, *TOOLS}
    for column, own in by_table.items():
        shown = [(cells(uses, one, places), one.count) for one in own if one.count is not None]
        wanted = {
            (place, part): cells(uses, Figure(place, column, part, ""), places)
            for place in places
            for part in {one.part for one in own}
        }
        found = given_away(shown, wanted)
        written = {(one.place, one.part) for one in own if one.count is not None}
        leaks = {key: count for key, count in found.items() if key not in written and count}
        assert leaks == {}, column
        assert {key for key, count in found.items() if 0 < count < SMALLEST} == set(), column


def test_how_many_tools_are_used_is_counted_from_what_is_shown(seen: tuple[Uses, set[Figure]]) -> None:
    uses, _figures = seen
    page = uses.browser("management").page("/tool-use/units?period=2025")
    names = tool_names(uses.staff.app)
    table = page.select("table.heatmap")[0]
    for row in table.select("tbody tr"):
        place = str(row.select("th")[0]["abbr"])
        own = [
            one for one in figures_of_heatmap(table, names, "") if one.place == place and one.column in names.values()
        ]
        tools = [one for one in own if one.column not in {"private-network", "professional-network"}]
        used, hidden = sum(bool(one.count) for one in tools), sum(one.count is None for one in tools)
        said = words(row.select("td")[0])
        if not tools:
            assert said == "–"
        elif hidden == len(tools):
            assert said == HIDDEN
        else:
            assert said.startswith(
                (f"{used} av 24", f"minst {used} av 24; {hidden} är dold", f"{hidden} av 24 är dolda")
            )
