"""Every address × every role: default deny, and no row of another unit, section or municipality."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.routing import Rule

from core import paper
from core.audit import Event, key_name
from organisation import access
from organisation.access import Permission
from organisation.models import Role
from tests.client import PageClient
from tests.world import World

PLACES = {
    "course_id": "basic",
    "module_id": "three-questions",
    "step_id": "the-three-columns",
    "kind": "csv",
    "tool_id": "three-houses",
    "checklist_id": "closing",
    "instrument_id": "case-file",
    "kind_key": "service",
    "filled_key": "2f1a0c0e-6a0e-4f6e-9f57-3d1f0b7c9a11",
}
PUBLIC = {"public"}
NOT_WALKED = {"static", "files.picture", "files.service_worker", "sign_in.sign_out", "sign_in.sign_out_everywhere"}
ALLOWED = {200, 202, 204, 303, 302, 400, 409, 422}
"""What a view answers when access was granted: done, or refused for what was (not) sent."""


@pytest.fixture(autouse=True)
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs are asked for, not made: whether one may ask is what is tested."""
    monkeypatch.setattr(paper, "_make", lambda *_arguments: None)


def rules(app: Flask) -> Iterator[Rule]:
    """Every address of the site."""
    yield from app.url_map.iter_rules()


def label(app: Flask, rule: Rule) -> str:
    """The access mark of an address."""
    return str(getattr(app.view_functions[rule.endpoint], "access_label", "unmarked"))


def granted(mark: str, role: Role | None) -> bool:
    """Whether the access table lets the role in."""
    if mark in PUBLIC or mark == "signed-in":
        return True
    return Permission(mark) in access.granted([role] if role else [])


def address(rule: Rule, ids: dict[str, int]) -> str:
    """The rule with its places filled in."""
    values = {**PLACES, **ids}
    if rule.endpoint in {"steps.give_answer", "steps.try_again"}:
        values["step_id"] = "check"
    if rule.endpoint == "rounds.go_on":
        values["step"] = "open"
    if rule.endpoint == "steps.write":
        values["step_id"] = "exercise"
    names = {name: values.get(name, "x") for name in rule.arguments}
    return str(rule.build(names, append_unknown=False)[1])


def own_ids(world: World) -> dict[str, int]:
    """Ids that every role's scope in the world holds."""
    return {
        "person_id": world.people["colleague"],
        "unit_id": world.unit,
        "section_id": world.section,
        "assignment_id": 0,
        "import_id": 0,
        "exemption_id": 0,
        "document_id": 0,
        "process_id": 0,
        "registration_id": 0,
        "round_id": 0,
        "sample_id": 0,
        "run_id": 0,
        "session_id": 0,
        "place": 1,
        "turn": 1,
    }


def test_every_view_carries_an_access_mark(app: Flask) -> None:
    unmarked = {rule.endpoint for rule in rules(app) if label(app, rule) == "unmarked"}
    assert not unmarked


def test_nothing_but_what_has_to_be_is_public(app: Flask) -> None:
    public = {rule.endpoint for rule in rules(app) if label(app, rule) in PUBLIC}
    assert public == {
        "static",
        "files.picture",
        "files.service_worker",
        "core.healthz",
        "core.about",
        "home.show",
        "sign_in.show",
        "sign_in.submit",
        "sign_in.demo_sign_in",
        "sign_in.password",
        "sign_in.choose_language",
    }


def test_a_view_without_a_mark_is_refused(own_client: PageClient) -> None:
    own_client.application.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    response = own_client.sign_in(own_client.world.people["administrator"]).get("/forgotten")
    assert response.status_code == 403
    assert "secret" not in response.text


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_address_answers_each_role_as_the_table_says(app: Flask, client: PageClient, role: Role | None) -> None:
    ids = own_ids(client.world)
    wrong = []
    for rule in rules(app):
        if rule.endpoint in NOT_WALKED:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            client.sign_in(client.world.people[role or "learner"], second_factor=True)
            url = address(rule, ids)
            response = client.get(url) if method == "GET" else client.send(url)
            is_in = response.status_code != 403
            if is_in != granted(label(app, rule), role):
                wrong.append(f"{method} {url}: {response.status_code}")
            if response.status_code >= 500:
                wrong.append(f"{method} {url}: {response.status_code}")
    assert not wrong


