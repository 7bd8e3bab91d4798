"""Forms of the staff file's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired


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
