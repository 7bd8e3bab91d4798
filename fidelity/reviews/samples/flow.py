"""From box to box on the pages of handing in: write, resolve what the screen finds, read as a rater will, attest and hand in.

Every press sends everything and gets it back in the next page. Nothing is stored until the last one, and then all of it.
"""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from core.database import request_session, roll_back_request
from core.errors import DomainError
from core.text_files import read_text
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.samples import forms, looking, reading, rules, shown, words
from fidelity.reviews.samples.errands import Errand, Faults, faults, keep
from fidelity.reviews.samples.forms import Intent, Sent
from fidelity.reviews.samples.looking import Look
from fidelity.reviews.samples.texts import Reader, SampleRead
from organisation.access import viewer

Answered = AnyResponse | str | tuple[str, int]


@dataclass(frozen=True)
class FileRead:
    """What came of a file: the parts in whose boxes its text stands, and whether its headings said which."""

    parts: tuple[SamplePart, ...]
    has_headings: bool


def go_on(errand: Errand) -> Answered:
    """The page after a press, or the way to what has been handed in."""
    roll_back_request()  # what is chosen from has been read: looking at long texts is to hold nobody up
    sent, file = forms.sent(request.form), forms.sent_file(request.files)
    if file is not None:
        return _page_with_file(errand, sent, file)
    if sent.intent is Intent.WRITE:
        return write_page(errand, sent)
    wrong = faults(errand, sent)
    if wrong:
        return write_page(errand, sent, wrong), 422
    seen = looking.look(sent.texts, sent.decisions)
    is_missing = bool(sent.own) and looking.key_of_own(sent.own) not in {item.key for item in seen.items}
    if seen.unsettled or (seen.items and sent.intent is Intent.RECONSIDER):
        is_first = sent.intent in (Intent.LOOK, Intent.RECONSIDER)
        return _screen_page(errand, sent, seen, is_missing=is_missing), 200 if is_first else 422
    if sent.intent is Intent.HAND_IN and not is_missing:
        return _handed_in(errand, sent, seen)
    return _preview_page(errand, sent, seen, is_missing=is_missing), 422 if is_missing else 200


def write_page(
    errand: Errand,
    sent: Sent,
    wrong: Faults | None = None,
    *,
    file_read: FileRead | None = None,
    returned: SampleRead | None = None,
) -> str:
    """The boxes, with what is to be mended; of a returned sample also why it was, and what was marked in it."""
    if errand.sample_id is not None and returned is None:
        returned = reading.sample_text(viewer(), errand.sample_id, Reader.UPLOADER)
    return render_template(
        "samples/new.html",
        errand=errand,
        sent=sent,
        faults=wrong or {},
        file_read=file_read,
        returned=returned,
        longest=rules.LONGEST_PART,
    )


def _page_with_file(errand: Errand, sent: Sent, file: FileStorage) -> Answered:
    """The boxes with the file's text after what stood in them, or why it can't be read."""
    try:
        text = read_text(file.read(), file.filename or "")
    except DomainError as refusal:
        return write_page(errand, sent, {"file": refusal.message}), refusal.status
    laid = rules.laid_out(text, words.headings())
    together = {part: rules.joined(sent.texts.get(part, ""), laid.get(part, "")) for part in SamplePart}
    has_headings = set(laid) != {next(iter(SamplePart))}
    filled = sent.with_texts({part: found for part, found in together.items() if found})
    return write_page(errand, filled, file_read=FileRead(tuple(laid), has_headings))


def _screen_page(errand: Errand, sent: Sent, seen: Look, *, is_missing: bool) -> str:
    """What was found, to resolve; `is_missing`: words that were pointed out do not stand in the text."""
    return render_template(
        "samples/screen.html", errand=errand, sent=sent, seen=seen, is_missing=is_missing, longest=rules.LONGEST_PART
    )


def _preview_page(
    errand: Errand, sent: Sent, seen: Look, refusal: DomainError | None = None, *, is_missing: bool = False
) -> str:
    """The text as it will be rated, to read and to attest."""
    result = looking.replaced(sent.texts, sent.decisions)
    return render_template(
        "samples/preview.html",
        errand=errand,
        sent=sent,
        seen=seen,
        parts=shown.as_read(result, looking.kept_places(result, sent.decisions)),
        placeholders=looking.closed_list(),
        refusal=refusal,
        is_missing=is_missing,
    )


def _handed_in(errand: Errand, sent: Sent, seen: Look) -> Answered:
    """Keep it, once; where that is refused everything is still on the page."""
    try:
        keep(errand, sent)
    except DomainError as refusal:
        roll_back_request()
        return _preview_page(errand, sent, seen, refusal), refusal.status
    request_session().commit()
    flash(_("The sample is handed in. Somebody who does not work in your unit reads it before anybody rates it."))
    return redirect(url_for("samples.show"), 303)
