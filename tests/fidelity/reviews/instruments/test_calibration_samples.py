"""Calibration samples: what is read, and what is said of a broken one."""

from pathlib import Path

import pytest

from app import KINDS
from core.documents import Library
from fidelity.reviews.answers import GateAnswer, NoLevel, answer_name
from fidelity.reviews.calibration.samples import CalibrationSamples
from fidelity.reviews.parts import SamplePart
from organisation.process import ProcessStep
from tests.fidelity.reviews.instruments.small import SAMPLE, content, problems

ENGLISH = SAMPLE.replace("Ett band", "A tape")


def test_a_sample_has_its_parts_its_reference_and_the_reasons(tmp_path: Path) -> None:
    library = content(tmp_path, sv=SAMPLE, en=ENGLISH)
    assert problems(library) == []
    found = CalibrationSamples(library).sample("a-tape", "sv")
    assert found is not None
    assert (found.instrument_id, found.set, found.step) == ("supervision", 1, ProcessStep.LEARNING)
    assert found.parts == {
        SamplePart.MAPPING: "[BARN 1] säger hej.\n\n- Sedan säger [MAMMA] sitt namn.",
        SamplePart.PROCESS: "Inget mer är skrivet.",
    }
    assert found.reference == {
        "first-contact": 3,
        "silence": NoLevel.NOT_ASSESSABLE,
        "last-word": NoLevel.NOT_APPLICABLE,
        "thanks": 0,
    }
    assert found.gates == {"asked": GateAnswer.NO}
    assert found.reasons["silence"] == "Bandet är klippt."


def test_samples_are_found_by_instrument_and_set(tmp_path: Path) -> None:
    samples = CalibrationSamples(content(tmp_path, sv=SAMPLE, en=ENGLISH))
    assert [one.title for one in samples.of_instrument("supervision", "en")] == ["A tape"]
    assert samples.of_instrument("another", "sv") == []
    assert samples.sets("supervision") == [1]
    assert samples.sample("nothing", "sv") is None


def test_yes_and_no_need_no_quotation_marks(tmp_path: Path) -> None:
    library = content(tmp_path, sv=SAMPLE.replace('"no"', "no"), en=ENGLISH)
    assert problems(library) == []
    found = CalibrationSamples(library).sample("a-tape", "sv")
    assert found is not None
    assert found.gates == {"asked": GateAnswer.NO}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (", thanks: 0}", "}", "Add thanks to `reference`: a level, eb or et."),
        ("thanks: 0", "thanks: 4", "thanks has no level 4. Write 0 to 3, eb or et."),
        ("thanks: 0", "thanks: good", "`reference`: Write a level, eb or et for every criterion"),
        ("thanks: 0", "thanks: true", "`reference`: Write a level, eb or et for every criterion"),
        ("last-word: et", "last-word: 1", "last-word does not apply in the step learning. Write et."),
        ("thanks: 0", "thanks: 0, more: 1", "`reference`: supervision has nothing with the id more."),
        ('  thanks: "Ingen tackar."\n', "", "Add thanks to `reasons`"),
        ('  asked: "Ingen frågar barnet."\n', "", "Add asked to `reasons`: why the answer is no."),
        ('"Ingen tackar."', '""', "`reasons`: Write a sentence or two for every criterion"),
        ('  asked: "', '  dance: "Nej."\n  asked: "', "`reasons`: supervision has nothing with the id dance."),
        ('{asked: "no"}', "{}", "Add asked to `gates`"),
        ('asked: "no"', 'asked: "maybe"', '`gates`: Write "yes", "no" or "na"'),
        ('asked: "no"', 'asked: "no", dance: "yes"', "`gates`: supervision has nothing with the id dance."),
        ("instrument: supervision", "instrument: nothing", "There is no instrument nothing."),
        ("step: learning", "step: report", "Nothing is rated in that step. Write one of: closing, learning."),
        ("step: learning", "step: dancing", "`step`: Write one of: report,"),
        ("{#mapping}", "{#map}", "Give the part one of the ids {#mapping},"),
        ("{#process}", "{#mapping}", "The part mapping stands twice."),
        ("{#mapping}", "{#process}", "The part process stands twice."),
        ("Inget mer är skrivet.", "", "The part process is empty."),
        ("Inget mer är skrivet.", "**Inget** mer.", "Write plain text, as samples are"),
        ("Inget mer är skrivet.", "Se [här](x.md).", "Write plain text, as samples are"),
        ("## Kartläggning {#mapping}\n", "", "Begin with the heading of a part and its id"),
    ],
)
def test_what_is_wrong_is_told_where_and_what_to_write(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in SAMPLE
    found = [str(one) for one in problems(content(tmp_path, sv=SAMPLE.replace(before, after, 1)))]
    assert any(told in one for one in found), found
    assert all(one.startswith("content/calibration/a-tape.sv.md:") for one in found)


def test_parts_stand_in_their_order(tmp_path: Path) -> None:
    turned = SAMPLE.replace("{#mapping}", "{#x}").replace("{#process}", "{#mapping}").replace("{#x}", "{#process}")
    (problem,) = problems(content(tmp_path, sv=turned))
    assert "Write the parts in the order {#mapping}, {#danger-and-goals}" in problem.advice


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("thanks: 0", "thanks: 1", "`reference` differs from the Swedish file's."),
        ('asked: "no"', 'asked: "na"', "`gates` differs from the Swedish file's."),
        ("set: 1", "set: 2", "`set` differs from the Swedish file's."),
        ('  asked: "Ingen frågar barnet."\n', "", "Write reasons for the same criteria"),
        ("## Arbetets gång {#process}\n", "", "Write the same parts"),
    ],
)
def test_a_translation_is_the_same_sample_rated_the_same(tmp_path: Path, before: str, after: str, told: str) -> None:
    found = [str(one) for one in problems(content(tmp_path, sv=SAMPLE, en=ENGLISH.replace(before, after, 1)))]
    assert any(told in one and "a-tape.en.md" in one for one in found), found


def test_a_file_in_another_folder_is_told_where_to_lie(tmp_path: Path) -> None:
    content(tmp_path, sv=SAMPLE)
    (tmp_path / "content/calibration/a-tape.sv.md").rename(tmp_path / "content/tools/a-tape.sv.md")
    found = problems(Library(tmp_path / "content", KINDS))
    assert "Put the file in content/calibration/." in [one.advice for one in found]


def test_a_level_is_its_number() -> None:
    assert [answer_name(one) for one in (0, 4)] == ["0", "4"]
