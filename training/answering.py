"""Answering a knowledge check: attempts in which each question is answered once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import DomainError
from training.catalogue import Question
from training.models import CheckAnswer, CheckAttempt, Enrolment
from training.rules import is_passed
from training.service import At, Learner, current_enrolment, finish_step


class NothingChosen(DomainError):
    """An answer needs at least one chosen option."""

    status = 422


def choose(
    session: Session, learner: Learner, at: At, question: Question, chosen: Collection[str], *, now: datetime
) -> None:
    """Keep a choice that is not yet an answer; an answered question stays as it is."""
    attempt = _open_attempt(session, learner, at, now)
    row = _answers(session, attempt).get(question.id) or _draft(session, learner, attempt, question)
    if row.answered_at is None:
        row.chosen = _known(question, chosen)


def answer(
    session: Session, learner: Learner, at: At, question: Question, chosen: Collection[str], *, now: datetime
) -> None:
    """Answer a question, once in each attempt; the last answer finishes the attempt and may pass the check.

    Raises NothingChosen.
    """
    answer_all(session, learner, at, {question.id: chosen}, now=now)


def answer_all(
    session: Session, learner: Learner, at: At, chosen: Mapping[str, Collection[str]], *, now: datetime
) -> None:
    """Answer several of a check's questions at once, `chosen` by the question's id. Raises NothingChosen."""
    attempt = _open_attempt(session, learner, at, now)
    rows = _answers(session, attempt)
    for question in at.step.questions:
        if question.id not in chosen:
            continue
        row = rows.get(question.id) or _draft(session, learner, attempt, question)
        if row.answered_at is None:
            _settle(row, question, chosen[question.id], now)
        rows[question.id] = row
    _finish_if_all_answered(session, learner, at, attempt, rows, now)


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


def _answers(session: Session, attempt: CheckAttempt) -> dict[str, CheckAnswer]:
    """What has been chosen in an attempt, by the question's id."""
    return {
        row.question: row for row in session.scalars(select(CheckAnswer).where(CheckAnswer.attempt_id == attempt.id))
    }


def _draft(session: Session, learner: Learner, attempt: CheckAttempt, question: Question) -> CheckAnswer:
    row = CheckAnswer(
        municipality_id=learner.municipality_id,
        attempt_id=attempt.id,
        question=question.id,
        chosen=[],
        is_right=None,
        answered_at=None,
    )
    session.add(row)
    return row


def _settle(row: CheckAnswer, question: Question, chosen: Collection[str], now: datetime) -> None:
    known = _known(question, chosen)
    if not known:
        raise NothingChosen(_l("Choose an answer first."))
    row.chosen = known
    row.is_right = frozenset(known) == question.right
    row.answered_at = now


def _known(question: Question, chosen: Collection[str]) -> list[str]:
    """Those of the chosen ids that the question has; a question with one answer takes the first."""
    known = [option.id for option in question.options if option.id in chosen]
    return known if question.takes_several else known[:1]


def _finish_if_all_answered(
    session: Session, learner: Learner, at: At, attempt: CheckAttempt, rows: Mapping[str, CheckAnswer], now: datetime
) -> None:
    answers = [rows.get(question.id) for question in at.step.questions]
    if attempt.finished_at is not None or any(row is None or row.answered_at is None for row in answers):
        return
    attempt.finished_at = now
    attempt.has_passed = is_passed(sum(row is not None and bool(row.is_right) for row in answers), len(answers))
    if attempt.has_passed:
        finish_step(session, learner, at, now=now)
