"""Forms of the pages on which a file of processes is brought in."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

EVERY, SOME = "every", "some"


class ProcessFileForm(FlaskForm):
    """A file of processes, and whether it holds every process that its units closed in some quarters."""

    file = FileField(
        _l("File of processes (CSV)"),
        [FileRequired(_l("Choose the file that your case system, or you, have made."))],
        render_kw={"accept": ".csv,text/csv,text/plain"},
    )
    holds = RadioField(
        _l("Which processes does the file hold?"),
        choices=[
            SelectChoice(SOME, _l("Only some of them, or it is not known")),
            SelectChoice(EVERY, _l("Every process that its units closed in the quarters below")),
        ],
        default=SOME,
        description=_l("A file with every process also says how many the units closed: what shares are taken of."),
    )
    first = SelectField(_l("From and including"), coerce=int)
    last = SelectField(_l("To and including"), coerce=int)

    def __init__(self, *arguments: Any, quarters: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.first.choices = self.last.choices = [SelectChoice(number, words) for number, words in quarters]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also see that the quarters come in order."""
        is_right = bool(super().validate(extra_validators))
        if is_right and self.holds.data == EVERY and self.first.data > self.last.data:
            self.last.errors = [_("The last quarter comes before the first. Choose them in order.")]
            return False
        return is_right


class ApplyForm(FlaskForm):
    """The go-ahead for an import that would change very much."""

    is_sure = BooleanField(_l("Yes, the file is right"))
