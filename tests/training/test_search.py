"""Search: inflections and compounds, titles first, the place on the page, something helpful when nothing is found. On both databases."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import KINDS
from core.database import Database
from core.documents import Library
from core.settings import ROOT
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.training.small_course import searched
from training.search import index, queries
from training.search.models import SearchPassage
from training.search.words import parts, plain, stem

EXPECTED = [
    ("sv", "orosanmälan", {"/glossary#report-of-concern"}),
    ("sv", "orosanmälningar", {"/glossary#report-of-concern"}),
    ("sv", "faroformuleringar", {"/tools/danger-statement", "/glossary#danger-statement"}),
    ("sv", "FAROFORMULERINGEN", {"/tools/danger-statement", "/glossary#danger-statement"}),
    ("sv", "tre hus", {"/tools/three-houses"}),
    ("sv", "Three Houses", {"/tools/three-houses"}),
    ("sv", "nätverksmöten", {"/tools/network-meeting"}),
    ("sv", "skala", {"/tools/safety-scale"}),
    ("sv", "skalfrågor", {"/glossary#scaling-question"}),
    ("sv", "barnets rätt", {"/courses/basic/why-signs-of-safety/the-childs-right"}),
    ("sv", "trollkarl", {"/tools/fairy-and-wizard"}),
    ("sv", "gruppkartläggningen", {"/tools/group-mapping"}),
    ("en", "safety plans", {"/tools/safety-plan"}),
    ("en", "network meetings", {"/tools/network-meeting"}),
    ("en", "preliminary assessments", {"/glossary#preliminary-assessment"}),
    (
        "en",
        "Krippendorff",
        {"/glossary#chance-corrected-agreement", "/courses/advanced/reviewing-fidelity/agreement-in-figures"},
    ),
]
"""Language, what somebody writes, and the pages of which one is to come first."""


@pytest.mark.parametrize(("language", "written", "first"), EXPECTED, ids=[f"{one[0]} {one[1]}" for one in EXPECTED])
def test_what_one_means_comes_first(session: Session, language: str, written: str, first: set[str]) -> None:
    found = queries.search(session, written, language)
    assert found.results, "nothing was found"
    assert page_of(found.results[0]) in first, [page_of(one) for one in found.results[:5]]


def page_of(result: queries.Result) -> str:
    """The page of a result: in the glossary its term."""
    return result.address if result.kind == "term" else result.address.partition("#")[0]


def test_inflections_and_compounds_find_the_same_pages(session: Session) -> None:
    one, many = (queries.search(session, word, "sv") for word in ("orosanmälan", "orosanmälningarna"))
    assert [page_of(result) for result in one.results] == [page_of(result) for result in many.results]
    assert len(one.results) > 3
    part = {page_of(result) for result in queries.search(session, "möte", "sv").results}
    assert "/tools/network-meeting" in part, "a part of a compound finds it"


def test_a_and_o_with_dots_and_rings_are_letters_of_their_own(session: Session) -> None:
    violence = {page_of(one) for one in queries.search(session, "våld", "sv").results}
    chosen = {page_of(one) for one in queries.search(session, "vald", "sv").results}
    assert "/courses/advanced/non-negotiables/violence-in-close-relationships" in violence - chosen


def test_a_result_leads_to_the_place_on_the_page_and_marks_the_words(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    page = client.page("/search?words=relationsfr%C3%A5ga")
    result = page.select_one(".results li:has(a[href*='#b'])")
    assert result is not None
    link, mark = result.select_one("a"), result.select_one("mark")
    assert link is not None
    assert mark is not None
    assert mark.text.lower().startswith("relationsfråg")
    address, _, anchor = str(link["href"]).partition("#")
    assert client.page(address).select_one(f"#{anchor}") is not None


def test_when_no_page_has_all_of_the_words_those_with_some_are_shown(session: Session) -> None:
    found = queries.search(session, "säkerhetsobjekt krippendorff", "sv")
    assert found.is_any
    assert {"/tools/safety-object"} <= {page_of(one) for one in found.results}


@on_one_database
def test_nothing_found_says_what_to_do_instead(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    page = client.page("/search?words=farofromulering")
    assert page.select_one("a[href='/search?words=faroformulering']") is not None
    assert page.select_one("main a[href='/tools']") is not None
    assert "farofromulering" in words(page)
    page = client.page("/search?words=%3Cb%3Exyzzy%3C%2Fb%3E")
    assert page.select_one("main b") is None


@on_one_database
@pytest.mark.parametrize(
    "nasty", ["", "   ", "*", '"', "' OR 1=1 --", "NEAR(", "a AND", "NOT", "(((", ":", "\u0000", "%", "å" * 300]
)
def test_no_sign_breaks_a_search(client: PageClient, nasty: str) -> None:
    client.sign_in(client.world.people["learner"])
    assert client.get("/search", query_string={"words": nasty}).status_code == 200


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_tokens_hold_small_letters_and_digits_only_and_differ_where_the_words_do(text: str) -> None:
    token = plain(stem(text.lower(), "sv"))
    assert all(one.isascii() for one in token)
    assert plain("vål") != plain("val") != plain("väl")


def test_a_compound_is_taken_apart_into_words_that_there_are() -> None:
    known = frozenset({"oro", "anmäl", "nätverk", "möt", "fråg", "skal"})
    assert parts("orosanmäl", known) == ("oro", "anmäl")
    assert parts("skalfråg", known) == ("skal", "fråg")
    assert parts("anmäl", known) == ()
    assert parts("oroxyz", known) == ()


def test_the_index_is_built_anew_only_when_the_content_has_changed(database: Database) -> None:
    library = Library(ROOT / "content", KINDS)
    with database.transaction() as session:
        before = session.scalar(select(func.count()).select_from(SearchPassage))
        assert not index.refresh(session, searched(library))
        tool = library.documents["tools/safety-plan", "sv"]
        more = "\n\nEn mening om qvistigheten.\n"
        library.documents[tool.key, "sv"] = replace(tool, body=tool.body + more, source=tool.source + more)
        assert not queries.search(session, "qvistigheten", "sv").results
        assert index.refresh(session, searched(library))
        assert [page_of(one) for one in queries.search(session, "qvistighet", "sv").results] == ["/tools/safety-plan"]
        assert index.refresh(session, searched(Library(ROOT / "content", KINDS)))
        assert session.scalar(select(func.count()).select_from(SearchPassage)) == before


def test_a_page_takes_few_statements(session: Session, database: Database) -> None:
    from tests.training.town import statements

    queries.search(session, "nätverk", "sv")  # the vocabulary is read once
    with statements(database) as taken:
        queries.search(session, "nätverk", "sv")
    assert len(taken) <= 3
