"""How much the screen finds in case texts, class by class: never less than docs/privacy.md says."""

import re

import pytest

from core.settings import ROOT
from tests.screen_recall import CLASSES, SETS, Measure, excerpts, main, measure, missed

FEWEST_EXCERPTS, FEWEST_OF_A_CLASS = 40, 15
MOST_ALARMS = 5  # in 1,000 words
_ROW = re.compile(r"^\| (?P<words>[^|]+) \| (\d+) of (\d+) \(\d+ %\) \| (\d+) of (\d+) \(\d+ %\) \|$", re.MULTILINE)
PRIVACY = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
SAID = {match["words"]: tuple(map(int, match.groups()[1:])) for match in _ROW.finditer(PRIVACY)}


@pytest.fixture(scope="module")
def everything() -> Measure:
    return measure([one for name in SETS for one in excerpts(name)])


@pytest.fixture(scope="module")
def fresh() -> Measure:
    return measure(excerpts("fresh"))


@pytest.mark.parametrize("of", CLASSES)
def test_no_less_is_found_than_is_said(of: str, everything: Measure, fresh: Measure) -> None:
    found, marked, found_fresh, marked_fresh = SAID[CLASSES[of]]
    assert (everything.marked[of], fresh.marked[of]) == (marked, marked_fresh), (
        "write the new figures in docs/privacy.md"
    )
    assert everything.found[of] >= found
    assert fresh.found[of] >= found_fresh


def test_the_texts_are_many_and_hold_enough_of_each_class(everything: Measure) -> None:
    assert sum(len(excerpts(name)) for name in SETS) >= FEWEST_EXCERPTS
    assert set(everything.marked) == set(CLASSES)
    assert min(everything.marked.values()) >= FEWEST_OF_A_CLASS


def test_it_points_at_little_else(everything: Measure) -> None:
    assert everything.alarms_per_thousand_words <= MOST_ALARMS


def test_what_is_missed_can_be_told(fresh: Measure) -> None:
    assert len(missed(excerpts("fresh"))) == fresh.marked.total() - fresh.found.total()


def test_the_command_prints_what_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["screen_recall", "fresh"])
    main()
    printed = capsys.readouterr().out
    assert len(_ROW.findall(printed)) == len(CLASSES)
    assert "per 1,000 words" in printed


def test_the_sentence_stands_there() -> None:
    assert "**No screen certifies anonymity.**" in PRIVACY
    assert "python -m tests.screen_recall" in PRIVACY
