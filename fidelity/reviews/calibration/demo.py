"""The demo's calibration: every coach has passed a set, through the services; one of them is due again."""

import random
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from fidelity.reviews.answers import Answer, NoLevel
from fidelity.reviews.calibration import papers, service
from fidelity.reviews.calibration.models import CalibrationRun
from fidelity.reviews.calibration.queries import calibration_samples, kept_sample
from fidelity.reviews.instruments.queries import instruments
from fidelity.reviews.rating.rules import SetAnswer, new_operation
from organisation.models import Municipality, Person, Role, RoleAssignment
from organisation.queries import holds_on
from organisation.sign_in.demo_people import email_of

SEED = 1977
DUE_AFTER, OTHERS_AFTER = timedelta(days=168), timedelta(days=60)
"""How long ago the persona coach, and the others, submitted their set."""
OFF = (0,) * 12 + (1,) * 5 + (-1,) * 2 + (2,)
"""How many levels an answer lies above the reference, as often as it stands here."""


def fill(session: Session, *, today: date) -> None:
    """Let the large municipality's coaches rate a set. When anybody has rated one already, nothing happens."""
    if session.scalar(select(CalibrationRun.id).limit(1)) is not None:
        return
    dice = random.Random(SEED)
    municipality_id = session.scalar(
        select(Municipality.id).where(Municipality.is_fictional).order_by(Municipality.id).limit(1)
    )
    coaches = session.scalars(
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(Person.municipality_id == municipality_id, RoleAssignment.role == Role.COACH)
        .where(holds_on(RoleAssignment, today))
        .order_by(Person.id)
        .distinct()
    ).all()
    for instrument in instruments().all("sv"):
        for coach in coaches if calibration_samples().sets(instrument.id) else []:
            ago = DUE_AFTER if coach.email == email_of("coach") else OTHERS_AFTER
            _rate(session, dice, coach, instrument.id, today - ago)


def _rate(session: Session, dice: random.Random, coach: Person, instrument_id: str, day: date) -> None:
    now = min(datetime.combine(day, time(14, dice.randint(0, 59)), clock.STOCKHOLM), clock.now())
    run = service.begin(session, coach, instrument_id, now=now)
    instrument = papers.instrument_of(session, run.document_id, "sv")
    sheet = papers.sheet_of(instrument)
    for of in service.sheets(session, run):
        sample = kept_sample(session, of.document_id, "sv")
        answers = {name: _near(dice, one, instrument.levels) for name, one in sample.reference.items()}
        sent = [SetAnswer(new_operation(now), name, code, None) for name, code in answers.items()]
        service.keep(session, run, of, sheet, sent)
    service.submit(session, run, sheet.criteria, actor=Actor(coach.id, coach.municipality_id), now=now)


def _near(dice: random.Random, answer: Answer, levels: range) -> str:
    """An answer near the reference's."""
    return str(answer) if isinstance(answer, NoLevel) else str(min(max(answer + dice.choice(OFF), 0), levels[-1]))
