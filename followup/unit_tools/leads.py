"""Where a tool leads: to its page, the lessons that teach it, and the checklists that stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from fidelity.checklists.catalogue import Checklist, Checklists
from fidelity.tool_use.rules import PRIVATE_NETWORK, PROFESSIONAL_NETWORK
from training.catalogue import Catalogue
from training.tools.toolbox import Toolbox

AT_MOST = 2
"""So many lessons and checklists of each tool: a page for a meeting is short."""
NETWORK_TOOL = "network-map"
"""The tool that shows whom there is to contact."""
_NETWORKS = {PRIVATE_NETWORK: "private", PROFESSIONAL_NETWORK: "professional"}


@dataclass(frozen=True)
class Lead:
    """A page to go to."""

    address: str
    title: str
    language: str


@dataclass(frozen=True)
class Leads:
    """The pages that a tool or network leads to."""

    tool: Lead | None
    lessons: Sequence[Lead]
    checklists: Sequence[Lead]


def leads_of(slug: str, checklists: Checklists, language: str) -> Leads:
    """The pages of a tool; a network has those of the network map, and the checklists that stand for contacts."""
    toolbox: Toolbox = current_app.extensions["metodstod_toolbox"]
    catalogue: Catalogue = current_app.extensions["metodstod_catalogue"]
    tool = toolbox.tool(NETWORK_TOOL if slug in _NETWORKS else slug, language)
    keys = tool.lesson_keys if tool else ()
    steps = [step for key in keys if (step := catalogue.step(key, language)) is not None]
    return Leads(
        Lead(tool.address, tool.title, tool.language) if tool else None,
        [Lead(f"/{step.key}", step.title, step.language) for step in steps[:AT_MOST]],
        [Lead(one.address, one.title, one.language) for one in _checklists(slug, checklists.all(language))[:AT_MOST]],
    )


def _checklists(slug: str, listed: list[Checklist]) -> list[Checklist]:
    network = _NETWORKS.get(slug)
    wanted = NETWORK_TOOL if network else slug
    contacts = [one for one in listed if network in one.networks]
    return contacts + [one for one in listed if wanted in one.document.fields["tools"] and one not in contacts]
