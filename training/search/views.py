"""The search page, and the index that follows the content."""

from flask import Blueprint, Flask, render_template, request

from core.commands import after_publishing
from core.database import request_session
from core.i18n import language
from organisation.access import Permission, requires
from training.search import index, queries

bp = Blueprint("search", __name__, url_prefix="/search")
LONGEST = 100


def init_app(app: Flask) -> None:
    """Register the page, and build the index when content is published."""
    app.register_blueprint(bp)
    after_publishing(app, lambda session: index.refresh(session, searched(app)))


def searched(app: Flask) -> index.Searched:
    """What the running app has to search."""
    return index.Searched(
        app.extensions["metodstod_library"],
        app.extensions["metodstod_catalogue"],
        app.extensions["metodstod_toolbox"],
        app.extensions["metodstod_glossary"],
    )


@bp.get("")
@requires(Permission.LEARN)
def show() -> str:
    """What lessons, tools and the glossary hold about some words."""
    written = " ".join(request.args.get("words", "").split())[:LONGEST]
    found = queries.search(request_session(), written, language()) if written else None
    return render_template("search/show.html", written=written, found=found)
