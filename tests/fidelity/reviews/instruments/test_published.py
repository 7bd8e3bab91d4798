"""A round is bound to one version of an instrument: it reads that version for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.clock import now
from core.database import Database
from core.documents import Library
from core.publishing import PublishedDocument, publish, row_of
from fidelity.reviews.calibration.queries import published_sample, sample_row_in_use
from fidelity.reviews.instruments.catalogue import Instrument
from fidelity.reviews.instruments.queries import instruments, published, row_in_use
from tests.fidelity.reviews.instruments.small import (
    ENGLISH,
    SAMPLE,
    SECOND,
    SWEDISH,
    content,
    document,
)
from tests.world import add_municipality

KEY = "instruments/supervision"


@pytest.fixture
def session(database: Database, app: Flask) -> Iterator[Session]:
    """A session that is never committed: published rows outlive the test's other rows."""
    with app.app_context(), database.session() as session:
        yield session


def put_out(session: Session, library: Library) -> None:
    publish(session, library, actor=Actor(), now=now())


def row(session: Session, language: str, version: int, key: str = KEY) -> int:
    found = session.scalar(
        select(PublishedDocument.id).where(
            PublishedDocument.key == key,
            PublishedDocument.language == language,
            PublishedDocument.version == version,
        )
    )
    assert found is not None
    return found


def test_a_version_reads_the_same_after_newer_ones_have_come(session: Session, tmp_path: Path) -> None:
    put_out(session, content(tmp_path))
    put_out(session, content(tmp_path, swedish=SECOND, english=None))
    old = published(session, row(session, "sv", 1), "sv")
    new = published(session, row(session, "sv", 2), "sv")
    assert old is not None
    assert new is not None
    assert (old.version, new.version) == (1, 2)
    before, after = old.criterion("silence"), new.criterion("silence")
    assert before is not None
    assert after is not None
    assert "sekunderna" in before.help
    assert "andetagen" in after.help
    assert not after.is_same_as_in(old.version)


def test_the_same_version_is_shown_in_the_language_of_whoever_reads(session: Session, tmp_path: Path) -> None:
    put_out(session, content(tmp_path))
    put_out(session, content(tmp_path, swedish=SECOND, english=None))
    bound = row(session, "sv", 1)
    assert [one.title for one in _read(session, bound)] == ["Handledning på band", "Supervision on tape"]
    assert [one.title for one in _read(session, row(session, "en", 1))] == [
        "Handledning på band",
        "Supervision on tape",
    ]
    assert {one.language for one in _read(session, row(session, "sv", 2))} == {"sv"}


def _read(session: Session, row_id: int) -> list[Instrument | None]:
    return [published(session, row_id, language) for language in ("sv", "en")]


def test_a_row_that_is_none_or_is_something_else_is_no_instrument(session: Session, tmp_path: Path) -> None:
    library = content(tmp_path)
    put_out(session, library)
    assert published(session, 0, "sv") is None
    assert published(session, row(session, "sv", 1, "tools/questions"), "sv") is None
    elsewhere = row_of(
        document(library, KEY, "sv"), now(), municipality_id=add_municipality(session, "Annanby kommun").id
    )
    session.add(elsewhere)
    session.flush()
    assert published(session, elsewhere.id, "sv") is None


def test_a_page_that_is_gone_leaves_the_words_of_its_link(session: Session, tmp_path: Path) -> None:
    swedish = SWEDISH.replace("tools/questions.sv.md", "tools/gone.sv.md")
    put_out(session, content(tmp_path, swedish=swedish, english=ENGLISH.replace("tools/questions.en.md", "gone.en.md")))
    found = published(session, row(session, "sv", 1), "sv")
    assert found is not None
    criterion = found.criterion("first-contact")
    assert criterion is not None
    assert "Hör efter tonen." in criterion.help
    assert criterion.tools == ()


def test_a_published_version_is_read_once(session: Session, tmp_path: Path) -> None:
    put_out(session, content(tmp_path))
    bound = row(session, "sv", 1)
    assert published(session, bound, "sv") is published(session, bound, "sv")


def test_a_round_is_bound_to_the_version_in_use(session: Session) -> None:
    in_use = instruments().instrument("case-file", "sv")
    found = published(session, row_in_use("case-file"), "sv")
    assert in_use is not None
    assert found == in_use
    with pytest.raises(KeyError):
        row_in_use("nothing")


def test_a_calibration_sample_is_kept_in_its_version_too(session: Session, tmp_path: Path) -> None:
    put_out(session, content(tmp_path, sv=SAMPLE, en=SAMPLE.replace("Ett band", "A tape")))
    bound = row(session, "sv", 1, "calibration/a-tape")
    found = [published_sample(session, bound, language) for language in ("sv", "en")]
    assert [one.title for one in found if one is not None] == ["Ett band", "A tape"]
    assert published_sample(session, 0, "sv") is None
    with pytest.raises(KeyError):
        sample_row_in_use("a-tape")
