"""The calibration samples in `content/calibration/` as typed objects: a fictional excerpt with its reference ratings and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.documents import Document, Field, Library, Schema, is_count, is_slug, is_text
from fidelity.reviews.answers import Answer, GateAnswer, NoLevel
from fidelity.reviews.calibration import text
from fidelity.reviews.parts import SamplePart
from organisation.process import ProcessStep

KIND, FOLDER = "calibration-sample", "calibration"


def is_step(value: object) -> str | None:
    """A step of the process."""
    names = [step.value for step in ProcessStep]
    return None if value in names else f"Write one of: {', '.join(names)}."


def is_reference(value: object) -> str | None:
    """A mapping from each criterion to a level, eb or et."""
    if isinstance(value, dict) and value and all(answer_from(one) is not None for one in value.values()):
        return None
    return "Write a level, eb or et for every criterion, such as {a1: 3, c1: eb, d2: et}."


def is_gates(value: object) -> str | None:
    """A mapping from each gate question to yes, no or na, which may be empty."""
    if isinstance(value, dict) and all(gate_answer_from(one) is not None for one in value.values()):
        return None
    return 'Write "yes", "no" or "na" for every gate question, such as {s1: "yes", s2: "na"}.'


def is_reasons(value: object) -> str | None:
    """A mapping from each criterion to why it is rated so."""
    if isinstance(value, dict) and value and not any(is_text(one) for one in value.values()):
        return None
    return 'Write a sentence or two for every criterion, such as a1: "Två skador är daterade."'


def answer_from(value: object) -> Answer | None:
    """The answer that a value in the front matter is, or None."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return NoLevel(value) if isinstance(value, str) and value in list(NoLevel) else None


def gate_answer_from(value: object) -> GateAnswer | None:
    """The answer that a value in the front matter is, or None; without quotation marks YAML takes yes and no for true and false."""
    if isinstance(value, bool):
        return GateAnswer.YES if value else GateAnswer.NO
    return GateAnswer(value) if isinstance(value, str) and value in list(GateAnswer) else None


KINDS: Mapping[str, Schema] = {
    # What is published is read by this schema for good: a field that comes later can't be required.
    KIND: {
        "instrument": Field(is_slug),
        "set": Field(is_count),
        "step": Field(is_step),
        "reference": Field(is_reference),
        "gates": Field(is_gates),
        "reasons": Field(is_reasons),
    }
}


@dataclass(frozen=True)
class CalibrationSample:
    """A fictional sample; a part that is not among `parts` is not in the excerpt."""

    id: str
    version: int
    title: str
    language: str
    instrument_id: str
    set: int
    step: ProcessStep
    parts: Mapping[SamplePart, str]
    reference: Mapping[str, Answer]
    gates: Mapping[str, GateAnswer]
    reasons: Mapping[str, str]


class CalibrationSamples:
    """Every calibration sample, per language; where one is not translated the Swedish one stands in."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def sample(self, sample_id: str, language: str) -> CalibrationSample | None:
        """The sample of that id, or None."""
        document = self._library.get(f"{FOLDER}/{sample_id}", language)
        return None if document is None or document.kind != KIND else read(document)

    def of_instrument(self, instrument_id: str, language: str) -> list[CalibrationSample]:
        """The samples of an instrument, by set and id."""
        found = (self.sample(one.id, language) for one in self._library.of_kind(KIND, "sv"))
        ours = [one for one in found if one is not None and one.instrument_id == instrument_id]
        return sorted(ours, key=lambda one: (one.set, one.id))

    def sets(self, instrument_id: str) -> list[int]:
        """The numbers of an instrument's sets, in order."""
        return sorted({one.set for one in self.of_instrument(instrument_id, "sv")})


def read(document: Document) -> CalibrationSample:
    """The sample that a document holds."""
    fields = document.fields
    reference = ((str(name), answer_from(value)) for name, value in fields["reference"].items())
    gates = ((str(name), gate_answer_from(value)) for name, value in fields["gates"].items())
    return CalibrationSample(
        id=document.id,
        version=document.version,
        title=document.title,
        language=document.language,
        instrument_id=str(fields["instrument"]),
        set=int(fields["set"]),
        step=ProcessStep(fields["step"]),
        parts={part: "\n".join(lines).strip() for part, lines in text.read(document).parts.items()},
        reference={name: answer for name, answer in reference if answer is not None},
        gates={name: answer for name, answer in gates if answer is not None},
        reasons={str(name): str(reason) for name, reason in fields["reasons"].items()},
    )
