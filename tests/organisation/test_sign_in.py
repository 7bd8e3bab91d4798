"""Signing in and out: passwords, the throttle, one-time links, sessions that end, and the language one reads."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher, extract_parameters
from bs4 import BeautifulSoup
from sqlalchemy import delete, func, select, update

from core import clock
from core.audit import Actor, AuditEvent
from core.database import Database
from organisation.models import Employment, FailedSignIn, PasswordLink, Person, SignedInSession
from organisation.sign_in import service
from organisation.sign_in.passwords import WeakPassword, refuse_weak
from organisation.sign_in.service import LinkNotValid, WrongNameOrPassword
from organisation.sign_in.throttle import TooManyAttempts
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.world import NOON, World

PASSWORD = "fyra ord utan samband"
OTHER = "fem helt andra små ord"
HOME = "192.0.2.1"
ENGLISH = {"Accept-Language": "en"}
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class CountingHasher(PasswordHasher):
    """Argon2id that is cheap enough for tests, and counts what it compares."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        extract_parameters(str(hash))  # raises where there is no hash to compare with
        self.compared += 1
        return super().verify(hash, password)


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    """Passwords cost next to nothing here; one test looks at what they really cost."""
    cheap = CountingHasher()
    monkeypatch.setattr(service, "hasher", cheap)
    monkeypatch.setattr(service, "_NO_PASSWORD", cheap.hash(token_urlsafe()))
    return cheap


@pytest.fixture
def learner(database: Database, world: World, hasher: CountingHasher) -> Person:
    """Somebody with a password."""
    with database.transaction() as session:
        person = session.get_one(Person, world.people["learner"])
        person.password_hash = hasher.hash(PASSWORD)
    return person


def sign_in(
    database: Database, email: str, password: str = PASSWORD, *, address: str = HOME, now: datetime = NOON
) -> int:
    """Sign in as the service does it; returns whose account it was."""
    with database.session() as session:
        person = service.sign_in(database, session, email=email, password=password, address=address, now=now)
        session.commit()
        return person.id


def fail(database: Database, email: str, *, times: int = 1, address: str = HOME, now: datetime = NOON) -> None:
    for _ in range(times):
        with pytest.raises(WrongNameOrPassword):
            sign_in(database, email, "wrong", address=address, now=now)


def events(database: Database, *names: str) -> list[AuditEvent]:
    with database.session(writes=False) as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.id)))


# --- Passwords


def test_password_is_kept_as_argon2id_at_todays_cost() -> None:
    kept = PasswordHasher().hash(PASSWORD)
    algorithm, cost = re.fullmatch(r"\$(\w+)\$v=19\$(\S+?)\$.*", kept).groups()  # type: ignore[union-attr]
    spent = dict(part.split("=") for part in cost.split(","))
    assert algorithm == "argon2id"
    assert int(spent["m"]) >= 19_456
    assert int(spent["t"]) >= 2
    assert PASSWORD not in kept


WEAK = [
    "",
    "elva tecken",
    "password1234",
    "Password1234!",
    "passwordpassword",
    "P@ssw0rd1234",
    "passw0rd12345678",
    "Sommar2024!!!!",
    "sommarsommar",
    "Vinter-2025-Vinter",
    "höst2025höst2025",
    "Måndag2026!!",
    "losenord1234",
    "Lösenord2026!",
    "mittlösenord1",
    "qwertyuiop123",
    "asdfghjklöä1",
    "1q2w3e4r5t6y",
    "123456789012",
    "098765432109",
    "1234-5678-9012",
    "19850101-1234",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "abcd1234abcd",
    "hej-hej-hej-",
    "bananbananbanan",
    "tallriktallrik",
    "Hunden1!Hunden1!",
    "Uppsala2026!",
    "Socialtjänsten1",
    "SignsOfSafety1",
    "iloveyou1234",
    "jagälskardig1",
    "letmeinletmein",
    "admin1234567",
    "!!!!!!!!!!!!",
    "x" * 257,
]
STRONG = [
    PASSWORD,
    "tallrik-moln-gitarr",
    "regnbågen vid sjön",
    "correcthorsebattery",
    "sommarhästlampacykel",
    "xK9vQ2mZp4Rt",
    "8#4x!9$2@7q1",
    "839201748291038475610293",
    "비밀번호를 잊지 마세요 제발",
    "🦊🐻🐼🦁🐸🐵🦉🐢🐙🦀🐝🦋 och en räv",
    " mellanslag räknas ",
    ("tallrik moln gitarr " * 13)[:255] + "!",
]


