"""The HR import against a database: what is written, what is refused, and that no other municipality is touched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

import core.publishing  # noqa: F401  its table is part of the metadata
from core.audit import Actor, AuditEvent
from core.database import Base, Database
from organisation.changes import people_changed
from organisation.models import Employment, Leave, Municipality, Person, Section, Unit
from organisation.rules import DAY, Span
from organisation.staff_import.importing import StaffFileRefused, apply_plan, known_people, plan_import
from organisation.staff_import.plan import ImportPlan, Kind
from organisation.staff_import.staff_file import StaffRow, read_staff_file

HIRED = date(2024, 1, 8)
TODAY = date(2026, 5, 15)
NOW = datetime(2026, 5, 15, 8, tzinfo=UTC)
HEADING = "Anst.nr;Namn;E-post;Sektion;Enhet;Befattning;Anställd från;Anställd till;Ledig från;Ledig till\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    Base.metadata.create_all(database.engine)
    with database.session() as session:
        for name in ("Ekeby", "Lindby"):
            session.add(Municipality(name=name, section_word="section", unit_word="unit", opened_on=HIRED))
        session.flush()
        yield session
    database.engine.dispose()


@pytest.fixture
def ekeby(session: Session) -> int:
    return session.scalars(select(Municipality.id).where(Municipality.name == "Ekeby")).one()


@pytest.fixture
def lindby(session: Session) -> int:
    return session.scalars(select(Municipality.id).where(Municipality.name == "Lindby")).one()


def row(number: str = "1", **changes: Any) -> StaffRow:
    standard = StaffRow(
        line=int(number) + 1,
        employee_number=number,
        name=f"Anna {'Berg' if number == '1' else 'Ek'}",
        email=f"person{number}@ekeby.se",
        section="Barn och familj",
        unit="Mottagning",
        position="Socialsekreterare",
        hired_on=HIRED,
        ends_on=None,
        leave=None,
        is_primary=False,
    )
    return replace(standard, **changes)


def take_in(session: Session, municipality_id: int, *rows: StaffRow, as_of: date = TODAY, **more: Any) -> ImportPlan:
    plan = plan_import(session, municipality_id=municipality_id, rows=rows, as_of=as_of)
    actor = Actor(None, municipality_id)
    apply_plan(session, plan, municipality_id=municipality_id, actor=actor, now=NOW, **more)
    return plan


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to see whether anything changed."""
    return {
        name: [tuple(one) for one in session.execute(select(table).order_by(table.c.id))]
        for name, table in Base.metadata.tables.items()
    }


def test_people_units_employments_and_leave_are_written(session: Session, ekeby: int) -> None:
    take_in(
        session,
        ekeby,
        row(leave=Span(TODAY)),
        row("2", unit="Utredning", hired_on=None, ends_on=date(2026, 12, 31), is_primary=True),
    )
    sections = session.execute(select(Section.municipality_id, Section.name)).all()
    assert [tuple(one) for one in sections] == [(ekeby, "Barn och familj")]
    written = session.execute(
        select(
            Person.employee_number,
            Person.email,
            Person.password_hash,
            Unit.name,
            Employment.hired_on,
            Employment.starts_on,
            Employment.ends_on,
            Employment.is_primary,
            Leave.starts_on,
        )
        .join(Employment, Employment.person_id == Person.id)
        .join(Unit, Unit.id == Employment.unit_id)
        .outerjoin(Leave, Leave.employment_id == Employment.id)
        .order_by(Person.employee_number)
    ).all()
    assert [tuple(one) for one in written] == [
        ("1", "person1@ekeby.se", None, "Mottagning", HIRED, HIRED, None, False, TODAY),
        ("2", "person2@ekeby.se", None, "Utredning", None, TODAY, date(2026, 12, 31), True, None),
    ]


def test_same_rows_again_write_a_line_in_the_log_and_nothing_else(session: Session, ekeby: int) -> None:
    rows = [row(leave=Span(TODAY)), row("2", hired_on=None)]
    take_in(session, ekeby, *rows)
    before = everything(session)
    assert take_in(session, ekeby, *rows, as_of=TODAY + 9 * DAY).is_empty
    after = everything(session)
    assert len(after.pop("audit_event")) == len(before.pop("audit_event")) + 1
    assert after == before


