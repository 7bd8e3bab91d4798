"""Where a rater stands, how two answers differ, and where one drifts, in words."""

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from core.i18n import write_day, write_percent
from fidelity.reviews.answers import NoLevel, code_name, level_of
from fidelity.reviews.calibration.rules import Comparison, Direction, Limit, Standing, Where


def standing_words(standing: Standing) -> str:
    """Where a rater stands, to the rater."""
    day = write_day(standing.until, year=True) if standing.until else ""
    return {
        Where.NEVER: _(
            "You have not calibrated yet. Rate a set of invented samples first; then you are let in to real ones."
        ),
        Where.NOT_YET: _("You are not let in to real samples yet. Go through the reasons, then rate the next set."),
        Where.LET_IN: _("You are let in to real samples until %(day)s.", day=day),
        Where.DUE: _("You are let in to real samples until %(day)s. Rate the next set before then.", day=day),
        Where.OVER: _("You were let in to real samples until %(day)s. Rate the next set and you can go on.", day=day),
    }[standing.where]


def readiness_words(standing: Standing) -> str:
    """Until when a rater is calibrated, to who plans rounds: no more than that."""
    if standing.until is None:
        return _("Not yet")
    day = write_day(standing.until, year=True)
    return day if standing.is_let_in else _("%(day)s, has passed", day=day)


def share_of_words(part: int, whole: int) -> str:
    """A share with what it is a share of."""
    return _("%(share)s (%(part)s of %(whole)s)", share=write_percent(part, whole), part=part, whole=whole)


def direction_words(comparison: Comparison) -> str:
    """Which way a rater drifts from the reference."""
    if comparison.mean is None or comparison.direction is None:
        return _(
            "Whether you rate higher or lower than the reference can't be computed: no two levels stand against each other."
        )
    levels = levels_words(abs(comparison.mean))
    return {
        Direction.HIGHER: _("You rate higher than the reference, by %(levels)s levels on average.", levels=levels),
        Direction.LOWER: _("You rate lower than the reference, by %(levels)s levels on average.", levels=levels),
        Direction.LEVEL: _("On the whole you rate neither higher nor lower than the reference."),
    }[comparison.direction]


def levels_words(mean: float) -> str:
    """A number of levels with one decimal."""
    return str(format_decimal(mean, format="0.0"))


def apart_words(mean: float | None) -> str:
    """How a criterion lies beside the reference, in a table's cell."""
    if mean is None:
        return "–"
    if abs(mean) < 0.05:
        return _("the same")
    levels = levels_words(abs(mean))
    return _("%(levels)s higher", levels=levels) if mean > 0 else _("%(levels)s lower", levels=levels)


def short_code(code: str) -> str:
    """An answer in a table's cell: a level's number, or the key by which it is given."""
    return {NoLevel.NOT_ASSESSABLE.value: "E", NoLevel.NOT_APPLICABLE.value: "T"}.get(code, code)


def confusion_words(own: str, reference: str, number: int) -> str:
    """How often an answer that is no level stands against another one."""
    both = {"own": _named(own), "reference": _named(reference)}
    return ngettext(
        "%(num)s time you answered “%(own)s” where the reference is “%(reference)s”.",
        "%(num)s times you answered “%(own)s” where the reference is “%(reference)s”.",
        number,
        **both,
    )


def _named(code: str) -> str:
    return code_name(code) if level_of(code) is None else _("Level %(level)s", level=code)


def limit_words(limit: Limit) -> str:
    """What the municipality asks."""
    return _(
        "To be let in, at least %(within)s %% of your answers are to be within one level of the reference, and at least %(exact)s %% "
        "the same level.",
        within=limit.within_one,
        exact=limit.exact,
    )
