"""Erasing: what goes and what stays, when, counted, with a protocol, once; and that nothing of it is left in the file."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import clock
from fidelity.reviews.rating.models import Evidence, Rating
from fidelity.reviews.rounds.models import AssignmentState, ReviewRound, RoundState
from fidelity.reviews.samples import erasing, service
from fidelity.reviews.samples.models import Erasure, KeptDetail, MarkedPlace, Sample, SampleState, SampleText
from tests.fidelity.reviews.samples.desk import Desk

WORDS = "snöplogsförare"


def rate(desk: Desk, sample_id: int) -> int:
    """A submitted rating with a level, a comment and a quote; returns the assignment's id."""
    assignment_id = desk.rated_by(sample_id, "rater", state=AssignmentState.SUBMITTED, submitted_at=clock.now())
    own = {"municipality_id": desk.place.municipality}
    with desk.database.transaction() as session:
        for criterion, comment in (("a1", f"Skrivet om en {WORDS}."), ("a2", "")):
            rating = Rating(
                **own,
                assignment_id=assignment_id,
                criterion=criterion,
                answer="3",
                comment=comment,
                operation=str(uuid.uuid4()),
            )
            session.add(rating)
            session.flush()
            session.add(Evidence(**own, rating_id=rating.id, part="child", begins=0, ends=5))
    return assignment_id


def close(desk: Desk, *, days_ago: int) -> None:
    desk.set_round(state=RoundState.CLOSED, closed_on=clock.today() - timedelta(days=days_ago))


def erase(desk: Desk) -> erasing.Erased | None:
    with desk.database.transaction() as session:
        kept = session.get_one(ReviewRound, desk.round_id)
        return erasing.erase_round(session, kept, actor=desk.actor("reader"), now=clock.now())


def left(session: Session) -> list[int]:
    """How many rows of texts, kept details, marked places and quotes there are, and of comments."""
    tables = (SampleText, KeptDetail, MarkedPlace, Evidence)
    counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return [*counts, session.scalar(select(func.count()).where(Rating.comment != "")) or 0]


def test_texts_quotes_and_comments_go_and_levels_stay_with_a_protocol(desk: Desk) -> None:
    first, second = desk.released(child=f"Han är {WORDS}."), desk.handed_in()
    rate(desk, first)
    close(desk, days_ago=30)
    assert erase(desk) == erasing.Erased(samples=2, texts=4, comments=1, quotes=2)
    with desk.looking() as session:
        assert left(session) == [0, 0, 0, 0, 0]
        assert session.scalars(select(Rating.answer)).all() == ["3", "3"]
        (protocol,) = session.scalars(select(Erasure))
        assert session.get_one(ReviewRound, desk.round_id).erased_on == clock.today()
    assert (protocol.because, protocol.decision, protocol.erased_on) == ("time-is-up", "GB 2026:4", clock.today())
    assert (protocol.samples, protocol.texts, protocol.comments, protocol.quotes) == (2, 4, 1, 2)
    assert {one.erased_on for one in desk.samples()} == {clock.today()}
    assert desk.sample(second).state == SampleState.WAITING


def test_a_second_time_nothing_is_left_to_erase_and_no_protocol_is_written(desk: Desk) -> None:
    desk.released()
    close(desk, days_ago=31)
    assert erase(desk) is not None
    assert erase(desk) is None
    with desk.looking() as session:
        assert len(session.scalars(select(Erasure)).all()) == 1


def test_a_round_without_any_sample_gets_its_protocol_too(desk: Desk) -> None:
    close(desk, days_ago=30)
    assert erase(desk) == erasing.Erased(0, 0, 0, 0)
    assert erase(desk) is None


def test_nothing_is_erased_before_its_time(desk: Desk) -> None:
    desk.released()
    with desk.looking() as session:
        assert erasing.due(session, clock.today()) == []
    close(desk, days_ago=29)
    with desk.looking() as session:
        assert erasing.due(session, clock.today()) == []
        assert [one.id for one in erasing.due(session, clock.today() + timedelta(days=1))] == [desk.round_id]
    with pytest.raises(ValueError, match="not up"):
        erase(desk)
    with desk.looking() as session:
        assert left(session)[0] == 2


