"""Publishing: versions are added and never changed, in the database and in the lock file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, AuditEvent
from core.database import Database
from core.documents import Library
from core.publishing import (
    LOCK_FILE,
    PublishedDiffers,
    PublishedDocument,
    changed_since_published,
    document_id,
    locked,
    publish,
    row_of,
    write_lock,
)
from tests.core.markers import on_one_database
from tests.core.small_content import lesson, library
from tests.world import add_municipality

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
KEY = "test-of-publishing/harm"
FILE = f"{KEY}.sv.md"
SECOND = {"version": "2", "change": "substantive", "news": "Ny lag"}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that is never committed: published rows outlive the test's other rows."""
    with database.session() as session:
        yield session


def write(tmp_path: Path, text: str) -> Library:
    return library(tmp_path, **{FILE: text})


def put_out(session: Session, content: Library) -> int:
    return publish(session, content, actor=Actor(), now=NOW)


def kept(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        select(PublishedDocument.version, PublishedDocument.source)
        .where(PublishedDocument.key == KEY)
        .order_by(PublishedDocument.version)
    )
    return [(row.version, row.source) for row in rows]


def test_what_is_published_is_the_whole_file_with_its_hash(session: Session, tmp_path: Path) -> None:
    content = write(tmp_path, lesson(**SECOND))
    assert put_out(session, content) == 1
    row = session.scalars(select(PublishedDocument).where(PublishedDocument.key == KEY)).one()
    (document,) = content.documents.values()
    assert (row.source, row.sha256) == (document.source, document.sha256)
    assert (row.language, row.version, row.kind) == ("sv", 2, "lesson")
    assert (row.change, row.news, row.published_at) == ("substantive", "Ny lag", NOW)


def test_publishing_twice_adds_nothing(session: Session, tmp_path: Path) -> None:
    assert put_out(session, write(tmp_path, lesson())) == 1
    assert put_out(session, write(tmp_path, lesson())) == 0
    assert kept(session) == [(1, lesson())]
    events = session.scalars(select(AuditEvent).where(AuditEvent.name == "documents-published")).all()
    assert [event.subject for event in events if event.at == NOW] == [{"count": 1}]


def test_changed_text_under_a_published_number_is_refused_and_says_what_to_write(
    session: Session, tmp_path: Path
) -> None:
    put_out(session, write(tmp_path, lesson()))
    with pytest.raises(PublishedDiffers) as refusal:
        put_out(session, write(tmp_path, lesson(body="Ändrad.\n")))
    assert "Write `version: 2` with `change:` and `news:`" in refusal.value.message
    assert FILE in refusal.value.message
    assert kept(session) == [(1, lesson())]


def test_refusal_publishes_nothing_of_the_rest(session: Session, tmp_path: Path) -> None:
    put_out(session, write(tmp_path, lesson()))
    changed = library(tmp_path, **{FILE: lesson(title="Annan"), "test-of-publishing/aaa.sv.md": lesson(id="aaa")})
    with pytest.raises(PublishedDiffers):
        put_out(session, changed)
    session.expire_all()
    assert session.scalars(select(PublishedDocument.key).where(PublishedDocument.key.like("%/aaa"))).all() == []


def test_new_version_is_kept_beside_the_old(session: Session, tmp_path: Path) -> None:
    put_out(session, write(tmp_path, lesson()))
    newer = lesson(**SECOND, body="Ny text.\n")
    assert put_out(session, write(tmp_path, newer)) == 1
    assert kept(session) == [(1, lesson()), (2, newer)]


def test_translation_is_published_beside_the_swedish(session: Session, tmp_path: Path) -> None:
    content = library(tmp_path, **{FILE: lesson(), f"{KEY}.en.md": lesson(title="Harm")})
    assert put_out(session, content) == 2
    assert put_out(session, content) == 0


def own_row(session: Session, content: Library, **changes: object) -> PublishedDocument:
    """A municipality's own version under the same key and number, with another text."""
    municipality = add_municipality(session, "Egenby kommun")
    (document,) = content.documents.values()
    row = row_of(document, NOW, municipality_id=municipality.id)
    row.sha256, row.source = "0" * 64, "Egen text"
    session.add(row)
    session.flush()
    return row


def test_a_municipalitys_own_version_is_none_of_the_bases(session: Session, tmp_path: Path) -> None:
    content = write(tmp_path, lesson(**SECOND))
    own_row(session, content)
    assert put_out(session, content) == 1
    assert put_out(session, content) == 0
    assert sorted(source for _version, source in kept(session)) == sorted(["Egen text", lesson(**SECOND)])


@on_one_database
def test_the_version_in_use_is_never_a_municipalitys_own(app: Flask, database: Database) -> None:
    content = app.extensions["metodstod_library"]
    with database.transaction() as session:
        document = content.documents["checklists/closing", "sv"]
        municipality = add_municipality(session, "Egenby kommun")
        own = row_of(document, NOW, municipality_id=municipality.id)
        session.add(own)
        session.flush()
    with app.app_context():
        assert document_id("checklists/closing", "sv") < own.id


def test_lock_file_holds_the_hash_of_every_version(tmp_path: Path) -> None:
    content = write(tmp_path, lesson())
    write_lock(content)
    (document,) = content.documents.values()
    assert locked(content.root) == {(f"content/{FILE}", 1): document.sha256}
    assert changed_since_published(write(tmp_path, lesson())) == []


def test_without_a_lock_file_nothing_has_changed(tmp_path: Path) -> None:
    content = write(tmp_path, lesson())
    assert locked(content.root) == {}
    assert changed_since_published(content) == []


def test_lock_file_detects_a_change_and_says_where(tmp_path: Path) -> None:
    write_lock(write(tmp_path, lesson()))
    (problem,) = changed_since_published(write(tmp_path, lesson(body="En kommatecken, till.\n")))
    assert (problem.path, problem.line, problem.is_warning) == (f"content/{FILE}", 5, False)
    assert "Write `version: 2`" in problem.advice


def test_new_version_is_no_change_of_the_old_and_the_lock_keeps_both(tmp_path: Path) -> None:
    write_lock(write(tmp_path, lesson()))
    newer = write(tmp_path, lesson(**SECOND))
    assert changed_since_published(newer) == []
    write_lock(newer)
    assert {version for _path, version in locked(newer.root)} == {1, 2}


def test_lock_file_cannot_be_made_to_forget(tmp_path: Path) -> None:
    write_lock(write(tmp_path, lesson()))
    before = (tmp_path / "content" / LOCK_FILE).read_text(encoding="utf-8")
    changed = write(tmp_path, lesson(title="Annan"))
    write_lock(changed)
    assert (changed.root / LOCK_FILE).read_text(encoding="utf-8") == before
    assert len(changed_since_published(changed)) == 1
