"""Forms of the learner's pages. Their fields depend on the content, so they are read from the request by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from training.catalogue import Question, Reflection

ANSWER = "answer"
NEXT = "next"


@dataclass(frozen=True)
class SentReflection:
    """A text box as it was sent, with the revision that its page had seen."""

    text: str
    seen_revision: int


def sent_reflections(form: MultiDict[str, str], reflections: Sequence[Reflection]) -> Mapping[str, SentReflection]:
    """The text boxes that were sent; a box that the form does not hold is left alone."""
    return {
        one.id: SentReflection(form[f"text:{one.id}"], _whole(form.get(f"revision:{one.id}", "0")))
        for one in reflections
        if f"text:{one.id}" in form
    }


def sent_choice(form: MultiDict[str, str], question: Question) -> list[str]:
    """The options that were chosen for a question."""
    return form.getlist(f"choice:{question.id}")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
