"""The second factor on both databases: codes that work once, the throttle, recovery codes, resets, and what is logged."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import Actor, AuditEvent
from core.database import Database
from organisation.models import FailedSignIn, Person, SignedInSession
from organisation.second_factor import queries, rules, service
from organisation.second_factor.models import RecoveryCode, SecondFactor
from organisation.second_factor.service import AlreadyOn, Browser, NothingBegun, NotOn, OwnFactor, WrongCode
from organisation.sign_in.throttle import TooManyAttempts
from tests.organisation.second_factor.phones import STEP, Phone, browser_of
from tests.world import NOON, World

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
WRONG = "000000"
LATER = NOON + 10 * MINUTE


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    """Keys are made with the site's own secret."""
    with app.app_context():
        yield


@pytest.fixture
def coach(database: Database, world: World) -> Person:
    """Whose second factor it is."""
    with database.session(writes=False) as session:
        return session.get_one(Person, world.people["coach"])


@pytest.fixture
def browser(database: Database, coach: Person) -> Browser:
    """A signed-in browser of the coach."""
    return browser_of(database, coach, NOON)


def begin(database: Database, browser: Browser) -> Phone:
    with database.transaction() as session:
        service.begin(session, browser)
    with database.session(writes=False) as session:
        seed = queries.seed_being_set_up(session, browser.session_id)
    assert seed is not None
    return Phone(service.secret_of(seed))


def turn_on(database: Database, browser: Browser, *, now: datetime = NOON) -> tuple[Phone, list[str]]:
    phone = begin(database, browser)
    with database.transaction() as session:
        return phone, service.add(session, browser, phone.shows(now), now=now)


def confirm(database: Database, browser: Browser, code: str, *, now: datetime = LATER) -> None:
    with database.session() as session:
        service.confirm(database, session, browser, code, now=now)
        session.commit()


def fail(database: Database, browser: Browser, times: int, *, now: datetime = LATER) -> None:
    for _ in range(times):
        with pytest.raises(WrongCode):
            confirm(database, browser, WRONG, now=now)


def is_confirmed(database: Database, browser: Browser) -> bool:
    with database.session(writes=False) as session:
        return session.get_one(SignedInSession, browser.session_id).second_factor_at is not None


