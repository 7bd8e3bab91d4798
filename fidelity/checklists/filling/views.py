"""The pages for filling in a checklist: start, tick, leave, come back, finish, correct. Each works as a plain form."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from core.template_names import name_for_templates
from fidelity.checklists.filling import forms, queries, saving, service, writing
from fidelity.checklists.filling.models import FilledChecklist
from fidelity.checklists.filling.queries import FilledPage
from fidelity.checklists.filling.rules import REASONS
from fidelity.checklists.filling.saving import NoteOutcome, Saved
from fidelity.checklists.filling.sheets import Version, version_of
from fidelity.checklists.filling.shown import lines
from fidelity.checklists.filling.words import REASON_WORDS, answer_words, problem_words
from organisation.access import Permission, requires, viewer

bp = Blueprint("filling", __name__, url_prefix="/checklists/filled/<uuid:filled_key>")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
    name_for_templates(
        app, answer_words=answer_words, problem_words=problem_words, reasons=REASONS, reason_words=REASON_WORDS
    )


def filled_or_404(filled_key: UUID | str) -> FilledChecklist:
    """The checklist, when the viewer may see it: an unfinished one who works on it, a finished one who works in its unit."""
    found = queries.filled_checklist(request_session(), viewer(), str(filled_key), clock.today())
    return found or abort(404)


def unfinished_or_404(filled_key: UUID | str) -> FilledChecklist:
    """The checklist, when the viewer works on it and it is not finished."""
    found = filled_or_404(filled_key)
    return found if found.finished_on is None else abort(404)


def version_for(filled: FilledChecklist) -> Version:
    """The version that it is filled in, in the page's language where there is one."""
    return version_of(request_session(), filled.municipality_id, filled.document_id, language())


def address_of(filled: FilledChecklist) -> str:
    """The address of its page."""
    return url_for("filling.show", filled_key=filled.key)


@bp.get("")
@requires(Permission.REGISTER_WORK)
def show(filled_key: UUID) -> str:
    """A checklist to fill in, or as it was finished."""
    filled = filled_or_404(filled_key)
    if filled.finished_on is None:
        return _open_page(filled)
    return _finished_page(filled, correction=forms.asked_correction(request.args))


def _read(filled: FilledChecklist) -> FilledPage:
    return queries.filled_page(request_session(), viewer(), filled, version_for(filled))


def _open_page(filled: FilledChecklist, saved: Saved | None = None) -> str:
    page = _read(filled)
    return render_template(
        "checklists/filling/fill.html",
        page=page,
        saved=saved,
        lines=lines(page, saved),
        note=saved.note if saved and saved.note else NoteOutcome(page.note, page.note_revision),
        colleagues=queries.colleagues(request_session(), filled, clock.today(), but=viewer().id),
    )


def _finished_page(filled: FilledChecklist, saved: Saved | None = None, **more: Any) -> str:
    context = {"text": NoteOutcome(""), "correction": None, "key": forms.new_key()}
    if saved is not None and saved.note is not None and not saved.note.is_saved:
        context["text"] = NoteOutcome(saved.note.text)
    return render_template("checklists/filling/finished.html", page=_read(filled), saved=saved, **context | more)


@bp.post("")
@requires(Permission.REGISTER_WORK)
def save(filled_key: UUID) -> AnyResponse | tuple[str, int]:
    """Keep what the page holds; finish the checklist when that button was pressed and nothing is left over."""
    filled, session = filled_or_404(filled_key), request_session()
    if request.headers.get("X-Autosave"):
        return _keep_note(filled)
    sheet = version_for(filled).sheet
    saved = saving.save_page(
        session,
        filled,
        sheet,
        forms.sent_answers(request.form, sheet),
        forms.sent_note(request.form),
        finishes=request.form.get("intent") == forms.FINISH,
        actor=viewer().actor,
        now=clock.now(),
    )
    session.commit()
    if saved.is_whole:
        flash(_("The checklist is finished.") if filled.finished_on else _("Saved."))
        return redirect(address_of(filled), 303)
    return (_finished_page if filled.finished_on else _open_page)(filled, saved), 422


def _keep_note(filled: FilledChecklist) -> Response:
    """For the script that saves the note as it is written: its revision, and its state as a piece of the page."""
    note = forms.sent_note(request.form) or abort(400)
    outcome = saving.keep_note(request_session(), filled, note)
    request_session().commit()
    html = render_template("checklists/filling/text_state.html", outcome=outcome, saved_at=clock.now())
    return jsonify(note={"revision": outcome.revision, "saved": outcome.is_saved, "html": html})


@bp.post("/amendments")
@requires(Permission.REGISTER_WORK)
def amend(filled_key: UUID) -> AnyResponse | tuple[str, int]:
    """Correct a finished checklist in the open."""
    filled, session = filled_or_404(filled_key), request_session()
    correction = forms.sent_correction(request.form)
    if filled.finished_on is None or correction is None:
        abort(404 if correction else 400)
    try:
        writing.amend(session, filled, version_for(filled).sheet, correction, actor=viewer().actor, now=clock.now())
    except DomainError as refusal:
        session.rollback()
        text = saving.not_kept(correction.text, refusal)
        return _finished_page(filled_or_404(filled_key), correction=correction, key=correction.key, text=text), 422
    session.commit()
    flash(_("The correction stands with the checklist."))
    return redirect(address_of(filled), 303)


@bp.post("/thrown-away")
@requires(Permission.REGISTER_WORK)
def throw_away(filled_key: UUID) -> AnyResponse:
    """Take away a checklist that was started by mistake."""
    service.throw_away(request_session(), unfinished_or_404(filled_key), actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("The checklist is thrown away."))
    return redirect(url_for("filled_lists.show"), 303)
