"""What results say in words: how samples were chosen, why something is hidden, what stands out, changes with their uncertainty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from core.i18n import write_number, write_percent
from core.small_numbers import HIDDEN
from fidelity.reviews.agreement.outcomes import Change, Estimate, Note, alpha_band, change, icc_band
from fidelity.reviews.agreement.units import UnitFigures
from fidelity.reviews.agreement.words import ALPHA_WORDS, CHANGE_WORDS, ICC_WORDS, sentences
from fidelity.reviews.instruments.catalogue import Criterion
from fidelity.reviews.results.profile import CriterionProfile, Distribution
from fidelity.reviews.results.queries import Report
from fidelity.reviews.results.registered import Registered
from fidelity.reviews.rounds.models import SampleSource

NOTHING = "–"
CHOSEN = {
    SampleSource.UNITS: _l(
        "The samples are self-selected: the unit itself chose what to hand in. The figures tell of these samples, not of all the work."
    ),
    SampleSource.PROCESSES: _l(
        "The samples are random: their processes were drawn by chance from those that were closed in the period and are registered here."
    ),
}
"""How a unit's samples were chosen, which every report says."""
AGAINST_WORDS = {
    Change.HIGHER: _l("Higher than the other units together, and by more than chance usually gives."),
    Change.LOWER: _l("Lower than the other units together, and by more than chance usually gives."),
    Change.UNCLEAR: _l("No certain difference from the other units together: it may be chance alone."),
}

DRIFT_WORDS = {
    Change.HIGHER: _l("You give higher levels, by more than chance usually gives."),
    Change.LOWER: _l("You give lower levels, by more than chance usually gives."),
    Change.UNCLEAR: _l("No certain difference: it may be chance alone."),
}


def level(value: float) -> str:
    """A level, or a median of levels of which some lie between two, never rounded to another one."""
    return str(format_decimal(value, "0.##"))


def mean(estimate: Estimate) -> str:
    """A mean with its interval: *2,4 (1,9–2,9)*."""
    if estimate.value is None:
        return NOTHING
    written = str(format_decimal(estimate.value, "0.0"))
    if estimate.low is None or estimate.high is None:
        return written
    return f"{written} ({format_decimal(estimate.low, '0.0')}–{format_decimal(estimate.high, '0.0')})"


def difference(estimate: Estimate) -> str:
    """A difference with its sign and interval: *+0,4 (−0,1 till 0,9)*."""
    if estimate.value is None:
        return NOTHING
    written = _signed(estimate.value)
    if estimate.low is None or estimate.high is None:
        return written
    return _("%(value)s (%(low)s to %(high)s)", value=written, low=_signed(estimate.low), high=_signed(estimate.high))


def _signed(value: float) -> str:
    return str(format_decimal(value, "+0.0;−0.0")).replace("+0,0", "0,0").replace("+0.0", "0.0")


def middle(figures: UnitFigures) -> str:
    """What stands for a criterion's levels: the mean from ten samples on, else the median."""
    if figures.mean.value is not None:
        return _("mean %(mean)s", mean=mean(figures.mean))
    return NOTHING if figures.median is None else _("median %(median)s", median=level(figures.median))


def why_hidden(report: Report, smallest: int) -> str:
    """Why there is no profile."""
    profile = report.profile
    if not profile.samples:
        return _("No sample from here was rated to the end in this round.")
    if profile.samples < smallest:
        return ngettext(
            "%(num)s sample from here was rated. With fewer than %(smallest)s nothing is shown: it could tell of a single case.",
            "%(num)s samples from here were rated. With fewer than %(smallest)s nothing is shown: it could tell of a single case.",
            profile.samples,
            smallest=smallest,
        )
    return _(
        "The samples come from fewer than %(smallest)s processes. Nothing is shown: it could tell of a single case.",
        smallest=smallest,
    )


def headline(report: Report) -> str:
    """How many samples the report rests on."""
    return ngettext(
        "The report rests on %(num)s sample that was read without knowing whose it was.",
        "The report rests on %(num)s samples that were read without knowing whose they were.",
        report.profile.samples,
    )


@dataclass(frozen=True)
class Said:
    """A criterion that stands out, in words; `anchor` is a level as the instrument describes it."""

    criterion: Criterion
    sentence: str
    anchor_level: int
    anchor: Markup


def strengths(report: Report) -> list[Said]:
    """What the unit is furthest with, each with the level that it has reached."""
    return [_said(report, name, 0) for name in report.profile.stands_out.strengths]


def to_work_on(report: Report) -> list[Said]:
    """What to work on, each with the level that comes next."""
    return [_said(report, name, 1) for name in report.profile.stands_out.to_work_on]


def _said(report: Report, name: str, steps: int) -> Said:
    criterion, own = report.instrument.criterion(name), report.profile.criteria[name].own
    if criterion is None or own is None or own.figures.median is None:
        raise LookupError(f"{name} stands out, and is not shown")
    reached = own.figures.median if own.figures.mean.value is None else own.figures.mean.value
    number = min(floor(reached) + steps, len(criterion.anchors) - 1)
    return Said(criterion, _sentence(report, own.figures, is_strength=not steps), number, criterion.anchors[number])


