"""What can only be seen to be wrong in a staff file when its rows are held against each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from core.table_files.faults import Fault
from core.table_files.faults import sentence as _
from core.table_files.headings import Headings
from organisation.rules import Span
from organisation.staff_import.headings import Column
from organisation.staff_import.rows import ReadRow

Found = tuple[ReadRow, Column, str]
Employment = tuple[str, date | None]
"""What tells a person's employments apart in a file: the unit, in small letters, and the first day."""


def check_rows(rows: Sequence[ReadRow], headings: Headings[Column]) -> Iterator[Fault]:
    """Every fault between rows, each told at the later of the two."""
    repeated = set()
    for row, first in _repeated(rows):
        repeated.add(row.line)
        yield Fault(row.line, "", _("The row is the same as on line %(line)s. Keep one of them.", line=first.line))
    once = [row for row in rows if row.line not in repeated]
    for row, column, advice in (*_between_people(once), *_within_people(once)):
        yield Fault(row.line, headings.written(column), advice)


def overlap(one: Span, other: Span) -> bool:
    """Whether the spans share a day."""
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (one.ends_on or date.max)


def _repeated(rows: Iterable[ReadRow]) -> Iterator[tuple[ReadRow, ReadRow]]:
    first: dict[tuple[object, ...], ReadRow] = {}
    for row in rows:
        seen = row if row.faults else first.setdefault(row.content, row)
        if seen is not row:
            yield row, seen


def _between_people(rows: Sequence[ReadRow]) -> Iterator[Found]:
    number, email, unit = Column.NUMBER, Column.EMAIL, Column.UNIT
    yield from _told(Column.NAME, _differing(rows, number, Column.NAME), _other_name)
    yield from _told(email, _differing(rows, number, email), _other_email)
    yield from _told(email, _differing(rows, email, number), _others_email)
    yield from _told(unit, _differing(rows, unit, Column.SECTION, key=str.casefold, value=str.casefold), _other_section)
    for column in (unit, Column.SECTION):
        for row, first in _differing(rows, column, column, key=str.casefold):
            advice = _(
                "The name is written %(other)s on line %(line)s. Write capital and small letters alike.",
                other=first.texts[column],
                line=first.line,
            )
            yield row, column, advice


def _told(
    column: Column, found: Iterable[tuple[ReadRow, ReadRow]], advice: Callable[[ReadRow], str]
) -> Iterator[Found]:
    """The rows that were found, each with what to say of the row it does not go with."""
    for row, other in found:
        yield row, column, advice(other)


def _same(text: str) -> str:
    return text


def _differing(
    rows: Iterable[ReadRow],
    by: Column,
    what: Column,
    *,
    key: Callable[[str], str] = _same,
    value: Callable[[str], str] = _same,
) -> Iterator[tuple[ReadRow, ReadRow]]:
    """The rows whose `what` is another than in the first row with the same `by`, with that first row."""
    firsts: dict[str, ReadRow] = {}
    for row in rows:
        if row.has(by, what):
            first = firsts.setdefault(key(row.texts[by]), row)
            if value(first.texts[what]) != value(row.texts[what]):
                yield row, first


def _within_people(rows: Iterable[ReadRow]) -> Iterator[Found]:
    people: dict[str, list[ReadRow]] = defaultdict(list)
    for row in rows:
        if row.has(Column.NUMBER, Column.UNIT, Column.START, Column.END) and _is_in_order(row.span):
            people[row.texts[Column.NUMBER]].append(row)
    for own in people.values():
        if len(own) > 1:
            yield from _of_one_person(own)


def _is_in_order(span: Span) -> bool:
    return span.ends_on is None or span.starts_on <= span.ends_on


def _of_one_person(rows: Sequence[ReadRow]) -> Iterator[Found]:
    employments: dict[Employment, list[ReadRow]] = defaultdict(list)
    for row in rows:
        employments[(row.texts[Column.UNIT].casefold(), row.days[Column.START])].append(row)
    for same in employments.values():
        yield from _of_one_employment(same)
    firsts = [same[0] for same in employments.values()]
    units: dict[str, list[ReadRow]] = defaultdict(list)
    for row in firsts:
        units[row.texts[Column.UNIT].casefold()].append(row)
    for own in units.values():
        yield from _told(Column.START, _overlapping([(row, row.span) for row in own]), _twice_in_unit)
    primary = [(row, row.span) for row in firsts if row.is_primary]
    yield from _told(Column.PRIMARY, _overlapping(primary), _two_primaries)


def _overlapping(rows: Sequence[tuple[ReadRow, Span]]) -> Iterator[tuple[ReadRow, ReadRow]]:
    """Rows whose span shares days with that of another row, which comes second; a row is told once at most."""
    latest: tuple[ReadRow, Span] | None = None
    for row, span in sorted(rows, key=lambda one: (one[1].starts_on, one[0].line)):
        if latest and overlap(latest[1], span):
            first, second = sorted((latest[0], row), key=lambda one: one.line)
            yield second, first
        if latest is None or (latest[1].ends_on or date.max) < (span.ends_on or date.max):
            latest = row, span


def _of_one_employment(rows: Sequence[ReadRow]) -> Iterator[Found]:
    """Rows that tell of one employment, because it has several leaves: they must agree on all else."""
    first, *others = rows
    for row in others:
        if row.days[Column.END] != first.days[Column.END]:
            yield row, Column.END, _said_otherwise(first)
        if row.texts.get(Column.POSITION) != first.texts.get(Column.POSITION) and row.has(Column.POSITION):
            yield row, Column.POSITION, _said_otherwise(first)
        if row.is_primary != first.is_primary:
            yield row, Column.PRIMARY, _said_otherwise(first)
    away = [(row, row.leave) for row in rows if row.leave and _is_in_order(row.leave)]
    yield from _told(Column.LEAVE_FROM, _overlapping(away), _overlapping_leave)


def _other_name(other: ReadRow) -> str:
    return _(
        "The employee number has another name on line %(line)s. Write the same name on both lines, or correct the number.",
        line=other.line,
    )


def _other_email(other: ReadRow) -> str:
    return _(
        "The employee number has another e-mail address on line %(line)s. Write the same address on both lines, "
        "or correct the number.",
        line=other.line,
    )


def _others_email(other: ReadRow) -> str:
    return _(
        "The e-mail address belongs to another employee number on line %(line)s. Give each person an address of their own.",
        line=other.line,
    )


def _other_section(other: ReadRow) -> str:
    return _(
        "The unit stands under another section on line %(line)s. Write the same section, "
        "or give the units names that differ.",
        line=other.line,
    )


def _twice_in_unit(other: ReadRow) -> str:
    return _(
        "The person is already in this unit during those days, on line %(line)s. "
        "Keep one of the lines, or write days that do not overlap.",
        line=other.line,
    )


def _two_primaries(other: ReadRow) -> str:
    return _(
        "The person has another main employment during those days, on line %(line)s. Write yes on one of the lines.",
        line=other.line,
    )


def _overlapping_leave(other: ReadRow) -> str:
    return _("The leave overlaps with the one on line %(line)s. Write days that do not overlap.", line=other.line)


def _said_otherwise(other: ReadRow) -> str:
    return _(
        "Line %(line)s says something else about the same employment. Write the same on both lines.", line=other.line
    )
