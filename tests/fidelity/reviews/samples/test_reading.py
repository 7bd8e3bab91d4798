"""Who may read a sample's text, when; and that every reading is logged."""

from datetime import timedelta

import pytest

from core import clock
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.models import AssignmentState, RoundState
from fidelity.reviews.samples.models import Sample, SampleState
from fidelity.reviews.samples.reading import sample_text, sample_text_or_404
from fidelity.reviews.samples.texts import Reader, SampleRead
from organisation.access import ScopedRole, Viewer
from organisation.models import Role
from tests.fidelity.reviews.samples.desk import CLEAN, Desk

READERS = tuple(Reader)
ROLES = {
    "reader": (ScopedRole(Role.METHOD_SUPPORTER),),
    "near-reader": (ScopedRole(Role.COACH, section_id=1),),
    "rater": (ScopedRole(Role.COACH, section_id=2),),
    "other-rater": (ScopedRole(Role.COACH, section_id=3),),
}
EVERY_ROLE = tuple(ScopedRole(role) for role in Role if role is not Role.INVITED_RATER)
FROM_ELSEWHERE = dict.fromkeys(("reader", "rater", "other-rater"), Reader.RELEASER)
SURELY_NOBODY = ("colleague", "neighbour")


def viewer(
    desk: Desk, name: str, roles: tuple[ScopedRole, ...] | None = None, *, municipality: int | None = None
) -> Viewer:
    """Somebody who is signed in."""
    return Viewer(
        id=desk.people.get(name, 0),
        municipality_id=municipality or desk.place.municipality,
        municipality_name="",
        section_word="section",
        unit_word="unit",
        is_fictional=True,
        opened_on=clock.today(),
        name=name,
        language=None,
        roles=ROLES.get(name, ()) if roles is None else roles,
    )


def read(desk: Desk, name: str, sample_id: int, **more: object) -> SampleRead | None:
    """The sample as somebody reads it, in whatever way they may."""
    assert desk.client is not None
    with desk.client.application.test_request_context():
        return sample_text(viewer(desk, name, **more), sample_id, *READERS)  # type: ignore[arg-type]


def who_reads(desk: Desk, sample_id: int) -> dict[str, Reader]:
    """Everybody who gets the text, and as what."""
    found = {name: read(desk, name, sample_id) for name in desk.people}
    return {name: one.reader for name, one in found.items() if one is not None}


def in_state(desk: Desk, state: SampleState) -> int:
    """A sample in a state, which a rater has been given."""
    sample_id = desk.handed_in()
    desk.rated_by(sample_id, "rater")
    desk.set_round(state=RoundState.COLLECTING)
    with desk.database.transaction() as session:
        session.get_one(Sample, sample_id).state = state
    return sample_id


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SampleState.WAITING, FROM_ELSEWHERE | {"uploader": Reader.UPLOADER}),
        (SampleState.RETURNED, {"uploader": Reader.UPLOADER}),
        (SampleState.RELEASED, {"rater": Reader.RATER}),
        (SampleState.STOPPED, FROM_ELSEWHERE),
    ],
)
def test_in_each_state_those_and_nobody_else_read_the_text(
    open_desk: Desk, state: SampleState, expected: dict[str, Reader]
) -> None:
    assert who_reads(open_desk, in_state(open_desk, state)) == expected


def test_no_role_reads_what_it_has_no_part_in(open_desk: Desk) -> None:
    for state in (SampleState.RETURNED, SampleState.RELEASED):
        sample_id = in_state(open_desk, state)
        for name in (*SURELY_NOBODY, "near-reader", "reader"):
            assert read(open_desk, name, sample_id, roles=EVERY_ROLE) is None, (state, name)


def test_nobody_from_another_municipality_reads_anything(open_desk: Desk) -> None:
    assert open_desk.client is not None
    elsewhere = open_desk.client.world.municipality
    for state in SampleState:
        sample_id = in_state(open_desk, state)
        for name in open_desk.people:
            assert read(open_desk, name, sample_id, roles=EVERY_ROLE, municipality=elsewhere) is None


@pytest.mark.parametrize("state", list(AssignmentState))
def test_a_rater_reads_as_long_as_the_rating_is_open_or_submitted(open_desk: Desk, state: AssignmentState) -> None:
    sample_id = open_desk.released()
    open_desk.rated_by(sample_id, "rater", state=state)
    found = read(open_desk, "rater", sample_id)
    assert (found is not None) == (state is not AssignmentState.GIVEN_UP)
    assert read(open_desk, "other-rater", sample_id) is None
    assert read(open_desk, "rater", sample_id, roles=()) is None


def test_a_rater_reads_the_text_alone(open_desk: Desk) -> None:
    kept = {"alvar": "ordinary-word"}
    sample_id = open_desk.handed_in(kept=kept, child="Alvar sa att det var tyst.")
    second = read(open_desk, "reader", sample_id)
    assert second is not None
    assert [words for part in second.parts for words, _reason in part.kept_once][:1] == ["Alvar"]
    with open_desk.database.transaction() as session:
        session.get_one(Sample, sample_id).state = SampleState.RELEASED
    open_desk.rated_by(sample_id, "rater")
    found = read(open_desk, "rater", sample_id)
    assert found is not None
    assert [part.kept for part in found.parts] == [(), ()]
    assert not {"unit_id", "person_id"} & set(SampleRead.__dataclass_fields__)


def test_when_time_is_up_nobody_reads_whatever_has_been_erased(open_desk: Desk) -> None:
    sample_id, stopped = open_desk.released(), in_state(open_desk, SampleState.STOPPED)
    open_desk.rated_by(sample_id, "rater", state=AssignmentState.SUBMITTED)
    for days, may in ((29, True), (30, False)):
        open_desk.set_round(state=RoundState.CLOSED, closed_on=clock.today() - timedelta(days=days))
        assert (read(open_desk, "rater", sample_id) is not None) is may
        assert (read(open_desk, "reader", stopped) is not None) is may


def test_an_erased_sample_is_shown_to_nobody(open_desk: Desk) -> None:
    for state in SampleState:
        sample_id = in_state(open_desk, state)
        with open_desk.database.transaction() as session:
            session.get_one(Sample, sample_id).erased_on = clock.today()
        assert who_reads(open_desk, sample_id) == {}


def test_a_reading_is_logged_and_a_refused_one_is_none(open_desk: Desk) -> None:
    sample_id = open_desk.handed_in()
    found = read(open_desk, "reader", sample_id)
    assert found is not None
    assert [one.part for one in found.parts] == [SamplePart.MAPPING, SamplePart.CHILD]
    assert found.parts[1].text == CLEAN[SamplePart.CHILD]
    assert read(open_desk, "colleague", sample_id) is None
    assert open_desk.logged("sample-read") == [(open_desk.people["reader"], {"sample_id": sample_id})]


def test_the_door_is_shut_by_a_404(open_desk: Desk) -> None:
    from werkzeug.exceptions import NotFound

    sample_id = open_desk.handed_in()
    assert open_desk.client is not None
    with open_desk.client.application.test_request_context(), pytest.raises(NotFound):
        sample_text_or_404(viewer(open_desk, "reader"), sample_id, Reader.UPLOADER, Reader.RATER)
