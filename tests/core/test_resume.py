"""What was being sent when the session ended: shown again at the sign-in, sent again after it, and kept nowhere."""

import io
import json

import pytest
from argon2 import PasswordHasher
from bs4 import BeautifulSoup, Tag
from sqlalchemy import delete, select

from core.database import Base, Database
from core.resume import LARGEST
from organisation.models import Person, SignedInSession
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from training.models import ReflectionText

ENGLISH = {"Accept-Language": "en"}
EXERCISE = "/courses/basic/three-questions/exercise"
TYPED = 'Jag tänkte på "styrkor" & <b>skydd</b>.\nNästa rad </textarea> – med åäö.'
PASSWORD = "fyra ord utan samband"


@pytest.fixture
def persona(client: PageClient, database: Database) -> str:
    """The learner, who can sign in by a button and by a password."""
    with database.transaction() as session:
        person = session.get_one(Person, client.world.people["learner"])
        person.email = "new-hire@demo.invalid"
        person.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    return "new-hire"


def fields_of(form: Tag) -> list[tuple[str, str]]:
    """What a browser sends when the form is sent without anything being changed."""
    return [(str(field["name"]), str(field.get("value", ""))) for field in form.select("input[name]")]


def form_to(page: BeautifulSoup, address: str) -> list[tuple[str, str]]:
    """The fields of the page's first form to an address."""
    form = page.select_one(f'form[action="{address}"]')
    assert form is not None, f"no form to {address}"
    return fields_of(form)


def reflection(client: PageClient) -> dict[str, str]:
    """The exercise's form as it stands, with something typed in its first box."""
    page = BeautifulSoup(client.get(EXERCISE).text, "html.parser")
    fields = dict(form_to(page, f"{EXERCISE}/reflections"))
    box = page.select("textarea")[0]
    return {**fields, str(box["name"]): TYPED, "intent": "save"}


def end_sessions(database: Database) -> None:
    with database.transaction() as session:
        session.execute(delete(SignedInSession))


def interrupted(client: PageClient, database: Database, **headers: str) -> BeautifulSoup:
    """The page one meets when the session ended while one was writing."""
    client.sign_in(client.world.people["learner"])
    form = reflection(client)
    end_sessions(database)
    answer = client.post(f"{EXERCISE}/reflections", data=form, headers={**ENGLISH, **headers})
    return checked(answer, status=401)


def typed_in(page: BeautifulSoup) -> list[str]:
    return [str(field["value"]) for field in page.select("input[value]") if "styrkor" in str(field["value"])]


def stored_texts(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        return list(session.scalars(select(ReflectionText.text)))


def test_who_was_signed_out_while_writing_sees_the_sign_in_page_with_the_text_in_it(
    client: PageClient, database: Database, persona: str
) -> None:
    page = interrupted(client, database)
    assert "What you wrote is still on this page" in words(page)
    for address in ("/sign-in", "/demo/sign-in"):
        fields = dict(form_to(page, address))
        assert fields["kept-address"] == f"{EXERCISE}/reflections"
        assert fields["kept:intent"] == "save"
        assert [value for name, value in fields.items() if name.startswith("kept:text:")] == [TYPED]


def test_after_the_sign_in_it_is_sent_again_and_saved(client: PageClient, database: Database, persona: str) -> None:
    page = interrupted(client, database)
    answer = client.post("/demo/sign-in", data=dict(form_to(page, "/demo/sign-in")), headers=ENGLISH)
    resume = checked(answer)
    assert "is not saved yet" in words(resume)
    assert stored_texts(database) == []
    saved = client.post(f"{EXERCISE}/reflections", data=dict(form_to(resume, f"{EXERCISE}/reflections")))
    assert (saved.status_code, saved.location) == (303, EXERCISE)
    assert stored_texts(database) == [TYPED]


def test_after_a_sign_in_by_password_it_is_sent_again_and_saved(
    client: PageClient, database: Database, persona: str
) -> None:
    page = interrupted(client, database)
    form = dict(form_to(page, "/sign-in")) | {"email": "new-hire@demo.invalid", "password": PASSWORD}
    resume = checked(client.post("/sign-in", data=form, headers=ENGLISH))
    saved = client.post(f"{EXERCISE}/reflections", data=dict(form_to(resume, f"{EXERCISE}/reflections")))
    assert (saved.status_code, saved.location) == (303, EXERCISE)
    assert stored_texts(database) == [TYPED]


def test_a_wrong_password_loses_nothing(client: PageClient, database: Database, persona: str) -> None:
    page = interrupted(client, database)
    for form in (
        {"email": "new-hire@demo.invalid", "password": "fel lösenord helt och hållet"},
        {"email": "", "password": ""},
    ):
        answer = client.post("/sign-in", data=dict(form_to(page, "/sign-in")) | form, headers=ENGLISH)
        page = BeautifulSoup(answer.text, "html.parser")
        assert set(typed_in(page)) == {TYPED}
    assert "fel lösenord" not in page.text
    assert page.select("input[type=password][value]:not([value=''])") == []


def test_nothing_of_it_is_in_the_database_or_in_the_browsers_cookie(
    client: PageClient, database: Database, persona: str
) -> None:
    page = interrupted(client, database)
    client.post("/demo/sign-in", data=dict(form_to(page, "/demo/sign-in")))
    with client.session_transaction() as cookie:
        assert "styrkor" not in json.dumps(dict(cookie), default=str)
    with database.session(writes=False) as session:
        for name, table in Base.metadata.tables.items():
            if name not in {"published_document", "search_passage", "search_word"}:  # what is published, and its words
                rows = session.execute(select(table)).all()
                assert not any("styrkor" in str(row) for row in rows), name


def test_unscreened_text_is_carried_but_screened_when_it_is_sent_again(
    client: PageClient, database: Database, persona: str
) -> None:
    client.sign_in(client.world.people["learner"])
    form = reflection(client)
    box = next(name for name in form if name.startswith("text:"))
    end_sessions(database)
    answer = client.post(f"{EXERCISE}/reflections", data=form | {box: "Hon heter 850101-1234"}, headers=ENGLISH)
    page = BeautifulSoup(answer.text, "html.parser")
    resume = client.post("/demo/sign-in", data=dict(form_to(page, "/demo/sign-in")))
    again = dict(form_to(BeautifulSoup(resume.text, "html.parser"), f"{EXERCISE}/reflections"))
    assert client.post(f"{EXERCISE}/reflections", data=again).status_code == 422
    assert stored_texts(database) == []


@on_one_database
def test_form_whose_token_is_too_old_is_shown_again_to_be_sent_when_a_page_of_ours_made_it(
    client: PageClient, database: Database
) -> None:
    client.sign_in(client.world.people["learner"])
    form = reflection(client)
    client.sign_in(client.world.people["learner"])
    headers = {**ENGLISH, "Sec-Fetch-Site": "same-origin"}
    page = checked(client.post(f"{EXERCISE}/reflections", data=form, headers=headers), status=400)
    again = client.post(f"{EXERCISE}/reflections", data=dict(form_to(page, f"{EXERCISE}/reflections")))
    assert again.status_code == 303
    assert stored_texts(database) == [TYPED]


@on_one_database
def test_form_whose_token_is_too_old_is_never_shown_again_when_another_site_may_have_made_it(
    client: PageClient, database: Database
) -> None:
    client.sign_in(client.world.people["learner"])
    form = reflection(client) | {"csrf_token": "made-up"}
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}):
        answer = client.post(f"{EXERCISE}/reflections", data=form, headers=headers)
        assert answer.status_code == 400, headers
        assert "styrkor" not in answer.text, headers
    assert stored_texts(database) == []


