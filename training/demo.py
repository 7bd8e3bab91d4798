"""The demo's learning: two years of invented reading, answering and writing, from a fixed seed, through the learner's own services."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.publishing import document_id
from organisation.models import Employment, Municipality, Person, RoleAssignment, Unit
from organisation.sign_in.demo_people import PERSONAS, email_of
from training import answering, exemptions, reflecting, service
from training.catalogue import Course, Question, Step
from training.models import Enrolment
from training.service import At, Learner

SEED = 7
LAUNCHED_DAYS_AGO = 700
FAILS_FIRST = 0.15
PERSONA_EMAILS = frozenset(map(email_of, PERSONAS))
TEXTS = (
    "Jag skrev först om hur mamman är som person. När jag läste om det såg jag att ingen mening sa vad barnet hade varit med om.",
    "Det svåraste var att hålla isär det vi vet från det vi är rädda för. Jag tar med mig frågan om vem som gjorde vad.",
    "Jag vill pröva att fråga efter undantagen tidigare i samtalet, och skriva ner orden som de sägs.",
    "Jag märkte att jag gärna skriver insatser i stället för mål. Nästa gång börjar jag med vad barnet ska se hemma.",
)


@dataclass(frozen=True)
class _Life:
    """What the dice know of a person before they are thrown."""

    person_id: int
    municipality_id: int
    email: str
    first_day: date
    last_day: date
    unit: str


def fill(session: Session, courses: Sequence[Course], *, today: date) -> None:
    """Let the demo's people learn: the first course is for everybody. When anybody has begun a course already, nothing happens."""
    if session.scalar(select(Enrolment.id).limit(1)) is not None:
        return
    dice = random.Random(SEED)
    eager = {unit: dice.uniform(0.55, 0.98) for unit in session.scalars(select(Unit.name).order_by(Unit.name))}
    everybody, *more = courses
    lives = _lives(session, today)
    for life in lives:
        _learn(session, dice, everybody, life, eager[life.unit], today)
    for course in more:
        meant = set(session.scalars(select(RoleAssignment.person_id).where(RoleAssignment.role.in_(course.roles))))
        for life in lives:
            if life.person_id in meant and life.email not in PERSONA_EMAILS:
                _learn(session, dice, course, life, eager[life.unit], today)
    _exempt_some(session, dice, everybody, today)


def _lives(session: Session, today: date) -> list[_Life]:
    rows = session.execute(
        select(
            Person.id,
            Person.municipality_id,
            Person.email,
            Employment.hired_on,
            Employment.starts_on,
            Employment.ends_on,
            Unit.name,
        )
        .join(Employment, Employment.person_id == Person.id)
        .join(Unit, Unit.id == Employment.unit_id)
        .join(Municipality, Municipality.id == Person.municipality_id)
        .where(Municipality.is_fictional)
        .order_by(Person.id, Employment.starts_on)
    ).all()
    lives: dict[int, _Life] = {}
    for row in rows:
        if row.id not in lives:
            first_day = row.hired_on or row.starts_on
            lives[row.id] = _Life(row.id, row.municipality_id, row.email, first_day, row.ends_on or today, row.name)
    return list(lives.values())


def _learn(session: Session, dice: random.Random, course: Course, life: _Life, eagerness: float, today: date) -> None:
    """One person's way through the course, as far as it has come by today."""
    launched = today - timedelta(days=LAUNCHED_DAYS_AGO)
    is_old_hand = life.first_day < launched
    begins = (
        launched + timedelta(days=dice.randint(10, 420))
        if is_old_hand
        else life.first_day + timedelta(days=dice.randint(3, 35))
    )
    takes = dice.choice((25, 40, 60, 75, 90, 130)) + dice.randint(0, 20)
    is_willing = dice.random() < eagerness
    stops_at = len(course.steps) if is_willing or not dice.randint(0, 3) else dice.randint(0, len(course.steps) - 1)
    if life.email == email_of("new-hire"):
        return
    done: list[tuple[At, datetime]] = []
    for number, step in enumerate(course.steps[:stops_at]):
        day = _working_day(begins + timedelta(days=takes * number // len(course.steps)))
        if day > min(today, life.last_day):
            break
        now = datetime.combine(day, time(8 + number % 8, dice.randint(0, 59)), clock.STOCKHOLM)
        done.append((At(course, step, document_id(step.key, step.language)), now))
    learner = Learner(life.person_id, life.municipality_id)
    if done and life.email in PERSONA_EMAILS:
        for at, now in done:
            _do(session, dice, learner, at, now)
    elif done:
        service.finish_steps(session, learner, course, done)


def _do(session: Session, dice: random.Random, learner: Learner, at: At, now: datetime) -> None:
    """Do a step as a learner does it, answers and reflections included: for those whom one can sign in as."""
    if at.step.kind == "lesson":
        service.finish_step(session, learner, at, now=now)
    elif at.step.kind == "exercise":
        for one in at.step.reflections:
            reflecting.save_reflection(session, learner, at, one.id, dice.choice(TEXTS), seen_revision=0, now=now)
        reflecting.finish_exercise(session, learner, at, now=now)
    else:
        if dice.random() < FAILS_FIRST:
            wrong = {question.id: _wrong(question) for question in at.step.questions[:3]}
            answering.answer_all(session, learner, at, _right_answers(at.step) | wrong, now=now)
            answering.try_again(session, learner, at, now=now)
        answering.answer_all(session, learner, at, _right_answers(at.step), now=now)


def _right_answers(step: Step) -> dict[str, list[str]]:
    return {question.id: sorted(question.right) for question in step.questions}


def _wrong(question: Question) -> list[str]:
    return [next(option.id for option in question.options if not option.is_right)]


def _working_day(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _exempt_some(session: Session, dice: random.Random, course: Course, today: date) -> None:
    """Three who need not take the course, with a reason."""
    candidates = session.scalars(
        select(Person)
        .join(Employment, Employment.person_id == Person.id)
        .join(Unit, Unit.id == Employment.unit_id)
        .where(Employment.ends_on.is_(None), Unit.name == "Familjerätt")
        .order_by(Person.id)
    ).all()
    for person in dice.sample(list(candidates), min(3, len(candidates))):
        exemptions.exempt(
            session,
            person,
            course.id,
            starts_on=today - timedelta(days=200),
            ends_on=None,
            reason="Arbetar bara med familjerättsliga ärenden",
            actor=Actor(None, person.municipality_id),
            now=datetime.combine(today - timedelta(days=200), time(10), clock.STOCKHOLM),
        )
