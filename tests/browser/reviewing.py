"""Samples on raters' desks in the demo, put there as the round's services leave them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.publishing import PublishedDocument
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating.models import Evidence, Rating
from fidelity.reviews.rating.rules import new_operation
from fidelity.reviews.rounds.models import (
    Assignment,
    AssignmentState,
    Part,
    ReviewRound,
    RoundRater,
    RoundState,
    SampleSource,
)
from fidelity.reviews.samples.models import Sample, SampleState, SampleText
from organisation.models import Person, Role, RoleAssignment, Unit
from organisation.process import ProcessStep
from tests.browser.site import Site

TEXTS = {
    SamplePart.MAPPING: (
        "Utredning vecka 9. [BARN 1] är fem år och bor med [MAMMA] och [PAPPA]. Båda är vårdnadshavare och har hörts var för sig.\n\n"
        "Skada: En lördag i [MÅNAD ÅR] slog [PAPPA] sönder köksdörren medan [BARN 1] satt under bordet. [BARN 1] kissade på sig och "
        "sov inte den natten. Det har hänt två gånger till, med ett halvår emellan.\n\n"
        "Gör det svårare: [PAPPA] har varit utan arbete sedan i höstas. Huset ligger långt från grannar.\n\n"
        "Det som fungerar: [MAMMA] läser för [BARN 1] varje kväll. Två gånger har hon tagit [BARN 1] till [MORMOR] innan "
        "det blev bråk, och [BARN 1] sov då hela natten."
    ),
    SamplePart.DANGER_AND_GOALS: (
        "Fara: [MAMMA], [MORMOR] och [HANDLÄGGARE 1] är rädda att [PAPPA] blir så arg att han slår sönder saker eller slår någon, "
        "medan [BARN 1] ser på. Då kan [BARN 1] bli skadad, eller så rädd att det inte går att sova.\n\n"
        "Mål: När [PAPPA] känner att han blir arg går han ut, ringer [FARBROR] och kommer hem först när han är lugn. "
        "[BARN 1] är hos [MORMOR] under tiden. [MORMOR] ska ha sett det i tre månader.\n\n"
        "Skala: [MAMMA] sätter 5, [PAPPA] 8, [MORMOR] 3."
    ),
    SamplePart.CHILD: (
        "Tre hus, ritade på förskolan. Oroshuset: ”När dörren gick sönder.” Det goda huset: ”När mamma läser.” "
        "Drömhuset: ”Att det är tyst på natten.”"
    ),
    SamplePart.PROCESS: (
        "Ärendet togs upp i en gruppkartläggning vecka 7. Frågan om vem som hör bråket på natten ställdes sedan till [MORMOR]."
    ),
}

CRITERIA = ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "d1", "d2", "d3", "e1", "e2")
EVERYTHING = dict.fromkeys(CRITERIA, "2")


def open_round(session: Session, *, name: str = "Våren", days_left: int = 20) -> ReviewRound:
    """A round of the demo's municipality whose samples are being rated."""
    document = select(PublishedDocument.id).where(
        PublishedDocument.key == "instruments/case-file", PublishedDocument.language == "sv"
    )
    today = clock.today()
    kept = ReviewRound(
        municipality_id=session.scalars(select(Unit.municipality_id).limit(1)).one(),
        name=name,
        document_id=session.scalars(document).one(),
        state=RoundState.RATING,
        source=SampleSource.UNITS,
        first_day=today - timedelta(days=300),
        last_day=today - timedelta(days=60),
        hand_in_by=today - timedelta(days=10),
        rate_by=today + timedelta(days=days_left),
        samples_per_unit=1,
        share_twice=20,
        fewest_twice=1,
        seed="5eed",
        retention_days=30,
        retention_decision="GB 2026:4",
    )
    session.add(kept)
    session.flush()
    return kept


def coaches(session: Session) -> Sequence[int]:
    """The demo's coaches, the persona first."""
    rows = session.execute(
        select(Person.id, Person.email)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role == Role.COACH)
        .order_by(Person.id)
    )
    return [row.id for row in sorted(rows, key=lambda row: row.email != "coach@demo.invalid")]


