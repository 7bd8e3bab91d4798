"""The steps of the Swedish process, in order, and the learning beside it: where tools have their places."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class ProcessStep(StrEnum):
    """A step of the process, or what colleagues do together beside it."""

    REPORT = "report"
    PRELIMINARY_ASSESSMENT = "preliminary-assessment"
    INVESTIGATION = "investigation"
    SAFETY_PLANNING = "safety-planning"
    FOLLOW_UP = "follow-up"
    CLOSING = "closing"
    LEARNING = "learning"


def is_steps(value: object) -> str | None:
    """For front matter: a non-empty list of steps of the process."""
    names = [step.value for step in ProcessStep]
    if isinstance(value, list) and value and all(one in names for one in value):
        return None
    return f"Write a list in square brackets, from: {', '.join(names)}."


_NAMES = {
    ProcessStep.REPORT: _l("Report of concern"),
    ProcessStep.PRELIMINARY_ASSESSMENT: _l("Preliminary assessment"),
    ProcessStep.INVESTIGATION: _l("Investigation"),
    ProcessStep.SAFETY_PLANNING: _l("Service and safety planning"),
    ProcessStep.FOLLOW_UP: _l("Follow-up"),
    ProcessStep.CLOSING: _l("Closing"),
    ProcessStep.LEARNING: _l("Learning together"),
}


def step_name(step: ProcessStep) -> str:
    """The step's name on the screen."""
    return str(_NAMES[step])
