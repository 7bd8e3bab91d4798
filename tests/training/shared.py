"""One database and one app for many tests: each makes a municipality of its own in them, so nothing is emptied in between."""

import itertools
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import create_engine, make_url, text

from core.database import Database
from core.settings import Settings
from tests.conftest import SECRET, make_app

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def shared_database(database_kind: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of the migrated database that is kept until the tests end."""
    if database_kind == "sqlite":
        path = tmp_path_factory.mktemp("shared") / "shared.sqlite3"
        shutil.copy(migrated.removeprefix("sqlite:///"), path)
        database = Database(f"sqlite:///{path}")
    else:
        database = Database(_copy_of(migrated))
    yield database
    database.engine.dispose()


def _copy_of(address: str) -> str:
    """The address of a new PostgreSQL database with what that one holds."""
    url, name = make_url(address), f"shared_{next(_numbers)}"
    engine = create_engine(url.set(database="template1"), isolation_level="AUTOCOMMIT")
    left_open = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    with engine.connect() as connection:
        connection.execute(left_open, {"name": url.database})  # only what nobody is connected to can be copied
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {url.database}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def shared_app(
    shared_database: Database, compiled_templates: BytecodeCache, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The app on that database."""
    settings = Settings(instance=tmp_path_factory.mktemp("instance"), database_url="", secret_key=SECRET, demo=True)
    return make_app(settings, shared_database, compiled_templates)
