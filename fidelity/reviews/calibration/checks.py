"""Everything to mend in the calibration samples, beyond their front matter's schema."""

from collections.abc import Iterator
from dataclasses import asdict

from core.documents import Document, Library, Problem
from fidelity.reviews.answers import GateAnswer, NoLevel
from fidelity.reviews.calibration import text
from fidelity.reviews.calibration.samples import FOLDER, KIND, CalibrationSample, read
from fidelity.reviews.instruments.catalogue import Criterion, Instrument, Instruments
from fidelity.reviews.instruments.fields import line_of

SAME_IN_TWINS = {
    "instrument": "instrument_id",
    "set": "set",
    "step": "step",
    "reference": "reference",
    "gates": "gates",
}
"""From a field to what it is read as."""


def problems(library: Library, instruments: Instruments) -> list[Problem]:
    """Everything to mend in every calibration sample."""
    found: list[Problem] = []
    for document in library.documents.values():
        if document.kind == KIND:
            found += text.read(document).problems
            found += _against_instrument(document, instruments)
            found += _twin_problems(document, library.documents.get((document.key, "sv")))
    return found


def _against_instrument(document: Document, instruments: Instruments) -> Iterator[Problem]:
    if document.key != f"{FOLDER}/{document.id}":
        yield document.problem(1, f"Put the file in content/{FOLDER}/.")
    sample = read(document)
    instrument = instruments.instrument(sample.instrument_id, "sv")
    if instrument is None or not instrument.criteria:
        advice = f"There is no instrument {sample.instrument_id}. Mend the name."
        yield document.problem(document.lines["instrument"], advice)
        return
    if sample.step not in instrument.steps:
        advice = f"Nothing is rated in that step. Write one of: {', '.join(instrument.steps)}."
        yield document.problem(document.lines["step"], advice)
    for criterion in instrument.criteria:
        yield from _criterion_problems(document, sample, instrument, criterion)
    yield from _gate_problems(document, sample, instrument)
    yield from _unknown_problems(document, sample, instrument)


def _criterion_problems(
    document: Document, sample: CalibrationSample, instrument: Instrument, criterion: Criterion
) -> Iterator[Problem]:
    answer, line = sample.reference.get(criterion.id), line_of(document, "reference", criterion.id)
    if answer is None:
        yield document.problem(line, f"Add {criterion.id} to `reference`: a level, eb or et.")
    elif isinstance(answer, int) and answer not in instrument.levels:
        advice = f"{criterion.id} has no level {answer}. Write 0 to {instrument.levels[-1]}, eb or et."
        yield document.problem(line, advice)
    elif not criterion.applies_in(sample.step) and answer is not NoLevel.NOT_APPLICABLE:
        yield document.problem(line, f"{criterion.id} does not apply in the step {sample.step}. Write et.")
    if criterion.id not in sample.reasons:
        advice = f"Add {criterion.id} to `reasons`: what in the text makes it so, in a sentence or two."
        yield document.problem(document.lines["reasons"], advice)


def _gate_problems(document: Document, sample: CalibrationSample, instrument: Instrument) -> Iterator[Problem]:
    for gate in instrument.gates:
        if gate.id not in sample.gates:
            yield document.problem(document.lines["gates"], f'Add {gate.id} to `gates`: "yes", "no" or "na".')
        elif sample.gates[gate.id] is GateAnswer.NO and gate.id not in sample.reasons:
            yield document.problem(document.lines["reasons"], f"Add {gate.id} to `reasons`: why the answer is no.")


def _unknown_problems(document: Document, sample: CalibrationSample, instrument: Instrument) -> Iterator[Problem]:
    criteria, gates = {one.id for one in instrument.criteria}, {one.id for one in instrument.gates}
    for field, names, known in (
        ("reference", sample.reference, criteria),
        ("gates", sample.gates, gates),
        ("reasons", sample.reasons, criteria | gates),
    ):
        for name in names:
            if name not in known:
                advice = f"`{field}`: {instrument.id} has nothing with the id {name}. Mend it or take it away."
                yield document.problem(line_of(document, field, name), advice)


def _twin_problems(document: Document, twin: Document | None) -> Iterator[Problem]:
    """A translation is the same sample, rated the same."""
    if twin is None or twin is document or twin.kind != KIND:
        return
    ours, theirs = asdict(read(document)), asdict(read(twin))
    for name, attribute in SAME_IN_TWINS.items():
        if ours[attribute] != theirs[attribute]:
            yield document.problem(document.lines[name], f"`{name}` differs from the Swedish file's. Write the same.")
    if document.fields["reasons"].keys() != twin.fields["reasons"].keys():
        advice = "Write reasons for the same criteria as in the Swedish file."
        yield document.problem(document.lines["reasons"], advice)
    if list(text.read(document).parts) != list(text.read(twin).parts):
        advice = "Write the same parts as in the Swedish file."
        yield document.problem(document.body_line, advice)
