"""Forms of processes and of registering. Tools, networks and told numbers depend on the content and the units: they are read by name."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from fidelity.tool_use.kinds import Kind
from fidelity.tool_use.queries import Workplace
from fidelity.tool_use.service import Course
from fidelity.tool_use.told_counts import Cell

KEYS = uuid.UUID("7b6f0a52-6a1e-4c0e-9a51-0f4f3c1f7a55")
MOST_PROCESSES = 9_999
"""More than a unit closes in a quarter; what is larger is a slip of the finger."""


class StartForm(FlaskForm):
    """A new process: in which unit, and since when. Its kind is in the page's address."""

    unit = RadioField(_l("Where is the work done?"), coerce=int)
    opened_on = DateField(_l("First day"), [InputRequired(_l("Choose a first day."))])

    def set_places(self, places: Sequence[Workplace]) -> None:
        """Give the form its choices; where there is one, nobody is asked."""
        self.unit.choices = [SelectChoice(place.id, place.name) for place in places]
        if len(places) == 1:
            del self.unit


class CloseForm(FlaskForm):
    """The day a process was closed."""

    closed_on = DateField(_l("Closed on"), [InputRequired(_l("Choose the day it was closed."))])


class CourseForm(FlaskForm):
    """What a process is and when it ran."""

    kind = SelectField(_l("Kind of process"))
    opened_on = DateField(_l("First day"), [InputRequired(_l("Choose a first day."))])
    ended_on = DateField(
        _l("Closed on"), [Optional()], description=_l("Leave it empty as long as the process is open.")
    )

    def set_kinds(self, kinds: Iterable[Kind]) -> None:
        """Give the form its choices."""
        self.kind.choices = [SelectChoice(kind.key, kind.name) for kind in kinds]

    @property
    def course(self) -> Course:
        """What was written, once it is valid."""
        return Course(str(self.kind.data), self.opened_on.data or date.min, self.ended_on.data)


class KindForm(FlaskForm):
    """The name of one of a municipality's own kinds of process."""

    name = StringField(
        _l("What the kind is called"),
        [
            DataRequired(_l("Write what the kind is called.")),
            Length(max=60, message=_l("Write at most 60 characters.")),
        ],
        description=_l(
            "What sort of work it is, such as a follow-up after closing: never a person, a family or a case."
        ),
        filters=[lambda text: " ".join(text.split()) if text else text],
    )
    is_sure = BooleanField(_l("It names no person, place or case"))


def new_key() -> str:
    """A key for the registration that a page is about to make."""
    return str(uuid.uuid4())


def registration_key(page_key: str, *what: object) -> str:
    """The key of what a page has sent: the same thing sent again has the same, and something else sent from the page another."""
    return str(uuid.uuid5(KEYS, "\n".join([page_key, *map(str, what)])))


def sent_tools(form: MultiDict[str, str]) -> frozenset[str]:
    """The tools and networks that were chosen."""
    return frozenset(form.getlist("tool"))


def seen_tools(form: MultiDict[str, str]) -> frozenset[str]:
    """The tools and networks that were registered when the page was opened."""
    return frozenset(form.getlist("seen"))


def write_seen(course: Course) -> str:
    """How a process stood when the page was opened, for its form to carry."""
    return " ".join(
        [course.kind, course.opened_on.isoformat(), course.closed_on.isoformat() if course.closed_on else "-"]
    )


def read_seen(text: str) -> Course | None:
    """The course that a form carries; None for what no page of ours has written."""
    try:
        kind, opened_on, closed_on = text.split(" ")
        return Course(kind, date.fromisoformat(opened_on), None if closed_on == "-" else date.fromisoformat(closed_on))
    except ValueError:
        return None


def count_name(cell: Cell) -> str:
    """The name of a told number's field."""
    return f"count-{cell.unit_id}-{cell.quarter}"


def sent_counts(form: MultiDict[str, str], cells: Iterable[Cell]) -> Mapping[Cell, str]:
    """What was written for each number, as it was written."""
    return {cell: form[count_name(cell)].strip() for cell in cells if count_name(cell) in form}


def seen_counts(form: MultiDict[str, str], cells: Iterable[Cell]) -> Mapping[Cell, int | None]:
    """The numbers that stood there when the page was opened."""
    return {cell: whole_number(form.get(f"seen-{count_name(cell)}", "")) for cell in cells}


def whole_number(text: str) -> int | None:
    """A whole number that can be right, or None."""
    plain = "".join(text.split())
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= len(str(MOST_PROCESSES)) else None
