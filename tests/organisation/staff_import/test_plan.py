"""The plan of an import: who is new, returned, moved, left, changed or unchanged, and that the same file again changes nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from organisation.rules import DAY, Span
from organisation.staff_import.checks import overlap
from organisation.staff_import.plan import (
    Difference,
    EmploymentState,
    ImportPlan,
    Kind,
    KnownEmployment,
    KnownLeave,
    KnownPerson,
    KnownStaff,
    Move,
    PersonChange,
    Step,
    What,
    make_plan,
)
from organisation.staff_import.staff_file import StaffRow

HIRED = date(2020, 3, 1)
TODAY = date(2026, 5, 15)
YESTERDAY = TODAY - DAY
IDS = count(1)


def row(number: str = "1", unit: str = "Mottagning", **changes: object) -> StaffRow:
    """A line about Anna, or about another when a number is given."""
    standard = StaffRow(
        line=2,
        employee_number=number,
        name="Anna Berg",
        email=f"person{number}@kommun.se",
        section="Barn och familj",
        unit=unit,
        position="Socialsekreterare",
        hired_on=HIRED,
        ends_on=None,
        leave=None,
        is_primary=False,
    )
    return replace(standard, **changes)  # type: ignore[arg-type]


def plan_of(rows: Iterable[StaffRow], known: KnownStaff, as_of: date = TODAY) -> ImportPlan:
    return make_plan(list(rows), known, as_of=as_of)


def written(known: KnownStaff, plan: ImportPlan) -> KnownStaff:
    """What is known once the plan has been written: the rules of the tables, in memory."""
    people = dict(known.people)
    for change in plan.people:
        people[change.employee_number] = _person_written(people.get(change.employee_number), change)
    units = known.units | dict(plan.new_units) | {unit: section for unit, _old, section in plan.moved_units}
    return KnownStaff(people, units, known.sections | set(plan.new_sections))


def _person_written(known: KnownPerson | None, change: PersonChange) -> KnownPerson:
    employments = {one.id: one for one in known.employments} if known else {}
    for one in change.employments:
        old = employments.pop(one.id, None) if one.id is not None else None
        assert (old.state if old else None) == one.before
        if one.after:
            assert one.after.ends_on is None or one.after.ends_on >= one.after.starts_on
            leaves = {leave.id: leave for leave in old.leaves} if old else {}
            for leave in one.leaves:
                known_leave = leaves.pop(leave.id, None) if leave.id is not None else None
                assert (known_leave.span if known_leave else None) == leave.before
                if leave.after:
                    assert leave.after.ends_on is None or leave.after.ends_on >= leave.after.starts_on
                    leave_id = leave.id or next(IDS)
                    leaves[leave_id] = KnownLeave(leave_id, leave.after)
            row_id = one.id or next(IDS)
            employments[row_id] = KnownEmployment(row_id, one.after, tuple(leaves.values()))
    return KnownPerson(
        id=known.id if known else next(IDS),
        employee_number=change.employee_number,
        name=change.name,
        email=change.email,
        is_closed=bool(known and known.is_closed and not change.reopens),
        employments=tuple(employments.values()),
    )


def after(*files: tuple[date, list[StaffRow]]) -> KnownStaff:
    """What is known after the files, one after the other."""
    known = KnownStaff()
    for as_of, rows in files:
        known = written(known, plan_of(rows, known, as_of))
    return known


def closed(known: KnownStaff) -> KnownStaff:
    return replace(known, people={number: replace(one, is_closed=True) for number, one in known.people.items()})


def states(known: KnownStaff, number: str = "1") -> list[EmploymentState]:
    """A person's employments in the order they began."""
    return sorted(
        (one.state for one in known.people[number].employments), key=lambda state: (state.starts_on, state.unit)
    )


def only(plan: ImportPlan) -> PersonChange:
    (person,) = plan.people
    return person


def spans(known: KnownStaff) -> list[tuple[str, date, date | None]]:
    return [(state.unit, state.starts_on, state.ends_on) for state in states(known)]


def test_new_person_starts_on_the_day_of_hiring() -> None:
    plan = plan_of([row()], KnownStaff())
    assert only(plan).kind is Kind.NEW
    assert plan.new_sections == ("Barn och familj",)
    assert plan.new_units == (("Mottagning", "Barn och familj"),)
    assert spans(written(KnownStaff(), plan)) == [("Mottagning", HIRED, None)]


