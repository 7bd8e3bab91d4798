"""Bringing in a staff file through the pages and the command line."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core import clock
from organisation.models import Employment, PeopleImport, Person, Role
from organisation.staff_import import service
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.world import World

pytestmark = on_one_database

HEAD = "Anst.nr;Namn;E-post;Sektion;Enhet;Befattning;Start;Slut;Ledig från;Ledig till"
TWO = f"{HEAD}\n501;Ny Person;ny@example.invalid;Barn och unga;Utredning 1;Socialsekreterare;2026-01-12;;;\n"


def staff_file(session: Session, world: World, *, but: str | None = None, extra: str = "") -> bytes:
    """A file with everybody of the municipality as they stand, but for one."""
    rows = session.execute(
        select(Person.employee_number, Person.name, Person.email, Employment.unit_id, Employment.hired_on)
        .join(Employment, Employment.person_id == Person.id)
        .where(Person.municipality_id == world.municipality)
    )
    places = {
        world.unit: "Barn och unga;Utredning 1",
        world.sibling_unit: "Barn och unga;Utredning 2",
        world.other_unit: "Insatser;Öppenvård",
    }
    lines = [
        f"{row.employee_number};{row.name};{row.email};{places[row.unit_id]};Socialsekreterare;{row.hired_on};;;"
        for row in rows
        if row.name != but
    ]
    session.rollback()
    return "\n".join([HEAD, *lines, extra]).encode()


def send(client: PageClient, content: bytes) -> TestResponse:
    """Send a file and follow to its page."""
    fields = {"file": (io.BytesIO(content), "personal.csv"), "as_of": clock.today().isoformat()}
    return client.send("/people/imports", fields, content_type="multipart/form-data", follow_redirects=True)


@pytest.fixture
def administrator(client: PageClient) -> PageClient:
    """The administrator's browser."""
    return client.sign_in(client.world.people[Role.ADMINISTRATOR])


