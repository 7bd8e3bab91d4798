"""The running site as the browser tests know it: its address, its words, its content and what stands in its database."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import force_locale, gettext, ngettext
from playwright.sync_api import BrowserContext, Page

from core import clock
from core.database import current_database
from organisation.models import Person
from organisation.sign_in.demo_people import email_of
from organisation.sign_in.service import digest, open_session
from training.catalogue import Catalogue, Course, Step

CSRF_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Site:
    """The demo, served."""

    app: Flask
    url: str
    file: Path

    @property
    def course(self) -> Course:
        """The introduction course in Swedish."""
        catalogue: Catalogue = self.app.extensions["metodstod_catalogue"]
        return next(catalogue.courses("sv"))

    def step(self, kind: str, module: int = 0) -> Step:
        """The first step of that kind in a module, by the module's number from 0."""
        return next(step for step in self.course.modules[module].steps if step.kind == kind)

    def says(self, text: str, language: str = "sv", **values: object) -> str:
        """What the site says for an English text of the code."""
        with self.app.test_request_context(), force_locale(language):
            return str(gettext(text, **values))

    def says_of(self, one: str, many: str, number: int, language: str = "sv", **values: object) -> str:
        """What the site says for an English text with a singular and a plural."""
        with self.app.test_request_context(), force_locale(language):
            return str(ngettext(one, many, number, **values))

    def sign_in(self, context: BrowserContext, persona: str) -> None:
        """Sign a browser in as a persona, by the form of the sign-in page but without opening a page."""
        token = CSRF_FIELD.search(context.request.get("/sign-in").text())
        assert token, "no form on the sign-in page carries a CSRF token"
        fields = {"persona": persona, "csrf_token": token[1]}
        answer = context.request.post("/demo/sign-in", form=fields, max_redirects=0)
        assert answer.status == 303, f"{persona}: {answer.status}"

    def sign_in_person(self, context: BrowserContext, person_id: int) -> None:
        """Sign a browser in as somebody who is no persona, by a session of their own."""
        with self.app.app_context(), current_database().transaction() as session:
            token = open_session(session, session.get_one(Person, person_id), way="test", now=clock.now())
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        assert serializer is not None
        name, value = self.app.config["SESSION_COOKIE_NAME"], serializer.dumps({"token": token})
        context.add_cookies([{"name": name, "value": str(value), "url": self.url}])

    def confirm_second_factor(self, context: BrowserContext) -> None:
        """Confirm a signed-in browser as a right code does, without opening a page or waiting for the next code."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        assert serializer is not None
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = next(one["value"] for one in context.cookies() if one["name"] == name)
        confirmed = "update signed_in_session set second_factor_at = created_at where token_hash = ?"
        assert self.change(confirmed, digest(serializer.loads(cookie)["token"])) == 1

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds now."""
        with closing(sqlite3.connect(self.file, timeout=30)) as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """The one value that a query gives."""
        ((value,),) = self.rows(query, *values)
        return value

    def change(self, statement: str, *values: object) -> int:
        """Change rows behind the site's back; returns how many."""
        with closing(sqlite3.connect(self.file, timeout=30)) as connection, connection:
            return connection.execute(statement, values).rowcount

    def sign_out_behind_the_back(self, persona: str) -> None:
        """End somebody's sessions as the server does when time is up."""
        assert self.change("delete from signed_in_session where person_id = ?", self.person(persona)) > 0

    def person(self, persona: str) -> int:
        """The id of who plays the persona."""
        return int(self.one("select id from person where email = ?", email_of(persona)))

    def reflection(self, persona: str, step: Step, number: int = 0) -> str | None:
        """What is stored for a text box of an exercise, or None."""
        found = self.rows(
            "select text from reflection_text join enrolment on enrolment.id = enrolment_id"
            " where person_id = ? and module = ? and reflection = ?",
            self.person(persona),
            step.key.split("/")[-2],
            step.reflections[number].id,
        )
        return found[0][0] if found else None

    def latest_import(self, state: str | None = None) -> str:
        """The address of the staff file that was sent last, of all or of those in a state."""
        number = self.one("select max(id) from people_import where state = coalesce(?, state)", state)
        return f"/people/imports/{number}"

    def latest_process_import(self, state: str | None = None) -> str:
        """The address of the file of processes that was sent last, of all or of those in a state."""
        number = self.one("select max(id) from process_import where state = coalesce(?, state)", state)
        return f"/tool-use/imports/{number}"

    def done(self, persona: str) -> list[str]:
        """The keys of the steps that are done, in the order they were."""
        found = self.rows(
            "select course, module, step from step_done join enrolment on enrolment.id = enrolment_id"
            " where person_id = ? order by step_done.id",
            self.person(persona),
        )
        return [f"courses/{course}/{module}/{step}" for course, module, step in found]


def path_of(page: Page) -> str:
    """Where a page is, without the site's address."""
    return re.sub(r"^https?://[^/]+", "", page.url)
