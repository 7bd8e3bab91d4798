"""What every page of the picture is asked: a kind of process and a part of a year; and which columns there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, request

from core import clock
from core.database import request_session
from core.i18n import language
from core.settings import current_settings
from fidelity.tool_use import named_tools
from fidelity.tool_use.kinds import Kind, kinds
from fidelity.tool_use.rules import EARLIEST_DAY, INVESTIGATION, NETWORKS
from followup.unit_tools import rules
from followup.unit_tools.kept import KeptFigures
from followup.unit_tools.queries import Asked, Source
from followup.unit_tools.rules import YearPart
from organisation.access import Viewer, viewer
from organisation.process import ProcessStep


@dataclass(frozen=True)
class Question:
    """The kind of process and the part of the year that are asked about, and what there is to choose from."""

    kind: Kind
    part: YearPart
    kinds: Sequence[Kind]
    source: Source

    @property
    def asked(self) -> Asked:
        """The same, for the queries."""
        return Asked(self.kind.key, self.part, columns())

    @property
    def arguments(self) -> dict[str, Any]:
        """What links to other pages of the picture carry along."""
        return {"process": self.kind.key, "period": self.part.key}

    @property
    def parts(self) -> dict[int, list[YearPart]]:
        """The parts of years that have ended, the latest year first; the year that is asked about even without figures."""
        years = {*self.source.years, rules.latest_half_year(self.source.today).year, self.part.year}
        return {
            year: [YearPart(year, period) for period in rules.periods_ended(year, self.source.today)]
            for year in sorted(years, reverse=True)
        }


def asked() -> Question:
    """The kind and part of the request; 404 for a kind that is not there, 400 for a part that is none or has not ended."""
    listed = kinds(request_session(), viewer().municipality_id)
    wanted = request.args.get("process", INVESTIGATION)
    kind = next((one for one in listed if one.key == wanted), None) or abort(404)
    source = source_of(viewer(), kind.key)
    part = rules.latest_half_year(source.today)
    if "period" in request.args:
        part = YearPart.of_key(request.args["period"]) or abort(400)
    if not EARLIEST_DAY.year <= part.year <= source.today.year or not part.has_ended(source.today):
        abort(400)
    return Question(kind, part, [one for one in listed if one.is_used or one.key == kind.key], source)


def source_of(person: Viewer, kind: str) -> Source:
    """What this request reads a kind's figures from."""
    kept: KeptFigures = current_app.extensions["metodstod_unit_tools"]
    return Source(request_session(), kept, person, kind, clock.today(), smallest=current_settings().smallest_shown)


def columns() -> tuple[str, ...]:
    """The tools by the step they are first used in, then the networks."""
    return (*(tool.slug for tool in named_tools.tools(language())), *NETWORKS)


def column_groups() -> list[tuple[ProcessStep | None, list[str]]]:
    """The columns under the steps of the process; under None the networks."""
    found: dict[ProcessStep | None, list[str]] = {}
    for tool in named_tools.tools(language()):
        found.setdefault(tool.step, []).append(tool.slug)
    return [*found.items(), (None, list(NETWORKS))]
