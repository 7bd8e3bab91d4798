"""The pages of the picture and their files: units × tools, a section, and a unit's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from core import clock, places, tables
from core.audit import Event, record_apart
from core.database import current_database, request_session
from core.i18n import language
from core.settings import current_settings
from core.template_names import name_for_templates
from fidelity.checklists.own.queries import checklists_for
from fidelity.reviews.results.registered import tell_registered_use
from fidelity.tool_use import named_tools
from fidelity.tool_use.queries import workplaces
from fidelity.tool_use.rules import INVESTIGATION
from followup.unit_tools import cells, export, queries, rules, things, words
from followup.unit_tools.asking import Question, asked, column_groups, source_of
from followup.unit_tools.figures import Level
from followup.unit_tools.for_reviews import registered_use
from followup.unit_tools.kept import KeptFigures
from organisation.access import Permission, Viewer, requires, viewer
from organisation.words import section_word, unit_word

TOOL_USE_EXPORTED = Event(
    "tool-use-exported", "kind", "period", "section_id", "unit_id", says=_l("Figures of tool use saved as a file")
)
bp = Blueprint("unit_tools", __name__, url_prefix="/tool-use/units")


def init_app(app: Flask) -> None:
    """Register the pages, what waits on the start page, and where figures are kept."""
    app.extensions["metodstod_unit_tools"] = KeptFigures()
    app.register_blueprint(bp)
    name_for_templates(app, **words.for_templates(), heat_cell=cells.cell, heat_cells=cells.cells)
    places.registry(app).waiting.append(waiting)
    tell_registered_use(app, registered_use)


@bp.get("")
@requires(Permission.SEE_TOOL_USE)
def show() -> str:
    """Everything in reach: units × tools."""
    return _page(asked())


@bp.get("/sections/<int:section_id>")
@requires(Permission.SEE_TOOL_USE)
def section(section_id: int) -> str:
    """A section's units × tools, beside the municipality."""
    return _page(_of_section(section_id), section_id)


def _of_section(section_id: int) -> Question:
    """What is asked of a section that the viewer reaches all of."""
    question = asked()
    return question if queries.section_in_reach(question.source, section_id) else abort(404)


def _page(question: Question, section_id: int | None = None) -> str:
    found = queries.picture(question.source, question.asked, section_id)
    return render_template(
        "unit_tools/show.html",
        picture=found,
        question=question,
        section_id=section_id,
        groups=column_groups(),
        answer=words.answer(found, unit_word(viewer(), language()).the_many),
        files=_files("unit_tools.section_file", question, section_id=section_id)
        if section_id
        else _files("unit_tools.figures_file", question),
        tools={tool.slug: tool for tool in named_tools.tools(language())},
        **_words(),
    )


@dataclass(frozen=True)
class File:
    """A file that a page offers."""

    address: str
    kind: str
    is_year: bool


def _files(endpoint: str, question: Question, **place: int) -> list[File]:
    """What the page shows, and all periods of its year, each as a spreadsheet and as CSV."""
    found = []
    for is_year in (False, True):
        arguments: dict[str, Any] = {**place, **question.arguments, **({"whole-year": 1} if is_year else {})}
        found += [File(url_for(endpoint, kind=kind, **arguments), kind.upper(), is_year) for kind in ("xlsx", "csv")]
    return found


def _words() -> dict[str, object]:
    return {
        "section_word": section_word(viewer(), language()),
        "unit_word": unit_word(viewer(), language()),
        "indicators": rules.INDICATORS,
        "levels": Level,
        "smallest_shown": current_settings().smallest_shown,
    }


@bp.get("/own")
@requires(Permission.REGISTER_WORK)
def own() -> Response:
    """The page of the unit that the viewer is counted in."""
    found = workplaces(request_session(), viewer(), clock.today())
    arguments: dict[str, Any] = {**request.args, "unit_id": found[0].id} if found else abort(404)
    return redirect(url_for("unit_tools.unit", **arguments))


@bp.get("/<int:unit_id>")
@requires(Permission.REGISTER_WORK)
def unit(unit_id: int) -> str:
    """A unit's own page, for those who work in it and those who follow it up."""
    question = asked()
    row = queries.unit_of(question.source, unit_id) or abort(404)
    found = queries.unit_picture(question.source, question.asked, row)
    return render_template(
        "unit_tools/unit.html",
        picture=found,
        question=question,
        groups=column_groups(),
        things=things.said(found, checklists_for(request_session(), viewer().municipality_id), language()),
        why_no_more=things.why_no_more(found),
        headline=things.headline(found),
        files=_files("unit_tools.unit_file", question, unit_id=unit_id),
        sees_more=viewer().may(Permission.SEE_TOOL_USE),
        **_words(),
    )


@bp.get("/figures.<kind>")
@requires(Permission.SEE_TOOL_USE)
def figures_file(kind: str) -> Response:
    """What is in reach, as CSV or XLSX: the period, or all periods of the year."""
    return _file(kind, asked())


@bp.get("/sections/<int:section_id>/figures.<kind>")
@requires(Permission.SEE_TOOL_USE)
def section_file(section_id: int, kind: str) -> Response:
    """A section's figures as CSV or XLSX."""
    return _file(kind, _of_section(section_id), section_id)


@bp.get("/<int:unit_id>/figures.<kind>")
@requires(Permission.REGISTER_WORK)
def unit_file(unit_id: int, kind: str) -> Response:
    """A unit's own figures, its section's and the municipality's, as CSV or XLSX."""
    question = asked()
    row = queries.unit_of(question.source, unit_id) or abort(404)
    return _file(kind, question, row.section_id, row.id)


def _file(kind: str, question: Question, section_id: int | None = None, unit_id: int | None = None) -> Response:
    if kind not in {"csv", "xlsx"}:
        abort(404)
    is_year = "whole-year" in request.args
    lines = export.lines(question.source, question.asked, section_id, unit_id, is_year=is_year)
    rows: list[Sequence[tables.Cell]] = export.table(
        lines,
        question.asked.tools,
        section_word=section_word(viewer(), language()).one.capitalize(),
        unit_word=unit_word(viewer(), language()).one.capitalize(),
        language=language(),
    )
    note = export.note(question.kind.name, clock.today(), current_settings().smallest_shown)
    name = f"tool-use-{question.kind.key}-{question.part.year if is_year else question.part.key}"
    content = tables.as_csv([*rows, [], [note]]) if kind == "csv" else tables.as_xlsx("tool-use", rows, note=note)
    record_apart(
        current_database(),
        TOOL_USE_EXPORTED,
        actor=viewer().actor,
        at=clock.now(),
        kind=question.kind.key,
        period=str(question.part.year) if is_year else question.part.key,
        section_id=section_id,
        unit_id=unit_id,
    )
    return tables.download(content, name=name, kind=kind)


def waiting(person: Viewer) -> list[places.Waiting]:
    """A part of the start page: for managers how the mapping stands, for everybody else where their unit's page is."""
    if not person.may(Permission.SEE_TOOL_USE):
        return [places.Waiting(90, "unit_tools/own_unit.html", {})] if person.may(Permission.REGISTER_WORK) else []
    source = source_of(person, INVESTIGATION)
    part = rules.latest_half_year(source.today)
    row = queries.glance(source, part)
    context = {"sentence": words.glance(row, part), "address": url_for("unit_tools.show")}
    return [places.Waiting(25, "unit_tools/waiting.html", context)]
