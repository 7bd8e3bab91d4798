"""What the states, sources and reasons of rounds are called."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fidelity.reviews.rounds.models import RoundState, SampleSource
from fidelity.reviews.rounds.rules import Allowance, Shortfall

SOURCES = {
    SampleSource.UNITS: _l("Units choose what they hand in"),
    SampleSource.PROCESSES: _l("Processes are drawn by chance"),
}
STATES = {
    RoundState.PLANNED: _l("Planned"),
    RoundState.COLLECTING: _l("Units hand in samples"),
    RoundState.RATING: _l("Samples are being rated"),
    RoundState.CLOSED: _l("Closed"),
}
GIVEN_UP = {
    "knows-the-case": _l("I know the case"),
    "knows-the-people": _l("I know somebody in it"),
    "own-work": _l("I have worked with it"),
    "other": _l("Another reason for not being impartial"),
    "stopped": _l("The sample was stopped"),
    "round-closed": _l("The round was closed"),
}
"""Why a rating was given up; the first four are what a rater chooses from."""
UNUSABLE = {
    "not-in-file": _l("There is too little in the file"),
    "cannot-be-anonymised": _l("It can't be told without telling who it is about"),
    "protected": _l("The family has protected personal data"),
    "not-the-units": _l("The process is not the unit's"),
}
"""Why a drawn process can't be handed in."""


def what_is_allowed(allowed: Sequence[Allowance], *, twice: int, smallest: int) -> list[str]:
    """What the numbers of a plan will and will not allow anybody to say."""
    return [
        {
            Allowance.UNIT_HIDDEN: _(
                "With fewer than %(smallest)d samples a unit gets no profile of its own: it could tell of a single case.",
                smallest=smallest,
            ),
            Allowance.UNIT_DOTS: _(
                "With fewer than ten samples a unit sees every level and the middle one, but no mean: that would say more than is known."
            ),
            Allowance.UNIT_MEAN: _("From ten samples on a unit sees means, each with how far it can be trusted."),
            Allowance.NO_AGREEMENT: _(
                "Nothing is rated twice. Nobody will know whether two raters would have said the same."
            ),
            Allowance.AGREEMENT_WITHOUT_INTERVAL: _(
                "With %(twice)d samples rated twice it is seen how often raters agree, but not how sure that is. Ten are needed for it.",
                twice=twice,
            ),
            Allowance.AGREEMENT_UNSURE: _(
                "With %(twice)d samples rated twice agreement is shown with how sure it is, which is not very. Thirty are better.",
                twice=twice,
            ),
            Allowance.AGREEMENT: _("With %(twice)d samples rated twice agreement can be trusted.", twice=twice),
            Allowance.SELF_SELECTED: _(
                "Units choose what they hand in, and every report says so: figures tell of what was handed in, not of all the work."
            ),
            Allowance.RANDOM: _(
                "Processes are drawn by chance, so samples stand for those that were closed in the period and are registered here."
            ),
        }[one]
        for one in allowed
    ]


def what_is_missing(short: Shortfall, unit_name: str) -> str:
    """What would help a unit for which there are too few raters."""
    if not short.can_be_released:
        return _(
            "%(unit)s: nobody can read its samples before they are rated. A method supporter or a coach who does not work there is needed.",
            unit=unit_name,
        )
    missing = short.needed - short.raters
    return ngettext(
        "%(unit)s: one more rater is needed who neither works in its section, coaches nor leads it.",
        "%(unit)s: %(num)d more raters are needed who neither work in its section, coach nor lead it.",
        missing,
        unit=unit_name,
    )
