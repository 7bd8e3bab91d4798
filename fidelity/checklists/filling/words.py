"""Answers and reasons in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fidelity.checklists.filling.rules import Answer, Given
from fidelity.checklists.filling.shown import Line

REASON_WORDS = {
    "not-needed": _l("Not needed this time"),
    "not-safe": _l("Could not be done safely"),
    "family-declined": _l("The family did not want it"),
    "done-by-others": _l("Somebody else does it"),
    "done-before": _l("Was done before this occasion"),
    "later": _l("Will be done later"),
}


def answer_words(given: Given) -> str:
    """An answer in words."""
    if given.answer == Answer.DONE:
        return _("Has been done")
    if given.reason is not None:
        return _("Not applicable: %(reason)s", reason=str(REASON_WORDS[given.reason]).lower())
    return _("Not answered")


def problem_words(line: Line) -> str:
    """What is to be mended at an item, in a few words."""
    if line.theirs is not None:
        return _("answered otherwise meanwhile")
    return _("both ticked and not applicable") if line.is_unclear else _("no answer yet")
