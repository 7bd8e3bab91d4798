"""A round that takes samples, with those who hand in, read and rate in it, and their browsers."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bs4 import BeautifulSoup, Tag
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core import clock
from core.audit import Actor, AuditEvent
from core.database import Database
from core.screen.replacing import Keep, KeepReason
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.models import Assignment, Part, ReviewRound, RoundState
from fidelity.reviews.samples import handing_in, service
from fidelity.reviews.samples.handing_in import Beginning, Excerpt
from fidelity.reviews.samples.models import Sample, SampleText
from organisation.process import ProcessStep
from tests.client import PageClient, checked, words
from tests.fidelity.reviews.rounds.making import Place, make_place, opened
from tests.world import add_person

CLEAN = {
    SamplePart.MAPPING: "[BARN 1] har somnat i hallen. Mamman har druckit, och ingen vuxen har varit vaken.",
    SamplePart.CHILD: "Barnet ritade ett hus. Farmor stod i dörren.",
}
"""Two parts in which nothing is found."""


@dataclass
class Desk:
    """The round, and people: who hands in, a colleague in the same unit, a neighbour in another one, a second reader, raters."""

    database: Database
    place: Place
    round_id: int
    people: Mapping[str, int]
    client: PageClient | None = None
    forms: dict[str, object] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody as the log knows them."""
        return Actor(self.people[name], self.place.municipality)

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """What is stored."""
        with self.database.session(writes=False) as session:
            yield session

    def sample(self, sample_id: int) -> Sample:
        """A sample as it stands."""
        with self.looking() as session:
            return session.get_one(Sample, sample_id)

    def samples(self) -> list[Sample]:
        """Every sample, the oldest first."""
        with self.looking() as session:
            return list(session.scalars(select(Sample).order_by(Sample.id)))

    def texts(self, sample_id: int) -> dict[str, str]:
        """A sample's text by part."""
        with self.looking() as session:
            rows = session.scalars(select(SampleText).where(SampleText.sample_id == sample_id))
            return {row.part: row.text for row in rows}

    def logged(self, name: str) -> list[tuple[int | None, dict[str, object]]]:
        """Who has done what of that name, by the audit log."""
        with self.looking() as session:
            rows = session.scalars(select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.id))
            return [(row.actor_id, row.subject) for row in rows]

    def set_round(self, **values: object) -> None:
        """Change the round behind everybody's back."""
        with self.database.transaction() as session:
            kept = session.get_one(ReviewRound, self.round_id)
            for name, value in values.items():
                setattr(kept, name, value)

    def handed_in(self, name: str = "uploader", *, kept: Mapping[str, str] | None = None, **texts: str) -> int:
        """A sample that waits."""
        written = CLEAN | {SamplePart(part): text for part, text in texts.items()}
        with self.database.transaction() as session:
            return hand_in(session, self, name, excerpt(written, kept)).id

    def released(self, name: str = "uploader", **texts: str) -> int:
        """A sample that the second reader has released."""
        sample_id = self.handed_in(name, **texts)
        with self.database.transaction() as session:
            sample = session.get_one(Sample, sample_id)
            service.release(session, sample, revision=1, actor=self.actor("reader"), now=clock.now())
        return sample_id

    def rated_by(self, sample_id: int, name: str, **more: object) -> int:
        """Give a sample to a rater, as in a round that is being rated; returns the assignment's id."""
        today = clock.today()
        with self.database.transaction() as session:
            session.get_one(ReviewRound, self.round_id).state = RoundState.RATING
            sample = session.get_one(Sample, sample_id)
            sample.number = sample.number or sample_id
            assignment = Assignment(
                municipality_id=self.place.municipality,
                sample_id=sample_id,
                person_id=self.people[name],
                part=Part.FIRST,
                assigned_on=today,
                **more,
            )
            session.add(assignment)
            session.flush()
            return assignment.id

    def browser(self, name: str, *, second_factor: bool = True) -> PageClient:
        """The browser, in which somebody is now signed in."""
        assert self.client is not None
        return self.client.sign_in(self.people[name], second_factor=second_factor)

    @property
    def new(self) -> str:
        """The address of a new sample."""
        return f"/reviews/rounds/{self.round_id}/samples/new"


def make_desk(session: Session, database: Database) -> Desk:
    """The units of `making`, a round that is open in all of them, and their people; the caller commits."""
    place = make_place(session)
    people = {
        "uploader": add_person(session, place.municipality, place.units[0], "uploader").id,
        "colleague": add_person(session, place.municipality, place.units[0], "colleague").id,
        "neighbour": add_person(session, place.municipality, place.units[1], "neighbour").id,
        "reader": place.supporter,
        "near-reader": place.coaches[0],
        "rater": place.coaches[1],
        "other-rater": place.coaches[2],
    }
    kept = opened(session, place)
    return Desk(database, place, kept.id, people)


def excerpt(
    texts: Mapping[SamplePart, str] | None = None, kept: Mapping[str, str] | None = None, *, is_attested: bool = True
) -> Excerpt:
    """An excerpt of an investigation; `kept` says by the keys of what the screen finds why it stays."""
    decisions = {key: Keep(KeepReason(reason)) for key, reason in (kept or {}).items()}
    return Excerpt(ProcessStep.INVESTIGATION, texts or CLEAN, decisions, is_attested)


def hand_in(
    session: Session,
    desk: Desk,
    name: str,
    what: Excerpt,
    *,
    key: str | None = None,
    process_id: int | None = None,
    now: datetime | None = None,
) -> Sample:
    """Hand in a sample of somebody's unit."""
    unit = desk.place.units[1] if name == "neighbour" else desk.place.units[0]
    beginning = Beginning(key or str(uuid.uuid4()), unit, process_id)
    kept = session.get_one(ReviewRound, desk.round_id)
    return handing_in.hand_in(session, kept, beginning, what, actor=desk.actor(name), now=now or clock.now())


Form = dict[str, object]


def form_of(page: BeautifulSoup, selector: str = "form[data-unsaved]") -> Form:
    """Everything that a page's form sends as it stands, without a button."""
    form = page.select_one(selector)
    assert form is not None, words(page)
    found: dict[str, list[str]] = {}
    for tag in form.select("input[name], select[name], textarea[name]"):
        if (tag.get("type") in {"checkbox", "radio"} and not tag.has_attr("checked")) or tag.get("type") == "file":
            continue
        found.setdefault(str(tag["name"]), []).append(_value(tag))
    return dict(found)


def _value(tag: Tag) -> str:
    if tag.name == "textarea":
        return tag.text.removeprefix("\n")
    if tag.name == "select":
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        return str(chosen["value"]) if chosen else ""
    return str(tag.get("value", ""))


def press(client: PageClient, url: str, form: Form, intent: str, **more: object) -> TestResponse:
    """Send a form by one of its buttons."""
    return client.send(url, {**form, "intent": intent, **more}, content_type="multipart/form-data")


def shown(answer: TestResponse, status: int = 200) -> BeautifulSoup:
    """The page that came, checked; it is kept by no browser."""
    assert answer.headers["Cache-Control"] == "no-store"
    return checked(answer, status)
