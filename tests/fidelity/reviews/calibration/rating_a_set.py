"""What the tests do with a set: begin it, answer like the reference or some levels beside it, submit it."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from core.audit import Actor
from fidelity.reviews.answers import Answer, NoLevel
from fidelity.reviews.calibration import papers, service
from fidelity.reviews.calibration.models import CalibrationRun, CalibrationSheet
from fidelity.reviews.calibration.queries import kept_sample
from fidelity.reviews.rating.rules import Outcome, SetAnswer, Sheet, new_operation
from organisation.models import Person

INSTRUMENT = "case-file"
MARCH = datetime(2026, 3, 2, 12, tzinfo=UTC)
Change = Callable[[str, Answer], str]


def like_the_reference(_criterion: str, answer: Answer) -> str:
    """The reference's own answer."""
    return str(answer)


def higher(levels: int) -> Change:
    """So many levels above the reference, as far as the scale goes."""
    return lambda _criterion, answer: str(answer) if isinstance(answer, NoLevel) else str(min(answer + levels, 4))


def far_off(_criterion: str, answer: Answer) -> str:
    """An answer that is no level where the reference has one."""
    return str(answer) if isinstance(answer, NoLevel) else "eb"


def begin(session: Session, person_id: int, now: datetime = MARCH) -> CalibrationRun:
    """The person's open run."""
    return service.begin(session, session.get_one(Person, person_id), INSTRUMENT, now=now)


def sheet_of(session: Session, run: CalibrationRun) -> Sheet:
    """What is asked."""
    return papers.sheet_of(papers.instrument_of(session, run.document_id, "sv"))


def answer(session: Session, run: CalibrationRun, of: CalibrationSheet, answers: dict[str, str]) -> list[Outcome]:
    """Answer criteria of a sample."""
    rows = service.answers(session, [of.id])[of.id]
    sent = [
        SetAnswer(new_operation(MARCH), name, code, rows[name].operation if name in rows else None)
        for name, code in answers.items()
    ]
    return list(service.keep(session, run, of, sheet_of(session, run), sent).values())


def answer_all(session: Session, run: CalibrationRun, change: Change = like_the_reference) -> None:
    """Answer every sample."""
    for of in service.sheets(session, run):
        reference = kept_sample(session, of.document_id, "sv").reference
        answer(session, run, of, {name: change(name, one) for name, one in reference.items()})


def submit(session: Session, run: CalibrationRun, now: datetime = MARCH) -> None:
    """Submit the set."""
    service.submit(
        session,
        run,
        sheet_of(session, run).criteria,
        actor=Actor(run.person_id, run.municipality_id),
        now=now,
    )


def rate_a_set(
    session: Session, person_id: int, now: datetime = MARCH, change: Change = like_the_reference
) -> CalibrationRun:
    """Rate a whole set."""
    run = begin(session, person_id, now)
    answer_all(session, run, change)
    submit(session, run, now)
    return run