def test_the_command_erases_what_is_due_says_so_and_says_when_nothing_is(desk: Desk, app: Flask) -> None:
    desk.released()
    run = app.test_cli_runner().invoke
    assert run(args=["reviews", "erase"]).output == "Nothing to erase.\n"
    close(desk, days_ago=30)
    done = run(args=["reviews", "erase"])
    assert done.output == "Våren 2026: 1 samples, 2 texts, 0 comments, 0 quotes erased.\n"
    assert done.exit_code == 0
    assert run(args=["reviews", "erase"]).output == "Nothing to erase.\n"
    assert desk.logged("samples-erased") == [(None, {"round_id": desk.round_id, "because": "time-is-up", "samples": 1})]


def test_a_round_that_cannot_be_erased_is_said_and_fails_the_command(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    desk.released()
    close(desk, days_ago=30)

    def fails(*_arguments: object, **_more: object) -> None:
        raise OperationalError("delete", None, Exception("disk full"))

    monkeypatch.setattr("fidelity.reviews.commands.erase_round", fails)
    done = app.test_cli_runner().invoke(args=["reviews", "erase"])
    assert done.exit_code == 1
    assert "Våren 2026: could not be erased (OperationalError)" in done.output
    with desk.looking() as session:
        assert left(session)[0] == 2


def stopped(desk: Desk) -> int:
    sample_id = desk.released(child=f"Han är {WORDS}.")
    rate(desk, sample_id)
    with desk.database.transaction() as session:
        sample = session.get_one(Sample, sample_id)
        service.stop(session, sample, "rare", actor=desk.actor("rater"), now=clock.now())
    return sample_id


def erase_one(desk: Desk, sample_id: int, *, revision: int, name: str = "reader") -> None:
    with desk.database.transaction() as session:
        sample = session.get_one(Sample, sample_id)
        erasing.erase_sample(session, sample, revision=revision, actor=desk.actor(name), now=clock.now())


def test_a_stopped_sample_is_erased_once_with_a_protocol_of_its_own(desk: Desk) -> None:
    other, sample_id = desk.released(), stopped(desk)
    for _ in range(2):
        erase_one(desk, sample_id, revision=3)
    with desk.looking() as session:
        (protocol,) = session.scalars(select(Erasure))
        assert session.scalars(select(Rating.answer)).all() == ["3", "3"]
    assert (protocol.because, protocol.samples, protocol.texts, protocol.comments, protocol.quotes) == (
        "identifies",
        1,
        2,
        1,
        2,
    )
    assert desk.texts(sample_id) == {}
    assert desk.texts(other) != {}
    assert desk.sample(sample_id).erased_on == clock.today()


def test_only_what_is_stopped_is_erased_at_once_and_by_nobody_near(desk: Desk) -> None:
    waiting, sample_id = desk.handed_in(), stopped(desk)
    with pytest.raises(service.ChangedElsewhere):
        erase_one(desk, waiting, revision=1)
    with pytest.raises(service.ChangedElsewhere):
        erase_one(desk, sample_id, revision=2)
    for name in ("uploader", "near-reader"):
        with pytest.raises(service.TooNear):
            erase_one(desk, sample_id, revision=3, name=name)
    assert desk.texts(sample_id) != {}


def test_nothing_of_what_was_erased_is_left_in_the_file(desk: Desk, app: Flask, database_kind: str) -> None:
    if database_kind != "sqlite":
        return  # PostgreSQL's files are the server's own; docs/privacy.md says when it clears them up
    for _ in range(12):
        sample_id = desk.released(child=f"Han är {WORDS}.")
        with desk.database.transaction() as session:  # as long as texts are, without looking through all of them
            long = update(SampleText).where(SampleText.sample_id == sample_id, SampleText.part == "mapping")
            session.execute(long.values(text=f"Han är {WORDS}. " * 400))
    sample_id = desk.released(child=f"Barnets far är {WORDS}.")
    rate(desk, sample_id)
    file = Path(str(desk.database.engine.url.database))

    def on_disk() -> int:
        return sum(one.read_bytes().count(WORDS.encode()) for one in file.parent.glob(f"{file.name}*"))

    assert on_disk() > 0
    close(desk, days_ago=30)
    done = app.test_cli_runner().invoke(args=["reviews", "erase"])
    assert done.exit_code == 0, done.output
    assert on_disk() == 0
