"""Drafts, versions and what is used: nothing published changes, nothing typed is lost, each municipality for itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.publishing import IS_COMMON, PublishedDocument, document_id, row_of
from fidelity.checklists.own import service
from fidelity.checklists.own.author_queries import desk, shelf, versions, written_of
from fidelity.checklists.own.models import ChecklistDraft, ChecklistInUse
from fidelity.checklists.own.queries import checklists_for, published_checklist, row_id
from fidelity.checklists.own.rules import Written
from fidelity.checklists.own.saving import save
from fidelity.checklists.own.service import Author
from organisation.models import Role
from tests.fidelity.own.desk import WRITTEN, with_body
from tests.world import NOON, World

LATER = NOON + timedelta(days=1)
BASE = "closing"


@pytest.fixture
def author(world: World, app: Flask) -> Iterator[Author]:
    """The method supporter, with the app's checklists at hand."""
    with app.app_context():
        yield Author(world.people[Role.METHOD_SUPPORTER], world.municipality)


def draft(session: Session, author: Author, checklist_id: str, written: Written, seen: int = 0) -> int:
    return service.save_draft(session, author, checklist_id, written, seen_revision=seen, now=NOON).revision


def published(
    session: Session, author: Author, checklist_id: str, written: Written, *, change: str = "substantive"
) -> PublishedDocument:
    here = service.desk_of(session, author, checklist_id)
    revision = draft(session, author, checklist_id, written, here.revision)
    return service.publish(
        session, author, checklist_id, seen_revision=revision, change=change, news="Nytt.", now=LATER
    )


def own_of(session: Session, author: Author, **changes: str) -> Written:
    """The common checklist with other words, as its author writes it."""
    here = service.desk_of(session, author, BASE)
    return replace(here.written, **changes)


def used(session: Session, author: Author, checklist_id: str = BASE, language: str = "sv") -> str | None:
    found = checklists_for(session, author.municipality_id).checklist(checklist_id, language)
    return found.title if found else None


# --- drafts ----------------------------------------------------------------------------------------------------


def test_a_draft_changes_nothing_for_anybody_else(session: Session, author: Author) -> None:
    before = used(session, author)
    assert draft(session, author, BASE, own_of(session, author, title="Vårt avslut")) == 1
    assert used(session, author) == before
    here = desk(session, author.municipality_id, BASE)
    assert here is not None
    assert (here.written.title, here.is_open, here.base_id) == (
        "Vårt avslut",
        True,
        document_id(f"checklists/{BASE}", "sv"),
    )


def test_saving_what_is_used_as_it_is_makes_no_draft(session: Session, author: Author) -> None:
    assert draft(session, author, BASE, own_of(session, author)) == 0
    assert session.scalars(select(ChecklistDraft)).all() == []


def test_the_second_of_two_authors_is_told_sees_both_and_loses_nothing(session: Session, author: Author) -> None:
    first = own_of(session, author, title="Den enas")
    second = own_of(session, author, title="Den andras")
    draft(session, author, BASE, first)
    outcome = save(session, author, BASE, second, seen_revision=0, departs_from_newest=False, now=LATER)
    assert (outcome.is_saved, outcome.is_elsewhere) == (False, True)
    assert (outcome.written.title, outcome.desk.written.title) == ("Den andras", "Den enas")
    (difference,) = outcome.theirs_to_mine
    assert (difference.before, difference.after) == ("Den enas", "Den andras")
    assert draft(session, author, BASE, second, outcome.desk.revision) == 2


def test_the_same_text_sent_twice_is_one_save(session: Session, author: Author) -> None:
    written = own_of(session, author, title="En gång")
    assert [draft(session, author, BASE, written) for _ in range(2)] == [1, 1]


def test_an_open_page_does_not_overwrite_what_was_published_meanwhile(session: Session, author: Author) -> None:
    published(session, author, BASE, own_of(session, author, title="Publicerad"))
    with pytest.raises(service.DraftChangedElsewhere):
        draft(session, author, BASE, own_of(session, author, title="Från en gammal sida"), 1)


def test_a_text_that_identifies_somebody_is_not_stored(session: Session, author: Author) -> None:
    written = own_of(session, author, summary="Ring 070-123 45 67.")
    outcome = save(session, author, BASE, written, seen_revision=0, departs_from_newest=False, now=NOON)
    assert [piece.text for piece in outcome.found] == ["070-123 45 67"]
    assert session.scalars(select(ChecklistDraft)).all() == []
    with pytest.raises(service.HoldsIdentifyingDetails):
        service.retire(session, author, BASE, "Fråga anna@exempel.se.", now=NOON)


def test_a_draft_that_is_thrown_away_can_be_begun_again_without_reusing_a_revision(
    session: Session, author: Author
) -> None:
    revision = draft(session, author, BASE, own_of(session, author, title="Ångrat"))
    service.throw_away(session, author, BASE, seen_revision=revision)
    here = service.desk_of(session, author, BASE)
    assert (here.is_open, here.revision) == (False, 2)
    assert here.written == own_of(session, author)
    with pytest.raises(service.DraftChangedElsewhere):
        draft(session, author, BASE, own_of(session, author, title="Gammal flik"), revision)


