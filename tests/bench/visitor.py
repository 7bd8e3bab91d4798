"""A person of the bench's world with a browser."""

from flask import Flask
from flask.testing import FlaskClient

from core import clock
from organisation.models import Person
from organisation.sign_in.service import open_session

SECRET = "a-secret-of-the-bench-and-of-nothing-else-0123456789"


def signed_in(app: Flask, person_id: int) -> FlaskClient:
    """A browser in which the person is signed in."""
    client = app.test_client()
    with app.extensions["metodstod_database"].transaction() as session:
        token = open_session(session, session.get_one(Person, person_id), way="bench", now=clock.now())
    with client.session_transaction() as cookie:
        cookie["token"] = token
    return client


def ok(client: FlaskClient, url: str) -> str:
    """The page, which has to be there."""
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code}")
    return response.text
