"""The pages on which own checklists are written, published and taken out of use, without a script."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from app import KINDS, create_app
from core.audit import Actor
from core.clock import now
from core.database import Database
from core.documents import Library
from core.publishing import IS_COMMON, PublishedDocument, publish
from core.settings import ROOT, Settings
from fidelity.checklists.own.author_queries import desk, written_of
from fidelity.checklists.own.queries import common
from fidelity.checklists.own.rules import RESERVED, Written
from organisation.models import Role
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.fidelity.own.desk import WRITTEN, fields, with_body
from tests.training.town import statements
from tests.world import add_role

pytestmark = on_one_database
HX = {"HX-Request": "true"}
EDIT = "/checklists/own/closing/edit"
NEWS = {"change": "substantive", "news": "En punkt är ny."}


@pytest.fixture
def author(client: PageClient) -> PageClient:
    """The method supporter's browser."""
    return client.sign_in(client.world.people[Role.METHOD_SUPPORTER])


def common_text(app: Flask, checklist_id: str = "closing") -> Written:
    with app.app_context():
        found = common().checklist(checklist_id, "sv")
        assert found is not None
        return written_of(found)


def publish_own(client: PageClient, written: Written, checklist_id: str = "closing", **news: str) -> None:
    """Write and publish as the signed-in author."""
    edit = f"/checklists/own/{checklist_id}"
    revision = str(client.page(f"{edit}/edit").select("[name=revision]")[0]["value"])
    answer = client.send(f"{edit}/edit", fields(written, int(revision), intent="publish"))
    assert answer.location.endswith("/publish"), words(BeautifulSoup(answer.text, "html.parser"))
    page = client.page(f"{edit}/publish")
    revision = str(page.select("[name=revision]")[0]["value"])
    assert client.send(f"{edit}/publish", {"revision": revision, **news}).status_code == 303


def test_a_method_supporter_finds_the_way_and_others_do_not(author: PageClient) -> None:
    assert author.page("/checklists").select("a[href='/checklists/own']")
    assert author.page("/checklists/closing").select("a[href='/checklists/own/closing']")
    author.sign_in(author.world.people[Role.COACH])
    assert not author.page("/checklists").select("a[href^='/checklists/own']")
    assert author.get("/checklists/own").status_code == 403


def test_a_common_checklist_becomes_an_own_one_for_everybody_here_and_nobody_there(
    author: PageClient, app: Flask
) -> None:
    text = with_body("Kommer ny oro", "Kommer det ny oro", common_text(app))
    publish_own(author, replace(text, title="Vårt avslut"))
    author.sign_in(author.world.people["learner"])
    assert "Vårt avslut" in words(author.page("/checklists"))
    page = words(author.page("/checklists/closing"))
    assert "Kommer det ny oro" in page
    assert "egen för Testby kommun" in page
    author.sign_in(author.world.people["foreign"])
    assert "Vårt avslut" not in words(author.page("/checklists"))
    assert "Kommer det ny oro" not in words(author.page("/checklists/closing"))


def test_the_draft_is_saved_and_its_faults_are_told_with_their_lines(author: PageClient, app: Flask) -> None:
    wrong = with_body("- [ ] **Kollegan** har", "- [ ] Kollegan har")
    answer = author.send(EDIT, fields(wrong, intent="save"))
    assert (answer.status_code, answer.location) == (303, f"{EDIT}#look")
    page = author.page(EDIT)
    (fault,) = page.select(".faults li")
    assert words(fault).startswith("Rad 6 - [ ] Kollegan har sagt ja")
    assert "**Du** eller **Kollegan**" in words(fault)
    assert page.select("textarea[name=body]")[0].text.strip() == wrong.body.strip()
    assert "Läs först." in words(page.select(".preview")[0])
    publish_page = author.page("/checklists/own/closing/publish")
    assert publish_page.select(".notice.wrong .faults li")
    assert not publish_page.select("form[action$='/publish']")
    with app.app_context(), app.extensions["metodstod_database"].session(writes=False) as session:
        here = desk(session, author.world.municipality, "closing")
        assert here is not None
        assert here.is_open


def test_a_script_gets_the_preview_alone_and_the_draft_is_saved(author: PageClient) -> None:
    author.page(EDIT)
    answer = author.send(EDIT, fields(WRITTEN), headers=HX)
    piece = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert not piece.select("h1, html")
    assert piece.select("[data-state=saved]")
    assert piece.select_one("input[name=revision][form=editor]")["value"] == "1"  # type: ignore[index]
    assert words(piece.select(".preview-title")[0]) == "Hembesök"
    assert "Inget att ändra" in words(piece.select("[data-count]")[0])


def test_what_identifies_somebody_is_held_back_marked_and_still_in_the_form(author: PageClient) -> None:
    bad = with_body("Läs först.", "Ring mamman på 070-123 45 67.")
    answer = author.send(EDIT, fields(bad, intent="save"))
    page = checked(answer, 422)
    assert words(page.select("mark")[0]) == "070-123 45 67"
    assert "Ring mamman" in page.select("textarea[name=body]")[0].text
    assert "Ring mamman" not in author.get(EDIT).text


