"""What is found for some words: pages, the best first, each with the passage that answers best."""

import difflib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from training.search.models import SearchBuilt, SearchPassage, SearchWord
from training.search.words import Asked, asked, is_found, parts, plain, stems, words

MOST_PASSAGES, MOST_RESULTS = 200, 30
AROUND = 110
"""How many letters a result shows on each side of the first word that was found."""

_IN_SQLITE = text(
    "SELECT rowid AS id, -bm25(search_index, 10.0, 4.0, 1.0) AS score FROM search_index "
    "WHERE search_index MATCH :query AND rowid IN (SELECT id FROM search_passage WHERE language = :language) "
    "ORDER BY score DESC LIMIT :most"
)
_IN_POSTGRESQL = text(
    "SELECT passage_id AS id, ts_rank('{0.05, 0.1, 0.4, 1.0}', tokens, to_tsquery('simple', :query)) AS score "
    "FROM search_index WHERE tokens @@ to_tsquery('simple', :query) "
    "AND passage_id IN (SELECT id FROM search_passage WHERE language = :language) ORDER BY score DESC, id LIMIT :most"
)


@dataclass(frozen=True)
class Result:
    """A page that was found, with the place on it and the words around it."""

    kind: str
    address: str
    title: str
    heading: str
    excerpt: Markup


@dataclass(frozen=True)
class Found:
    """What was found.

    `is_cut`: there are more. `is_any`: no page had all the words, and these have some. `instead`: what may have been meant.
    """

    results: Sequence[Result]
    is_cut: bool = False
    is_any: bool = False
    instead: Sequence[str] = ()


def search(session: Session, written: str, language: str) -> Found:
    """Look for words in the texts of a language."""
    known = _known(session, language)
    wanted = asked(written, language, known)
    if not wanted:
        return Found(())
    scores = _scores(session, wanted, language, joined_by="and")
    is_any = not scores and len(wanted) > 1
    if is_any:
        scores = _scores(session, wanted, language, joined_by="or")
    rows = session.scalars(select(SearchPassage).where(SearchPassage.id.in_(scores))).all()
    flat = frozenset(one for ways in wanted for way in ways for one in way)
    pages = list(_first_of_each_page(_ranked(rows, scores, flat, known), flat, known))
    results = pages[:MOST_RESULTS]
    return Found(
        results, is_any=is_any and bool(results), instead=() if results else _instead(session, written, language)
    )


_vocabularies: dict[str, tuple[str | None, frozenset[str]]] = {}


def _known(session: Session, language: str) -> frozenset[str]:
    """The stems that the texts of a language hold; read again when the index has been built anew."""
    fingerprint = session.scalar(select(SearchBuilt.fingerprint))
    kept = _vocabularies.get(language)
    if kept is None or kept[0] != fingerprint:
        stems_of = select(SearchWord.stem).where(SearchWord.language == language)
        kept = _vocabularies[language] = (fingerprint, frozenset(session.scalars(stems_of)))
    return kept[1]


def _ranked(
    rows: Sequence[SearchPassage], scores: Mapping[int, float], wanted: Set[str], known: Set[str]
) -> list[SearchPassage]:
    """The best first; of a page whose title holds every word its beginning, else the passage that matches best."""
    best: dict[str, float] = {}
    for row in rows:
        best[row.key] = max(best.get(row.key, 0.0), scores[row.id])

    def order(row: SearchPassage) -> tuple[object, ...]:
        rank, kind = _closeness(row, wanted, known)
        return rank, kind, -best[row.key], row.key, row.id if rank == 0 else -scores[row.id], row.id

    return sorted(rows, key=order)


def _scores(session: Session, wanted: Sequence[Asked], language: str, *, joined_by: str) -> dict[int, float]:
    """The passages that match, with the database's own score. Tokens hold small letters and digits only: none can break a query."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    signs = {"and": " AND ", "or": " OR "} if is_sqlite else {"and": " & ", "or": " | "}
    each = ((f"({signs['and'].join(map(plain, way))})" for way in ways) for ways in wanted)
    groups = (f"({signs['or'].join(ways)})" for ways in each)
    rows = session.execute(
        _IN_SQLITE if is_sqlite else _IN_POSTGRESQL,
        {"query": signs[joined_by].join(groups), "language": language, "most": MOST_PASSAGES},
    )
    return {row.id: float(row.score) for row in rows}


def _closeness(row: SearchPassage, wanted: Set[str], known: Set[str]) -> tuple[int, int]:
    """Sorts before the score: pages whose title holds every word first, then those where a heading does; tools and terms first."""
    for rank, shown in enumerate((row.title, row.heading)):
        if wanted <= _tokens_of(shown, row.language, known):
            return rank, 0 if row.kind in {"tool", "term"} else 1
    return 2, 0


def _tokens_of(shown: str, language: str, known: Set[str]) -> set[str]:
    found = stems(shown, language)
    return set(found).union(*(parts(one, known) for one in found)) if language == "sv" else set(found)


def _first_of_each_page(rows: Sequence[SearchPassage], wanted: Set[str], known: Set[str]) -> Iterator[Result]:
    seen: set[str] = set()
    for row in rows:
        if row.key not in seen:
            seen.add(row.key)
            heading = "" if row.heading.startswith(row.title) else row.heading
            yield Result(row.kind, row.address, row.title, heading, _excerpt(row, wanted, known))


def _excerpt(row: SearchPassage, wanted: Set[str], known: Set[str]) -> Markup:
    """The text around the first word that was found, with every such word marked."""
    hits = [one for one in words(row.text) if is_found(one[0], wanted, row.language, known)]
    first = hits[0].start() if hits else 0
    begin = 0 if first <= AROUND else row.text.find(" ", first - AROUND) + 1
    after = AROUND if hits else 2 * AROUND
    end = row.text.rfind(" ", 0, first + after) if first + after < len(row.text) else len(row.text)
    end = max(end, hits[0].end() if hits else 0)
    pieces: list[str] = ["… " if begin else ""]
    at = begin
    for hit in hits:
        if begin <= hit.start() and hit.end() <= end:
            pieces += [row.text[at : hit.start()], Markup("<mark>{}</mark>").format(hit[0])]
            at = hit.end()
    pieces += [row.text[at:end], " …" if end < len(row.text) else ""]
    return Markup("").join(pieces)


def _instead(session: Session, written: str, language: str) -> list[str]:
    """Words of titles that are spelt much like what was asked for."""
    titles = session.scalars(select(SearchPassage.title).where(SearchPassage.language == language).distinct())
    spelt = {one[0].lower() for title in titles for one in words(title) if len(one[0]) > 3}
    close = (difflib.get_close_matches(one[0].lower(), spelt, n=2, cutoff=0.72) for one in words(written))
    return list(dict.fromkeys(word for found in close for word in found))[:3]
