"""Commands of reviews: `flask reviews erase`."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.audit import Actor
from core.database import Database, current_database
from fidelity.reviews.calibration.group import call_off_forgotten
from fidelity.reviews.rounds.models import ReviewRound
from fidelity.reviews.samples.erasing import Erased, due, erase_round

review_commands = AppGroup("reviews", help="Reviews of case samples.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(review_commands)


@review_commands.command("erase")
def erase_command() -> None:
    """Erase what is not to be kept longer. To be run every day.

    Texts, quotes and comments of the rounds whose time is up, each with a protocol, while levels stay; and group sessions
    that nobody has closed in thirty days.
    """
    database, now = current_database(), clock.now()
    with database.transaction() as session:
        forgotten = call_off_forgotten(session, now)
    with database.session(writes=False) as session:
        rounds = [(one.id, one.name) for one in due(session, clock.local_day(now))]
    erased = [(name, _erase(database, id_, name)) for id_, name in rounds]
    for name, one in erased:
        if isinstance(one, Erased):
            click.echo(
                f"{name}: {one.samples} samples, {one.texts} texts, {one.comments} comments, {one.quotes} quotes erased."
            )
    if forgotten:
        click.echo(f"Group sessions that nobody had closed, called off: {forgotten}.")
    elif not any(isinstance(one, Erased) for _name, one in erased):
        click.echo("Nothing to erase.")
    if not database.empty_journal():
        click.echo(
            "The journal was in use and could not be emptied: what was erased may stay in it until the next time."
        )
    if any(one is False for _name, one in erased):
        raise SystemExit(1)


def _erase(database: Database, round_id: int, name: str) -> Erased | bool:
    """Erase a round in a transaction of its own; True where nothing was left of it, False where it failed, which is said."""
    try:
        with database.transaction() as session:
            kept = session.get_one(ReviewRound, round_id)
            actor = Actor(municipality_id=kept.municipality_id)
            return erase_round(session, kept, actor=actor, now=clock.now()) or True
    except SQLAlchemyError as error:
        click.echo(
            f"{name}: could not be erased ({type(error).__name__}). Nothing of it was changed; run it again.", err=True
        )
        return False
