"""What the pages of handing in and of releasing send. The texts come with every press and go back in the page: they are kept nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from core.screen.replacing import Decision, Decisions, Keep, KeepReason, Replace
from core.text_files import tidy
from fidelity.checklists.filling.forms import is_key, new_key
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.words import UNUSABLE
from fidelity.reviews.samples import looking
from fidelity.reviews.samples.queries import AskedProcess
from fidelity.reviews.samples.rules import Place, Texts
from fidelity.reviews.samples.words import RETURNED_BECAUSE, STOPPED_BECAUSE
from organisation.process import ProcessStep

Form = MultiDict[str, str]
E = TypeVar("E", bound=StrEnum)
REPLACE, KEEP = "replace", "keep"
LONGEST_OWN = 200


class Intent(StrEnum):
    """Which button was pressed: back to the boxes, look at the texts, resolve what was found, see it again, hand in."""

    WRITE = "write"
    LOOK = "look"
    RESOLVE = "resolve"
    RECONSIDER = "reconsider"
    HAND_IN = "hand-in"


@dataclass(frozen=True)
class Sent:
    """What a page of handing in holds: texts as they were written, and what is decided about what the screen finds in them.

    `own` are words that the uploader has just pointed out because the screen missed them.
    """

    key: str
    revision: int = 0
    intent: Intent = Intent.WRITE
    unit_id: int | None = None
    process_id: int | None = None
    step: ProcessStep | None = None
    texts: Texts = field(default_factory=dict)
    decisions: Decisions = field(default_factory=dict)
    own: str = ""
    is_attested: bool = False

    def with_texts(self, texts: Texts) -> "Sent":
        """The same with other texts."""
        return replace(self, texts=texts)


def blank() -> Sent:
    """A page on which nothing is written yet."""
    return Sent(new_key())


def sent(form: Form) -> Sent:
    """What a page sent. What no page of ours writes counts as not written."""
    key = form.get("key", "")
    own = tidy(form.get("own", ""))[:LONGEST_OWN]
    return Sent(
        key=key if is_key(key) else new_key(),
        revision=_number(form.get("revision", "")) or 0,
        intent=_one_of(Intent, form.get("intent", "")) or Intent.WRITE,
        unit_id=_number(form.get("unit", "")),
        process_id=_number(form.get("process", "")),
        step=_one_of(ProcessStep, form.get("step", "")),
        texts={part: text for part in SamplePart if (text := tidy(form.get(f"text:{part}", "")))},
        decisions=_decisions(form, own),
        own=own,
        is_attested="attested" in form,
    )


def _decisions(form: Form, own: str) -> dict[str, Decision]:
    """What was chosen, by the key of what it is about. Words just pointed out are to be replaced, even where nobody has said by what."""
    pairs = zip(form.getlist("about"), form.getlist("answer"), strict=False)
    found = {about: decision for about, chosen in pairs if (decision := _decision(chosen)) is not None}
    if own:
        found[looking.key_of_own(own)] = _decision(form.get("own-answer", "")) or Replace("")
    return found


def _decision(chosen: str) -> Decision | None:
    how, _space, what = chosen.partition(" ")
    if how == REPLACE:
        return Replace(what)
    reason = _one_of(KeepReason, what) if how == KEEP else None
    return None if reason is None else Keep(reason)


def written(decision: Decision | None) -> str:
    """How a form carries what was decided."""
    if decision is None:
        return ""
    return f"{REPLACE} {decision.placeholder}" if isinstance(decision, Replace) else f"{KEEP} {decision.reason}"


def sent_file(files: Mapping[str, FileStorage]) -> FileStorage | None:
    """The file that was chosen, if any."""
    found = files.get("file")
    return found if found is not None and found.filename else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _one_of(kind: type[E], value: str) -> E | None:
    return kind(value) if value in {one.value for one in kind} else None


class ReturnForm(FlaskForm):
    """Why a sample is returned. Which places are marked depends on its text and is read by name."""

    because = RadioField(
        _l("Why it is returned"),
        [InputRequired(_l("Choose why it is returned."))],
        choices=[SelectChoice(key, words) for key, words in RETURNED_BECAUSE.items()],
    )


class StopForm(FlaskForm):
    """Why a reader says that a sample identifies somebody."""

    because = RadioField(
        _l("What tells who it is about"),
        [InputRequired(_l("Choose what tells who it is about."))],
        choices=[SelectChoice(key, words) for key, words in STOPPED_BECAUSE.items()],
    )


class EraseForm(FlaskForm):
    """That somebody is sure about erasing a stopped sample."""

    is_sure = BooleanField(
        _l("Erase it for good: nobody can get the text back"),
        [InputRequired(_l("Tick the box to say that you are sure."))],
    )


class SetAsideForm(FlaskForm):
    """Which drawn process can't be handed in, and why."""

    drawn = RadioField(
        _l("Which process can't be handed in?"), [InputRequired(_l("Choose which process it is."))], coerce=int
    )
    because = RadioField(
        _l("Why not?"),
        [InputRequired(_l("Choose why it can't be handed in."))],
        choices=[SelectChoice(key, words) for key, words in UNUSABLE.items()],
    )

    def set_processes(self, processes: Iterable[AskedProcess]) -> None:
        """Give the form its choices: what has not been handed in."""
        self.drawn.choices = [SelectChoice(one.id, one.reference) for one in processes if not one.is_handed_in]


def sent_revision(form: Form) -> int:
    """Which revision of a sample the page had read; 0 for what no page of ours has sent."""
    return _number(form.get("revision", "")) or 0


def place_value(place: Place) -> str:
    """A place as a box of a form carries it."""
    return f"{place.part}:{place.begins}:{place.ends}"


def sent_places(form: Form) -> list[Place]:
    """The places that were ticked."""
    found = []
    for value in form.getlist("place"):
        part, begins, ends = (*value.split(":"), "", "")[:3]
        known, first, last = _one_of(SamplePart, part), _number(begins), _number(ends)
        if known is not None and first is not None and last is not None:
            found.append(Place(known, first, last))
    return found
