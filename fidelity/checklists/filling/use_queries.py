"""How checklists are used in a section or unit: how many were finished, and how their items were answered. Never by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.publishing import PublishedDocument
from core.small_numbers import hide_small
from fidelity.checklists.filling.models import ChecklistCount
from fidelity.checklists.filling.rules import DONE, FINISHED, REASONS, HalfYear
from fidelity.checklists.filling.sheets import Version, version_of
from organisation.access import Permission, Viewer
from organisation.queries import UnitRow, units

Count = int | None
"""A figure, None where it is hidden."""


@dataclass(frozen=True)
class Area:
    """What a page is about: a section, or a unit for those who see no more than that."""

    name: str
    unit_ids: tuple[int, ...]
    section_id: int | None = None
    unit_id: int | None = None


def areas(session: Session, viewer: Viewer) -> Sequence[Area]:
    """The sections in reach; and the units in reach of sections that are not, since a section without one of its units gives that away."""
    reach = viewer.reach(Permission.SEE_TOOL_USE)
    known = units(session, viewer.municipality_id)
    sections: dict[int, list[UnitRow]] = {}
    for unit in known:
        if reach.holds_section(unit.section_id):
            sections.setdefault(unit.section_id, []).append(unit)
    return [
        *(
            Area(inside[0].section_name, tuple(one.id for one in inside), section_id=section_id)
            for section_id, inside in sections.items()
        ),
        *(
            Area(unit.name, (unit.id,), unit_id=unit.id)
            for unit in known
            if unit.id in reach.unit_ids and unit.section_id not in sections
        ),
    ]


@dataclass(frozen=True)
class ItemUse:
    """How often an item was done, did not apply, and was left without an answer; and how often it did not apply for each reason."""

    item: str
    done: Count
    not_applicable: Count
    unanswered: Count
    reasons: Mapping[str, Count]


@dataclass(frozen=True)
class ChecklistUse:
    """A published version of a checklist: how many were finished, and how each item was answered."""

    version: Version
    finished: int
    items: Sequence[ItemUse]

    @property
    def most_skipped(self) -> ItemUse | None:
        """The item that was done most seldom, of those whose figure is shown; None when all was done."""
        shown = [one for one in self.items if one.done is not None and one.done < self.finished]
        return min(shown, key=lambda one: one.done or 0, default=None)


def checklist_use(
    session: Session, viewer: Viewer, area: Area, half_year: HalfYear, language: str, *, smallest: int
) -> Sequence[ChecklistUse]:
    """The checklists that were finished often enough in the area in a half-year, the most used first. Translations count as one."""
    version = (PublishedDocument.municipality_id, PublishedDocument.key, PublishedDocument.version)
    rows = session.execute(
        select(
            *version,
            ChecklistCount.item,
            ChecklistCount.answer,
            func.sum(ChecklistCount.finished),
            func.min(ChecklistCount.document_id),
        )
        .join(PublishedDocument, PublishedDocument.id == ChecklistCount.document_id)
        .where(
            ChecklistCount.municipality_id == viewer.municipality_id,
            ChecklistCount.half_year == half_year.number,
            ChecklistCount.unit_id.in_(area.unit_ids),
        )
        .group_by(*version, ChecklistCount.item, ChecklistCount.answer)
    )
    found: dict[tuple[int | None, str, int], _Counted] = {}
    for own, key, number, item, answer, finished, document_id in rows:
        counted = found.setdefault((own, key, number), _Counted(document_id, {}))
        counted.answers[item, answer] = int(finished)
    used = [
        _use(version_of(session, viewer.municipality_id, one.document_id, language), one.answers, smallest)
        for one in found.values()
        if one.answers[FINISHED, FINISHED] >= smallest
    ]
    return sorted(used, key=lambda one: (-one.finished, one.version.checklist.title.lower()))


@dataclass(frozen=True)
class _Counted:
    document_id: int
    answers: dict[tuple[str, str], int]


def _use(version: Version, answers: Mapping[tuple[str, str], int], smallest: int) -> ChecklistUse:
    finished = answers[FINISHED, FINISHED]
    return ChecklistUse(
        version, finished, [_item_use(item, finished, answers, smallest) for item in version.sheet.items]
    )


def _item_use(item: str, finished: int, answers: Mapping[tuple[str, str], int], smallest: int) -> ItemUse:
    """An item's figures: three that add up to the finished ones, and the reasons, that add up to one of the three."""
    done, reasons = answers.get((item, DONE.code), 0), [answers.get((item, code), 0) for code in REASONS]
    skipped = sum(reasons)
    was_done, not_applicable, unanswered = hide_small([done, skipped, finished - done - skipped], smallest=smallest)
    shown = [None] * len(reasons) if not_applicable is None else hide_small(reasons, smallest=smallest)
    return ItemUse(item, was_done, not_applicable, unanswered, dict(zip(REASONS, shown, strict=True)))
