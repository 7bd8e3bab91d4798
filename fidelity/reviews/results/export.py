"""A unit's profile as a table for files: a row for each criterion, with dots where something is hidden."""

from collections.abc import Sequence

from flask_babel import gettext as _

from core.i18n import write_day
from core.small_numbers import HIDDEN
from core.tables import Cell
from fidelity.reviews.agreement.outcomes import Estimate
from fidelity.reviews.results.profile import CriterionProfile, Distribution
from fidelity.reviews.results.queries import Report
from fidelity.reviews.results.words import CHOSEN
from fidelity.reviews.rounds.models import SampleSource
from fidelity.tool_use.named_tools import name_of

Rows = list[Sequence[Cell]]


def table(report: Report) -> Rows:
    """A heading row and a row per criterion."""
    levels = report.instrument.levels
    heading: list[Cell] = [_("Domain"), _("Criterion"), _("Samples with a level")]
    heading += [_("At level %(level)s", level=level) for level in levels]
    heading += [
        _("Cannot be judged"), _("Not applicable"), _("Median value"), _("Mean"), _("Mean: from"), _("Mean: to"),
        _("Since the round before"), _("Since then: from"), _("Since then: to"),
        _("All units: samples with a level"), _("All units: median"), _("All units: mean"),
        _("Above the other units"), _("Above the others: from"), _("Above the others: to"),
    ]  # fmt: skip
    rows: Rows = [heading]
    for domain in report.instrument.domains:
        for criterion in domain.criteria:
            found = report.profile.criteria[criterion.id]
            rows.append([domain.title, f"{criterion.code} {criterion.title}", *_cells(found, len(levels))])
    return rows


def _cells(found: CriterionProfile, levels: int) -> list[Cell]:
    whole = found.all_units
    around: list[Cell] = [HIDDEN] * 3
    if whole is not None:
        around = [whole.figures.samples, whole.figures.median, _rounded(whole.figures.mean.value)]
    return [
        found.with_level,
        *_levels(found.own, levels),
        found.not_assessable,
        found.not_applicable,
        *_middle(found.own),
        *_estimate(found.change),
        *around,
        *_estimate(found.against),
    ]


def _levels(own: Distribution | None, levels: int) -> list[Cell]:
    return [HIDDEN] * levels if own is None else [_count(cell.count) for cell in own.cells]


def _count(count: float) -> Cell:
    return int(count) if count == int(count) else count


def _middle(own: Distribution | None) -> list[Cell]:
    return [HIDDEN] * 4 if own is None else [own.figures.median, *_estimate(own.figures.mean)]


def _estimate(estimate: Estimate | None) -> list[Cell]:
    if estimate is None:
        return ["", "", ""]
    return [_rounded(value) for value in (estimate.value, estimate.low, estimate.high)]


def _rounded(value: float | None) -> Cell:
    return "" if value is None else round(value, 2)


def tool_rows(report: Report, tools: Sequence[str], language: str) -> Rows:
    """The two series of tool use, which are never added."""
    rows: Rows = [
        [_("Tool"), _("Seen in samples"), _("Of samples"), _("Registered in processes"), _("Of processes")],
    ]
    for tool in tools:
        found = report.registered.tools.get(tool) if report.registered else None
        told: list[Cell] = ["", ""] if found is None else [_number(found.count), _number(found.of)]
        rows.append([name_of(tool, language), report.profile.tools.get(tool, 0), report.profile.samples, *told])
    return rows


def _number(count: int | None) -> Cell:
    return HIDDEN if count is None else count


def note(report: Report, smallest: int) -> str:
    """The sentence above the table."""
    return _(
        "%(unit)s, %(round)s, closed on %(day)s. %(chosen)s A sample in which two raters differ counts half at each level. Cannot be judged"
        " and not applicable are never zero. .. is hidden: fewer than %(smallest)s samples, or a figure that would give another unit's"
        " away. No figure says anything of a single caseworker or rater.",
        unit=report.unit.name,
        round=report.round.name,
        day=write_day(report.round.closed_on or report.round.rate_by, year=True),
        chosen=str(CHOSEN[SampleSource(report.round.source)]),
        smallest=smallest,
    )
