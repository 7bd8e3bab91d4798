"""When two stretches of a sample are the same thing written in two forms: Kalle, KALLES and Kalle's; 850101-1234 and 19850101 1234."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.screen import names
from core.screen.establishments import is_establishment
from core.screen.findings import Kind
from core.screen.folding import fold

WORD_KINDS = frozenset({Kind.NAME, Kind.INSTITUTION, Kind.PLACE, Kind.CAPITALISED})
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u200b])*(?:['’][^\W_]+)*")
_GENITIVE_SIGN = re.compile(r"['’:]s?$")
_PERSONAL_DIGITS = 10


@dataclass(frozen=True)
class Form:
    """How something is written: the `key` that all its forms have, its words in their plain form, and whether it is a genitive."""

    key: str
    words: tuple[str, ...]
    is_genitive: bool = False

    @property
    def is_family(self) -> bool:
        """Whether it is a last name by itself, by the lists: more likely a family's than one person's."""
        return len(self.words) == 1 and names.is_last_name(self.words) and not names.is_first_name(self.words)


OWN = "own: "
"""What the keys of words begin with that somebody has pointed out."""


def own_key(words: str) -> str:
    """The key of words that somebody points out: what is decided about them is decided under it."""
    return OWN + _bare(words)


def _bare(text: str) -> str:
    return " ".join(fold(text).replace("\u200b", "").casefold().split())


def vocabulary(found: Iterable[tuple[Kind, str]]) -> frozenset[str]:
    """All words of what is found by words, as they are looked up: by them it is told whether an s at the end is a genitive's."""
    return frozenset(names.key(word) for kind, text in found if kind in WORD_KINDS for word in _WORD.findall(text))


def form_of(kind: Kind, text: str, words: Collection[str], own: Collection[str]) -> Form:
    """The form of a folded stretch of text. `words` is the sample's vocabulary, `own` the keys of words that were pointed out."""
    if kind in WORD_KINDS:
        return _form_of_words(text, words)
    if kind is Kind.OWN:
        key = own_key(text)
        plain = next((one for one in (key, _GENITIVE_SIGN.sub("", key)) if one in own), key.removesuffix("s"))
        return Form(plain, (), plain != key)
    return Form(_key_of(kind, text), ())


def _form_of_words(text: str, vocabulary: Collection[str]) -> Form:
    written = [names.key(word) for word in _WORD.findall(text)]
    *before, last = written or [_bare(text)]
    plain = _plain(last, vocabulary)
    words = (*before, plain)
    return Form(" ".join(words), words, plain != last)


def _plain(word: str, vocabulary: Collection[str]) -> str:
    """The word without a genitive's s, as far as the lists and the rest of the sample tell that it is one: Annas → anna, Elias → elias."""
    bare = word.removesuffix("s").rstrip("':")
    if not bare or bare == word or len(bare) < 2:
        return word
    if word != bare + "s":  # Anna's, Anna:s
        return bare
    if _is_listed(word):
        return word
    return bare if _is_listed(bare) or bare in vocabulary or is_establishment(bare) else word


def _is_listed(word: str) -> bool:
    return names.is_first_name((word,)) or names.is_last_name((word,))


def _key_of(kind: Kind, text: str) -> str:
    """What makes two numbers, or two addresses, the same one."""
    plain = _bare(text)
    if kind is Kind.PERSONAL_NUMBER:
        digits = "".join(filter(str.isdigit, plain))
        return digits[-_PERSONAL_DIGITS:] if len(digits) >= _PERSONAL_DIGITS else "".join(filter(str.isalnum, plain))
    if kind is Kind.PHONE:
        digits = "".join(filter(str.isdigit, plain))
        return f"0{digits.removeprefix('0046').removeprefix('46').removeprefix('0')}"
    if kind in {Kind.PLATE, Kind.CASE_NUMBER, Kind.POSTCODE}:
        return "".join(filter(str.isalnum, plain))
    return plain
