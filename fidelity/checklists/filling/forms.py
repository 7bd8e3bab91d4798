"""What the pages of filling in send: which items there are depends on the checklist, so fields are read by name."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from fidelity.checklists.filling.rules import DONE, NOTHING, Given, Sheet, Standing, given_of
from fidelity.checklists.filling.service import SetAnswer
from fidelity.checklists.filling.writing import Correction, Note

FINISH, CONFIRM = "finish", "confirm"
NEW_PROCESS, NO_PROCESS = "new", "none"

Form = MultiDict[str, str]


def new_key() -> str:
    """A key for what a page is about to make."""
    return str(uuid.uuid4())


def is_key(text: object) -> bool:
    """Whether it is a key as pages and browsers make them."""
    if not isinstance(text, str) or len(text) != 36:
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def write_seen(standing: Standing) -> str:
    """How an item stood when the page was made, for its form to carry: the operation and the answer's word."""
    return f"{standing.operation or '-'} {standing.given.code}"


def _read_seen(text: str) -> Standing:
    operation, _space, code = text.partition(" ")
    return Standing(given_of(code) or NOTHING, operation if is_key(operation) else None)


@dataclass(frozen=True)
class SentAnswers:
    """The answers of a page: those that were changed on it, and the items that were both ticked and said not to apply."""

    changed: tuple[SetAnswer, ...]
    unclear: tuple[str, ...]

    def wanted(self) -> Mapping[str, Given]:
        """What each changed item is to be."""
        return {one.item: one.given or NOTHING for one in self.changed}


def sent_answers(form: Form, sheet: Sheet) -> SentAnswers:
    """What was changed on a page that shows every item; where nothing was changed, a colleague's answer is left alone."""
    changed, unclear = [], []
    for item in sheet.items:
        seen = _read_seen(form.get(f"seen:{item}", ""))
        given = _given(form, item, seen.given)
        if given is None:
            unclear.append(item)
        elif given != seen.given:
            changed.append(SetAnswer(new_key(), item, given, seen.operation))
    return SentAnswers(tuple(changed), tuple(unclear))


def _given(form: Form, item: str, seen: Given) -> Given | None:
    """The answer in an item's two fields; of both, the one that did not stand there before. None where that is neither."""
    is_ticked, why_not = f"done:{item}" in form, given_of(form.get(f"reason:{item}", "")) or NOTHING
    if not is_ticked:
        return why_not
    if why_not in (NOTHING, seen):
        return DONE
    return why_not if seen == DONE else None


def sent_note(form: Form) -> Note | None:
    """The note, where the page had one."""
    if "text:note" not in form:
        return None
    revision = form.get("revision:note", "")
    return Note(_plain(form["text:note"]), int(revision) if revision.isdecimal() else 0, _accepted(form))


def _accepted(form: Form) -> list[str]:
    """What the writer has said tells nothing, by the button that says so and no other."""
    return form.getlist("accepted") if form.get("intent") == CONFIRM else []


def _plain(text: str) -> str:
    """A text as it is kept: PostgreSQL stores no NUL."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def sent_correction(form: Form) -> Correction | None:
    """An amendment; None for a form that no page of ours has made."""
    key, given = form.get("key", ""), given_of(form.get("answer", ""))
    if not is_key(key) or given is None:
        return None
    return Correction(key, form.get("item") or None, given, _plain(form.get("text:amendment", "")), _accepted(form))


def asked_correction(arguments: Form) -> Correction | None:
    """The correction that an address begins: an answer that came after the checklist was finished."""
    if "item" not in arguments:
        return None
    return Correction("", arguments["item"], given_of(arguments.get("answer", "")) or NOTHING, "")


@dataclass(frozen=True)
class SentStart:
    """Which process a checklist is to be about, as it was chosen."""

    key: str
    process: str
    kind: str
    unit_id: int | None


def sent_start(form: Form, units: Iterable[int]) -> SentStart | None:
    """What was chosen; None for a form that no page of ours has made. Where there is one unit, nobody is asked."""
    own = list(units)
    unit_id = form.get("unit", type=int) if len(own) > 1 else next(iter(own), None)
    if not is_key(form.get("key")):
        return None
    return SentStart(form["key"], form.get("process", ""), form.get("kind", ""), unit_id if unit_id in own else None)
