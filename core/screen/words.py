"""What the screen found, in the reader's words. Apart from the screen itself, which knows no languages of pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.screen.findings import Kind
from core.screen.judging import Found

_LOOKS: dict[Kind, Any] = {
    Kind.EMAIL: _l("looks like an e-mail address"),
    Kind.PERSONAL_NUMBER: _l("looks like a personal identity number"),
    Kind.CASE_NUMBER: _l("looks like a case number"),
    Kind.PHONE: _l("looks like a phone number"),
    Kind.PLATE: _l("may be a car's number plate"),
    Kind.POSTCODE: _l("may be somebody's postcode"),
    Kind.ADDRESS: _l("may be somebody's address"),
    Kind.DATE: _l("is an exact day"),
    Kind.NAME: _l("may be somebody's name"),
    Kind.INSTITUTION: _l("may be a school, a home or a workplace"),
    Kind.PLACE: _l("may be a place"),
    Kind.CAPITALISED: _l("may be a name"),
    Kind.AGE: _l("tells an age"),
    Kind.RARE: _l("may be something that few have met with"),
    Kind.OWN: _l("is what you have pointed out"),
}
_ADVICE: dict[Kind, Any] = {
    Kind.EMAIL: _l("“%(found)s” looks like an e-mail address. Take it away."),
    Kind.PERSONAL_NUMBER: _l("“%(found)s” looks like a personal identity number. Take it away."),
    Kind.CASE_NUMBER: _l("“%(found)s” looks like a case number. Take it away."),
    Kind.PHONE: _l("“%(found)s” looks like a phone number. Take it away."),
    Kind.PLATE: _l("Is “%(found)s” a car's number plate? Take it away, or say that it is not."),
    Kind.POSTCODE: _l(
        "Does the postcode “%(found)s” tell where somebody lives? Take it away, or say that it does not."
    ),
    Kind.ADDRESS: _l("Does “%(found)s” tell where somebody lives? Take it away, or say that it does not."),
    Kind.DATE: _l("Does the day “%(found)s” tell who the family is? Write the month only, or say that it does not."),
    Kind.NAME: _l(
        "Does the name “%(found)s” tell who the family is? Write grandmother, neighbour or teacher instead, or say that it does not."
    ),
    Kind.INSTITUTION: _l(
        "Does “%(found)s” tell who the family is? Write the school, the home or the workplace without its name, or say that it does not."
    ),
    Kind.PLACE: _l("Does the place “%(found)s” tell who the family is? Take it away, or say that it does not."),
    Kind.CAPITALISED: _l("Is “%(found)s” something that tells who the family is? Change it, or say that it does not."),
    Kind.AGE: _l(
        "Does the age “%(found)s” tell who it is, together with the rest? Write it less exactly, or say that it does not."
    ),
    Kind.RARE: _l(
        "Could somebody know who it is by “%(found)s”? Write it so that it may be anybody, or say that nobody could."
    ),
    Kind.OWN: _l("You have pointed out “%(found)s”. Choose what is to stand there instead."),
}


def found_words(kind: Kind) -> str:
    """What a finding looks like, to stand after the words found."""
    return str(_LOOKS[kind])


def advice(found: Found) -> str:
    """A whole sentence that says what to do about one thing found."""
    return str(_ADVICE[found.kind]) % {"found": found.text}
