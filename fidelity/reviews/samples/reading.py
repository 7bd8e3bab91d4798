"""The one door through which a page gets a sample's text: who may, logged. The page's mark asks for the second factor."""

from flask import abort

from core import clock
from core.audit import record_apart
from core.database import current_database
from fidelity.reviews.samples import texts
from fidelity.reviews.samples.service import SAMPLE_READ
from fidelity.reviews.samples.texts import Reader, SampleRead
from organisation.access import Viewer


def sample_text(viewer: Viewer, sample_id: int, *readers: Reader) -> SampleRead | None:
    """The sample's text, when the viewer may read it now as one of these; that it was read is logged first.

    It reads and logs in transactions of its own: ask for it before the request changes anything, or on SQLite the two wait for each other.
    """
    with current_database().session(writes=False) as session:
        found = texts.sample_text(session, viewer, sample_id, readers, today=clock.today())
    if found is not None:
        record_apart(current_database(), SAMPLE_READ, actor=viewer.actor, at=clock.now(), sample_id=sample_id)
    return found


def sample_text_or_404(viewer: Viewer, sample_id: int, *readers: Reader) -> SampleRead:
    """The same, or 404."""
    return sample_text(viewer, sample_id, *readers) or abort(404)
