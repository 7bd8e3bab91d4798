"""Doing an import beside the request that asked for it, so that its page can show how far it has come."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.database import current_database
from organisation.staff_import import service

log = structlog.get_logger()
WAIT_SECONDS = 2.0
"""A small file is ready before its page is asked for: the request waits so long for it."""


@dataclass
class Advance:
    """How far the work on one import has come, in rows. Kept in memory: the database is busy with the work itself."""

    done: int = 0
    total: int = 0


_under_way: dict[int, Advance] = {}


def advance_of(import_id: int) -> Advance | None:
    """How far an import has come, when this process works on it."""
    return _under_way.get(import_id)


def preview(import_id: int, language: str) -> None:
    """Make the preview of a file that was sent."""
    _start(import_id, language, _preview)


def write(import_id: int, language: str) -> None:
    """Take a file in that has been approved."""
    _start(import_id, language, _write)


def _start(import_id: int, language: str, work: Callable[[int], None]) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    _under_way[import_id] = Advance()
    thread = threading.Thread(target=_run, args=(app, import_id, language, work), name=f"import-{import_id}")
    thread.start()
    thread.join(WAIT_SECONDS)


def _run(app: Flask, import_id: int, language: str, work: Callable[[int], None]) -> None:
    with app.test_request_context(), force_locale(language):
        try:
            work(import_id)
        except (SQLAlchemyError, ValueError, LookupError):
            log.exception("staff import stopped", import_id=import_id)
            with current_database().transaction() as session:
                service.fail(session, import_id)
        finally:
            _under_way.pop(import_id, None)


def _preview(import_id: int) -> None:
    with current_database().transaction() as session:
        service.make_preview(session, import_id, now=clock.now(), progress=_progress(import_id))


def _write(import_id: int) -> None:
    try:
        with current_database().transaction() as session:
            service.write(session, import_id, now=clock.now(), progress=_progress(import_id))
    except service.ChangedSincePreview:
        with current_database().transaction() as session:
            service.read_again(session, import_id)
        _preview(import_id)


def _progress(import_id: int) -> Callable[[int, int], None]:
    advance = _under_way[import_id]

    def report(done: int, total: int) -> None:
        advance.done, advance.total = done, total

    return report
