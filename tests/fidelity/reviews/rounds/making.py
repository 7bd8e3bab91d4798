"""A municipality with four sections, a coach in each, six units and a method supporter; and rounds in it."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.publishing import PublishedDocument
from fidelity.reviews.rounds import service
from fidelity.reviews.rounds.models import ReviewRound, SampleSource
from fidelity.reviews.rounds.service import Plan
from fidelity.reviews.samples.models import Sample, SampleState, SampleText
from organisation.models import Role
from organisation.process import ProcessStep
from tests.world import add_municipality, add_person, add_role, add_section, add_unit

INSTRUMENT = (PublishedDocument.key == "instruments/case-file") & (PublishedDocument.language == "sv")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Place:
    """What the tests know of it."""

    municipality: int
    sections: list[int]
    units: list[int]
    coaches: list[int]
    supporter: int
    plan: Plan

    @property
    def actor(self) -> Actor:
        """The method supporter."""
        return Actor(self.supporter, self.municipality)

    def section_of(self, unit: int) -> int:
        """The index of a unit's section."""
        return self.units.index(unit) // 2


def make_place(session: Session) -> Place:
    """The units lie in the first three sections, two in each; every coach works in a section of their own."""
    here = add_municipality(session, "Fyrby kommun").id
    sections = [add_section(session, here, f"Sektion {letter}").id for letter in "ABCD"]
    units = [add_unit(session, here, sections[number // 2], f"Enhet {number}").id for number in range(6)]
    office = add_unit(session, here, sections[3], "Stab").id
    coaches = []
    for number, section in enumerate(sections):
        unit = units[2 * number] if number < 3 else office
        coaches.append(add_person(session, here, unit, f"round-coach-{number}").id)
        add_role(session, here, coaches[-1], Role.COACH, section_id=section)
    supporter = add_person(session, here, office, "round-supporter").id
    add_role(session, here, supporter, Role.METHOD_SUPPORTER)
    plan = Plan(
        name="Våren 2026",
        document_id=session.scalars(select(PublishedDocument.id).where(INSTRUMENT)).one(),
        source=SampleSource.UNITS,
        first_day=date(2025, 7, 1),
        last_day=date(2025, 12, 31),
        hand_in_by=date(2026, 3, 31),
        rate_by=date(2026, 5, 15),
        samples_per_unit=6,
        share_twice=20,
        fewest_twice=10,
        retention_days=30,
        retention_decision="GB 2026:4",
        unit_ids=tuple(units),
        rater_ids=tuple(coaches),
    )
    return Place(here, sections, units, coaches, supporter, plan)


def opened(session: Session, place: Place, **changes: object) -> ReviewRound:
    """A round of the plan with these changes, open for samples."""
    plan = replace(place.plan, **changes)  # type: ignore[arg-type]
    kept = service.plan_round(session, place.municipality, plan, actor=place.actor, now=NOON)
    service.open_round(session, kept, actor=place.actor, now=NOON)
    return kept


def hand_in(
    session: Session, place: Place, kept: ReviewRound, unit: int, *, released_by: int | None = None, **more: object
) -> Sample:
    """A released sample of a unit."""
    sample = Sample(
        municipality_id=place.municipality,
        key=str(uuid.uuid4()),
        round_id=kept.id,
        unit_id=unit,
        step=ProcessStep.INVESTIGATION,
        language="sv",
        state=SampleState.RELEASED,
        released_by_id=released_by or place.supporter,
        handed_in_on=NOON.date(),
        **more,
    )
    session.add(sample)
    session.flush()
    session.add(
        SampleText(municipality_id=place.municipality, sample_id=sample.id, part="mapping", text="[BARN 1] är fem år.")
    )
    session.flush()
    return sample
