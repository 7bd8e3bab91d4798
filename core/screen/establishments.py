"""Schools, preschools, homes and workplaces in a case sample: by the word for what they are, before or behind the name.

In small letters too: vallaskolan, förskolan smultronet.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from core.screen import names
from core.screen.findings import Finding, Kind
from core.screen.sure import SPACE

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[-'’](?=[^\W\d_]))*")
_ONE_SPACE = re.compile(rf"{SPACE}{{1,2}}[\"”“„'’»«]?")
_AND = re.compile(rf"{SPACE}och{SPACE}")
_IN = re.compile(rf"{SPACE}{{1,2}}(?:i|på|vid|hos){SPACE}{{1,2}}")
_FROM = re.compile(rf"\b(?:i|från){SPACE}$")
_LOOK_BACK = 60
_SHORT_LOOK = 6

_AREAS = frozenset({"kommun", "län", "socken", "stad", "landskap"})
_LOWER_ENDINGS = ("et", "en", "an", "arna", "orna", "erna", "ans", "ens", "ets")
_UNITS = re.compile(
    rf"\b(?i:avd|avdelning(?:en)?|bup|vuxenpsyk\w*|hus){SPACE}?\.?{SPACE}(?:nr{SPACE})?\d{{1,3}}(?!\d)"
    rf"(?:{SPACE}(?:i|på){SPACE}[A-ZÅÄÖ][\w-]+)?"
)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(names.words_of("establishment-endings"))


def _is_everyday(word: str) -> bool:
    return word in names.words_of("everyday-establishments")


def is_establishment(word: str) -> bool:
    """Whether a word in small letters says what kind of place something is: förskola, gruppbostad, LVM-hemmet."""
    return word in {"enhet", "enheten"} or (word.endswith(_endings()) and (_is_everyday(word) or len(word) > 3))


def in_small_letters(text: str) -> Iterator[Finding]:
    """vallaskolan, förskolan smultronet, avdelning 54 på Vadstena: what a folded text has without a capital, or with a number."""
    for match in _UNITS.finditer(text):
        yield Finding(match.start(), match.end(), Kind.INSTITUTION)
    yield from _listed(text)
    before: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        word = match[0]
        if word.islower():
            if _is_school_by_itself(word):
                yield Finding(match.start(), match.end(), Kind.INSTITUTION)
            elif (
                before is not None
                and _is_named_by(before[0].lower(), word)
                and _ONE_SPACE.fullmatch(text, before.end(), match.start())
            ):
                yield Finding(before.start(), match.end(), Kind.INSTITUTION)
        before = match


def _listed(text: str) -> Iterator[Finding]:
    """Places and chains that are known, in any letters and wherever in a sentence: borås, hemköp."""
    for match in _WORD.finditer(text):
        spellings = names.nominatives(match[0])
        if names.is_ordinary(spellings) and match[0].islower():
            continue
        if not names.words_of("places").isdisjoint(spellings):
            if not names.is_ordinary(spellings):
                yield Finding(match.start(), match.end(), Kind.PLACE)
        elif not names.words_of("workplaces").isdisjoint(spellings):
            yield Finding(match.start(), match.end(), Kind.INSTITUTION)


def _is_school_by_itself(word: str) -> bool:
    plain = word.removesuffix("s")
    return (
        plain.endswith(("skolan", "gymnasiet", "sjukhuset", "lasarettet"))
        and not _is_everyday(plain)
        and not names.is_harmless((plain,))
        and not plain.endswith(("förskolan", "särskolan", "grundskolan", "friskolan", "högskolan", "gymnasieskolan"))
    )


def _is_named_by(kind: str, word: str) -> bool:
    """Two definite forms in a row are a name, whatever letter it begins with: förskolan smultronet."""
    return (
        kind.endswith(("skolan", "hemmet", "boendet", "gymnasiet", "dagis", "fritids", "mottagningen", "kyrkan"))
        and len(word) > 4
        and word.endswith(_LOWER_ENDINGS)
        and word not in names.words_of("after-establishments")
        and not is_establishment(word)
    )


def widened(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; those beside a word for what they are include it: Hovslätts skola, stödboendet Vändpunkten, polisen i Mjölby."""
    for one in findings:
        if one.kind in {Kind.NAME, Kind.CAPITALISED, Kind.PLACE, Kind.INSTITUTION, Kind.ADDRESS}:
            yield _widened(text, one)
        else:
            yield one


def _widened(text: str, one: Finding) -> Finding:
    start, end, kind = one.start, one.end, one.kind
    is_person = kind is Kind.NAME and names.is_first_name(names.nominatives(text[start:end].split()[0]))
    if is_person:
        return one
    if kind is Kind.CAPITALISED and _FROM.search(text, max(0, start - _SHORT_LOOK), start):
        kind = Kind.PLACE  # i Habo, från Idre
    if text[start - 1 : start] == "-":  # LVM-hemmet Rällsö, of which "hemmet Rällsö" has been found
        start = _word_start(text, start)
    after = _word_after(text, end, _ONE_SPACE)
    if after and after[0].lower() in _AREAS:
        end, kind = after.end(), Kind.PLACE
    while after and is_establishment(after[0].lower()):
        end, kind = after.end(), Kind.INSTITUTION
        after = _word_after(text, end, _ONE_SPACE) or _word_after(text, end, _AND)
    before = _before(text, start)
    return Finding(start, end, kind) if before is None else Finding(before, end, Kind.INSTITUTION)


def _word_start(text: str, place: int) -> int:
    """Where the word begins that goes on at a place behind its hyphen."""
    first = max(0, place - _LOOK_BACK)
    while place > first and (text[place - 1].isalnum() or text[place - 1] == "-"):
        place -= 1
    return place


def _word_after(text: str, end: int, gap: re.Pattern[str]) -> re.Match[str] | None:
    between = gap.match(text, end)
    return _WORD.match(text, between.end()) if between else None


def _before(text: str, start: int) -> int | None:
    """Where a word before begins that says what it is, with or without a little word between."""
    near = max(0, start - _LOOK_BACK)
    before = list(_WORD.finditer(text, near, start))[-2:]
    for word in reversed(before):
        between = text[word.end() : start]
        if not (_ONE_SPACE.fullmatch(between) or _IN.fullmatch(between)):
            continue
        if is_establishment(word[0].lower()) and (not _is_everyday(word[0].lower()) or _ONE_SPACE.fullmatch(between)):
            return word.start()
    return None
