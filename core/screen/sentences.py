"""The words of a text that have a capital, with what the sentence says of each: whether it begins there, and what stands beside it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.screen.sure import SPACE

_UNSEEN = (
    r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"  # accents by themselves, and what can stand inside a word unseen
)
_LETTERS = rf"[^\W\d_](?:[^\W\d_]++|{_UNSEEN}++)*+"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*+")

# A new line, a bullet, a quotation mark; a full stop, colon or bracket with a space behind.
_OPENING = re.compile(r"[\n\r\v\f\u2028\t•·▪◦*#>|\"“”„«»]|[.!?:…][)\]'’]*(?:\s|$)|\d\)\s")
# Words that end with a full stop inside a sentence: t.ex., bl.a., f.d., s.k.
_SHORTENED = frozenset("a ca d dr ex exkl fd inkl k kl nr resp s sk tel".split())  # noqa: SIM905
_BESIDE = re.compile(rf"{SPACE}{{1,3}}[\"“”„'’»«]?")
_AFTER = re.compile(rf"{SPACE}{{1,3}}([^\W\d_]+)")
_JOINED = re.compile(
    rf"(?:{SPACE}|[-\u2010\u2011]|{SPACE}(?:von|af|van|de|da|la|der|al|el|bin|ibn|bint|abu|ben)[ -]){{1,3}}"
)
_AFTER_INITIAL = re.compile(rf"\.?{SPACE}{{1,2}}")
_PAIRED = re.compile(rf"(?:{SPACE}?[,&/]{SPACE}?|{SPACE}(?:och|o|and|samt){SPACE}){{1,3}}")
_LONGEST_JOIN = 12
_NEAR = 40
_BREAK = re.compile(r"[\n.!?]")
_LAST_LATIN = "\u024f"


class Capital(NamedTuple):
    """A word with a capital. `before` (in small letters) and `after` are the words right beside it, empty where there is none."""

    start: int
    end: int
    word: str
    opens: bool
    before: str
    before_start: int
    after: str
    after_end: int

    @property
    def is_other_script(self) -> bool:
        """Whether it is written in other letters than ours; many of those have no capitals."""
        return self.word[0] > _LAST_LATIN


def capitals(text: str) -> Iterator[Capital]:
    """Every word that has a capital or can't have one, in order."""
    end, start, before = 0, 0, ""
    for match in _WORD.finditer(text):
        word = match[0]
        if not word[0].islower():
            gap = text[end : match.start()]
            after = _AFTER.match(text, match.end())
            yield Capital(
                match.start(),
                match.end(),
                word,
                _opens(gap, before) or _is_shouted(text, match),
                before.casefold() if _BESIDE.fullmatch(gap) else "",
                start,
                after[1] if after else "",
                after.end() if after else match.end(),
            )
        start, end, before = match.start(), match.end(), word


def _opens(gap: str, before: str) -> bool:
    """Whether a sentence, line, quotation or bullet begins after the gap."""
    if not before:
        return True
    if not _OPENING.search(gap):
        return len(before) == 1 and gap.startswith(")")
    return not (gap.strip() == "." and before in _SHORTENED)


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Whether it stands among capitals only, as in a heading: there a capital says nothing."""
    if not match[0].isupper() or len(match[0]) == 1:
        return False
    start, end = max(0, match.start() - _NEAR), match.end() + _NEAR
    line = _BREAK.split(text[start : match.start()])[-1] + _BREAK.split(text[match.end() : end])[0]
    return any(map(str.isupper, line)) and not any(map(str.islower, line))


def are_joined(text: str, one: Capital, following: Capital) -> bool:
    """Whether two words are one name: Anna Karin, Anna-Karin, Carl von Linné, K. Svensson."""
    return _between(text, one, following, _AFTER_INITIAL if len(one.word) == 1 else _JOINED)


def are_paired(text: str, one: Capital, following: Capital) -> bool:
    """Whether two words are named together: Bo och Anna."""
    return _between(text, one, following, _PAIRED)


def _between(text: str, one: Capital, following: Capital, pattern: re.Pattern[str]) -> bool:
    return following.start - one.end <= _LONGEST_JOIN and bool(pattern.fullmatch(text, one.end, following.start))
