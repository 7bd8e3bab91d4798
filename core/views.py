"""The pages that belong to nobody: the start page, health, and about this site."""

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from core import places
from core.access import public
from core.database import current_database

bp = Blueprint("core", __name__)
home = Blueprint("home", __name__)


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
    app.register_blueprint(home)
    places.add_place(app, places.Place.HOME, lambda _viewer: url_for("home.show"), "home")


@home.get("/")
@public
def show() -> AnyResponse | str:
    """What waits for the viewer; the sign-in page for everybody else."""
    if not current_user.is_authenticated:
        return redirect(url_for("sign_in.show"))
    return render_template("core/home.html", parts=places.waiting_for(current_user._get_current_object()))


@bp.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    """200 when the database answers, 503 when it does not."""
    try:
        current_database().is_reachable()
    except SQLAlchemyError:
        return jsonify(status="database not reached"), 503
    return jsonify(status="ok"), 200


@bp.get("/about")
@public
def about() -> str:
    """What this site is, what is kept, how accessible it is, who answers for it."""
    return render_template("core/about.html")
