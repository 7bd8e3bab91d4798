"""What the browser tests stand on: the demo, filled once; a copy of it served to each module; one Chromium."""

import fcntl
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from app import create_app, prepare
from core.server import THREADS
from core.settings import Settings
from tests.browser.site import Site
from tests.conftest import REQUIRED, SECRET

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-features=SpareRendererForSitePerProcess",
]
PATIENCE = 20_000
"""Milliseconds that a condition is waited for: a loaded machine is slow, not wrong."""
CONNECTIONS = 1000
"""A browser keeps six open, and there are many browsers here."""
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
HEIGHTS = ((600, 740), (10_000, 900))

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; without it these tests are skipped, or fail where they are required."""
    found = shutil.which("chromium")
    if found is not None:
        return found
    if "browser" in REQUIRED:
        pytest.fail("chromium is required here and not found: install Debian's package chromium")
    pytest.skip("chromium is not on this machine: the browser tests are not run (Debian: apt install chromium)")


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for all tests; each page has a context of its own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def filled_demo(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that holds the whole demo, made as `make run` makes it, by whichever process comes first; only ever copied."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if root.name.startswith("popen-") else root) / "filled-demo"
    folder.mkdir(exist_ok=True)
    file = folder / "demo.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            _fill(folder / "new.sqlite3")
            (folder / "new.sqlite3").rename(file)
    return file


def _fill(file: Path) -> None:
    app = _demo_app(file)
    prepare(app)
    app.extensions[
        "metodstod_database"
    ].engine.dispose()  # the last one to leave takes what lies in the WAL into the file


def _demo_app(file: Path) -> Flask:
    return create_app(Settings(instance=file.parent, database_url=f"sqlite:///{file}", secret_key=SECRET, demo=True))


@pytest.fixture(scope="module")
def site(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on a free port of this machine, with a database of the module's own."""
    file = tmp_path_factory.mktemp("instance") / "demo.sqlite3"
    shutil.copy(filled_demo, file)
    app = _demo_app(file)
    channels: dict[int, object] = {}
    server = create_server(
        app,
        map=channels,
        host="127.0.0.1",
        port=0,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        clear_untrusted_proxy_headers=True,
    )
    thread = threading.Thread(target=server.run, name="browser-tests-server")
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.effective_port}", file)
    server.trigger.pull_trigger(lambda: wasyncore.close_all(channels))
    thread.join(PATIENCE / 1000)
    server.task_dispatcher.shutdown()
    app.extensions["metodstod_database"].engine.dispose()


@pytest.fixture
def browser_page(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """A function that opens a page of the site: `browser_page("new-hire", width=360, language="sv")`."""
    contexts: list[BrowserContext] = []

    def open_page(persona: str | None, width: int = 1280, language: str = "sv", **more: object) -> Page:
        contexts.append(new_context(chromium, site, persona, width=width, language=language, **more))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


def new_context(
    chromium: Browser, site: Site, persona: str | None, *, width: int, language: str, **more: object
) -> BrowserContext:
    """A browser of somebody's own, signed in as the persona when one is given, that asks for the language."""
    height = next(height for widest, height in HEIGHTS if width <= widest)
    context = chromium.new_context(
        base_url=site.url,
        viewport={"width": width, "height": height},
        locale=LOCALES[language],
        reduced_motion="reduce",  # nothing is measured half-way through a change
        **more,
    )
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    if persona:
        site.sign_in(context, persona)
    return context
