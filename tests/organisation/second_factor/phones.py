"""Phones of the tests: an app that has a key, and what it shows."""

from base64 import b32decode
from dataclasses import dataclass
from datetime import datetime, timedelta

from bs4 import BeautifulSoup

from core.database import Database
from organisation.models import Person
from organisation.second_factor import rules, service
from organisation.sign_in.queries import Limits, signed_in
from organisation.sign_in.service import digest, open_session
from tests.client import PageClient, words

ACCOUNT = "/account/second-factor"
STEP = timedelta(seconds=30)
LIMITS = Limits(timedelta(hours=1), timedelta(hours=12))


@dataclass
class Phone:
    """An app that was given a key."""

    secret: bytes

    @classmethod
    def of_page(cls, page: BeautifulSoup) -> "Phone":
        """The app that somebody has typed the page's key into."""
        key = page.select_one("p.by-hand")
        assert key is not None
        return cls(b32decode(words(key).replace(" ", "")))

    def shows(self, now: datetime) -> str:
        """The code of the moment."""
        return rules.code_at(self.secret, rules.step_of(now))


def browser_of(database: Database, person: Person, now: datetime) -> service.Browser:
    """A new signed-in browser of the person, as services know it."""
    with database.transaction() as session:
        token = open_session(session, session.get_one(Person, person.id), way="test", now=now)
        session.flush()
        found = signed_in(session, digest(token), limits=LIMITS, now=now)
    assert found is not None
    return service.Browser(found.viewer.actor, person.id, found.session_id, "192.0.2.1")


def set_up(client: PageClient, now: datetime) -> tuple[Phone, list[str]]:
    """Turn the second factor on as the pages have it; gives the phone and the recovery codes."""
    assert client.send(f"{ACCOUNT}/begin").status_code == 303
    phone = Phone.of_page(client.page(f"{ACCOUNT}/set-up"))
    answer = client.send(f"{ACCOUNT}/set-up", {"code": phone.shows(now)})
    assert answer.status_code == 200
    codes = [words(one) for one in BeautifulSoup(answer.text, "html.parser").select(".codes li")]
    assert len(codes) == 10
    return phone, codes
