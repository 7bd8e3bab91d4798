"""Published content: each version of each document kept for good, so that what people did can point at what they read."""

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import Actor, Event, record
from core.database import Base, current_database, own_pair
from core.documents import Document, Library, Problem
from core.errors import DomainError

LOCK_FILE = "published.lock"
DOCUMENTS_PUBLISHED = Event("documents-published", "count", says=_l("Texts published"))


_COMMON = text("municipality_id IS NULL")
_WHERE_COMMON: dict[str, Any] = {"sqlite_where": _COMMON, "postgresql_where": _COMMON}
"""A unique constraint takes every NULL for another one: the rows of the base need an index of their own."""


class PublishedDocument(Base):
    """One version of one document in one language, as it was published. Rows are never changed.

    `municipality_id` is None for the common base, which lies in `content/`; a municipality's own version may say with `base_id`
    which version of the base it departs from.
    """

    __tablename__ = "published_document"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "key", "language", "version"),
        Index("ix_published_document_common", "key", "language", "version", unique=True, **_WHERE_COMMON),
    )

    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("published_document.id"))
    key: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64))
    change: Mapped[str | None] = mapped_column(String(16))
    news: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


IS_COMMON = PublishedDocument.municipality_id.is_(None)
"""The condition for rows of the common base."""


class PublishedDiffers(DomainError):
    """A file has another text than the version that was published under its number."""


def publish(session: Session, library: Library, *, actor: Actor, now: datetime) -> int:
    """Add the versions that are new; returns how many. Raises PublishedDiffers when a published one was changed."""
    known = {
        (row.key, row.language, row.version): row.sha256
        for row in session.execute(
            select(
                PublishedDocument.key, PublishedDocument.language, PublishedDocument.version, PublishedDocument.sha256
            ).where(IS_COMMON)
        )
    }
    new = []
    for document in library.documents.values():
        published = known.get((document.key, document.language, document.version))
        if published is None:
            new.append(row_of(document, now))
        elif published != document.sha256:
            raise PublishedDiffers(_advice(document))
    if new:
        session.add_all(new)
        record(session, DOCUMENTS_PUBLISHED, actor=actor, at=now, count=len(new))
        session.flush()
    return len(new)


def document_id(key: str, language: str) -> int:
    """The row of the version in use, for a document that has been published. Raises KeyError for one that has not."""
    cache: dict[tuple[str, str], int] = current_app.extensions.setdefault("metodstod_document_ids", {})
    if (key, language) not in cache:
        with current_database().session(writes=False) as session:
            cache.update(_ids_in_use(session, current_app.extensions["metodstod_library"]))
    return cache[key, language]


def _ids_in_use(session: Session, library: Library) -> dict[tuple[str, str], int]:
    rows = session.execute(
        select(
            PublishedDocument.id, PublishedDocument.key, PublishedDocument.language, PublishedDocument.version
        ).where(IS_COMMON)
    )
    in_use = {(document.key, document.language): document.version for document in library.documents.values()}
    return {(row.key, row.language): row.id for row in rows if in_use.get((row.key, row.language)) == row.version}


def locked(root: Path) -> dict[tuple[str, int], str]:
    """The lock file: the hash of each published path and version."""
    path = root / LOCK_FILE
    if not path.exists():
        return {}
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(shown, int(version)): sha256 for shown, version, sha256 in rows}


def changed_since_published(library: Library) -> list[Problem]:
    """The documents whose text is no longer what the lock file says was published."""
    lock = locked(library.root)
    return [
        document.problem(document.lines["version"], _advice(document))
        for document in library.documents.values()
        if lock.get((document.path, document.version), document.sha256) != document.sha256
    ]


def write_lock(library: Library) -> None:
    """Add what is new to the lock file; what stands there is kept."""
    lock = {(one.path, one.version): one.sha256 for one in library.documents.values()} | locked(library.root)
    lines = (f"{shown} {version} {sha256}\n" for (shown, version), sha256 in sorted(lock.items()))
    (library.root / LOCK_FILE).write_text("".join(lines), encoding="utf-8")


def row_of(
    document: Document, now: datetime, *, municipality_id: int | None = None, base_id: int | None = None
) -> PublishedDocument:
    """The row that publishes a document, for the common base or for one municipality; the caller adds it."""
    return PublishedDocument(
        municipality_id=municipality_id,
        base_id=base_id,
        key=document.key,
        language=document.language,
        version=document.version,
        kind=document.kind,
        sha256=document.sha256,
        change=document.fields.get("change"),
        news=document.fields.get("news"),
        source=document.source,
        published_at=now,
    )


def _advice(document: Document) -> str:
    return (
        f"Version {document.version} of {document.path} is published and never changes. Write `version: {document.version + 1}` "
        "with `change:` and `news:`, or put the published text back."
    )
