"""The glossary's page, and the explanations that other pages bring along."""

from flask import Blueprint, Flask, abort, current_app, render_template

from core.i18n import language
from core.pages import Page
from core.template_names import name_for_templates
from organisation.access import Permission, requires
from training.glossary.glossary import Glossary, Term

bp = Blueprint("glossary", __name__)


def init_app(app: Flask, glossary: Glossary) -> None:
    """Register the page, and let pages bring the explanations of their words along."""
    app.extensions["metodstod_glossary"] = glossary
    app.register_blueprint(bp)
    name_for_templates(app, explained_on=explained_on, has_glossary=has_glossary)


def _glossary() -> Glossary:
    found: Glossary = current_app.extensions["metodstod_glossary"]
    return found


def explained_on(page: Page) -> list[Term]:
    """The terms that a page explains where they stand."""
    return _glossary().explained_on(page)


def has_glossary() -> bool:
    """Whether a glossary has been written."""
    return _glossary().page(language()) is not None


@bp.get("/glossary")
@requires(Permission.LEARN)
def show() -> str:
    """Every term with its explanation."""
    return render_template("glossary/show.html", page=_glossary().page(language()) or abort(404))
