"""The demo's years before today: files of processes for each, taken in as a municipality takes one in, and what managers told."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from flask_babel import force_locale
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from fidelity.tool_use import named_tools, told_counts
from fidelity.tool_use.demo_cases import Case
from fidelity.tool_use.demo_figures import FIRST_YEAR, TOLD_BY_MANAGERS, WITHOUT_TOLD
from fidelity.tool_use.importing.headings import HEADINGS
from fidelity.tool_use.importing.importing import apply_intake, plan_import
from fidelity.tool_use.importing.process_file import read_process_file
from fidelity.tool_use.importing.told import Quarters
from fidelity.tool_use.importing.vocabulary import vocabulary
from fidelity.tool_use.kinds import kinds
from fidelity.tool_use.rules import COMMON_KINDS, NETWORKS, Quarter, quarter_of
from fidelity.tool_use.told_counts import Asked, Cell

LANGUAGE = "sv"
SENT_AFTER = timedelta(days=20)
"""The file of a year is sent so long after it has ended."""


@dataclass(frozen=True)
class Town:
    """A municipality of the demo with its units by name, and the section of each."""

    municipality_id: int
    opened_on: date
    units: dict[str, int]
    section_of: dict[str, str]

    @property
    def actor(self) -> Actor:
        """The municipality itself: nobody of the demo's people is said to have registered it all."""
        return Actor(None, self.municipality_id)


def bring_in(session: Session, town: Town, history: Sequence[Case], until: date, today: date) -> None:
    """Import what was closed until a day, a file for each year and kind; one unit's of the last year apart, and not as all it closed."""
    last = _last_told(until)
    for year, kind in product(range(FIRST_YEAR, until.year + 1), COMMON_KINDS):
        closed = [one for one in history if one.ends_on.year == year and one.kind == kind]
        apart = [one for one in closed if one.unit == WITHOUT_TOLD and year >= last.year]
        rest = [one for one in closed if one not in apart]
        told = Quarters(Quarter(year, 0).number, min(Quarter(year, 3), last).number)
        sent_on = min(max(date(year, 12, 31) + SENT_AFTER, town.opened_on), today)
        _take_in(session, town, rest, sent_on, told if told.last >= told.first else None)
        _take_in(session, town, apart, sent_on, None)


def _last_told(until: date) -> Quarter:
    """The last quarter that had ended by the day."""
    return Quarter.of_number(quarter_of(until + timedelta(days=1)).number - 1)


def _take_in(session: Session, town: Town, closed: Sequence[Case], sent_on: date, told: Quarters | None) -> None:
    """Take a file in; `told` are the quarters of which it holds everything that its units closed."""
    if not closed:
        return
    words = vocabulary(session, town.municipality_id)
    read = read_process_file(_process_file(session, town, closed), words, today=sent_on)
    if read.faults:
        raise ValueError(f"the demo's file of processes has faults: {read.faults[:3]}")
    intake = plan_import(session, municipality_id=town.municipality_id, rows=read.rows, quarters=told)
    now = min(datetime.combine(sent_on, time(12), clock.STOCKHOLM), clock.now())
    apply_intake(session, intake, municipality_id=town.municipality_id, actor=town.actor, now=now)


def _process_file(session: Session, town: Town, closed: Sequence[Case]) -> bytes:
    with force_locale(LANGUAGE):
        kind_names = {kind.key: kind.name for kind in kinds(session, town.municipality_id)}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(words.partition(",")[0] for words in HEADINGS.values())
    for one in closed:
        tools, networks = (", ".join(names) for names in (_tool_names(one), sorted(one.tools & {*NETWORKS})))
        writer.writerow((kind_names[one.kind], one.unit, one.opened_on, one.ends_on, tools, networks, ""))
    return out.getvalue().encode("utf-8-sig")


def _tool_names(one: Case) -> Iterator[str]:
    return (named_tools.name_of(tool, LANGUAGE) for tool in sorted(one.tools.difference(NETWORKS)))


def tell_by_hand(session: Session, town: Town, until: date, today: date) -> None:
    """Let managers tell the number of the last quarter: what is registered, more or fewer."""
    last = _last_told(until)
    now = min(datetime.combine(today, time(7), clock.STOCKHOLM), clock.now())
    for unit, (kind, more) in TOLD_BY_MANAGERS.items():
        asked, cell = Asked(town.municipality_id, kind, last.year), Cell(town.units[unit], last.place)
        here = told_counts.told(session, asked, [cell.unit_id])[cell]
        wanted, seen = {cell: here.registered + more}, {cell: here.processes}
        told_counts.tell(session, asked, wanted, seen=seen, actor=town.actor, now=now)