@pytest.mark.parametrize("password", WEAK, ids=lambda password: password[:24] or "nothing")
def test_short_long_or_common_password_is_refused_with_what_to_write(password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        refuse_weak(password)
    assert re.search("Write|Choose", str(refusal.value.message))


@pytest.mark.parametrize("password", STRONG, ids=lambda password: password[:24])
def test_any_other_password_is_taken_up_to_256_characters(password: str) -> None:
    assert 12 <= len(password) <= 256
    refuse_weak(password, own_words=("Anna Berg", "anna.berg@kommun.se"))


@pytest.mark.parametrize(
    "password",
    ["annaberg2026", "AnnaBerg!!!!", "anna.berg@kommun.se", "bergannaberg", "4nna-8erg-anna", "Anna 12345678"],
)
def test_ones_own_name_and_address_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        refuse_weak(password, own_words=("Anna Berg", "anna.berg@kommun.se"))


def test_own_name_beside_words_of_ones_own_is_taken() -> None:
    refuse_weak("annas tallrik är blå", own_words=("Anna Berg", "anna.berg@kommun.se"))


@on_one_database
def test_hash_made_at_a_lower_cost_is_made_anew_at_sign_in(database: Database, learner: Person) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    with database.transaction() as session:
        session.get_one(Person, learner.id).password_hash = weaker
    sign_in(database, learner.email)
    with database.session(writes=False) as session:
        kept = session.get_one(Person, learner.id).password_hash or ""
    assert kept != weaker
    assert "m=8," in kept
    assert sign_in(database, learner.email) == learner.id


# --- Signing in, and the throttle


def test_right_password_signs_in_however_the_address_is_written(database: Database, learner: Person) -> None:
    for email in (learner.email, learner.email.upper(), f"  {learner.email}\t"):
        assert sign_in(database, email) == learner.id


def test_unknown_closed_and_passwordless_accounts_are_refused_with_the_same_words_and_the_same_work(
    database: Database, world: World, learner: Person, hasher: CountingHasher
) -> None:
    with database.transaction() as session:
        closed = session.get_one(Person, world.people["colleague"])
        closed.closed_at, closed.password_hash = NOON, hasher.hash(PASSWORD)
        without = session.get_one(Person, world.people["sibling"]).email
    told = set()
    for email, password in (
        ("nobody@example.invalid", PASSWORD),
        (closed.email, PASSWORD),
        (without, PASSWORD),
        (without, ""),
        (learner.email, "wrong"),
    ):
        before = hasher.compared
        with pytest.raises(WrongNameOrPassword) as refusal:
            sign_in(database, email, password, address=email)
        assert hasher.compared == before + 1, email
        told.add(str(refusal.value.message))
    assert len(told) == 1


def test_sixth_attempt_within_a_minute_is_refused_for_the_account_from_anywhere_even_with_the_right_password(
    database: Database, learner: Person, hasher: CountingHasher
) -> None:
    for number in range(5):
        fail(database, learner.email, address=f"192.0.2.{number}")
    compared = hasher.compared
    with pytest.raises(TooManyAttempts):
        sign_in(database, learner.email.upper(), address="198.51.100.1", now=NOON + MINUTE - SECOND)
    assert hasher.compared == compared, "a refused attempt costs nothing"
    assert sign_in(database, learner.email, now=NOON + MINUTE) == learner.id


def test_sixth_attempt_within_a_minute_is_refused_from_the_address_for_any_account(
    database: Database, learner: Person
) -> None:
    for number in range(5):
        fail(database, f"nobody{number}@example.invalid")
    with pytest.raises(TooManyAttempts):
        sign_in(database, learner.email)
    assert sign_in(database, learner.email, address="198.51.100.1") == learner.id
    assert sign_in(database, learner.email, now=NOON + MINUTE) == learner.id


def test_four_failures_are_forgiven(database: Database, learner: Person) -> None:
    fail(database, learner.email, times=4)
    assert sign_in(database, learner.email) == learner.id


def test_failures_count_within_a_minute_that_moves_along(database: Database, learner: Person) -> None:
    fail(database, learner.email, times=3)
    fail(database, learner.email, times=2, now=NOON + 40 * SECOND)
    with pytest.raises(TooManyAttempts):
        sign_in(database, learner.email, now=NOON + 59 * SECOND)
    fail(database, learner.email, times=3, now=NOON + 61 * SECOND)
    with pytest.raises(TooManyAttempts):
        sign_in(database, learner.email, now=NOON + 62 * SECOND)


def test_every_failure_and_refusal_is_logged_without_the_address_or_the_password_that_was_tried(
    database: Database, learner: Person
) -> None:
    fail(database, learner.email, times=5)
    with pytest.raises(TooManyAttempts):
        sign_in(database, learner.email)
    rows = events(database, "sign-in-failed", "sign-in-throttled")
    assert [row.name for row in rows] == ["sign-in-failed"] * 5 + ["sign-in-throttled"]
    assert {row.subject["address"] for row in rows} == {HOME}
    assert len({row.subject["account"] for row in rows}) == 1
    assert learner.email not in str([row.subject for row in rows])
    assert {row.municipality_id for row in rows} == {learner.municipality_id}, "its administrators see them"
    with database.session(writes=False) as session:
        assert learner.email not in str(session.scalars(select(FailedSignIn.key)).all())


@on_one_database
def test_old_failures_are_cleared(database: Database, learner: Person) -> None:
    fail(database, learner.email, times=2)
    fail(database, learner.email, now=NOON + 2 * HOUR)
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(FailedSignIn)) == 2


