"""The screen for case samples: everything that notes are searched for, in disguise too, and what tells only together with the rest.

Texts of one sample are searched together: a name that is found in one part is found in all, wherever in a sentence it stands.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.screen import names
from core.screen.ages import find_ages
from core.screen.capitals import find_capitals
from core.screen.dates import DATES
from core.screen.establishments import in_small_letters, is_establishment, widened
from core.screen.findings import Certainty, Finding, Kind, matches, without_overlaps
from core.screen.folding import Dense, dense, fold
from core.screen.loose_dates import LOOSE_DATES
from core.screen.numbers import personal_numbers
from core.screen.placeholders import blanked, placeholder_stretches
from core.screen.places import PLACES
from core.screen.rare import find_rare
from core.screen.references import LINKS, REFERENCES
from core.screen.sure import PATTERNS, SPACE

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u200b])*(?:['’][^\W\d_]+)*")
_PIECE = re.compile(r"[^\W\d_](?:[^\ufffc\n]*[^\W_])?")
_ACTING = re.compile(
    rf"(?<!\w)(?P<name>[A-ZÅÄÖ][a-zåäöé]+){SPACE}(?:ringde|ringer|kom|sa|säger|sade|berättade|berättar|svarade|svarar|hämtade|hämtar|tog|gick|satt"
    r"|grät|skrek|lovade|bor|bodde|jobbar|jobbade|arbetar|arbetade|dricker|drack|slog|somnade|flyttade|följde|undrade|tyckte|tycker|tror|trodde"
    r"|skjutsar|skjutsade|vågade|ville|orkar|orkade|lämnade|skrev|läste|visade|frågade|heter|fyller|fyllde)\b"
)
_SHORTEST = 3  # letters of a name that is looked for in other places; shorter ones are found where they stand
_WORD_KINDS = frozenset({Kind.NAME, Kind.INSTITUTION, Kind.PLACE, Kind.CAPITALISED})
_CONSIDERED = frozenset({Kind.DATE, Kind.AGE, Kind.RARE})
_FORMS = (*DATES, *LOOSE_DATES, *PLACES, *LINKS)


@dataclass(frozen=True, order=True)
class SampleFinding:
    """A stretch of a case sample (`start` to `end`, as Python slices), what it looks like, and what it asks for."""

    start: int
    end: int
    kind: Kind
    certainty: Certainty


def find_in_sample(text: str) -> list[SampleFinding]:
    """Everything in one text, in order, without overlaps."""
    return find_in_parts({"": text})[""]


def find_in_parts(parts: Mapping[str, str], own: Collection[str] = ()) -> dict[str, list[SampleFinding]]:
    """Everything in the parts of one sample, by part. `own` are words that somebody has pointed out: found wherever they stand."""
    read = {name: dense(text) for name, text in parts.items()}
    first = {name: _first_look(one.text, own) for name, one in read.items()}
    known = {
        spelling: one.kind
        for name, found in first.items()
        for one in found
        if one.kind in _WORD_KINDS
        for spelling in _known_words(read[name].text[one.start : one.end])
    }
    return {
        name: [
            replace(found, start=whole[0], end=whole[1])
            for found, whole in _placed(one, _second_look(one.text, first[name], known))
        ]
        for name, one in read.items()
    }


def _placed(read: Dense, found: Iterable[SampleFinding]) -> Iterator[tuple[SampleFinding, tuple[int, int]]]:
    return ((one, read.whole(one.start, one.end)) for one in found)


def _first_look(text: str, own: Collection[str]) -> list[SampleFinding]:
    """What a folded text shows by itself."""
    references = matches(REFERENCES, text)
    sure = _sure(text, references)
    placeholders = placeholder_stretches(text)
    pointed_out = _outside(own_words(blanked(text, placeholders), own), sure)
    rest = blanked(text, [*_stretches(sure, pointed_out), *placeholders])
    written = without_overlaps([*matches(_FORMS, rest), *_outside(references, [*sure, *pointed_out])])
    rest = blanked(rest, _stretches(written))
    capitalised = widened(rest, [*find_capitals(rest), *_acting(rest), *_in_small_letters(rest)])
    words = without_overlaps([*capitalised, *in_small_letters(rest)])
    found = [*sure, *pointed_out, *written, *words]
    # The end of a placeholder stays: "[BARN 1] (7)" says whose age it is.
    looked_at = blanked(text, [*_stretches(sure), *((start, end - 1) for start, end in placeholders)])
    return sorted(
        [
            *(SampleFinding(one.start, one.end, one.kind, Certainty.SURE) for one in sure),
            *(_told(one) for one in (*pointed_out, *written, *words, *_considered(looked_at, found))),
        ]
    )


def _sure(text: str, references: Iterable[Finding]) -> list[Finding]:
    """What has to go, with figures that belong to it and are not sure by themselves: 5000-K12345-24."""
    sure = without_overlaps([*matches(PATTERNS, text), *personal_numbers(text)])
    rest = blanked(text, _stretches(sure))
    longer = [one for one in _touching(references, sure) if any(map(str.isdigit, rest[one.start : one.end]))]
    return without_overlaps([*sure, *longer])


def _told(one: Finding) -> SampleFinding:
    return SampleFinding(one.start, one.end, one.kind, certainty_in_sample(one.kind))


def _stretches(*found: Iterable[Finding]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for some in found for one in some]


def _touching(found: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Those that share a letter with one of the others."""
    taken = bytearray()
    for start, end in _stretches(others):
        taken.extend(bytes(max(0, end - len(taken))))
        taken[start:end] = b"\1" * (end - start)
    return [one for one in found if any(taken[one.start : one.end])]


