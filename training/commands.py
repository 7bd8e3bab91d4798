"""Commands of training: `flask training verify`."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from core.commands import add_content_check
from core.database import current_database
from training import content, standings

training_commands = AppGroup("training", help="What people have learnt.")


def init_app(app: Flask) -> None:
    """Register the commands and the check of the courses' texts."""
    app.cli.add_command(training_commands)
    add_content_check(
        app,
        lambda: content.problems(app.extensions["metodstod_library"], app.extensions["metodstod_references"]),
    )


@training_commands.command("verify")
@click.option("--repair", is_flag=True, help="Rewrite what differs.")
def verify_command(*, repair: bool) -> None:
    """Prove the stored intervals equal to a recount of the facts."""
    courses = [course.id for course in current_app.extensions["metodstod_catalogue"].for_everybody("sv")]
    with current_database().transaction() as session:
        found = list(standings.verify(session, courses))
        for one in found:
            click.echo(f"person {one.person_id}, {one.course}: stored {one.stored}, recounted {one.recounted}")
        if repair:
            standings.rewrite(session, [one.person_id for one in found], courses)
    click.echo("The stored intervals equal a recount." if not found else f"{len(found)} differ from a recount.")
    if found and not repair:
        raise SystemExit(1)
