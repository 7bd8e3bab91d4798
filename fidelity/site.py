"""Everything of fidelity that the app puts in place."""

from flask import Flask, url_for

from core import places
from core.documents import Library
from core.pages import References
from fidelity.checklists import views as checklist_views
from fidelity.checklists.catalogue import Checklists
from fidelity.checklists.own import views as own_checklist_views
from fidelity.tool_use import commands, count_views, kind_views, process_views
from fidelity.tool_use import views as tool_use_views
from fidelity.tool_use.importing import views as process_import_views

PLACES = (
    "checklists", "own_checklists", "checklist_writing", "tool_use", "processes", "process_kinds", "process_counts",
)  # fmt: skip
"""The blueprints whose pages stand under Do."""


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, and the place in the navigation."""
    checklist_views.init_app(app, Checklists(library, references), references)
    own_checklist_views.init_app(app)
    for slice_ in (tool_use_views, process_views, kind_views, count_views, process_import_views, commands):
        slice_.init_app(app)
    places.add_place(app, places.Place.DO, lambda _viewer: url_for("checklists.show"), *PLACES)
