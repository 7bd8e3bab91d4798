"""The first page of the reviews: what each person can do there. Slices add their own lines; the page knows none of them."""

from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, render_template
from flask_babel import lazy_gettext as _l

from organisation.access import Permission, Viewer, signed_in, viewer

bp = Blueprint("reviews", __name__)


@dataclass(frozen=True)
class Door:
    """A line of the first page: where it leads, what is done there, and who may. Lower `order` stands higher."""

    order: int
    endpoint: str
    title: str
    about: str
    permission: Permission


def init_app(app: Flask) -> None:
    """Register the page, with the doors that are always there."""
    app.register_blueprint(bp)
    add_door(
        app,
        Door(
            40,
            "rounds.show",
            _l("Review rounds"),
            _l("Plan a round, see how it goes, draw the samples, close it."),
            Permission.PLAN_ROUNDS,
        ),
    )
    add_door(
        app,
        Door(
            90,
            "instruments.show",
            _l("What is looked for"),
            _l("The criteria with their levels, and what teaches each of them."),
            Permission.LEARN,
        ),
    )


def add_door(app: Flask, door: Door) -> None:
    """Add a line to the first page."""
    app.extensions.setdefault("metodstod_review_doors", []).append(door)


def doors_of(person: Viewer) -> list[Door]:
    """The lines of somebody's first page."""
    doors: list[Door] = current_app.extensions["metodstod_review_doors"]
    return sorted((door for door in doors if person.may(door.permission)), key=lambda door: door.order)


@bp.get("/reviews")
@signed_in
def show() -> str:
    """What the viewer can do in the reviews."""
    return render_template("reviews/show.html", doors=doors_of(viewer()))
