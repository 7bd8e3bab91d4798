"""Everything of fidelity that the app puts in place."""

from flask import Flask, url_for

from core import places
from core.documents import Library
from core.pages import References
from fidelity.checklists import views as checklist_views
from fidelity.checklists.catalogue import Checklists
from fidelity.tool_use import commands as tool_use_commands
from fidelity.tool_use.importing import views as process_import_views


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, and the place in the navigation."""
    checklist_views.init_app(app, Checklists(library, references), references)
    process_import_views.init_app(app)
    tool_use_commands.init_app(app)
    places.add_place(app, places.Place.DO, lambda _viewer: url_for("checklists.show"), "checklists")
