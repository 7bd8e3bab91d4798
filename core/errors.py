"""Domain errors, and the pages people meet when something could not be done."""

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from core.database import roll_back_request
from core.resume import kept_for_later
from core.security import LARGEST_REQUEST, sent_from_here

log = structlog.get_logger()


class DomainError(Exception):
    """Something the domain refuses; `message` is a whole sentence for the person, saying what to do."""

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def init_app(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(DataError, _no_column_holds_it)
    app.register_error_handler(OverflowError, _no_column_holds_it)
    app.register_error_handler(Exception, _unexpected_error)


def error_page(status: int, title: str, advice: str, **more: object) -> Response:
    """A whole page with one heading and what to do now."""
    roll_back_request()
    page = render_template("core/error.html", title=title, advice=advice, **more)
    return make_response(page, status)


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, CSRFError):
        kept = kept_for_later() if sent_from_here(even_if_unsaid=False) else None
        if kept is not None:  # a form of ours from before a new sign-in: it can be sent again with one press
            roll_back_request()
            return make_response(render_template("core/resume.html", kept=kept), 400)
        return error_page(
            400,
            _("The page was too old to be saved"),
            _("Go back to the page before, reload it and try again. What you wrote is still there."),
        )
    status = error.code or 500
    texts = {
        400: (_("The page could not understand what was sent"), _("Go back, reload the page and try again.")),
        401: (_("You need to sign in"), _("Sign in and try again.")),
        403: (
            _("You do not have access to this page"),
            _("If you need it in your work, ask your administrator which role you have."),
        ),
        404: (
            _("The page is not here"),
            _("The address may be wrong, or the page may have been moved. Start again from the home page."),
        ),
        405: (_("That can't be done here"), _("Go back and use the buttons on the page.")),
        413: (
            _("The file is too large"),
            _("Send a smaller file. It may be up to %(megabytes)s MB.", megabytes=_allowed() // 1024 // 1024),
        ),
        429: (_("Too many attempts"), _("Wait one minute and try again.")),
    }
    title, advice = texts.get(status, (_("Something went wrong"), _("Try again in a moment.")))
    if error.description and status == 429:
        advice = str(error.description)
    return error_page(status, title, advice)


def _allowed() -> int:
    return request.max_content_length or LARGEST_REQUEST


def _domain_error(error: DomainError) -> Response:
    return error_page(error.status, _("It could not be done"), error.message)


def _no_column_holds_it(_error: Exception) -> Response:
    """A number too large, or a sign that no text has: nobody's page sends that."""
    return _http_error(NotFound() if request.method == "GET" else BadRequest())


def _database_error(error: OperationalError) -> Response:
    log.error("database", path=request.path, error=str(error.orig))
    return error_page(
        503,
        _("The site cannot save right now"),
        _("Nothing was changed. Wait a minute and try again. If it goes on, tell your administrator."),
        plain=True,
    )


def _unexpected_error(error: Exception) -> Response:
    log.exception("unexpected", path=request.path, error=type(error).__name__)
    return error_page(
        500,
        _("Something went wrong"),
        _("It is our fault, not yours, and it has been logged. Nothing was changed. Try again in a moment."),
        plain=True,
    )
