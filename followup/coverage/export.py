"""Coverage as tables for files: what the page shows, with the day and how the figures were made."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from core.i18n import write_day
from core.tables import Cell
from followup.coverage.queries import PersonRow
from followup.coverage.rules import OUTSIDE, Figures
from followup.coverage.words import bucket_counts, bucket_name
from organisation.queries import UnitRow
from training.rules import Bucket


def note(course: str, day: date, known_on: date) -> str:
    """The sentence above every exported table."""
    return _(
        "%(course)s, as it stood on %(day)s by what was known on %(known)s.",
        course=course,
        day=write_day(day, year=True),
        known=write_day(known_on, year=True),
    )


def figures_table(
    rows: Iterable[tuple[UnitRow, Figures]], *, section_word: str, unit_word: str, with_outside: bool
) -> list[Sequence[Cell]]:
    """A heading row and a row per unit. Who may not see people gets no figures on leave and exemption, which are small."""
    outside = OUTSIDE if with_outside else ()
    heading: list[Cell] = [section_word, unit_word]
    heading += [_("On the staff list")] if with_outside else []
    heading += [
        _("Are to have the course"),
        *(bucket_counts(one) for one in (Bucket.COMPLETED, Bucket.UNDER_WAY, Bucket.NOT_STARTED)),
    ]
    heading += [bucket_counts(one) for one in outside]
    heading += [
        _("Employed at least 90 days: are to have the course"),
        _("Employed at least 90 days: completed"),
        _("Hired within a year: are to have the course"),
        _("Hired within a year: completed"),
        _("Median days from start to completion"),
    ]
    return [heading, *(_figures_row(unit, figures, outside) for unit, figures in rows)]


def _figures_row(unit: UnitRow, figures: Figures, outside: Sequence[Bucket]) -> list[Cell]:
    return [
        unit.section_name,
        unit.name,
        *([figures.staff] if outside else []),
        figures.to_take,
        figures.completed,
        figures.buckets[Bucket.UNDER_WAY],
        figures.buckets[Bucket.NOT_STARTED],
        *(figures.buckets[bucket] for bucket in outside),
        figures.seasoned_to_take,
        figures.seasoned_completed,
        figures.new_to_take,
        figures.new_completed,
        figures.median_days,
    ]


def people_table(rows: Iterable[PersonRow], *, section_word: str, unit_word: str) -> list[Sequence[Cell]]:
    """A heading row and a row per person."""
    heading: list[Cell] = [
        section_word,
        unit_word,
        _("Name"),
        _("Employee number"),
        _("Stands as"),
        _("Employed since"),
        _("Due on"),
        _("Overdue"),
    ]
    names = {bucket: bucket_name(bucket) for bucket in Bucket}
    overdue = {True: _("yes"), False: ""}
    return [heading, *(_person_row(row, names[row.bucket], overdue[row.is_late]) for row in rows)]


def _person_row(row: PersonRow, stands_as: str, overdue: str) -> list[Cell]:
    return [
        row.section_name,
        row.unit_name,
        row.name,
        row.employee_number,
        stands_as,
        row.employed_since.isoformat() if row.employed_since else "",
        row.due_on.isoformat() if row.due_on else "",
        overdue,
    ]
