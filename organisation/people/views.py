"""The administrator's pages: people, their roles and links, who may see what, and the audit log."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.audit import Event, key_name, name_keys, said
from core.database import request_session
from core.template_names import name_for_templates
from organisation.access import EVERYBODY, PERMISSIONS, Permission, Viewer, requires, signed_in, viewer
from organisation.models import Person, Role
from organisation.people import queries, service
from organisation.people.forms import ROLE_NAMES, RoleForm
from organisation.people.log_words import LOG_WORDS
from organisation.queries import units
from organisation.second_factor import service as second_factor
from organisation.second_factor.forms import ResetForm
from organisation.second_factor.queries import factor_of
from organisation.sign_in.service import close_all_sessions, make_password_link

bp = Blueprint("people", __name__)


def init_app(app: Flask) -> None:
    """Register the pages, and the administrator's links under the name."""
    app.register_blueprint(bp)
    links = places.registry(app).account_links
    links.append(lambda person: _link(person, Permission.MANAGE_PEOPLE, _("People"), "people.show", "users"))
    links.append(
        lambda person: _link(person, Permission.READ_AUDIT_LOG, _("Audit log"), "people.audit_log", "file-text")
    )
    places.registry(app).waiting.append(_waiting)
    name_keys(LOG_WORDS)
    name_for_templates(
        app, role_names=ROLE_NAMES, permission_words=permission_words, key_name=key_name, logged_words=logged_words
    )


def _link(person: Viewer, permission: Permission, label: str, endpoint: str, icon: str) -> places.Link | None:
    if not person.may(permission):
        return None
    return places.Link(label, url_for(endpoint), icon, request.endpoint == endpoint)


def _waiting(person: Viewer) -> list[places.Waiting]:
    if not person.may(Permission.MANAGE_PEOPLE):
        return []
    return [places.Waiting(30, "people/waiting.html", queries.to_look_at(request_session(), person.municipality_id))]


def permission_words(permission: Permission) -> str:
    """What a permission lets one do, in words."""
    return {
        Permission.LEARN: _("Take every course and see own progress"),
        Permission.SEE_COVERAGE: _("See figures of how training covers the own area"),
        Permission.SEE_WHO_IS_COVERED: _("See by name who in the own area has completed a course, and export it"),
        Permission.SEE_WHO_IS_IN_INTRODUCTION: _("See by name those in the own area who are in their introduction"),
        Permission.MANAGE_PEOPLE: _("Bring in staff files, give roles, make password links, exempt from courses"),
        Permission.READ_AUDIT_LOG: _("Read the audit log"),
        Permission.REGISTER_WORK: _("Fill in checklists and register which tools the processes of the own unit used"),
        Permission.SEE_TOOL_USE: _("See figures of which tools are used in the own area, never by whom"),
        Permission.TELL_PROCESS_COUNTS: _("Say how many processes the own units closed"),
        Permission.IMPORT_PROCESSES: _("Bring in processes from a file"),
        Permission.SET_PROCESS_KINDS: _("Decide which kinds of process there are"),
        Permission.WRITE_CHECKLISTS: _("Write, publish and retire the municipality's own checklists"),
        Permission.HAND_OVER_WORK: _("Hand over the unfinished checklists of those who have left the own units"),
        Permission.HAND_IN_SAMPLES: _("Hand in anonymised case samples of the own unit for review"),
        Permission.RELEASE_SAMPLES: _("Read other units' samples before they are rated, and release or return them"),
        Permission.RATE_SAMPLES: _("Rate the samples that one has been given, without seeing whose they are"),
        Permission.PLAN_ROUNDS: _("Plan review rounds, and see how they go"),
        Permission.SEE_REVIEWS: _("See what the reviews say of the units in the own area, never of anybody in them"),
    }[permission]


def person_or_404(person_id: int) -> Person:
    """The person, when of the viewer's municipality."""
    return queries.person_in(request_session(), viewer().municipality_id, person_id) or abort(404)


@bp.get("/people")
@requires(Permission.MANAGE_PEOPLE)
def show() -> str:
    """Everybody, a page at a time, with a search."""
    words = request.args.get("words", "").strip()[:100]
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = queries.people(request_session(), viewer().municipality_id, words=words, page=page)
    return render_template("people/show.html", found=found, words=words)


