"""Rating a set of fictional samples: answers are kept as they are given, until the whole set is submitted, which locks it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.clock import local_day
from core.errors import DomainError
from fidelity.reviews.calibration import keeping, rules
from fidelity.reviews.calibration.limits import limit_of
from fidelity.reviews.calibration.models import CalibrationAnswer, CalibrationRun, CalibrationSheet
from fidelity.reviews.calibration.queries import calibration_samples, done_by, pairs_of, sample_row_in_use
from fidelity.reviews.instruments.queries import row_in_use
from fidelity.reviews.rating.rules import Operation, Outcome, Sheet
from fidelity.reviews.rating.service import AlreadySubmitted
from organisation.models import Person

CALIBRATION_SUBMITTED = Event("calibration-submitted", "run_id", says=_l("Calibration submitted"))


class NothingToRate(DomainError):
    """There are no fictional samples for the instrument, or the next set is not due."""


class SetNotAnswered(DomainError):
    """Samples of a set lack answers; `left` says how many, by the sample's place."""

    status = 422

    def __init__(self, left: Mapping[int, int]) -> None:
        super().__init__(_l("Every criterion of every sample needs an answer before the set can be submitted."))
        self.left = left


def begin(session: Session, person: Person, instrument_id: str, *, now: datetime) -> CalibrationRun:
    """The person's open run, or a new one with the set that comes next. Raises NothingToRate."""
    session.refresh(person, with_for_update=True)  # two presses of the button begin one run
    own = CalibrationRun.person_id == person.id, CalibrationRun.instrument_id == instrument_id
    is_open = select(CalibrationRun).where(*own, CalibrationRun.submitted_at.is_(None))
    run = session.scalar(is_open)
    return run or _new_run(session, person, instrument_id, now)


def _new_run(session: Session, person: Person, instrument_id: str, now: datetime) -> CalibrationRun:
    done = done_by(session, person.municipality_id, [person.id], instrument_id)[person.id]
    number = rules.next_set(calibration_samples().sets(instrument_id), done)
    if number is None:
        raise NothingToRate(_l("There are no samples to calibrate on for this instrument."))
    if not rules.standing(done, limit_of(session, person.municipality_id), local_day(now)).is_to_rate:
        raise NothingToRate(_l("The next set is not due yet. It is kept for when it is."))
    own = {"municipality_id": person.municipality_id}
    run = CalibrationRun(
        **own,
        person_id=person.id,
        instrument_id=instrument_id,
        document_id=row_in_use(instrument_id),
        set_number=number,
        begun_at=now,
    )
    session.add(run)
    session.flush()
    samples = [one for one in calibration_samples().of_instrument(instrument_id, "sv") if one.set == number]
    for place, sample in enumerate(samples, start=1):
        row_id = sample_row_in_use(sample.id)
        session.add(CalibrationSheet(**own, run_id=run.id, place=place, document_id=row_id))
    session.flush()
    return run


def lock(session: Session, run: CalibrationRun) -> None:
    """Let nobody else change the run until this transaction ends. Raises AlreadySubmitted."""
    session.refresh(run, with_for_update=True)
    if run.submitted_at is not None:
        raise AlreadySubmitted(_l("The set has been submitted and is locked. What you sent just now was not kept."))


def keep(
    session: Session, run: CalibrationRun, of: CalibrationSheet, sheet: Sheet, operations: Sequence[Operation]
) -> dict[str, Outcome]:
    """Do operations on a sample in the order they were made; says what became of each. Raises AlreadySubmitted."""
    lock(session, run)

    def row_for(question: str) -> CalibrationAnswer:
        row = CalibrationAnswer(municipality_id=run.municipality_id, sheet_id=of.id, question=question, operation="")
        session.add(row)
        rows[question] = row
        return row

    rows = answers(session, [of.id])[of.id]
    outcomes = keeping.keep(sheet, rows, row_for, operations)
    session.flush()
    return outcomes


def answers(session: Session, sheet_ids: Sequence[int]) -> dict[int, dict[str, CalibrationAnswer]]:
    """The rows of samples by question, as they stand."""
    wanted = select(CalibrationAnswer).where(CalibrationAnswer.sheet_id.in_(sheet_ids))
    found: dict[int, dict[str, CalibrationAnswer]] = {id_: {} for id_ in sheet_ids}
    for row in session.scalars(wanted.execution_options(populate_existing=True)):
        found[row.sheet_id][row.question] = row
    return found


def sheets(session: Session, run: CalibrationRun) -> Sequence[CalibrationSheet]:
    """The run's samples in order."""
    mine = select(CalibrationSheet).where(CalibrationSheet.run_id == run.id)
    return session.scalars(mine.order_by(CalibrationSheet.place)).all()


def left_over(session: Session, run: CalibrationRun, criteria: Sequence[str]) -> dict[int, int]:
    """How many criteria have no answer, by the sample's place; samples that are done are left out."""
    all_of = sheets(session, run)
    rows = answers(session, [one.id for one in all_of])
    left = {one.place: len(criteria) - len(keeping.given(rows[one.id], criteria)) for one in all_of}
    return {place: number for place, number in left.items() if number}


def submit(session: Session, run: CalibrationRun, criteria: Sequence[str], *, actor: Actor, now: datetime) -> None:
    """Lock the set for good, and say whether it reaches the limit of today.

    Raises AlreadySubmitted, or SetNotAnswered with nothing changed.
    """
    lock(session, run)
    left = left_over(session, run, criteria)
    if left:
        raise SetNotAnswered(left)
    compared = rules.compare(pairs_of(session, [run.id])[run.id])
    run.is_passed = compared.passes(limit_of(session, run.municipality_id))
    run.submitted_at = now
    session.flush()
    record(session, CALIBRATION_SUBMITTED, actor=actor, at=now, run_id=run.id)