@on_one_database
def test_page_says_what_went_wrong_and_keeps_what_was_typed_but_the_password(
    client: PageClient, learner: Person
) -> None:
    form = {"email": learner.email, "password": "not the right one"}
    for _ in range(5):
        page = checked(client.send("/sign-in", dict(form), headers=ENGLISH), status=401)
        assert "The e-mail address or the password is wrong." in words(page)
        assert page.select_one("input[name=email]")["value"] == learner.email  # type: ignore[index]
        assert "not the right one" not in str(page)
    forged = {**ENGLISH, "X-Forwarded-For": "198.51.100.7", "X-Real-IP": "198.51.100.7"}
    page = checked(client.send("/sign-in", form | {"password": PASSWORD}, headers=forged), status=429)
    assert "Wait one minute and try again." in words(page)
    page = checked(client.send("/sign-in", {"email": "", "password": ""}, headers=ENGLISH), status=422)
    assert "Write your e-mail address." in words(page)
    assert "Write your password." in words(page)


# --- Sessions


def enter(client: PageClient, person: Person, password: str = PASSWORD) -> None:
    answer = client.send("/sign-in", {"email": person.email, "password": password})
    assert (answer.status_code, answer.location) == (303, "/")


def is_in(client: PageClient) -> bool:
    return client.get("/courses").status_code == 200


def token_of(client: PageClient) -> str | None:
    with client.session_transaction() as cookie:
        return cookie.get("token")


def another(client: PageClient) -> PageClient:
    """A second browser."""
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    return other


@pytest.fixture
def at_noon() -> Iterator[Any]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_sign_in_gives_a_new_token_of_which_only_the_hash_is_kept(
    client: PageClient, database: Database, learner: Person
) -> None:
    tokens = []
    for _ in range(2):
        client.get("/sign-in")
        assert token_of(client) is None
        enter(client, learner)
        tokens.append(token_of(client) or "")
        client.send("/sign-out")
    assert len(set(tokens)) == 2
    assert all(len(token) >= 43 for token in tokens)
    enter(client, learner)
    with database.session(writes=False) as session:
        (kept,) = session.scalars(select(SignedInSession.token_hash)).all()
    assert kept == service.digest(token_of(client) or "")


