"""The page on which whoever plans rounds sets the limit at which raters are let in."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from core import clock
from core.database import request_session
from fidelity.reviews.calibration.forms import LimitForm
from fidelity.reviews.calibration.limits import change_limit, limit_of
from fidelity.reviews.views import Door, add_door
from organisation.access import Permission, requires, viewer

bp = Blueprint("calibration_limit", __name__, url_prefix="/reviews/calibration/limit")


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(bp)
    about = _l("How near the reference a rater is to be, and how often that is looked at.")
    add_door(app, Door(45, "calibration_limit.show", _l("Limit for rating samples"), about, Permission.PLAN_ROUNDS))


@bp.get("")
@requires(Permission.PLAN_ROUNDS)
def show() -> str:
    """The limit as it is."""
    form = LimitForm()
    form.show(limit_of(request_session(), viewer().municipality_id))
    return render_template("calibration_limit/show.html", form=form)


@bp.post("")
@requires(Permission.PLAN_ROUNDS)
def change() -> Response | tuple[str, int]:
    """Set another limit."""
    form, session = LimitForm(), request_session()
    if not form.validate():
        return render_template("calibration_limit/show.html", form=form), 422
    change_limit(session, viewer().municipality_id, form.limit, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The limit is set. It holds for every set that is submitted from now on."))
    return redirect(url_for("calibration_limit.show"), 303)
