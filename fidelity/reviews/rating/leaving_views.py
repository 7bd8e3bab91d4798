"""Leaving a sample: the rater recognises the case, or the sample identifies somebody."""

from flask import Blueprint, Flask, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.database import request_session
from fidelity.reviews.rating import service
from fidelity.reviews.rating.views import RATERS_REASONS, page_of, task_or_404
from fidelity.reviews.rounds import assigning
from fidelity.reviews.samples import service as samples
from fidelity.reviews.samples.words import STOPPED_BECAUSE
from organisation.access import Permission, requires, viewer

bp = Blueprint("rating_leaving", __name__, url_prefix="/reviews/ratings/<int:assignment_id>")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.post("/give-up")
@requires(Permission.RATE_SAMPLES, with_second_factor=True)
def give_up(assignment_id: int) -> Response | tuple[str, int]:
    """The rater is not impartial: somebody else gets the sample."""
    task, session = task_or_404(assignment_id), request_session()
    because = request.form.get("because", "")
    if because not in RATERS_REASONS:
        return page_of(task, problem="leave"), 422
    service.lock_to_submit(session, task.assignment)
    assigning.give_up(session, task.assignment, because, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The sample is no longer yours. Somebody else rates it."))
    return redirect(url_for("rating.show"), 303)


@bp.post("/stop")
@requires(Permission.RATE_SAMPLES, with_second_factor=True)
def stop(assignment_id: int) -> Response | tuple[str, int]:
    """The sample identifies somebody: it is off every desk at once."""
    task, session = task_or_404(assignment_id), request_session()
    because = request.form.get("because", "")
    if because not in STOPPED_BECAUSE:
        return page_of(task, problem="stop"), 422
    if not task.has_text(clock.today()):
        abort(404)
    samples.stop(session, task.sample, because, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The sample is taken off every desk. A method supporter decides what becomes of it."))
    return redirect(url_for("rating.show"), 303)
