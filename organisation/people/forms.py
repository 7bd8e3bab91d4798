"""Forms of the people pages."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired, Optional

from organisation.models import Role

ROLE_NAMES = {
    Role.COACH: _l("Coach"),
    Role.METHOD_SUPPORTER: _l("Method supporter"),
    Role.UNIT_MANAGER: _l("Unit manager"),
    Role.SECTION_MANAGER: _l("Section manager"),
    Role.MANAGEMENT: _l("Management"),
    Role.ADMINISTRATOR: _l("Administrator"),
}


class RoleForm(FlaskForm):
    """A role, where it holds and from when."""

    role = SelectField(_l("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    section = SelectField(_l("Where, for a coach or a section manager"), coerce=int, validators=[Optional()])
    unit = SelectField(_l("Where, for a unit manager"), coerce=int, validators=[Optional()])
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose a first day."))])

    def set_places(self, sections: Sequence[tuple[int, str]], units: Sequence[tuple[int, str]]) -> None:
        """Give the form its choices."""
        self.section.choices = [(0, "–"), *sections]
        self.unit.choices = [(0, "–"), *units]


class ImportForm(FlaskForm):
    """A staff file and the day it describes."""

    file = FileField(
        _l("Staff file (CSV)"),
        [FileRequired(_l("Choose the file that your HR system has made."))],
        render_kw={"accept": ".csv,text/csv,text/plain"},
    )
    as_of = DateField(
        _l("The day the file describes"),
        [InputRequired(_l("Choose the day on which the file was made."))],
        description=_l("Those who are missing from the file are taken to have left the day before."),
    )


class ApplyForm(FlaskForm):
    """The go-ahead for an import that would end many employments."""

    is_sure = BooleanField(_l("Yes, so many have left"))