def changed_staff() -> list[StaffRow]:
    """One who moved, one changed, one with leave that ends, one hired on another day, one back; and the section has a new name."""
    rows = [
        row("1", unit="Utredning"),
        row("2", name="Anna Nyström", position="Gruppledare"),
        row("3", leave=Span(HIRED, date(2025, 2, 1))),
        row("4", hired_on=date(2024, 2, 1)),
        row("6"),
    ]
    return [replace(one, section="Unga vuxna") for one in rows]


@pytest.fixture
def staff(session: Session, ekeby: int) -> None:
    """Six people, of whom the last has left and whose account is closed."""
    rows = [row(str(number), leave=Span(HIRED)) for number in range(1, 7)]
    take_in(session, ekeby, *rows, as_of=HIRED)
    take_in(session, ekeby, *rows[:5], as_of=date(2025, 1, 1))
    session.execute(update(Person).where(Person.employee_number == "6").values(closed_at=NOW))


@pytest.mark.usefixtures("staff")
def test_what_is_written_is_what_was_planned(session: Session, ekeby: int) -> None:
    plan = take_in(session, ekeby, *changed_staff())
    assert {kind: count for kind, count in plan.counts.items() if count} == {
        Kind.MOVED: 1,
        Kind.CHANGED: 3,
        Kind.LEFT: 1,
        Kind.RETURNED: 1,
    }
    assert plan_import(session, municipality_id=ekeby, rows=changed_staff(), as_of=TODAY).is_empty
    assert session.scalar(select(Person.closed_at).where(Person.employee_number == "6")) is None
    assert known_people(session, ekeby).units == {"Mottagning": "Unga vuxna", "Utredning": "Unga vuxna"}


@pytest.mark.usefixtures("staff")
def test_move_ends_one_employment_and_begins_another(session: Session, ekeby: int) -> None:
    take_in(session, ekeby, *changed_staff())
    moved = session.execute(
        select(Unit.name, Employment.starts_on, Employment.ends_on)
        .join(Employment, Employment.unit_id == Unit.id)
        .join(Person, Person.id == Employment.person_id)
        .where(Person.employee_number == "1")
        .order_by(Employment.starts_on)
    ).all()
    assert [tuple(one) for one in moved] == [("Mottagning", HIRED, TODAY - DAY), ("Utredning", TODAY, None)]


def test_employment_that_never_came_to_be_goes_with_its_leave(session: Session, ekeby: int) -> None:
    june = date(2026, 6, 1)
    take_in(session, ekeby, row("1"), row("2", hired_on=june, leave=Span(june)))
    take_in(session, ekeby, row("1"))
    assert session.scalar(select(func.count(Employment.id))) == 1
    assert session.scalar(select(func.count(Leave.id))) == 0
    assert session.scalar(select(func.count(Person.id))) == 2


def test_another_municipality_is_never_touched(session: Session, ekeby: int, lindby: int) -> None:
    take_in(session, lindby, row("1", email="a@lindby.se"), row("2", email="b@lindby.se"))

    def of_lindby() -> dict[str, list[tuple[Any, ...]]]:
        tables = (Person, Section, Unit, Employment, Leave)
        return {
            table.__tablename__: [
                tuple(one)
                for one in session.execute(
                    select(*table.__table__.columns).where(table.municipality_id == lindby).order_by(table.id)
                )
            ]
            for table in tables
        }

    before = of_lindby()
    take_in(session, ekeby, row("1"), row("3"))
    take_in(session, ekeby, row("1", unit="Utredning", section="Unga vuxna"))
    assert of_lindby() == before
    assert len(before["person"]) == 2


def test_plan_of_another_municipality_writes_nothing_to_its_rows(session: Session, ekeby: int, lindby: int) -> None:
    take_in(session, lindby, row("1", email="a@lindby.se"))
    plan = plan_import(
        session,
        municipality_id=lindby,
        rows=[row("1", email="b@lindby.se", unit="Mottagning", name="Fel Namn")],
        as_of=TODAY,
    )
    apply_plan(session, plan, municipality_id=ekeby, actor=Actor(), now=NOW)
    assert session.execute(select(Person.name, Person.email)).one() == ("Anna Berg", "a@lindby.se")


@pytest.mark.parametrize("elsewhere", [True, False])
def test_email_of_another_account_is_refused_without_saying_whose(
    session: Session, ekeby: int, lindby: int, elsewhere: bool
) -> None:
    take_in(session, lindby if elsewhere else ekeby, row("7", name="Vera Lund", email="taken@kommun.se"))
    before = everything(session)
    with pytest.raises(StaffFileRefused) as refused:
        plan_import(session, municipality_id=ekeby, rows=[row("1"), row("2", email="taken@kommun.se")], as_of=TODAY)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (3, "E-post")
    assert "already belongs to another account" in fault.message
    assert not any(word in fault.message for word in ("Vera", "Lund", "Lindby", "Ekeby", "7"))
    assert everything(session) == before


