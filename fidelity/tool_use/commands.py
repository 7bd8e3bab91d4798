"""Commands of tool use: `flask tool-use verify`, `recount` and `import`."""

from collections.abc import Iterator

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.database import current_database
from fidelity.tool_use import counts
from fidelity.tool_use.counts import Difference
from fidelity.tool_use.importing.command import import_processes
from fidelity.tool_use.rules import OPEN, Quarter
from organisation.models import Municipality

tool_use_commands = AppGroup("tool-use", help="Processes and the tools that they have used.")
tool_use_commands.add_command(import_processes)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(tool_use_commands)


@tool_use_commands.command("verify")
def verify_command() -> None:
    """Prove the stored counts equal to a recount of the processes and their tools."""
    found = 0
    with current_database().session(writes=False) as session:
        _see_one_moment(session)
        for municipality, one in _differences(session):
            _say(municipality, one)
            found += 1
    if found:
        click.echo(f"{found} counts differ from a recount. Mend them with: flask tool-use recount")
        raise SystemExit(1)
    click.echo("The stored counts equal a recount.")


@tool_use_commands.command("recount")
def recount_command() -> None:
    """Rewrite the stored counts that a recount does not agree with."""
    found = 0
    with current_database().transaction() as session:
        _let_nobody_count(session)
        for municipality, one in _differences(session):
            _say(municipality, one)
            change = counts.Change({(one.place, one.tool): one.counted - one.stored})
            counts.apply(session, change)
            found += 1
    click.echo(f"{found} counts are mended." if found else "The stored counts equal a recount: nothing to mend.")


def _differences(session: Session) -> Iterator[tuple[Municipality, Difference]]:
    for municipality in session.scalars(select(Municipality).order_by(Municipality.name)).all():
        for one in counts.differences(session, municipality.id):
            yield municipality, one


def _say(municipality: Municipality, one: Difference) -> None:
    closed = Quarter.of_number(one.place.quarter)
    quarter = "open" if one.place.quarter == OPEN else f"closed in quarter {closed.place + 1} of {closed.year}"
    where = f"unit {one.place.unit_id}, {one.place.kind}, {quarter}, {one.tool or 'processes'}"
    click.echo(f"{municipality.name}, {where}: stored {one.stored}, recounted {one.counted}")


def _see_one_moment(session: Session) -> None:
    """Let every statement see the database as it is now: what is registered meanwhile is no difference. SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _let_nobody_count(session: Session) -> None:
    """Let registrations wait while the counts are being mended. SQLite's write lock does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("lock table tool_use_count in exclusive mode"))
