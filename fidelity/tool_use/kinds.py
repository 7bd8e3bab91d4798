"""The kinds of process that a municipality has: the common ones that it uses, and its own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.tool_use.models import ProcessKind
from fidelity.tool_use.rules import (
    COMMON_KINDS,
    INVESTIGATION,
    PRELIMINARY_ASSESSMENT,
    SAFETY_PLANNING,
    SERVICE,
)
from organisation.models import Municipality

KIND_NAMED = Event("process-kind-named", "kind", "name", says=_l("Kind of process added or renamed"))
KIND_USE_DECIDED = Event("process-kind-use", "kind", "is_used", says=_l("Kind of process taken in or out of use"))
OWN = "own-"
"""How the key of a municipality's own kind begins; the rest is random, so that no key says what a name once said."""


class NameTaken(DomainError):
    """Another kind has that name."""


class LastKind(DomainError):
    """There has to be a kind for new processes."""


_NAMES = {
    PRELIMINARY_ASSESSMENT: _l("Preliminary assessment"),
    INVESTIGATION: _l("Investigation"),
    SERVICE: _l("Service"),
    SAFETY_PLANNING: _l("Safety planning"),
}


def common_name(key: str) -> str:
    """The name of a common kind; the key itself for a municipality's own."""
    return str(_NAMES.get(key, key))


@dataclass(frozen=True)
class Kind:
    """A kind of process as a municipality knows it; one that is no longer used still has its figures."""

    key: str
    name: str
    is_used: bool = True
    is_own: bool = False


def kinds(session: Session, municipality_id: int) -> Sequence[Kind]:
    """Every kind of the municipality, the common ones first in the order of the work, then its own by name."""
    rows = {
        row.key: row
        for row in session.scalars(select(ProcessKind).where(ProcessKind.municipality_id == municipality_id))
    }
    common = [Kind(key, str(_NAMES[key]), is_used=rows[key].is_used if key in rows else True) for key in COMMON_KINDS]
    own = [
        Kind(row.key, row.name or row.key, is_used=row.is_used, is_own=True)
        for row in rows.values()
        if row.key not in COMMON_KINDS
    ]
    return [*common, *sorted(own, key=lambda kind: kind.name.lower())]


def used_kinds(session: Session, municipality_id: int) -> Sequence[Kind]:
    """The kinds that a new process may be of."""
    return [kind for kind in kinds(session, municipality_id) if kind.is_used]


def kind_of(session: Session, municipality_id: int, key: str) -> Kind | None:
    """The kind with that key."""
    return next((kind for kind in kinds(session, municipality_id) if kind.key == key), None)


def add_kind(session: Session, municipality_id: int, name: str, *, actor: Actor, now: datetime) -> None:
    """Add a kind of the municipality's own. Raises NameTaken."""
    _lock(session, municipality_id)
    _refuse_taken(session, municipality_id, name, but=None)
    key = OWN + secrets.token_hex(8)
    session.add(ProcessKind(municipality_id=municipality_id, key=key, name=name, is_used=True))
    record(session, KIND_NAMED, actor=actor, at=now, kind=key, name=name)


def rename_kind(session: Session, municipality_id: int, key: str, name: str, *, actor: Actor, now: datetime) -> None:
    """Give one of the municipality's own kinds another name; its processes and figures are the same. Raises NameTaken."""
    _lock(session, municipality_id)
    _refuse_taken(session, municipality_id, name, but=key)
    _row(session, municipality_id, key).name = name
    record(session, KIND_NAMED, actor=actor, at=now, kind=key, name=name)


def set_use(session: Session, municipality_id: int, key: str, *, is_used: bool, actor: Actor, now: datetime) -> None:
    """Let new processes be of the kind, or no longer. Raises LastKind."""
    _lock(session, municipality_id)
    used = {kind.key for kind in used_kinds(session, municipality_id)}
    if (key in used) == is_used:
        return
    if used == {key}:
        raise LastKind(_l("A new process has to be of some kind. Use another kind before you stop using this one."))
    _row(session, municipality_id, key).is_used = is_used
    record(session, KIND_USE_DECIDED, actor=actor, at=now, kind=key, is_used=is_used)


def _lock(session: Session, municipality_id: int) -> None:
    """Let nobody else decide of the municipality's kinds until this transaction ends."""
    session.execute(select(Municipality.id).where(Municipality.id == municipality_id).with_for_update(key_share=True))


def _row(session: Session, municipality_id: int, key: str) -> ProcessKind:
    """What the municipality has decided of the kind; a new row where it has not decided anything of a common one."""
    found = session.scalar(
        select(ProcessKind).where(ProcessKind.municipality_id == municipality_id, ProcessKind.key == key)
    )
    if found is None:
        found = ProcessKind(municipality_id=municipality_id, key=key, name=None)
        session.add(found)
    return found


def _refuse_taken(session: Session, municipality_id: int, name: str, *, but: str | None) -> None:
    taken = {kind.name.casefold() for kind in kinds(session, municipality_id) if kind.key != but}
    if name.casefold() in taken:
        raise NameTaken(_l("There is a kind with that name already. Use that one, or write another name."))
