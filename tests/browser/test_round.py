"""A round from plan to unit report: six units, four coaches, 36 samples, ten rated twice, an adjudication, a conflict, one withdrawn."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, expect

from core import clock
from fidelity.reviews.rating.rules import new_operation
from tests.browser.conftest import new_context
from tests.browser.site import CSRF_FIELD, Site

pytestmark = pytest.mark.browser

UNITS = (
    "Utredning barn 1", "Utredning barn 2", "Utredning barn 3", "Utredning ungdom 1", "Utredning ungdom 2", "Öppenvård familj",
)  # fmt: skip
PARTS = ("mapping", "danger-and-goals", "child", "network-and-plan", "process")
PLAIN = "Vi har skrivit tre kolumner med föräldrarna och läst dem högt. Skalan står på sex."


@dataclass
class Desk:
    """Somebody's browser, by requests: forms are posted as the pages' buttons post them."""

    context: BrowserContext
    site: Site

    def get(self, path: str) -> str:
        answer = self.context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.text()

    def post(self, path: str, fields: dict[str, object], *, follow: bool = True) -> APIResponse:
        token = CSRF_FIELD.search(self.context.request.get("/about").text())
        assert token
        data = {**fields, "csrf_token": token[1]}
        return self.context.request.post(path, form=data, max_redirects=20 if follow else 0)


class Attribute(HTMLParser):
    """The values of an attribute on a page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.values = name, list[str]()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value for name, value in attrs if name == self.name and value]


@pytest.fixture(scope="module")
def desk_of(chromium: Browser, site: Site) -> Iterator[object]:
    """A function that gives somebody's desk by their id, with the second factor confirmed."""
    desks: dict[int, Desk] = {}

    def desk(person_id: int) -> Desk:
        if person_id not in desks:
            context = new_context(chromium, site, None, width=1280, language="sv")
            site.sign_in_person(context, person_id)
            site.confirm_second_factor(context)
            desks[person_id] = Desk(context, site)
        return desks[person_id]

    yield desk
    for one in desks.values():
        one.context.close()


def test_a_round_from_plan_to_unit_report(desk_of, site: Site) -> None:  # type: ignore[no-untyped-def]
    supporter = desk_of(site.person("method-supporter"))
    round_id = plan_and_open(supporter, site)
    ids = dict(site.rows("select name, id from unit where municipality_id = 1"))
    for unit in UNITS:
        hand_in(desk_of(worker_in(site, ids[unit])), site, round_id, ids[unit])
    waiting = site.rows("select id, revision from review_sample where round_id = ? and state = 'waiting'", round_id)
    assert len(waiting) == 36
    for sample, revision in waiting:
        released = supporter.post(f"/reviews/samples/to-release/{sample}/release", {"revision": revision})
        assert released.ok, released.text()
    draw(supporter, site, round_id)

    conflict = open_assignments(site, round_id)[0]
    give_up(desk_of(conflict.person), conflict, site)
    stopped = next(one for one in open_assignments(site, round_id) if one.sample != conflict.sample)
    stop(desk_of(stopped.person), stopped, site)

    # Where somebody has a conflict nobody may be left to adjudicate: four coaches, one of them from the sample's section.
    free = [one for one in open_assignments(site, round_id) if one.sample != conflict.sample]
    first, *others = [one for one in free if one.is_twice]
    beside = next(one for one in others if one.sample == first.sample)
    rate(desk_of(first.person), first, site, "0")
    not_revealed(desk_of(first.person), first)
    not_revealed(desk_of(beside.person), first, status=404)
    rate(desk_of(beside.person), beside, site, "4")
    while left := open_assignments(site, round_id):
        for one in left:
            rate(desk_of(one.person), one, site, "3" if one.part == "adjudicator" else "2")
    (adjudications,) = site.rows(
        "select count(*) from review_assignment a join review_sample s on s.id = a.sample_id"
        " where s.round_id = ? and a.part = 'adjudicator' and a.state = 'submitted'",
        round_id,
    )
    assert adjudications == (1,)
    together = desk_of(first.person).get(f"/reviews/ratings/{first.id}/together")
    assert "Bedömare" in together
    locked_for_ever(desk_of(first.person), first, site)
    close_and_read(supporter, desk_of(worker_in(site, ids[UNITS[1]])), site, round_id, ids[UNITS[1]])


def plan_and_open(supporter: Desk, site: Site) -> int:
    page = supporter.context.new_page()
    page.goto("/reviews/rounds/new")
    page.fill("[name=name]", "Vårens granskning")
    for unit in UNITS:
        page.get_by_label(unit).check()
    for rater in page.locator("[name=raters]").all():
        rater.check()
    assert page.locator("[name=raters]").count() == 4
    page.fill("[name=retention_decision]", "GB 7")
    page.get_by_role("button", name=site.says("Keep the plan")).click()
    expect(page.locator("h1")).to_have_text("Vårens granskning")
    page.get_by_role("button", name=site.says("Open the round")).click()
    expect(page.get_by_text(site.says("The round is open. The units can hand in samples."))).to_be_visible()
    round_id = int(page.url.rsplit("/", 1)[1])
    page.close()
    return round_id


def worker_in(site: Site, unit_id: int) -> int:
    return int(
        site.one(
            "select min(e.person_id) from employment e left join role_assignment r on r.person_id = e.person_id"
            " where e.unit_id = ? and e.ends_on is null and r.id is null",
            unit_id,
        )
    )


