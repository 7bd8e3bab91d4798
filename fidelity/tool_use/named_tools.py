"""What can be registered on a process, in the order of the work: the tools of `content/tools/`, then the networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import current_app
from flask_babel import lazy_gettext as _l

from core.documents import Library
from fidelity.tool_use.rules import NETWORKS, PRIVATE_NETWORK, PROFESSIONAL_NETWORK
from organisation.process import ProcessStep

_NETWORK_NAMES = {
    PRIVATE_NETWORK: _l("Private network contacted"),
    PROFESSIONAL_NETWORK: _l("Professional network contacted"),
}


@dataclass(frozen=True)
class NamedTool:
    """A tool with its name, other names that people know it by, and the first step of the process that it is used in."""

    slug: str
    name: str
    synonyms: tuple[str, ...]
    step: ProcessStep
    address: str
    language: str


def tools(language: str) -> Sequence[NamedTool]:
    """Every tool of the library, by the step it is first used in and then by name."""
    return _tools(current_app.extensions["metodstod_library"], language)


@cache
def _tools(library: Library, language: str) -> Sequence[NamedTool]:
    steps = list(ProcessStep)
    found = []
    for original in library.of_kind("tool", "sv"):
        document = library.get(original.key, language) or original
        step = min((ProcessStep(one) for one in document.fields["steps"]), key=steps.index)
        synonyms = tuple(document.fields["synonyms"])
        found.append(NamedTool(document.id, document.title, synonyms, step, f"/{document.key}", document.language))
    return sorted(found, key=lambda tool: (steps.index(tool.step), tool.name.lower()))


def slugs() -> frozenset[str]:
    """Everything that may be registered: each tool's slug and the networks."""
    return frozenset(tool.slug for tool in tools("sv")) | frozenset(NETWORKS)


def name_of(slug: str, language: str) -> str:
    """The name of a tool or network; the slug itself for a tool that the library no longer has."""
    if slug in _NETWORK_NAMES:
        return str(_NETWORK_NAMES[slug])
    return next((tool.name for tool in tools(language) if tool.slug == slug), slug)
