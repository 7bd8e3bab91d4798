"""Live samples are for those who are let in: others are led to calibration first."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core import clock
from fidelity.reviews.calibration.papers import instrument_of
from fidelity.reviews.calibration.queries import is_let_in
from organisation.access import Viewer


def must_calibrate(session: Session, viewer: Viewer, document_id: int) -> bool:
    """Whether the viewer is to calibrate before rating with a version of an instrument. Three statements at most."""
    instrument = instrument_of(session, document_id, "sv")
    return not is_let_in(session, viewer.id, viewer.municipality_id, instrument.id, clock.today())


def lead_to_calibration(*, is_saved: bool = False) -> Response:
    """Go to calibration, and say why; `is_saved` when it was a rating that was to be submitted."""
    if is_saved:
        flash(_("What you answered is saved, but not submitted: your calibration has run out. Calibrate, then submit."))
    else:
        flash(_("Calibrate first. Then you can open the samples that are yours to rate."))
    return redirect(url_for("calibration.show"), 303)
