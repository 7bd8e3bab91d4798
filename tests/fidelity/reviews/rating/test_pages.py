"""The pages of rating, as plain forms: the desk, a sample, saving, submitting, leaving; and that a submitted one is locked."""

import json

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import clock
from core.audit import AuditEvent
from core.database import Database
from core.publishing import PublishedDocument
from core.security import store_key
from fidelity.reviews.rating import service
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part
from fidelity.reviews.samples.models import Sample, SampleState, SampleText
from organisation.models import Person, Unit
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.instruments.small import SWEDISH
from tests.fidelity.reviews.rating.table import (
    CRITERIA,
    EVERYTHING,
    Table,
    assignment_of,
    at,
    everything,
    set_table,
    submit,
)
from tests.training.town import statements

pytestmark = on_one_database

ALL = {f"answer:{name}": code for name, code in EVERYTHING.items()}
HELD_BACK = "Ring 070-174 06 05."
Form = dict[str, object]


class Desk:
    """Somebody who rates, at a browser without scripts."""

    def __init__(self, client: PageClient, database: Database, table: Table, assignment_id: int) -> None:
        self.client, self.database, self.table, self.assignment_id = client, database, table, assignment_id
        with self.session() as session:
            self.person_id = session.get_one(Assignment, assignment_id).person_id
        client.sign_in(self.person_id, second_factor=True)

    @property
    def address(self) -> str:
        """The sample's page."""
        return f"/reviews/ratings/{self.assignment_id}"

    def session(self) -> Session:
        """Look at what is stored."""
        return self.database.session(writes=False)

    def page(self) -> BeautifulSoup:
        """The sample's page, checked."""
        return self.client.page(self.address)

    def form(self, page: BeautifulSoup | None = None) -> Form:
        """Everything that the page's form would send as it stands."""
        found: Form = {}
        for field in (page or self.page()).select("#rating input[name], #rating textarea[name]"):
            if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
                continue
            name = str(field["name"])
            value = field.text.removeprefix("\n") if field.name == "textarea" else str(field.get("value", ""))
            if name in {"tool", "accepted"}:
                found.setdefault(name, []).append(value)  # type: ignore[attr-defined]
            else:
                found[name] = value
        return found

    def save(self, fields: Form, *, status: int = 303, form: Form | None = None) -> BeautifulSoup:
        """Change fields on the page and press a button."""
        answer = self.client.send(self.address, {**(self.form() if form is None else form), **fields})
        assert answer.status_code == status, words(BeautifulSoup(answer.text, "html.parser"))
        return BeautifulSoup(answer.text, "html.parser") if status == 303 else checked(answer, status)

    def answers(self) -> dict[str, str]:
        """What is stored."""
        with self.session() as session:
            return service.given(service.ratings(session, self.assignment_id), CRITERIA)

    def stored(self) -> list[object]:
        """All that is stored of the rating."""
        with self.session() as session:
            return everything(session, self.assignment_id)

    def state(self) -> AssignmentState:
        """Where the rating is."""
        with self.session() as session:
            return session.get_one(Assignment, self.assignment_id).state

    def sync(self, *operations: dict[str, object], person: str | None = None) -> tuple[int, dict[str, object]]:
        """What the page's script does."""
        with self.client.application.app_context():
            body = {"person": person or store_key(self.person_id), "operations": operations}
        token = {"X-CSRFToken": self.client.csrf_token(), "Content-Type": "application/json"}
        answer = self.client.post(f"{self.address}/sync", data=json.dumps(body), headers=token)
        return answer.status_code, answer.json or {}


@pytest.fixture
def table(database: Database) -> Table:
    with database.transaction() as session:
        return set_table(session)


@pytest.fixture
def desk(client: PageClient, database: Database, table: Table) -> Desk:
    return Desk(client, database, table, table.first)


def answer_of(criterion: str, code: str, **more: object) -> dict[str, object]:
    return {"id": at(), "what": "answer", "about": criterion, "value": code, "after": None, **more}


# --- The desk


