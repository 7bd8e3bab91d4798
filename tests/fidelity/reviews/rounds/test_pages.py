"""The pages of rounds: planned, refused with what would help, opened, drawn, closed; and raters from elsewhere."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.database import Database
from fidelity.reviews.instruments.queries import row_in_use
from fidelity.reviews.rounds.models import Assignment, ReviewRound, RoundState
from organisation.models import Person, Role
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.rounds.making import Place, hand_in, make_place

pytestmark = on_one_database


@pytest.fixture
def place(database: Database) -> Place:
    with database.transaction() as session:
        return make_place(session)


@pytest.fixture
def supporter(client: PageClient, place: Place) -> PageClient:
    return client.sign_in(place.supporter)


@pytest.fixture
def fields(app: Flask, place: Place) -> dict[str, object]:
    """A plan as the form sends it."""
    with app.app_context():
        document = row_in_use("case-file")
    today = clock.today()
    return {
        "name": "Första omgången",
        "document": document,
        "units": place.units,
        "raters": place.coaches,
        "first_day": today - timedelta(200),
        "last_day": today - timedelta(20),
        "source": "units",
        "samples_per_unit": 2,
        "share_twice": 20,
        "fewest_twice": 10,
        "hand_in_by": today + timedelta(20),
        "rate_by": today + timedelta(60),
        "retention_days": 30,
        "retention_decision": "GB 2026:4",
    }


@pytest.fixture
def planned(supporter: PageClient, fields: dict[str, object], session: Session) -> Iterator[ReviewRound]:
    answer = supporter.send("/reviews/rounds/new", fields)
    assert answer.status_code == 303, answer.text
    return session.scalars(select(ReviewRound)).one()


def test_a_plan_is_kept_and_says_what_its_numbers_allow(supporter: PageClient, planned: ReviewRound) -> None:
    page = words(supporter.page(f"/reviews/rounds/{planned.id}").main)  # type: ignore[arg-type]
    assert "12 tillsammans, 10 av dem bedöms två gånger" in page
    assert "Med färre än 5 utdrag får en enhet ingen egen profil" in page
    assert "Enheterna väljer själva vad de lämnar in, och varje rapport säger det" in page
    assert "Första omgången" in words(supporter.page("/reviews/rounds"))


def test_a_plan_with_too_few_raters_says_where_and_what_would_help(
    supporter: PageClient, fields: dict[str, object], place: Place
) -> None:
    page = supporter.send("/reviews/rounds/new", fields | {"raters": place.coaches[:3]})
    assert page.status_code == 422
    assert "Enhet 0: det behövs en bedömare till" in page.text
    assert "/reviews/invited-raters" in page.text
    assert "Första omgången" in page.text, "nothing written is lost"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"units": []}, {"raters": []}, {"samples_per_unit": "många"}, {"rate_by": "2020-01-01"},
        {"last_day": "2001-01-01"}, {"retention_decision": ""}, {"document": "0"}, {"units": ["999999"]}, {"source": "x"},
    ],
)  # fmt: skip
def test_a_plan_with_faults_is_not_kept(
    supporter: PageClient, fields: dict[str, object], session: Session, wrong: dict[str, object]
) -> None:
    assert supporter.send("/reviews/rounds/new", fields | wrong).status_code == 422
    assert session.scalars(select(ReviewRound)).all() == []


def test_a_round_goes_from_plan_to_its_end_and_no_step_is_done_twice(
    supporter: PageClient, planned: ReviewRound, place: Place, database: Database, session: Session
) -> None:
    address = f"/reviews/rounds/{planned.id}"
    assert supporter.send(f"{address}/draw").status_code == 409
    assert supporter.send(f"{address}/open").status_code == 303
    assert supporter.send(f"{address}/open").status_code == 409
    assert supporter.get(f"{address}/plan").status_code == 302
    assert supporter.send(f"{address}/draw").status_code == 409, "nothing has been released"
    with database.transaction() as writing:
        for unit in place.units:
            hand_in(writing, place, planned, unit)
    assert supporter.send(f"{address}/draw").status_code == 422, "six more are asked for"
    assert supporter.send(f"{address}/draw", {"is_sure": "yes"}).status_code == 303
    assert supporter.send(f"{address}/drop").status_code == 409
    session.rollback()
    assert len(session.scalars(select(Assignment)).all()) == 12, "all six, each twice"
    assert "olika par av bedömare" in words(supporter.page(address))
    assert supporter.send(f"{address}/close").status_code == 422, "nothing is rated"
    assert supporter.send(f"{address}/close", {"is_sure": "yes"}).status_code == 303
    session.rollback()
    session.refresh(planned)
    assert planned.state == RoundState.CLOSED


def test_two_who_change_a_plan_at_once_do_not_overwrite_each_other(
    supporter: PageClient, planned: ReviewRound, fields: dict[str, object]
) -> None:
    address = f"/reviews/rounds/{planned.id}/plan"
    assert supporter.page(address).select_one("input[name=revision]")["value"] == "1"  # type: ignore[index]
    assert supporter.send(address, fields | {"revision": "1", "name": "Min"}).status_code == 303
    late = supporter.send(address, fields | {"revision": "1", "name": "Din"})
    assert late.status_code == 409
    assert "Någon annan har ändrat planen" in late.text


def test_an_invited_rater_chooses_a_password_and_sees_nothing_but_the_rating(
    supporter: PageClient, session: Session, place: Place
) -> None:
    page = supporter.send("/reviews/invited-raters", {"name": "", "email": "", "agreement": ""})
    assert page.status_code == 422
    fields = {"name": "Gäst Bedömare", "email": "gast@annan.invalid", "agreement": "Avtal 7"}
    assert "/password/" in supporter.send("/reviews/invited-raters", fields).text
    assert supporter.send("/reviews/invited-raters", fields).status_code == 422, "the address is taken"
    guest = session.scalars(select(Person).where(Person.name == "Gäst Bedömare")).one()
    assert "Gäst Bedömare" in words(supporter.page("/reviews/rounds/new"))
    as_guest = supporter.sign_in(guest.id)
    home = as_guest.page("/")
    assert not home.select("a[href^='/courses'], a[href^='/checklists'], a[href^='/tool-use']")
    for closed in ("/courses", "/checklists", "/tool-use", "/reviews/rounds", "/coverage", "/search", "/people"):
        assert as_guest.get(closed).status_code in {403, 404}, closed
    supporter.sign_in(place.supporter)
    assert supporter.send(f"/reviews/invited-raters/{guest.id}/end").status_code == 303
    assert as_guest.sign_in(guest.id).get("/account").status_code in {302, 404}


def test_a_round_of_another_municipality_is_not_found(client: PageClient, planned: ReviewRound) -> None:
    client.sign_in(client.world.people[Role.METHOD_SUPPORTER])
    for path in ("", "/plan"):
        assert client.get(f"/reviews/rounds/{planned.id}{path}").status_code == 404
    assert client.send(f"/reviews/rounds/{planned.id}/open").status_code == 404
