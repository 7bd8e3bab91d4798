"""Words with a capital: names by the lists, and whatever else stands with one inside a sentence and is not known to be harmless."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.screen import names
from core.screen.findings import Finding, Kind, without_overlaps
from core.screen.sentences import Capital, are_joined, are_paired, capitals

_INSTITUTION_BEFORE = frozenset(
    """
    affären arbetsplatsen avdelning avdelningen barnhemmet behandlingshemmet boendet butiken byskolan dagis enheten
    familjecentralen familjehemmet firman fotbollslaget friskolan fritids fritidsgården fritidshemmet föreningen
    företaget församlingen förskola förskolan grundskolan gruppboendet gymnasiet hemmet hvb jourhemmet kliniken
    klubben kollot kyrkan laget lägret moskén mottagningen pizzerian restaurangen resursskolan skola skolan
    skyddsboendet stallet stödboendet särskolan ungdomshemmet vårdcentralen vårdhemmet äldreboendet
    """.split()  # noqa: SIM905  a list of words reads best as words
)
_PLACE_BEFORE = frozenset("byn bostadsområdet kommunen orten samhället stadsdelen staden tätorten".split())  # noqa: SIM905
_PLACE_AFTER = frozenset("församling kommun lasarett län socken stad tingsrätt".split())  # noqa: SIM905
_INSTITUTION_AFTER = frozenset({"School", "Preschool", "Nursery", "Hospital", "Church"})
_INSTITUTION_ALWAYS = (
    "skolan",
    "skola",
    "gymnasiet",
    "gymnasium",
    "lasarettet",
    "sjukhuset",
    "mottagningen",
    "kyrkan",
    "boendet",
)
_INSTITUTION_ENDINGS = (
    *_INSTITUTION_ALWAYS, "gården", "hemmet", "hallen", "klubben", "föreningen", "centralen", "dagis", "pizzerian",
)  # fmt: skip
_PARTICLES = frozenset({"von", "af", "van", "bin", "ibn"})
_MONTHS = frozenset({"April", "May", "June", "August"})
_BEFORE_MONTH = frozenset("during early every in last late next since this until".split())  # noqa: SIM905
_COMPANY = frozenset({"AB", "HB", "Ltd"})
_ADDRESS_ENDINGS = ("gatan", "gata", "vägen", "väg", "gränd", "gränden", "allén", "torget", "stigen", "backen")
_PLACE_ENDINGS = (
    "köping", "stad", "hult", "ryd", "torp", "arp", "hamn", "sund", "sjö", "berga", "tuna", "vik", "näs", "borg", "fors", "holm",
    "red", "by", "bro", "ås", "hammar", "mark", "land",
)  # fmt: skip


class Word(NamedTuple):
    """A word with a capital, and what the lists say of it."""

    at: Capital
    spellings: tuple[str, ...]
    is_first: bool
    is_last: bool
    is_harmless: bool

    @property
    def is_name(self) -> bool:
        """Whether the lists have it as a first or last name."""
        return self.is_first or self.is_last

    @property
    def is_initial(self) -> bool:
        """Whether it is a single letter."""
        return len(self.spellings[0]) == 1


def find_capitals(text: str) -> list[Finding]:
    """Names, and other words whose capital says that they name something, in order. Words that stand together are one finding."""
    words = [_looked_up(one) for one in capitals(text)]
    counted = [_counts(word) for word in words]
    inside = {
        spelling
        for word, counts in zip(words, counted, strict=True)
        if counts and not word.at.opens
        for spelling in word.spellings
    }
    for place in range(len(words) - 1, -1, -1):  # backwards, so that a name lends its weight to the word before it
        counted[place] = counted[place] or _counts_here(words, counted, place, inside, text)
    return without_overlaps(_finding(run) for run in _runs(text, words, counted))


def _looked_up(capital: Capital) -> Word:
    spellings = names.nominatives(capital.word)
    is_first, is_last = names.is_first_name(spellings), names.is_last_name(spellings)
    is_harmless = _is_month(capital) or (not (is_first or is_last) and names.is_harmless(spellings))
    return Word(capital, spellings, is_first, is_last, is_harmless)


def _is_month(capital: Capital) -> bool:
    """in May, since August: English months that are names too."""
    return capital.word in _MONTHS and capital.before in _BEFORE_MONTH


def _counts(word: Word) -> bool:
    """Whether the word is to be found whatever else the text says."""
    if word.is_initial or word.is_harmless:
        return False
    if not word.at.opens or word.at.is_other_script or _is_named_by_neighbour(word):
        return True
    return (word.is_name and not names.is_everyday(word.spellings)) or _ends(word, _INSTITUTION_ALWAYS)


def _is_named_by_neighbour(word: Word) -> bool:
    """förskolan ”Myran”, Värnamo kommun."""
    return _has_kind_before(word) or word.at.after in _PLACE_AFTER or word.at.after in _INSTITUTION_AFTER


def _counts_here(words: Sequence[Word], counted: Sequence[bool], place: int, inside: set[str], text: str) -> bool:
    """Whether a word that begins a sentence is a name by what stands behind it, or by how the rest of the text uses it."""
    word = words[place]
    if word.is_initial or word.is_harmless:
        return False
    if not inside.isdisjoint(word.spellings):
        return True
    if word.is_first and text.startswith(",", word.at.end):  # Närvarande: Bo, kontaktperson
        return True
    if place + 1 == len(words) or not counted[place + 1]:
        return False
    following = words[place + 1]
    if are_joined(text, word.at, following.at):
        return word.is_name or not following.is_first  # Fatmira Krasniqi, but not: Ringde Anna
    return word.is_name and are_paired(text, word.at, following.at)


def _runs(text: str, words: Sequence[Word], counted: Sequence[bool]) -> Iterator[list[Word]]:
    """The words that count, those that stand together together; an initial belongs to the name before it."""
    run: list[Word] = []
    for word, counts in zip(words, counted, strict=True):
        joined = bool(run) and are_joined(text, run[-1].at, word.at)
        if joined and (counts or word.is_initial):
            run.append(word)
            continue
        if run:
            yield run
        run = [word] if counts else []
    if run:
        yield run


def _finding(run: Sequence[Word]) -> Finding:
    first, last = run[0], run[-1]
    kind = _kind(run)
    with_before = first.at.before in _PARTICLES or (kind is not Kind.NAME and _has_kind_before(first))
    with_after = last.at.after in _INSTITUTION_AFTER
    return Finding(
        first.at.before_start if with_before else first.at.start, last.at.after_end if with_after else last.at.end, kind
    )


def _kind(run: Sequence[Word]) -> Kind:
    first, last = run[0], run[-1]
    if any(word.is_name or word.at.is_other_script for word in run):
        return Kind.NAME
    if first.at.before in _INSTITUTION_BEFORE or _is_institution(last):
        return Kind.INSTITUTION
    if _ends(last, _ADDRESS_ENDINGS):
        return Kind.ADDRESS
    if first.at.before in _PLACE_BEFORE or last.at.after in _PLACE_AFTER or _ends(last, _PLACE_ENDINGS):
        return Kind.PLACE
    return Kind.CAPITALISED


def _is_institution(last: Word) -> bool:
    return last.at.after in _INSTITUTION_AFTER or last.at.word in _COMPANY or _ends(last, _INSTITUTION_ENDINGS)


def _has_kind_before(word: Word) -> bool:
    """Whether the word before says what it is: skolan, byn."""
    return word.at.before in _INSTITUTION_BEFORE or word.at.before in _PLACE_BEFORE


def _ends(word: Word, endings: tuple[str, ...]) -> bool:
    return any(one.endswith(endings) for one in word.spellings)