def put_on_desks(
    session: Session,
    kept: ReviewRound,
    raters: Mapping[Part, int],
    *,
    number: int,
    step: ProcessStep = ProcessStep.INVESTIGATION,
    texts: Mapping[SamplePart, str] = TEXTS,
) -> dict[Part, int]:
    """A released sample with who rates it; the ids of the assignments."""
    unit = session.scalars(select(Unit.id).where(Unit.municipality_id == kept.municipality_id).limit(1)).one()
    own = {"municipality_id": kept.municipality_id}
    sample = Sample(
        **own,
        key=str(uuid.uuid4()),
        round_id=kept.id,
        unit_id=unit,
        number=number,
        step=step,
        language="sv",
        state=SampleState.RELEASED,
        place=number,
        is_rated_twice=len(raters) > 1,
        handed_in_on=clock.today(),
    )
    session.add(sample)
    session.flush()
    session.add_all(SampleText(**own, sample_id=sample.id, part=part, text=text) for part, text in texts.items())
    found = {}
    for part, person_id in raters.items():
        is_known = select(RoundRater.id).where(RoundRater.round_id == kept.id, RoundRater.person_id == person_id)
        if session.scalar(is_known) is None:
            session.add(RoundRater(**own, round_id=kept.id, person_id=person_id))
        assignment = Assignment(
            **own,
            sample_id=sample.id,
            person_id=person_id,
            part=part,
            state=AssignmentState.OPEN,
            assigned_on=clock.today(),
        )
        session.add(assignment)
        session.flush()
        found[part] = assignment.id
    return found


def answer(
    session: Session, assignment_id: int, answers: Mapping[str, str], *, comment: str = "", submits: bool = False
) -> None:
    """Let a rater have answered, the first criterion with a comment and a place in the text, and submitted where asked for."""
    assignment = session.get_one(Assignment, assignment_id)
    own = {"municipality_id": assignment.municipality_id}
    rows = [
        Rating(
            **own,
            assignment_id=assignment_id,
            criterion=name,
            answer=code,
            comment="",
            operation=new_operation(clock.now()),
        )
        for name, code in answers.items()
    ]
    session.add_all(rows)
    session.flush()
    rows[0].comment = comment
    session.add(Evidence(**own, rating_id=rows[0].id, part=SamplePart.MAPPING, begins=0, ends=17))
    if submits:
        assignment.state, assignment.submitted_at = AssignmentState.SUBMITTED, clock.now()


def assignment_on(site: Site, number: int) -> int:
    """The coach's assignment to the sample of that number."""
    return int(
        site.one(
            "select review_assignment.id from review_assignment join review_sample on review_sample.id = sample_id"
            " where number = ? and review_assignment.person_id = ?",
            number,
            site.person("coach"),
        )
    )


BEGUN, SUBMITTED, SHOWN, DISPUTED = range(901, 905)
"""The numbers of the coach's samples: one that is begun, one whose second rater has not submitted, one that is shown, one to adjudicate."""


def fill_the_desk(site: Site) -> None:
    """Put a sample in every state on the coach's desk."""
    with site.app.extensions["metodstod_database"].transaction() as session:
        kept = open_round(session)
        coach, second, third, *_ = coaches(session)
        pair = {Part.FIRST: coach, Part.SECOND: second}
        begun = put_on_desks(session, kept, pair, number=BEGUN)
        answer(session, begun[Part.FIRST], {"a1": "3", "a2": "eb"}, comment="Skadan är daterad.")
        alone = put_on_desks(session, kept, pair, number=SUBMITTED)
        answer(session, alone[Part.FIRST], EVERYTHING, comment="Skadan är daterad.", submits=True)
        shown = put_on_desks(session, kept, pair, number=SHOWN)
        answer(session, shown[Part.FIRST], EVERYTHING, comment="Skadan är daterad.", submits=True)
        answer(session, shown[Part.SECOND], EVERYTHING | {"a1": "3"}, comment="Allvaret framgår.", submits=True)
        others = {Part.FIRST: second, Part.SECOND: third, Part.ADJUDICATOR: coach}
        disputed = put_on_desks(session, kept, others, number=DISPUTED)
        answer(session, disputed[Part.FIRST], EVERYTHING, submits=True)
        answer(session, disputed[Part.SECOND], EVERYTHING | {"a1": "4", "e2": "eb"}, submits=True)
