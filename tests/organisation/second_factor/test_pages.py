"""The pages of the second factor, and what a view that needs it answers."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask, request
from sqlalchemy import select, update

from core import clock
from core.access import public
from core.audit import AuditEvent
from core.database import Database
from organisation.access import Permission, requires
from organisation.models import Municipality, Person, SignedInSession
from organisation.second_factor.queries import factor_of
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.organisation.second_factor.phones import ACCOUNT, STEP, set_up
from tests.world import NOON

pytestmark = on_one_database

ENGLISH = {"Accept-Language": "en"}
TYPED = 'Det som "fungerar" & håller.\nNästa rad </textarea>'
AWAY = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "evil",
    "/a\nb",
    "\\\\evil.example",
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at_noon() -> Any:
    """A clock that a test moves."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(own_client: PageClient, at_noon: Any) -> PageClient:
    """A browser in which nobody is signed in, on a site with pages that need a second factor."""
    add_pages(own_client.application)
    return own_client


def add_pages(app: Flask) -> None:
    def read() -> str:
        return "a sample"

    def rate() -> str:
        return f"rated: {request.form['comment']}"

    see_figures = requires(Permission.SEE_COVERAGE, with_second_factor=True)
    app.add_url_rule("/samples", "samples", see_figures(read))
    app.add_url_rule("/samples/rate", "rate", see_figures(rate), methods=["POST"])
    app.add_url_rule("/open", "open", public(lambda: "open"))


def another(client: PageClient, person: str) -> PageClient:
    """Another browser, in which the person is signed in."""
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    other.world = client.world
    return other.sign_in(client.world.people[person])


def signed_in(client: PageClient, person: str = "coach") -> PageClient:
    return client.sign_in(client.world.people[person])


