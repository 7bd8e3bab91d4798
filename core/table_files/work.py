"""Doing the work on a file beside the request that asked for it, so that its page can show how far it has come."""

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from core.database import current_database

log = structlog.get_logger()
WAIT_SECONDS = 2.0
"""A small file is ready before its page is asked for: the request waits so long for it."""

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""
Work = Callable[[int, Progress], None]
"""What is to be done for the file with an id."""


@dataclass
class Advance:
    """How far the work on one file has come, in rows. Kept in memory: the database is busy with the work itself."""

    done: int = 0
    total: int = 0

    def report(self, done: int, total: int) -> None:
        """Note how far it has come."""
        self.done, self.total = done, total


class Beside:
    """The work that this process does on files of one kind; `fail` notes in a session that the work on one has stopped."""

    def __init__(self, name: str, fail: Callable[[Session, int], None]) -> None:
        self._name, self._fail = name, fail
        self._under_way: dict[int, Advance] = {}

    def advance_of(self, import_id: int) -> Advance | None:
        """How far a file has come, when this process works on it."""
        return self._under_way.get(import_id)

    def start(self, import_id: int, language: str, work: Work) -> None:
        """Begin the work in a thread of its own, and wait a moment for it."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        self._under_way[import_id] = Advance()
        thread = threading.Thread(
            target=self._run, args=(app, import_id, language, work), name=f"{self._name}-{import_id}"
        )
        thread.start()
        thread.join(WAIT_SECONDS)

    def _run(self, app: Flask, import_id: int, language: str, work: Work) -> None:
        with app.test_request_context(), force_locale(language):
            try:
                work(import_id, self._under_way[import_id].report)
            except Exception as error:
                # where it stopped, but not the error's own text: it may repeat what stands in the file
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("file work stopped", what=self._name, id=import_id, error=type(error).__name__, where=where)  # noqa: TRY400
                with current_database().transaction() as session:
                    self._fail(session, import_id)
            finally:
                self._under_way.pop(import_id, None)
