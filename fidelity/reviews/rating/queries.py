"""A rating as its own rater may see it, and nobody else: an open one to work on, a submitted one to read."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from fidelity.reviews.answers import GATE_CODES, codes
from fidelity.reviews.instruments.catalogue import Instrument
from fidelity.reviews.instruments.queries import published
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating import asides, marking, paper, service
from fidelity.reviews.rating.comments import CommentOutcome, shown
from fidelity.reviews.rating.disputes import disputes
from fidelity.reviews.rating.excerpts import Excerpt
from fidelity.reviews.rating.paper import Addresses, AskedGate, Paper, Quote
from fidelity.reviews.rating.rules import Sheet, Standing
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound, RoundState
from fidelity.reviews.samples.models import Sample, SampleState, SampleText
from fidelity.reviews.samples.rules import Place, time_is_up
from fidelity.reviews.samples.texts import SampleRead
from fidelity.tool_use.named_tools import slugs
from organisation.access import Viewer

IS_ON_A_DESK = and_(
    Sample.state == SampleState.RELEASED,
    or_(
        and_(Assignment.state == AssignmentState.OPEN, ReviewRound.state == RoundState.RATING),
        Assignment.state == AssignmentState.SUBMITTED,
    ),
)
"""The condition that an assignment is its rater's to work on or to look back at."""


@dataclass(frozen=True)
class Task:
    """An assignment with its sample and round. It never leaves the service and query layers for a page as it is."""

    assignment: Assignment
    sample: Sample
    round: ReviewRound

    @property
    def is_submitted(self) -> bool:
        """Whether it is locked."""
        return self.assignment.state == AssignmentState.SUBMITTED

    @property
    def is_adjudication(self) -> bool:
        """Whether it is asked because two others differ."""
        return self.assignment.part == Part.ADJUDICATOR

    def has_text(self, today: date) -> bool:
        """Whether the text is still there to be read."""
        is_erased = self.sample.erased_on is not None or self.round.erased_on is not None
        return not is_erased and not time_is_up(self.round.closed_on, self.round.retention_days, today)


def task_of(session: Session, viewer: Viewer, assignment_id: int) -> Task | None:
    """The viewer's own assignment of that id."""
    row = session.execute(
        select(Assignment, Sample, ReviewRound)
        .join(Sample, Sample.id == Assignment.sample_id)
        .join(ReviewRound, ReviewRound.id == Sample.round_id)
        .where(
            Assignment.id == assignment_id,
            Assignment.municipality_id == viewer.municipality_id,
            Assignment.person_id == viewer.id,
            IS_ON_A_DESK,
        )
    ).one_or_none()
    return None if row is None else Task(*row)


def instrument_of(session: Session, kept: ReviewRound, language: str) -> Instrument:
    """The version that the round is bound to."""
    found = published(session, kept.document_id, language)
    if found is None:
        raise LookupError(f"published document {kept.document_id} is no instrument")
    return found


def sheet_of(session: Session, task: Task, language: str) -> Sheet:
    """What the rater is asked; an adjudicator only what two others dispute."""
    instrument = instrument_of(session, task.round, language)
    criteria = tuple(one.id for one in instrument.criteria)
    gates = tuple(one.id for one in instrument.gates)
    tools = tuple(sorted(slugs()))
    if task.is_adjudication:
        found = disputes(session, task.sample.municipality_id, [task.sample.id]).get(task.sample.id, frozenset())
        criteria, gates, tools = tuple(one for one in criteria if one in found), (), ()
    return Sheet(criteria, codes(len(instrument.levels)), gates, GATE_CODES, tools, _lengths(session, task.sample.id))


def _lengths(session: Session, sample_id: int) -> dict[SamplePart, int]:
    """How many characters each part has, without reading it."""
    length = func.length(SampleText.text).label("length")
    rows = session.execute(select(SampleText.part, length).where(SampleText.sample_id == sample_id))
    return {SamplePart(row.part): row.length for row in rows}


@dataclass(frozen=True)
class RatingPage:
    """A rating for its page."""

    assignment_id: int
    number: int
    round_name: str
    rate_by: date
    is_adjudication: bool
    submitted_at: datetime | None
    is_rated_twice: bool
    has_text: bool
    paper: Paper


def rating_page(
    session: Session, task: Task, read: SampleRead | None, addresses: Addresses, language: str
) -> RatingPage:
    """A rating as it stands, with the text where it may still be read. Seven statements at most."""
    return RatingPage(
        assignment_id=task.assignment.id,
        number=task.sample.number or 0,
        round_name=task.round.name,
        rate_by=task.round.rate_by,
        is_adjudication=task.is_adjudication,
        submitted_at=task.assignment.submitted_at,
        is_rated_twice=task.sample.is_rated_twice,
        has_text=read is not None,
        paper=_paper(session, task, excerpt_of(task, read), addresses, language),
    )


def excerpt_of(task: Task, read: SampleRead | None) -> Excerpt:
    """The text that was read, or an empty one."""
    return Excerpt(task.sample.language, {one.part: one.text for one in read.parts} if read else {})


def _paper(session: Session, task: Task, excerpt: Excerpt, addresses: Addresses, language: str) -> Paper:
    instrument, sheet = instrument_of(session, task.round, language), sheet_of(session, task, language)
    standings, comments, places = stands(session, task.assignment)
    given, ticked = asides.gates(session, task.assignment.id), asides.tools(session, task.assignment.id)
    return Paper(
        instrument=instrument,
        step=task.sample.step,
        excerpt=excerpt,
        asked=paper.asked(
            instrument,
            task.sample.step,
            sheet.criteria,
            standings,
            comments,
            {name: [Quote(place, excerpt.quote(place)) for place in found] for name, found in places.items()},
        ),
        gates=[AskedGate(gate, given.get(gate.id, "")) for gate in instrument.gates if gate.id in sheet.gates],
        tools=paper.seen_tools(task.sample.step, language, ticked) if sheet.tools else [],
        addresses=addresses,
        has_evidence=not task.is_submitted,
    )


def stands(
    session: Session, assignment: Assignment
) -> tuple[dict[str, Standing], dict[str, CommentOutcome], dict[str, list[Place]]]:
    """What stands at each criterion: the answer, the comment and the places. Two statements."""
    rows = service.ratings(session, assignment.id)
    places = marking.places(session, [assignment.id])
    return (
        {name: service.standing_of(row) for name, row in rows.items()},
        {name: shown(row.comment) for name, row in rows.items()},
        {name: places[assignment.id, name] for name in rows if (assignment.id, name) in places},
    )
