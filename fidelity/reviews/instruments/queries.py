"""Reading instruments: those in use, and the version that a published row keeps."""

from flask import current_app
from sqlalchemy.orm import Session

from core.publishing import document_id
from fidelity.reviews.instruments.catalogue import FOLDER, Instrument, Instruments
from fidelity.reviews.instruments.fields import KINDS
from fidelity.reviews.published import published_document


def instruments() -> Instruments:
    """The instruments in use."""
    found: Instruments = current_app.extensions["metodstod_instruments"]
    return found


def row_in_use(instrument_id: str) -> int:
    """The published row of an instrument's version in use: what a round is bound to. Raises KeyError where there is none."""
    return document_id(f"{FOLDER}/{instrument_id}", "sv")


def published(session: Session, row_id: int, language: str) -> Instrument | None:
    """The instrument as the row keeps it, for good, in the wanted language where that version has it; None where there is none.

    Rows never change, so each is read once a process.
    """
    kept: dict[tuple[int, str], Instrument] = current_app.extensions.setdefault("metodstod_published_instruments", {})
    if (row_id, language) not in kept:
        document = published_document(session, row_id, language, KINDS)
        if document is None:
            return None
        kept[row_id, language] = instruments().read(document)
    return kept[row_id, language]
