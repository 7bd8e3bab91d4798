"""Raters who have passed a set, for tests of what comes after."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.orm import Session

from core import clock
from fidelity.reviews.calibration.models import CalibrationRun
from organisation.models import Person
from tests.fidelity.reviews.calibration.rating_a_set import INSTRUMENT


def calibrate(session: Session, person_ids: Collection[int], document_id: int, *, days_ago: int = 1) -> None:
    """Let each be let in by a set that was passed so many days ago."""
    at = clock.now() - timedelta(days_ago)
    session.add_all(
        CalibrationRun(
            municipality_id=session.get_one(Person, person_id).municipality_id,
            person_id=person_id,
            instrument_id=INSTRUMENT,
            document_id=document_id,
            set_number=1,
            begun_at=at,
            submitted_at=at,
            is_passed=True,
        )
        for person_id in person_ids
    )
    session.flush()