def test_nobody_gets_past_the_sign_in_page_without_signing_in(app: Flask, client: PageClient) -> None:
    wrong = []
    for rule in rules(app):
        if label(app, rule) in PUBLIC:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            url = address(rule, own_ids(client.world))
            response = client.get(url) if method == "GET" else client.send(url)
            if response.status_code not in {302, 401} or "Test Colleague" in response.text:
                wrong.append(f"{method} {url}: {response.status_code}")
    assert not wrong


def test_what_needs_a_second_factor_answers_nobody_without_one(app: Flask, client: PageClient) -> None:
    for rule in rules(app):
        view = app.view_functions[rule.endpoint]
        if not getattr(view, "needs_second_factor", False):
            continue
        for role in Role:
            if not granted(label(app, rule), role):
                continue
            client.sign_in(client.world.people[role])
            url = address(rule, own_ids(client.world))
            if "GET" in (rule.methods or set()):
                assert client.get(url).location.startswith("/account/second-factor?next="), url
            if "POST" in (rule.methods or set()):
                assert client.send(url).status_code == 403, url


FAR_AWAY = {
    "another municipality": {"person_id": "foreign", "unit_id": "foreign_unit", "section_id": "foreign_section"},
    "another section": {"person_id": "elsewhere", "unit_id": "other_unit", "section_id": "other_section"},
    "another unit": {"person_id": "sibling", "unit_id": "sibling_unit", "section_id": "section"},
}
# Who may reach beyond the own section (and, of these, all but the unit manager beyond the own unit).
WHOLE_MUNICIPALITY = {Role.METHOD_SUPPORTER, Role.MANAGEMENT, Role.ADMINISTRATOR}
WHOLE_SECTION = WHOLE_MUNICIPALITY | {Role.COACH, Role.SECTION_MANAGER}


@pytest.mark.parametrize("distance", FAR_AWAY)
@pytest.mark.parametrize("role", list(Role), ids=str)
def test_an_id_from_elsewhere_opens_nothing(app: Flask, client: PageClient, role: Role, distance: str) -> None:
    if role in WHOLE_MUNICIPALITY and distance != "another municipality":
        return  # it is their own
    if role in WHOLE_SECTION and distance == "another unit":
        return
    world, names = client.world, FAR_AWAY[distance]
    ids = {
        "person_id": world.people[names["person_id"]],
        "unit_id": getattr(world, names["unit_id"]),
        "section_id": getattr(world, names["section_id"]),
    }
    more_ids = own_ids(world) | ids
    name = f"Test {names['person_id'].title()}"
    opened = []
    for rule in rules(app):
        if not ids.keys() & rule.arguments:
            continue
        if distance == "another unit" and "section_id" in rule.arguments and role is not Role.UNIT_MANAGER:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            client.sign_in(world.people[role], second_factor=True)
            url = address(rule, more_ids)
            response = client.get(url) if method == "GET" else client.send(url)
            if response.status_code not in {403, 404} or name in response.text:
                opened.append(f"{method} {url}: {response.status_code}")
    assert not opened


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.parametrize("place", ["unit", "section"])
def test_a_foreign_place_in_a_query_opens_nothing(client: PageClient, role: Role, place: str) -> None:
    world = client.world
    foreign = getattr(world, f"foreign_{place}")
    client.sign_in(world.people[role])
    for url in ("/coverage/people", "/coverage/people.csv", "/coverage/figures.csv", "/coverage/figures.xlsx"):
        assert client.get(f"{url}?{place}={foreign}").status_code in {403, 404}


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_no_page_or_file_names_anybody_from_another_municipality(client: PageClient, role: Role) -> None:
    client.sign_in(client.world.people[role])
    for url in (
        "/",
        "/coverage",
        "/coverage/people",
        "/coverage/people.csv",
        "/people",
        "/people?words=foreign",
        "/audit-log",
    ):
        assert "Foreign" not in client.get(url, follow_redirects=True).text


def test_a_coach_sees_names_only_of_those_in_their_introduction(client: PageClient) -> None:
    client.sign_in(client.world.people[Role.COACH])
    page = client.get(f"/coverage/units/{client.world.unit}").text
    assert "Test Colleague" not in page  # employed since 2020
    assert "Test Colleague" not in client.get(f"/coverage/people.csv?unit={client.world.unit}").text


def test_every_key_of_a_logged_event_has_a_word(app: Flask) -> None:
    with app.test_request_context(), force_locale("sv"):
        unnamed = {key for event in Event.registered.values() for key in event.keys if key_name(key) == key}
    assert unnamed <= {"period", "version"}, "it needs a word in the log_words of its wing"
