"""Everything of the reviews that the app puts in place."""

from collections.abc import Mapping

from flask import Flask, url_for

from core import places
from core.commands import add_content_check
from core.documents import Library, Schema
from core.pages import References
from fidelity.reviews import commands
from fidelity.reviews import views as first_page
from fidelity.reviews.calibration import checks as calibration_checks
from fidelity.reviews.calibration import limit_views as calibration_limit_views
from fidelity.reviews.calibration import samples as calibration_samples
from fidelity.reviews.calibration import session_views as calibration_session_views
from fidelity.reviews.calibration import views as calibration_views
from fidelity.reviews.instruments import fields as instrument_fields
from fidelity.reviews.instruments import views as instrument_views
from fidelity.reviews.instruments.catalogue import Instruments
from fidelity.reviews.rating import leaving_views
from fidelity.reviews.rating import views as rating_views
from fidelity.reviews.results import views as result_views
from fidelity.reviews.rounds import invite_views
from fidelity.reviews.rounds import views as round_views
from fidelity.reviews.samples import process_views, release_views
from fidelity.reviews.samples import views as sample_views

KINDS: Mapping[str, Schema] = {**instrument_fields.KINDS, **calibration_samples.KINDS}
"""The kinds of documents that reviews read in `content/`."""
SLICES = (
    first_page, sample_views, process_views, release_views, rating_views, leaving_views, calibration_views, calibration_limit_views,
    calibration_session_views, round_views, invite_views, result_views, commands,
)  # fmt: skip
PLACES = (
    "reviews", "instruments", "samples", "drawn_processes", "sample_release", "rating", "rating_leaving", "calibration",
    "calibration_limit", "calibration_sessions", "rounds", "invited_raters", "results",
)  # fmt: skip
"""The blueprints whose pages stand under Review."""


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, what they read in the content, and the place in the navigation."""
    instruments = Instruments(library, references)
    instrument_views.init_app(app, instruments)
    app.extensions["metodstod_calibration_samples"] = calibration_samples.CalibrationSamples(library)
    add_content_check(app, lambda: calibration_checks.problems(library, instruments))
    for slice_ in SLICES:
        slice_.init_app(app)
    places.add_place(app, places.Place.REVIEW, lambda _viewer: url_for("reviews.show"), *PLACES)
