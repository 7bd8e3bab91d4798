"""One database and one app for many tests: each makes a municipality of its own in them, so nothing is emptied in between."""

import itertools
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app import create_app
from core.database import Database
from core.settings import Settings
from tests.client import PageClient
from tests.conftest import SECRET

_numbers = itertools.count(1)


class QuickClient(PageClient):
    """A browser that asks for the CSRF token once for each person who signs in."""

    _token = ""

    def sign_in(self, person_id: int) -> PageClient:
        """Sign in as a person, by a session of their own."""
        self._token = ""
        return super().sign_in(person_id)

    def csrf_token(self) -> str:
        """The token, as any page of the site carries it."""
        self._token = self._token or super().csrf_token()
        return self._token


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
def shared_app(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app on that database."""
    settings = Settings(instance=tmp_path_factory.mktemp("instance"), database_url="", secret_key=SECRET, demo=True)
    app = create_app(settings, db=shared_database)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = QuickClient
    return app
