"""The five places of the site and what waits for a person: slices register what they have, and none knows another for it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l

from core.template_names import name_for_templates


class Place(Enum):
    """A place of the navigation: its word and its icon."""

    HOME = (_l("Home"), "house")
    LEARN = (_l("Learn"), "book-open")
    DO = (_l("Do"), "square-check-big")
    REVIEW = (_l("Review"), "scale")
    FOLLOW_UP = (_l("Follow up"), "chart-no-axes-column")


@dataclass(frozen=True)
class Link:
    """A place as the navigation shows it."""

    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Waiting:
    """A part of the start page: a template with what it shows. Lower `order` stands higher."""

    order: int
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class _Entry:
    place: Place
    blueprints: frozenset[str]
    address: Callable[[Any], str | None]


class Registry:
    """What the slices have told the frame about themselves."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.account_links: list[Callable[[Any], Link | None]] = []
        self.person_links: list[Callable[[int], Link]] = []
        self.waiting: list[Callable[[Any], list[Waiting]]] = []


def init_app(app: Flask) -> None:
    """Give the app its registry, and the templates the navigation."""
    app.extensions["metodstod_places"] = Registry()
    name_for_templates(app, places=links, account_links=account_links, person_links=person_links)


def registry(app: Flask | None = None) -> Registry:
    """The registry of an app, the running one by default."""
    found: Registry = (app or current_app).extensions["metodstod_places"]
    return found


def add_place(app: Flask, place: Place, address: Callable[[Any], str | None], *blueprints: str) -> None:
    """Show a place to those for whom `address` (given the viewer) is not None; it is current on the blueprints' pages."""
    registry(app).entries.append(_Entry(place, frozenset(blueprints), address))


def links(viewer: Any) -> list[Link]:
    """The places of this viewer, in their fixed order."""
    found = []
    for place in Place:
        for entry in registry().entries:
            url = entry.address(viewer) if entry.place is place else None
            if url is not None:
                label, icon = place.value
                found.append(Link(str(label), url, icon, request.blueprint in entry.blueprints))
                break
    return found


def account_links(viewer: Any) -> list[Link]:
    """What stands under the viewer's name beside signing out."""
    return [link for make in registry().account_links if (link := make(viewer)) is not None]


def person_links(person_id: int) -> list[Link]:
    """What slices have about one person, for the administrator's page."""
    return [make(person_id) for make in registry().person_links]


def waiting_for(viewer: Any) -> list[Waiting]:
    """What every slice has for the viewer's start page, the most pressing first."""
    parts = [part for ask in registry().waiting for part in ask(viewer)]
    return sorted(parts, key=lambda part: part.order)
