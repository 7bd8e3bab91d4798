"""The parts of a case sample, in the order in which a rater reads them."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class SamplePart(StrEnum):
    """A part of the excerpt; one that a sample lacks is not in the excerpt."""

    MAPPING = "mapping"
    DANGER_AND_GOALS = "danger-and-goals"
    CHILD = "child"
    NETWORK_AND_PLAN = "network-and-plan"
    PROCESS = "process"


_NAMES = {
    SamplePart.MAPPING: _l("The mapping"),
    SamplePart.DANGER_AND_GOALS: _l("Danger statements and goals"),
    SamplePart.CHILD: _l("The child's voice"),
    SamplePart.NETWORK_AND_PLAN: _l("Network and plan"),
    SamplePart.PROCESS: _l("How the work went on"),
}


def part_name(part: SamplePart) -> str:
    """The part's heading on the screen."""
    return str(_NAMES[part])
