"""What figures of agreement and of units say in words: their names, what they tell, why one is missing, what to be careful with."""

from flask_babel import lazy_gettext as _l

from fidelity.reviews.agreement.outcomes import AlphaBand, Change, Estimate, Figure, IccBand, Note
from fidelity.reviews.rounds.rules import FEWEST_FOR_CALM, FEWEST_FOR_INTERVAL, FEWEST_FOR_MEAN

NOTE_WORDS = {
    Note.NO_CASES: _l("No sample has a level here yet."),
    Note.NOT_RATED_TWICE: _l("Can't be computed: no sample has been rated by two raters here."),
    Note.NOT_RATED_BY_ALL: _l("Can't be computed: no sample has been scored by all of the raters."),
    Note.ONE_CASE: _l("Can't be computed from a single sample."),
    Note.NO_VARIATION: _l(
        "Can't be computed: the samples do not differ in what the raters gave them. How often the raters agree says more here."
    ),
    Note.TOO_FEW_FOR_MEAN: _l(
        "There is no mean from fewer than %(num)s samples, as a single one would change it a great deal.",
        num=FEWEST_FOR_MEAN,
    ),
    Note.TOO_FEW_FOR_INTERVAL: _l(
        "Fewer than %(num)s samples have been rated twice. The next one may change the figure a great deal, so it has no interval.",
        num=FEWEST_FOR_INTERVAL,
    ),
    Note.LITTLE_VARIATION: _l("The samples differ so little that one can't tell how uncertain the figure is."),
    Note.ALL_ALIKE: _l(
        "The samples all came out alike, so one can't tell from them how uncertain the figure is. That does not make it certain."
    ),
    Note.FEW_CASES: _l(
        "Fewer than %(num)s samples have been rated twice. Read the figure with care.", num=FEWEST_FOR_CALM
    ),
    Note.NEARLY_ALL_EQUAL: _l(
        "Nearly all ratings are the same level. The figure can then be low although the raters agree: look at how often they do."
    ),
    Note.INCOMPLETE_LEFT_OUT: _l("Samples that some of the raters have not scored are left out of this figure."),
}
"""Why there is no figure or interval, and what to be careful with."""

FIGURE_WORDS = {
    Figure.EXACT: _l("Exact agreement"),
    Figure.WITHIN_ONE: _l("Within one level"),
    Figure.ALPHA: _l("Krippendorff's alpha"),
    Figure.AC2: _l("Gwet's AC2"),
    Figure.KAPPA: _l("Weighted kappa"),
    Figure.ICC_ONE_WAY: _l("ICC(1,1) of the scores"),
    Figure.ICC_TWO_WAY: _l("ICC(2,1) of the scores"),
}
"""The names of the figures, as in the course."""

FIGURE_TELLS = {
    Figure.EXACT: _l("How often two raters gave a sample the same level."),
    Figure.WITHIN_ONE: _l("How often two raters gave a sample the same level or levels next to each other."),
    Figure.ALPHA: _l(
        "How far raters agree when chance has been taken away: 1 is full agreement, 0 is what chance would give. A difference of two "
        "levels counts more than one."
    ),
    Figure.AC2: _l(
        "How far raters agree when chance has been taken away, in a way that nearly equal levels disturb less: 1 is full agreement."
    ),
    Figure.KAPPA: _l(
        "How far two raters agree when chance has been taken away: 1 is full agreement, 0 is what chance would give. A difference of "
        "two levels counts four times as much as one."
    ),
    Figure.ICC_ONE_WAY: _l(
        "How much of the difference between scores comes from the samples and not from who rated them, when pairs of raters take turns."
    ),
    Figure.ICC_TWO_WAY: _l(
        "How much of the difference between scores comes from the samples and not from who rated them, when the same raters rated all."
    ),
}
"""What each figure tells, in a sentence."""

ALPHA_WORDS = {
    AlphaBand.GOOD: _l("Good: the raters' levels can be relied on."),
    AlphaBand.TENTATIVE: _l("Tentative: enough for careful conclusions only."),
    AlphaBand.LOW: _l("Low: too little agreement to draw conclusions from."),
}
"""Reading aid for alpha."""

ICC_WORDS = {
    IccBand.EXCELLENT: _l("Excellent agreement on the scores."),
    IccBand.GOOD: _l("Good agreement on the scores."),
    IccBand.FAIR: _l("Fair agreement on the scores."),
    IccBand.POOR: _l("Poor agreement on the scores."),
}
"""Reading aid for an intraclass correlation."""

CHANGE_WORDS = {
    Change.HIGHER: _l("Higher than before, and by more than chance usually gives."),
    Change.LOWER: _l("Lower than before, and by more than chance usually gives."),
    Change.UNCLEAR: _l("No certain change: the difference may be chance alone."),
}
"""What the difference between two rounds lets one say."""


def sentences(estimate: Estimate) -> tuple[str, ...]:
    """What is to be said beside a figure, in the page's language."""
    return tuple(str(NOTE_WORDS[note]) for note in estimate.notes)
