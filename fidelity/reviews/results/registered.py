"""Where the registered use of tools comes from: whoever follows it up says what may be shown of it. No slice knows another for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

from organisation.access import Viewer

_KEY = "metodstod_registered_use"


@dataclass(frozen=True)
class Registered:
    """In how many of a unit's processes a tool was registered, and of how many; None where that is hidden."""

    count: int | None
    of: int | None


@dataclass(frozen=True)
class RegisteredUse:
    """The registered use of a unit in the part of a year that lies nearest a round's period; in words, and by tool."""

    period: str
    of: str
    tools: Mapping[str, Registered]


Source = Callable[[Session, Viewer, int, date, date], RegisteredUse | None]
"""From a unit and the first and last day of a round's period, its registered use as it may be shown; None where there is none."""


def tell_registered_use(app: Flask, source: Source) -> None:
    """Let reports ask this for registered use."""
    app.extensions[_KEY] = source


def registered_use(session: Session, viewer: Viewer, unit_id: int, first: date, last: date) -> RegisteredUse | None:
    """The unit's registered use near the period."""
    source: Source | None = current_app.extensions.get(_KEY)
    return None if source is None else source(session, viewer, unit_id, first, last)