def test_missing_day_of_hiring_starts_when_first_heard_of() -> None:
    (state,) = states(after((TODAY, [row(hired_on=None)])))
    assert (state.hired_on, state.starts_on) == (None, TODAY)


def test_missing_day_of_hiring_with_a_past_end_is_one_day() -> None:
    last = TODAY - 30 * DAY
    (state,) = states(after((TODAY, [row(hired_on=None, ends_on=last)])))
    assert (state.starts_on, state.ends_on) == (last, last)


def test_same_file_again_changes_nothing() -> None:
    plan = plan_of([row()], after((TODAY, [row()])))
    assert only(plan).kind is Kind.UNCHANGED
    assert plan.is_empty
    assert not plan.asks_first


def test_move_with_unchanged_hiring_begins_on_the_day_of_the_file() -> None:
    known = after((HIRED, [row()]))
    plan = plan_of([row(unit="Utredning")], known)
    assert only(plan).kind is Kind.MOVED
    assert only(plan).moves == (Move("Mottagning", "Utredning", TODAY),)
    assert only(plan).differences == ()
    assert spans(written(known, plan)) == [("Mottagning", HIRED, YESTERDAY), ("Utredning", TODAY, None)]


def test_move_with_a_later_hiring_begins_then() -> None:
    known = after((HIRED, [row()]), (TODAY, [row(unit="Utredning", hired_on=date(2026, 4, 1))]))
    assert spans(known) == [("Mottagning", HIRED, date(2026, 3, 31)), ("Utredning", date(2026, 4, 1), None)]


def test_move_told_ahead_lasts_until_then_and_follows_a_new_day() -> None:
    june, july = date(2026, 6, 1), date(2026, 7, 1)
    known = after((HIRED, [row()]), (TODAY, [row(unit="Utredning", hired_on=june)]))
    assert spans(known) == [("Mottagning", HIRED, june - DAY), ("Utredning", june, None)]
    again = plan_of([row(unit="Utredning", hired_on=june)], known, TODAY + DAY)
    assert again.is_empty
    postponed = written(known, plan_of([row(unit="Utredning", hired_on=july)], known, TODAY + DAY))
    assert spans(postponed) == [("Mottagning", HIRED, july - DAY), ("Utredning", july, None)]


def test_move_on_the_day_of_another_takes_its_place() -> None:
    known = after((HIRED, [row()]), (TODAY, [row(unit="Utredning")]))
    plan = plan_of([row(unit="Familjehem")], known)
    assert only(plan).kind is Kind.MOVED
    assert spans(written(known, plan)) == [("Mottagning", HIRED, YESTERDAY), ("Familjehem", TODAY, None)]


def test_move_before_the_first_day_keeps_that_day() -> None:
    june = date(2026, 6, 1)
    known = after((TODAY, [row(hired_on=june)]))
    plan = plan_of([row(unit="Utredning", hired_on=june)], known, TODAY + DAY)
    assert spans(written(known, plan)) == [("Utredning", june, None)]


def test_corrected_hiring_corrects_the_first_day() -> None:
    known = after((TODAY, [row()]))
    plan = plan_of([row(hired_on=date(2020, 4, 1))], known)
    assert only(plan).kind is Kind.CHANGED
    assert only(plan).differences == (Difference(What.START, HIRED, date(2020, 4, 1), "Mottagning"),)
    assert spans(written(known, plan)) == [("Mottagning", date(2020, 4, 1), None)]


def test_corrected_hiring_leaves_the_day_of_a_move() -> None:
    earlier = date(2019, 9, 1)
    known = after(
        (HIRED, [row()]), (TODAY, [row(unit="Utredning")]), (TODAY, [row(unit="Utredning", hired_on=earlier)])
    )
    assert spans(known)[1] == ("Utredning", TODAY, None)
    assert states(known)[1].hired_on == earlier


def test_hiring_told_at_last_corrects_the_day_first_heard_of() -> None:
    known = after((TODAY, [row(hired_on=None)]), (TODAY + DAY, [row()]))
    assert spans(known) == [("Mottagning", HIRED, None)]


def test_hiring_told_at_last_leaves_the_day_of_a_move() -> None:
    moved = [(HIRED, [row(hired_on=None)]), (TODAY, [row(unit="Utredning", hired_on=None)])]
    known = after(*moved, (TODAY + DAY, [row(unit="Utredning")]))
    assert spans(known) == [("Mottagning", HIRED, YESTERDAY), ("Utredning", TODAY, None)]