def count(session: Session, table: type) -> int:
    """How many rows a table has, as it is now."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_file_is_shown_first_and_taken_in_once(administrator: PageClient, session: Session) -> None:
    new = "501;Ny Person;ny@example.invalid;Barn och unga;Utredning 1;Socialsekreterare;2026-01-12;;;"
    before = count(session, Person)
    page = checked(send(administrator, staff_file(session, administrator.world, but="Test Colleague", extra=new)))
    text = words(page)
    assert "Ny Person" in text
    assert "Test Colleague" in text
    assert count(session, Person) == before, "nothing is changed by the preview"
    url = page.select_one("form[action$='/apply']")["action"]
    first = administrator.send(url, follow_redirects=True)
    checked(first)
    assert count(session, Person) == before + 1
    second = administrator.send(url)
    assert second.status_code == 409
    assert count(session, Person) == before + 1
    kept = session.scalars(select(PeopleImport)).one()
    assert (kept.state, kept.content) == ("done", None)
    assert "Ny Person" not in str(kept.preview)


def test_the_same_file_again_changes_nothing(administrator: PageClient, session: Session) -> None:
    content = staff_file(session, administrator.world)
    page = checked(send(administrator, content))
    before = count(session, Employment)
    checked(administrator.send(page.select_one("form[action$='/apply']")["action"], follow_redirects=True))
    assert count(session, Employment) == before


def test_a_faulty_file_is_refused_with_line_column_and_advice(administrator: PageClient, session: Session) -> None:
    before = count(session, Person)
    faulty = f"{HEAD}\n501;Ny Person;inte en adress;Barn och unga;Utredning 1;Socialsekreterare;31/2 2026;;;\n"
    page = checked(send(administrator, faulty.encode()))
    cells = [words(cell) for cell in page.select("tbody td")]
    assert cells[0] == "2"
    assert "E-post" in cells
    assert "Start" in cells
    assert count(session, Person) == before


def test_a_file_that_would_end_many_employments_asks_first(administrator: PageClient, session: Session) -> None:
    page = checked(send(administrator, TWO.encode()))
    url = page.select_one("form[action$='/apply']")["action"]
    refused = administrator.send(url)
    checked(refused, 422)
    assert session.scalars(select(PeopleImport.state)).one() == service.PREVIEW
    session.rollback()
    checked(administrator.send(url, {"is_sure": "y"}, follow_redirects=True))
    open_now = session.scalar(
        select(func.count()).where(
            Employment.municipality_id == administrator.world.municipality, Employment.ends_on.is_(None)
        )
    )
    assert open_now == 1


def test_a_dropped_file_leaves_nothing_behind(administrator: PageClient, session: Session) -> None:
    page = checked(send(administrator, TWO.encode()))
    administrator.send(page.select_one("form[action$='/drop']")["action"])
    kept = session.scalars(select(PeopleImport)).one()
    assert (kept.state, kept.content, kept.preview["counts"]["new"]) == ("dropped", None, 1)


def test_staff_that_changed_since_the_preview_is_shown_again(administrator: PageClient, session: Session) -> None:
    page = checked(send(administrator, staff_file(session, administrator.world, but="Test Colleague")))
    colleague = session.scalars(
        select(Employment).join(Person, Person.id == Employment.person_id).where(Person.name == "Test Colleague")
    ).one()
    colleague.ends_on = clock.today() - timedelta(days=30)
    session.commit()
    again = checked(administrator.send(page.select_one("form[action$='/apply']")["action"], follow_redirects=True))
    assert again.select_one("form[action$='/apply']") is not None, "a new preview waits for approval"
    session.rollback()
    assert session.get_one(Employment, colleague.id).ends_on == clock.today() - timedelta(days=30)


def test_a_day_ahead_and_no_file_are_refused_with_advice(administrator: PageClient) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    fields = {"file": (io.BytesIO(TWO.encode()), "personal.csv"), "as_of": tomorrow}
    checked(administrator.send("/people/imports", fields, content_type="multipart/form-data"), 422)
    checked(administrator.send("/people/imports", {"as_of": clock.today().isoformat()}), 422)


def test_another_municipalitys_import_is_not_there(client: PageClient, session: Session) -> None:
    world = client.world
    kept = PeopleImport(
        municipality_id=world.other_municipality,
        person_id=world.people["foreign"],
        created_at=clock.now(),
        beat_at=clock.now(),
        state=service.PREVIEW,
        file_name="x.csv",
        as_of=clock.today(),
        content=b"x",
    )
    session.add(kept)
    session.commit()
    client.sign_in(world.people[Role.ADMINISTRATOR])
    for way in ("", "/apply", "/drop"):
        url = f"/people/imports/{kept.id}{way}"
        assert (client.send(url) if way else client.get(url)).status_code == 404


def test_the_command_line_takes_a_file_in_or_changes_nothing(
    app: Flask, world: World, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "personal.csv"
    new = "501;Ny Person;ny@example.invalid;Barn och unga;Utredning 1;Socialsekreterare;2026-01-12;;;"
    file.write_bytes(staff_file(session, world, extra=new))
    before = count(session, Person)
    runner = app.test_cli_runner()
    arguments = ["people", "import", str(file), "--municipality", "Testby kommun"]
    assert runner.invoke(args=[*arguments, "--dry-run"]).exit_code == 0
    assert count(session, Person) == before
    done = runner.invoke(args=arguments)
    assert done.exit_code == 0, done.output
    assert count(session, Person) == before + 1
    file.write_text(f"{HEAD}\n501;;;;;;;;;\n", encoding="utf-8")
    refused = runner.invoke(args=arguments)
    assert refused.exit_code == 1
    assert "2" in refused.output
    assert count(session, Person) == before + 1
    assert runner.invoke(args=["people", "import", str(file)]).exit_code == 1, "two municipalities: say which"
