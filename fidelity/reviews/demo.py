"""The demo's reviews: a round that is closed and erased, one that is being rated, and one that asks for samples. All texts are invented."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.screen.replacing import Decisions, Keep, KeepReason
from fidelity.reviews.calibration.queries import calibration_samples
from fidelity.reviews.calibration.samples import CalibrationSample
from fidelity.reviews.instruments.queries import row_in_use
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating import service as rating
from fidelity.reviews.rating.queries import Task, sheet_of
from fidelity.reviews.rating.rules import Operation, SetAnswer, SetGate, SetTool, new_operation
from fidelity.reviews.rounds import assigning, people
from fidelity.reviews.rounds import service as rounds
from fidelity.reviews.rounds.models import Assignment, AssignmentState, ReviewRound, SampleSource
from fidelity.reviews.rounds.service import Plan
from fidelity.reviews.samples import erasing, handing_in
from fidelity.reviews.samples import service as samples
from fidelity.reviews.samples.handing_in import Beginning, Excerpt
from fidelity.reviews.samples.looking import look
from fidelity.reviews.samples.models import Sample, SampleState
from organisation.models import Employment, Municipality, Role, RoleAssignment, Unit

SEED = 2026
LANGUAGE = "sv"
INSTRUMENT = "case-file"
DECISION = "GB 2025:12 (påhittat)"
UNITS = (
    "Utredning barn 1",
    "Utredning barn 2",
    "Utredning barn 3",
    "Utredning ungdom 1",
    "Utredning ungdom 2",
    "Öppenvård familj",
)
STEADY, SHAKY = 0.85, 0.14
"""How often a rater says what the excerpt is worth, and how often one level more or less; the rest is two levels off."""
TOOLS = ("three-column-mapping", "danger-statement", "safety-goal", "three-houses", "network-map", "safety-plan")


@dataclass(frozen=True)
class Town:
    """The municipality with what its reviews need."""

    municipality_id: int
    units: Mapping[str, int]
    raters: tuple[int, ...]
    supporter: Actor
    staff: Mapping[int, Sequence[int]]

    def writer(self, unit_id: int) -> Actor:
        """Somebody who works in the unit."""
        return Actor(self.staff[unit_id][0], self.municipality_id)


def fill(session: Session, *, today: date) -> None:
    """Let the large municipality review its work. When there is a round already, or nobody to plan one, nothing happens."""
    if session.scalar(select(ReviewRound.id).limit(1)) is not None:
        return
    town = _town(session, today)
    if town is None:
        return
    dice = random.Random(SEED)
    texts = calibration_samples().of_instrument(INSTRUMENT, LANGUAGE)
    last = _round(session, town, "Första omgången", today - timedelta(days=210), UNITS, samples=6)
    _hand_in(session, town, last, [_short(one) for one in texts], 6, dice)
    _draw(session, town, last, today - timedelta(days=180))
    _rate(session, town, last, dice, today - timedelta(days=150), share=1.0)
    rounds.close_round(session, last, is_sure=True, actor=town.supporter, now=_at(today - timedelta(days=120)))
    erasing.erase_round(session, last, actor=town.supporter, now=_at(today - timedelta(days=85)))
    now_rated = _round(session, town, "Andra omgången", today - timedelta(days=40), UNITS[:4], samples=3)
    _hand_in(session, town, now_rated, texts, 3, dice)
    _draw(session, town, now_rated, today - timedelta(days=12))
    _rate(session, town, now_rated, dice, today - timedelta(days=5), share=0.4)
    asks = _round(session, town, "Tredje omgången", today - timedelta(days=7), UNITS[1:4], samples=5)
    _hand_in(session, town, asks, texts[:2], 1, dice, released=1)


def _town(session: Session, today: date) -> Town | None:
    municipality_id = session.scalar(
        select(Municipality.id).where(Municipality.is_fictional).order_by(Municipality.id).limit(1)
    )
    if municipality_id is None:
        return None
    rows = session.execute(select(Unit.name, Unit.id).where(Unit.municipality_id == municipality_id))
    units = {row.name: row.id for row in rows}
    supporter = session.scalar(
        select(RoleAssignment.person_id)
        .where(RoleAssignment.municipality_id == municipality_id, RoleAssignment.role == Role.METHOD_SUPPORTER)
        .limit(1)
    )
    raters = tuple(one.person_id for one in people.possible_raters(session, municipality_id, today))
    if supporter is None or not raters or not set(UNITS) <= set(units):
        return None
    staff: dict[int, list[int]] = {}
    for row in session.execute(
        select(Employment.unit_id, Employment.person_id)
        .where(Employment.municipality_id == municipality_id, Employment.ends_on.is_(None))
        .where(Employment.person_id.not_in([*raters, supporter]))
        .order_by(Employment.starts_on, Employment.person_id)
    ):
        staff.setdefault(row.unit_id, []).append(row.person_id)
    return Town(municipality_id, units, raters, Actor(supporter, municipality_id), staff)


def _round(session: Session, town: Town, name: str, opened: date, units: Sequence[str], *, samples: int) -> ReviewRound:
    """A round that was planned and opened on a day."""
    first = date(opened.year, 1 if opened.month <= 6 else 7, 1) - timedelta(days=1)
    plan = Plan(
        name=name,
        document_id=row_in_use(INSTRUMENT),
        source=SampleSource.UNITS,
        first_day=date(first.year, 1 if first.month <= 6 else 7, 1),
        last_day=first,
        hand_in_by=opened + timedelta(days=28),
        rate_by=opened + timedelta(days=80),
        samples_per_unit=samples,
        share_twice=20,
        fewest_twice=10,
        retention_days=30,
        retention_decision=DECISION,
        unit_ids=tuple(town.units[unit] for unit in units),
        rater_ids=town.raters,
    )
    kept = rounds.plan_round(session, town.municipality_id, plan, actor=town.supporter, now=_at(opened))
    rounds.open_round(session, kept, actor=town.supporter, now=_at(opened))
    return kept


def _hand_in(
    session: Session,
    town: Town,
    kept: ReviewRound,
    texts: Sequence[CalibrationSample],
    each: int,
    dice: random.Random,
    *,
    released: int | None = None,
) -> None:
    """So many samples from each of the round's units, released by the method supporter; only the first ones when `released` says so."""
    opened = kept.opened_on or clock.today()
    found: dict[str, Decisions] = {}
    handed_in = [(unit_id, number) for unit_id in sorted(rounds.units_of(session, kept)) for number in range(each)]
    for count, (unit_id, number) in enumerate(handed_in):
        written = dice.choice(texts)
        parts = {part: written.parts.get(part, "") for part in SamplePart}
        if written.id not in found:
            found[written.id] = {item.key: Keep(KeepReason.TELLS_NOTHING) for item in look(parts, {}).items}
        excerpt = Excerpt(written.step, parts, found[written.id], is_attested=True)
        beginning = Beginning(str(UUID(int=dice.getrandbits(128), version=4)), unit_id, None)
        day = _at(opened + timedelta(days=1 + number))
        sample = handing_in.hand_in(session, kept, beginning, excerpt, actor=town.writer(unit_id), now=day)
        if released is None or count < released:
            samples.release(
                session, sample, revision=sample.revision, actor=town.supporter, now=day + timedelta(hours=3)
            )


