"""What the words of a file mean in a municipality: its units and kinds of process, and the tools and networks, in either language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from flask_babel import force_locale
from sqlalchemy.orm import Session

from core.i18n import LANGUAGES
from core.table_files.cells import plain_key
from fidelity.tool_use import named_tools
from fidelity.tool_use.kinds import Kind, used_kinds
from fidelity.tool_use.rules import (
    INVESTIGATION,
    NETWORKS,
    PRELIMINARY_ASSESSMENT,
    PRIVATE_NETWORK,
    PROFESSIONAL_NETWORK,
    SERVICE,
)
from organisation.queries import units

MOST_NEAR, ALIKE = 3, 0.7
"""How many near words are suggested, and how alike they have to be (difflib's ratio)."""

OTHER_KIND_WORDS = {
    PRELIMINARY_ASSESSMENT: ("Förhandsbedömningar", "FHB", "Preliminary assessments"),
    INVESTIGATION: ("Utredningar", "Barnavårdsutredning", "Investigations"),
    SERVICE: ("Insatser", "Services"),
}
NETWORK_WORDS = {
    PRIVATE_NETWORK: ("privat", "privata", "privat nätverk", "privata nätverket", "private", "private network"),
    PROFESSIONAL_NETWORK: (
        "professionellt", "professionella", "professionellt nätverk", "professionella nätverket",
        "professional", "professional network",
    ),
}  # fmt: skip
BOTH_NETWORKS = ("båda", "båda nätverken", "bägge", "both", "both networks")
NO_NETWORK = ("nej", "inget", "ingen", "inga", "none", "no")

Meaning = TypeVar("Meaning")


class Words(Generic[Meaning]):
    """Words with what they mean. A word that two meanings share in all but its signs is only known as it is written."""

    def __init__(self, pairs: Iterable[tuple[str, Meaning]]) -> None:
        self._exact: dict[str, Meaning] = {}
        self._by_key: dict[str, tuple[str, Meaning]] = {}
        shared = set()
        for word, meaning in pairs:
            self._exact.setdefault(word.casefold(), meaning)
            if self._by_key.setdefault(plain_key(word), (word, meaning))[1] != meaning:
                shared.add(plain_key(word))
        for key in shared:
            del self._by_key[key]

    def meaning(self, word: str) -> Meaning | None:
        """What a word means, if it is known."""
        found = self._exact.get(word.casefold())
        return found if found is not None else self._by_key.get(plain_key(word), (word, None))[1]

    def near(self, word: str) -> list[str]:
        """Known words that look like this one, the likest first, at most one for each meaning."""
        close = get_close_matches(plain_key(word), self._by_key, n=2 * MOST_NEAR, cutoff=ALIKE)
        found: list[tuple[str, Meaning]] = []
        for known, meaning in map(self._by_key.__getitem__, close):
            if meaning not in [other for _word, other in found]:
                found.append((known, meaning))
        return [known for known, _meaning in found[:MOST_NEAR]]


@dataclass(frozen=True)
class Vocabulary:
    """Every word that the cells of a file may hold; `kind_names` as the reader knows them."""

    units: Words[int]
    kinds: Words[str]
    tools: Words[str]
    networks: Words[frozenset[str]]
    kind_names: tuple[str, ...]


def vocabulary(session: Session, municipality_id: int) -> Vocabulary:
    """The words as they are now."""
    return Vocabulary(
        units=Words((unit.name, unit.id) for unit in units(session, municipality_id)),
        kinds=Words(_kind_words(session, municipality_id)),
        tools=Words(_tool_words()),
        networks=Words(_network_words()),
        kind_names=tuple(kind.name for kind in used_kinds(session, municipality_id)),
    )


def _kind_words(session: Session, municipality_id: int) -> Iterator[tuple[str, str]]:
    """The municipality's own names come first: they mean what it says they mean."""
    found: list[Kind] = []
    for language in LANGUAGES:
        with force_locale(language):
            found += used_kinds(session, municipality_id)
    used = {kind.key for kind in found}
    taken = {plain_key(kind.name) for kind in found}
    yield from ((kind.name, kind.key) for kind in sorted(found, key=lambda kind: not kind.is_own))
    for key, words in OTHER_KIND_WORDS.items():
        yield from ((word, key) for word in words if key in used and plain_key(word) not in taken)


def _tool_words() -> Iterator[tuple[str, str]]:
    """Names before synonyms, so that a name is never taken for another tool's synonym."""
    tools = [tool for language in LANGUAGES for tool in named_tools.tools(language)]
    taken = {plain_key(tool.name) for tool in tools}
    yield from ((tool.name, tool.slug) for tool in tools)
    yield from ((tool.slug, tool.slug) for tool in tools)
    for tool in tools:
        yield from ((word, tool.slug) for word in tool.synonyms if plain_key(word) not in taken)
    for network in NETWORKS:
        yield from ((word, network) for word in NETWORK_WORDS[network] if " " in word)


def _network_words() -> Iterator[tuple[str, frozenset[str]]]:
    for network, words in NETWORK_WORDS.items():
        yield from ((word, frozenset({network})) for word in (*words, network))
    yield from ((word, frozenset(NETWORKS)) for word in BOTH_NETWORKS)
    yield from ((word, frozenset()) for word in NO_NETWORK)