def test_the_desk_tells_what_waits_and_nothing_of_whose_it_is(desk: Desk, table: Table) -> None:
    desk.save({"answer:a1": "3"})
    page = desk.client.page("/reviews/ratings")
    assert page.select_one(f"a.pick[href$='/{table.first}']") is not None
    assert "1 " in words(page.select_one("a.pick"))  # type: ignore[arg-type]
    with desk.session() as session:
        names = list(session.scalars(select(Person.name).where(Person.municipality_id == table.place.municipality)))
        units = list(session.scalars(select(Unit.name).where(Unit.municipality_id == table.place.municipality)))
        mine = session.get_one(Person, desk.person_id).name
    for shown in (page, desk.page()):
        assert not [name for name in (*names, *units) if name != mine and name in shown.text]
    assert page.select_one("p.answer") is not None
    assert desk.client.page("/").select_one("a[href='/reviews/ratings']") is not None


def test_the_desk_reads_few_rows_however_much_is_on_it(desk: Desk) -> None:
    with statements(desk.database.engine) as made:
        desk.client.get("/reviews/ratings")
    assert len(made) <= 9
    with statements(desk.database.engine) as made:
        desk.client.get(desk.address)
    assert len(made) <= 18


def test_who_has_nothing_to_rate_is_told_how_it_comes(client: PageClient, table: Table) -> None:
    client.sign_in(client.world.people["coach"])
    assert client.page("/reviews/ratings").select_one(".empty") is not None
    assert "/reviews/ratings" not in str(client.page("/").select_one("main"))


# --- Reading


def test_reading_a_sample_asks_for_the_second_factor_and_is_logged(desk: Desk, table: Table) -> None:
    def read() -> list[object]:
        with desk.session() as session:
            events = session.scalars(select(AuditEvent).where(AuditEvent.name == "sample-read"))
            return [(one.actor_id, one.subject) for one in events]

    desk.client.sign_in(desk.person_id)
    assert desk.client.get(desk.address).status_code in {302, 303}
    assert read() == []
    desk.client.sign_in(desk.person_id, second_factor=True)
    page = desk.page()
    assert "Han var rädd" in page.select_one("[data-excerpt]").text  # type: ignore[union-attr]
    assert read() == [(desk.person_id, {"sample_id": table.pair})]


def test_parts_that_are_not_in_the_excerpt_are_said_to_be_missing(desk: Desk) -> None:
    excerpt = desk.page().select_one("[data-excerpt]")
    assert excerpt is not None
    assert len(excerpt.select("h3")) == 5
    assert len(excerpt.select("h3 + p.quiet")) == 3
    cut = [(int(str(one["data-begins"])), one.text) for one in excerpt.select("p[data-part=mapping]")]
    with desk.session() as session:
        row = select(SampleText.text).where(SampleText.sample_id == desk.table.pair, SampleText.part == "mapping")
        text = session.scalars(row).one()
    assert all(text[begins:].startswith(piece) for begins, piece in cut)


def test_a_criterion_that_does_not_apply_in_the_step_says_so(desk: Desk) -> None:
    page = desk.page()
    said = {str(one["id"]) for one in page.select(".criterion-applies")}
    assert said == {"applies-c2", "applies-d2", "applies-d3"}
    assert page.select_one("#criterion-c2 input[checked]") is None


@pytest.mark.parametrize("name", ["second", "supporter", "coach elsewhere"])
def test_nobody_opens_somebody_elses_rating(desk: Desk, table: Table, name: str) -> None:
    others = {
        "supporter": table.place.supporter,
        "coach elsewhere": desk.client.world.people["coach"],
    }
    with desk.session() as session:
        others["second"] = session.get_one(Assignment, table.second).person_id
    desk.client.sign_in(others[name], second_factor=True)
    for way in ("", "/together"):
        assert desk.client.get(desk.address + way).status_code in {403, 404}
    for way in ("", "/sync", "/give-up", "/stop"):
        assert desk.client.send(desk.address + way, {"because": "own-work"}).status_code in {400, 403, 404}


# --- Saving


