"""The forms that authors write in. Their choices come from the content; they are given, never queried."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.documents import Document, Library
from fidelity.checklists.own.rules import LISTS, Written, in_order
from fidelity.checklists.own.words import FIELDS, NETWORKS
from organisation.process import ProcessStep, step_name

COSMETIC, SUBSTANTIVE = "cosmetic", "substantive"
TOO_LONG = _l("Write at most %(max)d characters.")


class CheckboxesField(SelectMultipleField):
    """Several choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _of(maximum: int) -> Length:
    return Length(max=maximum, message=TOO_LONG)


class DraftForm(FlaskForm):
    """A checklist as it is written: what the front matter says in fields, the items as Markdown in one box."""

    title = StringField(FIELDS["title"], [_of(80)], description=_l("The moment it is for, such as: Home visit"))
    summary = TextAreaField(
        FIELDS["summary"],
        [_of(300)],
        description=_l("A sentence on when it is used and what it makes sure of."),
        render_kw={"rows": 3},
    )
    minutes = StringField(FIELDS["minutes"], [_of(3)])
    body = TextAreaField(FIELDS["body"], [_of(8000)])
    steps = CheckboxesField(FIELDS["steps"])
    network = CheckboxesField(
        FIELDS["network"],
        description=_l("Only those that have certainly been contacted when all that must be done is done."),
    )
    tools = CheckboxesField(
        FIELDS["tools"], description=_l("Only those that have certainly been used when all that must be done is done.")
    )
    lessons = CheckboxesField(FIELDS["lessons"], description=_l("Where one can read more first."))
    revision = HiddenField()
    their_revision = HiddenField()

    def show(self, written: Written) -> None:
        """Fill the fields with what is written."""
        for name in ("title", "summary", "minutes", "body"):
            self[name].data = getattr(written, name)
        for name in LISTS:
            self[name].data = list(getattr(written, name))

    def written(self, before: Written) -> Written:
        """What was sent; lists keep the order that they had before."""
        return Written(
            title=one_line(self.title.data),
            summary=one_line(self.summary.data),
            minutes=one_line(self.minutes.data),
            body=_lines(self.body.data),
            **{name: in_order(self[name].data or (), getattr(before, name)) for name in LISTS},
        )

    def seen_revision(self, *, over_theirs: bool) -> int:
        """The revision that the writing began from, or the other author's when it is to be written over."""
        return whole((self.their_revision if over_theirs else self.revision).data)


class TitleForm(FlaskForm):
    """What a wholly new checklist is called."""

    title = StringField(
        FIELDS["title"],
        [DataRequired(_l("Give the checklist a title: the moment it is for.")), _of(80)],
        description=_l("The moment it is for, such as: Home visit"),
    )


class PublishForm(FlaskForm):
    """What a new version says of itself."""

    change = RadioField(
        _l("What kind of change is it?"),
        [InputRequired(_l("Choose what kind of change it is."))],
        choices=[
            SelectChoice(SUBSTANTIVE, _l("It changes what one does")),
            SelectChoice(COSMETIC, _l("Only the wording: one does the same as before")),
        ],
    )
    news = StringField(
        _l("What is new, in a sentence"),
        [DataRequired(_l("Write in a sentence what is new.")), _of(200)],
        description=_l("Shown with the version, for colleagues who know the one before."),
    )
    revision = HiddenField()


class RetireForm(FlaskForm):
    """Why a checklist is used no longer."""

    because = StringField(
        _l("Why, and what to use instead"),
        [DataRequired(_l("Write why, and what to use instead.")), _of(300)],
        description=_l("A sentence that colleagues meet at the checklist's address."),
    )


def set_choices(form: DraftForm, library: Library, language: str) -> Mapping[str, Sequence[str]]:
    """Give the form its choices; returns the lessons' names under the title of the module that they belong to."""
    lessons = list(library.of_kind("lesson", "sv"))
    form.steps.choices = [SelectChoice(step.value, step_name(step)) for step in ProcessStep]
    form.network.choices = [SelectChoice(name, str(words)) for name, words in NETWORKS.items()]
    tools = [_choice(one, "tools/", library, language) for one in library.of_kind("tool", "sv")]
    form.tools.choices = sorted(tools, key=lambda choice: str(choice.label).lower())
    form.lessons.choices = [_choice(one, "courses/", library, language) for one in lessons]
    modules: dict[str, list[str]] = {}
    for one in lessons:
        module = library.get(one.key.rpartition("/")[0], language)
        modules.setdefault(module.title if module else one.key, []).append(one.key.removeprefix("courses/"))
    return modules


def _choice(document: Document, folder: str, library: Library, language: str) -> SelectChoice:
    shown = library.get(document.key, language) or document
    return SelectChoice(document.key.removeprefix(folder), shown.title)


def one_line(text: str | None) -> str:
    """What was written in a field of one line."""
    return " ".join((text or "").replace("\0", "").split())


def _lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def whole(text: object) -> int:
    """A revision as it was sent; 0 for what is none."""
    digits = str(text or "")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
