"""Signing in and out: sessions that live in the database, passwords, one-time links."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record, record_apart
from core.database import Database
from core.errors import DomainError
from organisation.models import PasswordLink, Person, SignedInSession
from organisation.sign_in import throttle
from organisation.sign_in.passwords import refuse_weak
from organisation.sign_in.queries import Limits, may_enter
from organisation.sign_in.throttle import TooManyAttempts

SIGNED_IN = Event("signed-in", "person_id", "way", says=_l("Signed in"))
SIGN_IN_FAILED = Event("sign-in-failed", "account", "address", says=_l("Sign-in failed"))
SIGN_IN_THROTTLED = Event("sign-in-throttled", "account", "address", says=_l("Sign-in refused after too many attempts"))
SIGNED_OUT = Event("signed-out", "person_id", says=_l("Signed out"))
SIGNED_OUT_EVERYWHERE = Event("signed-out-everywhere", "person_id", says=_l("Signed out everywhere"))
PASSWORD_LINK_MADE = Event("password-link-made", "person_id", says=_l("Link for choosing a password made"))
PASSWORD_SET = Event("password-set", "person_id", says=_l("Password chosen"))

LINK_DAYS = 7
SEEN_EVERY = timedelta(minutes=1)

hasher = PasswordHasher()
_NO_PASSWORD = hasher.hash(secrets.token_urlsafe())


class WrongNameOrPassword(DomainError):
    """No open account has this e-mail and password; which of them is wrong is not said."""

    status = 401


class LinkNotValid(DomainError):
    """The one-time link is unknown, used or too old."""

    status = 410


def digest(text: str) -> str:
    """SHA-256 in hexadecimal: what is stored of a token or of a throttled key."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign_in(database: Database, session: Session, *, email: str, password: str, address: str, now: datetime) -> Person:
    """Find the person with this e-mail and password. Raises TooManyAttempts or WrongNameOrPassword; both are logged apart."""
    account = email.strip().lower()
    keys = (digest(f"account {account}"), digest(f"address {address}"))
    found = session.execute(
        select(
            Person.id, Person.municipality_id, Person.password_hash, may_enter(clock.local_day(now)).label("may_enter")
        ).where(Person.email == account)
    ).one_or_none()
    of_municipality = Actor(None, found.municipality_id if found else None)
    failures = throttle.failures(session, keys, within=throttle.MINUTE, now=now)
    session.rollback()  # neither the log nor the slow comparison below must wait for this transaction
    if failures >= throttle.FAILURES_A_MINUTE:
        record_apart(database, SIGN_IN_THROTTLED, actor=of_municipality, at=now, account=keys[0], address=address)
        raise TooManyAttempts(_l("There were five failed attempts. Wait one minute and try again."))
    stored = found.password_hash if found and found.may_enter and found.password_hash else _NO_PASSWORD
    if not _matches(stored, password) or found is None:
        _note_failure(database, keys, of_municipality, address, now)
        raise WrongNameOrPassword(_l("The e-mail address or the password is wrong. Check both and try again."))
    person = session.get_one(Person, found.id)
    if hasher.check_needs_rehash(stored):
        person.password_hash = hasher.hash(password)
    return person


def open_session(session: Session, person: Person, *, way: str, now: datetime) -> str:
    """Sign the person in; returns the new token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(SignedInSession(token_hash=digest(token), person_id=person.id, created_at=now, seen_at=now))
    record(session, SIGNED_IN, actor=_actor(person), at=now, person_id=person.id, way=way)
    return token


def close_session(session: Session, token: str, *, actor: Actor, now: datetime) -> None:
    """Sign this browser out."""
    session.execute(delete(SignedInSession).where(SignedInSession.token_hash == digest(token)))
    record(session, SIGNED_OUT, actor=actor, at=now, person_id=actor.person_id)


def forget_ended_sessions(session: Session, limits: Limits, *, now: datetime) -> None:
    """Clear away the rows of sessions that time has ended."""
    session.execute(
        delete(SignedInSession).where(
            or_(SignedInSession.seen_at < now - limits.idle, SignedInSession.created_at < now - limits.absolute)
        )
    )


def drop_session(session: Session, token: str) -> None:
    """Forget the session that a new sign-in replaces."""
    session.execute(delete(SignedInSession).where(SignedInSession.token_hash == digest(token)))


def close_all_sessions(session: Session, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Sign the person out everywhere."""
    session.execute(delete(SignedInSession).where(SignedInSession.person_id == person_id))
    record(session, SIGNED_OUT_EVERYWHERE, actor=actor, at=now, person_id=person_id)


def keep_alive(database: Database, session_id: int, *, seen_at: datetime, now: datetime) -> None:
    """Note that the session was seen, at most once a minute."""
    if now - seen_at >= SEEN_EVERY:
        with database.aside("session seen") as session:
            session.execute(update(SignedInSession).where(SignedInSession.id == session_id).values(seen_at=now))


def make_password_link(session: Session, person: Person, *, actor: Actor, now: datetime) -> str:
    """Make a one-time link's token for the person; earlier unused links stop working."""
    session.execute(delete(PasswordLink).where(PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(
        PasswordLink(
            token_hash=digest(token), person_id=person.id, created_at=now, expires_at=now + timedelta(days=LINK_DAYS)
        )
    )
    record(session, PASSWORD_LINK_MADE, actor=actor, at=now, person_id=person.id)
    return token


def person_of_link(session: Session, token: str, *, now: datetime) -> Person:
    """Whose password the link sets. Raises LinkNotValid."""
    person = session.scalar(
        select(Person)
        .join(PasswordLink, PasswordLink.person_id == Person.id)
        .where(
            PasswordLink.token_hash == digest(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > now,
            may_enter(clock.local_day(now)),
        )
    )
    if person is None:
        raise LinkNotValid(_l("The link has been used or is too old. Ask your administrator for a new one."))
    return person


def set_password(session: Session, token: str, password: str, *, now: datetime) -> Person:
    """Set the password of the link's person, use the link up and sign the person out everywhere else.

    Raises LinkNotValid or WeakPassword.
    """
    person = person_of_link(session, token, now=now)
    refuse_weak(password, own_words=(person.name, person.email))
    used = session.execute(
        update(PasswordLink)
        .where(PasswordLink.token_hash == digest(token), PasswordLink.used_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkNotValid(_l("The link has been used or is too old. Ask your administrator for a new one."))
    person.password_hash = hasher.hash(password)
    session.execute(delete(SignedInSession).where(SignedInSession.person_id == person.id))
    record(session, PASSWORD_SET, actor=_actor(person), at=now, person_id=person.id)
    return person


def _actor(person: Person) -> Actor:
    return Actor(person.id, person.municipality_id)


def _note_failure(database: Database, keys: tuple[str, str], actor: Actor, address: str, now: datetime) -> None:
    with database.transaction() as apart:
        throttle.note_failure(apart, keys, now=now)
        record(apart, SIGN_IN_FAILED, actor=actor, at=now, account=keys[0], address=address)


def _matches(stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
