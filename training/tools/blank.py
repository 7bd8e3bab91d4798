"""A tool's blank: the fields of a form to print on one A4 page, as the front matter describes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.documents import is_count, is_slug, is_text

PAGES = ("portrait", "landscape")
MOST_COLUMNS = 3
MOST_LINES, MOST_SPACE = 30, 18
KEYS = {"intro", "page", "columns", "drawing", "fields"}
FIELD_KEYS = {"label", "hint", "lines", "space"}


@dataclass(frozen=True)
class BlankField:
    """A field of a blank: ruled `lines` to write on, or `space` in centimetres to draw or write in."""

    label: str
    hint: str | None
    lines: int
    space: int


@dataclass(frozen=True)
class Blank:
    """A form on one A4 page. `drawing` is the address of an outline drawing above the fields, None where there is none."""

    intro: str | None
    is_landscape: bool
    columns: int
    drawing: str | None
    fields: tuple[BlankField, ...]


def is_blank(value: object) -> str | None:
    """A blank as it is written in front matter."""
    if not isinstance(value, dict) or not {"page", "fields"} <= value.keys() or not value.keys() <= KEYS:
        return f"Write it with `page:` and `fields:`, and if you like {', '.join(sorted(KEYS - {'page', 'fields'}))}."
    if value["page"] not in PAGES:
        return "Write `page:` as portrait or landscape."
    if value.get("columns", 1) not in range(1, MOST_COLUMNS + 1):
        return "Write `columns:` as 1, 2 or 3."
    if "drawing" in value and is_slug(value["drawing"]):
        return "Write `drawing:` as the name of a picture in content/pictures/, such as blank-three-houses."
    if "intro" in value and is_text(value["intro"]):
        return "Write `intro:` as a line of text."
    if not isinstance(value["fields"], list) or not value["fields"]:
        return "Write `fields:` as a list, each with a `label:` and `lines:` or `space:`."
    return next(filter(None, map(_is_field, value["fields"])), None)


def _is_field(value: object) -> str | None:
    advice = (
        "Write each field with a `label:`, if you like a `hint:`, and one of `lines:` (to 30) or `space:` (cm, to 18)."
    )
    if not isinstance(value, dict) or not value.keys() <= FIELD_KEYS or is_text(value.get("label")):
        return advice
    if "hint" in value and is_text(value["hint"]):
        return advice
    if ("lines" in value) == ("space" in value):
        return advice
    size, most = (value["lines"], MOST_LINES) if "lines" in value else (value["space"], MOST_SPACE)
    return advice if is_count(size) or size > most else None


def blank(written: Mapping[str, Any], drawing: str | None) -> Blank:
    """The blank that checked front matter describes; `drawing` is the address of its picture."""
    return Blank(
        intro=written.get("intro"),
        is_landscape=written["page"] == "landscape",
        columns=written.get("columns", 1),
        drawing=drawing,
        fields=tuple(
            BlankField(one["label"], one.get("hint"), one.get("lines", 0), one.get("space", 0))
            for one in written["fields"]
        ),
    )