def test_what_is_changed_on_the_page_is_saved_and_there_when_one_comes_back(desk: Desk) -> None:
    fields = {"answer:a1": "3", "answer:c2": "et", "gate:s1": "no", "tool": ["three-houses", "network-map"]}
    desk.save(fields)
    form = desk.form()
    assert {name: form[name] for name in fields} | {"tool": sorted(form["tool"])} == {  # type: ignore[call-overload]
        **fields,
        "tool": ["network-map", "three-houses"],
    }
    desk.save({"tool": [], "answer:a1": "eb"})
    assert desk.answers() == {"a1": "eb", "c2": "et"}
    assert "tool" not in desk.form()


def test_an_old_page_changes_only_what_was_changed_on_it(desk: Desk) -> None:
    old = desk.form()
    desk.save({"answer:a1": "3", "text:a1": "Den första."})
    desk.save({"answer:a2": "1"}, form=old)
    assert desk.answers() == {"a1": "3", "a2": "1"}
    desk.save({"answer:a1": "0"}, form=old)
    assert desk.answers()["a1"] == "0"
    assert "annan sida" in words(desk.page())


def test_a_paragraph_is_marked_and_taken_away_without_scripts(desk: Desk) -> None:
    button = desk.page().select_one("button[name=mark]")
    assert button is not None
    desk.save({"mark": button["value"], "mark-for": "b1"})
    taken = desk.page().select_one("#criterion-b1 button[name=unmark]")
    assert taken is not None
    assert "[BARN 1] är fem år." in words(desk.page().select_one("#criterion-b1 q"))  # type: ignore[arg-type]
    assert desk.client.send(desk.address, {**desk.form(), "unmark": taken["value"]}).location.endswith("#criterion-b1")
    assert desk.page().select_one("button[name=unmark]") is None
    for odd in ("mapping:1", "mapping:1:x", "nowhere:1:2", ""):
        desk.save({"mark": odd, "mark-for": "b1"})


def test_a_comment_that_identifies_is_held_back_and_the_rest_is_kept(desk: Desk) -> None:
    page = desk.save({"text:a1": HELD_BACK, "answer:a1": "3", "text:a2": "Kalle säger det."}, status=422)
    assert HELD_BACK in page.select_one("#text-a1").text  # type: ignore[union-attr]
    assert page.select_one("#criterion-a1 button[value=confirm]") is None
    assert page.select_one("#criterion-a2 button[value=confirm]") is not None
    assert desk.answers() == {"a1": "3"}
    form = desk.form(page) | {"text:a1": ""}
    assert HELD_BACK not in str(desk.stored())
    desk.save({"intent": "confirm"}, form=form)
    assert desk.form()["text:a2"] == "Kalle säger det."


def test_comments_save_as_they_are_written(desk: Desk) -> None:
    def write(text: str, seen: object) -> dict[str, object]:
        fields = {"text:a1": text, "revision:a1": seen}
        answer = desk.client.send(desk.address, fields, headers={"X-Autosave": "1"})
        return dict((answer.json or {})["a1"])

    first = write("En mening.", "")
    assert first["saved"] is True
    assert write("En mening.", first["revision"])["saved"] is True
    assert write(HELD_BACK, first["revision"])["saved"] is False
    assert desk.client.send(desk.address, {}, headers={"X-Autosave": "1"}).status_code == 400


def test_the_script_sends_operations_and_is_told_how_it_stands(desk: Desk) -> None:
    mark = {"id": at(), "what": "mark", "about": "a1", "value": ["mapping", 0, 8]}
    gate = {"id": at(), "what": "gate", "about": "s1", "value": "yes"}
    tool = {"id": at(), "what": "tool", "about": "three-houses", "value": True}
    status, found = desk.sync(first := answer_of("a1", "3"), mark, gate, tool)
    assert status == 200
    assert found["answers"] == {"a1": {"answer": "3", "operation": first["id"]}}
    assert (found["places"], found["gates"], found["tools"]) == (
        {"a1": [["mapping", 0, 8]]},
        {"s1": "yes"},
        ["three-houses"],
    )
    assert desk.sync()[1]["outcomes"] == {}