def test_who_is_not_in_the_file_has_left() -> None:
    known = after((HIRED, [row(), row("2")]))
    plan = plan_of([row("2")], known)
    assert {person.employee_number: person.kind for person in plan.people} == {"1": Kind.LEFT, "2": Kind.UNCHANGED}
    assert spans(written(known, plan)) == [("Mottagning", HIRED, YESTERDAY)]
    assert plan_of([row("2")], written(known, plan), TODAY + 5 * DAY).is_empty


def test_who_never_came_to_start_is_kept_without_the_employment() -> None:
    known = after((TODAY, [row(hired_on=date(2026, 6, 1)), row("2")]))
    plan = plan_of([row("2")], known)
    assert states(written(known, plan)) == []
    assert "1" in written(known, plan).people


def test_end_in_the_file_changes_and_a_past_one_means_left() -> None:
    known = after((HIRED, [row()]))
    ahead = plan_of([row(ends_on=date(2026, 8, 31))], known)
    assert only(ahead).kind is Kind.CHANGED
    assert only(ahead).differences == (Difference(What.END, None, date(2026, 8, 31), "Mottagning"),)
    assert ahead.ending == 0
    past = plan_of([row(ends_on=date(2026, 4, 30))], known)
    assert only(past).kind is Kind.LEFT
    assert past.ending == 1
    assert plan_of([row(ends_on=date(2026, 4, 30))], written(known, past), TODAY + DAY).is_empty


def test_end_of_a_past_employment_is_corrected() -> None:
    known = after((HIRED, [row()]), (TODAY, []))
    plan = plan_of([row(ends_on=date(2026, 4, 30))], known, TODAY + DAY)
    assert only(plan).kind is Kind.CHANGED
    assert spans(written(known, plan)) == [("Mottagning", HIRED, date(2026, 4, 30))]


def test_past_employment_out_of_the_file_stays() -> None:
    known = after((HIRED, [row()]), (TODAY, []))
    assert plan_of([], known, TODAY + 40 * DAY).people == ()


def test_returned_person_gets_a_new_employment_and_the_account_back() -> None:
    known = closed(after((HIRED, [row()]), (TODAY, [])))
    back = TODAY + 30 * DAY
    plan = plan_of([row()], known, back)
    assert only(plan).kind is Kind.RETURNED
    assert only(plan).reopens
    assert spans(written(known, plan)) == [("Mottagning", HIRED, YESTERDAY), ("Mottagning", back, None)]
    assert not written(known, plan).people["1"].is_closed


def test_return_that_hr_takes_back_leaves_history_as_it_was() -> None:
    back = TODAY + 30 * DAY
    known = after((HIRED, [row()]), (TODAY, []), (back, [row()]))
    corrected = written(known, plan_of([row(ends_on=YESTERDAY)], known, back + 9 * DAY))
    assert spans(corrected) == [("Mottagning", HIRED, YESTERDAY), ("Mottagning", back, back + 8 * DAY)]


def test_account_closed_by_hand_stays_closed_while_employed() -> None:
    known = closed(after((HIRED, [row()])))
    assert plan_of([row()], known).is_empty
    assert not only(plan_of([row(unit="Utredning")], known)).reopens


def test_two_employments_and_one_of_them_dropped() -> None:
    both = [row(is_primary=True), row(unit="Familjehem", hired_on=date(2024, 1, 8))]
    known = after((TODAY, both))
    plan = plan_of(both[:1], known)
    assert only(plan).kind is Kind.CHANGED
    assert spans(written(known, plan))[1] == ("Familjehem", date(2024, 1, 8), YESTERDAY)


def test_second_employment_with_the_same_hiring_begins_when_first_heard_of() -> None:
    known = after((HIRED, [row()]))
    plan = plan_of([row(), row(unit="Familjehem")], known)
    assert only(plan).kind is Kind.CHANGED
    assert only(plan).differences == (Difference(What.EMPLOYMENT, None, "Familjehem", "Familjehem"),)
    assert spans(written(known, plan)) == [("Mottagning", HIRED, None), ("Familjehem", TODAY, None)]


