"""Static files and the content's pictures, at addresses that change with their content, so that browsers may keep them."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory, session
from werkzeug.security import safe_join

from core.access import public
from core.settings import ROOT

YEAR = 365 * 24 * 3600
bp = Blueprint("files", __name__)


def init_app(app: Flask) -> None:
    """Let templates address static files by their content's hash, and serve the pictures of the content."""
    app.jinja_env.globals["static_url"] = static_url
    app.register_blueprint(bp)

    @app.after_request
    def keep_for_a_year(response: Response) -> Response:
        if request.endpoint in {"static", "files.picture"} and response.status_code == 200:
            session.accessed = False  # so that the answer does not vary with the cookie
            versioned = "v" in request.args
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if versioned else "no-cache"
        return response


def static_url(name: str) -> str:
    """The address of a file in static/."""
    return f"{request.script_root}/static/{name}?v={_hash(str(current_app.static_folder), name)}"


def picture_address(root: Path, name: str) -> str:
    """The address of a picture in content/pictures/."""
    return f"/pictures/{name}?v={_hash(str(root / 'pictures'), name)}"


@bp.get("/pictures/<name>")
@public
def picture(name: str) -> Response:
    """A drawing of the content."""
    folder = current_app.config["CONTENT"] / "pictures"
    if not name.endswith(".svg") or safe_join(str(folder), name) is None:
        abort(404)
    return send_from_directory(folder, name, mimetype="image/svg+xml")


@bp.get("/service-worker.js")
@public
def service_worker() -> Response:
    """The script that shows pages without a connection. It stands at the root, and browsers ask for it anew each time."""
    session.accessed = False
    return send_from_directory(str(current_app.static_folder), "js/service-worker.js", mimetype="text/javascript")


def file_of(address: str, content: Path) -> tuple[Path, str] | None:
    """The file behind an address of a static file or a picture, with its type; None for every other address."""
    for prefix, folder in (("/static/", ROOT / "static"), ("/pictures/", content / "pictures")):
        inside = safe_join(str(folder), address.removeprefix(prefix)) if address.startswith(prefix) else None
        if inside and Path(inside).is_file():
            return Path(inside), mimetypes.guess_type(inside)[0] or "application/octet-stream"
    return None


@cache
def _hash(folder: str, name: str) -> str:
    return hashlib.sha256(Path(folder, name).read_bytes()).hexdigest()[:12]
