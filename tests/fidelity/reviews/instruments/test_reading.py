"""An instrument is read from its text, whatever it asks; what is wrong in it is told with file, line and what to write."""

from pathlib import Path

import pytest

from app import KINDS
from core.documents import Library
from core.settings import ROOT
from fidelity.reviews.instruments.catalogue import Instruments
from organisation.process import ProcessStep
from tests.fidelity.reviews.instruments.small import (
    ENGLISH,
    SECOND,
    SWEDISH,
    content,
    instrument,
    instruments,
    problems,
)
from training.references import References


def test_a_second_instrument_unlike_the_first_is_read_whole(tmp_path: Path) -> None:
    library = content(tmp_path)
    assert problems(library) == []
    found = instrument(library)
    assert [(one.id, len(one.criteria)) for one in found.domains] == [("start", 1), ("middle", 2), ("end", 1)]
    assert [one.code for one in found.criteria] == ["K1", "SILENCE", "LAST-WORD", "THANKS"]
    assert list(found.levels) == [0, 1, 2, 3]
    assert [(one.id, one.code, one.title) for one in found.gates] == [("asked", "ASKED", "Är alla tillfrågade?")]
    assert "<strong>två</strong>" in found.opening
    assert "<h2>Hur du lyssnar</h2>" in found.opening
    assert "Ur luften." in found.sources


def test_a_criterion_has_its_anchors_and_what_teaches_it(tmp_path: Path) -> None:
    found = instrument(content(tmp_path)).criterion("first-contact")
    assert found is not None
    assert list(found.anchors) == [
        "Ingen hälsning.",
        "En hälsning.",
        "En hälsning och ett namn.",
        "Alla har sagt sitt namn.",
    ]
    assert 'href="/tools/questions"' in found.help
    taught = [(one.address, one.title) for one in (*found.lessons, *found.tools, *found.checklists)]
    assert taught == [("/courses/ears", "Öron"), ("/tools/questions", "Frågor"), ("/checklists/meeting", "Mötet")]


def test_a_criterion_applies_in_the_instruments_steps_or_in_fewer(tmp_path: Path) -> None:
    found = instrument(content(tmp_path))
    assert found.steps == (ProcessStep.CLOSING, ProcessStep.LEARNING)
    assert [one.id for one in found.applicable(ProcessStep.LEARNING)] == ["first-contact", "silence", "thanks"]
    assert len(found.applicable(ProcessStep.CLOSING)) == 4
    assert found.applicable(ProcessStep.REPORT) == ()


def test_each_language_has_its_words_and_the_swedish_ones_stand_in(tmp_path: Path) -> None:
    both = content(tmp_path / "both")
    assert instrument(both, "en").title == "Supervision on tape"
    assert instrument(content(tmp_path / "one", english=None), "en").language == "sv"
    assert [one.title for one in instruments(both).all("en")] == ["Supervision on tape"]


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    library = content(tmp_path)
    assert instruments(library).instrument("nothing", "sv") is None
    assert instrument(library).criterion("nothing") is None
    assert instrument(library).gate("nothing") is None


