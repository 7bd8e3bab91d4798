"""Words as search compares them: without inflection, and in Swedish also the parts of compounds.

The database only matches and counts tokens; what a token is, is decided here, so that both databases find the same.
"""

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from snowballstemmer import stemmer

WORD = re.compile(r"[^\W_]+")
SHORTEST_STEM, SHORTEST_HEAD, SHORTEST_TAIL = 3, 3, 4
_STEMMERS = {"sv": stemmer("swedish"), "en": stemmer("english")}
# What the Swedish stemmer leaves and search does not want: anmäl-an beside anmäl-ning-ar, nätverk-et beside nätverk.
_MORE_SWEDISH = ("ning", "an", "et")


def words(text: str) -> Iterator[re.Match[str]]:
    """Every word of a text with its place."""
    return WORD.finditer(text)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """A word without its inflection; å, ä and ö are letters of their own and stay."""
    found = str(_STEMMERS[language].stemWord(word.lower()))
    if language == "sv":
        for ending in _MORE_SWEDISH:
            if found.endswith(ending) and len(found) - len(ending) >= SHORTEST_STEM:
                return found.removesuffix(ending)
    return found


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(match[0], language) for match in words(text)]


def parts(word_stem: str, known: Set[str]) -> tuple[str, ...]:
    """The two known words that a Swedish compound's stem is made of, the longest last one first; () when it is none.

    A linking s between them belongs to neither: oro-s-anmäl.
    """
    for at in range(SHORTEST_HEAD, len(word_stem) - SHORTEST_TAIL + 1):
        head, tail = word_stem[:at], word_stem[at:]
        if tail in known:
            for one in (stem(head, "sv"), stem(head.removesuffix("s"), "sv"), stem(f"{head}a", "sv")):
                if one in known and len(one) >= SHORTEST_HEAD:
                    return (one, tail)
    return ()


def tokens(text: str, language: str, known: Set[str]) -> str:
    """A text as the index keeps it: stems, and after a compound its parts."""
    found: list[str] = []
    for one in stems(text, language):
        found.append(one)
        if language == "sv":
            found += parts(one, known)
    return " ".join(map(plain, found))


def plain(token: str) -> str:
    """A token in letters and digits that no database takes for anything else, and that differ where the words do."""
    return "".join(one if one.isascii() else f"q{ord(one):x}q" for one in token)


Asked = tuple[tuple[str, ...], ...]
"""A word that is looked for: one of these, each a stem or the parts of a compound that are to stand together."""


def asked(text: str, language: str, known: Set[str]) -> list[Asked]:
    """What is looked for, word by word: its stem, and for a Swedish compound also its two parts on the same page."""
    found: list[Asked] = []
    for one in dict.fromkeys(stems(text, language)):
        split = parts(one, known) if language == "sv" else ()
        ways = [(one,)] if one in known or not split else []
        found.append((*ways, split) if split else tuple(ways))
    return found


def is_found(word: str, wanted: Iterable[str], language: str, known: Set[str]) -> bool:
    """Whether a word of a text is one of the stems, or a compound of one."""
    found = stem(word, language)
    return found in wanted or (language == "sv" and bool(set(parts(found, known)) & set(wanted)))
