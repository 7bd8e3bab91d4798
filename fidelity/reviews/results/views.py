"""The pages of results: a unit's report with its files, the units that one reaches, and a round's agreement."""

from collections.abc import Sequence

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from core import clock, paper, tables
from core.audit import Event, record_apart
from core.database import current_database, request_session
from core.i18n import language
from core.settings import current_settings
from core.template_names import name_for_templates
from fidelity.reviews.agreement.outcomes import Figure
from fidelity.reviews.agreement.words import FIGURE_TELLS, FIGURE_WORDS
from fidelity.reviews.results import export, own_drift, queries, words
from fidelity.reviews.results.queries import Report
from fidelity.reviews.rounds.rules import FEWEST_FOR_INTERVAL
from fidelity.reviews.views import Door, add_door
from fidelity.tool_use.queries import workplaces
from organisation.access import Permission, requires, viewer
from organisation.queries import UnitRow
from organisation.words import unit_word

REVIEW_EXPORTED = Event(
    "review-figures-exported", "round_id", "unit_id", says=_l("Figures of a unit's review saved as a file")
)
bp = Blueprint("results", __name__, url_prefix="/reviews")


def init_app(app: Flask) -> None:
    """Register the pages, their lines on the first page, and what templates write figures with."""
    app.register_blueprint(bp)
    name_for_templates(app, **words.for_templates())
    add_door(
        app,
        Door(
            60,
            "results.own",
            _l("What the reviews say of our unit"),
            _l("Your unit's own report: strengths first, then what to work on."),
            Permission.HAND_IN_SAMPLES,
        ),
    )
    add_door(
        app,
        Door(
            70,
            "results.show",
            _l("Reports and agreement"),
            _l("The reports of the units that you follow, and how far raters agree."),
            Permission.SEE_REVIEWS,
        ),
    )

    add_door(
        app,
        Door(
            80,
            "results.mine",
            _l("How my levels lie beside others'"),
            _l("Your own levels beside the reference and the other rater. Only you see it."),
            Permission.RATE_SAMPLES,
        ),
    )


def unit_or_404(unit_id: int) -> UnitRow:
    """The unit, when the viewer works in it today or reaches it."""
    return queries.unit_for(request_session(), viewer(), unit_id, clock.today()) or abort(404)


def report_of(unit: UnitRow, round_id: int | None) -> Report | None:
    """The unit's report from a round, or from the latest; None where no round says anything of it."""
    smallest = current_settings().smallest_shown
    return queries.report(request_session(), viewer(), unit, round_id, language(), smallest=smallest)


@bp.get("/results")
@requires(Permission.SEE_REVIEWS)
def show() -> str:
    """The units in reach that have a report, by name alone; and the rounds with their agreement."""
    return render_template(
        "results/show.html",
        units=queries.reviewed_units(request_session(), viewer()),
        rounds=queries.closed_rounds(request_session(), viewer().municipality_id),
        unit_word=unit_word(viewer(), language()),
    )


@bp.get("/units/own")
@requires(Permission.HAND_IN_SAMPLES)
def own() -> AnyResponse:
    """The report of the unit that the viewer is counted in."""
    found = workplaces(request_session(), viewer(), clock.today())
    return redirect(url_for("results.unit", unit_id=found[0].id)) if found else abort(404)


@bp.get("/units/<int:unit_id>")
@requires(Permission.HAND_IN_SAMPLES)
def unit(unit_id: int) -> str:
    """A unit's report, for those who work in it and those who follow it up."""
    row = unit_or_404(unit_id)
    asked = request.args.get("round", type=int)
    found = report_of(row, asked)
    if "round" in request.args and (asked is None or found is None):
        abort(404)
    sees_more = viewer().may(Permission.SEE_REVIEWS)
    if found is None:
        return render_template("results/nothing.html", unit=row, sees_more=sees_more)
    return render_template("results/unit.html", sees_more=sees_more, **_said(found))


def _said(found: Report) -> dict[str, object]:
    """What the report's page and its PDF are made of: the same for everybody who may see it."""
    smallest = current_settings().smallest_shown
    is_shown = found.profile.is_shown
    return {
        "report": found,
        "headline": words.headline(found),
        "chosen": str(words.CHOSEN[found.round.source]),
        "why_hidden": None if is_shown else words.why_hidden(found, smallest),
        "strengths": words.strengths(found),
        "to_work_on": words.to_work_on(found),
        "tools": words.tools_listed(found) if is_shown else [],
        "unit_word": unit_word(viewer(), language()),
        "smallest": smallest,
    }


def _shown_or_404(unit_id: int, round_id: int) -> Report:
    """The report that a file is made of: there is none where the profile is hidden."""
    found = report_of(unit_or_404(unit_id), round_id)
    return found if found is not None and found.profile.is_shown else abort(404)


@bp.get("/units/<int:unit_id>/rounds/<int:round_id>/report.pdf")
@requires(Permission.HAND_IN_SAMPLES)
def report_file(unit_id: int, round_id: int) -> AnyResponse | tuple[str, int]:
    """The report as a PDF file."""
    found = _shown_or_404(unit_id, round_id)
    if not paper.is_possible():
        abort(404)
    name = f"review-{unit_id}-{round_id}-{language()}"
    return paper.answer(render_template("results/paper.html", **_said(found)), name)


@bp.get("/units/<int:unit_id>/rounds/<int:round_id>/figures.<kind>")
@requires(Permission.HAND_IN_SAMPLES)
def figures_file(unit_id: int, round_id: int, kind: str) -> AnyResponse:
    """The report's figures as CSV or XLSX."""
    found = _shown_or_404(unit_id, round_id)
    if kind not in {"csv", "xlsx"}:
        abort(404)
    rows = [*export.table(found), [], *export.tool_rows(found, words.tools_listed(found), language())]
    note = export.note(found, current_settings().smallest_shown)
    content = _content(kind, rows, note)
    record_apart(
        current_database(), REVIEW_EXPORTED, actor=viewer().actor, at=clock.now(), round_id=round_id, unit_id=unit_id
    )
    return tables.download(content, name=f"review-{unit_id}-{round_id}", kind=kind)


def _content(kind: str, rows: Sequence[Sequence[tables.Cell]], note: str) -> bytes:
    return tables.as_csv([*rows, [], [note]]) if kind == "csv" else tables.as_xlsx("review", rows, note=note)


@bp.get("/rounds/<int:round_id>/agreement")
@requires(Permission.SEE_REVIEWS)
def agreement(round_id: int) -> str:
    """How far the raters of a round agree. No rater is named."""
    found = queries.agreement(request_session(), viewer(), round_id, language()) or abort(404)
    return render_template(
        "results/agreement.html",
        found=found,
        figures=Figure,
        figure_names=FIGURE_WORDS,
        figure_tells=FIGURE_TELLS,
        fewest_together=FEWEST_FOR_INTERVAL,
    )


@bp.get("/mine")
@requires(Permission.RATE_SAMPLES)
def mine() -> str:
    """A rater's own drift, which nobody else can open."""
    return render_template(
        "results/mine.html",
        references=own_drift.reference_drift(request_session(), viewer()),
        rounds=own_drift.round_drift(request_session(), viewer()),
    )
