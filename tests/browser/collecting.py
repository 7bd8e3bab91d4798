"""Rounds that take samples, with samples in every state that has a page, for the browser tests to look at."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.publishing import PublishedDocument
from core.screen.replacing import Keep, KeepReason
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds import service as round_service
from fidelity.reviews.rounds.models import ReviewRound, SampleSource
from fidelity.reviews.rounds.service import Plan
from fidelity.reviews.samples import service
from fidelity.reviews.samples.handing_in import Beginning, Excerpt, hand_in
from fidelity.reviews.samples.models import Sample
from fidelity.reviews.samples.rules import sentences
from organisation.models import Employment, Person, Role, RoleAssignment
from organisation.process import ProcessStep
from tests.browser.site import Site

FREELY, BY_CHANCE, PLANNED = "Fritt valda", "Framlottade", "Planerad"
TEXTS = {
    SamplePart.MAPPING: "[BARN 1] har somnat i hallen. Mamman har druckit, och ingen vuxen har varit vaken. Det hände i Idre.",
    SamplePart.CHILD: "Barnet ritade ett hus. Farmor stod i dörren.",
}


def take_samples(site: Site) -> None:
    """A round in which units choose and one in which processes are drawn; samples of the unit manager's unit and of another one."""
    with site.app.app_context(), site.app.extensions["metodstod_database"].transaction() as session:
        manager, learner = site.person("unit-manager"), site.person("new-hire")
        municipality_id = session.get_one(Person, manager).municipality_id
        supporter = Actor(site.person("method-supporter"), municipality_id)
        own = _unit_of(session, manager)
        freely = _open(session, municipality_id, (own, _unit_of(session, learner)), FREELY, SampleSource.UNITS)
        _open(session, municipality_id, (own,), BY_CHANCE, SampleSource.PROCESSES)
        _plan(session, municipality_id, (own,), PLANNED, SampleSource.UNITS)
        _waiting, returned, stopped = (_hand_in(session, freely, own, manager) for _ in range(3))
        marked = sentences(SamplePart.CHILD, TEXTS[SamplePart.CHILD])[1:]
        how = {"actor": supporter, "now": clock.now()}
        service.give_back(session, returned, "identifies", marked, revision=1, **how)  # type: ignore[arg-type]
        service.stop(session, stopped, "rare", **how)  # type: ignore[arg-type]


def _unit_of(session: Session, person_id: int) -> int:
    mine = (Employment.person_id == person_id) & Employment.ends_on.is_(None)
    return session.scalars(select(Employment.unit_id).where(mine).limit(1)).one()


def _open(
    session: Session, municipality_id: int, units: tuple[int, ...], name: str, source: SampleSource
) -> ReviewRound:
    kept = _plan(session, municipality_id, units, name, source)
    round_service.open_round(session, kept, actor=Actor(), now=clock.now())
    return kept


def _plan(
    session: Session, municipality_id: int, units: tuple[int, ...], name: str, source: SampleSource
) -> ReviewRound:
    coaches = select(RoleAssignment.person_id).where(
        RoleAssignment.municipality_id == municipality_id, RoleAssignment.role == Role.COACH
    )
    today = clock.today()
    plan = Plan(
        name=name,
        document_id=session.scalars(select(PublishedDocument.id).where(PublishedDocument.kind == "instrument")).first()
        or 0,
        source=source,
        first_day=today - timedelta(days=400),
        last_day=today,
        hand_in_by=today + timedelta(days=20),
        rate_by=today + timedelta(days=60),
        samples_per_unit=6,
        share_twice=0,
        fewest_twice=0,
        retention_days=30,
        retention_decision="GB 2026:4",
        unit_ids=tuple(sorted(set(units))),
        rater_ids=tuple(session.scalars(coaches).unique()),
    )
    return round_service.plan_round(session, municipality_id, plan, actor=Actor(), now=clock.now())


def _hand_in(session: Session, kept: ReviewRound, unit_id: int, person_id: int) -> Sample:
    excerpt = Excerpt(ProcessStep.INVESTIGATION, TEXTS, {"idre": Keep(KeepReason.TELLS_NOTHING)}, is_attested=True)
    beginning = Beginning(str(uuid.uuid4()), unit_id, None)
    actor = Actor(person_id, kept.municipality_id)
    return hand_in(session, kept, beginning, excerpt, actor=actor, now=clock.now())
