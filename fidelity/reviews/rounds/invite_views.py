"""The page on which raters from other municipalities are invited."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.errors import DomainError
from fidelity.reviews.rounds import inviting
from fidelity.reviews.rounds.forms import InviteForm
from fidelity.reviews.rounds.inviting import Invitation
from organisation.access import Permission, requires, viewer
from organisation.models import Person
from organisation.sign_in.service import make_password_link

bp = Blueprint("invited_raters", __name__, url_prefix="/reviews/invited-raters")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("")
@requires(Permission.PLAN_ROUNDS)
def show() -> str:
    """Who is invited, and a form to invite."""
    return _page(InviteForm(formdata=None))


def _page(form: InviteForm, *, link: str = "", name: str = "") -> str:
    found = inviting.invited(request_session(), viewer().municipality_id)
    return render_template("rounds/invited.html", invited=found, form=form, link=link, name=name)


@bp.post("")
@requires(Permission.PLAN_ROUNDS)
def invite() -> str | tuple[str, int]:
    """Invite somebody, and show the link with which they choose a password, this once."""
    form, session, person = InviteForm(), request_session(), viewer()
    if not form.validate():
        return _page(form), 422
    wanted = Invitation(form.name.data, form.email.data, form.agreement.data)
    try:
        invited = inviting.invite(session, person.municipality_id, wanted, actor=person.actor, now=clock.now())
    except DomainError as refusal:
        session.rollback()
        form.email.errors = [refusal.message]
        return _page(form), refusal.status
    return _with_link(invited)


def _with_link(invited: Person) -> str:
    session = request_session()
    token = make_password_link(session, invited, actor=viewer().actor, now=clock.now())
    session.commit()
    address = url_for("sign_in.password", token=token, _external=True)
    return _page(InviteForm(formdata=None), link=address, name=invited.name)


def invited_or_404(person_id: int) -> Person:
    """Somebody whom the viewer's municipality has invited."""
    return inviting.invited_person(request_session(), viewer().municipality_id, person_id) or abort(404)


@bp.post("/<int:person_id>/link")
@requires(Permission.PLAN_ROUNDS)
def new_link(person_id: int) -> str:
    """A new link, where the first was lost."""
    return _with_link(invited_or_404(person_id))


@bp.post("/<int:person_id>/end")
@requires(Permission.PLAN_ROUNDS)
def end(person_id: int) -> AnyResponse:
    """End the invitation."""
    person, session = invited_or_404(person_id), request_session()
    inviting.end_invitation(session, person, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("%(name)s can no longer sign in. What was submitted stays.", name=person.name))
    return redirect(url_for("invited_raters.show"), 303)
