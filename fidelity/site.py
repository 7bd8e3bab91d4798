"""Everything of fidelity that the app puts in place."""

from collections.abc import Mapping

from flask import Flask, url_for

from core import places
from core.audit import name_keys
from core.documents import Library, Schema
from core.pages import References
from fidelity.checklists import catalogue as checklist_catalogue
from fidelity.checklists import views as checklist_views
from fidelity.checklists.catalogue import Checklists
from fidelity.checklists.filling import commands as filled_commands
from fidelity.checklists.filling import holder_views, list_views, offline_views, use_views
from fidelity.checklists.filling import views as filling_views
from fidelity.checklists.own import views as own_checklist_views
from fidelity.log_words import LOG_WORDS
from fidelity.reviews import site as reviews_site
from fidelity.tool_use import commands as tool_use_commands
from fidelity.tool_use import count_views, kind_views, process_views
from fidelity.tool_use import views as tool_use_views
from fidelity.tool_use.importing import views as process_import_views
from organisation.access import Permission, Viewer

KINDS: Mapping[str, Schema] = {**checklist_catalogue.KINDS, **reviews_site.KINDS}
"""The kinds of documents that fidelity reads in `content/`."""
SLICES = (
    own_checklist_views, list_views, filling_views, holder_views, offline_views, use_views, filled_commands,
    tool_use_views, process_views, kind_views, count_views, process_import_views, tool_use_commands,
)  # fmt: skip
PLACES = (
    "checklists", "own_checklists", "checklist_writing", "filled_lists", "filling", "holders", "checklist_use",
    "tool_use", "processes", "process_kinds", "process_counts",
)  # fmt: skip
"""The blueprints whose pages stand under Do."""


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, and the place in the navigation."""
    checklist_views.init_app(app, Checklists(library, references), references)
    reviews_site.init_app(app, library, references)
    for slice_ in SLICES:
        slice_.init_app(app)
    name_keys(LOG_WORDS)
    places.add_place(app, places.Place.DO, _first_page_of_do, *PLACES)


def _first_page_of_do(person: Viewer) -> str | None:
    return url_for("checklists.show") if person.may(Permission.REGISTER_WORK) else None