def _short(one: CalibrationSample) -> CalibrationSample:
    """Only the first paragraph of each part: these are erased before anybody reads them."""
    return replace(one, parts={part: text.partition("\n\n")[0][:200] for part, text in one.parts.items()})


def _draw(session: Session, town: Town, kept: ReviewRound, day: date) -> None:
    assigning.draw_samples(session, kept, is_sure=True, actor=town.supporter, now=_at(day))


def _rate(session: Session, town: Town, kept: ReviewRound, dice: random.Random, day: date, *, share: float) -> None:
    """Let raters answer a share of what they have, each unit's work being a little better or worse; adjudicators after them."""
    lean = {unit_id: dice.choice((-1, 0, 0, 1)) for unit_id in sorted(rounds.units_of(session, kept))}
    worth: dict[int, dict[str, int]] = {}
    for count, task in enumerate(_tasks(session, kept)):
        if dice.random() >= share:
            continue
        if task.sample.id not in worth:
            worth[task.sample.id] = {}
        _answer(
            session,
            town,
            task,
            worth[task.sample.id],
            lean[task.sample.unit_id],
            dice,
            _at(day) + timedelta(minutes=50 * count),
        )


def _tasks(session: Session, kept: ReviewRound) -> Iterator[Task]:
    """What is open, adjudications that come of it too."""
    seen: set[int] = set()
    while True:
        rows = session.execute(
            select(Assignment, Sample)
            .join(Sample, Sample.id == Assignment.sample_id)
            .where(Sample.round_id == kept.id, Sample.state == SampleState.RELEASED)
            .where(Assignment.state == AssignmentState.OPEN, Assignment.id.not_in(seen))
            .order_by(Assignment.id)
        ).all()
        if not rows:
            return
        for assignment, sample in rows:
            seen.add(assignment.id)
            yield Task(assignment, sample, kept)


def _answer(
    session: Session, town: Town, task: Task, worth: dict[str, int], lean: int, dice: random.Random, now: datetime
) -> None:
    sheet = sheet_of(session, task, LANGUAGE)
    highest = max(int(one) for one in sheet.answers if one.isdigit())
    operations: list[Operation] = []
    for criterion in sheet.criteria:
        true = worth.setdefault(criterion, min(max(dice.choice((1, 2, 2, 3)) + lean, 0), highest))
        operations.append(SetAnswer(new_operation(now), criterion, _said(true, highest, dice), None))
    operations += [SetGate(new_operation(now), gate, dice.choice(("yes", "yes", "yes", "na"))) for gate in sheet.gates]
    operations += [
        SetTool(new_operation(now), tool, is_seen=True) for tool in TOOLS if tool in sheet.tools and dice.random() < 0.5
    ]
    rater = Actor(task.assignment.person_id, town.municipality_id)
    rating.keep(session, task.assignment, sheet, operations)
    rating.submit(session, task.assignment, sheet, actor=rater, now=now)


def _said(true: int, highest: int, dice: random.Random) -> str:
    """What a rater says of an excerpt's worth: mostly that, now and then something near, seldom that it can't be judged."""
    luck = dice.random()
    if luck < 0.01:
        return "eb"
    if luck < STEADY:
        return str(true)
    step = 1 if luck < STEADY + SHAKY else 2
    return str(min(max(true + dice.choice((-step, step)), 0), highest))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), clock.STOCKHOLM)
