"""A second instrument, quite unlike the real one: three domains, four levels, other ids and one gate question; and a sample for it."""

from pathlib import Path

from app import KINDS
from core.documents import Document, Library, Problem
from fidelity.reviews.calibration import checks as sample_checks
from fidelity.reviews.instruments import checks
from fidelity.reviews.instruments.catalogue import Instrument, Instruments
from training.references import References

SWEDISH = """---
kind: instrument
id: supervision
title: Handledning på band
version: 1
summary: Fyra kriterier för ett inspelat samtal.
steps: [learning, closing]
criteria:
  first-contact: {code: K1, lessons: [ears], tools: [questions], checklists: [meeting]}
  silence: {lessons: [ears]}
  last-word:
    lessons: [ears]
    steps: [closing]
  thanks: {lessons: [ears]}
---
Lyssna **två** gånger.

## Hur du lyssnar

Med ögonen stängda.

## Början {#start}

### Första kontakten {#first-contact}

Hör efter [tonen](../tools/questions.sv.md).

0. Ingen hälsning.
1. En hälsning.
2. En hälsning
   och ett namn.
3. Alla har sagt sitt namn.

## Mitten {#middle}

Här händer det mesta.

### Tystnad {#silence}

Räkna sekunderna.

0. Ingen tystnad.
1. En.
2. Två.
3. Flera.

### Sista ordet {#last-word}

Vem får det?

0. Ingen.
1. Den som leder.
2. Någon annan.
3. Barnet.

## Slutet {#end}

### Tack {#thanks}

Till vem?

0. Inget tack.
1. Ett tack.
2. Ett tack till någon.
3. Ett tack för något.

## Före allt annat {#gates}

Svaren räknas inte.

### Är alla tillfrågade? {#asked}

Ja när det hörs.

## Varifrån det kommer {#sources}

Ur luften.
"""
ENGLISH = (
    SWEDISH.replace("Handledning på band", "Supervision on tape")
    .replace("Första kontakten", "The first contact")
    .replace("Ingen hälsning.", "No greeting.")
    .replace("questions.sv.md", "questions.en.md")
)
SECOND = (
    SWEDISH.replace("version: 1", "version: 2\nchange: substantive\nnews: Tystnad räknas på ett nytt sätt.")
    .replace("  silence: {lessons: [ears]}", "  silence: {lessons: [ears], same_since: 2}")
    .replace("checklists: [meeting]}", "checklists: [meeting], same_since: 1}")
    .replace("Räkna sekunderna.", "Räkna andetagen.")
)
LESSON = """---
kind: lesson
id: ears
title: Öron
version: 1
minutes: 5
---
Text.
"""
TOOL = """---
kind: tool
id: questions
title: Frågor
version: 1
summary: Kort.
steps: [learning]
synonyms: []
lessons: [ears]
blank: {intro: Kort., page: portrait, columns: 1, fields: [{label: Fråga, lines: 3}]}
---
Text.
"""
CHECKLIST = """---
kind: checklist
id: meeting
title: Mötet
version: 1
summary: Kort.
minutes: 3
steps: [learning]
tools: []
network: []
lessons: []
---
## Före {#before}

- [!] **Du** läser. {#read}
"""
SAMPLE = """---
kind: calibration-sample
id: a-tape
title: Ett band
version: 1
instrument: supervision
set: 1
step: learning
reference: {first-contact: 3, silence: eb, last-word: et, thanks: 0}
gates: {asked: "no"}
reasons:
  first-contact: "Alla säger sitt namn."
  silence: "Bandet är klippt."
  last-word: "Steget är lärande."
  thanks: "Ingen tackar."
  asked: "Ingen frågar barnet."
---
## Kartläggning {#mapping}

[BARN 1] säger hej.

- Sedan säger [MAMMA] sitt namn.

## Arbetets gång {#process}

Inget mer är skrivet.
"""


def content(folder: Path, *, swedish: str = SWEDISH, english: str | None = ENGLISH, **samples: str) -> Library:
    """Write the small content with these texts of the instrument, and samples by the names `sv` and `en`; read it all."""
    files = {
        "courses/ears.sv.md": LESSON,
        "tools/questions.sv.md": TOOL,
        "tools/questions.en.md": TOOL,
        "checklists/meeting.sv.md": CHECKLIST,
        "instruments/supervision.sv.md": swedish,
        **({} if english is None else {"instruments/supervision.en.md": english}),
        **{f"calibration/a-tape.{language}.md": text for language, text in samples.items()},
    }
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(folder / "content", KINDS)


def instruments(library: Library) -> Instruments:
    """The instruments of a library."""
    return Instruments(library, References(library, lambda name: f"/pictures/{name}"))


def instrument(library: Library, language: str = "sv") -> Instrument:
    """The small instrument."""
    found = instruments(library).instrument("supervision", language)
    assert found is not None
    return found


def problems(library: Library) -> list[Problem]:
    """Everything to mend in the instruments and samples of a library."""
    all_of_them = instruments(library)
    return [
        *library.problems,
        *checks.problems(library, all_of_them.references),
        *sample_checks.problems(library, all_of_them),
    ]


def document(library: Library, key: str, language: str) -> Document:
    """A document that is there."""
    return library.documents[key, language]
