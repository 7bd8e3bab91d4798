"""The closed lists of reasons, in words, and headings by which a file's text is laid into the parts."""

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from core.i18n import LANGUAGES
from core.screen.replacing import KeepReason
from core.screen.sample_words import reason_words
from fidelity.reviews.parts import SamplePart, part_name
from fidelity.reviews.rounds.words import UNUSABLE
from fidelity.reviews.samples.models import SampleState
from fidelity.reviews.samples.rules import as_heading
from organisation.process import ProcessStep

TAKEN_BACK = "taken-back"
RETURNED_BECAUSE = {
    "identifies": _l("Something in it could tell who the family is"),
    "kept": _l("A detail that was kept should be replaced"),
    "wrong-part": _l("Text stands in the wrong part"),
    "too-little": _l("There is too little to rate"),
    "unreadable": _l("It is hard to read: words or lines are cut off"),
}
"""Why a second reader returns a sample."""
STOPPED_BECAUSE = {
    "name": _l("A name, a number or an address is left in it"),
    "rare": _l("It tells of something so rare that many would know whom it is about"),
    "combination": _l("Several details together point out a family"),
    "recognised": _l("The reader recognises the family"),
}
"""Why a reader says that a sample identifies somebody."""
_ALL = {
    **UNUSABLE,
    **RETURNED_BECAUSE,
    **STOPPED_BECAUSE,
    TAKEN_BACK: _l("It was taken back to be changed"),
    "time-is-up": _l("The time for keeping it is up"),
}
PART_HELP = {
    SamplePart.MAPPING: _l(
        "What you worried about, what worked well, what had happened; where people stood on the scale."
    ),
    SamplePart.DANGER_AND_GOALS: _l("The danger statements and safety goals, as they were written."),
    SamplePart.CHILD: _l("What the child has said and drawn, how you talked with the child, and what was explained."),
    SamplePart.NETWORK_AND_PLAN: _l("Who was in the network and knew, the safety plan, and how it was tested."),
    SamplePart.PROCESS: _l(
        "How the work went on: meetings, decisions, what was asked of the family, group supervision."
    ),
}
"""What belongs in each part."""
STEPS = tuple(step for step in ProcessStep if step not in (ProcessStep.REPORT, ProcessStep.LEARNING))
"""The steps that an excerpt can be from."""
_STATES = {
    SampleState.WAITING: _l("Waits to be read by a second person"),
    SampleState.RETURNED: _l("Has come back"),
    SampleState.RELEASED: _l("Has been released"),
    SampleState.STOPPED: _l("Stopped: it identifies somebody"),
}
_HEADINGS = {
    SamplePart.MAPPING: "kartläggning, kartläggningen, tre kolumner, kartläggning i tre kolumner, mapping, three columns",
    SamplePart.DANGER_AND_GOALS: (
        "faror och mål, faror, mål, faroformuleringar, faroformulering, faroformuleringar och mål, säkerhetsmål, "
        "faroformuleringar och säkerhetsmål, danger statements, danger statement, safety goals, dangers and goals"
    ),
    SamplePart.CHILD: "barnets röst, barnet, barnsamtal, samtal med barnet, tre hus, the child, child's voice, three houses",
    SamplePart.NETWORK_AND_PLAN: (
        "nätverk och plan, nätverk, nätverket, säkerhetsplan, säkerhetsplanen, nätverk och säkerhetsplan, plan, network, "
        "safety plan, network and safety plan"
    ),
    SamplePart.PROCESS: "process, processen, arbetets gång, hur arbetet gick till, uppföljning, the process, course of work",
}


def because_words(because: str) -> str:
    """Why a sample was returned, stopped or erased, or a drawn process can't be handed in."""
    return str(_ALL.get(because, because))


def kept_words(reason: str) -> str:
    """Why a detail was kept."""
    return reason_words(KeepReason(reason))


def state_words(state: SampleState) -> str:
    """Where a sample is."""
    return str(_STATES[state])


def headings() -> dict[str, SamplePart]:
    """The headings that stand for a part, as `rules.as_heading` writes them: the pages' own in every language, and common ones."""
    found = {as_heading(one): part for part, ones in _HEADINGS.items() for one in ones.split(",")}
    for language in LANGUAGES:
        with force_locale(language):
            found |= {as_heading(part_name(part)): part for part in SamplePart}
    return found