def hand_in(worker: Desk, site: Site, round_id: int, unit_id: int) -> None:
    """Six samples: what the screen finds is refused until it is resolved, and then nothing of it is anywhere."""
    address = f"/reviews/rounds/{round_id}/samples/new"
    for number in range(6):
        texts = {f"text:{part}": f"{PLAIN} Det här är del {number} av arbetet." for part in PARTS}
        fields = {"key": str(uuid.uuid4()), "unit": unit_id, "step": "investigation", **texts}
        secret = {**fields, "text:child": "Barnet 130512-2383 sa att det var bättre nu än förra året."}
        refused = worker.post(address, {**secret, "intent": "hand-in", "attested": "1"})
        assert refused.status == 422
        answer = worker.post(address, {**fields, "intent": "hand-in", "attested": "1"}, follow=False)
        assert answer.status == 303, answer.text()
        again = worker.post(address, {**fields, "intent": "hand-in", "attested": "1"}, follow=False)
        assert again.status == 303, "sent twice it is handed in once"


def draw(supporter: Desk, site: Site, round_id: int) -> None:
    page = supporter.context.new_page()
    page.goto(f"/reviews/rounds/{round_id}")
    page.get_by_role("button", name=site.says("Draw the samples and share them out")).click()
    expect(
        page.get_by_text(site.says("%(count)d samples are drawn and shared out among the raters.", count=36))
    ).to_be_visible()
    page.close()
    (twice,) = site.rows("select count(*) from review_sample where round_id = ? and is_rated_twice", round_id)
    assert twice == (10,)


@dataclass(frozen=True)
class Task:
    """An assignment as it stands in the database."""

    id: int
    sample: int
    person: int
    part: str
    is_twice: bool


def open_assignments(site: Site, round_id: int) -> list[Task]:
    rows = site.rows(
        "select a.id, a.sample_id, a.person_id, a.part, s.is_rated_twice from review_assignment a"
        " join review_sample s on s.id = a.sample_id where s.round_id = ? and a.state = 'open' order by a.sample_id, a.id",
        round_id,
    )
    return [Task(*row) for row in rows]


def give_up(rater: Desk, task: Task, site: Site) -> None:
    assert rater.post(f"/reviews/ratings/{task.id}/give-up", {"because": "knows-the-case"}).ok
    assert site.one("select state from review_assignment where id = ?", task.id) == "given-up"
    assert rater.context.request.get(f"/reviews/ratings/{task.id}").status == 404


def stop(rater: Desk, task: Task, site: Site) -> None:
    """It is off every desk at once, and another one of the unit would stand in had there been one."""
    assert rater.post(f"/reviews/ratings/{task.id}/stop", {"because": "name"}).ok
    assert site.one("select state from review_sample where id = ?", task.sample) == "stopped"
    assert rater.context.request.get(f"/reviews/ratings/{task.id}").status == 404


def rate(rater: Desk, task: Task, site: Site, answer: str) -> None:
    """Answer everything that is asked, and submit."""
    page = rater.get(f"/reviews/ratings/{task.id}")
    person = Attribute("data-person")
    person.feed(page)
    asked = Attribute("name")
    asked.feed(page)
    criteria = dict.fromkeys(name.removeprefix("answer:") for name in asked.values if name.startswith("answer:"))
    operations = [
        {"id": new_operation(clock.now()), "what": "answer", "about": name, "value": answer, "after": None}
        for name in criteria
    ]
    assert len(operations) == 14, "the adjudicator too: the two differ in everything"
    sync = rater.context.request.post(
        f"/reviews/ratings/{task.id}/sync",
        data={"person": person.values[0], "operations": operations},
        headers={"X-CSRFToken": CSRF_FIELD.search(page)[1]},  # type: ignore[index]
    )
    assert sync.ok, sync.text()
    submitted = rater.post(f"/reviews/ratings/{task.id}", {"intent": "submit"})
    assert submitted.ok, submitted.text()
    assert site.one("select state from review_assignment where id = ?", task.id) == "submitted"


def not_revealed(rater: Desk, task: Task, status: int = 404) -> None:
    assert rater.context.request.get(f"/reviews/ratings/{task.id}/together").status == status


def locked_for_ever(rater: Desk, task: Task, site: Site) -> None:
    """No request changes a submitted rating."""
    query = "select criterion, answer, comment, operation from review_rating where assignment_id = ? order by criterion"
    before = site.rows(query, task.id)
    page = rater.get(f"/reviews/ratings/{task.id}")
    operation = {
        "id": new_operation(clock.now() + timedelta(hours=1)),
        "what": "answer",
        "about": before[0][0],
        "value": "3",
    }
    rater.context.request.post(
        f"/reviews/ratings/{task.id}/sync",
        data={"person": "x", "operations": [operation | {"after": before[0][3]}]},
        headers={"X-CSRFToken": CSRF_FIELD.search(page)[1]},  # type: ignore[index]
    )
    for fields in ({"intent": "submit"}, {f"answer:{before[0][0]}": "3"}, {f"comment:{before[0][0]}": "Annat"}):
        rater.post(f"/reviews/ratings/{task.id}", fields)
    for what in ("give-up", "stop"):
        rater.post(f"/reviews/ratings/{task.id}/{what}", {"because": "knows-the-case"})
    assert site.rows(query, task.id) == before
    assert site.one("select state from review_assignment where id = ?", task.id) == "submitted"


def close_and_read(supporter: Desk, worker: Desk, site: Site, round_id: int, unit_id: int) -> None:
    page = supporter.context.new_page()
    page.goto(f"/reviews/rounds/{round_id}")
    page.get_by_role("button", name=site.says("Close the round")).click()
    expect(page.get_by_text(site.says("The round is closed. The units can see what it says of them."))).to_be_visible()
    page.close()
    report = worker.context.new_page()
    report.goto(f"/reviews/units/{unit_id}")
    expect(report.locator("h1")).to_be_visible()
    expect(report.get_by_text("Vårens granskning").first).to_be_visible()
    report.close()
