"""Turning the second factor on and off, and confirming a signed-in browser by a code."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record, record_apart
from core.database import Database
from core.errors import DomainError
from core.security import derived
from organisation.models import Person, SignedInSession
from organisation.second_factor import rules
from organisation.second_factor.models import RecoveryCode, SecondFactor
from organisation.second_factor.queries import has_factor, seed_being_set_up
from organisation.sign_in import throttle
from organisation.sign_in.service import digest
from organisation.sign_in.throttle import TooManyAttempts

ADDED = Event("second-factor-added", "person_id", says=_l("Two-step verification turned on"))
REMOVED = Event("second-factor-removed", "person_id", says=_l("Two-step verification turned off"))
RESET = Event("second-factor-reset", "person_id", "reset_because", says=_l("Two-step verification reset"))
CONFIRMED = Event("second-factor-confirmed", "person_id", says=_l("Confirmed with a code"))
FAILED = Event("second-factor-failed", "person_id", "address", says=_l("Wrong code in two-step verification"))
THROTTLED = Event("second-factor-throttled", "person_id", "address", says=_l("Code refused after too many attempts"))
CODE_USED = Event("recovery-code-used", "person_id", "codes_left", says=_l("Recovery code used"))
CODES_MADE = Event("recovery-codes-made", "person_id", says=_l("New recovery codes made"))

FAILURES_AN_HOUR = 10
"""With three codes that are right at any time, so many tries find one in a year with a chance of one in four."""


class WrongCode(DomainError):
    """The code is not right now, or has been used."""

    status = 422


class NotOn(DomainError):
    """There is no second factor to ask for, change or reset."""


class AlreadyOn(DomainError):
    """The second factor is on, so it can't be set up once more."""


class NothingBegun(DomainError):
    """Nothing is being set up in this browser."""


class OwnFactor(DomainError):
    """An administrator turns the own one off with a code, like everybody else."""


@dataclass(frozen=True)
class Browser:
    """A signed-in browser: whose it is, which session, and from which network address it asks."""

    actor: Actor
    person_id: int
    session_id: int
    address: str


def secret_of(seed: str) -> bytes:
    """The key that an app holds: made of the stored seed and the site's own secret, so that the database alone gives nobody a code."""
    return derived(f"second factor {seed}")[: rules.SECRET_BYTES]


def begin(session: Session, browser: Browser) -> None:
    """Make the seed of a new second factor, seen in this browser only, or go on with the one that was begun. Raises AlreadyOn."""
    _refuse_second(session, browser.person_id)
    if seed_being_set_up(session, browser.session_id) is None:
        _change_session(session, browser, second_factor_seed=rules.new_seed())


def add(session: Session, browser: Browser, code: str, *, now: datetime) -> list[str]:
    """Turn on what was begun in this browser, which a right code proves; returns the recovery codes, shown this once.

    Raises AlreadyOn, NothingBegun or WrongCode.
    """
    _refuse_second(session, browser.person_id)
    seed = seed_being_set_up(session, browser.session_id)
    if seed is None:
        raise NothingBegun(_l("Begin again: nothing is being set up in this browser."))
    step = rules.matching_step(secret_of(seed), code, now=now, last_step=0)
    if step is None:
        raise WrongCode(_l("That code is not the one the app shows now. Write the one it shows, before it changes."))
    codes = enrol(session, browser.person_id, seed, last_step=step, actor=browser.actor, now=now)
    _change_session(session, browser, second_factor_seed=None, second_factor_at=now)
    return codes


def enrol(session: Session, person_id: int, seed: str, *, last_step: int, actor: Actor, now: datetime) -> list[str]:
    """Give the person a second factor with recovery codes, which are returned."""
    factor = SecondFactor(person_id=person_id, seed=seed, added_at=now, last_step=last_step)
    session.add(factor)
    session.flush()
    record(session, ADDED, actor=actor, at=now, person_id=person_id)
    return _new_codes(session, factor.id)


def confirm(database: Database, session: Session, browser: Browser, code: str, *, now: datetime) -> None:
    """Confirm the browser by a code from the app or a recovery code, until it is signed out.

    Raises NotOn, TooManyAttempts or WrongCode; the last two are logged apart.
    """
    _use(database, session, browser, code, now)
    _change_session(session, browser, second_factor_at=now)
    record(session, CONFIRMED, actor=browser.actor, at=now, person_id=browser.person_id)


def renew_recovery_codes(
    database: Database, session: Session, browser: Browser, code: str, *, now: datetime
) -> list[str]:
    """Make new recovery codes, shown this once; the ones before stop working. Raises as `confirm` does."""
    factor_id = _use(database, session, browser, code, now)
    session.execute(delete(RecoveryCode).where(RecoveryCode.second_factor_id == factor_id))
    record(session, CODES_MADE, actor=browser.actor, at=now, person_id=browser.person_id)
    return _new_codes(session, factor_id)