def test_who_moves_and_who_stays_are_told_apart_by_the_day_of_hiring() -> None:
    later = date(2024, 1, 8)
    known = after((TODAY, [row(unit="A"), row(unit="B", hired_on=later)]))
    plan = plan_of([row(unit="C", hired_on=later), row(unit="D")], known)
    assert {(move.before, move.after) for move in only(plan).moves} == {("A", "D"), ("B", "C")}


@pytest.mark.parametrize(
    ("change", "what", "before", "after_it"),
    [
        ({"name": "Anna Ek"}, What.NAME, "Anna Berg", "Anna Ek"),
        ({"email": "ek@kommun.se"}, What.EMAIL, "person1@kommun.se", "ek@kommun.se"),
        ({"position": "Gruppledare"}, What.POSITION, "Socialsekreterare", "Gruppledare"),
        ({"is_primary": True}, What.PRIMARY, False, True),
        ({"leave": Span(TODAY)}, What.LEAVE, None, Span(TODAY)),
    ],
)
def test_what_changed_is_told_before_and_after(
    change: dict[str, object], what: What, before: object, after_it: object
) -> None:
    plan = plan_of([row(**change)], after((HIRED, [row()])))
    assert only(plan).kind is Kind.CHANGED
    (difference,) = only(plan).differences
    assert (difference.what, difference.before, difference.after) == (what, before, after_it)


@pytest.mark.parametrize(
    ("known_leave", "in_file", "expected"),
    [
        (Span(TODAY + DAY), None, []),
        (Span(TODAY), None, []),
        (Span(YESTERDAY - DAY), None, [Span(YESTERDAY - DAY, YESTERDAY)]),
        (Span(YESTERDAY - DAY, TODAY), None, [Span(YESTERDAY - DAY, YESTERDAY)]),
        (Span(HIRED, YESTERDAY), None, [Span(HIRED, YESTERDAY)]),
        (Span(HIRED), Span(HIRED, TODAY), [Span(HIRED, TODAY)]),
        (Span(HIRED, YESTERDAY), Span(TODAY), [Span(HIRED, YESTERDAY), Span(TODAY)]),
    ],
)
def test_leave_follows_the_file(known_leave: Span, in_file: Span | None, expected: list[Span]) -> None:
    known = after((HIRED, [row(leave=known_leave)]), (TODAY, [row(leave=in_file)]))
    (employment,) = known.people["1"].employments
    assert sorted((leave.span for leave in employment.leaves), key=lambda span: span.starts_on) == expected


def test_several_leaves_of_one_employment() -> None:
    leaves = [Span(HIRED, HIRED + 9 * DAY), Span(TODAY)]
    known = after((TODAY, [row(leave=leave) for leave in leaves]))
    (employment,) = known.people["1"].employments
    assert [leave.span for leave in employment.leaves] == leaves


def test_leave_of_who_left_ends_with_the_employment() -> None:
    known = after((HIRED, [row(leave=Span(HIRED))]), (TODAY, []))
    (employment,) = known.people["1"].employments
    assert [leave.span for leave in employment.leaves] == [Span(HIRED, YESTERDAY)]


def test_unit_under_another_section_is_moved_and_case_does_not_matter() -> None:
    known = after((TODAY, [row()]))
    plan = plan_of([row(unit="MOTTAGNING", section="Unga vuxna")], known)
    assert plan.moved_units == (("Mottagning", "Barn och familj", "Unga vuxna"),)
    assert plan.new_sections == ("Unga vuxna",)
    assert plan.new_units == ()
    assert only(plan).kind is Kind.UNCHANGED
    assert not plan.is_empty


def test_asks_first_when_more_than_a_fifth_would_end() -> None:
    known = after((HIRED, [row(str(number)) for number in range(10)]))
    two_gone = plan_of([row(str(number)) for number in range(2, 10)], known)
    assert (two_gone.ending, two_gone.open_before, two_gone.share_ending) == (2, 10, 0.2)
    assert not two_gone.asks_first
    assert plan_of([row(str(number)) for number in range(3, 10)], known).asks_first
    moved = [row(str(number), unit="Ny" if number < 3 else "Mottagning") for number in range(10)]
    assert plan_of(moved, known).asks_first
    ahead = [row(one.employee_number, one.unit, hired_on=TODAY + DAY if one.unit == "Ny" else HIRED) for one in moved]
    assert plan_of(ahead, known).ending == 3


