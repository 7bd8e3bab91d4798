"""The page of the processes that were drawn for a round: which are asked for, and which can't be handed in."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from fidelity.reviews.samples import forms, handing_in, queries
from fidelity.reviews.samples.queries import Asking
from fidelity.tool_use.views import own_workplaces
from organisation.access import Permission, requires, viewer

bp = Blueprint("drawn_processes", __name__, url_prefix="/reviews/rounds/<int:round_id>/processes")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


def _asking_or_404(round_id: int) -> Asking:
    """The round, when it has drawn processes of units of the viewer's."""
    found = queries.asking(request_session(), viewer(), round_id, own_workplaces())
    return found if found is not None and found.processes is not None else abort(404)


def _page(asked: Asking, form: forms.SetAsideForm) -> str:
    form.set_processes(asked.processes or ())
    aside = queries.set_aside(request_session(), asked)
    return render_template("drawn_processes/show.html", asked=asked, form=form, set_aside=aside)


@bp.get("")
@requires(Permission.HAND_IN_SAMPLES)
def show(round_id: int) -> str:
    """Which processes were drawn, which are handed in, and which can't be."""
    return _page(_asking_or_404(round_id), forms.SetAsideForm(formdata=None))


@bp.post("")
@requires(Permission.HAND_IN_SAMPLES)
def set_aside(round_id: int) -> AnyResponse | tuple[str, int]:
    """Say why a process can't be handed in."""
    asked, session, form = _asking_or_404(round_id), request_session(), forms.SetAsideForm()
    form.set_processes(asked.processes or ())
    if not form.validate():
        return _page(asked, form), 422
    drawn = queries.drawn_process(session, viewer(), asked, form.drawn.data) or abort(404)
    handing_in.set_aside(session, drawn, form.because.data, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The process is set aside, and another one stands in where there is one left."))
    return redirect(url_for("drawn_processes.show", round_id=round_id), 303)
