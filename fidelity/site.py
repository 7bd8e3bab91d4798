"""Everything of fidelity that the app puts in place."""

from flask import Flask, url_for

from core import places
from core.documents import Library
from core.pages import References
from fidelity.checklists import views as checklist_views
from fidelity.checklists.catalogue import Checklists
from fidelity.checklists.filling import commands, holder_views, list_views, offline_views, use_views
from fidelity.checklists.filling import views as filling_views


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, and the place in the navigation."""
    checklist_views.init_app(app, Checklists(library, references), references)
    for part in (list_views, filling_views, holder_views, offline_views, use_views, commands):
        part.init_app(app)
    pages = ("checklists", "filled_lists", "filling", "holders", "checklist_use")
    places.add_place(app, places.Place.DO, lambda _viewer: url_for("checklists.show"), *pages)
