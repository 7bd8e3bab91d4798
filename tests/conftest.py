"""Fixtures that every test may use: a real database of each kind, the app on it, and a client that checks each page."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy.orm import Session

from app import KINDS, create_app
from core.audit import Actor
from core.clock import now
from core.database import Database
from core.documents import Library
from core.migrating import migrate
from core.publishing import publish
from core.settings import ROOT, Settings
from followup.unit_tools.asking import KeptFigures
from tests.client import PageClient
from tests.databases import empty, postgresql_folder, postgresql_server
from tests.training.small_course import searched
from tests.world import World, make_world
from training.search import index

SECRET = "a-secret-that-only-the-tests-know-0123456789"
REQUIRED = set(filter(None, os.environ.get("METODSTOD_TEST_REQUIRE", "").split(",")))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; every test that asks for a database runs once on each."""
    kind: str = request.param
    if kind == "postgresql" and postgresql_folder() is None:
        if "postgresql" in REQUIRED:
            pytest.fail("PostgreSQL's initdb and pg_ctl are required here and not found")
        pytest.skip("PostgreSQL's initdb and pg_ctl are not on this machine")
    return kind


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a file to copy."""
    url = f"sqlite:///{tmp_path_factory.mktemp('template')}/template.sqlite3"
    _fill(url)
    return url


@pytest.fixture(scope="session")
def migrated_postgresql() -> Iterator[str]:
    """The address of a database of a server of our own."""
    folder = postgresql_folder()
    assert folder is not None
    with postgresql_server(folder) as url:
        _fill(url)
        yield url


@pytest.fixture(scope="session")
def migrated(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database that holds the published content and nothing else; made once a process for each kind."""
    url: str = request.getfixturevalue(f"migrated_{database_kind}")
    return url


def _fill(url: str) -> None:
    database = Database(url)
    migrate(database)
    with database.transaction() as session:
        library = Library(ROOT / "content", KINDS)
        publish(session, library, actor=Actor(), now=now())
        index.refresh(session, searched(library))
    database.engine.dispose()


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Database]]:
    """The databases that the tests have one after another, by kind: an engine remembers the statements that it has compiled."""
    found: dict[str, Database] = {}
    yield found
    for database in found.values():
        database.engine.dispose()


@pytest.fixture(scope="session")
def one_database(
    database_kind: str, migrated: str, engines: dict[str, Database], tmp_path_factory: pytest.TempPathFactory
) -> Database:
    """The database of a kind."""
    if database_kind not in engines:
        is_file = database_kind == "sqlite"
        url = f"sqlite:///{tmp_path_factory.mktemp('database')}/test.sqlite3" if is_file else migrated
        engines[database_kind] = Database(url)
    return engines[database_kind]


@pytest.fixture
def database(one_database: Database, database_kind: str, migrated: str) -> Iterator[Database]:
    """A database for one test, with real transactions; nothing is left of it."""
    if database_kind == "postgresql":
        yield one_database
        empty(one_database)
    else:
        file = Path(str(one_database.engine.url.database))
        shutil.copy(migrated.removeprefix("sqlite:///"), file)
        yield one_database
        one_database.engine.dispose()
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session of its own; what a test wants others to see it commits. It takes no lock while it only reads."""
    with database.session(writes=False) as session:
        yield session


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a demo, so that tests can sign in as anybody; nothing is written to the real instance folder."""
    return Settings(instance=tmp_path, database_url="", secret_key=SECRET, demo=True)


@pytest.fixture(scope="session", autouse=True)
def content_read_once() -> Iterator[None]:
    """Let every app of the tests have the same library of the real content: to read it takes longer than most tests do."""
    library = Library(ROOT / "content", KINDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.Library", lambda root, kinds: library if root == library.root else Library(root, kinds))
        yield


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Where apps of the tests find templates that another one has compiled."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def made_once(compiled_templates: BytecodeCache) -> tuple[Flask, dict[str, object]]:
    """An app that tests have one after another, as it takes longer to make than most of them do; and the extensions it was made with."""
    made = make_app(
        Settings(instance=Path(), database_url="", secret_key=SECRET, demo=True),
        Database("sqlite://"),
        compiled_templates,
    )
    return made, dict(made.extensions)


@pytest.fixture
def app(made_once: tuple[Flask, dict[str, object]], settings: Settings, database: Database) -> Flask:
    """The app on the test's database, remembering nothing of another."""
    app, extensions = made_once
    app.config["SETTINGS"] = settings
    app.extensions = extensions | {"metodstod_database": database, "metodstod_unit_tools": KeptFigures()}
    return app


def make_app(settings: Settings, database: Database, compiled_templates: BytecodeCache) -> Flask:
    """An app as it is served."""
    app = create_app(settings, db=database)
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = PageClient
    return app


@pytest.fixture
def world(database: Database) -> World:
    """Two municipalities with sections, units and one person in every role."""
    with database.transaction() as session:
        return make_world(session)


@pytest.fixture
def client(app: Flask, world: World) -> PageClient:
    """A browser in which nobody is signed in."""
    return browser(app, world)


@pytest.fixture
def own_client(settings: Settings, database: Database, compiled_templates: BytecodeCache, world: World) -> PageClient:
    """The same on an app that the test may add addresses to."""
    return browser(make_app(settings, database, compiled_templates), world)


def browser(app: Flask, world: World) -> PageClient:
    """A browser on an app."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.world = world
    return client


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first, in which the demo is filled, and what else needs the demo last: nobody waits for it meanwhile."""
    items.sort(key=lambda item: 0 if item.path.match("browser/test_pages.py") else 1 + item.path.match("browser/*.py"))