@on_one_database
def test_form_that_another_site_made_is_not_carried_and_one_of_our_own_is(
    client: PageClient, database: Database
) -> None:
    foreign: list[dict[str, str]] = [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ]
    for headers in foreign:
        page = interrupted(client, database, **headers)
        assert typed_in(page) == [], headers
        assert page.select("input[name=kept-address]") == [], headers
    own: list[dict[str, str]] = [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
    ]
    for headers in own:
        assert set(typed_in(interrupted(client, database, **headers))) == {TYPED}, headers


@on_one_database
def test_another_site_cannot_plant_a_form_through_the_sign_in(client: PageClient, persona: str) -> None:
    planted = {"persona": persona, "kept-address": "/sign-out-everywhere", "kept:x": "1"}
    answer = client.send("/demo/sign-in", dict(planted), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.location) == (303, "/")


@on_one_database
def test_nothing_is_sent_again_to_another_site(client: PageClient, persona: str) -> None:
    for address in ("//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "x", ""):
        answer = client.send("/demo/sign-in", {"persona": persona, "kept-address": address, "kept:x": "1"})
        assert (answer.status_code, answer.location) == (303, "/"), address


@on_one_database
def test_secrets_are_never_carried(client: PageClient) -> None:
    secrets = {"password": "hemlig-ett", "again": "hemlig-två", "persona": "hemlig-tre"}
    answer = client.send("/people/1/roles", {**secrets, "role": "coach"}, headers=ENGLISH)
    assert answer.status_code == 401
    fields = dict(form_to(BeautifulSoup(answer.text, "html.parser"), "/sign-in"))
    assert {name for name in fields if name.startswith("kept:")} == {"kept:role"}
    assert "hemlig" not in answer.text


@on_one_database
def test_form_with_nothing_in_it_or_a_file_in_it_or_too_much_in_it_is_not_carried(client: PageClient) -> None:
    file = (io.BytesIO(b"a;b"), "staff.csv")
    for form in ({}, {"as_of": "2026-03-02", "file": file}, {"text": "x" * LARGEST}):
        page = BeautifulSoup(client.send("/people/imports", form).text, "html.parser")
        assert page.select("input[name=kept-address]") == []


@on_one_database
def test_fields_are_carried_in_their_order_also_those_of_one_name(client: PageClient) -> None:
    sent = {"csrf_token": client.csrf_token(), "choice": ["b", "a", "b"], "last": "c"}
    page = BeautifulSoup(client.post("/people/1/roles", data=sent).text, "html.parser")
    kept = [(name, value) for name, value in form_to(page, "/sign-in") if name.startswith("kept:")]
    assert kept == [("kept:choice", "b"), ("kept:choice", "a"), ("kept:choice", "b"), ("kept:last", "c")]


@on_one_database
def test_page_that_was_only_read_is_asked_for_again_without_anything_carried(client: PageClient) -> None:
    assert client.get(EXERCISE).location == f"/sign-in?next={EXERCISE}"
