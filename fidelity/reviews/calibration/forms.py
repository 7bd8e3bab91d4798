"""The forms of the limit and of group sessions. Choices are given, never queried."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange

from fidelity.checklists.own.forms import CheckboxesField
from fidelity.reviews.calibration.rules import Limit


def _number(label: str, least: int, most: int, description: str) -> IntegerField:
    message = _l("Write a number from %(least)d to %(most)d.", least=least, most=most)
    return IntegerField(
        label,
        [InputRequired(message), NumberRange(least, most, message)],
        description=description,
        render_kw={"inputmode": "numeric", "min": least, "max": most},
    )


class LimitForm(FlaskForm):
    """What a set must come to."""

    within_one = _number(
        _l("Answers within one level of the reference, in percent"),
        0,
        100,
        _l("A higher share lets in fewer raters, whose levels can be trusted more. To begin with it is 80."),
    )
    exact = _number(
        _l("Answers on the same level as the reference, in percent"),
        0,
        100,
        _l("Trained raters often differ by one level, so this is set lower. To begin with it is 40."),
    )
    months = _number(
        _l("Months between sets"),
        1,
        36,
        _l("So long a set lasts before the next one is due. It holds for sets that are already passed, too."),
    )

    def validate_exact(self, field: IntegerField) -> None:
        """The same level is within one level."""
        if isinstance(self.within_one.data, int) and field.data > self.within_one.data:
            raise ValidationError(_l("Write no higher a share than for answers within one level."))

    def show(self, limit: Limit) -> None:
        """Let the fields hold a limit."""
        self.within_one.data, self.exact.data, self.months.data = limit.within_one, limit.exact, limit.months

    @property
    def limit(self) -> Limit:
        """What was written."""
        return Limit(int(self.within_one.data or 0), int(self.exact.data or 0), int(self.months.data or 1))


class SessionForm(FlaskForm):
    """A new group session."""

    sample = SelectField(
        _l("Sample"),
        description=_l("Everybody sees its reference at the end. Choose one that those who come have rated already."),
    )
    criteria = CheckboxesField(
        _l("Criteria to rate"), description=_l("Some criteria take less time, and leave more of it for talking.")
    )

    def validate_criteria(self, field: CheckboxesField) -> None:
        """Something is to be rated."""
        if not field.data:
            raise ValidationError(_l("Choose at least one criterion."))


class JoinForm(FlaskForm):
    """Joining a group session."""

    code = StringField(
        _l("The session's code"),
        [DataRequired(_l("Write the code that the one who leads the session has said."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 8},
    )
