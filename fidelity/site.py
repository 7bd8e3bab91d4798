"""Everything of fidelity that the app puts in place."""

from flask import Flask, url_for

from core import places
from core.documents import Library
from core.pages import References
from fidelity.checklists import views as checklist_views
from fidelity.checklists.catalogue import Checklists
from fidelity.checklists.filling import holder_views, list_views, offline_views
from fidelity.checklists.filling import views as filling_views


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, and the place in the navigation."""
    checklist_views.init_app(app, Checklists(library, references), references)
    for slice_views in (list_views, filling_views, holder_views, offline_views):
        slice_views.init_app(app)
    pages = ("checklists", "filled_lists", "filling", "holders")
    places.add_place(app, places.Place.DO, lambda _viewer: url_for("checklists.show"), *pages)
