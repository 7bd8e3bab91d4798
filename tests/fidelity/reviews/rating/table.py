"""A round whose samples are being rated: one sample that two coaches rate, one that a single coach rates, and what they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.publishing import PublishedDocument
from fidelity.reviews.answers import GATE_CODES, codes
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating import service
from fidelity.reviews.rating.models import Evidence, GateAnswer, Rating, ToolSeen
from fidelity.reviews.rating.rules import Outcome, SetAnswer, Sheet, new_operation
from fidelity.reviews.rounds import assigning
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound
from fidelity.reviews.samples.models import Sample, SampleText
from tests.fidelity.reviews.calibration.readiness import calibrate
from tests.fidelity.reviews.rounds.making import Place, hand_in, make_place, opened

TEXTS = {
    SamplePart.MAPPING: "[BARN 1] är fem år.\n\nMamman säger: ”Han var rädd.” 🙂 Och hon teg.\nSedan gick hon.",
    SamplePart.CHILD: "”Jag vill att det är tyst på natten”, säger [BARN 1].",
}
CRITERIA = tuple(
    f"{domain}{n}" for domain, last in zip("abcde", (4, 3, 2, 3, 2), strict=True) for n in range(1, last + 1)
)
EVERYTHING = dict.fromkeys(CRITERIA, "2")


@dataclass
class Table:
    """What the tests know of it. `pair` is rated by `first` and `second`, `single` by one."""

    place: Place
    round_id: int
    pair: int
    single: int
    first: int
    second: int

    def actor(self, assignment: Assignment) -> Actor:
        """The rater of an assignment."""
        return Actor(assignment.person_id, assignment.municipality_id)


def set_table(session: Session, *, document_id: int | None = None, now: datetime | None = None) -> Table:
    """Plan, open, hand in and draw; the caller commits."""
    place, today = make_place(session), clock.local_day(now or clock.now())
    kept = opened(
        session,
        place,
        document_id=document_id or case_file(session),
        samples_per_unit=1,
        fewest_twice=1,
        unit_ids=tuple(place.units[:2]),
        hand_in_by=today,
        rate_by=today + timedelta(days=30),
    )
    for unit in place.units[:2]:
        sample = hand_in(session, place, kept, unit)
        for row in session.scalars(select(SampleText).where(SampleText.sample_id == sample.id)):
            session.delete(row)
        session.flush()
        own = {"municipality_id": place.municipality, "sample_id": sample.id}
        session.add_all(SampleText(**own, part=part, text=text) for part, text in TEXTS.items())
    assigning.draw_samples(session, kept, is_sure=True, actor=place.actor, now=now or clock.now())
    calibrate(session, place.coaches, kept.document_id)
    samples = session.scalars(select(Sample).where(Sample.round_id == kept.id)).all()
    pair = next(one.id for one in samples if one.is_rated_twice)
    single = next(one.id for one in samples if not one.is_rated_twice)
    first, second = (assignment_of(session, pair, part).id for part in (Part.FIRST, Part.SECOND))
    return Table(place, kept.id, pair, single, first, second)


def case_file(session: Session) -> int:
    """The published row of the real instrument."""
    row = select(PublishedDocument.id).where(
        PublishedDocument.key == "instruments/case-file", PublishedDocument.language == "sv"
    )
    return session.scalars(row).one()


def assignment_of(session: Session, sample_id: int, part: Part) -> Assignment:
    """Who has that part in a sample now."""
    return session.scalars(
        select(Assignment).where(
            Assignment.sample_id == sample_id,
            Assignment.part == part,
            Assignment.state != AssignmentState.GIVEN_UP,
        )
    ).one()


def sheet(*criteria: str) -> Sheet:
    """What a rater of the real instrument is asked."""
    lengths = {part: len(text) for part, text in TEXTS.items()}
    tools = ("three-houses", "safety-plan")
    return Sheet(criteria or CRITERIA, codes(5), ("s1", "s2"), GATE_CODES, tools, lengths)


def at(minute: int = 0) -> str:
    """An operation made at that minute."""
    return new_operation(datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(minutes=minute))


def rate(session: Session, assignment: Assignment, answers: Mapping[str, str] = EVERYTHING) -> None:
    """Answer criteria."""
    stands = service.ratings(session, assignment.id)
    sent = [
        SetAnswer(at(), name, code, stands[name].operation or None if name in stands else None)
        for name, code in answers.items()
    ]
    outcomes = service.keep(session, assignment, sheet(), sent)
    assert set(outcomes.values()) == {Outcome.KEPT}


def submit(session: Session, table: Table, assignment: Assignment, answers: Mapping[str, str] | None = None) -> None:
    """Answer what is asked and submit it."""
    answers = EVERYTHING if answers is None else answers
    rate(session, assignment, answers)
    asked = sheet(*(name for name in CRITERIA if name in answers))
    service.submit(session, assignment, asked, actor=table.actor(assignment), now=clock.now())


def everything(session: Session, assignment_id: int) -> list[object]:
    """All that is stored of a rating."""
    session.expire_all()
    mine = select(Rating.id).where(Rating.assignment_id == assignment_id)
    rating = session.scalars(select(Rating).where(Rating.assignment_id == assignment_id).order_by(Rating.criterion))
    places = session.scalars(select(Evidence).where(Evidence.rating_id.in_(mine)).order_by(Evidence.id))
    gates = session.scalars(
        select(GateAnswer).where(GateAnswer.assignment_id == assignment_id).order_by(GateAnswer.gate)
    )
    tools = session.scalars(
        select(ToolSeen.tool).where(ToolSeen.assignment_id == assignment_id).order_by(ToolSeen.tool)
    )
    assignment = session.get_one(Assignment, assignment_id)
    return [
        (assignment.state, assignment.submitted_at, assignment.given_up_because, assignment.person_id),
        *((one.criterion, one.answer, one.comment, one.operation) for one in rating),
        *((one.part, one.begins, one.ends) for one in places),
        *((one.gate, one.answer) for one in gates),
        *tools,
    ]


def round_of(session: Session, table: Table) -> ReviewRound:
    """The round."""
    return session.get_one(ReviewRound, table.round_id)