def test_emails_may_change_hands_within_a_file(session: Session, ekeby: int) -> None:
    take_in(session, ekeby, row("1"), row("2"), row("3"))
    take_in(
        session,
        ekeby,
        row("1", email="person2@ekeby.se"),
        row("2", email="person1@ekeby.se"),
        row("3", email="new@ekeby.se"),
        row("4", email="person3@ekeby.se"),
    )
    emails = session.execute(select(Person.employee_number, Person.email).order_by(Person.employee_number))
    assert {one.employee_number: one.email for one in emails} == {
        "1": "person2@ekeby.se",
        "2": "person1@ekeby.se",
        "3": "new@ekeby.se",
        "4": "person3@ekeby.se",
    }


def test_file_full_of_faults_changes_nothing(session: Session, ekeby: int) -> None:
    take_in(session, ekeby, row("1"))
    before = everything(session)
    cells = ["x"] * 10
    broken = "\n".join(";".join([str(number), *cells[1:]]) for number in range(30))
    staff_file = read_staff_file((HEADING + broken).encode())
    assert len(staff_file.faults) > 30
    with pytest.raises(ValueError, match="no rows"):
        plan_import(session, municipality_id=ekeby, rows=staff_file.rows, as_of=TODAY)
    assert everything(session) == before


def test_one_event_with_counts(session: Session, ekeby: int) -> None:
    take_in(session, ekeby, row("1"), row("2"))
    (written,) = session.scalars(select(AuditEvent)).all()
    assert written.name == "staff-imported"
    assert written.municipality_id == ekeby
    expected = {"as_of": "2026-05-15", "sections": 1, "units": 1, "new": 2}
    assert written.subject == dict.fromkeys((kind.value for kind in Kind), 0) | expected


def test_signal_names_the_people_whose_employments_changed(session: Session, ekeby: int) -> None:
    heard: list[dict[str, Any]] = []

    def hear(_sender: object, **told: Any) -> None:
        assert session.scalar(select(func.count(Employment.id)))
        heard.append(told)

    with people_changed.connected_to(hear):
        take_in(session, ekeby, row("1"), row("2"))
        take_in(session, ekeby, row("1"), row("2"))
        take_in(session, ekeby, row("1", name="Anna Ny"), row("2", position="Gruppledare"))
    ids = {one.employee_number: one.id for one in session.execute(select(Person.employee_number, Person.id))}
    assert [sorted(told["person_ids"]) for told in heard] == [sorted(ids.values()), [ids["2"]]]
    assert heard[0] == {
        "session": session,
        "municipality_id": ekeby,
        "person_ids": heard[0]["person_ids"],
        "now": NOW,
    }


def test_nothing_is_committed(session: Session, ekeby: int) -> None:
    session.commit()
    take_in(session, ekeby, row("1"))
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == 0


def test_statements_do_not_grow_with_the_people_and_progress_is_told(session: Session, ekeby: int) -> None:
    statements: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    told: list[tuple[int, int]] = []
    rows = [row(str(number), leave=Span(TODAY)) for number in range(1, 1201)]
    with people_changed.muted():  # what the slices above do is theirs to count
        take_in(session, ekeby, *rows, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3602, 3602)
    assert len(told) >= 8
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert len(statements) < 40
    written = session.execute(
        select(Person.employee_number, Employment.hired_on)
        .join(Employment, Employment.person_id == Person.id)
        .join(Leave, Leave.employment_id == Employment.id)
    ).all()
    assert len(written) == 1200


def test_each_row_reaches_its_own_person(session: Session, ekeby: int) -> None:
    """Ids come back in the order of the rows, in batches too."""
    rows = [
        row(str(number), position=f"Position {number}", leave=Span(HIRED, HIRED + number * DAY))
        for number in range(1, 1101)
    ]
    take_in(session, ekeby, *rows)
    written = session.execute(
        select(Person.employee_number, Employment.position, Leave.ends_on)
        .join(Employment, Employment.person_id == Person.id)
        .join(Leave, Leave.employment_id == Employment.id)
    ).all()
    for one in written:
        assert one.position == f"Position {one.employee_number}"
        assert one.ends_on == HIRED + int(one.employee_number) * DAY