@on_one_database
def test_sign_in_takes_nothing_over_from_the_session_before(client: PageClient, learner: Person) -> None:
    with client.session_transaction() as cookie:
        cookie["token"] = "chosen-by-somebody-else"
        cookie["other"] = "x"
    enter(client, learner)
    assert token_of(client) != "chosen-by-somebody-else"
    with client.session_transaction() as cookie:
        assert "other" not in cookie


@on_one_database
def test_sign_in_ends_the_session_that_the_browser_had(client: PageClient, database: Database, learner: Person) -> None:
    enter(client, learner)
    before = client.get_cookie("metodstod")
    enter(client, learner)
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(SignedInSession)) == 1
    assert before is not None
    client.set_cookie("metodstod", before.value)
    assert not is_in(client)


def test_sign_out_ends_the_session_on_the_server_so_that_a_kept_cookie_is_worth_nothing(
    client: PageClient, database: Database, learner: Person
) -> None:
    enter(client, learner)
    kept = client.get_cookie("metodstod")
    assert kept is not None
    assert client.send("/sign-out").location == "/sign-in"
    assert not is_in(client)
    client.set_cookie("metodstod", kept.value)
    assert not is_in(client)
    assert [row.name for row in events(database, "signed-in", "signed-out")] == ["signed-in", "signed-out"]


def test_sign_out_everywhere_ends_every_browser_of_this_person_and_no_other(
    client: PageClient, database: Database, learner: Person
) -> None:
    phone, colleague = another(client), another(client)
    enter(client, learner)
    enter(phone, learner)
    colleague.sign_in(client.world.people["colleague"])
    client.send("/sign-out-everywhere")
    assert (is_in(client), is_in(phone), is_in(colleague)) == (False, False, True)
    (row,) = events(database, "signed-out-everywhere")
    assert row.subject == {"person_id": learner.id}


@on_one_database
def test_sign_out_in_one_browser_leaves_the_other_signed_in(client: PageClient, learner: Person) -> None:
    phone = another(client)
    enter(client, learner)
    enter(phone, learner)
    client.send("/sign-out")
    assert (is_in(client), is_in(phone)) == (False, True)


def test_closed_account_is_out_at_once(client: PageClient, database: Database, learner: Person) -> None:
    enter(client, learner)
    with database.transaction() as session:
        session.get_one(Person, learner.id).closed_at = clock.now()
    assert not is_in(client)


def last_day(database: Database, person: Person, day: date | None) -> None:
    """Let the person's one employment end."""
    with database.transaction() as session:
        session.execute(update(Employment).where(Employment.person_id == person.id).values(ends_on=day))


def test_who_has_left_is_out_the_day_after_the_last_one_and_in_again_on_coming_back(
    client: PageClient, database: Database, learner: Person, at_noon: Any
) -> None:
    enter(client, learner)
    last_day(database, learner, NOON.date())
    assert is_in(client), "the last day is a working day"
    enter(client, learner)
    last_day(database, learner, NOON.date() - DAY)
    assert not is_in(client)
    with pytest.raises(WrongNameOrPassword):
        sign_in(database, learner.email)
    with pytest.raises(LinkNotValid):
        use_link(database, make_link(database, learner))
    last_day(database, learner, None)
    assert is_in(client)
    with database.transaction() as session:
        session.execute(delete(Employment).where(Employment.person_id == learner.id))
    assert is_in(client), "somebody without any employment, such as who installs the site, has not left"


@on_one_database
def test_administrator_closes_and_opens_an_account_but_never_the_own(
    client: PageClient, database: Database, learner: Person
) -> None:
    phone = another(client)
    enter(phone, learner)
    administrator = client.world.people["administrator"]
    client.sign_in(administrator)
    assert client.send(f"/people/{learner.id}/close").status_code == 303
    assert not is_in(phone)
    assert client.page(f"/people/{learner.id}").select_one(f"form[action='/people/{learner.id}/open']") is not None
    assert client.send(f"/people/{administrator}/close").status_code == 409
    assert client.send(f"/people/{learner.id}/open").status_code == 303
    enter(phone, learner)
    assert [row.name for row in events(database, "account-closed", "account-opened")] == [
        "account-closed",
        "account-opened",
    ]


