"""How checklists are used in a section or unit, by closed half-year: what a coach looks at, and never whose."""

from collections.abc import Sequence

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.i18n import language
from core.settings import current_settings
from core.small_numbers import HIDDEN
from fidelity.checklists.filling.rules import HalfYear, half_year_of
from fidelity.checklists.filling.use_queries import Area, areas, checklist_use
from organisation.access import Permission, requires, viewer
from organisation.words import section_word, unit_word

bp = Blueprint("checklist_use", __name__, url_prefix="/checklists/use")
SHOWN_HALF_YEARS = 6


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("")
@requires(Permission.SEE_TOOL_USE)
def show() -> AnyResponse | str:
    """The sections or units in reach; the only one itself."""
    found = areas(request_session(), viewer())
    if len(found) == 1:
        return redirect(_address_of(found[0]))
    return render_template("checklists/use/show.html", areas=[(one, _address_of(one)) for one in found])


def _address_of(area: Area, half_year: HalfYear | None = None) -> str:
    half = None if half_year is None else _write(half_year)
    if area.section_id is not None:
        return url_for("checklist_use.section", section_id=area.section_id, half=half)
    return url_for("checklist_use.unit", unit_id=area.unit_id, half=half)


@bp.get("/sections/<int:section_id>")
@requires(Permission.SEE_TOOL_USE)
def section(section_id: int) -> str:
    """A section, all its units together."""
    return _page(_only([one for one in areas(request_session(), viewer()) if one.section_id == section_id]))


@bp.get("/units/<int:unit_id>")
@requires(Permission.SEE_TOOL_USE)
def unit(unit_id: int) -> str:
    """A unit, for those who see no more of its section than that."""
    return _page(_only([one for one in areas(request_session(), viewer()) if one.unit_id == unit_id]))


def _only(found: Sequence[Area]) -> Area:
    return found[0] if found else abort(404)


def _page(area: Area) -> str:
    closed = _closed_half_years()
    half_year = _asked(closed)
    smallest = current_settings().smallest_shown
    return render_template(
        "checklists/use/area.html",
        area=area,
        half_year=half_year,
        half_years=[(one, _address_of(area, one)) for one in closed],
        used=checklist_use(request_session(), viewer(), area, half_year, language(), smallest=smallest),
        hidden=HIDDEN,
        fewest=smallest,
        word=(section_word if area.section_id is not None else unit_word)(viewer(), language()),
    )


def _closed_half_years() -> Sequence[HalfYear]:
    """The half-years that have ended, the newest first."""
    found = [half_year_of(clock.today()).before]
    while len(found) < SHOWN_HALF_YEARS:
        found.append(found[-1].before)
    return found


def _asked(closed: Sequence[HalfYear]) -> HalfYear:
    """The half-year that is asked for: one that has ended, since a count that grows gives away who came last."""
    asked = request.args.get("half")
    if asked is None:
        return closed[0]
    return next((one for one in closed if _write(one) == asked), None) or abort(404)


def _write(half_year: HalfYear) -> str:
    return f"{half_year.year}-{half_year.half + 1}"
