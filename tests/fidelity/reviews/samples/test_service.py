"""Handing in, mending, releasing, returning and stopping samples: what is kept, what is refused, and what is done once."""

import uuid
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from core import clock
from core.errors import DomainError
from core.screen.replacing import Keep, KeepReason, Reading, Replace
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.models import Assignment, AssignmentState, RoundState
from fidelity.reviews.samples import handing_in, service
from fidelity.reviews.samples.handing_in import Excerpt
from fidelity.reviews.samples.models import KeptDetail, MarkedPlace, Sample, SampleState
from fidelity.reviews.samples.rules import LONGEST_PART, Place
from fidelity.tool_use.models import Process
from fidelity.tool_use.service import Opening, open_process, remove_process
from organisation.process import ProcessStep
from tests.fidelity.reviews.samples.desk import CLEAN, Desk, excerpt, hand_in

MAPPING, CHILD = SamplePart.MAPPING, SamplePart.CHILD
NAMED = CLEAN | {CHILD: "Alvar sa att bussen från Idre kom."}


def mend(desk: Desk, sample_id: int, texts: dict[SamplePart, str], *, revision: int, name: str = "uploader") -> None:
    with desk.database.transaction() as session:
        sample = session.get_one(Sample, sample_id)
        handing_in.mend(session, sample, excerpt(texts), revision=revision, actor=desk.actor(name), now=clock.now())


def release(desk: Desk, sample_id: int, *, revision: int = 1, name: str = "reader") -> None:
    with desk.database.transaction() as session:
        sample = session.get_one(Sample, sample_id)
        service.release(session, sample, revision=revision, actor=desk.actor(name), now=clock.now())


def give_back(desk: Desk, sample_id: int, *places: Place, revision: int = 1, name: str = "reader") -> None:
    with desk.database.transaction() as session:
        sample = session.get_one(Sample, sample_id)
        service.give_back(
            session, sample, "identifies", places, revision=revision, actor=desk.actor(name), now=clock.now()
        )


def stop(desk: Desk, sample_id: int, name: str = "rater") -> None:
    with desk.database.transaction() as session:
        service.stop(session, session.get_one(Sample, sample_id), "rare", actor=desk.actor(name), now=clock.now())


# --- Handing in


def test_a_sample_that_is_handed_in_waits_with_its_text(desk: Desk) -> None:
    sample = desk.sample(desk.handed_in())
    assert (sample.state, sample.person_id, sample.unit_id) == (
        SampleState.WAITING,
        desk.people["uploader"],
        desk.place.units[0],
    )
    assert desk.texts(sample.id) == {part.value: text for part, text in CLEAN.items()}
    assert desk.logged("sample-handed-in") == [
        (desk.people["uploader"], {"sample_id": sample.id, "round_id": desk.round_id})
    ]


def test_the_same_form_sent_twice_is_one_sample_and_another_text_is_refused(desk: Desk) -> None:
    key = str(uuid.uuid4())
    with desk.database.transaction() as session:
        ids = {hand_in(session, desk, "uploader", excerpt(), key=key).id for _ in range(2)}
    assert len(ids) == len(desk.samples()) == 1
    for name, texts in (("colleague", CLEAN), ("uploader", CLEAN | {CHILD: "Något annat."})):
        with desk.database.session() as session, pytest.raises(handing_in.HandedInAlready):
            hand_in(session, desk, name, excerpt(texts), key=key)
    assert len(desk.samples()) == 1


