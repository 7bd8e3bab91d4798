"""The audit log: what was done or refused, by whom, to what. Declared events, so that no row can be vague."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base, Database


class AuditEvent(Base):
    """One thing that happened. Rows are only ever added."""

    __tablename__ = "audit_event"

    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)


@dataclass(frozen=True)
class Actor:
    """Who did it: a person, or the installation itself (both None)."""

    person_id: int | None = None
    municipality_id: int | None = None


class Event:
    """A kind of audit row with the keys it must carry, neither more nor fewer, and what it says to a reader of the log."""

    registered: dict[str, "Event"] = {}  # noqa: RUF012  one table of events for the whole program

    def __init__(self, name: str, *keys: str, says: str = "") -> None:
        if name in self.registered:
            raise ValueError(f"the audit event {name!r} is declared twice")
        self.name = name
        self.says = says or name
        self.keys = frozenset(keys)
        self.registered[name] = self

    def row(self, actor: Actor, at: datetime, subject: dict[str, Any]) -> AuditEvent:
        """The row to add; raises ValueError when its keys are not the declared ones."""
        if subject.keys() != self.keys:
            raise ValueError(f"{self.name} carries {sorted(self.keys)}, not {sorted(subject)}")
        return AuditEvent(
            at=at,
            name=self.name,
            municipality_id=actor.municipality_id,
            actor_id=actor.person_id,
            subject={key: _plain(value) for key, value in subject.items()},
        )


_in_words: dict[str, Callable[[Any], str]] = {}
_key_names: dict[str, object] = {}


def name_keys(names: Mapping[str, object]) -> None:
    """Say what the values under some keys are called, as texts that are translated when they are read."""
    _key_names.update(names)


def key_name(key: str) -> str:
    """What the values under a key are called; a key without a name is shown as it is."""
    return str(_key_names.get(key, key))


def say(key: str, in_words: Callable[[Any], str]) -> None:
    """Let a slice say what the values under a key stand for, to a reader of the log."""
    _in_words[key] = in_words


def said(key: str, value: Any) -> str:
    """A logged value in words, as far as a slice has said what it stands for."""
    return _in_words.get(key, str)(value)


def record(session: Session, event: Event, *, actor: Actor, at: datetime, **subject: Any) -> None:
    """Add the event to the change it speaks of: both are committed, or neither."""
    session.add(event.row(actor, at, subject))


def record_apart(database: Database, event: Event, *, actor: Actor, at: datetime, **subject: Any) -> None:
    """Write the event in a transaction of its own, for what was read, refused or failed."""
    with database.transaction() as session:
        session.add(event.row(actor, at, subject))


def _plain(value: Any) -> Any:
    """A value as JSON can carry it, on one line and not endless, so that a log reader can't be led astray."""
    if isinstance(value, str):
        return " ".join(value.split())[:200]
    if isinstance(value, bool | int | None):
        return value
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return str(value)
