"""What stands out in a unit, in words: a heading, the figure, and a question to talk about. Never blame, never a ranking."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from core.i18n import write_number
from fidelity.checklists.catalogue import Checklists
from fidelity.tool_use.named_tools import name_of
from fidelity.tool_use.rules import PRIVATE_NETWORK, PROFESSIONAL_NETWORK
from followup.unit_tools.leads import Leads, leads_of
from followup.unit_tools.queries import UnitPicture
from followup.unit_tools.standing_out import Kind, Missing, Thing
from followup.unit_tools.words import of_processes, part_name, percent

_HEADINGS: dict[Kind, LazyString] = {
    Kind.MORE_THAN_BEFORE: _l("%(tool)s: used more than a year before"),
    Kind.TARGET_REACHED: _l("%(tool)s: the target is reached"),
    Kind.MORE_THAN_MEDIAN: _l("%(tool)s: a tool that you know how to use"),
    Kind.USED: _l("%(tool)s: something that you use"),
    Kind.TOLD_TOO_FEW: _l("The figures are uncertain: more is registered than was closed"),
    Kind.FEW_REGISTERED: _l("The figures are uncertain: few processes are registered"),
    Kind.BELOW_TARGET: _l("%(tool)s: on the way to the target"),
    Kind.NEVER_USED: _l("%(tool)s: used by others in the municipality, not seen here"),
    Kind.LESS_THAN_BEFORE: _l("%(tool)s: used less than a year before"),
    Kind.LESS_THAN_MEDIAN: _l("%(tool)s: there is room for more"),
}
_SENTENCES: dict[Kind, LazyString] = {
    Kind.MORE_THAN_BEFORE: _l("In %(share)s of %(processes)s. In the same part of the year before it was %(than)s %%."),
    Kind.TARGET_REACHED: _l("In %(share)s of %(processes)s. The target is %(than)s %%."),
    Kind.MORE_THAN_MEDIAN: _l("In %(share)s of %(processes)s. The median of the municipality is %(than)s %%."),
    Kind.USED: _l("In %(share)s of %(processes)s."),
    Kind.TOLD_TOO_FEW: _l("%(count)s processes are registered here, but only %(than)s are said to have been closed."),
    Kind.FEW_REGISTERED: _l(
        "%(count)s of %(processes)s are registered here. What is not registered looks as if it had not been done."
    ),
    Kind.BELOW_TARGET: _l("In %(share)s of %(processes)s. The target is %(than)s %%."),
    Kind.NEVER_USED: _l("In none of %(processes)s; in the municipality it is used in %(than)s %%."),
    Kind.LESS_THAN_BEFORE: _l("In %(share)s of %(processes)s. In the same part of the year before it was %(than)s %%."),
    Kind.LESS_THAN_MEDIAN: _l("In %(share)s of %(processes)s. The median of the municipality is %(than)s %%."),
}
_QUESTIONS: dict[Kind, LazyString] = {
    Kind.MORE_THAN_BEFORE: _l("What did you do differently, and who can show how?"),
    Kind.TARGET_REACHED: _l("What makes it work, and what helps it to last?"),
    Kind.MORE_THAN_MEDIAN: _l("In which conversations does it help most, and who can show how?"),
    Kind.USED: _l("What does it give the family and you, and how does one see that?"),
    Kind.TOLD_TOO_FEW: _l("Is a number missing, or is something registered on the wrong unit or kind?"),
    Kind.FEW_REGISTERED: _l("When in the week would registering be easiest?"),
    Kind.BELOW_TARGET: _l("In which kind of case would it be easiest to begin, and what would you need?"),
    Kind.NEVER_USED: _l(
        "Does it not fit your work, would you like to learn it, or is it used without being registered?"
    ),
    Kind.LESS_THAN_BEFORE: _l("Has the work changed, or only how it is registered?"),
    Kind.LESS_THAN_MEDIAN: _l("When was it last of use to you, and what made it so?"),
}
_NETWORK_QUESTIONS: dict[str, LazyString] = {
    PRIVATE_NETWORK: _l("When would it be easiest to ask the family who is there around the child?"),
    PROFESSIONAL_NETWORK: _l("Who in school, preschool or care would it be good to speak with earlier?"),
}
"""What to ask of a network that is contacted less than the target."""
_MISSING: dict[Missing, LazyString] = {
    Missing.NO_PROCESSES: _l("No process of this kind that is registered here was closed in the period."),
    Missing.HIDDEN_PROCESSES: _l("So few processes were closed that the figures are hidden."),
    Missing.FEW_PROCESSES: _l("Fewer than ten processes were closed: a single one would turn the picture."),
    Missing.HIDDEN_TOOLS: _l("Some figures are hidden because they are small."),
    Missing.NO_YEAR_BEFORE: _l("The year before has too few processes, or another denominator, to compare with."),
    Missing.NO_MEDIAN: _l("There are too few units with figures for a median."),
    Missing.NOTHING_MORE: _l("Nothing else differs enough to take the meeting's time."),
}


@dataclass(frozen=True)
class Said:
    """A thing in words, with where it leads; `tool` is None where it is about the figures themselves."""

    kind: Kind
    tool: str | None
    heading: str
    sentence: str
    question: str
    leads: Leads | None


def said(picture: UnitPicture, checklists: Checklists, language: str) -> list[Said]:
    """What stands out, in words."""
    return [_said(picture, thing, checklists, language) for thing in picture.stands_out.things]


def why_no_more(picture: UnitPicture) -> list[str]:
    """Why fewer than three things stand out; empty when there are three."""
    return [str(_MISSING[reason]) for reason in picture.stands_out.missing]


def _said(picture: UnitPicture, thing: Thing, checklists: Checklists, language: str) -> Said:
    values = {
        "tool": name_of(thing.tool, language) if thing.tool else "",
        "share": percent(thing.now),
        "count": write_number(thing.now.count or 0),
        "than": thing.than,
        "processes": of_processes(picture.now.denominator),
    }
    return Said(
        thing.kind,
        thing.tool,
        str(_HEADINGS[thing.kind]) % values,
        str(_SENTENCES[thing.kind]) % values,
        _question(thing),
        leads_of(thing.tool, checklists, language) if thing.tool else None,
    )


def _question(thing: Thing) -> str:
    if thing.kind is Kind.BELOW_TARGET and thing.tool in _NETWORK_QUESTIONS:
        return str(_NETWORK_QUESTIONS[thing.tool])
    return str(_QUESTIONS[thing.kind])


def headline(picture: UnitPicture) -> str:
    """What the unit's figures are about, in a sentence."""
    part, denominator = part_name(picture.asked.part), picture.now.denominator
    if denominator.processes is None:
        return _("In %(part)s so few processes were closed here that the figures are hidden.", part=part)
    if denominator.processes == 0:
        return _("No process of this kind that is registered here was closed in %(part)s.", part=part)
    return _("The shares for %(part)s are of %(processes)s.", part=part, processes=of_processes(denominator))