def test_two_presses_at_once_make_one_sample(desk: Desk) -> None:
    key, ready = str(uuid.uuid4()), Barrier(2)

    def press() -> None:
        with desk.database.transaction() as session:
            ready.wait(20)
            hand_in(session, desk, "uploader", excerpt(), key=key)

    threads = [Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(desk.samples()) == len(desk.logged("sample-handed-in")) == 1


def test_what_the_screen_finds_and_nobody_has_resolved_is_kept_nowhere(desk: Desk) -> None:
    for kept in ({}, {"alvar": "ordinary-word"}):
        with desk.database.session() as session, pytest.raises(handing_in.Unresolved):
            hand_in(session, desk, "uploader", excerpt(NAMED, kept))
    assert desk.samples() == []


def test_what_is_sure_cannot_be_kept_whatever_the_reason(desk: Desk) -> None:
    texts = CLEAN | {CHILD: "Ring 070-174 06 05."}
    (item,) = Reading({part.value: text for part, text in texts.items()}).items
    with desk.database.session() as session, pytest.raises(handing_in.Unresolved):
        hand_in(session, desk, "uploader", excerpt(texts, {item.key: "needed"}))


def test_what_is_replaced_is_so_in_all_forms_and_parts_and_the_rest_stands_with_its_reason(desk: Desk) -> None:
    texts = {MAPPING: "Kalles mamma kom hem. Hon hade ringt till Idre.", CHILD: "Sen grät KALLE. Det var i Idre."}
    decisions = {"kalle": Replace("[BARN 1]"), "idre": Keep(KeepReason.NEEDED)}
    what = Excerpt(ProcessStep.INVESTIGATION, texts, decisions, is_attested=True)
    with desk.database.transaction() as session:
        sample_id = hand_in(session, desk, "uploader", what).id
    stored = desk.texts(sample_id)
    assert stored == {
        "mapping": "[BARN 1]s mamma kom hem. Hon hade ringt till Idre.",
        "child": "Sen grät [BARN 1]. Det var i Idre.",
    }
    with desk.looking() as session:
        kept = session.scalars(select(KeptDetail).where(KeptDetail.sample_id == sample_id)).all()
    assert {(stored[one.part][one.begins : one.ends], one.part, one.reason, one.kind) for one in kept} == {
        ("Idre", part, "needed", "place") for part in ("mapping", "child")
    }


def test_an_excerpt_is_attested_and_neither_too_short_nor_too_long(desk: Desk) -> None:
    wrong = {
        handing_in.NotAttested: excerpt(is_attested=False),
        handing_in.WrongLength: excerpt({CHILD: CLEAN[CHILD]}),
    }
    long = excerpt(CLEAN | {MAPPING: "a " * LONGEST_PART})
    for kind, what in (*wrong.items(), (handing_in.WrongLength, long)):
        with desk.database.session() as session, pytest.raises(kind):
            hand_in(session, desk, "uploader", what)
    assert desk.samples() == []


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.RATING, RoundState.CLOSED])
def test_only_a_round_that_collects_takes_samples(desk: Desk, state: RoundState) -> None:
    waiting, returned = desk.handed_in(), desk.handed_in()
    give_back(desk, returned)
    desk.set_round(state=state)
    with desk.database.session() as session, pytest.raises(service.NotCollecting):
        hand_in(session, desk, "uploader", excerpt())
    with pytest.raises(service.NotCollecting):
        release(desk, waiting)
    with pytest.raises(service.NotCollecting):
        give_back(desk, waiting)
    with pytest.raises(service.NotCollecting):
        mend(desk, returned, CLEAN, revision=2)


def test_a_drawn_process_is_handed_in_once_until_it_is_erased(desk: Desk) -> None:
    with desk.database.transaction() as session:
        opening = Opening(desk.place.municipality, desk.place.units[0], "investigation", clock.today())
        process_id = open_process(session, opening, actor=desk.actor("uploader"), now=clock.now()).id
        sample = hand_in(session, desk, "uploader", excerpt(), process_id=process_id)
    with desk.database.session() as session, pytest.raises(handing_in.HandedInAlready):
        hand_in(session, desk, "colleague", excerpt(), process_id=process_id)
    with desk.database.transaction() as session:
        session.get_one(Sample, sample.id).erased_on = clock.today()
        hand_in(session, desk, "colleague", excerpt(), process_id=process_id)
    assert [one.process_id for one in desk.samples()] == [process_id, process_id]


def test_a_process_that_was_a_mistake_can_be_taken_away_from_under_a_sample(desk: Desk) -> None:
    with desk.database.transaction() as session:
        opening = Opening(desk.place.municipality, desk.place.units[0], "investigation", clock.today())
        process = open_process(session, opening, actor=desk.actor("uploader"), now=clock.now())
        sample_id = hand_in(session, desk, "uploader", excerpt(), process_id=process.id).id
    with desk.database.transaction() as session:
        remove_process(session, session.get_one(Process, process.id), actor=desk.actor("uploader"), now=clock.now())
    assert desk.sample(sample_id).process_id is None


# --- The second reader


def test_somebody_from_elsewhere_releases_it_once(desk: Desk) -> None:
    sample_id = desk.handed_in()
    release(desk, sample_id)
    release(desk, sample_id)
    sample = desk.sample(sample_id)
    assert (sample.state, sample.released_by_id) == (SampleState.RELEASED, desk.people["reader"])
    assert len(desk.logged("sample-released")) == 1


@pytest.mark.parametrize("name", ["uploader", "colleague", "near-reader"])
def test_nobody_of_the_unit_decides_about_its_samples(desk: Desk, name: str) -> None:
    sample_id = desk.handed_in()
    for decide in (release, give_back):
        with pytest.raises(service.TooNear):
            decide(desk, sample_id, name=name)
    assert desk.sample(sample_id).state == SampleState.WAITING


def test_what_is_released_is_what_was_read(desk: Desk) -> None:
    sample_id = desk.handed_in()
    with desk.database.transaction() as session:
        service.take_back(session, session.get_one(Sample, sample_id), actor=desk.actor("uploader"), now=clock.now())
    mend(desk, sample_id, CLEAN | {CHILD: "En annan text."}, revision=2)
    assert desk.sample(sample_id).state == SampleState.WAITING
    with pytest.raises(service.ChangedElsewhere):
        release(desk, sample_id, revision=1)


