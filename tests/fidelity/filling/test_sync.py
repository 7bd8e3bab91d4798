"""What comes after a time without a connection: nothing is lost, nothing is done twice, and nobody's answer is written over unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.database import Database
from fidelity.checklists.filling import counts, service
from fidelity.checklists.filling.models import FilledChecklist, FilledOperation
from fidelity.checklists.filling.rules import Outcome
from fidelity.checklists.filling.sync import MOST_OPERATIONS, Sent, read, sync
from fidelity.tool_use.models import Registration
from fidelity.tool_use.service import tools_of
from tests.fidelity.filling.browsers import Browser, Server
from tests.fidelity.filling.desk import ITEMS, MUST, TOOLS, actor, begun, codes, new_id, process, sheet
from tests.world import NOON, World


def server_of(session: Session, world: World, filled: FilledChecklist) -> Server:
    """The site as a browser reaches it."""

    def serve(sent: Sent) -> Any:
        return sync(session, filled, sheet(session), sent, actor=actor(world), now=NOON)

    return serve


@pytest.fixture
def two(session: Session, world: World) -> tuple[FilledChecklist, Browser, Browser]:
    """A checklist in two browsers that have both heard how it stands."""
    filled = begun(session, world, sheet(session), process=process(session, world).id)
    server = server_of(session, world, filled)
    return filled, Browser(filled.key, server), Browser(filled.key, server)


Two = tuple[FilledChecklist, Browser, Browser]


def test_what_was_answered_off_the_network_is_kept_when_it_is_sent(session: Session, two: Two) -> None:
    filled, browser, _other = two
    for item, code in (("read", "done"), ("write", "later"), ("write", "done"), ("go", "done"), ("go", "")):
        browser.answer(item, code)
    browser.send()
    assert codes(session, filled) == {"read": "done", "write": "done"}
    assert browser.queue == []
    assert session.scalar(select(func.count()).select_from(FilledOperation)) == 5


def test_a_lost_answer_makes_nothing_double(session: Session, two: Two) -> None:
    filled, browser, _other = two
    browser.answer("read", "done")
    browser.send(loses_answer=True)
    browser.answer("read", "later")
    browser.send()
    assert (browser.queue, codes(session, filled)) == ([], {"read": "later"})


def test_two_who_answer_otherwise_are_told_and_the_choice_builds_on_the_newer(session: Session, two: Two) -> None:
    filled, first, second = two
    first.answer("read", "done")
    second.answer("read", "not-safe")
    first.send()
    second.send()
    assert [one.told for one in second.queue] == ["conflict"]
    assert (second.shows("read"), second.heard["read"][0]) == ("not-safe", "done")
    assert codes(session, filled) == {"read": "done"}
    second.choose("read", mine=True)
    second.send()
    assert codes(session, filled) == {"read": "not-safe"}
    first.send()
    assert first.shows("read") == "not-safe"


def test_finishing_off_the_network_waits_for_what_was_answered_otherwise(session: Session, two: Two) -> None:
    filled, first, second = two
    first.answer("read", "later")
    first.send()
    for item in MUST:
        second.answer(item, "done")
    second.finishes = new_id()
    second.send()
    assert filled.finished_on is None
    second.choose("read", mine=True)
    second.send()
    assert filled.finished_on is not None
    assert codes(session, filled) == dict.fromkeys(MUST, "done")


def test_finishing_too_early_says_what_is_missing(two: Two) -> None:
    filled, browser, _other = two
    browser.answer("read", "done")
    browser.finishes = new_id()
    answer = browser._post({"person": "", "key": filled.key, "operations": [], "finish": new_id()})
    assert answer["missing"] == list(MUST)
    browser.send()
    assert (browser.finishes, filled.finished_on) == (None, None)


def test_what_comes_after_it_was_finished_is_told_as_locked(session: Session, two: Two) -> None:
    filled, first, second = two
    for item in MUST:
        first.answer(item, "done")
    first.finishes = new_id()
    second.answer("write", "done")
    first.send()
    second.send()
    assert [one.told for one in second.queue] == [Outcome.LOCKED]
    assert "write" not in codes(session, filled)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.booleans(), st.sampled_from(ITEMS), st.sampled_from(("", "done", "later"))),
        st.tuples(st.just("send"), st.booleans(), st.sampled_from(("", "request", "answer"))),
        st.tuples(st.just("again"), st.booleans(), st.integers(0, 9)),
        st.tuples(st.just("choose"), st.booleans(), st.sampled_from(ITEMS), st.booleans()),
        st.tuples(st.just("finish"), st.booleans()),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_is_lost_or_repeated_both_ends_agree(database: Database, world: World, actions: list[Any]) -> None:
    with database.session() as session:
        made = process(session, world)
        filled = begun(session, world, sheet(session), process=made.id)
        history = History(server_of(session, world, filled), session, filled)
        browsers = [Browser(filled.key, history.serve), Browser(filled.key, history.serve)]
        for action in actions:
            act(browsers[action[1]], *action)
        settle(browsers)
        for browser in browsers:
            assert {item: browser.shows(item) for item in ITEMS if browser.shows(item)} == codes(session, filled)
            assert browser.made.keys() == browser.fates.keys(), "an answer was lost without a word"
        registered = session.scalar(
            select(func.count()).select_from(Registration).where(Registration.key == filled.key)
        )
        stands = filled.finished_on is not None and "done" in [codes(session, filled)[item] for item in MUST]
        assert registered == int(stands)
        assert tools_of(session, made.id) == (set(TOOLS) if stands else set())
        assert counts.differences(session, world.municipality) == []
        session.rollback()


def act(browser: Browser, what: str, _which: bool, *more: Any) -> None:
    if what == "answer" and not browser.finishes and not browser.is_finished:
        browser.answer(*more)
    elif what == "send":
        browser.send(loses_request=more[0] == "request", loses_answer=more[0] == "answer")
    elif what == "again":
        browser.send_again(*more)
    elif what == "choose":
        browser.choose(more[0], mine=more[1])
    elif what == "finish":
        browser.finishes = browser.finishes or new_id()


def settle(browsers: list[Browser]) -> None:
    """The connection is back for good, and everybody who is told of another answer takes it."""
    for _round in range(3):
        for browser in browsers:
            browser.send()
            for item in ITEMS:
                browser.choose(item, mine=False)
            browser.send()


class History:
    """Every operation that has ever set an item, in order: each is built on the one before, or an answer was written over unseen."""

    def __init__(self, server: Callable[[Sent], Any], session: Session, filled: FilledChecklist) -> None:
        self._server, self._session, self._filled = server, session, filled
        self._sent: dict[str, Any] = {}
        self._setting: dict[str, list[str]] = {item: [] for item in ITEMS}

    def serve(self, sent: Sent) -> Any:
        self._sent |= {one.id: one for one in sent.answers}
        answer = self._server(sent)
        for item, standing in service.answers(self._session, self._filled.id).items():
            chain = self._chain(standing.operation)
            assert chain[: len(self._setting[item])] == self._setting[item], "what had been kept was written over"
            self._setting[item] = chain
        return answer

    def _chain(self, operation: str | None) -> list[str]:
        """From the first operation on an item to this one, by what each was built on."""
        found: list[str] = []
        while operation is not None:
            found.append(operation)
            operation = self._sent[operation].after
        return found[::-1]


# --- What no page of ours sends

GOOD: dict[str, Any] = {"person": "p", "key": new_id(), "operations": [], "finish": None}
ANSWER = {"id": new_id(), "item": "read", "answer": "done", "after": None}


def test_a_request_is_read() -> None:
    found = read(GOOD | {"operations": [ANSWER], "finish": new_id()})
    assert found is not None
    assert [(one.item, one.given.code if one.given else None) for one in found.answers] == [("read", "done")]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        GOOD | {"key": 1},
        GOOD | {"key": "x"},
        GOOD | {"key": new_id().upper()},
        GOOD | {"person": None},
        GOOD | {"finish": "x"},
        GOOD | {"operations": None},
        GOOD | {"operations": [1]},
        GOOD | {"operations": [ANSWER] * (MOST_OPERATIONS + 1)},
        *(GOOD | {"operations": [ANSWER | wrong]} for wrong in (
            {"id": 1}, {"id": "x"}, {"item": 1}, {"item": "x" * 81}, {"answer": None}, {"after": "x"}, {"after": 7},
        )),
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_not_read(body: object) -> None:
    assert read(body) is None
