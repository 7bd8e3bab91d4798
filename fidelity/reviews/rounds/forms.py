"""The form of a plan. Its choices are given, never queried."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from fidelity.checklists.own.forms import CheckboxesField
from fidelity.reviews.rounds.models import SampleSource
from fidelity.reviews.rounds.people import NamedRater
from fidelity.reviews.rounds.service import Plan
from fidelity.reviews.rounds.words import SOURCES
from organisation.queries import UnitRow

A_DAY = _l("Choose a day.")


def _number(label: str, least: int, most: int, **more: object) -> IntegerField:
    message = _l("Write a number from %(least)d to %(most)d.", least=least, most=most)
    return IntegerField(
        label,
        [InputRequired(message), NumberRange(least, most, message)],
        render_kw={"inputmode": "numeric", "min": least, "max": most},
        **more,
    )


class PlanForm(FlaskForm):
    """A round as it is planned."""

    name = StringField(
        _l("What the round is called"),
        [DataRequired(_l("Give the round a name.")), Length(max=80, message=_l("Write at most 80 characters."))],
        description=_l("Such as: Spring 2027"),
    )
    document = SelectField(_l("Instrument"), coerce=int)
    source = RadioField(
        _l("Where samples come from"), choices=[SelectChoice(one.value, SOURCES[one]) for one in SampleSource]
    )
    first_day = DateField(_l("Work from"), [InputRequired(A_DAY)])
    last_day = DateField(_l("to"), [InputRequired(A_DAY)])
    units = CheckboxesField(_l("Units"), coerce=int)
    samples_per_unit = _number(_l("Samples from each unit"), 1, 100)
    share_twice = _number(
        _l("Share that is rated twice, in percent"),
        0,
        100,
        description=_l(
            "Two raters who do not see each other's answers are what shows whether the figures can be trusted."
        ),
    )
    fewest_twice = _number(_l("But at least so many samples"), 0, 1000)
    raters = CheckboxesField(
        _l("Who rates"),
        coerce=int,
        description=_l(
            "Nobody gets a sample from a section that they work in, coach or lead, or have done so in the period."
        ),
    )
    hand_in_by = DateField(_l("Units hand in by"), [InputRequired(A_DAY)])
    rate_by = DateField(_l("Raters are done by"), [InputRequired(A_DAY)])
    retention_days = _number(_l("Texts are erased so many days after the round is closed"), 1, 365)
    retention_decision = StringField(
        _l("Reference of the decision on erasing"),
        [DataRequired(_l("Write the reference of the decision on erasing. Your archivist knows it.")), Length(max=80)],
        description=_l("Texts, quotes and comments are erased. Levels stay."),
    )
    revision = HiddenField()

    def set_choices(
        self, instruments: Sequence[tuple[int, str]], units: Sequence[UnitRow], raters: Sequence[NamedRater]
    ) -> None:
        """Give the form its choices."""
        self.document.choices = [SelectChoice(id_, title) for id_, title in instruments]
        self.units.choices = [SelectChoice(unit.id, f"{unit.section_name}: {unit.name}") for unit in units]
        self.raters.choices = [SelectChoice(one.person_id, one.name) for one in raters]

    def suggest(self, today: date) -> None:
        """Fill an empty form with what most begin with: the half year that ended last, six samples, a fifth of them twice."""
        half = date(today.year, 7 if today.month > 6 else 1, 1)
        self.last_day.data = half - timedelta(days=1)
        self.first_day.data = self.last_day.data.replace(month=self.last_day.data.month - 5, day=1)
        self.hand_in_by.data, self.rate_by.data = today + timedelta(weeks=4), today + timedelta(weeks=10)
        self.samples_per_unit.data, self.share_twice.data, self.fewest_twice.data = 6, 20, 10
        self.retention_days.data, self.source.data = 30, SampleSource.UNITS.value

    def show(self, plan: Plan, revision: int) -> None:
        """Fill the form with a plan."""
        for name in _SAME_NAME:
            self[name].data = getattr(plan, name)
        self.source.data, self.document.data = plan.source, plan.document_id
        self.units.data, self.raters.data, self.revision.data = list(plan.unit_ids), list(plan.rater_ids), str(revision)

    def validate_last_day(self, field: Field) -> None:
        """A period ends after it begins."""
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(_l("The period ends before it begins. Mend one of the days."))

    def validate_rate_by(self, field: Field) -> None:
        """Samples are handed in before they are rated."""
        if self.hand_in_by.data and field.data and field.data <= self.hand_in_by.data:
            raise ValidationError(_l("Samples are handed in before they are rated. Choose a later day."))

    def validate_units(self, field: Field) -> None:
        """A round needs units."""
        if not field.data:
            raise ValidationError(_l("Choose at least one unit."))

    def validate_raters(self, field: Field) -> None:
        """A round needs raters."""
        if not field.data:
            raise ValidationError(_l("Choose those who are to rate."))

    @property
    def plan(self) -> Plan:
        """What was written, once it is valid."""
        return Plan(
            **{name: self[name].data for name in _SAME_NAME},
            source=SampleSource(self.source.data),
            document_id=self.document.data,
            unit_ids=tuple(self.units.data),
            rater_ids=tuple(self.raters.data),
        )


_SAME_NAME = (
    "name", "first_day", "last_day", "hand_in_by", "rate_by", "samples_per_unit", "share_twice", "fewest_twice", "retention_days",
    "retention_decision",
)  # fmt: skip


class InviteForm(FlaskForm):
    """A rater from another municipality."""

    name = StringField(_l("Name"), [DataRequired(_l("Write the rater's name.")), Length(max=120)])
    email = StringField(
        _l("E-mail"),
        [DataRequired(_l("Write the rater's e-mail address.")), Length(max=254)],
        render_kw={"type": "email"},
    )
    agreement = StringField(
        _l("The written agreement"),
        [DataRequired(_l("Write where the agreement is found, such as its reference.")), Length(max=120)],
        description=_l("Without a written agreement between the municipalities nobody from outside may read."),
    )