@bp.get("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(person_id: int) -> str:
    """One person: employments, roles, how they sign in."""
    return _person_page(person_or_404(person_id), _role_form())


def _role_form(*, is_sent: bool = False) -> RoleForm:
    """The form for a new role; what was sent to another form of the page is not read into it."""
    session, municipality_id = request_session(), viewer().municipality_id
    form = RoleForm() if is_sent else RoleForm(formdata=None, starts_on=clock.today())
    form.set_places(
        queries.sections(session, municipality_id), [(unit.id, unit.name) for unit in units(session, municipality_id)]
    )
    return form


def _person_page(found: Person, form: RoleForm, *, reset_form: ResetForm | None = None, **more: object) -> str:
    session = request_session()
    return render_template(
        "people/person.html",
        person=found,
        employments=queries.employments(session, found),
        roles=queries.roles(session, found),
        form=form,
        has_left=queries.has_left(session, found, today=clock.today()),
        factor=factor_of(session, found.id),
        reset_form=reset_form or ResetForm(formdata=None),
        **more,
    )


@bp.post("/people/<int:person_id>/roles")
@requires(Permission.MANAGE_PEOPLE)
def give_role(person_id: int) -> AnyResponse | tuple[str, int]:
    """Give the person a role."""
    found, form, session = person_or_404(person_id), _role_form(is_sent=True), request_session()
    if not form.validate():
        return _person_page(found, form), 422
    try:
        service.give_role(
            session,
            found,
            Role(form.role.data),
            section_id=form.section.data or None,
            unit_id=form.unit.data or None,
            starts_on=form.starts_on.data or clock.today(),
            actor=viewer().actor,
            now=clock.now(),
        )
    except service.RoleRefused as refusal:
        session.rollback()
        form.role.errors = [refusal.message]
        return _person_page(person_or_404(person_id), form), refusal.status
    session.commit()
    flash(_("The role is given."))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/roles/<int:assignment_id>/end")
@requires(Permission.MANAGE_PEOPLE)
def end_role(person_id: int, assignment_id: int) -> AnyResponse:
    """End a role from today."""
    session = request_session()
    assignment = queries.role_of(session, person_or_404(person_id), assignment_id) or abort(404)
    service.end_role(session, assignment, last_day=clock.yesterday(), actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The role has ended."))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/password-link")
@requires(Permission.MANAGE_PEOPLE)
def password_link(person_id: int) -> str:
    """Make a one-time link and show it, this once."""
    found, session = person_or_404(person_id), request_session()
    token = make_password_link(session, found, actor=viewer().actor, now=clock.now())
    session.commit()
    address = url_for("sign_in.password", token=token, _external=True)
    return _person_page(found, _role_form(), link=address)


@bp.post("/people/<int:person_id>/sign-out")
@requires(Permission.MANAGE_PEOPLE)
def sign_out(person_id: int) -> AnyResponse:
    """Sign the person out everywhere, such as when a phone is lost."""
    found = person_or_404(person_id)
    close_all_sessions(request_session(), found.id, actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("%(name)s is signed out everywhere.", name=found.name))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/reset-second-factor")
@requires(Permission.MANAGE_PEOPLE)
def reset_second_factor(person_id: int) -> AnyResponse | tuple[str, int]:
    """Take the person's second factor away, such as when the phone is lost."""
    found, form, session = person_or_404(person_id), ResetForm(), request_session()
    if not form.validate():
        return _person_page(found, _role_form(), reset_form=form), 422
    second_factor.reset(session, found, form.because.data, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("Two-step verification is reset. %(name)s can turn it on again with a phone.", name=found.name))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/close")
@requires(Permission.MANAGE_PEOPLE)
def close_account(person_id: int) -> AnyResponse:
    """Close the account, such as when somebody must not come in any more before the staff file says so."""
    found = person_or_404(person_id)
    service.close_account(request_session(), found, actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("The account is closed. %(name)s is signed out and can't sign in.", name=found.name))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/open")
@requires(Permission.MANAGE_PEOPLE)
def open_account(person_id: int) -> AnyResponse:
    """Open a closed account again."""
    found = person_or_404(person_id)
    service.open_account(request_session(), found, actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("The account is open again."))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.get("/access")
@signed_in
def access() -> str:
    """Who may see and do what: the access table in words."""
    return render_template("people/access.html", permissions=PERMISSIONS, everybody=EVERYBODY, roles=list(Role))


@bp.get("/audit-log")
@requires(Permission.READ_AUDIT_LOG)
def audit_log() -> str:
    """What was done, read and refused in the municipality, the newest first."""
    name = request.args.get("name") or None
    if name is not None and name not in Event.registered:
        abort(400)
    session, municipality_id = request_session(), viewer().municipality_id
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    rows = queries.log_rows(session, municipality_id, page=page, name=name)
    return render_template(
        "people/audit_log.html",
        rows=rows,
        name=name,
        page=page,
        events=sorted(Event.registered.values(), key=lambda event: str(event.says)),
        says={name: event.says for name, event in Event.registered.items()},
        names=_names_in(rows),
    )


def _names_in(rows: Sequence[queries.LogRow]) -> dict[tuple[str, object], str]:
    """What the log's numbers and keys stand for: people, sections, units and roles of the municipality."""
    session, municipality_id = request_session(), viewer().municipality_id
    people = {one for row in rows if isinstance(one := row.subject.get("person_id"), int)}
    found: dict[tuple[str, object], str] = {("role", role.value): str(name) for role, name in ROLE_NAMES.items()}
    found |= {("person_id", id_): name for id_, name in queries.names_of(session, municipality_id, people).items()}
    for unit in units(session, municipality_id):
        found["unit_id", unit.id] = unit.name
        found["section_id", unit.section_id] = unit.section_name
    return found


def logged_words(key: str, value: Any, names: Mapping[tuple[str, object], str]) -> str:
    """A logged value in words; of a list, each of them."""
    if isinstance(value, list):
        return ", ".join(logged_words(key, one, names) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return names.get((key, value)) or said(key, value)
