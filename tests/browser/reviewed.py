"""A round in the demo that has been closed, so that its reports and its agreement can be looked at."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.publishing import PublishedDocument
from fidelity.reviews.rating.models import Rating, ToolSeen
from fidelity.reviews.rounds import service
from fidelity.reviews.rounds.models import (
    Assignment,
    AssignmentState,
    Part,
    ReviewRound,
    RoundState,
    RoundUnit,
    SampleSource,
)
from fidelity.reviews.samples.models import Sample, SampleState
from organisation.models import Employment, Person, Role, RoleAssignment, Unit
from organisation.process import ProcessStep
from tests.browser.site import Site

CRITERIA = ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "d1", "d2", "d3", "e1", "e2")
UNITS, SAMPLES = 3, 6
LEVELS = {"b1": 4, "b3": 0}
"""What differs from level 2, a level up in every other sample: a strength and something to work on."""
NAME = "Den stängda omgången"


def close_a_round(site: Site) -> None:
    """Rate six samples in each of three units of the demo, every other one twice, and close the round."""
    with site.app.app_context(), site.app.extensions["metodstod_database"].transaction() as session:
        new_hire = session.get_one(Person, site.person("new-hire"))
        kept = _round(session, new_hire.municipality_id)
        raters = _raters(session, new_hire.municipality_id)
        for unit_id in _units(session, new_hire):
            session.add(RoundUnit(municipality_id=kept.municipality_id, round_id=kept.id, unit_id=unit_id))
            for number in range(SAMPLES):
                _rated_sample(session, kept, unit_id, raters[: 1 + number % 2], number)
        service.close_round(session, kept, is_sure=True, actor=Actor(), now=clock.now())


def report_of(site: Site) -> str:
    """The report of the new hire's unit."""
    person = site.person("new-hire")
    unit = site.one("select unit_id from employment where person_id = ? order by is_primary desc limit 1", person)
    return f"/reviews/units/{unit}"


def agreement_of(site: Site) -> str:
    """The agreement of the closed round."""
    number = site.one("select id from review_round where name = ?", NAME)
    return f"/reviews/rounds/{number}/agreement"


def _round(session: Session, municipality_id: int) -> ReviewRound:
    instrument = (PublishedDocument.key == "instruments/case-file") & (PublishedDocument.language == "sv")
    today = clock.today()
    kept = ReviewRound(
        municipality_id=municipality_id,
        name=NAME,
        document_id=session.scalars(select(PublishedDocument.id).where(instrument)).first(),
        state=RoundState.RATING,
        source=SampleSource.UNITS,
        first_day=today - timedelta(300),
        last_day=today - timedelta(120),
        hand_in_by=today - timedelta(60),
        rate_by=today,
        samples_per_unit=SAMPLES,
        share_twice=50,
        fewest_twice=9,
        seed="0123456789abcdef",
        retention_days=30,
        retention_decision="GB 2026:4",
        opened_on=today - timedelta(100),
        drawn_on=today - timedelta(50),
    )
    session.add(kept)
    session.flush()
    return kept


def _units(session: Session, new_hire: Person) -> list[int]:
    """The new hire's unit and others."""
    own = session.scalars(select(Employment.unit_id).where(Employment.person_id == new_hire.id)).first()
    units = session.scalars(select(Unit.id).where(Unit.municipality_id == new_hire.municipality_id).order_by(Unit.id))
    return sorted(units, key=lambda unit: unit != own)[:UNITS]


def _raters(session: Session, municipality_id: int) -> list[int]:
    coaches = select(RoleAssignment.person_id).where(
        RoleAssignment.municipality_id == municipality_id, RoleAssignment.role == Role.COACH
    )
    return sorted(set(session.scalars(coaches)))


def _rated_sample(session: Session, kept: ReviewRound, unit_id: int, raters: list[int], number: int) -> None:
    own = {"municipality_id": kept.municipality_id}
    sample = Sample(
        **own,
        key=str(uuid.uuid4()),
        round_id=kept.id,
        unit_id=unit_id,
        number=10 * unit_id + number,
        step=ProcessStep.INVESTIGATION,
        language="sv",
        state=SampleState.RELEASED,
        handed_in_on=kept.hand_in_by,
    )
    session.add(sample)
    session.flush()
    for part, person_id in zip((Part.FIRST, Part.SECOND), raters, strict=False):
        assignment = Assignment(
            **own,
            sample_id=sample.id,
            person_id=person_id,
            part=part,
            state=AssignmentState.SUBMITTED,
            assigned_on=kept.hand_in_by,
            submitted_at=clock.now(),
        )
        session.add(assignment)
        session.flush()
        session.add(ToolSeen(**own, assignment_id=assignment.id, tool="three-houses"))
        for criterion in CRITERIA:
            level = LEVELS.get(criterion, 2 + (part == Part.SECOND))
            answer = "et" if criterion == "c2" else str(level)
            session.add(
                Rating(
                    **own, assignment_id=assignment.id, criterion=criterion, answer=answer, operation=str(uuid.uuid4())
                )
            )