def test_the_second_author_sees_both_texts_and_chooses(author: PageClient) -> None:
    author.send(EDIT, fields(WRITTEN))
    answer = author.send(EDIT, fields(with_body("Läs först.", "Läs sist."), intent="save"))
    page = checked(answer, 409)
    assert "Läs sist." in page.select("textarea[name=body]")[0].text
    assert "Läs först." in words(page.select("blockquote")[0])
    (difference,) = page.select(".differences li")
    assert words(difference) == "Ändrat: de första raderna Läs först. Läs sist."
    theirs = str(page.select("[name=their_revision]")[-1]["value"])
    mine = fields(with_body("Läs först.", "Läs sist."), intent="over-theirs", their_revision=theirs)
    assert author.send(EDIT, mine).status_code == 303
    assert "Läs sist." in author.page(EDIT).select("textarea[name=body]")[0].text


def test_a_text_that_is_too_long_is_told_and_not_lost(author: PageClient) -> None:
    long = with_body("Läs först.", "x" * 9000)
    page = checked(author.send(EDIT, fields(long)), 422)
    assert page.select(".error-summary a[href='#body']")
    assert "x" * 9000 in page.select("textarea[name=body]")[0].text
    assert author.page(EDIT).select(".save-state")[0].text == "Inget är ändrat än."


