"""Pages and files of the picture, read as somebody reads who writes down every figure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask_babel import force_locale

from fidelity.tool_use import named_tools
from fidelity.tool_use.rules import NETWORKS
from organisation.words import UNIT_WORDS
from tests.client import words

HIDDEN = ".."
NO_PROCESS = "–"
PROCESSES = "processes"
TOLD = "told"


@dataclass(frozen=True)
class Figure:
    """A figure as it is written: of a place (by name), a column (a tool's slug, PROCESSES or TOLD) and a part of a year or *open*."""

    place: str
    column: str
    part: str
    text: str

    @property
    def count(self) -> int | None:
        """The number of processes; None where it is hidden."""
        if self.text == HIDDEN:
            return None
        numbers = re.findall(r"\d+", self.text.replace("\u202f", ""))
        return int(numbers[-1])


@cache
def tool_names(app: Flask, language: str = "sv") -> dict[str, str]:
    """Each column's slug by its name."""
    with app.test_request_context(), force_locale(language):
        slugs = [*(tool.slug for tool in named_tools.tools(language)), *NETWORKS]
        return {named_tools.name_of(slug, language): slug for slug in slugs}


def figures_of_heatmap(table: Tag, names: dict[str, str], part: str) -> Iterator[Figure]:
    """Every figure of a heatmap's rows."""
    columns = [names.get(words(one)) for one in table.select("tr.slanted th")[1:]]
    for row in table.select("tbody tr"):
        heading = row.select_one("th")
        assert heading is not None
        place = str(heading["abbr"])
        yield from _processes(place, heading, part)
        for column, cell in zip(columns, row.select("td"), strict=True):
            if column is not None and words(cell) != NO_PROCESS:
                yield Figure(place, column, part, words(cell))


def _processes(place: str, cell: Tag, part: str) -> Iterator[Figure]:
    """The registered and the told number of a place: the one that shares are of stands first, the other below it."""
    first = words(cell.select_one("b") or cell)
    below = [words(one) for one in cell.select("span") if "by" not in (one.get("class") or [])]
    is_told = "enligt" in words(cell).split(first, 1)[-1].split("av dem")[0]
    if below and "av dem registrerade" in below[0]:
        yield Figure(place, TOLD, part, first)
        yield Figure(place, PROCESSES, part, below[0])
        return
    yield Figure(place, PROCESSES, part, first)
    if below and is_told and HIDDEN not in below[0]:
        yield Figure(place, TOLD, part, re.findall(r"\d+", below[0])[0])


def figures_of_unit_page(page: BeautifulSoup, names: dict[str, str], part: str, before: str) -> Iterator[Figure]:
    """Every figure of the table of a unit's own page."""
    table = page.select_one("table.by-tool")
    assert table is not None
    unit, section, whole = (words(table.select("thead th")[column]) for column in (1, 3, 4))
    columns = [(unit, part), (unit, before), (section, part), (whole, part), None, (unit, "open")]
    of_processes = table.select_one("tr.processes")
    assert of_processes is not None
    for column, cell in zip(columns, of_processes.select("td"), strict=True):
        if column is not None:
            yield from _processes(column[0], cell, column[1])
    for row in table.select("tbody tr[id]"):
        for column, cell in zip(columns, row.select("td"), strict=True):
            if column is not None and words(cell) != NO_PROCESS:
                yield Figure(column[0], names[words(row.select("th")[0])], column[1], words(cell))


def figures_of_years(page: BeautifulSoup, names: dict[str, str]) -> Iterator[Figure]:
    """Every figure of the table of the indicators."""
    table = page.select_one("table.by-year")
    if table is None:
        return
    headings = [words(one).split(", mål")[0] for one in table.select("thead th")][2:]
    place = ""
    for row in table.select("tbody tr"):
        heading = words(row.select("th")[0])
        if row.get("class"):
            place = heading
            continue
        yield from _processes(place, row.select("td")[0], heading)
        for name, cell in zip(headings, row.select("td")[1:], strict=True):
            if words(cell) != NO_PROCESS:
                yield Figure(place, names[name], heading, words(cell))


def rows_of_csv(data: bytes) -> list[list[str]]:
    """The rows of a file, heading first, without the note below them."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    return rows[: rows.index([])]


def figures_of_csv(data: bytes, names: dict[str, str], municipality: str) -> Iterator[Figure]:
    """Every figure of a file; a row without a unit or section is of what lies around it."""
    heading, *rows = rows_of_csv(data)
    whole_section = "Hela sektionen"
    for section, unit, when, registered, told, _of, *cells in rows:
        place = unit if unit and unit != whole_section else section if unit else municipality
        part = "open" if "öppna" in when else when
        yield Figure(place, PROCESSES, part, registered)
        if told not in {"", HIDDEN}:
            yield Figure(place, TOLD, part, told)
        for name, count, share in zip(heading[6::2], cells[::2], cells[1::2], strict=True):
            if share != "":  # without a process there is no share
                yield Figure(place, names[name.split(":")[0]], part, count)


def units_word() -> str:
    """What the municipality of the tests calls its units."""
    return UNIT_WORDS["unit"]["sv"].many
