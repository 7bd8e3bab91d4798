"""Forms for signing in and for choosing a password."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = StringField(
        _l("E-mail"),
        [InputRequired(_l("Write your e-mail address."))],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Write your password."))], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Write a password of at least 12 characters."))],
        description=_l("At least 12 characters. Four words that have nothing to do with each other are good."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same password again"),
        [EqualTo("password", _l("The two passwords differ. Write the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )
