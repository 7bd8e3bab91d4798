"""Everything of follow-up that the app puts in place."""

from flask import Flask, url_for

from core import places
from followup.coverage import views as coverage_views
from followup.unit_tools import views as unit_tools_views
from organisation.access import Permission, Viewer


def init_app(app: Flask) -> None:
    """Register the pages, and the place in the navigation."""
    coverage_views.init_app(app)
    unit_tools_views.init_app(app)
    places.add_place(app, places.Place.FOLLOW_UP, _first_page, "coverage", "unit_tools")


def _first_page(person: Viewer) -> str | None:
    return url_for("coverage.show") if person.may(Permission.SEE_COVERAGE) else None
