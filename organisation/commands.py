"""Commands of the organisation: `flask municipality …` and `flask people …`."""

from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.database import current_database
from core.table_files.command_line import moving, stop_at
from organisation.models import Municipality, Person, Role
from organisation.people.service import give_role
from organisation.queries import municipality_named
from organisation.second_factor import service as second_factor
from organisation.second_factor.forms import SERVER
from organisation.sign_in.service import make_password_link
from organisation.staff_import.importing import StaffFileRefused, apply_plan, plan_import
from organisation.staff_import.plan import ImportPlan
from organisation.staff_import.staff_file import read_staff_file
from organisation.words import SECTION_WORDS, UNIT_WORDS

municipality_commands = AppGroup("municipality", help="Municipalities of this installation.")
people_commands = AppGroup("people", help="People, from the command line.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(municipality_commands)
    app.cli.add_command(people_commands)


@municipality_commands.command("add")
@click.argument("name")
@click.option("--section-word", type=click.Choice(list(SECTION_WORDS)), default="section", show_default=True)
@click.option("--unit-word", type=click.Choice(list(UNIT_WORDS)), default="unit", show_default=True)
def add_municipality(name: str, section_word: str, unit_word: str) -> None:
    """Add a municipality; its staff then comes in with `flask people import`."""
    with current_database().transaction() as session:
        if municipality_named(session, name) is not None:
            raise click.ClickException(f"There is a municipality called {name} already.")
        session.add(Municipality(name=name, section_word=section_word, unit_word=unit_word, opened_on=clock.today()))
    click.echo(f"{name} is added. Bring in its staff: flask --app app people import FILE --municipality {name!r}")


@people_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", "name", help="The municipality's name; may be left out when there is only one.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file describes; today when left out.")
@click.option("--dry-run", is_flag=True, help="Only say what the file would change.")
@click.option("--yes", is_flag=True, help="Do not ask, even when more than a fifth of the employments would end.")
def import_people(file: Path, name: str | None, as_of: datetime | None, *, dry_run: bool, yes: bool) -> None:
    """Take in a staff file (CSV) from the HR system: all of it, or nothing."""
    staff = read_staff_file(file.read_bytes())
    if staff.faults:
        stop_at(staff.faults, staff.more_faults)
    day = as_of.date() if as_of else clock.today()
    if day > clock.today():
        raise click.ClickException("The day has not come yet. Give today or an earlier day.")
    with current_database().session() as session:
        municipality = _municipality(session, name)
        try:
            with click.progressbar(length=len(staff.rows), label="Comparing", show_pos=True) as bar:
                plan = plan_import(
                    session, municipality_id=municipality.id, rows=staff.rows, as_of=day, progress=moving(bar)
                )
        except StaffFileRefused as refusal:
            stop_at(refusal.faults)
        _say(plan, staff.notes)
        if dry_run:
            click.echo("Nothing was changed (--dry-run).")
            return
        if plan.asks_first and not yes:
            session.rollback()  # nothing is held while somebody thinks
            click.confirm(f"{plan.ending} of {plan.open_before} employments would end. Is that right?", abort=True)
            plan = plan_import(session, municipality_id=municipality.id, rows=staff.rows, as_of=day)
        with click.progressbar(length=len(plan.people), label="Writing", show_pos=True) as bar:
            apply_plan(
                session,
                plan,
                municipality_id=municipality.id,
                actor=Actor(None, municipality.id),
                now=clock.now(),
                progress=moving(bar),
            )
        session.commit()
    click.echo("The staff is now as in the file.")


@people_commands.command("role")
@click.argument("email")
@click.argument(
    "role", type=click.Choice([Role.ADMINISTRATOR.value, Role.MANAGEMENT.value, Role.METHOD_SUPPORTER.value])
)
def role_command(email: str, role: str) -> None:
    """Give a role that holds in the whole municipality, such as the first administrator's."""
    with current_database().transaction() as session:
        person = _person(session, email)
        give_role(
            session,
            person,
            Role(role),
            section_id=None,
            unit_id=None,
            starts_on=clock.today(),
            actor=Actor(None, person.municipality_id),
            now=clock.now(),
        )
    click.echo(f"{person.name} now has the role {role}.")


@people_commands.command("password-link")
@click.argument("email")
def password_link_command(email: str) -> None:
    """Print the path of a one-time link with which a person chooses a password."""
    with current_database().transaction() as session:
        person = _person(session, email)
        token = make_password_link(session, person, actor=Actor(None, person.municipality_id), now=clock.now())
    click.echo(f"Works once, for seven days, after your site's address: /password/{token}")


@people_commands.command("reset-second-factor")
@click.argument("email")
def reset_second_factor_command(email: str) -> None:
    """Take a person's second factor away, such as the only administrator's when the phone is lost."""
    with current_database().transaction() as session:
        person = _person(session, email)
        try:
            second_factor.reset(session, person, SERVER, actor=Actor(None, person.municipality_id), now=clock.now())
        except second_factor.NotOn as refusal:
            raise click.ClickException(f"{person.name} has no second factor to reset.") from refusal
    click.echo(f"{person.name} can set up a second factor again.")


def _municipality(session: Session, name: str | None) -> Municipality:
    found = session.scalars(select(Municipality).order_by(Municipality.name)).all()
    wanted = [one for one in found if name in (None, one.name)]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(one.name for one in found) or "none yet (flask municipality add NAME)"
    raise click.ClickException(f"Say which municipality with --municipality. There are: {names}.")


def _person(session: Session, email: str) -> Person:
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"Nobody has the e-mail address {email}. Bring in the staff file first.")
    return person


def _say(plan: ImportPlan, notes: tuple[str, ...]) -> None:
    for note in notes:
        click.echo(note)
    click.echo(", ".join(f"{kind.value}: {count}" for kind, count in plan.counts.items()))
    for section in plan.new_sections:
        click.echo(f"new section: {section}")
    for unit, section in plan.new_units:
        click.echo(f"new unit: {unit}, in {section}")
    for unit, before, after in plan.moved_units:
        click.echo(f"{unit} moves from {before} to {after}")