def logged(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        rows = session.execute(select(AuditEvent.name, AuditEvent.municipality_id).order_by(AuditEvent.id)).all()
    ours = [row for row in rows if "factor" in row.name or "recovery" in row.name]
    assert all(row.municipality_id for row in ours), "its administrators see them"
    return [row.name for row in ours]


def test_it_is_turned_on_by_the_first_code_and_only_in_the_browser_that_began(
    database: Database, coach: Person, browser: Browser
) -> None:
    elsewhere = browser_of(database, coach, NOON)
    phone = begin(database, browser)
    assert begin(database, browser).secret == phone.secret, "begun twice is begun once"
    with database.session() as session:
        assert queries.seed_being_set_up(session, elsewhere.session_id) is None
        with pytest.raises(NothingBegun):
            service.add(session, elsewhere, phone.shows(NOON), now=NOON)
        with pytest.raises(WrongCode):
            service.add(session, browser, phone.shows(NOON + 2 * STEP), now=NOON)
        assert queries.factor_of(session, coach.id) is None
        codes = service.add(session, browser, phone.shows(NOON), now=NOON)
        session.commit()
        assert queries.factor_of(session, coach.id) == queries.Factor(NOON, 10)
        assert queries.seed_being_set_up(session, browser.session_id) is None
        with pytest.raises(AlreadyOn):
            service.begin(session, elsewhere)
    assert len(set(codes)) == 10
    assert is_confirmed(database, browser)
    assert not is_confirmed(database, elsewhere)
    assert logged(database) == ["second-factor-added"]


def test_neither_the_key_nor_a_recovery_code_is_stored(database: Database, browser: Browser) -> None:
    phone, codes = turn_on(database, browser)
    with database.session(writes=False) as session:
        stored = str(session.execute(select(SecondFactor.__table__)).all())
        stored += str(session.execute(select(RecoveryCode.__table__)).all())
        stored += str(session.execute(select(SignedInSession.__table__)).all())
        stored += str(session.execute(select(AuditEvent.__table__)).all())
    for secret in (phone.secret.hex(), rules.key_text(phone.secret), *codes):
        assert secret not in stored


def test_the_same_seed_gives_another_key_where_the_site_has_another_secret(app: Flask, browser: Browser) -> None:
    here = service.secret_of("a" * 64)
    assert len(here) == 20
    assert service.secret_of("b" * 64) != here
    kept, app.secret_key = app.secret_key, "another secret of another installation, as long"
    assert service.secret_of("a" * 64) != here
    app.secret_key = kept
    assert service.secret_of("a" * 64) == here


def test_a_code_confirms_one_browser_once(database: Database, coach: Person, browser: Browser) -> None:
    phone, _codes = turn_on(database, browser)
    other, third = browser_of(database, coach, LATER), browser_of(database, coach, LATER)
    with pytest.raises(WrongCode):
        confirm(database, other, phone.shows(NOON), now=NOON + SECOND)
    assert not is_confirmed(database, other)
    confirm(database, other, phone.shows(LATER))
    assert is_confirmed(database, other)
    for now in (LATER, LATER + STEP):
        with pytest.raises(WrongCode):
            confirm(database, third, phone.shows(LATER), now=now)
    with pytest.raises(WrongCode):
        confirm(database, third, phone.shows(LATER - STEP), now=LATER)
    assert not is_confirmed(database, third), "a code is used up by whichever browser used it"
    confirm(database, third, phone.shows(LATER + STEP), now=LATER)
    assert is_confirmed(database, third)


def test_of_two_who_send_the_same_code_at_once_one_is_let_in(
    database: Database, coach: Person, browser: Browser
) -> None:
    phone, codes = turn_on(database, browser)
    for code in (phone.shows(LATER), codes[0]):
        read_before = database.session(writes=False)
        factor = read_before.scalars(select(SecondFactor)).one()
        read_before.expunge_all()
        read_before.close()
        confirm(database, browser_of(database, coach, LATER), code)
        take = service._take_recovery_code if rules.is_recovery_code(code) else service._take_step
        with database.session() as late:
            assert not take(late, factor, browser, code, LATER)


def test_five_wrong_codes_a_minute_are_throttled_in_every_browser_and_nobody_else_is(
    database: Database, coach: Person, browser: Browser, world: World
) -> None:
    phone, codes = turn_on(database, browser)
    other = browser_of(database, coach, LATER)
    fail(database, browser, 5)
    for code in (phone.shows(LATER), codes[0]):
        with pytest.raises(TooManyAttempts):
            confirm(database, other, code)
    with database.session(writes=False) as session:
        colleague = session.get_one(Person, world.people["colleague"])
    beside = browser_of(database, colleague, NOON)
    of_colleague, _codes = turn_on(database, beside)
    confirm(database, beside, of_colleague.shows(LATER))
    later = LATER + MINUTE
    confirm(database, other, phone.shows(later), now=later)
    names = logged(database)
    assert names.count("second-factor-failed") == 5
    assert names.count("second-factor-throttled") == 2
    with database.session(writes=False) as session:
        subjects = session.scalars(select(AuditEvent.subject).where(AuditEvent.name == "second-factor-failed")).all()
        assert {(one["person_id"], one["address"]) for one in subjects} == {(coach.id, "192.0.2.1")}
        assert str(coach.id) not in session.scalars(select(FailedSignIn.key)).all()


def test_ten_wrong_codes_an_hour_are_throttled_until_the_hour_is_over(database: Database, browser: Browser) -> None:
    phone, _codes = turn_on(database, browser)
    fail(database, browser, 5)
    fail(database, browser, 5, now=LATER + 2 * MINUTE)
    for minutes in (10, 59):
        now = LATER + minutes * MINUTE
        with pytest.raises(TooManyAttempts):
            confirm(database, browser, phone.shows(now), now=now)
    now = LATER + 60 * MINUTE
    confirm(database, browser, phone.shows(now), now=now)


def test_a_wrong_code_leaves_nothing_but_its_trace(database: Database, browser: Browser) -> None:
    turn_on(database, browser)
    with database.session(writes=False) as session:
        before = session.execute(select(SecondFactor.__table__)).all()
    fail(database, browser, 1)
    with database.session(writes=False) as session:
        assert session.execute(select(SecondFactor.__table__)).all() == before
        assert session.scalar(select(func.count()).select_from(FailedSignIn)) == 1
    assert logged(database)[-1] == "second-factor-failed"


def test_each_recovery_code_works_once_and_only_for_its_owner(
    database: Database, coach: Person, browser: Browser, world: World
) -> None:
    _phone, codes = turn_on(database, browser)
    with database.session(writes=False) as session:
        colleague = session.get_one(Person, world.people["colleague"])
    beside = browser_of(database, colleague, NOON)
    turn_on(database, beside)
    with pytest.raises(WrongCode):
        confirm(database, beside, codes[0])
    for number, code in enumerate(codes):
        now = LATER + number * MINUTE
        other = browser_of(database, coach, now)
        confirm(database, other, code, now=now)
        assert is_confirmed(database, other)
        with pytest.raises(WrongCode):
            confirm(database, browser_of(database, coach, now), code, now=now + SECOND)
        with database.session(writes=False) as session:
            factor = queries.factor_of(session, coach.id)
            assert factor is not None
            assert factor.codes_left == 9 - number
        if number == 7:
            break  # ten wrong codes an hour are too many
    with database.session(writes=False) as session:
        left = session.scalars(
            select(AuditEvent.subject).where(AuditEvent.name == "recovery-code-used").order_by(AuditEvent.id)
        ).all()
    assert [one["codes_left"] for one in left] == [9, 8, 7, 6, 5, 4, 3, 2]


def test_new_recovery_codes_replace_the_ones_before(database: Database, coach: Person, browser: Browser) -> None:
    phone, codes = turn_on(database, browser)
    with database.session() as session:
        with pytest.raises(WrongCode):
            service.renew_recovery_codes(database, session, browser, WRONG, now=LATER)
        new = service.renew_recovery_codes(database, session, browser, phone.shows(LATER), now=LATER)
        session.commit()
    assert len(set(new) | set(codes)) == 20
    other = browser_of(database, coach, LATER)
    with pytest.raises(WrongCode):
        confirm(database, other, codes[0])
    confirm(database, other, new[0])
    assert "recovery-codes-made" in logged(database)


def test_turned_off_it_asks_for_a_code_and_no_browser_is_confirmed_any_more(
    database: Database, coach: Person, browser: Browser
) -> None:
    phone, _codes = turn_on(database, browser)
    other = browser_of(database, coach, NOON)
    confirm(database, other, phone.shows(NOON + STEP), now=NOON + STEP)
    with database.session() as session:
        with pytest.raises(WrongCode):
            service.remove(database, session, browser, WRONG, now=LATER)
        service.remove(database, session, browser, phone.shows(LATER), now=LATER)
        session.commit()
        assert queries.factor_of(session, coach.id) is None
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert not is_confirmed(database, browser)
    assert not is_confirmed(database, other)
    with pytest.raises(NotOn):
        confirm(database, browser, phone.shows(LATER + STEP))
    again, _codes = turn_on(database, browser, now=LATER + STEP)
    assert again.secret != phone.secret
    assert [name for name in logged(database) if "failed" not in name] == [
        "second-factor-added",
        "second-factor-confirmed",
        "second-factor-removed",
        "second-factor-added",
    ]


def test_an_administrator_resets_anybodys_but_the_own(database: Database, world: World, browser: Browser) -> None:
    phone, _codes = turn_on(database, browser)
    administrator = Actor(world.people["administrator"], world.municipality)
    with database.session() as session:
        coach = session.get_one(Person, browser.person_id)
        with pytest.raises(OwnFactor):
            service.reset(session, coach, "phone-lost", actor=browser.actor, now=LATER)
        service.reset(session, coach, "phone-lost", actor=administrator, now=LATER)
        with pytest.raises(NotOn):
            service.reset(session, coach, "phone-lost", actor=administrator, now=LATER)
        session.commit()
        row = session.scalars(select(AuditEvent).where(AuditEvent.name == "second-factor-reset")).one()
        assert row.actor_id == administrator.person_id
        assert row.subject == {"person_id": coach.id, "reset_because": "phone-lost"}
    assert not is_confirmed(database, browser)
    with pytest.raises(NotOn):
        confirm(database, browser, phone.shows(LATER))


def test_it_goes_with_its_person(database: Database, browser: Browser) -> None:
    turn_on(database, browser)
    with database.transaction() as session:
        session.delete(session.get_one(Person, browser.person_id))
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(SecondFactor)) == 0
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
