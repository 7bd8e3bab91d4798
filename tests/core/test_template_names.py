"""A name that templates call means one thing."""

import pytest
from flask import Flask

from core.template_names import name_for_templates


def test_a_name_is_given_once_and_the_same_thing_may_be_named_again() -> None:
    app = Flask(__name__)
    name_for_templates(app, short=len)
    name_for_templates(app, short=len)
    with pytest.raises(ValueError, match="short"):
        name_for_templates(app, short=str)
    assert app.jinja_env.globals["short"] is len