def names(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        rows = session.scalars(select(AuditEvent.name).order_by(AuditEvent.id)).all()
    return [name for name in rows if "factor" in name or "recovery" in name]


def test_who_has_none_is_led_to_setting_it_up_and_comes_on_to_where_one_was_going(desk: PageClient) -> None:
    coach = signed_in(desk)
    answer = coach.get("/samples?round=3&page=2")
    assert answer.status_code == 302
    assert answer.location == "/account/second-factor?next=/samples?round%3D3%26page%3D2"
    page = coach.page(answer.location)
    assert "Utdrag läses med två steg" in words(page)
    wanted = page.select_one("form[action$='/begin'] input[name=next]")
    assert wanted is not None
    assert wanted["value"] == "/samples?round=3&page=2"
    begun = coach.send(f"{ACCOUNT}/begin", {"next": wanted["value"]})
    assert begun.location == f"{ACCOUNT}/set-up?next=/samples?round%3D3%26page%3D2"
    page = coach.page(begun.location)
    assert "no-store" in coach.get(begun.location).headers["Cache-Control"]
    from tests.organisation.second_factor.phones import Phone

    code = Phone.of_page(page).shows(NOON)
    fields = {"code": f" {code[:3]} {code[3:]}", "next": wanted["value"]}
    codes = checked(coach.send(f"{ACCOUNT}/set-up", fields))
    assert len(codes.select(".codes li")) == 10
    assert codes.select_one("a[href='/samples?round=3&page=2']") is not None
    assert coach.get("/samples").text == "a sample"


def test_the_mark_asks_last_so_that_it_tells_nobody_what_they_may_not(desk: PageClient) -> None:
    assert desk.get("/samples").location.startswith("/sign-in")
    assert signed_in(desk, "learner").get("/samples").status_code == 403
    desk.sign_in(desk.world.people["learner"], second_factor=True)
    assert desk.get("/samples").status_code == 403


def test_who_has_one_is_asked_for_a_code_in_each_browser(desk: PageClient, database: Database, at_noon: Any) -> None:
    coach = signed_in(desk)
    phone, codes = set_up(coach, NOON)
    laptop = another(desk, "coach")
    answer = laptop.get("/samples")
    assert answer.location == f"{ACCOUNT}/confirm?next=/samples"
    page = laptop.page(answer.location)
    field = page.select_one("input[name=code]")
    assert field is not None
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    at_noon.shift(STEP)
    answer = laptop.send(f"{ACCOUNT}/confirm", {"code": phone.shows(NOON + STEP), "next": "/samples"})
    assert (answer.status_code, answer.location) == (303, "/samples")
    assert laptop.get("/samples").text == "a sample"
    assert laptop.get(f"{ACCOUNT}/confirm?next=/samples").location == "/samples", "one is asked once"
    twice = laptop.send(f"{ACCOUNT}/confirm", {"code": phone.shows(NOON + STEP), "next": "/samples"})
    assert twice.location == "/samples", "sent twice is confirmed once"
    tablet = another(desk, "coach")
    assert tablet.get("/samples").status_code == 302
    assert tablet.send(f"{ACCOUNT}/confirm", {"code": codes[0]}).location == ACCOUNT
    assert "Du har 9 återställningskoder kvar." in words(tablet.page(ACCOUNT))
    assert tablet.get("/samples").text == "a sample"
    assert names(database) == [
        "second-factor-added",
        "second-factor-confirmed",
        "recovery-code-used",
        "second-factor-confirmed",
    ]


def test_a_wrong_code_is_refused_in_words_and_throttled(desk: PageClient, at_noon: Any) -> None:
    phone, _codes = set_up(signed_in(desk), NOON)
    laptop = another(desk, "coach")
    url = f"{ACCOUNT}/confirm"
    for written in ("", "12", "abcdef"):
        page = checked(laptop.send(url, {"code": written, "next": "/samples"}), status=422)
        assert "Skriv de sex siffror" in words(page)
    for _ in range(5):
        page = checked(laptop.send(url, {"code": "000000", "next": "/samples"}), status=422)
        assert "Koden är fel eller redan använd." in words(page)
        assert page.select_one("input[name=next][value='/samples']") is not None
    at_noon.shift(STEP)
    page = checked(laptop.send(url, {"code": phone.shows(NOON + STEP)}), status=429)
    assert "Vänta en minut" in words(page)
    assert laptop.get("/samples").status_code == 302
    at_noon.shift(2 * MINUTE)
    assert laptop.send(url, {"code": phone.shows(NOON + STEP + 2 * MINUTE)}).status_code == 303


def test_it_ends_with_the_session(desk: PageClient, database: Database, at_noon: Any) -> None:
    coach = signed_in(desk)
    set_up(coach, NOON)
    assert coach.get("/samples").status_code == 200
    coach.send("/sign-out")
    signed_in(coach)
    assert coach.get("/samples").location.startswith(f"{ACCOUNT}/confirm")
    with database.transaction() as session:
        session.execute(update(SignedInSession).values(second_factor_at=clock.now()))
    assert coach.get("/samples").status_code == 200
    at_noon.shift(61 * MINUTE)
    assert coach.get("/samples").location.startswith("/sign-in")
    signed_in(coach)
    assert coach.get("/samples").location.startswith(f"{ACCOUNT}/confirm")


def test_it_lasts_as_long_as_the_session_and_no_longer(desk: PageClient, at_noon: Any) -> None:
    coach = signed_in(desk)
    set_up(coach, NOON)
    for _ in range(23):
        at_noon.shift(30 * MINUTE)
        assert coach.get("/samples").status_code == 200
    at_noon.shift(30 * MINUTE)
    assert coach.get("/samples").location.startswith("/sign-in")


def test_nothing_in_the_cookie_confirms(desk: PageClient) -> None:
    coach = signed_in(desk)
    with coach.session_transaction() as cookie:
        before = dict(cookie)
    set_up(coach, NOON)
    with coach.session_transaction() as cookie:
        assert {name for name in cookie if name not in before} <= {"csrf_token", "_flashes"}
        cookie.update(second_factor_at="2026-03-02", has_second_factor=True)
    laptop = another(desk, "coach")
    with laptop.session_transaction() as cookie:
        cookie.update(second_factor_at="2026-03-02", has_second_factor=True)
    assert laptop.get("/samples").status_code == 302


def test_what_was_being_sent_is_kept_in_the_page_until_it_is_confirmed(desk: PageClient) -> None:
    _phone, codes = set_up(signed_in(desk), NOON)
    laptop = another(desk, "coach")
    page = checked(laptop.send("/samples/rate", {"comment": TYPED, "level": "3"}), status=403)
    form = page.select_one("form[action='/samples/rate']")
    assert form is not None
    kept = {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}
    assert (kept["comment"], kept["level"]) == (TYPED, "3")
    tab = page.select_one(f"main a[href='{ACCOUNT}/confirm']")
    assert tab is not None
    assert tab["target"] == "_blank"
    assert laptop.post("/samples/rate", data=kept).status_code == 403, "not yet"
    assert laptop.send(f"{ACCOUNT}/confirm", {"code": codes[0]}).status_code == 303
    assert "kan du skicka igen nu" in words(laptop.page(ACCOUNT))
    assert laptop.post("/samples/rate", data=kept).text == f"rated: {TYPED}"


def test_a_form_of_who_has_none_is_kept_too_and_a_file_is_chosen_again(desk: PageClient) -> None:
    coach = signed_in(desk)
    page = checked(coach.send("/samples/rate", {"comment": TYPED}, headers=ENGLISH), status=403)
    assert page.select_one(f"main a[href='{ACCOUNT}'][target=_blank]") is not None
    assert page.select_one("form[action='/samples/rate'] input[name=comment]") is not None
    file = (io.BytesIO(b"x"), "sample.txt")
    page = checked(coach.send("/samples/rate", {"comment": TYPED, "file": file}, headers=ENGLISH), status=403)
    assert page.select_one("form[action='/samples/rate']") is None
    assert "A file has to be chosen again." in words(page)


def test_what_another_site_sent_is_not_kept(desk: PageClient) -> None:
    coach = signed_in(desk)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    page = checked(coach.send("/samples/rate", {"comment": TYPED}, headers=foreign), status=403)
    assert page.select_one("form[action='/samples/rate']") is None


@pytest.mark.parametrize("address", AWAY)
def test_nobody_is_led_to_another_site(desk: PageClient, address: str) -> None:
    coach = signed_in(desk)
    page = coach.get(ACCOUNT, query_string={"next": address})
    assert not checked(page).select("input[name=next]")
    assert coach.send(f"{ACCOUNT}/begin", {"next": address}).location == f"{ACCOUNT}/set-up"
    _phone, codes = set_up(coach, NOON)
    for query in ({"next": address}, {}):
        laptop = another(desk, "coach")
        page = checked(laptop.get(f"{ACCOUNT}/confirm", query_string=query))
        assert not page.select("input[name=next]")
    assert laptop.send(f"{ACCOUNT}/confirm", {"code": codes[0], "next": address}).location == ACCOUNT
    assert laptop.get(f"{ACCOUNT}/confirm", query_string={"next": address}).location == ACCOUNT


def test_the_key_is_shown_only_while_it_is_set_up_and_only_there(desk: PageClient, at_noon: Any) -> None:
    coach, laptop = signed_in(desk), another(desk, "coach")
    assert coach.get(f"{ACCOUNT}/set-up").location == ACCOUNT
    coach.send(f"{ACCOUNT}/begin")
    page = coach.page(f"{ACCOUNT}/set-up")
    key = words(page.select("p.by-hand")[0])
    assert len(key.split()) == 8
    assert {len(group) for group in key.split()} == {4}
    assert page.select_one(".qr[role=img][aria-label] > svg > g > path[stroke]") is not None
    assert page.select_one("a[href^='otpauth://totp/']") is not None
    assert laptop.get(f"{ACCOUNT}/set-up").location == ACCOUNT
    for written in ("", "12345", "000000", "1" * 20):
        page = checked(coach.send(f"{ACCOUNT}/set-up", {"code": written}), status=422)
        assert words(page.select("p.by-hand")[0]) == key
    set_up(coach, NOON)
    assert coach.get(f"{ACCOUNT}/set-up").location == ACCOUNT
    assert coach.send(f"{ACCOUNT}/set-up", {"code": "123456"}).location == ACCOUNT, "sent twice is done once"
    assert key not in coach.get(ACCOUNT).text
    assert coach.send(f"{ACCOUNT}/begin").status_code == 409


def test_recovery_codes_are_made_anew_and_it_is_turned_off(desk: PageClient, database: Database, at_noon: Any) -> None:
    coach = signed_in(desk)
    phone, codes = set_up(coach, NOON)
    page = coach.page(ACCOUNT)
    assert "10 av 10 kvar" in words(page)
    assert "Bekräftad tills du loggar ut" in words(page)
    url = f"{ACCOUNT}/change"
    for written, intent in (("", "codes"), ("000000", "codes"), ("000000", "off")):
        assert coach.send(url, {"code": written, "intent": intent}).status_code == 422
    page = checked(coach.send(url, {"code": codes[0], "intent": "codes"}))
    new = [words(one) for one in page.select(".codes li")]
    assert len(set(new) | set(codes)) == 20
    at_noon.shift(STEP)
    answer = coach.send(url, {"code": phone.shows(NOON + STEP), "intent": "off"})
    assert (answer.status_code, answer.location) == (303, ACCOUNT)
    assert coach.send(url, {"code": new[0], "intent": "off"}).location == ACCOUNT, "sent twice is done once"
    page = coach.page(ACCOUNT)
    assert page.select_one("form[action$='/begin']") is not None
    assert coach.get("/samples").location.startswith(f"{ACCOUNT}?next=")
    assert names(database)[-3:] == ["recovery-code-used", "recovery-codes-made", "second-factor-removed"]


def test_confirming_without_one_leads_to_setting_it_up(desk: PageClient) -> None:
    coach = signed_in(desk)
    assert coach.get(f"{ACCOUNT}/confirm?next=/open").location == f"{ACCOUNT}?next=/open"
    assert checked(coach.send(f"{ACCOUNT}/confirm", {"code": "123456"}), status=409)


def test_an_administrator_resets_it_with_a_reason_and_the_log_says_so(desk: PageClient, database: Database) -> None:
    coach = signed_in(desk)
    set_up(coach, NOON)
    administrator, person = another(desk, "administrator"), desk.world.people["coach"]
    url = f"/people/{person}/reset-second-factor"
    assert administrator.page(f"/people/{person}").select_one(f"form[action='{url}']") is not None
    page = checked(administrator.send(url), status=422)
    assert "Välj varför den återställs." in words(page)
    assert page.select_one("details[open] input[name=because]") is not None
    assert administrator.send(url, {"because": "from-the-server"}).status_code == 422
    assert administrator.send(url, {"because": "phone-lost"}).location == f"/people/{person}"
    page = administrator.page(f"/people/{person}")
    assert page.select_one(f"form[action='{url}']") is None
    assert "Inte påslagen" in words(page)
    assert coach.get("/samples").location.startswith(f"{ACCOUNT}?next=")
    log = words(administrator.page("/audit-log"))
    assert "Tvåstegsverifiering återställd" in log
    assert "Telefonen är borta eller trasig" in log
    assert administrator.send(url, {"because": "phone-lost"}).status_code == 409
    own = desk.world.people["administrator"]
    set_up(administrator, NOON)
    assert f"/people/{own}/reset-second-factor" not in administrator.get(f"/people/{own}").text
    assert administrator.send(f"/people/{own}/reset-second-factor", {"because": "phone-lost"}).status_code == 409
    for role in ("learner", "coach", "section-manager", "management"):
        assert another(desk, role).send(f"/people/{own}/reset-second-factor").status_code == 403


def test_a_new_password_does_not_take_it_away(desk: PageClient, database: Database) -> None:
    coach = signed_in(desk)
    set_up(coach, NOON)
    person = desk.world.people["coach"]
    page = checked(another(desk, "administrator").send(f"/people/{person}/password-link"))
    link = str(page.select("#link")[0]["value"])
    fields = {"password": "lugn granskog vid sjön", "again": "lugn granskog vid sjön"}
    assert desk.send(link.removeprefix("http://localhost"), fields).status_code == 303
    with database.session(writes=False) as session:
        assert factor_of(session, person) is not None
    assert signed_in(desk).get("/samples").location.startswith(f"{ACCOUNT}/confirm")


def test_the_demo_shows_what_a_phone_would(desk: PageClient, at_noon: Any) -> None:
    coach = signed_in(desk)
    coach.send(f"{ACCOUNT}/begin")
    assert demo_code(coach.page(f"{ACCOUNT}/set-up?next=/samples")) is None
    code = demo_code(coach.page(f"{ACCOUNT}/set-up?next=/samples&phone=1"))
    assert checked(coach.send(f"{ACCOUNT}/set-up", {"code": code})).select(".codes")
    laptop = another(desk, "coach")
    code = demo_code(laptop.page(f"{ACCOUNT}/confirm?next=/samples&phone=1"))
    assert laptop.send(f"{ACCOUNT}/confirm", {"code": code, "next": "/samples"}).location == "/samples"
    at_noon.shift(2 * STEP)
    code = demo_code(laptop.page(f"{ACCOUNT}?phone=1"))
    assert laptop.send(f"{ACCOUNT}/change", {"code": code, "intent": "off"}).location == ACCOUNT


def demo_code(page: BeautifulSoup) -> object:
    """What the form's field holds when the page is opened."""
    return page.select("input[name=code]")[0].get("value") or None


@pytest.mark.parametrize("is_demo", [True, False], ids=["somebody real", "no demo"])
def test_nothing_else_shows_it(desk: PageClient, database: Database, *, is_demo: bool) -> None:
    desk.application.config["DEMO"] = is_demo
    with database.transaction() as session:
        session.execute(update(Municipality).values(is_fictional=not is_demo))
    coach = signed_in(desk)
    coach.send(f"{ACCOUNT}/begin")
    set_up_page = coach.page(f"{ACCOUNT}/set-up?phone=1")
    set_up(coach, NOON)
    laptop = another(desk, "coach")
    for page in (set_up_page, coach.page(f"{ACCOUNT}?phone=1"), laptop.page(f"{ACCOUNT}/confirm?phone=1")):
        assert demo_code(page) is None
        assert not page.select("[name=phone]")
        assert "hade visat" not in words(page)


def test_every_page_has_a_link_to_it_under_ones_name(desk: PageClient) -> None:
    page = signed_in(desk, "learner").page("/")
    link = page.select_one(f".menu-panel a[href='{ACCOUNT}']")
    assert link is not None
    assert words(link) == "Tvåstegsverifiering"
    assert desk.page(ACCOUNT).select_one(f".menu-panel a[href='{ACCOUNT}'][aria-current]") is not None


def test_the_command_line_resets_it(desk: PageClient, database: Database) -> None:
    set_up(signed_in(desk, "administrator"), NOON)
    with database.session(writes=False) as session:
        email = session.get_one(Person, desk.world.people["administrator"]).email
    run = desk.application.test_cli_runner()
    assert run.invoke(args=["people", "reset-second-factor", "nobody@example.invalid"]).exit_code == 1
    done = run.invoke(args=["people", "reset-second-factor", email])
    assert done.exit_code == 0, done.output
    again = run.invoke(args=["people", "reset-second-factor", email])
    assert again.exit_code == 1
    assert "no second factor" in again.output
    assert names(database)[-1] == "second-factor-reset"
