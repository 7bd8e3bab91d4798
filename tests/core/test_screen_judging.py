"""What a form is told about a note: what must go, what is asked about, and what has been answered for."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.screen import Found, Kind, judge
from core.screen.words import advice, found_words

NOTE = "Björkskolan ringde Samira på 070-123 45 67. Björkskolan och Samira är överens."


def test_each_thing_is_named_once_in_order() -> None:
    told = judge(NOTE)
    assert told.take_away == (Found(Kind.PHONE, "070-123 45 67"),)
    assert told.ask_about == (Found(Kind.INSTITUTION, "Björkskolan"), Found(Kind.NAME, "Samira"))
    assert not told.is_clear


def test_what_has_been_answered_for_is_not_asked_again() -> None:
    told = judge(NOTE, accepted=["björkskolan ", "Samira"])
    assert told.ask_about == ()
    assert told.take_away
    assert not told.is_clear
    assert judge(NOTE.replace("070-123 45 67", "telefon"), accepted=["Björkskolan", "Samira"]).is_clear


def test_a_sure_one_can_not_be_answered_for() -> None:
    assert judge("Ring 070-123 45 67.", accepted=["070-123 45 67"]).take_away


def test_what_was_answered_for_lets_nothing_else_through() -> None:
    assert judge("Samira Ek kom till Samira.", accepted=["Samira"]).ask_about == (Found(Kind.NAME, "Samira Ek"),)


def test_a_harmless_note_and_an_empty_one_are_clear() -> None:
    assert judge("Mamma och morfar är med på nästa nätverksmöte.").is_clear
    assert judge("").is_clear


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words(kind: Kind) -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        assert found_words(kind)
        sentence = advice(Found(kind, "100 % Anna"))
        assert "“100 % Anna”" in sentence
        assert sentence.endswith(".")
        assert ("Take it away." in sentence) == (kind.certainty == "sure")
