"""Work beside a request: how far it has come, and what is logged when it stops."""

import threading

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.table_files import work
from core.table_files.work import Beside, Progress


class Stopped(list[int]):
    """The ids of the files whose work has stopped."""

    def note(self, _session: Session, import_id: int) -> None:
        """Note one."""
        self.append(import_id)


def test_progress_is_seen_while_the_work_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "WAIT_SECONDS", 0.01)
    told, go_on = threading.Event(), threading.Event()

    def slow(_import_id: int, progress: Progress) -> None:
        progress(3, 10)
        told.set()
        go_on.wait(20)

    beside = Beside("test", Stopped().note)
    with app.app_context():
        beside.start(7, "sv", slow)
    assert told.wait(20)
    advance = beside.advance_of(7)
    assert advance is not None
    assert (advance.done, advance.total) == (3, 10)
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "test-7":
            thread.join(20)
    assert beside.advance_of(7) is None


def test_work_that_stops_is_noted_and_logged_without_what_the_file_says(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    def stops(_import_id: int, _progress: Progress) -> None:
        cell = "Anna Andersson"
        raise ValueError(cell)

    stopped = Stopped()
    with app.app_context():
        Beside("test", stopped.note).start(8, "sv", stops)
    assert stopped == [8]
    logged = capsys.readouterr().out
    assert "ValueError" in logged
    assert "file work stopped" in logged
    assert "Andersson" not in logged
