"""Answering a knowledge check: attempts in which each question is answered once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Event, record
from core.errors import DomainError
from training.catalogue import Question
from training.models import CheckAnswer, CheckAttempt, Enrolment
from training.rules import is_passed
from training.service import At, Learner, current_enrolment, finish_step

CHECK_FINISHED = Event("check-finished", "person_id", "check", "attempt")


class NothingChosen(DomainError):
    """An answer needs at least one chosen option."""

    status = 422


def choose(
    session: Session, learner: Learner, at: At, question: Question, chosen: Collection[str], *, now: datetime
) -> None:
    """Keep a choice that is not yet an answer; an answered question stays as it is."""
    attempt = _open_attempt(session, learner, at, now)
    answer = _answer(session, learner, attempt, question)
    if answer.answered_at is None:
        answer.chosen = _known(question, chosen)


def answer(
    session: Session, learner: Learner, at: At, question: Question, chosen: Collection[str], *, now: datetime
) -> None:
    """Answer a question, once in each attempt; the last answer finishes the attempt and may pass the check.

    Raises NothingChosen.
    """
    known = _known(question, chosen)
    if not known:
        raise NothingChosen(_l("Choose an answer first."))
    attempt = _open_attempt(session, learner, at, now)
    row = _answer(session, learner, attempt, question)
    if row.answered_at is not None:
        return
    row.chosen = known
    row.is_right = frozenset(known) == question.right
    row.answered_at = now
    session.flush()
    _finish_attempt_if_all_answered(session, learner, at, attempt, now)


def try_again(session: Session, learner: Learner, at: At, *, now: datetime) -> None:
    """Begin a new attempt; when one is open already, nothing happens."""
    enrolment = current_enrolment(session, learner, at.course, now)
    last = _last_attempt(session, enrolment, at)
    if last is None or last.finished_at is not None:
        _new_attempt(session, learner, enrolment, at, (last.number if last else 0) + 1, now)


def _last_attempt(session: Session, enrolment: Enrolment, at: At) -> CheckAttempt | None:
    return session.scalar(
        select(CheckAttempt)
        .where(CheckAttempt.enrolment_id == enrolment.id, CheckAttempt.module == at.module_id)
        .order_by(CheckAttempt.number.desc())
        .limit(1)
    )


def _open_attempt(session: Session, learner: Learner, at: At, now: datetime) -> CheckAttempt:
    """The attempt that answers go to: the last one, finished or not, else the first one, begun now."""
    enrolment = current_enrolment(session, learner, at.course, now)
    return _last_attempt(session, enrolment, at) or _new_attempt(session, learner, enrolment, at, 1, now)


def _new_attempt(
    session: Session, learner: Learner, enrolment: Enrolment, at: At, number: int, now: datetime
) -> CheckAttempt:
    attempt = CheckAttempt(
        municipality_id=learner.municipality_id,
        enrolment_id=enrolment.id,
        module=at.module_id,
        number=number,
        document_id=at.document_id,
        started_at=now,
    )
    session.add(attempt)
    session.flush()
    return attempt


def _answer(session: Session, learner: Learner, attempt: CheckAttempt, question: Question) -> CheckAnswer:
    row = session.scalar(
        select(CheckAnswer).where(CheckAnswer.attempt_id == attempt.id, CheckAnswer.question == question.id)
    )
    if row is None:
        row = CheckAnswer(
            municipality_id=learner.municipality_id, attempt_id=attempt.id, question=question.id, chosen=[]
        )
        session.add(row)
    return row


def _known(question: Question, chosen: Collection[str]) -> list[str]:
    """Those of the chosen ids that the question has; a question with one answer takes the first."""
    known = [option.id for option in question.options if option.id in chosen]
    return known if question.takes_several else known[:1]


def _finish_attempt_if_all_answered(
    session: Session, learner: Learner, at: At, attempt: CheckAttempt, now: datetime
) -> None:
    rights: Mapping[str, bool | None] = dict(
        session.execute(
            select(CheckAnswer.question, CheckAnswer.is_right).where(
                CheckAnswer.attempt_id == attempt.id, CheckAnswer.answered_at.is_not(None)
            )
        ).tuples()
    )
    questions = [question.id for question in at.step.questions]
    if attempt.finished_at is not None or any(question not in rights for question in questions):
        return
    attempt.finished_at = now
    attempt.has_passed = is_passed(sum(bool(rights[question]) for question in questions), len(questions))
    record(
        session, CHECK_FINISHED, actor=learner.actor, at=now,
        person_id=learner.person_id, check=at.step.key, attempt=attempt.number,
    )  # fmt: skip
    if attempt.has_passed:
        finish_step(session, learner, at, now=now)
