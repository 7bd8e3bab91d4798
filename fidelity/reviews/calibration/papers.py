"""A fictional sample as a paper to rate, with the answers that stand."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from fidelity.reviews.answers import GATE_CODES, codes
from fidelity.reviews.calibration.keeping import AnswerRow, standing_of
from fidelity.reviews.calibration.samples import CalibrationSample
from fidelity.reviews.instruments.catalogue import Instrument
from fidelity.reviews.instruments.queries import published
from fidelity.reviews.rating import paper
from fidelity.reviews.rating.excerpts import Excerpt
from fidelity.reviews.rating.forms import SentPage
from fidelity.reviews.rating.paper import Addresses, AskedGate, Paper
from fidelity.reviews.rating.rules import Outcome, SetAnswer, Sheet
from fidelity.reviews.rating.saving import Saved


def instrument_of(session: Session, row_id: int, language: str) -> Instrument:
    """The version that something is bound to."""
    found = published(session, row_id, language)
    if found is None:
        raise LookupError(f"published document {row_id} is no instrument")
    return found


def sheet_of(instrument: Instrument, criteria: Sequence[str] = ()) -> Sheet:
    """What is asked about a fictional sample: every criterion and gate question, or some criteria alone. No tools, no evidence."""
    every = tuple(one.id for one in instrument.criteria)
    gates = () if criteria else tuple(one.id for one in instrument.gates)
    asked = tuple(one for one in every if one in criteria) or every
    return Sheet(asked, codes(len(instrument.levels)), gates, GATE_CODES, (), {})


def paper_of(
    instrument: Instrument,
    sample: CalibrationSample,
    sheet: Sheet,
    rows: Mapping[str, AnswerRow],
    addresses: Addresses,
    ending: str,
) -> Paper:
    """The sample with what is asked; `ending` is the template of what is done when all is answered."""
    standings = {question: standing_of(row) for question, row in rows.items()}
    return Paper(
        instrument=instrument,
        step=sample.step,
        excerpt=Excerpt(sample.language, sample.parts),
        asked=paper.asked(instrument, sample.step, sheet.criteria, standings, {}, {}),
        gates=[
            AskedGate(one, standings[one.id].answer or "" if one.id in standings else "")
            for one in instrument.gates
            if one.id in sheet.gates
        ],
        tools=[],
        addresses=addresses,
        has_comments=False,
        has_evidence=False,
        ending=ending,
    )


def state_of(sheet: Sheet, rows: Mapping[str, AnswerRow]) -> Mapping[str, object]:
    """How a sample stands, as the page's script takes it."""
    standings = {question: standing_of(row) for question, row in rows.items()}
    return paper.write_state(
        {one: standings[one] for one in sheet.criteria if one in standings},
        {},
        {one: standings[one].answer or "" for one in sheet.gates if one in standings},
        (),
    )


def saved_of(sent: SentPage, outcomes: Mapping[str, Outcome]) -> Saved:
    """What became of a page that was sent as a form."""
    answers = [one for one in sent.operations if isinstance(one, SetAnswer)]
    return Saved(
        {},
        over=[one.criterion for one in answers if outcomes[one.id] is Outcome.OVER],
        older=[one.criterion for one in answers if outcomes[one.id] is Outcome.OLDER],
    )
