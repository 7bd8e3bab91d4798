"""Builds the index from the content, when the content or the way words are cut has changed."""

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from core.documents import Library
from training.catalogue import Catalogue
from training.glossary.glossary import Glossary
from training.search.models import SearchBuilt, SearchPassage, SearchWord
from training.search.passages import passages
from training.search.words import stems, tokens
from training.tools.toolbox import Toolbox

WAY = "1"
"""Raised when words are cut in another way, so that every installation builds its index anew."""
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Searched:
    """What there is to search."""

    library: Library
    catalogue: Catalogue
    toolbox: Toolbox
    glossary: Glossary


@dataclass(frozen=True)
class Entry:
    """A passage to be found."""

    key: str
    language: str
    kind: str
    address: str
    title: str
    heading: str
    text: str


def refresh(session: Session, searched: Searched) -> bool:
    """Build the index anew when it is not of this content; returns whether it was built."""
    fingerprint = _fingerprint(searched.library)
    if session.scalar(select(SearchBuilt.fingerprint)) == fingerprint:
        return False
    _clear(session)
    for language in LANGUAGES:
        _build(session, list(_entries(searched, language)), language)
    session.add(SearchBuilt(fingerprint=fingerprint))
    session.flush()
    return True


def _fingerprint(library: Library) -> str:
    documents = sorted((key, language, one.sha256) for (key, language), one in library.documents.items())
    return hashlib.sha256(repr((WAY, documents)).encode()).hexdigest()


def _clear(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_index(search_index) VALUES ('delete-all')"))
    else:
        session.execute(text("DELETE FROM search_index"))
    for table in (SearchPassage, SearchWord, SearchBuilt):
        session.execute(delete(table))


def _build(session: Session, entries: Sequence[Entry], language: str) -> None:
    known = frozenset(
        one for entry in entries for one in stems(f"{entry.title} {entry.heading} {entry.text}", language)
    )
    if not entries:
        return
    session.execute(insert(SearchWord), [{"language": language, "stem": one[:100]} for one in sorted(known)])
    ids = session.scalars(insert(SearchPassage).returning(SearchPassage.id, sort_by_parameter_order=True), [
        vars(entry) for entry in entries
    ]).all()  # fmt: skip
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(
        text(_INTO_SQLITE if is_sqlite else _INTO_POSTGRESQL),
        [_row(id_, entry, known) for id_, entry in zip(ids, entries, strict=True)],
    )


_INTO_SQLITE = "INSERT INTO search_index(rowid, title, heading, body) VALUES (:id, :title, :heading, :body)"
_INTO_POSTGRESQL = (
    "INSERT INTO search_index(passage_id, tokens) VALUES (:id, "
    "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :heading), 'B') || "
    "setweight(to_tsvector('simple', :body), 'D'))"
)


def _row(id_: int, entry: Entry, known: Set[str]) -> dict[str, object]:
    cut = {"title": entry.title, "heading": entry.heading, "body": entry.text}
    return {"id": id_, **{name: tokens(value, entry.language, known) for name, value in cut.items()}}


def _entries(searched: Searched, language: str) -> Iterator[Entry]:
    """Every passage that is written in the language."""
    for course in searched.catalogue.courses(language):
        for step in course.steps:
            if step.kind == "lesson" and step.language == language:
                for one in passages(step):
                    yield Entry(
                        step.key, language, "lesson", _at(step.key, one.anchor), step.title, one.heading, one.text
                    )
    for tool in searched.toolbox.tools(language):
        if tool.language == language:
            names = " · ".join([tool.title, *tool.synonyms])
            yield Entry(tool.key, language, "tool", tool.address, tool.title, names, tool.summary)
            for one in passages(tool):
                yield Entry(tool.key, language, "tool", _at(tool.key, one.anchor), tool.title, one.heading, one.text)
    page = searched.glossary.page(language)
    if page is not None and page.language == language:
        for term in page.terms:
            told = " ".join(term.html.striptags().split())
            yield Entry(f"glossary#{term.id}", language, "term", f"/glossary#{term.id}", term.name, "", told)


def _at(key: str, anchor: str) -> str:
    return f"/{key}#{anchor}" if anchor else f"/{key}"
