"""Commands of the installation itself: `flask database …` and `flask content …`."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from core import clock, publishing
from core.audit import Actor
from core.backup import NotEmbeddedError, back_up
from core.database import current_database
from core.documents import Library, Problem
from core.errors import DomainError
from core.migrating import migrate

ContentCheck = Callable[[], list[Problem]]
AfterPublishing = Callable[[Session], object]

database_commands = AppGroup("database", help="The database's schema.")
content_commands = AppGroup("content", help="The texts in content/.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.extensions.setdefault("metodstod_content_checks", [])
    app.extensions.setdefault("metodstod_after_publishing", [])
    app.cli.add_command(database_commands)
    app.cli.add_command(content_commands)


def add_content_check(app: Flask, check: ContentCheck) -> None:
    """Let a slice check the documents it knows when `flask content check` runs."""
    app.extensions.setdefault("metodstod_content_checks", []).append(check)


def after_publishing(app: Flask, do: AfterPublishing) -> None:
    """Let a slice bring up to date what it has made from the content, in the transaction that publishes."""
    app.extensions.setdefault("metodstod_after_publishing", []).append(do)


def content_problems() -> list[Problem]:
    """Everything to mend in content/, in the order of files and lines."""
    library: Library = current_app.extensions["metodstod_library"]
    found = [*library.problems, *publishing.changed_since_published(library)]
    for check in current_app.extensions["metodstod_content_checks"]:
        found += check()
    return sorted(set(found))


@database_commands.command("migrate")
def migrate_command() -> None:
    """Bring the database up to the newest schema."""
    migrate(current_database())
    click.echo("The database has the newest schema.")


@database_commands.command("backup")
@click.argument("file", type=click.Path(exists=False, dir_okay=False, path_type=Path))
def backup_command(file: Path) -> None:
    """Copy the embedded database to a new file while the site runs; to restore, put the file in its place."""
    try:
        back_up(current_database(), file)
    except NotEmbeddedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except OSError as refusal:
        raise click.ClickException(f"{file}: {refusal.strerror}. Give the path of a new file.") from refusal
    click.echo(f"The database is copied to {file}.")


@content_commands.command("check")
def check_command() -> None:
    """Read all of content/ and say what to mend, with file and line."""
    problems = content_problems()
    for problem in problems:
        click.echo(str(problem))
    errors = sum(not problem.is_warning for problem in problems)
    click.echo(f"{errors} to mend, {len(problems) - errors} to think about.")
    if errors:
        raise SystemExit(1)


@content_commands.command("publish")
@click.option("--lock", is_flag=True, help="Also write the hashes of new versions to content/published.lock.")
def publish_command(*, lock: bool) -> None:
    """Write the versions that are new to the database."""
    count = publish_content()
    if lock:
        publishing.write_lock(current_app.extensions["metodstod_library"])
    click.echo(f"{count} new versions published.")


def publish_content() -> int:
    """Publish what is new in content/; returns how many versions. Refuses content with errors."""
    errors = [problem for problem in content_problems() if not problem.is_warning]
    if errors:
        raise click.ClickException("Mend the content first (flask content check):\n" + "\n".join(map(str, errors[:20])))
    try:
        with current_database().transaction() as session:
            count = publishing.publish(
                session, current_app.extensions["metodstod_library"], actor=Actor(), now=clock.now()
            )
            for do in current_app.extensions["metodstod_after_publishing"]:
                do(session)
            return count
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
