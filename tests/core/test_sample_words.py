"""What is asked and answered about a case sample has its words, as whole sentences where it stands by itself."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.screen import Certainty
from core.screen.replacing import KeepReason, Why
from core.screen.sample_words import certainty_words, reason_words, why_words


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    Babel(app)
    return app


def test_each_has_its_words(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert len({certainty_words(one) for one in Certainty}) == len(Certainty)
        for sentence in (*map(reason_words, KeepReason), *map(why_words, Why)):
            assert sentence.endswith(".")