@on_one_database
def test_sessions_that_time_has_ended_are_cleared_at_the_next_sign_in(
    client: PageClient, database: Database, learner: Person, at_noon: Any
) -> None:
    for _ in range(2):
        enter(another(client), learner)
    at_noon.shift(61 * MINUTE)
    enter(client, learner)
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(SignedInSession)) == 1


def test_session_ends_after_an_hour_without_a_request(client: PageClient, learner: Person, at_noon: Any) -> None:
    enter(client, learner)
    for _ in range(3):
        at_noon.shift(59 * MINUTE)
        assert is_in(client), "each request begins the hour again"
    at_noon.shift(60 * MINUTE)
    assert not is_in(client)


@on_one_database
def test_session_ends_after_twelve_hours_whatever_happens(client: PageClient, learner: Person, at_noon: Any) -> None:
    enter(client, learner)
    for _ in range(23):
        at_noon.shift(HOUR / 2)
        assert is_in(client)
    at_noon.shift(HOUR / 2)
    assert not is_in(client)


@on_one_database
def test_being_seen_is_noted_at_most_once_a_minute(
    client: PageClient, database: Database, learner: Person, at_noon: Any
) -> None:
    enter(client, learner)
    seen = []
    for _ in range(4):
        at_noon.shift(30 * SECOND)
        assert is_in(client)
        with database.session(writes=False) as session:
            seen.append(session.scalars(select(SignedInSession.seen_at)).one() - NOON)
    assert seen == [0 * MINUTE, MINUTE, MINUTE, 2 * MINUTE]


@on_one_database
def test_made_up_or_emptied_cookie_signs_nobody_in(client: PageClient, learner: Person) -> None:
    with client.session_transaction() as cookie:
        cookie["token"] = service.digest("x")
    assert not is_in(client)
    client.set_cookie("metodstod", "eyJ0b2tlbiI6IngifQ.aaaaaa.forged")
    assert not is_in(client)


# --- One-time links


def make_link(database: Database, person: Person, *, now: datetime = NOON) -> str:
    with database.transaction() as session:
        return service.make_password_link(session, session.get_one(Person, person.id), actor=Actor(), now=now)


def use_link(database: Database, token: str, password: str = OTHER, *, now: datetime = NOON) -> None:
    with database.transaction() as session:
        service.set_password(session, token, password, now=now)


def test_link_sets_the_password_once(database: Database, learner: Person) -> None:
    token = make_link(database, learner)
    use_link(database, token)
    assert sign_in(database, learner.email, OTHER) == learner.id
    with pytest.raises(WrongNameOrPassword):
        sign_in(database, learner.email, PASSWORD)
    with pytest.raises(LinkNotValid):
        use_link(database, token, "ett tredje helt annat lösen")
    assert sign_in(database, learner.email, OTHER) == learner.id
    assert [row.name for row in events(database, "password-link-made", "password-set")] == [
        "password-link-made",
        "password-set",
    ]


def test_link_works_for_seven_days(database: Database, learner: Person) -> None:
    early, late = make_link(database, learner), NOON + timedelta(days=7)
    with pytest.raises(LinkNotValid):
        use_link(database, early, now=late)
    use_link(database, early, now=late - SECOND)


def test_new_link_makes_the_one_before_worthless_and_nobody_elses(
    database: Database, world: World, learner: Person
) -> None:
    with database.session(writes=False) as session:
        colleague = session.get_one(Person, world.people["colleague"])
    first, of_another, second = (
        make_link(database, learner),
        make_link(database, colleague),
        make_link(database, learner),
    )
    with pytest.raises(LinkNotValid):
        use_link(database, first)
    use_link(database, second)
    use_link(database, of_another)


def test_only_the_hash_of_a_link_is_kept(database: Database, learner: Person) -> None:
    token = make_link(database, learner)
    assert len(token) >= 43
    with database.session(writes=False) as session:
        assert session.scalars(select(PasswordLink.token_hash)).all() == [service.digest(token)]
    with pytest.raises(LinkNotValid):
        use_link(database, service.digest(token))


def test_link_of_a_closed_account_is_worthless(database: Database, learner: Person) -> None:
    token = make_link(database, learner)
    with database.transaction() as session:
        session.get_one(Person, learner.id).closed_at = NOON
    with pytest.raises(LinkNotValid):
        use_link(database, token)


