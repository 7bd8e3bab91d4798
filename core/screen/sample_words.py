"""What is asked and answered about a case sample, in the reader's words. Apart from `words`, which pages without samples use."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.screen.findings import Certainty
from core.screen.replacing import KeepReason, Why

_CERTAINTIES: dict[Certainty, Any] = {
    Certainty.SURE: _l("must go"),
    Certainty.POSSIBLE: _l("may tell who it is"),
    Certainty.CONSIDER: _l("to think about"),
}
_REASONS: dict[KeepReason, Any] = {
    KeepReason.ORDINARY_WORD: _l("It is an ordinary word and names nobody."),
    KeepReason.KNOWN_TO_ALL: _l("It is an authority, a law or a service that everybody has."),
    KeepReason.TELLS_NOTHING: _l("It fits so many that it tells nothing, together with the rest of the text too."),
    KeepReason.NEEDED: _l("The text can't be understood without it, and it tells nobody who it is."),
}
_WHY: dict[Why, Any] = {
    Why.UNDECIDED: _l("You have not decided what is to be done with it."),
    Why.MAY_NOT_STAY: _l("It can't be kept, whatever the reason. Replace it."),
    Why.NO_PLACEHOLDER: _l(
        "What is to stand there must be words in capitals in square brackets, such as [BARN 1], and no name."
    ),
    Why.STILL_THERE: _l("It shows when the rest is replaced. Replace it, or say why it may stay."),
}


def certainty_words(certainty: Certainty) -> str:
    """How sure the screen is, in words."""
    return str(_CERTAINTIES[certainty])


def reason_words(reason: KeepReason) -> str:
    """Why something may stay, as a sentence to choose."""
    return str(_REASONS[reason])


def why_words(why: Why) -> str:
    """Why something is not settled, as a whole sentence."""
    return str(_WHY[why])
