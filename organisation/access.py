"""Who may do what: one table from role to permissions, the viewer, and the mark that every view carries."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import abort, current_app
from flask_babel import lazy_gettext as _l
from flask_login import UserMixin, current_user

from core import access, clock
from core.audit import Actor, Event, record_apart
from core.database import current_database, roll_back_request
from organisation.models import Role

ACCESS_REFUSED = Event("access-refused", "permission", says=_l("Access refused"))


class Permission(StrEnum):
    """Something a person may be allowed to do."""

    LEARN = "learn"
    SEE_COVERAGE = "see-coverage"
    SEE_WHO_IS_COVERED = "see-who-is-covered"
    SEE_WHO_IS_IN_INTRODUCTION = "see-who-is-in-introduction"
    MANAGE_PEOPLE = "manage-people"
    READ_AUDIT_LOG = "read-audit-log"
    REGISTER_WORK = "register-work"
    SEE_TOOL_USE = "see-tool-use"
    TELL_PROCESS_COUNTS = "tell-process-counts"
    IMPORT_PROCESSES = "import-processes"
    SET_PROCESS_KINDS = "set-process-kinds"
    WRITE_CHECKLISTS = "write-checklists"
    HAND_OVER_WORK = "hand-over-work"
    HAND_IN_SAMPLES = "hand-in-samples"
    RELEASE_SAMPLES = "release-samples"
    RATE_SAMPLES = "rate-samples"
    PLAN_ROUNDS = "plan-rounds"
    SEE_REVIEWS = "see-reviews"


EVERYBODY: frozenset[Permission] = frozenset({Permission.LEARN, Permission.REGISTER_WORK, Permission.HAND_IN_SAMPLES})
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COACH: frozenset(
        {
            Permission.SEE_COVERAGE,
            Permission.SEE_WHO_IS_IN_INTRODUCTION,
            Permission.SEE_TOOL_USE,
            Permission.RELEASE_SAMPLES,
            Permission.RATE_SAMPLES,
            Permission.SEE_REVIEWS,
        }
    ),
    Role.METHOD_SUPPORTER: frozenset(
        {
            Permission.SEE_COVERAGE,
            Permission.SEE_TOOL_USE,
            Permission.IMPORT_PROCESSES,
            Permission.SET_PROCESS_KINDS,
            Permission.WRITE_CHECKLISTS,
            Permission.RELEASE_SAMPLES,
            Permission.PLAN_ROUNDS,
            Permission.SEE_REVIEWS,
        }
    ),
    Role.UNIT_MANAGER: frozenset(
        {
            Permission.SEE_COVERAGE,
            Permission.SEE_WHO_IS_COVERED,
            Permission.SEE_TOOL_USE,
            Permission.TELL_PROCESS_COUNTS,
            Permission.HAND_OVER_WORK,
            Permission.SEE_REVIEWS,
        }
    ),
    Role.SECTION_MANAGER: frozenset(
        {
            Permission.SEE_COVERAGE,
            Permission.SEE_WHO_IS_COVERED,
            Permission.SEE_TOOL_USE,
            Permission.TELL_PROCESS_COUNTS,
            Permission.HAND_OVER_WORK,
            Permission.SEE_REVIEWS,
        }
    ),
    Role.MANAGEMENT: frozenset(
        {Permission.SEE_COVERAGE, Permission.SEE_WHO_IS_COVERED, Permission.SEE_TOOL_USE, Permission.SEE_REVIEWS}
    ),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_PEOPLE, Permission.READ_AUDIT_LOG, Permission.IMPORT_PROCESSES}),
    Role.INVITED_RATER: frozenset({Permission.RATE_SAMPLES}),
}


def granted(roles: Collection[Role]) -> frozenset[Permission]:
    """What one with these roles may do somewhere. Who was invited to rate sees that and nothing else, whatever else they were given."""
    if Role.INVITED_RATER in roles:
        return PERMISSIONS[Role.INVITED_RATER]
    return EVERYBODY.union(*(PERMISSIONS[role] for role in roles))


class SecondFactorNeeded(Exception):
    """The viewer may do it, once a code has confirmed this browser; `organisation/second_factor` answers by asking for one."""


@dataclass(frozen=True)
class ScopedRole:
    """A role with where it holds: a section, a unit, or everywhere in the municipality when both are None."""

    role: Role
    section_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Reach:
    """Where in the own municipality a permission holds."""

    everywhere: bool = False
    section_ids: frozenset[int] = frozenset()
    unit_ids: frozenset[int] = frozenset()

    def holds_section(self, section_id: int) -> bool:
        """Whether it holds in the whole section."""
        return self.everywhere or section_id in self.section_ids

    def holds_unit(self, unit_id: int, section_id: int) -> bool:
        """Whether it holds in the unit, which lies in the section."""
        return self.holds_section(section_id) or unit_id in self.unit_ids

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.section_ids or self.unit_ids)


@dataclass(frozen=True)
class Viewer(UserMixin):
    """The signed-in person of a request, with what the request needs to know about them."""

    id: int
    municipality_id: int
    municipality_name: str
    section_word: str
    unit_word: str
    is_fictional: bool
    opened_on: date
    name: str
    language: str | None
    roles: tuple[ScopedRole, ...]
    session_id: int = 0
    has_second_factor: bool = False
    """Whether a second factor has confirmed this signed-in browser."""

    @property
    def actor(self) -> Actor:
        """The viewer as the audit log knows them."""
        return Actor(self.id, self.municipality_id)

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the viewer may do somewhere."""
        return granted([scoped.role for scoped in self.roles])

    def may(self, permission: Permission) -> bool:
        """Whether the viewer may do it somewhere."""
        return permission in self.permissions

    def reach(self, permission: Permission) -> Reach:
        """Where the viewer may do it."""
        granting = [one for one in self.roles if self.may(permission) and permission in PERMISSIONS[one.role]]
        return Reach(
            everywhere=any(scoped.section_id is None and scoped.unit_id is None for scoped in granting),
            section_ids=frozenset(scoped.section_id for scoped in granting if scoped.section_id is not None),
            unit_ids=frozenset(scoped.unit_id for scoped in granting if scoped.unit_id is not None),
        )


