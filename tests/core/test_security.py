"""What every answer carries, what is refused at the door, and where nobody can be sent."""

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
import structlog
from bs4 import BeautifulSoup
from flask import Flask, request
from jinja2 import BytecodeCache
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from app import create_app
from core import errors
from core.access import public
from core.database import Database
from core.security import CONTENT_SECURITY_POLICY, LARGEST_REQUEST, LARGEST_UPLOAD, allow_upload, is_own_page
from core.settings import Settings
from organisation.models import Municipality, Person
from tests.client import PageClient, checked, words
from tests.conftest import SECRET, browser, make_app
from tests.core.markers import on_one_database
from tests.world import World, add_municipality, add_person, add_section, add_unit

ENGLISH = {"Accept-Language": "en"}

SITE = "https://localhost"
STYLE = "/static/css/base.css"
PICTURE = "/pictures/three-houses.sv.svg"


@pytest.fixture
def sharp_client(database: Database, world: World, tmp_path: Path, compiled_templates: BytecodeCache) -> PageClient:
    """A browser on a site that is no demo, over TLS."""
    settings = Settings(instance=tmp_path, database_url="", secret_key=SECRET, demo=False)
    return browser(make_app(settings, database, compiled_templates), world)


@pytest.fixture
def persona(database: Database, world: World) -> Person:
    """The demo's new hire, in a fictional municipality."""
    with database.transaction() as session:
        person = session.get_one(Person, world.people["learner"])
        person.email = "new-hire@demo.invalid"
    return person


def add_broken_page(app: Flask) -> None:
    def broken() -> str:
        raise RuntimeError("what nobody outside may read")

    app.add_url_rule("/broken", view_func=public(broken))


def kinds_of_answers(client: PageClient) -> Iterator[tuple[int, TestResponse]]:
    """One answer of each status that the site gives, with the status it is to have."""
    add_broken_page(client.application)
    asked: list[tuple[int, str, str]] = [
        (200, "GET", "/about"),
        (200, "GET", "/healthz"),
        (200, "GET", STYLE),
        (200, "GET", PICTURE),
        (302, "GET", "/"),
        (302, "GET", "/courses"),
        (400, "POST", "/sign-in"),
        (404, "GET", "/nothing-here"),
        (404, "GET", "/static/nothing.css"),
        (405, "DELETE", "/about"),
        (500, "GET", "/broken"),
    ]
    for status, method, url in asked:
        with client.open(url, method=method, base_url=SITE) as answer:
            yield status, answer
    # Last, for it signs in.
    client.sign_in(client.world.people["learner"])
    yield 403, client.get("/people", base_url=SITE)
    yield 200, client.get("/", base_url=SITE)


EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def assert_headers(answer: TestResponse, status: int) -> None:
    where = f"{answer.request.method} {answer.request.path}"
    assert answer.status_code == status, where
    for name, value in EVERYWHERE.items():
        assert answer.headers.getlist(name) == [value], f"{where}: {name}"
    assert "Cache-Control" in answer.headers, where
    assert not {"Server", "X-Powered-By"} & set(answer.headers.keys()), where


def test_every_answer_carries_the_headers_errors_too(own_client: PageClient) -> None:
    for status, answer in kinds_of_answers(own_client):
        assert_headers(answer, status)
        assert "Strict-Transport-Security" not in answer.headers, "the demo speaks plain HTTP"


@on_one_database
def test_every_answer_of_a_real_site_also_asks_for_tls_from_now_on(sharp_client: PageClient) -> None:
    for status, answer in kinds_of_answers(sharp_client):
        assert_headers(answer, status)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_policy_lets_a_page_use_nothing_but_the_sites_own_files() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert set(rules.values()) == {"'none'", "'self'"}


