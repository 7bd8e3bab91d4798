"""The pages of the instruments: which there are, and one to read and print."""

from flask import Blueprint, Flask, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.commands import add_content_check
from core.i18n import language
from fidelity.reviews.instruments.catalogue import Instruments
from fidelity.reviews.instruments.checks import problems
from fidelity.reviews.instruments.queries import instruments
from organisation.access import Permission, requires

bp = Blueprint("instruments", __name__)


def init_app(app: Flask, found: Instruments) -> None:
    """Register the pages and the check of the texts."""
    app.extensions["metodstod_instruments"] = found
    app.register_blueprint(bp)
    add_content_check(app, lambda: problems(found.library, found.references))


@bp.get("/reviews/instruments")
@requires(Permission.LEARN)
def show() -> str:
    """Every instrument."""
    return render_template("instruments/show.html", instruments=instruments().all(language()))


@bp.get("/reviews/instruments/<instrument_id>")
@requires(Permission.LEARN)
def instrument(instrument_id: str) -> str:
    """An instrument, to read and to print."""
    found = instruments().instrument(instrument_id, language()) or abort(404)
    return render_template("instruments/instrument.html", instrument=found)


@bp.get("/instruments/<instrument_id>")
@requires(Permission.LEARN)
def from_text(instrument_id: str) -> Response:
    """Where links in the texts of the content lead: on to the page."""
    return redirect(url_for("instruments.instrument", instrument_id=instrument_id))