def test_a_trend_crosses_versions_only_where_the_author_says_so(tmp_path: Path) -> None:
    found = instrument(content(tmp_path, swedish=SECOND, english=None))
    same = {one.id: one.is_same_as_in(1) for one in found.criteria}
    assert same == {"first-contact": True, "silence": False, "last-word": False, "thanks": False}
    assert all(one.is_same_as_in(2) for one in found.criteria)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2. Två.\n", "", "Level 2 is missing or out of place."),
        ("3. Flera.\n", "", "It has 3 levels where others have 4."),
        ("0. Ingen tystnad.\n1. En.\n2. Två.\n3. Flera.\n", "", "It has 0 levels. Write 2 to 10"),
        ("1. En.\n", "1. En.\n1. En till.\n", "Level 2 is missing or out of place."),
        ("3. Flera.\n", "3. Flera.\nOch mer.\n", "indent the line to continue the level"),
        ("Räkna sekunderna.\n", "", "Write a sentence or two below it"),
        (" {#silence}", "", "Give it an id of English words"),
        ("{#silence}", "{#thanks}", "Two have the id thanks."),
        ("{#silence}", "{#Silence}", "Give it an id of English words"),
        (" {#end}", "", "Give it an id of English words"),
        ("### Tack {#thanks}", "", "Write what is rated below it"),
        ("## Början {#start}\n", "", "Write the heading of a domain above the first criterion"),
        ("Ur luften.", "### Ett till {#more}", "Write no criterion under the sources."),
        ("  thanks: {lessons: [ears]}\n", "", "Add thanks to `criteria:`"),
        ("  thanks: {", "  more: {lessons: [ears]}\n  thanks: {", "The text has no criterion more."),
        ("tools: [questions]", "tools: [hammer]", "first-contact: There is no tool tools/hammer."),
        ("tools: [questions]", "tools: [../courses/ears]", "There is no tool tools/../courses/ears."),
        ("checklists: [meeting]", "checklists: [dance]", "There is no checklist checklists/dance."),
        ("  silence: {lessons: [ears]}", "  silence: {lessons: [no/where]}", "There is no lesson courses/no/where."),
        ("  silence: {lessons: [ears]}", "  silence: {}", "silence: Name a lesson that teaches it"),
        ("  silence: {lessons: [ears]}", "  silence: ears", "silence: Write what teaches it in curly brackets"),
        ("  silence: {lessons", "  silence: {colour: red, lessons", "A criterion has no `colour`."),
        ("  silence: {lessons", "  silence: {same_since: 2, lessons", "silence: `same_since` is the earliest"),
        ("    steps: [closing]", "    steps: [report]", "`steps` names a step that the instrument's own"),
        ("    steps: [closing]", "    steps: []", "last-word: `steps`: Write a list in square brackets"),
        ("  silence: {", "  Silence: {", "Silence: Write lower-case English letters"),
        ("tools/questions.sv.md", "tools/gone.sv.md", "There is no such file."),
    ],
)
def test_what_is_wrong_is_told_where_and_what_to_write(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in SWEDISH
    found = [str(one) for one in problems(content(tmp_path, swedish=SWEDISH.replace(before, after, 1), english=None))]
    assert any(told in one for one in found), found
    assert all(one.startswith("content/instruments/supervision.sv.md:") for one in found)


def test_a_problem_names_the_line_of_its_criterion(tmp_path: Path) -> None:
    broken = SWEDISH.replace("  thanks: {lessons: [ears]}", "  thanks: {lessons: [no/where]}")
    (problem,) = problems(content(tmp_path, swedish=broken, english=None))
    assert broken.split("\n")[problem.line - 1].startswith("  thanks:")
    broken = SWEDISH.replace("3. Flera.\n", "")
    (problem,) = problems(content(tmp_path, swedish=broken, english=None))
    assert broken.split("\n")[problem.line - 1] == "### Tystnad {#silence}"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("{#silence}", "{#stillness}", "Write the same domains, criteria, levels and gate questions"),
        ("3. Flera.\n", "", "Write the same domains, criteria, levels and gate questions"),
        ("{#asked}", "{#questioned}", "Write the same domains, criteria, levels and gate questions"),
        ("steps: [learning, closing]", "steps: [learning, closing, report]", "`steps` differs from the Swedish"),
        ("tools: [questions], ", "", "`criteria` differs from the Swedish"),
    ],
)
def test_a_translation_asks_the_same(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in ENGLISH
    found = [str(one) for one in problems(content(tmp_path, english=ENGLISH.replace(before, after, 1)))]
    assert any(told in one and "supervision.en.md" in one for one in found), found


def test_a_file_in_another_folder_is_told_where_to_lie(tmp_path: Path) -> None:
    content(tmp_path, english=None)
    file = tmp_path / "content" / "instruments" / "supervision.sv.md"
    file.rename(tmp_path / "content" / "tools" / "supervision.sv.md")
    found = problems(Library(tmp_path / "content", KINDS))
    assert "Put the file in content/instruments/." in [one.advice for one in found]


def test_a_broken_link_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    library = content(tmp_path, swedish=SWEDISH.replace("tools/questions.sv.md", "tools/gone.sv.md"))
    found = instrument(library).criterion("first-contact")
    assert found is not None
    assert "Hör efter tonen." in found.help


def test_the_instrument_that_ships_has_nothing_to_mend_and_is_the_same_in_both_languages() -> None:
    library = Library(ROOT / "content", KINDS)
    assert [str(one) for one in problems(library)] == []
    shipped = Instruments(library, References(library, lambda name: name))
    swedish, english = (shipped.instrument("case-file", language) for language in ("sv", "en"))
    assert swedish is not None
    assert english is not None
    assert (swedish.language, english.language) == ("sv", "en")
    assert [one.code for one in swedish.criteria] == [one.code for one in english.criteria]
    assert len(swedish.criteria) == 14
    assert len(swedish.domains) == 5
    assert list(swedish.levels) == [0, 1, 2, 3, 4]
    assert [one.code for one in swedish.gates] == ["S1", "S2"]
    for criterion in swedish.criteria:
        assert criterion.lessons, criterion.id
        assert criterion.tools, criterion.id
        assert criterion.checklists, criterion.id
    late = [one.code for one in swedish.criteria if not one.applies_in(ProcessStep.INVESTIGATION)]
    assert late == ["C2", "D2", "D3"]


def test_no_code_and_no_template_knows_the_instrument_that_ships() -> None:
    files = [path for folder in ("fidelity", "followup", "core") for path in (ROOT / folder).rglob("*.py")]
    files += [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").rglob("*.js")]
    code = [path for path in files if not path.name.startswith("demo")]
    assert [path for path in code if '"case-file"' in path.read_text(encoding="utf-8")] == []