def viewer() -> Viewer:
    """The signed-in person; only to be called behind an access mark."""
    person: Viewer = current_user._get_current_object()
    return person


def requires(permission: Permission, *, with_second_factor: bool = False) -> Callable[[access.View], access.View]:
    """Mark a view: only for those who may do this somewhere. It never scopes rows; every fetch takes the viewer.

    With a second factor it is also asked for a code, once in each signed-in browser.
    """

    def check() -> None:
        if not current_user.is_authenticated:
            abort(401)
        if not viewer().may(permission):
            refuse(permission)
        if with_second_factor:
            ask_for_second_factor()

    def put(view: access.View) -> access.View:
        view.needs_second_factor = with_second_factor  # type: ignore[attr-defined]
        return access.mark(view, check, permission.value)

    return put


def ask_for_second_factor() -> None:
    """Go on only in a browser that a second factor has confirmed; for a view that needs it now and then. Raises SecondFactorNeeded."""
    if not viewer().has_second_factor:
        raise SecondFactorNeeded


def signed_in(view: access.View) -> access.View:
    """Mark a view: for everybody who is signed in."""

    def check() -> None:
        if not current_user.is_authenticated:
            abort(401)

    return access.mark(view, check, "signed-in")


def refuse(permission: Permission) -> None:
    """Log the refusal and answer 403."""
    roll_back_request()
    record_apart(current_database(), ACCESS_REFUSED, actor=viewer().actor, at=clock.now(), permission=permission.value)
    abort(403)


def demo_is_on() -> bool:
    """Whether this installation is the local demo."""
    return bool(current_app.config["DEMO"])