def test_each_person_is_counted_once() -> None:
    known = after((HIRED, [row("1"), row("2"), row("3"), row("4")]), (TODAY, [row("1"), row("2"), row("3")]))
    rows = [row("1"), row("2", unit="Utredning", name="Bo Ek"), row("4"), row("5")]
    counts = plan_of(rows, known, TODAY + DAY).counts
    assert counts == {
        Kind.NEW: 1,
        Kind.RETURNED: 1,
        Kind.MOVED: 1,
        Kind.LEFT: 1,
        Kind.CHANGED: 0,
        Kind.UNCHANGED: 1,
    }


def test_progress_reaches_the_end() -> None:
    told: list[tuple[int, int]] = []
    make_plan(
        [row(str(number)) for number in range(1200)],
        KnownStaff(),
        as_of=TODAY,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]


days = st.integers(0, 40).map(lambda number: TODAY + timedelta(days=number - 20))


@st.composite
def lines(draw: st.DrawFn) -> StaffRow:
    """A line that the file's own checks let through, for one of two people in one of three units."""
    hired_on = draw(st.none() | days)
    ends_on = draw(st.none() | days)
    assume(ends_on is None or hired_on is None or hired_on <= ends_on)
    leave = None
    if draw(st.booleans()):
        first, last = draw(days), draw(st.none() | days)
        assume(last is None or first <= last)
        assume(hired_on is None or hired_on <= first)
        assume(ends_on is None or (last or first) <= ends_on)
        leave = Span(first, last)
    return row(
        draw(st.sampled_from("12")),
        unit=draw(st.sampled_from("ABC")),
        hired_on=hired_on,
        ends_on=ends_on,
        leave=leave,
        position=draw(st.sampled_from(["Socialsekreterare", "Gruppledare"])),
    )


@st.composite
def staff_files(draw: st.DrawFn) -> list[StaffRow]:
    """The lines of one file, without those that its checks would refuse beside an earlier one."""
    kept: list[StaffRow] = []
    for new in draw(st.lists(lines(), max_size=5)):
        span = Span(new.hired_on or date.min, new.ends_on)
        clash = (
            other.employee_number == new.employee_number
            and other.unit == new.unit
            and overlap(Span(other.hired_on or date.min, other.ends_on), span)
            for other in kept
        )
        if not any(clash):
            kept.append(new)
    return kept


histories = st.lists(st.tuples(days, staff_files()), min_size=1, max_size=4).map(
    lambda files: sorted(files, key=lambda one: one[0])
)


@settings(max_examples=400, deadline=None)
@given(histories, st.integers(0, 30))
def test_property_same_file_the_same_day_or_later_changes_nothing(
    files: list[tuple[date, list[StaffRow]]], wait: int
) -> None:
    known = after(*files)
    as_of, rows = files[-1]
    assert plan_of(rows, known, as_of).is_empty
    later = plan_of(rows, known, as_of + timedelta(days=wait))
    assert later.is_empty
    assert written(known, later) == known


@settings(max_examples=400, deadline=None)
@given(histories)
def test_property_what_is_known_is_what_the_last_file_says(files: list[tuple[date, list[StaffRow]]]) -> None:
    known = after(*files)
    as_of, rows = files[-1]
    for number, person in known.people.items():
        told = [(one.unit, one.hired_on, one.ends_on, one.position) for one in rows if one.employee_number == number]
        held = [one.state for one in person.employments]
        facts = [(state.unit, state.hired_on, state.ends_on, state.position) for state in held]
        assert all(facts.count(fact) >= 1 for fact in told)
        begins = {state.starts_on for state in held}
        for state, fact in zip(held, facts, strict=True):
            leads_up = state.ends_on is not None and state.ends_on + DAY in begins
            assert fact in told or not state.is_open(as_of) or leads_up


@settings(max_examples=200, deadline=None)
@given(histories, staff_files(), days)
def test_property_each_person_of_the_file_is_in_the_plan_once(
    files: list[tuple[date, list[StaffRow]]], rows: list[StaffRow], as_of: date
) -> None:
    plan = plan_of(rows, after(*files), as_of)
    numbers = [person.employee_number for person in plan.people]
    assert len(numbers) == len(set(numbers))
    assert {one.employee_number for one in rows} <= set(numbers)
    assert sum(plan.counts.values()) == len(numbers)
    for person in plan.people:
        assert (person.kind is Kind.UNCHANGED) == (not person.employments and not person.differences)
        assert person.kind is not Kind.NEW or all(change.step is Step.NEW for change in person.employments)
