"""Forms of training. The learner's depend on the content, so their fields are read from the request by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

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


class ExemptionForm(FlaskForm):
    """A course that somebody need not take, for how long and why."""

    course = SelectField(_l("Course"))
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose a first day."))])
    ends_on = DateField(_l("Last day"), [Optional()])
    reason = StringField(
        _l("Why"),
        [
            InputRequired(_l("Write why, so that the next one who looks understands.")),
            Length(max=200, message=_l("Write at most 200 characters.")),
        ],
        description=_l("About the work, not about the person: nothing about health or family."),
    )