def test_weak_password_does_not_use_the_link_up(database: Database, learner: Person) -> None:
    token = make_link(database, learner)
    for weak in ("kort", "password1234", f"{learner.name.replace(' ', '')}123456"):
        with pytest.raises(WeakPassword):
            use_link(database, token, weak)
    use_link(database, token)


def test_two_who_use_the_link_at_once_set_one_password(database: Database, learner: Person) -> None:
    token = make_link(database, learner)
    with database.session() as first:
        service.set_password(first, token, OTHER, now=NOON)
        first.commit()
        with database.session() as second, pytest.raises(LinkNotValid):
            service.set_password(second, token, "ett tredje helt annat lösen", now=NOON)
    assert sign_in(database, learner.email, OTHER) == learner.id


@on_one_database
def test_password_page_sets_the_password_and_ends_every_session(
    client: PageClient, database: Database, learner: Person
) -> None:
    phone = another(client)
    enter(phone, learner)
    url = f"/password/{make_link(database, learner, now=clock.now())}"
    page = checked(client.get(url, headers=ENGLISH))
    assert learner.name in words(page)
    checked(client.get(url, headers=ENGLISH))  # looking at it, as a chat program does, does not use it up
    for password, again, told in (
        (OTHER, OTHER + "x", "The two passwords differ."),
        ("kort", "kort", "Write at least 12 characters."),
        ("password1234", "password1234", "That password is easy to guess."),
        ("", "", "Write a password of at least 12 characters."),
    ):
        page = checked(client.send(url, {"password": password, "again": again}, headers=ENGLISH), status=422)
        assert told in words(page)
        assert not [field for field in page.select("input[type=password]") if field.get("value")]
    assert is_in(phone)
    assert client.send(url, {"password": OTHER, "again": OTHER}).location == "/sign-in"
    assert not is_in(phone)
    assert not is_in(client), "one signs in with the new password oneself"
    enter(client, learner, OTHER)
    page = checked(client.get(url, headers=ENGLISH), status=410)
    assert "Ask your administrator for a new one." in words(page)


# --- Language


def language_of(client: PageClient, url: str = "/about", **headers: str) -> str:
    page = BeautifulSoup(client.get(url, headers=headers).text, "html.parser")
    assert page.html is not None
    return str(page.html["lang"])


def ask_for(header: str) -> dict[str, str]:
    return {"Accept-Language": header}


@on_one_database
def test_swedish_is_read_unless_the_browser_asks_for_english(client: PageClient) -> None:
    assert language_of(client) == "sv"
    for header, language in (
        ("en-GB,en;q=0.8", "en"),
        ("de", "sv"),
        ("de,en;q=0.5", "en"),
        ("sv,en;q=0.9", "sv"),
        ("*", "sv"),
    ):
        assert language_of(client, **ask_for(header)) == language, header


@on_one_database
def test_chosen_language_is_kept_in_the_browser_over_what_it_asks_for(client: PageClient) -> None:
    assert client.send("/language", {"language": "en", "back": "/about"}).location == "/about"
    assert language_of(client, **ask_for("sv")) == "en"
    assert language_of(another(client), **ask_for("sv")) == "sv"


@on_one_database
def test_signed_in_persons_choice_follows_the_person_over_the_browser(
    client: PageClient, database: Database, learner: Person
) -> None:
    enter(client, learner)
    client.send("/language", {"language": "en"})
    with database.session(writes=False) as session:
        assert session.get_one(Person, learner.id).language == "en"
    phone = another(client)
    phone.set_cookie("language", "sv")
    assert language_of(phone, **ask_for("sv")) == "sv"
    enter(phone, learner)
    assert language_of(phone, "/courses", **ask_for("sv")) == "en"


@on_one_database
def test_language_that_the_site_does_not_have_is_refused_and_in_a_cookie_not_minded(client: PageClient) -> None:
    for language in ("de", "", "sv' or 1=1", "../en"):
        assert client.send("/language", {"language": language}).status_code == 400
    client.set_cookie("language", "../../etc")
    assert language_of(client) == "sv"
