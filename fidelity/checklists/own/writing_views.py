"""The pages on which a checklist is written: a new one, its draft with a live preview, and publishing it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from fidelity.checklists.own import forms, saving, service
from fidelity.checklists.own.author_queries import Desk, base_news
from fidelity.checklists.own.here import author, desk_or_404
from fidelity.checklists.own.queries import common
from fidelity.checklists.own.rules import Written
from fidelity.checklists.own.saving import Outcome
from organisation.access import Permission, requires, viewer

bp = Blueprint("checklist_writing", __name__, url_prefix="/checklists/own")

PUBLISH, OVER_THEIRS, NEWEST = "publish", "over-theirs", "newest"
Answer = AnyResponse | str | tuple[str, int]


@bp.get("/new")
@requires(Permission.WRITE_CHECKLISTS)
def new() -> str:
    """What is the new checklist called?"""
    return render_template("checklist_writing/new.html", form=forms.TitleForm(formdata=None))


@bp.post("/new")
@requires(Permission.WRITE_CHECKLISTS)
def begin() -> Answer:
    """Begin a new checklist with a few lines to write on."""
    form = forms.TitleForm()
    if not form.validate():
        return render_template("checklist_writing/new.html", form=form), 422
    pattern = _(
        "## When you prepare\n\n- [!] **You** …\n- [ ] **The colleague** …\n\n## Before you part\n\n- [!] **You** …\n"
    )
    written = Written(title=forms.one_line(form.title.data), minutes="5", body=pattern)
    try:
        checklist_id = service.begin(request_session(), author(), written, now=clock.now())
    except service.HoldsIdentifyingDetails as refusal:
        form.title.errors = [refusal.message]
        return render_template("checklist_writing/new.html", form=form), refusal.status
    request_session().commit()
    return redirect(url_for("checklist_writing.edit", checklist_id=checklist_id), 303)


@bp.get("/<checklist_id>/edit")
@requires(Permission.WRITE_CHECKLISTS)
def edit(checklist_id: str) -> str:
    """The draft, or what is used as the beginning of one, with what it would look like."""
    outcome = saving.stored(desk_or_404(checklist_id))
    form = forms.DraftForm(formdata=None)
    form.show(outcome.written)
    return _page(form, outcome)


@bp.post("/<checklist_id>/edit")
@requires(Permission.WRITE_CHECKLISTS)
def save(checklist_id: str) -> Answer:
    """Save the draft. A script gets what it looks like; everybody else the page again, or the one for publishing."""
    desk, form, intent = desk_or_404(checklist_id, also_empty=True), forms.DraftForm(), request.form.get("intent")
    forms.set_choices(form, common().library, language())
    written, seen = form.written(desk.written), form.seen_revision(over_theirs=intent == OVER_THEIRS)
    if form.validate():
        outcome = saving.save(
            request_session(), author(), checklist_id, written,
            seen_revision=seen, departs_from_newest=intent == NEWEST, now=clock.now(),
        )  # fmt: skip
        request_session().commit()
    else:
        outcome = saving.not_sent(desk, written, seen)
    if request.headers.get("HX-Request"):
        return _panel(form, outcome)
    if not outcome.is_saved:
        return _page(form, outcome), 409 if outcome.is_elsewhere else 422
    if intent == PUBLISH:
        return redirect(url_for("checklist_writing.publish_page", checklist_id=checklist_id), 303)
    return redirect(url_for("checklist_writing.edit", checklist_id=checklist_id, _anchor="look"), 303)


def _page(form: forms.DraftForm, outcome: Outcome) -> str:
    return render_template(
        "checklist_writing/edit.html",
        modules=forms.set_choices(form, common().library, language()),
        base_news=base_news(request_session(), viewer().municipality_id, outcome.desk),
        **_shown(form, outcome),
    )


def _panel(form: forms.DraftForm, outcome: Outcome) -> str:
    """The preview and the checker's messages, for the script that asks for them."""
    return render_template("checklist_writing/panel.html", **_shown(form, outcome))


def _shown(form: forms.DraftForm, outcome: Outcome) -> dict[str, object]:
    problems = [error for errors in form.errors.values() for error in errors]
    return {"form": form, "outcome": outcome, "desk": outcome.desk, "problems": problems, "checklists": common()}


@bp.post("/<checklist_id>/throw-away")
@requires(Permission.WRITE_CHECKLISTS)
def throw_away(checklist_id: str) -> AnyResponse:
    """End the draft without publishing it."""
    desk, form = desk_or_404(checklist_id), forms.DraftForm()
    service.throw_away(request_session(), author(), checklist_id, seen_revision=form.seen_revision(over_theirs=False))
    request_session().commit()
    flash(_("The draft of %(title)s is thrown away.", title=desk.title))
    return redirect(url_for("own_checklists.show"), 303)


@bp.get("/<checklist_id>/publish")
@requires(Permission.WRITE_CHECKLISTS)
def publish_page(checklist_id: str) -> Answer:
    """What publishing the draft would change."""
    desk = desk_or_404(checklist_id)
    if not desk.is_open:
        return redirect(url_for("checklist_writing.edit", checklist_id=checklist_id))
    return _publish_page(desk, forms.PublishForm(formdata=None))


@bp.post("/<checklist_id>/publish")
@requires(Permission.WRITE_CHECKLISTS)
def publish(checklist_id: str) -> Answer:
    """Publish the draft as the version that is used from now on."""
    desk, form, session = desk_or_404(checklist_id), forms.PublishForm(), request_session()
    version = service.next_version(session, author(), checklist_id)
    if version > 1 and not form.validate():
        return _publish_page(desk, form), 422
    try:
        service.publish(
            session,
            author(),
            checklist_id,
            seen_revision=forms.whole(form.revision.data),
            change=form.change.data,
            news=forms.one_line(form.news.data),
            now=clock.now(),
        )
    except DomainError as refusal:
        session.rollback()
        return _publish_page(desk_or_404(checklist_id), form, problem=refusal.message), refusal.status
    session.commit()
    flash(_("%(title)s is published as version %(version)s and is in use.", title=desk.title, version=version))
    return redirect(url_for("own_checklists.show"), 303)


def _publish_page(desk: Desk, form: forms.PublishForm, *, problem: str | None = None) -> str:
    look = desk.look()
    return render_template(
        "checklist_writing/publish_page.html",
        desk=desk,
        form=form,
        look=look,
        changes=desk.changes(look),
        version=service.next_version(request_session(), author(), desk.checklist_id),
        problem=problem,
        checklists=common(),
    )
