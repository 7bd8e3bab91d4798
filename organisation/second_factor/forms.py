"""Forms of the second factor."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from organisation.second_factor.rules import read_code

SERVER = "from-the-server"
RESET_BECAUSE = {
    "phone-lost": _l("The phone is lost or broken"),
    "phone-changed": _l("There is a new phone, and no recovery codes are left"),
    "seen-by-others": _l("Somebody else may be able to make the codes"),
    SERVER: _l("From the server's command line"),
}
"""Why a second factor is reset; coded, so that nothing free is written in the log."""


class CodeForm(FlaskForm):
    """A code from the app, or a recovery code; its spaces do not matter."""

    code = StringField(
        _l("Code from the app"),
        [InputRequired(_l("Write the six digits that the app shows."))],
        description=_l("Six digits. Without your phone: one of your recovery codes, twenty digits."),
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )

    def validate_code(self, field: Field) -> None:
        """Take what has as many digits as a code, without what was written between them."""
        found = read_code(field.data or "")
        if found is None:
            raise ValidationError(_l("Write the six digits that the app shows, or the twenty of a recovery code."))
        field.data = found


class ResetForm(FlaskForm):
    """Why an administrator resets somebody's second factor."""

    because = RadioField(
        _l("Why it is reset"),
        [InputRequired(_l("Choose why it is reset."))],
        choices=[SelectChoice(key, words) for key, words in RESET_BECAUSE.items() if key != SERVER],
    )
