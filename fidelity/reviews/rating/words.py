"""Raters and answers in words."""

from flask_babel import gettext as _

from fidelity.reviews.answers import GateAnswer, answer_name, code_name, level_of
from fidelity.reviews.rating.together import Rater
from fidelity.reviews.rounds.models import Part

LONGEST_QUOTE = 160


def rater_name(rater: Rater) -> str:
    """What a rater is called where ratings stand beside each other: by part, never by name."""
    name = {
        Part.FIRST: _("Rater A"),
        Part.SECOND: _("Rater B"),
        Part.ADJUDICATOR: _("Third opinion"),
    }[rater.part]
    return _("%(rater)s (you)", rater=name) if rater.is_viewer else name


def gate_words(code: str) -> str:
    """An answer to a gate question."""
    return answer_name(GateAnswer(code)) if code else _("Not answered")


def rating_words(code: str | None) -> str:
    """An answer to a criterion, in a few words."""
    if code is None:
        return _("Not answered")
    return code_name(code) if level_of(code) is None else _("Level %(level)s", level=code)


def shortened(text: str) -> str:
    """A quote that fits a line or two: its beginning and its end."""
    if len(text) <= LONGEST_QUOTE:
        return text
    half = LONGEST_QUOTE // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
