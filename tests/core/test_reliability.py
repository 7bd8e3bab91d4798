"""What the site has said is saved stays saved; what it cannot do, it says, and it recovers by itself."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from core.database import Database
from core.settings import ROOT
from tests.client import PageClient, checked
from tests.conftest import SECRET
from tests.core.markers import on_one_database
from training.models import ReflectionText, StepDone

EXERCISE = "/courses/basic/three-questions/exercise"
LESSON = "/courses/basic/three-questions/the-three-columns"
UNREAD = "/courses/basic/three-questions/the-three-questions"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def served(database: Database, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The real server as `python app.py` starts it, on the test's database."""
    port = free_port()
    environment = {
        **os.environ,
        "METODSTOD_INSTANCE": str(folder),
        "METODSTOD_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "METODSTOD_SECRET_KEY": SECRET,
        "PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _attempt in range(1200):  # a loaded machine is slow, not wrong
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                    connection.request("GET", "/healthz")
                    if connection.getresponse().status == 200:
                        break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the server did not answer within two minutes")
        yield process, port
    finally:
        process.kill()
        process.wait(timeout=20)


def test_what_was_acknowledged_survives_the_death_of_every_process(
    app: Flask, client: PageClient, database: Database, session: Session, tmp_path: Path
) -> None:
    client.sign_in(client.world.people["learner"])
    token = client.csrf_token()
    cookie = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    saved, name = 0, reflection_name(app)
    with served(database, tmp_path) as (process, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for number in range(1, 6):
            fields = {"csrf_token": token, f"text:{name}": f"version {number}", f"revision:{name}": saved}
            connection.request("POST", f"{EXERCISE}/reflections", urlencode(fields), headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 303
            saved = number
        connection.close()
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
    assert session.scalars(select(ReflectionText.text)).one() == f"version {saved}"


def reflection_name(app: Flask) -> str:
    """The first text box of the exercise."""
    course = app.extensions["metodstod_catalogue"].course("basic", "sv")
    return str(course.module("three-questions").step("exercise").reflections[0].id)


def test_a_vanished_database_gives_a_clear_page_and_comes_back_without_a_restart(
    client: PageClient, database: Database
) -> None:
    tear, mend = "ALTER TABLE signed_in_session RENAME TO gone", "ALTER TABLE gone RENAME TO signed_in_session"
    client.sign_in(client.world.people["learner"])
    assert client.get(LESSON).status_code == 200
    with database.engine.begin() as connection:
        connection.execute(text(tear))
    try:
        page = client.get(LESSON)
    finally:
        with database.engine.begin() as connection:
            connection.execute(text(mend))
    assert page.status_code in {500, 503}
    assert "signed_in_session" not in page.text, "what is wrong inside is for the log, not for the page"
    checked(page, page.status_code)
    assert client.get(LESSON).status_code == 200


@pytest.fixture
def impatient(database: Database) -> Iterator[None]:
    """Let a connection give up after 50 ms where the database is locked; those of later tests wait as they should."""

    def give_up_soon(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    database.engine.dispose()
    event.listen(database.engine, "connect", give_up_soon)
    yield
    event.remove(database.engine, "connect", give_up_soon)
    database.engine.dispose()


@on_one_database  # PostgreSQL lets others write beside a lock on another row; there is no lock on the whole
def test_a_locked_database_says_so_and_changes_nothing(
    impatient: None, client: PageClient, database: Database, session: Session
) -> None:
    client.sign_in(client.world.people["learner"])
    token = client.csrf_token()
    client.get(LESSON)
    with database.session() as other:
        other.execute(text("UPDATE municipality SET name = name"))
        assert client.get(UNREAD).status_code == 200, "a page can be read without its reading place being kept"
        refused = client.post(f"{LESSON}/done", data={"csrf_token": token})
        assert refused.status_code == 503
        checked(refused, 503)
    assert not session.scalars(select(StepDone)).all()
    session.rollback()
    assert client.post(f"{LESSON}/done", data={"csrf_token": token}).status_code == 303
    assert len(session.scalars(select(StepDone)).all()) == 1


def test_health_is_told_without_signing_in(client: PageClient, database: Database) -> None:
    assert client.get("/healthz").status_code == 200
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO gone"))
    try:
        assert client.get("/healthz").status_code == 503
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO alembic_version"))
    assert client.get("/healthz").status_code == 200