def test_a_returned_sample_goes_back_with_marks_and_is_handed_in_again(desk: Desk) -> None:
    sample_id = desk.handed_in()
    give_back(desk, sample_id, Place(CHILD, 0, 22), Place(CHILD, 3, 5), Place(SamplePart.PROCESS, 0, 9))
    with desk.looking() as session:
        marks = session.scalars(select(MarkedPlace)).all()
    assert [(one.part, CLEAN[CHILD][one.begins : one.ends]) for one in marks] == [("child", "Barnet ritade ett hus.")]
    sample = desk.sample(sample_id)
    assert (sample.state, sample.because) == (SampleState.RETURNED, "identifies")
    with pytest.raises(service.ChangedElsewhere):
        mend(desk, sample_id, CLEAN, revision=2, name="colleague")
    mended = CLEAN | {CHILD: "Barnet ritade."}
    mend(desk, sample_id, mended, revision=2)
    mend(desk, sample_id, mended, revision=2)
    assert desk.texts(sample_id)["child"] == "Barnet ritade."
    with desk.looking() as session:
        assert session.scalars(select(MarkedPlace)).all() == []
    assert len(desk.logged("sample-handed-in")) == 2


def test_two_tabs_that_mend_do_not_write_over_each_other(desk: Desk) -> None:
    sample_id = desk.handed_in()
    give_back(desk, sample_id)
    mend(desk, sample_id, CLEAN | {CHILD: "Den första."}, revision=2)
    with pytest.raises(service.ChangedElsewhere):
        mend(desk, sample_id, CLEAN | {CHILD: "Den andra."}, revision=2)
    give_back(desk, sample_id, revision=3)
    with pytest.raises(service.ChangedElsewhere):
        mend(desk, sample_id, CLEAN | {CHILD: "Den andra."}, revision=2)
    assert desk.texts(sample_id)["child"] == "Den första."


def test_mending_goes_through_the_screen_too(desk: Desk) -> None:
    sample_id = desk.handed_in()
    give_back(desk, sample_id)
    with pytest.raises(handing_in.Unresolved):
        mend(desk, sample_id, NAMED, revision=2)


# --- This identifies someone


def test_a_stopped_sample_is_off_every_desk_at_once_and_another_stands_in(desk: Desk) -> None:
    sample_id, next_id = desk.released(), desk.released()
    with desk.database.transaction() as session:
        session.get_one(Sample, sample_id).place, session.get_one(Sample, next_id).place = 0, 1
    assignment_id = desk.rated_by(sample_id, "rater")
    stop(desk, sample_id)
    stop(desk, sample_id, "other-rater")
    sample = desk.sample(sample_id)
    assert (sample.state, sample.because) == (SampleState.STOPPED, "rare")
    with desk.looking() as session:
        assert session.get_one(Assignment, assignment_id).state == AssignmentState.GIVEN_UP
        others = session.scalars(select(Assignment).where(Assignment.sample_id == next_id)).all()
    assert desk.sample(next_id).number is not None
    assert len(others) == 1, "somebody rates the one that stands in"
    assert desk.logged("sample-stopped") == [(desk.people["rater"], {"sample_id": sample_id, "because": "rare"})]


def test_a_submitted_rating_stays_when_its_sample_is_stopped(desk: Desk) -> None:
    sample_id = desk.released()
    assignment_id = desk.rated_by(sample_id, "rater", state=AssignmentState.SUBMITTED, submitted_at=clock.now())
    stop(desk, sample_id)
    with desk.looking() as session:
        assert session.get_one(Assignment, assignment_id).state == AssignmentState.SUBMITTED


def test_while_samples_are_collected_a_stopped_one_can_go_back_to_its_unit(desk: Desk) -> None:
    sample_id = desk.released()
    stop(desk, sample_id, "reader")
    give_back(desk, sample_id, revision=3)
    sample = desk.sample(sample_id)
    assert (sample.state, sample.released_by_id) == (SampleState.RETURNED, None)
    mend(desk, sample_id, CLEAN, revision=4)
    assert desk.sample(sample_id).state == SampleState.WAITING


def test_a_returned_sample_is_with_its_uploader_and_is_not_stopped(desk: Desk) -> None:
    sample_id = desk.handed_in()
    give_back(desk, sample_id)
    stop(desk, sample_id)
    assert desk.sample(sample_id).state == SampleState.RETURNED


def test_refusals_say_what_to_do(desk: Desk) -> None:
    for kind in (service.NotCollecting, service.ChangedElsewhere, service.TooNear):
        assert issubclass(kind, DomainError)
        assert str(kind().message).endswith(".")
