"""The kinds of process that a municipality has: the common ones that it uses, and its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.tool_use.models import ProcessKind
from fidelity.tool_use.rules import (
    COMMON_KINDS,
    INVESTIGATION,
    PRELIMINARY_ASSESSMENT,
    SAFETY_PLANNING,
    SERVICE,
)

_NAMES = {
    PRELIMINARY_ASSESSMENT: _l("Preliminary assessment"),
    INVESTIGATION: _l("Investigation"),
    SERVICE: _l("Service"),
    SAFETY_PLANNING: _l("Safety planning"),
}


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
