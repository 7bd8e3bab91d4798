"""What can be registered on a process, in the order of the work: the tools of `content/tools/`, then the networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import current_app
from flask_babel import lazy_gettext as _l

from core.documents import Library
from fidelity.tool_use.rules import (
    INVESTIGATION,
    NETWORKS,
    PRELIMINARY_ASSESSMENT,
    PRIVATE_NETWORK,
    PROFESSIONAL_NETWORK,
    SAFETY_PLANNING,
    SERVICE,
)
from organisation.process import ProcessStep

_NETWORK_NAMES = {
    PRIVATE_NETWORK: _l("Private network contacted"),
    PROFESSIONAL_NETWORK: _l("Professional network contacted"),
}
_USUAL_STEPS = {
    PRELIMINARY_ASSESSMENT: {ProcessStep.REPORT, ProcessStep.PRELIMINARY_ASSESSMENT},
    INVESTIGATION: {ProcessStep.INVESTIGATION},
    SERVICE: {ProcessStep.SAFETY_PLANNING, ProcessStep.FOLLOW_UP, ProcessStep.CLOSING},
    SAFETY_PLANNING: {ProcessStep.SAFETY_PLANNING, ProcessStep.FOLLOW_UP},
}
"""The steps that a common kind of process goes through; a municipality's own kinds go through any."""


@dataclass(frozen=True)
class NamedTool:
    """A tool with its name, other names that people know it by, and the steps of the process that it is used in, in order."""

    slug: str
    name: str
    synonyms: tuple[str, ...]
    steps: tuple[ProcessStep, ...]
    address: str
    language: str

    @property
    def step(self) -> ProcessStep:
        """The first step of the process that it is used in."""
        return self.steps[0]


@dataclass(frozen=True)
class Group:
    """Tools that stand together: those of a step, or those that are usual in the kind of process (`step` is None)."""

    step: ProcessStep | None
    tools: Sequence[NamedTool]


def tools(language: str) -> Sequence[NamedTool]:
    """Every tool of the library, by the step it is first used in and then by name."""
    return _tools(current_app.extensions["metodstod_library"], language)


@cache
def _tools(library: Library, language: str) -> Sequence[NamedTool]:
    steps = list(ProcessStep)
    found = []
    for original in library.of_kind("tool", "sv"):
        document = library.get(original.key, language) or original
        used_in = tuple(step for step in steps if step.value in document.fields["steps"])
        synonyms = tuple(document.fields["synonyms"])
        found.append(NamedTool(document.id, document.title, synonyms, used_in, f"/{document.key}", document.language))
    return sorted(found, key=lambda tool: (steps.index(tool.step), tool.name.lower()))


def groups(kind: str, language: str) -> Sequence[Group]:
    """Every tool once: first those that are usual in a kind of process, then the others by the step they are first used in."""
    every, usual_steps = tools(language), _USUAL_STEPS.get(kind, set())
    usual = [tool for tool in every if usual_steps & set(tool.steps)]
    others = [tool for tool in every if tool not in usual]
    found = [Group(None, usual)] + [Group(step, [tool for tool in others if tool.step is step]) for step in ProcessStep]
    return [group for group in found if group.tools]


def slugs() -> frozenset[str]:
    """Everything that may be registered: each tool's slug and the networks."""
    return frozenset(tool.slug for tool in tools("sv")) | frozenset(NETWORKS)


def name_of(slug: str, language: str) -> str:
    """The name of a tool or network; the slug itself for a tool that the library no longer has."""
    if slug in _NETWORK_NAMES:
        return str(_NETWORK_NAMES[slug])
    return next((tool.name for tool in tools(language) if tool.slug == slug), slug)