def certainty_in_sample(kind: Kind) -> Certainty:
    """What a kind asks for in a case sample where no sure pattern has found it. An exact date is to be considered there."""
    return Certainty.CONSIDER if kind in _CONSIDERED else Certainty.POSSIBLE


def own_words(text: str, own: Collection[str]) -> Iterator[Finding]:
    """Where words stand that somebody has pointed out, in any letters and in the genitive too."""
    for words in own:
        written = rf"{SPACE}+".join(map(re.escape, fold(words).split()))
        if written:
            for match in re.finditer(rf"(?<!\w){written}(?:['’:]?s)?(?!\w)", text, re.IGNORECASE):
                yield Finding(match.start(), match.end(), Kind.OWN)


def _outside(found: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Those that share no letter with any of the others."""
    alone = without_overlaps(found)
    touching = set(_touching(alone, others))
    return [one for one in alone if one not in touching]


def _considered(text: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """Ages, and phrases of rare events as far as nothing else has been found in them."""
    taken = list(found)
    ages = _outside(find_ages(text), taken)
    yield from ages
    rest = blanked(text, _stretches(taken, ages))
    for one in without_overlaps(find_rare(text)):
        pieces = list(_PIECE.finditer(rest, one.start, one.end))
        if pieces:
            longest = max(pieces, key=lambda piece: piece.end() - piece.start())
            yield Finding(longest.start(), longest.end(), Kind.RARE)


def _second_look(text: str, found: list[SampleFinding], known: Mapping[str, Kind]) -> list[SampleFinding]:
    """The findings, and wherever else a word stands that is known from one of them."""
    rest = blanked(text, [*((one.start, one.end) for one in found), *placeholder_stretches(text)])
    more = []
    for match in _WORD.finditer(rest):
        kind = next((known[spelling] for spelling in names.nominatives(match[0]) if spelling in known), None)
        if kind is not None and (not match[0].islower() or kind is Kind.NAME):
            more.append(SampleFinding(match.start(), match.end(), kind, certainty_in_sample(kind)))
    return sorted([*found, *more]) if more else found


def _known_words(written: str) -> Iterator[str]:
    """The words of a finding by which it may be known in other places: not förskola, and no word that is one in small letters."""
    for match in _WORD.finditer(written):
        spellings = names.nominatives(match[0])
        if len(match[0]) >= _SHORTEST and not is_establishment(spellings[0]) and not names.is_ordinary(spellings):
            yield from (one for one in spellings if len(one) >= _SHORTEST)


def _acting(text: str) -> Iterator[Finding]:
    """Names that are everyday words too and begin a sentence in which they do what only people do: Bo ringde."""
    for match in _ACTING.finditer(text):
        spellings = names.nominatives(match["name"])
        if names.is_first_name(spellings) and names.is_everyday(spellings):
            yield Finding(match.start("name"), match.end("name"), Kind.NAME)


def _in_small_letters(text: str) -> list[Finding]:
    """Names of the lists that are written with a small letter and are no words; those that stand together are one."""
    found: list[Finding] = []
    for match in _WORD.finditer(text):
        if not match[0].islower() or len(match[0]) < _SHORTEST:
            continue
        spellings = names.nominatives(match[0])
        if not (names.is_first_name(spellings) or names.is_last_name(spellings)) or names.is_ordinary(spellings):
            continue
        if found and text[found[-1].end : match.start()] in {" ", "-"}:
            found[-1] = Finding(found[-1].start, match.end(), Kind.NAME)
        else:
            found.append(Finding(match.start(), match.end(), Kind.NAME))
    return found
