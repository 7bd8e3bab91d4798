"""Everything of training that the app puts in place: courses, tools, glossary, search, exemptions, commands."""

from flask import Flask

from core.documents import Library
from training import commands, exemption_views, standings, views
from training.catalogue import Catalogue
from training.glossary import views as glossary_views
from training.glossary.glossary import Glossary
from training.references import References
from training.search import views as search_views
from training.tools import views as tools_views
from training.tools.toolbox import Toolbox


def init_app(app: Flask, library: Library, references: References) -> None:
    """Register the pages and commands, and follow the standings in the courses that everybody is to have."""
    catalogue = Catalogue(library, references)
    app.extensions["metodstod_references"] = references
    standings.follow_courses([course.id for course in catalogue.for_everybody("sv")])
    views.init_app(app, catalogue)
    exemption_views.init_app(app)
    tools_views.init_app(app, Toolbox(library, references))
    glossary_views.init_app(app, Glossary(library, references))
    search_views.init_app(app)
    commands.init_app(app)
