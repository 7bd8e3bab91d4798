"""The limit: a bare Flask page that reads one row and renders a template, and a bare change that writes one."""

import os
import sqlite3
import threading

from flask import Flask, g, render_template_string

application = Flask(__name__)
PAGE = (
    "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"
)
LINES = ["Ett stycke text av vanlig längd, som på en sida i en lektion." * 4] * 10
_local = threading.local()


def _connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(os.environ["BENCH_LIMIT_FILE"], isolation_level=None, timeout=15)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            _local.connection.execute(f"PRAGMA {pragma}")
    connection: sqlite3.Connection = _local.connection
    return connection


@application.get("/")
def page() -> str:
    """Read a row, render a page."""
    g.title = _connection().execute("SELECT title FROM page WHERE id = 1").fetchone()[0]
    return render_template_string(PAGE, title=g.title, lines=LINES)


@application.post("/")
def change() -> tuple[str, int]:
    """Write a row."""
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE page SET seen = seen + 1 WHERE id = 1")
    connection.execute("COMMIT")
    return "", 204