def remove(database: Database, session: Session, browser: Browser, code: str, *, now: datetime) -> None:
    """Turn the second factor off. Raises as `confirm` does."""
    _use(database, session, browser, code, now)
    _take_away(session, browser.person_id)
    record(session, REMOVED, actor=browser.actor, at=now, person_id=browser.person_id)


def reset(session: Session, person: Person, because: str, *, actor: Actor, now: datetime) -> None:
    """Take a person's second factor away, such as when the phone is lost. Raises OwnFactor or NotOn."""
    if person.id == actor.person_id:
        raise OwnFactor(_l("You can't reset your own two-step verification. Turn it off with a code instead."))
    if not has_factor(session, person.id):
        raise NotOn(_l("Two-step verification is not on, so there is nothing to reset."))
    _take_away(session, person.id)
    record(session, RESET, actor=actor, at=now, person_id=person.id, reset_because=because)


def _use(database: Database, session: Session, browser: Browser, code: str, now: datetime) -> int:
    """Use a code up; returns the id of the second factor. A wrong one is counted and logged in a transaction of its own."""
    factor = session.scalar(select(SecondFactor).where(SecondFactor.person_id == browser.person_id))
    if factor is None:
        raise NotOn(_l("Two-step verification is not on. Turn it on first."))
    keys = (digest(f"second factor {browser.person_id}"),)
    _refuse_too_many(database, session, browser, keys, now)
    take = _take_recovery_code if rules.is_recovery_code(code) else _take_step
    if take(session, factor, browser, code, now):
        return factor.id
    session.rollback()  # what is written apart must not wait for this transaction
    with database.transaction() as apart:
        throttle.note_failure(apart, keys, now=now)
        record(apart, FAILED, actor=browser.actor, at=now, person_id=browser.person_id, address=browser.address)
    raise WrongCode(_l("The code is wrong or has been used. Wait until the app shows a new one, and write that."))


def _refuse_too_many(
    database: Database, session: Session, browser: Browser, keys: tuple[str, ...], now: datetime
) -> None:
    in_a_minute = throttle.failures(session, keys, within=throttle.MINUTE, now=now)
    in_an_hour = throttle.failures(session, keys, within=throttle.KEPT, now=now)
    if in_a_minute < throttle.FAILURES_A_MINUTE and in_an_hour < FAILURES_AN_HOUR:
        return
    session.rollback()
    record_apart(database, THROTTLED, actor=browser.actor, at=now, person_id=browser.person_id, address=browser.address)
    if in_an_hour >= FAILURES_AN_HOUR:
        raise TooManyAttempts(_l("There were ten wrong codes within an hour. Wait an hour, or ask your administrator."))
    raise TooManyAttempts(_l("There were five wrong codes. Wait one minute and try again."))


def _take_step(session: Session, factor: SecondFactor, _browser: Browser, code: str, now: datetime) -> bool:
    """Use a code of the app; of two who send the same one at once only the first has it."""
    step = rules.matching_step(secret_of(factor.seed), code, now=now, last_step=factor.last_step)
    if step is None:
        return False
    used = session.execute(
        update(SecondFactor)
        .where(SecondFactor.id == factor.id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def _take_recovery_code(session: Session, factor: SecondFactor, browser: Browser, code: str, now: datetime) -> bool:
    """Use a recovery code, once."""
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.second_factor_id == factor.id,
            RecoveryCode.code_hash == rules.recovery_hash(code, factor.id),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return False
    unused = select(func.count()).where(RecoveryCode.second_factor_id == factor.id, RecoveryCode.used_at.is_(None))
    left = session.scalar(unused) or 0
    record(session, CODE_USED, actor=browser.actor, at=now, person_id=browser.person_id, codes_left=left)
    return True


def _refuse_second(session: Session, person_id: int) -> None:
    """Raise AlreadyOn where there is a second factor; who sets one up in two browsers at once waits here."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if has_factor(session, person_id):
        raise AlreadyOn(_l("Two-step verification is on already."))


def _new_codes(session: Session, factor_id: int) -> list[str]:
    codes = rules.new_recovery_codes()
    session.add_all(
        RecoveryCode(second_factor_id=factor_id, code_hash=rules.recovery_hash(code, factor_id)) for code in codes
    )
    return codes


def _take_away(session: Session, person_id: int) -> None:
    """Take the second factor away, and what it had confirmed or was to become in any browser."""
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session.execute(
        update(SignedInSession)
        .where(SignedInSession.person_id == person_id)
        .values(second_factor_at=None, second_factor_seed=None)
    )


def _change_session(session: Session, browser: Browser, **values: datetime | str | None) -> None:
    session.execute(update(SignedInSession).where(SignedInSession.id == browser.session_id).values(**values))