@pytest.mark.parametrize(
    "odd",
    [
        {"what": "answer"},
        answer_of("a1", "3", id="x"),
        answer_of("a1", "3", after=7),
        answer_of("a" * 61, "3"),
        {"id": at(), "what": "mark", "about": "a1", "value": ["mapping", True, 8]},
        {"id": at(), "what": "mark", "about": "a1", "value": ["nowhere", 0, 8]},
        {"id": at(), "what": "tool", "about": "three-houses", "value": "yes"},
        {"id": at(), "what": "submit", "about": "a1", "value": "3"},
    ],
    ids=range(8),
)
def test_what_no_page_of_ours_sends_is_not_understood(desk: Desk, odd: dict[str, object]) -> None:
    assert desk.sync(odd)[0] == 400
    assert desk.answers() == {}


def test_what_somebody_else_has_left_in_the_browser_is_not_taken(desk: Desk) -> None:
    assert desk.sync(answer_of("a1", "3"), person="somebody-else")[0] == 401
    assert desk.answers() == {}


# --- Submitting


def test_submitting_says_what_is_missing_and_leads_there(desk: Desk) -> None:
    page = desk.save({**ALL, "answer:b2": "", "intent": "submit"}, status=422)
    assert [str(link["href"]) for link in page.select(".error-summary a")] == ["#criterion-b2"]
    assert len(desk.answers()) == 13
    assert desk.state() == AssignmentState.OPEN


def test_no_request_changes_a_submitted_rating(desk: Desk) -> None:
    old = desk.form()
    desk.save({**ALL, "text:a1": "En mening.", "gate:s1": "yes", "tool": ["three-houses"], "intent": "submit"})
    before = desk.stored()
    page = desk.page()
    assert page.select_one("#rating") is None
    assert "En mening." in words(page)
    requests: list[tuple[str, Form]] = [
        ("", old | {"answer:a1": "4"}),
        ("", old | {"answer:a1": "4", "intent": "submit"}),
        ("", old | ALL | {"text:a1": "Nej.", "revision:a1": "", "gate:s1": "no", "tool": []}),
        ("", {"mark": "mapping:0:8", "mark-for": "a1"}),
        ("", {"unmark": "a1:mapping:0:8"}),
        ("/give-up", {"because": "own-work"}),
        ("/sync", {"operations": "[]"}),
    ]
    for way, fields in requests:
        answer = desk.client.send(desk.address + way, fields)
        assert answer.status_code in {400, 409}, (way, answer.status_code)
    autosave = {"text:a1": "Nej.", "revision:a1": ""}
    assert desk.client.send(desk.address, autosave, headers={"X-Autosave": "1"}).status_code == 409
    for one in (answer_of("a1", "4"), {"id": at(), "what": "tool", "about": "three-houses", "value": False}):
        assert desk.sync(one)[0] == 409
    for method in ("put", "patch", "delete"):
        assert getattr(desk.client, method)(desk.address).status_code in {400, 405}
    assert desk.stored() == before


def test_a_form_that_is_sent_twice_submits_once(desk: Desk) -> None:
    form = desk.form() | ALL | {"intent": "submit"}
    assert desk.client.send(desk.address, form).status_code == 303
    before = desk.stored()
    assert desk.client.send(desk.address, form).status_code == 303
    assert desk.stored() == before


def test_an_adjudicator_is_asked_what_is_disputed_and_sees_no_answer(desk: Desk, table: Table) -> None:
    with desk.database.transaction() as session:
        submit(session, table, session.get_one(Assignment, table.first), EVERYTHING | {"a1": "0", "e2": "eb"})
        submit(session, table, session.get_one(Assignment, table.second), EVERYTHING | {"a1": "4", "e2": "1"})
    with desk.session() as session:
        third = assignment_of(session, table.pair, Part.ADJUDICATOR)
    blind = Desk(desk.client, desk.database, table, third.id)
    page = blind.page()
    assert [str(one["data-criterion"]) for one in page.select("[data-criterion]")] == ["a1", "e2"]
    assert page.select_one("#rating [checked]:not([data-uses-keys])") is None
    assert page.select_one("#gates, #tools") is None
    assert blind.sync(answer_of("b1", "4"))[1]["outcomes"] != {}
    assert blind.answers() == {}
    blind.save({"answer:a1": "1", "answer:e2": "1", "intent": "submit"})
    assert blind.state() == AssignmentState.SUBMITTED


