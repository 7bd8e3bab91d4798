"""Puts the house together: `create_app()`, the server behind `python app.py`, and the command line."""

import sys
from pathlib import Path

import click
from flask import Flask
from jinja2 import StrictUndefined

import core.commands
import core.views
import fidelity.checklists.filling.demo
import fidelity.reviews.calibration.demo
import fidelity.reviews.demo
import fidelity.site
import fidelity.tool_use.demo
import followup.site
import organisation.commands
import organisation.demo
import organisation.people.views
import organisation.second_factor.views
import organisation.sign_in.views
import organisation.staff_import.views
import training.content
import training.demo
import training.site
from core import access, clock, database, errors, i18n, log, paper, places, security, static_files
from core.commands import publish_content
from core.database import Database, current_database
from core.documents import Library
from core.migrating import migrate
from core.server import serve
from core.settings import ROOT, Settings
from organisation.sign_in import demo_people
from training.references import References

CONTENT = ROOT / "content"
KINDS = {**training.content.KINDS, **fidelity.site.KINDS}
"""The kinds of documents there are in `content/`."""


def create_app(settings: Settings | None = None, *, db: Database | None = None, content: Path = CONTENT) -> Flask:
    """The whole site. The database must have been migrated (`flask database migrate`)."""
    settings = settings or Settings.from_environment()
    app = Flask("metodstod", root_path=str(ROOT))
    app.config.update(CONTENT=content, SETTINGS=settings)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    log.configure()
    database.init_app(app, db or Database(settings.database_url))
    security.init_app(app, settings)
    i18n.init_app(app)
    errors.init_app(app)
    access.init_app(app)
    places.init_app(app)
    static_files.init_app(app)
    paper.init_app(app)
    core.views.init_app(app)
    organisation.sign_in.views.init_app(app, settings)
    organisation.people.views.init_app(app)
    organisation.second_factor.views.init_app(app)
    organisation.staff_import.views.init_app(app)
    _add_content(app, content)
    followup.site.init_app(app)
    for commands in (core.commands, organisation.commands):
        commands.init_app(app)
    return app


def _add_content(app: Flask, content: Path) -> None:
    library = Library(content, KINDS)
    references = References(library, lambda name: static_files.picture_address(content, name))
    app.extensions["metodstod_library"] = library
    training.site.init_app(app, library, references)
    fidelity.site.init_app(app, library, references)


def prepare(app: Flask) -> None:
    """Migrate, publish what is new in content/, and fill an empty demo."""
    with app.app_context():
        migrate(current_database())
        publish_content()
        if app.config["DEMO"]:
            fill_demo(app)


def fill_demo(app: Flask) -> None:
    """Fill an empty database with the fictional municipalities."""
    courses = list(app.extensions["metodstod_catalogue"].courses("sv"))
    with current_database().transaction() as session:
        if organisation.demo.fill(session, today=clock.today()):
            print("Filling the demo with two years of invented history (once) …", flush=True)
            training.demo.fill(session, courses, today=clock.today())
            fidelity.tool_use.demo.fill(session, today=clock.today())
            fidelity.checklists.filling.demo.fill(session, today=clock.today())
            fidelity.reviews.calibration.demo.fill(session, today=clock.today())
            fidelity.reviews.demo.fill(session, today=clock.today())


def main() -> None:
    """Prepare and serve; a setting that can't be used is said in one line."""
    try:
        settings = Settings.from_environment()
        app = create_app(settings)
        prepare(app)
    except click.ClickException as refusal:
        sys.exit(f"Metodstöd does not start: {refusal.message}")
    announce(app, settings)
    serve(app, settings)


def announce(app: Flask, settings: Settings) -> None:
    """Print the address, and in the demo the people one can sign in as."""
    print(f"Metodstöd: http://{settings.host}:{settings.port}")
    if settings.demo:
        print("The demo's people, all invented; the sign-in page has a button for each:")
        with app.app_context(), current_database().session(writes=False) as session:
            for person in demo_people.people(session):
                print(f"  {person.persona:<18}{person.name}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
