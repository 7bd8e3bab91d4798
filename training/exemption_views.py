"""The administrator's page on which somebody is exempted from a course."""

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse
from wtforms.fields import SelectChoice

from core import clock, places
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from organisation.access import Permission, requires, viewer
from organisation.models import Person
from organisation.people.queries import person_in
from training import exemptions
from training.forms import ExemptionForm

bp = Blueprint("exemptions", __name__, url_prefix="/people/<int:person_id>/exemptions")


def init_app(app: Flask) -> None:
    """Register the page, and the link to it on a person's page."""
    app.register_blueprint(bp)
    places.registry(app).person_links.append(
        lambda person_id: places.Link(
            _("Exemptions from courses"), url_for("exemptions.show", person_id=person_id), "pencil", False
        )
    )


def person_or_404(person_id: int) -> Person:
    """The person, when of the viewer's municipality."""
    return person_in(request_session(), viewer().municipality_id, person_id) or abort(404)


def _form(*, is_sent: bool = False) -> ExemptionForm:
    form = ExemptionForm() if is_sent else ExemptionForm(formdata=None, starts_on=clock.today())
    courses = current_app.extensions["metodstod_catalogue"].for_everybody(language())
    form.course.choices = [SelectChoice(course.id, course.title) for course in courses]
    return form


def _page(person: Person, form: ExemptionForm) -> str:
    found = exemptions.exemptions_of(request_session(), person)
    titles = {course.id: course.title for course in current_app.extensions["metodstod_catalogue"].courses(language())}
    return render_template("training/exemptions.html", person=person, exemptions=found, titles=titles, form=form)


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def show(person_id: int) -> str:
    """The person's exemptions, and a form for a new one."""
    return _page(person_or_404(person_id), _form())


@bp.post("")
@requires(Permission.MANAGE_PEOPLE)
def add(person_id: int) -> AnyResponse | tuple[str, int]:
    """Exempt the person."""
    person, form, session = person_or_404(person_id), _form(is_sent=True), request_session()
    if not form.validate():
        return _page(person, form), 422
    try:
        exemptions.exempt(
            session,
            person,
            form.course.data,
            starts_on=form.starts_on.data or clock.today(),
            ends_on=form.ends_on.data,
            reason=form.reason.data or "",
            actor=viewer().actor,
            now=clock.now(),
        )
    except DomainError as refusal:
        session.rollback()
        (form.reason if isinstance(refusal, exemptions.ReasonIdentifies) else form.ends_on).errors = [refusal.message]
        return _page(person_or_404(person_id), form), 422
    session.commit()
    flash(_("The exemption is saved."))
    return redirect(url_for("exemptions.show", person_id=person_id), 303)


@bp.post("/<int:exemption_id>/end")
@requires(Permission.MANAGE_PEOPLE)
def end(person_id: int, exemption_id: int) -> AnyResponse:
    """End an exemption from today."""
    session = request_session()
    found = exemptions.exemption_of(session, person_or_404(person_id), exemption_id) or abort(404)
    exemptions.end_exemption(session, found, actor=viewer().actor, last_day=clock.yesterday(), now=clock.now())
    session.commit()
    flash(_("The exemption has ended."))
    return redirect(url_for("exemptions.show", person_id=person_id), 303)
