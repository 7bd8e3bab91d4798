"""Commands of filled checklists: `flask checklists verify`."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from core.database import current_database
from fidelity.checklists.filling.counts import differences
from organisation.models import Municipality

checklist_commands = AppGroup("checklists", help="Checklists that are filled in.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(checklist_commands)


@checklist_commands.command("verify")
def verify_command() -> None:
    """Prove the stored counts equal to a recount of the finished checklists."""
    with current_database().transaction() as session:
        found = [
            one
            for municipality_id in session.scalars(select(Municipality.id).order_by(Municipality.id)).all()
            for one in differences(session, municipality_id)
        ]
    for one in found:
        place, item, answer = one.counted
        click.echo(
            f"unit {place.unit_id}, half-year {place.half_year}, document {place.document_id}, "
            f"{item or 'all'} {answer}: stored {one.stored}, recounted {one.found}"
        )
    click.echo("The stored counts equal a recount." if not found else f"{len(found)} differ from a recount.")
    if found:
        raise SystemExit(1)
