"""The lists of names and words: which words are names, which of those are everyday words too, and which tell nothing."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent / "lists"
# Endings that no other Swedish word has.
_ONLY_LAST_NAMES = ("sson", "qvist", "wicz", "ović", "ovic", "enko", "oğlu", "oglu", "zadeh", "chuk")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True)
class Lists:
    """Words as `key` makes them."""

    first: frozenset[str]
    last: frozenset[str]
    everyday: frozenset[str]
    harmless: frozenset[str]
    ordinary: frozenset[str]


@cache
def lists() -> Lists:
    """The lists, read when a text is first looked at: Faker takes a tenth of a second and 4 MB."""
    from faker.providers.person.sv_SE import Provider  # a site that screens nothing does not load it

    return Lists(
        first=_single(Provider.first_names) | words_of("first-names"),
        last=_single(Provider.last_names) | words_of("last-names"),
        everyday=words_of("everyday-words"),
        harmless=words_of("harmless-words"),
        ordinary=words_of("ordinary-words"),
    )


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one of our own lists, by the name of its file."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return _single(word for line in lines if not line.startswith("#") for word in line.split())


def _single(words: Iterable[str]) -> frozenset[str]:
    """Each word by itself: Anna-Karin is Anna and Karin."""
    return frozenset(part for word in words for part in key(word).split("-"))


def key(word: str) -> str:
    """How a word is looked up: in small letters, accents composed, without what can't be seen."""
    if word.isascii():
        return word.casefold()
    return unicodedata.normalize("NFC", word.translate(_UNSEEN)).casefold().replace("’", "'")


def nominatives(word: str) -> tuple[str, ...]:
    """How a word is looked up: itself, and what it may be the genitive of. Annas → annas, anna."""
    folded = key(word)
    bare = folded.removesuffix("s").rstrip("'")
    return (folded, bare) if bare and bare != folded else (folded,)


def is_first_name(spellings: Iterable[str]) -> bool:
    """Whether one of a word's nominatives is a first name."""
    return not lists().first.isdisjoint(spellings)


def is_last_name(spellings: Collection[str]) -> bool:
    """Whether one of a word's nominatives is a last name, by the list or by an ending that nothing else has."""
    return not lists().last.isdisjoint(spellings) or any(one.endswith(_ONLY_LAST_NAMES) for one in spellings)


def is_everyday(spellings: Iterable[str]) -> bool:
    """Whether the word is an everyday one, name or not."""
    return not lists().everyday.isdisjoint(spellings)


def is_harmless(spellings: Iterable[str]) -> bool:
    """Whether the word tells nothing of anybody."""
    return not lists().harmless.isdisjoint(spellings)


def is_ordinary(spellings: Collection[str]) -> bool:
    """Whether the word, with a small letter, is a word and no name."""
    known = lists()
    return any(not words.isdisjoint(spellings) for words in (known.ordinary, known.everyday, known.harmless))
