"""Forms of the people pages."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from organisation.models import Role

ROLE_NAMES = {
    Role.COACH: _l("Coach"),
    Role.METHOD_SUPPORTER: _l("Method supporter"),
    Role.UNIT_MANAGER: _l("Unit manager"),
    Role.SECTION_MANAGER: _l("Section manager"),
    Role.MANAGEMENT: _l("Management"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.INVITED_RATER: _l("Invited rater"),
}
GIVEN_HERE = [role for role in ROLE_NAMES if role is not Role.INVITED_RATER]
"""The roles that are given on a person's page; raters are invited to a round."""


class RoleForm(FlaskForm):
    """A role, where it holds and from when."""

    role = SelectField(_l("Role"), choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in GIVEN_HERE])
    section = SelectField(_l("Where, for a coach or a section manager"), coerce=int, validators=[Optional()])
    unit = SelectField(_l("Where, for a unit manager"), coerce=int, validators=[Optional()])
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose a first day."))])

    def set_places(self, sections: Sequence[tuple[int, str]], units: Sequence[tuple[int, str]]) -> None:
        """Give the form its choices."""
        nowhere = (0, "–")
        self.section.choices = [SelectChoice(id_, name) for id_, name in (nowhere, *sections)]
        self.unit.choices = [SelectChoice(id_, name) for id_, name in (nowhere, *units)]
