"""A test client that reads pages as a person does, and checks what every page has to have."""

import re
from functools import cache

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update
from werkzeug.test import TestResponse

from core.settings import ROOT
from organisation.sign_in.service import digest, open_session
from tests.world import World

LABELLED = "input:not([type=hidden]):not([type=submit]), select, textarea"


class PageClient(FlaskClient):
    """The app's test client with sign-in, forms and checked pages."""

    world: World

    def sign_in(self, person_id: int, *, second_factor: bool = False) -> "PageClient":
        """Sign in as a person, by a session of their own; confirmed by a second factor when asked for."""
        from core import clock
        from organisation.models import Person, SignedInSession

        database = self.application.extensions["metodstod_database"]
        with database.transaction() as session:
            token = open_session(session, session.get_one(Person, person_id), way="test", now=clock.now())
            if second_factor:
                own = SignedInSession.token_hash == digest(token)
                session.execute(update(SignedInSession).where(own).values(second_factor_at=clock.now()))
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie["token"] = token
        return self

    def page(self, url: str, *, status: int = 200) -> BeautifulSoup:
        """Get a page, check it, and return it."""
        return checked(self.get(url), status)

    def send(self, url: str, fields: dict[str, object] | None = None, **more: object) -> TestResponse:
        """Post a form with the CSRF token that the site's pages carry."""
        return self.post(url, data={**(fields or {}), "csrf_token": self.csrf_token()}, **more)

    def csrf_token(self) -> str:
        """The token that the pages of this browser's session carry, without opening one."""
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", "0" * 40)
        key = self.application.secret_key
        assert key is not None
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(secret))


def checked(response: TestResponse, status: int = 200) -> BeautifulSoup:
    """The page of an answer; fails on whatever every page has to have."""
    assert response.status_code == status, f"{response.request.path}: {response.status_code}"
    page = BeautifulSoup(response.text, "html.parser")
    where = response.request.path
    headings = page.find_all("h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    heading = words(headings[0])
    assert page.title is not None
    assert heading in words(page.title), f"{where}: the title {page.title.text!r} does not say {heading!r}"
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"{where}: an id stands twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    html = page.html
    assert html is not None
    assert html.get("lang") in {"sv", "en"}, f"{where}: no language"
    for form in page.find_all("form"):
        assert form.get("action") is not None, f"{where}: a form without action"
    labelled = {tag["for"] for tag in page.find_all("label", attrs={"for": True})}
    for field in page.select(LABELLED):
        assert _has_label(field, labelled), f"{where}: {field} has no label"
    if html.get("lang") == "sv":
        untranslated = {
            text for tag in page.find_all(string=True) if (text := " ".join(tag.split())) in english_texts()
        }
        assert not untranslated, f"{where}: not translated: {untranslated}"
    return page


def words(tag: Tag) -> str:
    """A tag's text on one line."""
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


@cache
def english_texts() -> frozenset[str]:
    """The English texts that have another form in Swedish."""
    with (ROOT / "translations/sv/LC_MESSAGES/messages.po").open("rb") as file:
        return frozenset(
            message.id
            for message in read_po(file)
            if isinstance(message.id, str) and message.id and message.id != message.string
        )


def _has_label(field: Tag, labelled: set[str]) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return field.get("id") in labelled