@on_one_database
def test_pages_keep_to_the_policy(client: PageClient) -> None:
    answers = [client.get("/sign-in"), client.get("/about"), client.get("/nothing-here")]
    client.sign_in(client.world.people["administrator"])
    answers += [client.get(url) for url in ("/", "/courses", "/people", "/access", "/audit-log")]
    for answer in answers:
        page = BeautifulSoup(answer.text, "html.parser")
        where = answer.request.path
        assert page.select("script:not([src]), style, [style], base, iframe, object") == [], where
        assert [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == [], where
        for tag in page.select("script[src], img[src], link[href]"):
            assert str(tag.get("src") or tag.get("href")).startswith("/"), f"{where}: {tag}"


@on_one_database
def test_what_is_personal_is_kept_by_no_browser_and_no_proxy(client: PageClient) -> None:
    client.sign_in(client.world.people["administrator"])
    for url in (
        "/",
        "/courses",
        "/courses/basic",
        "/people",
        "/access",
        "/audit-log",
        "/about",
        "/nothing",
        "/healthz",
    ):
        assert client.get(url).headers["Cache-Control"] == "no-store", url


@on_one_database
@pytest.mark.parametrize("url", [STYLE, PICTURE])
def test_file_under_its_hash_is_kept_for_a_year_and_without_it_asked_for_again(client: PageClient, url: str) -> None:
    client.sign_in(client.world.people["learner"])
    with client.get(f"{url}?v=abc") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
    with client.get(url) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


@on_one_database
def test_file_does_not_depend_on_who_is_signed_in(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    with client.get(f"{STYLE}?v=abc") as answer:
        assert "Vary" not in answer.headers


@on_one_database
def test_pictures_are_the_contents_drawings_and_nothing_else(client: PageClient) -> None:
    for name in ("../app.py", "..%2fapp.py", "%2e%2e/app.py", "three-houses.sv.svg/x", "x.png", "no.svg", "..svg"):
        assert client.get(f"/pictures/{name}").status_code == 404, name


# --- Forms


def form_views(app: Flask) -> Iterator[str]:
    """The address of every view that takes a form, with a 1 or a word where it takes an argument."""
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()):
            address = re.sub(r"<int:[^>]+>", "1", re.sub(r"<uuid:[^>]+>", str(UUID(int=1)), rule.rule))
            address = re.sub(r"<any\((\w+)[^>]+>", r"\1", address)
            yield address.replace("<", "").replace(">", "")


@on_one_database
def test_no_form_is_taken_without_its_token_whoever_sends_it(client: PageClient) -> None:
    assert len(list(form_views(client.application))) > 15
    for person in (None, "administrator"):
        if person:
            client.sign_in(client.world.people[person])
        for url in form_views(client.application):
            answer = client.post(url, data={"csrf_token": "made-up"}, headers=ENGLISH)
            assert answer.status_code == 400, f"{person}: {url}"


@on_one_database
def test_refused_form_says_what_to_do(client: PageClient) -> None:
    foreign = {**ENGLISH, "Sec-Fetch-Site": "cross-site"}
    page = checked(client.post("/language", data={"language": "en"}, headers=foreign), status=400)
    assert "The page was too old to be saved" in words(page)
    assert "Go back to the page before, reload it and try again." in words(page)


@on_one_database
def test_token_of_another_browser_is_refused(client: PageClient) -> None:
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    token = other.csrf_token()
    client.get("/sign-in")
    assert client.post("/language", data={"language": "en", "csrf_token": token}).status_code == 400
    assert other.post("/language", data={"language": "en", "csrf_token": token}).status_code == 303


@on_one_database
def test_over_tls_a_form_from_another_sites_page_is_refused_even_with_a_token(sharp_client: PageClient) -> None:
    token = page_token(sharp_client)
    form = {"language": "en", "csrf_token": token}
    for referrer, status in ((None, 400), ("https://evil.example/", 400), (f"{SITE}/sign-in", 303)):
        headers = {"Referer": referrer} if referrer else {}
        assert sharp_client.post("/language", data=form, base_url=SITE, headers=headers).status_code == status, referrer


def page_token(client: PageClient) -> str:
    page = BeautifulSoup(client.get("/sign-in", base_url=SITE).text, "html.parser")
    return str(page.select("input[name=csrf_token]")[0]["value"])


@on_one_database
def test_address_cannot_change_anything(client: PageClient) -> None:
    client.sign_in(client.world.people["administrator"])
    for url in ("/sign-out", "/sign-out-everywhere", "/language?language=en", "/demo/sign-in?persona=coach"):
        assert client.get(url).status_code == 405, url
    assert client.get("/courses").status_code == 200


@on_one_database
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
def test_request_that_is_too_large_gets_a_page_that_says_so(client: PageClient, kind: str) -> None:
    client.sign_in(client.world.people["administrator"])
    too_much = {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    answer = client.post("/people/imports", content_type=kind, environ_overrides=too_much, headers=ENGLISH)
    page = checked(answer, status=413)
    assert "The file is too large" in words(page)
    assert "Send a smaller file. It may be up to 8 MB." in words(page)


@on_one_database
def test_only_a_view_that_asked_for_it_takes_in_more(own_client: PageClient) -> None:
    client, app = own_client.sign_in(own_client.world.people["administrator"]), own_client.application
    larger = {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    too_much = {"CONTENT_LENGTH": str(LARGEST_UPLOAD + 1)}
    for kind in ("multipart/form-data; boundary=b", "application/x-www-form-urlencoded"):
        send = partial(client.post, "/people/imports", content_type=kind, headers=ENGLISH)
        assert send(environ_overrides=larger).status_code == 413
        allow_upload(app, "staff_import.send")
        assert send(environ_overrides=larger).status_code != 413
        answer = send(environ_overrides=too_much)
        assert "It may be up to 24 MB." in words(checked(answer, status=413))
        app.extensions["metodstod_uploads"].clear()


def multipart(fields: dict[str, str], file: bytes) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    head = '--b\r\nContent-Disposition: form-data; name="file"; filename="staff.csv"\r\n\r\n'
    return "".join([*parts, head]).encode() + file + b"\r\n--b--\r\n"


@on_one_database
def test_text_field_that_is_too_large_is_refused(client: PageClient) -> None:
    body = multipart({"as_of": "x" * 600_000}, b"")
    answer = client.post("/people/imports", data=body, content_type="multipart/form-data; boundary=b", headers=ENGLISH)
    assert answer.status_code == 413


def test_upload_is_never_written_to_a_temporary_file(settings: Settings) -> None:
    app = create_app(settings, db=Database("sqlite://"))
    body = multipart({}, b"x" * 2_000_000)
    sent = {"method": "POST", "data": body, "content_type": "multipart/form-data; boundary=b"}
    with app.test_request_context("/people/imports", **sent), request.files["file"].stream as stream:
        assert isinstance(stream, io.BytesIO)


def test_what_no_column_can_hold_is_refused_and_no_fault_of_ours(client: PageClient) -> None:
    form = {"csrf_token": client.csrf_token(), "email": "a\0b@kommun.se", "password": "a\0b"}
    assert client.post("/sign-in", data=form).status_code < 500
    client.sign_in(client.world.people["administrator"])
    assert client.get("/people?words=a%00b").status_code < 500
    assert client.get(f"/people/{2**70}").status_code == 404


# --- Addresses

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "evil.example",
    " //evil.example",
    "/courses\\..\\..//evil.example",
    "/courses\nSet-Cookie: a=b",
    "",
]
OWN = ["/", "/courses", "/courses/basic?x=1&y=%2F", "/courses/basic#b3", "/people?words=å", "/x//y"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_address_elsewhere_is_no_page_of_ours(address: str) -> None:
    assert not is_own_page(address)


@pytest.mark.parametrize("address", OWN)
def test_address_on_the_site_is_a_page_of_ours(address: str) -> None:
    assert is_own_page(address)


@on_one_database
def test_nobody_is_sent_elsewhere_after_signing_in(client: PageClient, persona: Person) -> None:
    for address in ("//evil.example", "/\\evil.example", "https://evil.example"):
        answer = client.send("/demo/sign-in", {"persona": "new-hire", "next": address})
        assert (answer.status_code, answer.location) == (303, "/"), address
    assert client.send("/demo/sign-in", {"persona": "new-hire", "next": "/courses?x=1"}).location == "/courses?x=1"


@on_one_database
def test_nobody_who_is_signed_in_is_sent_elsewhere(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    for address in ELSEWHERE:
        assert client.get(f"/sign-in?next={quote(address)}").location == "/", address
        assert client.send("/language", {"language": "sv", "back": address}).location == "/", address
    assert client.send("/language", {"language": "sv", "back": "/courses?x=1"}).location == "/courses?x=1"


@on_one_database
def test_who_has_to_sign_in_first_comes_back_to_the_page_that_was_asked_for(client: PageClient) -> None:
    assert client.get("/courses/basic?x=1&y=2").location == "/sign-in?next=/courses/basic?x%3D1%26y%3D2"
    assert client.get("/courses").location == "/sign-in?next=/courses"


@on_one_database
def test_double_slash_at_the_start_leads_nowhere(client: PageClient) -> None:
    for url in ("//evil.example/x", "/%2f/evil.example", "//evil.example/%2e%2e"):
        assert "evil" not in (client.get(url).location or "")


@on_one_database
def test_forged_host_leads_nobody_away(client: PageClient) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "worse.example", "Forwarded": "host=worst.example"}
    assert client.get("/courses", headers=forged).location == "/sign-in?next=/courses"
    page = client.get("/sign-in", headers=forged)
    addresses = [
        str(tag.get("href") or tag.get("action"))
        for tag in BeautifulSoup(page.text, "html.parser").select("[href], form")
    ]
    assert all(address.startswith(("/", "#")) for address in addresses)


@on_one_database
def test_password_link_names_the_host_that_the_administrator_is_on_and_no_forwarded_one(client: PageClient) -> None:
    client.sign_in(client.world.people["administrator"])
    url = f"/people/{client.world.people['learner']}/password-link"
    token = client.csrf_token()
    shown = client.post(url, data={"csrf_token": token}, headers={"X-Forwarded-Host": "evil.example"}).text
    assert "http://localhost/password/" in shown
    assert "evil.example" not in shown.replace("@example", "")
    # Under another name the browser has no session, so a forged name makes no link at all.
    assert client.post(url, data={"csrf_token": token}, headers={"Host": "evil.example"}).status_code == 400


@on_one_database
def test_behind_a_proxy_only_the_two_headers_are_trusted_that_the_setting_names(
    database: Database, world: World, tmp_path: Path
) -> None:
    settings = Settings(instance=tmp_path, database_url="", secret_key=SECRET, demo=False, behind_proxy=True)
    app = create_app(settings, db=database)
    seen: list[tuple[str, str, str]] = []

    def look() -> str:
        seen.append((request.remote_addr or "", request.scheme, request.host))
        return ""

    app.add_url_rule("/look", view_func=public(look))
    forwarded = {
        "X-Forwarded-For": "10.0.0.1, 192.0.2.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
    }
    app.test_client().get("/look", headers=forwarded)
    assert seen == [("192.0.2.7", "https", "localhost")]


# --- Cookies, the demo, and what is told to whom


@on_one_database
def test_cookies_of_a_real_site_stay_on_it_and_out_of_scripts(sharp_client: PageClient) -> None:
    token = page_token(sharp_client)
    first = sharp_client.get("/sign-in", base_url=SITE)
    assert first.status_code == 200
    sharp_client.delete_cookie("__Host-metodstod", domain="localhost")
    cookies = sharp_client.get("/sign-in", base_url=SITE).headers.getlist("Set-Cookie")
    form = {"language": "en", "csrf_token": page_token(sharp_client)}
    answer = sharp_client.post("/language", data=form, base_url=SITE, headers={"Referer": f"{SITE}/"})
    assert token
    assert answer.status_code == 303
    cookies += answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= attributes, cookie
        assert not any(attribute.startswith("domain=") for attribute in attributes), cookie
    assert cookies[0].startswith("__Host-metodstod=")


@on_one_database
def test_every_cookie_of_a_real_site_has_the_prefix_that_ties_it_to_its_host(sharp_client: PageClient) -> None:
    form = {"language": "en", "csrf_token": page_token(sharp_client)}
    answer = sharp_client.post("/language", data=form, base_url=SITE, headers={"Referer": f"{SITE}/"})
    assert all(cookie.startswith("__Host-") for cookie in answer.headers.getlist("Set-Cookie"))


@on_one_database
def test_cookie_of_the_demo_stays_out_of_scripts_too(client: PageClient) -> None:
    (cookie,) = client.get("/sign-in").headers.getlist("Set-Cookie")
    assert cookie.startswith("metodstod=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_demo_signs_in_by_a_button_and_only_as_the_demos_people(client: PageClient, persona: Person) -> None:
    assert "new-hire" in client.get("/sign-in").text
    for wanted in ("", "nobody", "coach", persona.email, "learner"):
        assert client.send("/demo/sign-in", {"persona": wanted}).status_code == 404, wanted
    assert client.get("/courses").status_code == 302
    assert client.send("/demo/sign-in", {"persona": "new-hire"}).location == "/"
    assert client.get("/courses").status_code == 200


def test_demo_never_signs_in_as_somebody_of_a_real_municipality(client: PageClient, database: Database) -> None:
    with database.transaction() as session:
        real = add_municipality(session, "Verkliga kommun")
        session.get_one(Municipality, real.id).is_fictional = False
        section = add_section(session, real.id, "Barn")
        unit = add_unit(session, real.id, section.id, "Utredning 9")
        add_person(session, real.id, unit.id, "somebody").email = "management@demo.invalid"
    assert client.send("/demo/sign-in", {"persona": "management"}).status_code == 404


def test_without_the_demo_nobody_gets_in_without_a_password(sharp_client: PageClient, persona: Person) -> None:
    page = sharp_client.get("/sign-in", base_url=SITE).text
    assert "new-hire" not in page
    assert "/demo/sign-in" not in page
    form = {"persona": "new-hire", "csrf_token": page_token(sharp_client)}
    answer = sharp_client.post("/demo/sign-in", data=form, base_url=SITE, headers={"Referer": f"{SITE}/"})
    assert answer.status_code == 404
    assert sharp_client.get("/courses", base_url=SITE).status_code == 302


@on_one_database
def test_fault_of_ours_tells_the_visitor_nothing_and_the_log_everything(
    own_client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_broken_page(own_client.application)
    monkeypatch.setattr(errors, "log", structlog.get_logger())  # one that is not bound to the log before the capture
    with capture_logs() as logged:
        answer = own_client.get("/broken", headers=ENGLISH)
    page = checked(answer, status=500)
    assert "It is our fault, not yours" in words(page)
    assert "nobody outside" not in answer.text
    assert "Traceback" not in answer.text
    assert [(entry["event"], entry["path"], entry["error"]) for entry in logged] == [
        ("unexpected", "/broken", "RuntimeError")
    ]


@on_one_database
def test_view_without_an_access_mark_is_refused_whoever_asks(own_client: PageClient) -> None:
    own_client.application.add_url_rule("/unmarked", view_func=lambda: "everything")
    assert own_client.get("/unmarked").status_code == 403
    own_client.sign_in(own_client.world.people["administrator"])
    assert own_client.get("/unmarked").status_code == 403


@on_one_database
def test_error_page_is_a_whole_page_that_leads_on(client: PageClient) -> None:
    answers = {
        404: client.get("/nothing", headers=ENGLISH),
        405: client.delete("/about", headers=ENGLISH),
        400: client.post("/sign-in", headers=ENGLISH),
    }
    for status, answer in answers.items():
        page = checked(answer, status=status)
        assert page.select_one("main a[href='/']") is not None, status