def test_what_was_being_written_when_the_session_ended_is_carried_through_signing_in(
    author: PageClient, database: Database
) -> None:
    author.page(EDIT)
    token = author.csrf_token()
    with author.session_transaction() as cookie:
        cookie["token"] = "ended"
    answer = author.post(EDIT, data={**fields(WRITTEN), "csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 401
    kept = {str(one["name"]): str(one["value"]) for one in page.select("form input[name^='kept:']")}
    assert kept["kept:body"].replace("\r\n", "\n") == WRITTEN.body
    assert kept["kept:revision"] == "0"


def test_from_the_second_version_on_it_says_what_is_new(author: PageClient, app: Flask) -> None:
    publish_own(author, replace(common_text(app), title="Första"))
    answer = author.send(EDIT, fields(replace(common_text(app), title="Andra"), 2, intent="publish"))
    assert answer.status_code == 303
    refused = checked(author.send("/checklists/own/closing/publish", {"revision": "3"}), 422)
    assert len(refused.select(".error-summary li")) == 2
    assert author.send("/checklists/own/closing/publish", {"revision": "3", **NEWS}).status_code == 303
    assert "Nytt i den här versionen: En punkt är ny." in words(author.page("/checklists/closing"))
    page = author.page("/checklists/own/closing")
    versions = [str(link["href"]) for link in page.select("a[href*='/versions/']")]
    assert len(versions) == 2
    assert words(author.page(versions[1]).select("h1")[0]) == "Första"
    assert words(author.page(versions[0]).select("h1")[0]) == "Andra"


def test_a_version_is_shown_under_its_own_checklist_and_in_its_own_municipality(author: PageClient, app: Flask) -> None:
    publish_own(author, replace(common_text(app), title="Vårt avslut"))
    (link,) = author.page("/checklists/own/closing").select("a[href*='/versions/']")
    address = str(link["href"])
    assert author.get(address.replace("/closing/", "/mapping/")).status_code == 404
    with app.extensions["metodstod_database"].transaction() as session:
        add_role(session, author.world.other_municipality, author.world.people["foreign"], Role.METHOD_SUPPORTER)
    author.sign_in(author.world.people["foreign"])
    assert author.get(address).status_code == 404
    assert "Vårt avslut" not in author.get("/checklists/own").text
    assert "Vårt avslut" not in author.get(EDIT).text
    assert author.get("/checklists/own/closing").status_code == 200


def test_a_publish_page_that_is_too_old_publishes_nothing(author: PageClient) -> None:
    author.send(EDIT, fields(WRITTEN))
    author.send(EDIT, fields(with_body("Läs först.", "Läs sist."), 1))
    page = checked(author.send("/checklists/own/closing/publish", {"revision": "1"}), 409)
    assert "Titta på det en gång till" in words(page.select(".error-summary")[0])
    assert author.page("/checklists/own/closing").select("a[href*='/versions/']") == []


def test_a_new_checklist_begins_with_its_title_and_an_outline(author: PageClient) -> None:
    page = checked(author.send("/checklists/own/new", {"title": " "}), 422)
    assert page.select(".error-summary")
    answer = author.send("/checklists/own/new", {"title": "Hembesök hos familjen"})
    assert answer.location == "/checklists/own/hembesok-hos-familjen/edit"
    page = author.page(answer.location)
    assert "- [!] **Du** …" in page.select("textarea[name=body]")[0].text
    assert "Den har 3 punkter. Den ska ha 4 till 12." in words(page)
    assert "Hembesök hos familjen" in words(author.page("/checklists/own"))
    author.sign_in(author.world.people["learner"])
    assert author.get("/checklists/hembesok-hos-familjen").status_code == 404


def test_a_draft_is_thrown_away(author: PageClient) -> None:
    address = author.send("/checklists/own/new", {"title": "Ångrat"}).location
    revision = str(author.page(address).select("[name=revision]")[0]["value"])
    assert author.send(address.replace("/edit", "/throw-away"), {"revision": revision}).status_code == 303
    assert author.get(address).status_code == 404
    page = checked(author.send(address, fields(WRITTEN, 1)), 409)
    assert "Läs först." in page.select("textarea[name=body]")[0].text


def test_a_retired_checklist_says_so_and_is_taken_up_again(author: PageClient) -> None:
    refused = checked(author.send("/checklists/own/closing/retire", {"because": ""}), 422)
    assert refused.select(".error-summary")
    author.send("/checklists/own/closing/retire", {"because": "Använd uppföljningen."})
    assert not author.page("/checklists").select("a[href='/checklists/closing']")
    author.sign_in(author.world.people["learner"])
    page = author.page("/checklists/closing")
    assert "Använd uppföljningen." in words(page.select(".notice.attend")[0])
    assert page.select(".check-items li")
    author.sign_in(author.world.people[Role.METHOD_SUPPORTER])
    author.send("/checklists/own/closing/take-up")
    assert author.page("/checklists").select("a[href='/checklists/closing']")


def test_somebody_who_reads_english_gets_the_own_one_with_the_usual_note(author: PageClient, app: Flask) -> None:
    publish_own(author, replace(common_text(app), title="Vårt avslut"))
    author.sign_in(author.world.people["learner"])
    page = checked(author.get("/checklists/closing", headers={"Accept-Language": "en"}))
    assert "not translated yet, so it is shown in Swedish" in words(page)
    assert page.select("h1[lang=sv]")


def test_the_file_is_what_content_could_hold(author: PageClient, app: Flask, tmp_path: Path) -> None:
    author.send(EDIT, fields(WRITTEN))
    answer = author.get("/checklists/own/closing/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="closing.sv.md"'
    folder = tmp_path / "content" / "checklists"
    folder.mkdir(parents=True)
    (folder / "closing.sv.md").write_bytes(answer.data)
    library = Library(tmp_path / "content", KINDS)
    assert library.problems == []
    assert library.documents["checklists/closing", "sv"].title == "Hembesök"


def test_where_the_common_one_has_changed_since_its_author_is_told_and_says_when_it_is_looked_at(
    author: PageClient, app: Flask, database: Database, settings: Settings, tmp_path: Path
) -> None:
    publish_own(author, replace(common_text(app), title="Vårt avslut"))
    later = later_site(database, settings, tmp_path)
    client = later.test_client()
    assert isinstance(client, PageClient)
    client.world = author.world
    client.sign_in(author.world.people[Role.METHOD_SUPPORTER])
    assert "Den gemensamma har ändrats" in words(client.page("/checklists/own"))
    page = client.page(EDIT)
    told = words(page.select(".notice.attend")[0])
    assert "har fått version 2; er egen utgår från version 1" in told
    assert "Oron bedöms på nytt." in told
    assert "Borttaget" not in told
    assert "Ändrat: de första raderna" in told
    revision = int(str(page.select("[name=revision]")[0]["value"]))
    client.send(EDIT, fields(replace(common_text(app), title="Vårt avslut"), revision, intent="newest"))
    assert not client.page(EDIT).select(".notice.attend")
    with database.session(writes=False) as session:
        assert session.scalars(select(PublishedDocument.version).where(~IS_COMMON)).all() == [1]


def later_site(database: Database, settings: Settings, tmp_path: Path) -> Flask:
    """The site when the common base has got a second version of a checklist."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    for language in ("sv", "en"):
        path = content / "checklists" / f"closing.{language}.md"
        text = path.read_text("utf-8").replace(
            "version: 1", "version: 2\nchange: substantive\nnews: Oron bedöms på nytt."
        )
        path.write_text(text.replace("Kommer ny oro", "Kommer det ny oro"), "utf-8")
    later = create_app(settings, db=database, content=content)
    later.test_client_class = PageClient
    with database.transaction() as session:
        publish(session, later.extensions["metodstod_library"], actor=Actor(), now=now())
    return later


def test_no_checklist_can_be_called_what_stands_in_other_addresses(app: Flask) -> None:
    rules = (rule.rule.split("/") for rule in app.url_map.iter_rules() if rule.rule.startswith("/checklists/"))
    fixed = {part for parts in rules for part in parts[2:4] if part and not part.startswith("<")}
    after_an_id = {"edit", "publish", "throw-away", "retire", "take-up", "use-common", "file", "versions"}
    assert fixed - after_an_id <= RESERVED


@pytest.mark.parametrize(("address", "most"), [("/checklists", 9), ("/checklists/own", 10), (EDIT, 10)])
def test_a_page_asks_the_database_no_more_with_more_own_checklists(
    author: PageClient, app: Flask, database: Database, address: str, most: int
) -> None:
    for checklist_id in ("closing", "mapping", "first-meeting"):
        publish_own(author, replace(common_text(app, checklist_id), title=checklist_id), checklist_id)
    app.extensions.pop("metodstod_published_checklists")
    with statements(database) as sent:
        author.page(address)
    assert len(sent) <= most, sent
