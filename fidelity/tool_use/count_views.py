"""The page on which a manager tells how many processes the own units closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.template_names import name_for_templates
from fidelity.tool_use import forms, kinds, told_counts, words
from fidelity.tool_use.kinds import Kind
from fidelity.tool_use.rules import quarter_of, quarters_ended
from fidelity.tool_use.told_counts import Asked, Cell, Told
from organisation.access import Permission, requires, viewer
from organisation.queries import UnitRow

bp = Blueprint("process_counts", __name__, url_prefix="/tool-use/process-counts")
YEARS = 6
"""How far back numbers are told: as long as figures are looked at year by year."""


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(bp)
    name_for_templates(app, quarter_words=words.quarter_words)


@dataclass(frozen=True)
class Question:
    """What the page is asked: a kind's numbers of a year, for the units in reach; how many quarters have ended."""

    kind: Kind
    year: int
    kinds: Sequence[Kind]
    units: Sequence[UnitRow]
    ended: int

    @property
    def asked(self) -> Asked:
        """The same, for the queries."""
        return Asked(viewer().municipality_id, self.kind.key, self.year)

    @property
    def cells(self) -> Sequence[Cell]:
        """Every number that may be told."""
        return [Cell(unit.id, quarter) for unit in self.units for quarter in range(self.ended)]


def latest_year() -> int:
    """The year of the quarter that ended last."""
    return (quarter_of(clock.today()).first_day - timedelta(days=1)).year


def question() -> Question:
    """What the address or the form asks; 404 for a kind that is not there, 400 for a year that is not told.

    The form carries both itself: what an address holds after its question mark is lost when one has to sign in first.
    """
    session = request_session()
    known = kinds.kinds(session, viewer().municipality_id)
    key = request.values.get("kind") or next(kind.key for kind in known if kind.is_used)
    found = next((kind for kind in known if kind.key == key), None) or abort(404)
    year = request.values.get("year", latest_year(), type=int)
    if not latest_year() - YEARS < year <= latest_year():
        abort(400)
    reached = told_counts.units_to_tell(session, viewer())
    return Question(found, year, known, reached, quarters_ended(year, clock.today()))


@dataclass(frozen=True)
class NumberField:
    """A number's field: its quarter, what stands in it, what is told and registered, and what is wrong with what was written."""

    name: str
    quarter: int
    text: str
    told: Told
    fault: str | None

    @property
    def seen(self) -> str:
        """What is told now, for the form to carry."""
        return "" if self.told.processes is None else str(self.told.processes)


@bp.get("")
@requires(Permission.TELL_PROCESS_COUNTS)
def show() -> str:
    """The units' numbers, quarter by quarter."""
    return _page(question())


def _page(asked: Question, texts: Mapping[Cell, str] | None = None, faults: Mapping[Cell, str] | None = None) -> str:
    told = told_counts.told(request_session(), asked.asked, [unit.id for unit in asked.units])
    written, wrong = texts or {}, faults or {}
    fields = {}
    for cell in asked.cells:
        stands = told.get(cell, Told())
        text = written.get(cell, "" if stands.processes is None else str(stands.processes))
        fields[cell] = NumberField(forms.count_name(cell), cell.quarter, text, stands, wrong.get(cell))
    return render_template(
        "process_counts/show.html",
        question=asked,
        rows=[(unit, [fields[Cell(unit.id, quarter)] for quarter in range(asked.ended)]) for unit in asked.units],
        faulty=[one for one in fields.values() if one.fault],
        years=range(latest_year(), latest_year() - YEARS, -1),
    )


@bp.post("")
@requires(Permission.TELL_PROCESS_COUNTS)
def save() -> AnyResponse | tuple[str, int]:
    """Keep every number at once; when one is wrong, none is kept and each fault is told at its field."""
    asked, session = question(), request_session()
    texts = forms.sent_counts(request.form, asked.cells)
    faults = {cell: _number_fault() for cell, text in texts.items() if text and forms.whole_number(text) is None}
    if faults:
        return _page(asked, texts, faults), 422
    wanted = {cell: forms.whole_number(text) for cell, text in texts.items()}
    seen = forms.seen_counts(request.form, texts)
    try:
        changed = told_counts.tell(session, asked.asked, wanted, seen=seen, actor=viewer().actor, now=clock.now())
    except told_counts.ToldMeanwhile as refusal:
        session.rollback()
        return _page(asked, texts, dict.fromkeys(refusal.places, refusal.message)), refusal.status
    session.commit()
    flash(ngettext("%(num)s number is saved.", "%(num)s numbers are saved.", changed))
    return redirect(url_for("process_counts.show", kind=asked.kind.key, year=asked.year), 303)


def _number_fault() -> str:
    return _("Write a whole number of at most four digits, or leave it empty.")
