"""What the checker finds and what versions differ in, in words for somebody who writes in the browser and sees no file."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fidelity.checklists.catalogue import Checklists
from fidelity.checklists.items import FEWEST_ITEMS, MOST_ITEMS
from fidelity.checklists.own.checking import Fault
from fidelity.checklists.own.rules import Difference
from organisation.process import ProcessStep, step_name

FIELDS: dict[str, Any] = {
    "title": _l("Title"),
    "summary": _l("When it is used"),
    "minutes": _l("Minutes it takes"),
    "steps": _l("Steps of the process"),
    "network": _l("Networks that are contacted"),
    "tools": _l("Tools"),
    "lessons": _l("Lessons"),
    "body": _l("Items"),
    "opening": _l("First lines"),
    "pause": _l("Heading"),
    "item": _l("Item"),
    "order": _l("Order"),
}
NETWORKS = {"private": _l("Private network"), "professional": _l("Professional network")}

_OF_FIELDS = {
    "title": _l("Give the checklist a title: the moment it is for."),
    "summary": _l("Write in a sentence when it is used and what it makes sure of."),
    "minutes": _l("Write how many minutes it takes, as a number: 1 or more."),
    "steps": _l("Choose at least one step of the process."),
    "network": _l("Choose the networks again."),
    "tools": _l("A tool that was chosen is no longer there. Choose the tools again."),
    "lessons": _l("A lesson that was chosen is no longer there. Choose the lessons again."),
}
_OF_LINES = {
    "no-heading": _l("Write a heading above the first item, beginning with ##, such as: ## Before you go in"),
    "no-item": _l(
        "Begin the line with - [ ] if it is an item, with - [!] if it is one that must be done, or with ## if it is a heading. "
        "Longer explanations stand before the first heading."
    ),
    "empty-pause": _l("Write at least one item below this heading, or take the heading away."),
    "nothing-must": _l("Mark at least one item as one that must be done: begin it with - [!] instead of - [ ]."),
    "nobody": _l("Begin with who does it, between two asterisks on each side, such as: **You** or **The colleague**"),
    "unknown-box": _l("There is no box of that kind. Write example, remember, law or pause after the three exclamation marks."),
    "broken-link": _l(
        "The link or picture leads nowhere. Write a whole address that begins with https://, or take it away. "
        "Tools and lessons are not linked here: choose them below the text."
    ),
    "no-id": _l("Take away what stands between the curly brackets at the end of the line: a name is made for it."),
    "same-id": _l("Another line has the same name between the curly brackets. Take this one's away: a new name is made for it."),
}  # fmt: skip
FAULTS = frozenset({"field", "nowhere", "item-count", *_OF_LINES})
"""Every kind of fault that has words here."""


def fault_words(fault: Fault) -> str:
    """What to write instead."""
    if fault.name in ("field", "nowhere"):
        return str(_OF_FIELDS[fault.field])
    if fault.name == "item-count":
        return _count_words(int(fault.about))
    return str(_OF_LINES[fault.name])


def _count_words(count: int) -> str:
    if count == 0:
        return _(
            "Write the items: %(fewest)s to %(most)s lines that begin with - [ ], below a heading that begins with ##.",
            fewest=FEWEST_ITEMS,
            most=MOST_ITEMS,
        )
    has = ngettext("It has %(num)s item.", "It has %(num)s items.", count)
    should = _("It should have %(fewest)s to %(most)s.", fewest=FEWEST_ITEMS, most=MOST_ITEMS)
    why = _("What is left out is not forgotten, it is trusted.") if count > MOST_ITEMS else ""
    return " ".join(filter(None, (has, should, why)))


def field_words(name: str) -> str:
    """A field, or a part of the text, in words."""
    return str(FIELDS[name])


def value_words(difference: Difference, value: str, checklists: Checklists, language: str) -> str:
    """A value of a version as people read it: names instead of ids, text without its asterisks."""
    if difference.what == "steps":
        return step_name(ProcessStep(value)) if value in list(ProcessStep) else value
    if difference.what == "network":
        return str(NETWORKS.get(value, value))
    if difference.what in ("tools", "lessons"):
        folder = "tools" if difference.what == "tools" else "courses"
        found = checklists.library.get(f"{folder}/{value}", language)
        return found.title if found else value
    return value.replace("**", "")