def test_a_new_checklist_gets_a_name_that_nobody_has(session: Session, author: Author) -> None:
    ids = [
        service.begin(session, author, replace(WRITTEN, title=title), now=NOON)
        for title in ("Avslut", "Own", "Own", "…")
    ]
    assert ids == ["avslut", "own-2", "own-3", "checklist"]
    assert service.begin(session, author, replace(WRITTEN, title="Closing"), now=NOON) == "closing-2"


# --- publishing ------------------------------------------------------------------------------------------------


def test_an_own_version_takes_the_common_ones_place_and_departs_from_it(session: Session, author: Author) -> None:
    row = published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    assert (used(session, author), used(session, author, language="en")) == ("Vårt avslut", "Vårt avslut")
    assert (row.version, row.change, row.base_id) == (1, None, document_id(f"checklists/{BASE}", "sv"))
    found = checklists_for(session, author.municipality_id).checklist(BASE, "en")
    assert found is not None
    assert (found.is_own, found.language, row_id(found)) == (True, "sv", row.id)
    assert len(checklists_for(session, author.municipality_id).all("sv")) == 13


def test_items_keep_the_common_ones_ids(session: Session, author: Author) -> None:
    common = checklists_for(session, author.municipality_id).checklist(BASE, "sv")
    assert common is not None
    ids = [item.id for pause in common.pauses for item in pause.items]
    published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    own = checklists_for(session, author.municipality_id).checklist(BASE, "sv")
    assert own is not None
    assert [item.id for pause in own.pauses for item in pause.items] == ids


def test_an_older_version_is_always_read_as_it_was(session: Session, author: Author) -> None:
    first = published(session, author, BASE, own_of(session, author, title="Första"))
    source = first.source
    second = published(session, author, BASE, own_of(session, author, title="Andra"), change="cosmetic")
    assert (second.version, second.change, second.news) == (2, "cosmetic", "Nytt.")
    session.expire_all()
    assert session.get_one(PublishedDocument, first.id).source == source
    old = published_checklist(session, author.municipality_id, first.id, "sv")
    assert old is not None
    assert (old.title, old.document.version) == ("Första", 1)
    assert [one.number for one in versions(session, author.municipality_id, BASE)] == [2, 1]


def test_a_wholly_new_checklist_is_added_to_the_lists(session: Session, author: Author) -> None:
    checklist_id = service.begin(session, author, WRITTEN, now=NOON)
    service.publish(session, author, checklist_id, seen_revision=1, change=None, news=None, now=LATER)
    found = checklists_for(session, author.municipality_id)
    assert used(session, author, "hembesok") == "Hembesök"
    assert "Hembesök" in [one.title for one in found.by_step("en")[found.all("sv")[0].steps[0].INVESTIGATION]]


def test_what_is_not_ready_is_not_published(session: Session, author: Author) -> None:
    revision = draft(session, author, BASE, replace(own_of(session, author), title=""))
    with pytest.raises(service.NotReady) as refused:
        service.publish(session, author, BASE, seen_revision=revision, change=None, news=None, now=LATER)
    assert [one.field for one in refused.value.faults] == ["title"]
    assert session.scalars(select(PublishedDocument).where(~IS_COMMON)).all() == []


def test_a_draft_that_changes_nothing_is_not_published(session: Session, author: Author) -> None:
    written = own_of(session, author)
    revision = draft(session, author, BASE, replace(written, title="Annat"))
    revision = draft(session, author, BASE, written, revision)
    with pytest.raises(service.NothingChanged):
        service.publish(session, author, BASE, seen_revision=revision, change=None, news=None, now=LATER)


def test_what_another_author_has_not_been_seen_to_write_is_not_published(session: Session, author: Author) -> None:
    draft(session, author, BASE, own_of(session, author, title="Ett"))
    draft(session, author, BASE, own_of(session, author, title="Två"), 1)
    with pytest.raises(service.DraftChangedElsewhere):
        service.publish(session, author, BASE, seen_revision=1, change=None, news=None, now=LATER)


def test_publishing_and_retiring_stand_in_the_audit_log_without_a_word_of_the_text(
    session: Session, author: Author
) -> None:
    published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    service.retire(session, author, BASE, "Vi använder den vi har.", now=LATER)
    service.take_up(session, author, BASE, now=LATER)
    service.use_common(session, author, BASE, now=LATER)
    session.flush()
    rows = session.scalars(
        select(AuditEvent).where(AuditEvent.name.contains("checklist")).order_by(AuditEvent.id)
    ).all()
    assert [row.name for row in rows] == [
        "checklist-published", "checklist-retired", "checklist-taken-up", "common-checklist-used",
    ]  # fmt: skip
    assert rows[0].subject == {"checklist": BASE, "version": 1}
    assert {row.actor_id for row in rows} == {author.person_id}


# --- what is used ----------------------------------------------------------------------------------------------


