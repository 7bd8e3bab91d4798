"""Bands, changes, and the words for every outcome."""

import pytest
from flask import Flask
from flask_babel import Babel

from fidelity.reviews.agreement import words
from fidelity.reviews.agreement.outcomes import (
    AlphaBand,
    Change,
    Estimate,
    Figure,
    IccBand,
    Note,
    alpha_band,
    change,
    icc_band,
)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0.800, AlphaBand.GOOD), (0.7999, AlphaBand.TENTATIVE), (0.667, AlphaBand.TENTATIVE), (0.6669, AlphaBand.LOW),
        (-0.2, AlphaBand.LOW), (None, None),
    ],
)  # fmt: skip
def test_bands_of_alpha(value: float | None, band: AlphaBand | None) -> None:
    assert alpha_band(Estimate(value)) is band


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0.75, IccBand.EXCELLENT), (0.7499, IccBand.GOOD), (0.60, IccBand.GOOD), (0.5999, IccBand.FAIR),
        (0.40, IccBand.FAIR), (0.3999, IccBand.POOR), (-0.5, IccBand.POOR), (None, None),
    ],
)  # fmt: skip
def test_bands_of_an_intraclass_correlation(value: float | None, band: IccBand | None) -> None:
    assert icc_band(Estimate(value)) is band


def test_a_change_is_clear_when_its_interval_lies_on_one_side_of_zero() -> None:
    assert change(Estimate(0.5, 0.1, 0.9)) is Change.HIGHER
    assert change(Estimate(-0.5, -0.9, -0.1)) is Change.LOWER
    assert change(Estimate(0.5, 0.0, 0.9)) is Change.UNCLEAR
    assert change(Estimate(0.5)) is None


def test_every_outcome_has_words() -> None:
    for outcomes, said in (
        (Note, words.NOTE_WORDS), (Figure, words.FIGURE_WORDS), (Figure, words.FIGURE_TELLS), (AlphaBand, words.ALPHA_WORDS),
        (IccBand, words.ICC_WORDS), (Change, words.CHANGE_WORDS),
    ):  # fmt: skip
        assert set(said) == set(outcomes)


def test_what_is_said_beside_a_figure() -> None:
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        said = words.sentences(Estimate(0.4, notes=(Note.TOO_FEW_FOR_INTERVAL, Note.NEARLY_ALL_EQUAL)))
        assert said[0].startswith("Fewer than 10 samples have been rated twice.")
        assert len(said) == 2
        assert words.sentences(Estimate(0.4, 0.3, 0.5)) == ()