def _sentence(report: Report, figures: UnitFigures, *, is_strength: bool) -> str:
    middle = level(report.profile.stands_out.middle or 0)
    if figures.mean.value is not None:
        return _(
            "The mean is %(mean)s. The middle of your own profile is %(middle)s.",
            mean=mean(figures.mean),
            middle=middle,
        )
    given = [one for dot in figures.dots for one in dot]
    if is_strength:
        return _(
            "All %(num)s samples lie at level %(level)s or higher. The middle of your own profile is %(middle)s.",
            num=figures.samples,
            level=level(min(given)),
            middle=middle,
        )
    return _(
        "All %(num)s samples lie at level %(level)s or lower. The middle of your own profile is %(middle)s.",
        num=figures.samples,
        level=level(max(given)),
        middle=middle,
    )


def missing(one: CriterionProfile) -> str:
    """How many samples have no level, and why; empty where all have one."""
    said = []
    if one.not_assessable:
        said.append(ngettext("%(num)s cannot be judged", "%(num)s cannot be judged", one.not_assessable))
    if one.not_applicable:
        said.append(ngettext("%(num)s not applicable", "%(num)s not applicable", one.not_applicable))
    return ", ".join(said)


def changed(report: Report, one: CriterionProfile) -> str:
    """The change since the round before, or why none can be told."""
    if report.before is None or one.own is None:
        return NOTHING
    if one.id not in report.comparable:
        return _("Not compared: the criterion means something else since then.")
    if one.change is None:
        return _("Not compared: too few samples had a level then.")
    return _told(one.change, CHANGE_WORDS)


def against(one: CriterionProfile) -> str:
    """The difference from the round's other units, or why none can be told."""
    if one.own is None:
        return NOTHING
    if one.all_units is None or one.against is None:
        return _("Hidden: otherwise the figures of another unit could be computed.")
    return _told(one.against, AGAINST_WORDS)


def _told(estimate: Estimate, in_words: dict[Change, object]) -> str:
    if Note.TOO_FEW_FOR_MEAN in estimate.notes:
        return NOTHING  # why is said once, above the table
    found = change(estimate)
    if found is None:
        return " ".join(sentences(estimate)) or NOTHING
    return f"{difference(estimate)}. {in_words[found]}"


def cell(distribution: Distribution, number: int) -> str:
    """How many samples lie at a level; a sample in which raters differ is half at each."""
    return level(distribution.cells[number].count)


def registered(one: Registered | None) -> str:
    """A tool's registered use: *62 % (31)*."""
    if one is None or one.of == 0:
        return NOTHING
    if one.count is None or one.of is None:
        return HIDDEN
    return f"{write_percent(one.count, one.of)} ({write_number(one.count)})"


def seen(count: int, samples: int) -> str:
    """In how many of the samples a tool was seen: *67 % (4)*."""
    return f"{write_percent(count, samples)} ({write_number(count)})"


def share(estimate: Estimate) -> str:
    """A share of agreement in per cent, with its interval."""
    if estimate.value is None:
        return _("can't be computed")
    return _with_interval(estimate, lambda value: write_percent(round(1000 * value), 1000))


def coefficient(estimate: Estimate) -> str:
    """A coefficient with two decimals, and its interval."""
    if estimate.value is None:
        return _("can't be computed")
    return _with_interval(estimate, lambda value: str(format_decimal(value, "0.00;−0.00")))


def _with_interval(estimate: Estimate, write: Callable[[float], str]) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return write(estimate.value or 0)
    return _(
        "%(value)s (%(low)s to %(high)s)",
        value=write(estimate.value),
        low=write(estimate.low),
        high=write(estimate.high),
    )


def alpha_reading(estimate: Estimate) -> str:
    """The reading aid for an alpha; empty where there is none."""
    band = alpha_band(estimate)
    return "" if band is None else str(ALPHA_WORDS[band])


def icc_reading(estimate: Estimate) -> str:
    """The reading aid for an intraclass correlation; empty where there is none."""
    band = icc_band(estimate)
    return "" if band is None else str(ICC_WORDS[band])


def drift(figures: UnitFigures) -> str:
    """How much higher a rater's levels are than somebody else's: the mean from ten samples on, else the median."""
    if figures.mean.value is not None:
        return _("mean %(mean)s", mean=difference(figures.mean))
    return NOTHING if figures.median is None else _("median %(median)s", median=_signed(figures.median))


def drift_reading(figures: UnitFigures) -> str:
    """What the difference lets one say."""
    found = change(figures.mean)
    return " ".join(sentences(figures.mean)) if found is None else str(DRIFT_WORDS[found])


def tools_listed(report: Report) -> Sequence[str]:
    """The tools that were seen or registered, by how often they were seen."""
    found = set(report.profile.tools)
    if report.registered:
        found |= {tool for tool, one in report.registered.tools.items() if one.count}
    return sorted(found, key=lambda tool: (-report.profile.tools.get(tool, 0), tool))


def for_templates() -> dict[str, object]:
    """What templates write results with."""
    return {
        "level_words": level,
        "level_cell": cell,
        "middle_words": middle,
        "mean_words": mean,
        "change_words": changed,
        "against_words": against,
        "no_level_words": missing,
        "registered_words": registered,
        "seen_words": seen,
        "agreement_share": share,
        "agreement_coefficient": coefficient,
        "alpha_reading": alpha_reading,
        "icc_reading": icc_reading,
        "estimate_notes": sentences,
        "drift_words": drift,
        "drift_reading": drift_reading,
    }