# --- Leaving


def test_who_recognises_the_case_hands_it_back(desk: Desk, table: Table) -> None:
    page = desk.client.send(f"{desk.address}/give-up", {})
    assert checked(page, 422).select_one("#leave[open] .field-error") is not None
    assert desk.client.send(f"{desk.address}/give-up", {"because": "stopped"}).status_code == 422
    desk.save({"answer:a1": "3"})
    assert desk.client.send(f"{desk.address}/give-up", {"because": "knows-the-case"}).location.endswith("/ratings")
    assert desk.client.get(desk.address).status_code == 404
    with desk.session() as session:
        assert session.get_one(Assignment, table.first).given_up_because == "knows-the-case"
        assert assignment_of(session, table.pair, Part.FIRST).person_id != desk.person_id


def test_a_sample_that_identifies_somebody_leaves_every_desk(desk: Desk, table: Table) -> None:
    page = desk.client.send(f"{desk.address}/stop", {})
    assert checked(page, 422).select_one("#stop[open] .field-error") is not None
    assert desk.client.send(f"{desk.address}/stop", {"because": "name"}).status_code == 303
    with desk.session() as session:
        assert session.get_one(Sample, table.pair).state == SampleState.STOPPED
        second = session.get_one(Assignment, table.second)
    for rater in (desk.person_id, second.person_id):
        desk.client.sign_in(rater, second_factor=True)
        assert desk.client.get(f"/reviews/ratings/{table.first}").status_code == 404
        assert desk.client.get(f"/reviews/ratings/{table.second}").status_code == 404
        assert f"/{table.first}" not in desk.client.get("/reviews/ratings").text


def test_who_has_submitted_may_still_say_that_it_identifies_somebody(desk: Desk, table: Table) -> None:
    desk.save({**ALL, "intent": "submit"})
    before = desk.stored()
    assert desk.page().select_one("#stop") is not None
    assert desk.page().select_one("#leave") is None
    assert desk.client.send(f"{desk.address}/stop", {"because": "rare"}).status_code == 303
    assert desk.stored() == before


def test_levels_remain_when_the_text_is_gone(desk: Desk, table: Table) -> None:
    desk.save({**ALL, "intent": "submit"})
    with desk.database.transaction() as session:
        session.execute(delete(SampleText).where(SampleText.sample_id == table.pair))
        session.get_one(Sample, table.pair).erased_on = clock.today()
    page = desk.page()
    assert page.select_one("[data-excerpt], #stop") is None
    assert len(page.select(".given dt")) >= 14
    assert desk.client.send(f"{desk.address}/stop", {"because": "rare"}).status_code == 404


# --- A second instrument


@pytest.fixture
def other_instrument(app: Flask, database: Database) -> int:
    with database.transaction() as session:
        row = PublishedDocument(
            municipality_id=None,
            base_id=None,
            key="instruments/supervision",
            language="sv",
            version=1,
            kind="instrument",
            sha256="0" * 64,
            change=None,
            news=None,
            source=SWEDISH,
            published_at=clock.now(),
        )
        session.add(row)
        session.flush()
    return row.id


def test_nothing_here_knows_the_instrument(client: PageClient, database: Database, other_instrument: int) -> None:
    with database.transaction() as session:
        table = set_table(session, document_id=other_instrument)
    desk = Desk(client, database, table, table.first)
    page = desk.page()
    asked = [str(one["data-criterion"]) for one in page.select("[data-criterion]")]
    assert asked == ["first-contact", "silence", "last-word", "thanks"]
    levels = [str(one["value"]) for one in page.select("#criterion-silence input[type=radio]")]
    assert levels == ["0", "1", "2", "3", "eb", "et"]
    assert len(page.select(".criterion-applies")) == 4, "the sample comes from another step than it is for"
    answer = {f"answer:{name}": "3" for name in asked}
    desk.save({**answer, "answer:thanks": "4", "intent": "submit"}, status=422)
    desk.save({**answer, "intent": "submit"})
    assert desk.state() == AssignmentState.SUBMITTED
