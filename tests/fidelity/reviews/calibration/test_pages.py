"""The pages of calibration: a set is rated as a plain form or by the script, submitted once, and shown beside the reference."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.database import Database
from core.security import store_key
from fidelity.reviews.calibration import queries, service
from fidelity.reviews.calibration.models import CalibrationAnswer, CalibrationRun
from fidelity.reviews.rating.rules import new_operation
from fidelity.reviews.rounds.models import Assignment
from organisation.models import Role
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.calibration.rating_a_set import INSTRUMENT, answer_all, begin, higher, rate_a_set
from tests.fidelity.reviews.calibration.readiness import calibrate
from tests.fidelity.reviews.rating.table import CRITERIA, set_table

pytestmark = on_one_database
ADDRESS = "/reviews/calibration"


@pytest.fixture
def coach(client: PageClient) -> PageClient:
    return client.sign_in(client.world.people[Role.COACH])


@pytest.fixture
def run_id(app: Flask, database: Database, client: PageClient) -> int:
    """A set that the coach has begun."""
    with app.app_context(), database.transaction() as session:
        return begin(session, client.world.people[Role.COACH], clock.now()).id


@contextmanager
def behind(client: PageClient) -> Iterator[Session]:
    """Change what is stored while no page is being made."""
    app = client.application
    with app.app_context(), app.extensions["metodstod_database"].transaction() as session:
        yield session


def sync(client: PageClient, address: str, *operations: dict[str, object]) -> tuple[int, dict[str, object]]:
    with client.application.app_context():
        person = store_key(client.world.people[Role.COACH])
    body = {"person": person, "operations": list(operations)}
    answer = client.post(address, json=body, headers={"X-CSRFToken": client.csrf_token()})
    return answer.status_code, answer.get_json(silent=True) or {}


def test_one_is_led_from_the_start_page_to_the_first_sample(coach: PageClient) -> None:
    assert "Du har inte kalibrerat dig ännu" in words(coach.page("/"))
    assert coach.page("/reviews").select_one(f"a[href='{ADDRESS}']")
    page = coach.page(ADDRESS)
    assert "Nästa uppsättning är 4 utdrag" in words(page)
    begun = coach.send(ADDRESS, {"instrument": INSTRUMENT})
    assert begun.status_code == 303
    samples = coach.page(begun.location).select("a.pick")
    assert len(samples) == 4
    page = coach.page(str(samples[0]["href"]))
    assert len(page.select("fieldset.anchors")) == 14
    assert page.select("textarea") == []
    assert page.select("button[name=mark]") == []
    assert "Allt i utdraget är påhittat" in words(page)


def test_answers_are_kept_as_a_form_and_one_goes_on(coach: PageClient, run_id: int) -> None:
    address = f"{ADDRESS}/{run_id}/1"
    sent = coach.send(address, {"answer:a1": "3", "gate:s1": "no", "intent": "next"})
    assert (sent.status_code, sent.location) == (303, f"{ADDRESS}/{run_id}/2")
    page = coach.page(address)
    assert page.select_one("input[name='answer:a1'][value='3'][checked]")
    assert page.select_one("input[name='gate:s1'][value='no'][checked]")
    assert "1 av 14" in words(coach.page(f"{ADDRESS}/{run_id}"))


def test_the_script_saves_each_answer_and_another_tab_is_told(coach: PageClient, run_id: int) -> None:
    address = f"{ADDRESS}/{run_id}/1"
    first = {"id": new_operation(clock.now()), "what": "answer", "about": "a1", "value": "2", "after": None}
    status, state = sync(coach, f"{address}/sync", first)
    assert status == 200
    assert state["answers"] == {"a1": {"answer": "2", "operation": first["id"]}}
    page = coach.send(address, {"answer:a1": "4", "seen:a1": "- "}, follow_redirects=True)
    assert "Du hade svarat något annat på en annan sida" in page.text
    assert sync(coach, f"{address}/sync", {"id": "no id"})[0] == 400


def test_a_set_with_gaps_is_not_submitted_and_says_where(coach: PageClient, run_id: int) -> None:
    answer = coach.send(f"{ADDRESS}/{run_id}")
    assert answer.status_code == 422
    assert "Utdrag 1: 14 kriterier saknar svar" in answer.text
    assert "Referens:" not in coach.get(f"{ADDRESS}/{run_id}/1").text


def test_submitted_it_is_locked_whatever_is_sent(coach: PageClient, run_id: int, session: Session) -> None:
    with behind(coach) as writing:
        answer_all(writing, writing.get_one(CalibrationRun, run_id), higher(1))
    coach.send(f"{ADDRESS}/{run_id}")
    before = everything(session)
    assert before[0][0] is not None, "it is submitted"
    later = {"id": new_operation(clock.now() + timedelta(hours=1)), "what": "answer", "about": "a1", "value": "0"}
    for place in range(1, 5):
        assert coach.send(f"{ADDRESS}/{run_id}/{place}", {"answer:a1": "0", "gate:s1": "na"}).status_code == 409
        assert sync(coach, f"{ADDRESS}/{run_id}/{place}/sync", later | {"after": None})[0] == 409
    assert coach.send(f"{ADDRESS}/{run_id}", {"intent": "submit"}).status_code == 409
    session.rollback()
    assert everything(session) == before


def everything(session: Session) -> list[tuple[object, ...]]:
    session.expire_all()
    runs = session.scalars(select(CalibrationRun))
    answers = session.scalars(select(CalibrationAnswer).order_by(CalibrationAnswer.id))
    return [
        *((one.submitted_at, one.is_passed) for one in runs),
        *((one.sheet_id, one.question, one.answer, one.operation) for one in answers),
    ]


def test_own_levels_stand_beside_the_reference_with_its_reasons(coach: PageClient, run_id: int) -> None:
    with behind(coach) as writing:
        run = writing.get_one(CalibrationRun, run_id)
        answer_all(writing, run, lambda name, answer: "eb" if name == "a1" else higher(1)(name, answer))
        sample = queries.kept_sample(writing, service.sheets(writing, run)[0].document_id, "sv")
    coach.send(f"{ADDRESS}/{run_id}")
    page = words(coach.page(f"{ADDRESS}/{run_id}"))
    assert "Du bedömer högre än referensen" in page
    assert "nådde du inte kommunens gräns" in page
    assert "gång svarade du ”Ej bedömbar” där referensen är ”Nivå" in page
    page = coach.page(f"{ADDRESS}/{run_id}/1")
    assert all(words(page).count(" ".join(reason.split())) >= 1 for reason in sample.reasons.values())
    every = [words(coach.page(f"{ADDRESS}/{run_id}/{place}")) for place in range(1, 5)]
    assert any("En nivå mot ett svar utan nivå" in one for one in every)
    assert page.select("input[type=radio]") == []


def test_calibrated_one_is_told_until_when_and_a_new_set_waits(coach: PageClient) -> None:
    with behind(coach) as writing:
        rate_a_set(writing, coach.world.people[Role.COACH], clock.now())
    page = coach.page(ADDRESS)
    assert "Du får bedöma riktiga utdrag till och med" in words(page)
    assert page.select("input[name=instrument]") == []
    assert coach.send(ADDRESS, {"instrument": INSTRUMENT}).status_code == 409
    assert "Dags att kalibrera dig" not in words(coach.page("/"))


def test_a_run_is_nobody_elses(client: PageClient, run_id: int) -> None:
    client.sign_in(client.world.people[Role.INVITED_RATER])
    for address in (f"{ADDRESS}/{run_id}", f"{ADDRESS}/{run_id}/1"):
        assert client.get(address).status_code == 404
        assert client.send(address).status_code == 404
    assert sync(client, f"{ADDRESS}/{run_id}/1/sync")[0] in {401, 404}
    assert client.get(f"{ADDRESS}/{run_id}/9").status_code == 404


def test_live_samples_open_for_who_is_let_in_and_others_are_led_here(client: PageClient, database: Database) -> None:
    with database.transaction() as session:
        table = set_table(session)
        rater = session.get_one(Assignment, table.first).person_id
        run = session.scalars(select(CalibrationRun).where(CalibrationRun.person_id == rater)).one()
        run.submitted_at = clock.now() - timedelta(200)
    client.sign_in(rater, second_factor=True)
    address = f"/reviews/ratings/{table.first}"
    assert client.get(address).location == ADDRESS
    sent = client.send(
        address, {f"answer:{name}": "2" for name in CRITERIA} | {"intent": "submit"}, follow_redirects=True
    )
    assert "Det du har svarat är sparat men inte inlämnat" in sent.text
    with database.transaction() as session:
        assert session.get_one(Assignment, table.first).submitted_at is None
        calibrate(session, [rater], run.document_id)
    assert client.page(address).select_one("input[name='answer:a1'][value='2'][checked]")
    assert client.send(address, {"intent": "submit"}).location == address
    assert client.page(address).select("input[name^='answer:']") == []


def test_who_plans_sees_until_when_raters_are_calibrated_and_no_level(client: PageClient, database: Database) -> None:
    with database.transaction() as session:
        table = set_table(session)
        last = session.scalars(select(CalibrationRun).order_by(CalibrationRun.id.desc())).first()
        assert last is not None
        session.delete(last)
    page = words(client.sign_in(table.place.supporter).page(f"/reviews/rounds/{table.round_id}"))
    assert "Kalibrerad till och med" in page
    assert "1 av dem som bedömer är inte kalibrerad" in page
    assert "Inte ännu" in page