def test_a_retired_checklist_leaves_the_lists_and_is_still_shown(session: Session, author: Author) -> None:
    published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    service.retire(session, author, BASE, "Använd uppföljningen.", now=LATER)
    found = checklists_for(session, author.municipality_id)
    assert used(session, author) is None
    retired = found.retired(BASE, "en")
    assert retired is not None
    assert (retired.checklist.title, retired.at, retired.because) == ("Vårt avslut", LATER, "Använd uppföljningen.")
    service.take_up(session, author, BASE, now=LATER)
    assert used(session, author) == "Vårt avslut"


def test_a_common_checklist_is_retired_without_an_own_version(session: Session, author: Author) -> None:
    title = used(session, author)
    service.retire(session, author, BASE, "Vi gör annorlunda.", now=LATER)
    assert used(session, author) is None
    assert [one.checklist.title for one in shelf(session, author.municipality_id).retired] == [title]
    service.take_up(session, author, BASE, now=LATER)
    assert used(session, author) == title


def test_publishing_takes_a_retired_checklist_up_again(session: Session, author: Author) -> None:
    service.retire(session, author, BASE, "Vi gör annorlunda.", now=LATER)
    published(session, author, BASE, own_of(session, author, title="På nytt"))
    assert used(session, author) == "På nytt"


def test_the_common_one_can_be_used_again_and_the_next_own_version_counts_on(session: Session, author: Author) -> None:
    title = used(session, author)
    published(session, author, BASE, own_of(session, author, title="Egen"))
    service.use_common(session, author, BASE, now=LATER)
    assert used(session, author) == title
    assert published(session, author, BASE, own_of(session, author, title="Egen igen")).version == 2


def test_a_wholly_new_one_has_no_common_one_to_go_back_to(session: Session, author: Author) -> None:
    checklist_id = service.begin(session, author, WRITTEN, now=NOON)
    with pytest.raises(service.NoSuchChecklist):
        service.use_common(session, author, checklist_id, now=LATER)
    with pytest.raises(service.NoSuchChecklist):
        service.retire(session, author, checklist_id, "Varför.", now=LATER)


# --- each municipality for itself ------------------------------------------------------------------------------


def test_another_municipality_sees_nothing_of_it(session: Session, author: Author, world: World) -> None:
    there = Author(world.people["foreign"], world.other_municipality)
    common = used(session, there)
    row = published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    new = service.begin(session, author, WRITTEN, now=NOON)
    assert used(session, there) == common
    assert desk(session, there.municipality_id, new) is None
    assert versions(session, there.municipality_id, BASE) == []
    assert published_checklist(session, there.municipality_id, row.id, "sv") is None
    assert published(session, there, BASE, own_of(session, there, title="Deras")).version == 1
    assert (used(session, author), used(session, there)) == ("Vårt avslut", "Deras")


def test_what_is_used_can_only_be_the_municipalitys_own(session: Session, author: Author, world: World) -> None:
    row = published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    session.add(ChecklistInUse(municipality_id=world.other_municipality, key="checklists/x", document_id=row.id))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_version_is_published_once_in_the_base_and_once_in_a_municipality(session: Session, author: Author) -> None:
    row = published(session, author, BASE, own_of(session, author, title="Vårt avslut"))
    look = service.desk_of(session, author, BASE).look()
    document = look.document()
    for municipality_id in (author.municipality_id, None):
        again = row_of(document, LATER, municipality_id=municipality_id)  # type: ignore[arg-type]
        assert again.version == row.version
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(again)
            session.flush()


def test_a_published_base_row_is_read_in_the_readers_language(session: Session, author: Author) -> None:
    base = document_id(f"checklists/{BASE}", "sv")
    found = published_checklist(session, author.municipality_id, base, "en")
    assert found is not None
    assert (found.language, found.row_id, found.is_own) == ("en", document_id(f"checklists/{BASE}", "en"), False)
    assert published_checklist(session, author.municipality_id, document_id("glossary", "sv"), "sv") is None
    assert published_checklist(session, author.municipality_id, 10**9, "sv") is None


def test_an_old_text_whose_link_leads_nowhere_any_longer_is_shown_all_the_same(
    session: Session, author: Author
) -> None:
    row = published(session, author, BASE, with_body("hörs igen.", "hörs igen, [som det var](https://example.org)."))
    old = PublishedDocument(
        municipality_id=author.municipality_id, key="checklists/old", language="sv", version=1, kind="checklist",
        sha256="0" * 64, published_at=NOON,
        source=row.source.replace(f"id: {BASE}", "id: old").replace("https://example.org", "../tools/gone.sv.md"),
    )  # fmt: skip
    session.add(old)
    session.flush()
    found = published_checklist(session, author.municipality_id, old.id, "sv")
    assert found is not None
    assert "som det var" in str(found.pauses[1].items[0].text)
    assert "href" not in str(found.pauses[1].items[0].text)


def test_what_the_form_shows_of_a_version_has_no_ids(session: Session, author: Author) -> None:
    common = checklists_for(session, author.municipality_id).checklist(BASE, "sv")
    assert common is not None
    assert "{#" in common.document.body
    assert "{#" not in written_of(common).body
