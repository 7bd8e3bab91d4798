"""Ratings are blind until all of a sample are in: nobody reaches another's by any address, id, export or search before that."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock, paper
from core.database import Database
from fidelity.reviews.rating.models import Rating
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound, RoundState
from fidelity.reviews.samples.models import Sample
from organisation.models import Person, Role
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.rating.table import EVERYTHING, Table, assignment_of, set_table, submit
from tests.organisation.test_access import NOT_WALKED, PLACES
from tests.world import add_role

pytestmark = on_one_database

SECRET = "Blåbärspaj och ingenting annat."


@pytest.fixture(autouse=True)
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_make", lambda *_arguments: None)


@pytest.fixture
def table(database: Database) -> Table:
    """The second rater has submitted, with a comment that stands nowhere else; the first has not."""
    with database.transaction() as session:
        table = set_table(session)
        second = session.get_one(Assignment, table.second)
        submit(session, table, second, EVERYTHING | {"a1": "4", "b1": "3"})
        session.execute(update(Rating).where(Rating.assignment_id == second.id).values(comment=SECRET))
        return table


def raters(database: Database, table: Table) -> tuple[int, int]:
    with database.session(writes=False) as session:
        return tuple(session.get_one(Assignment, id_).person_id for id_ in (table.first, table.second))  # type: ignore[return-value]


def addresses(app: Flask, table: Table) -> Iterator[str]:
    """Every address that a browser can get, with every id of the round in every place."""
    ids = {table.first, table.second, table.pair, table.single, table.round_id, table.place.supporter}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in NOT_WALKED:
            continue
        for id_ in ids if rule.arguments - PLACES.keys() else {0}:
            values = {name: PLACES.get(name, id_) for name in rule.arguments}
            yield str(rule.build(values, append_unknown=False)[1])
    yield from ("/search?words=bl%C3%A5b%C3%A4rspaj", "/audit-log?words=bl%C3%A5b%C3%A4rspaj")


def submit_first(database: Database, table: Table, **changes: str) -> None:
    with database.transaction() as session:
        submit(session, table, session.get_one(Assignment, table.first), EVERYTHING | changes)


@pytest.mark.parametrize("who", ["everybody's roles", "invited rater"])
def test_before_all_are_in_nobody_else_reaches_a_rating(
    app: Flask, client: PageClient, database: Database, table: Table, who: str
) -> None:
    first, _second = raters(database, table)
    with database.transaction() as session:
        if who == "everybody's roles":
            for role in set(Role) - {Role.COACH, Role.INVITED_RATER}:
                add_role(session, table.place.municipality, first, role)
        if who == "invited rater":
            add_role(session, table.place.municipality, first, Role.INVITED_RATER)
    client.sign_in(first, second_factor=True)
    reached = []
    for url in addresses(app, table):
        answer = client.get(url, follow_redirects=True)
        if SECRET in answer.text or answer.status_code >= 500:
            reached.append(f"{url}: {answer.status_code}")
    assert reached == []
    for id_ in (table.first, table.second):
        assert client.get(f"/reviews/ratings/{id_}/together").status_code == 404
    with database.session(writes=False) as session:
        shown = client.get(f"/reviews/ratings/{table.first}").text
        assert session.get_one(Person, raters(database, table)[1]).name not in shown


def test_when_all_are_in_they_stand_beside_each_other_without_names(
    client: PageClient, database: Database, table: Table
) -> None:
    submit_first(database, table, a1="3")
    first, second = raters(database, table)
    client.sign_in(first, second_factor=True)
    page = client.page(f"/reviews/ratings/{table.first}/together")
    assert SECRET in words(page)
    differing = [str(one["aria-labelledby"]) for one in page.select(".together.differs")]
    assert differing == ["criterion-a1", "criterion-b1"]
    both = [words(one) for one in page.select("#criterion-a1 ~ .given dd strong")]
    assert [one[-1] for one in both] == ["3", "4"], "two that differ are shown as both"
    with database.session(writes=False) as session:
        names = session.scalars(select(Person.name).where(Person.id.in_([second, table.place.supporter]))).all()
    assert not [name for name in names if name in page.text]
    assert client.page(f"/reviews/ratings/{table.first}").select_one("a[href$='/together']") is not None
    assert client.get(f"/reviews/ratings/{table.second}/together").status_code == 404, (
        "the other's own address stays theirs"
    )


def test_an_adjudication_keeps_it_closed_until_it_is_in(client: PageClient, database: Database, table: Table) -> None:
    submit_first(database, table, a1="0")
    first, _second = raters(database, table)
    client.sign_in(first, second_factor=True)
    assert client.get(f"/reviews/ratings/{table.first}/together").status_code == 404
    with database.session(writes=False) as session:
        third = assignment_of(session, table.pair, Part.ADJUDICATOR)
    client.sign_in(third.person_id, second_factor=True)
    assert SECRET not in client.get(f"/reviews/ratings/{third.id}").text
    assert client.get(f"/reviews/ratings/{third.id}/together").status_code == 404
    with database.transaction() as session:
        submit(session, table, session.get_one(Assignment, third.id), {"a1": "1"})
    page = client.page(f"/reviews/ratings/{third.id}/together")
    levels = [words(one)[-1] for one in page.select("#criterion-a1 ~ .given dd strong")]
    assert levels == ["0", "4", "1"]
    assert len(page.select("#criterion-a2 ~ .given dd")) == 2, "only what was disputed was asked of the third"


def test_a_dispute_that_waits_for_an_adjudicator_keeps_it_closed_too(
    client: PageClient, database: Database, table: Table
) -> None:
    submit_first(database, table, a1="0")
    with database.transaction() as session:
        session.delete(assignment_of(session, table.pair, Part.ADJUDICATOR))
    client.sign_in(raters(database, table)[0], second_factor=True)
    assert client.get(f"/reviews/ratings/{table.first}/together").status_code == 404
    assert "/together" not in client.get("/reviews/ratings").text
    with database.transaction() as session:
        session.get_one(ReviewRound, table.round_id).state = RoundState.CLOSED
    assert client.get(f"/reviews/ratings/{table.first}/together").status_code == 200
    assert "/together" in client.get("/reviews/ratings").text


def test_who_gave_the_sample_up_sees_nothing_of_it(client: PageClient, database: Database, table: Table) -> None:
    first, _second = raters(database, table)
    with database.transaction() as session:
        assignment = session.get_one(Assignment, table.first)
        assignment.state, assignment.given_up_because = AssignmentState.GIVEN_UP, "own-work"
    client.sign_in(first, second_factor=True)
    for way in ("", "/together"):
        assert client.get(f"/reviews/ratings/{table.first}{way}").status_code == 404


def test_after_the_text_is_erased_the_levels_can_still_be_compared(
    client: PageClient, database: Database, table: Table
) -> None:
    submit_first(database, table, a1="3")
    with database.transaction() as session:
        session.get_one(Sample, table.pair).erased_on = clock.today()
        session.execute(update(Rating).values(comment=""))
    client.sign_in(raters(database, table)[0], second_factor=True)
    page = client.page(f"/reviews/ratings/{table.first}/together")
    assert len(page.select(".together.differs")) == 2
