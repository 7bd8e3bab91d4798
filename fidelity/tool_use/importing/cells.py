"""One cell of a file of processes at a time: its text to what it means, or what to write instead."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from core.table_files.cells import clean, day
from core.table_files.faults import CellError, quoted
from core.table_files.faults import sentence as _
from fidelity.tool_use.importing.headings import Column
from fidelity.tool_use.importing.vocabulary import Vocabulary, Words
from fidelity.tool_use.references import DIGITS, FIRST, SECOND
from fidelity.tool_use.rules import EARLIEST_DAY

LONGEST_CELL = 2000
_BETWEEN = re.compile(r"[,;|\n\r]+")
_FIRST, _SECOND = frozenset(FIRST), frozenset(SECOND)

Reader = Callable[[str], Any]
"""A cell's text to its value; raises Faulty."""


class Faulty(Exception):
    """A cell cannot be used; each sentence is only put together when it is asked for, since a file may have very many."""

    def __init__(self, *advice: Callable[[], str]) -> None:
        super().__init__()
        self.advice = advice


def readers(words: Vocabulary, today: date) -> dict[Column, Reader]:
    """How each column is read."""
    return {
        Column.KIND: lambda text: _word(_needed(text, _no_kind), words.kinds, lambda one: _unknown_kind(one, words)),
        Column.UNIT: lambda text: _word(_needed(text, _no_unit), words.units, lambda one: _unknown_unit(one, words)),
        Column.OPENED: lambda text: _past_day(_needed(text, _no_opening), today),
        Column.CLOSED: lambda text: _past_day(text, today, may_be_empty=True) if _cleaned(text) else None,
        Column.TOOLS: lambda text: frozenset(_several(text, words.tools, lambda one: _unknown_tool(one, words))),
        Column.NETWORK: lambda text: frozenset[str]().union(*_several(text, words.networks, _unknown_network)),
        Column.REFERENCE: _reference,
    }


def _cleaned(text: str) -> str:
    try:
        return clean(text, longest=LONGEST_CELL)
    except CellError as error:
        advice = str(error)
        raise Faulty(lambda: advice) from None


def _needed(text: str, advice: Callable[[], str]) -> str:
    plain = _cleaned(text)
    if not plain:
        raise Faulty(advice)
    return plain


def _word(text: str, known: Words[Any], unknown: Callable[[str], str]) -> Any:
    meaning = known.meaning(text)
    if meaning is None:
        raise Faulty(lambda: unknown(text))
    return meaning


def _several(text: str, known: Words[Any], unknown: Callable[[str], str]) -> Sequence[Any]:
    """What each word of a cell means; all that are not known are told."""
    meanings, wrong = [], []
    for word in _parts(text):
        meaning = known.meaning(word)
        if meaning is None:
            wrong.append(word)
        else:
            meanings.append(meaning)
    if wrong:
        raise Faulty(*((lambda one=one: unknown(one)) for one in dict.fromkeys(wrong)))
    return meanings


def _parts(text: str) -> Iterator[str]:
    for part in _BETWEEN.split(text):
        plain = _cleaned(part)
        if plain:
            yield plain


def _past_day(text: str, today: date, *, may_be_empty: bool = False) -> date:
    plain = _cleaned(text)
    try:
        found = day(plain, may_be_empty=may_be_empty)
    except CellError as error:
        advice = str(error)
        raise Faulty(lambda: advice) from None
    if not EARLIEST_DAY <= found <= today:
        raise Faulty(lambda: _impossible_day(plain, today))
    return found


def _reference(text: str) -> str | None:
    """One of the platform's own references, or None."""
    plain = _cleaned(text).casefold()
    if not plain:
        return None
    words = plain.split(" ")
    is_ours = len(words) == 3 and words[0] in _FIRST and words[1] in _SECOND and set(words[2]) <= set(DIGITS)
    if not is_ours:
        raise Faulty(_not_a_reference)
    return plain


def _no_kind() -> str:
    return _("The kind of process is missing. Write it in every row.")


def _no_unit() -> str:
    return _("The unit is missing. Write the name of the unit that works, or worked, with the process.")


def _no_opening() -> str:
    return _("The day the process was opened is missing. Write it, such as 2026-01-31.")


def _not_a_reference() -> str:
    return _(
        "This is no reference of this platform. Write it as the page of the process shows it, two words and a digit, "
        "or leave the cell empty. A case number is never to be sent here."
    )


def _impossible_day(text: str, today: date) -> str:
    return _(
        "“%(text)s” cannot be right. Write a day from %(first)s to today, %(today)s.",
        text=quoted(text),
        first=EARLIEST_DAY.isoformat(),
        today=today.isoformat(),
    )


def _unknown_kind(text: str, words: Vocabulary) -> str:
    near = words.kinds.near(text)
    if near:
        return _("There is no kind of process “%(text)s” here. %(did)s", text=quoted(text), did=_did_you_mean(near))
    return _(
        "There is no kind of process “%(text)s” here. Write one of: %(kinds)s.",
        text=quoted(text),
        kinds=", ".join(words.kind_names),
    )


def _unknown_unit(text: str, words: Vocabulary) -> str:
    near = words.units.near(text)
    if near:
        return _("There is no unit “%(text)s” here. %(did)s", text=quoted(text), did=_did_you_mean(near))
    return _("There is no unit “%(text)s” here. Write the unit's name as it stands in Metodstöd.", text=quoted(text))


def _unknown_tool(text: str, words: Vocabulary) -> str:
    near = words.tools.near(text)
    if near:
        return _("There is no tool “%(text)s” here. %(did)s", text=quoted(text), did=_did_you_mean(near))
    return _(
        "There is no tool “%(text)s” here. Write its name as on the page Tools, with a comma between two tools.",
        text=quoted(text),
    )


def _unknown_network(text: str) -> str:
    return _("“%(text)s” is no network. Write private, professional, both, or leave the cell empty.", text=quoted(text))


def _did_you_mean(near: Sequence[str]) -> str:
    *others, last = near
    if not others:
        return _("Did you mean “%(word)s”?", word=last)
    return _("Did you mean “%(words)s” or “%(last)s”?", words="”, “".join(others), last=last)
