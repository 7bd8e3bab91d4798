"""Who may read a sample's text, and the text for them. Every reader's page comes by here, through `reading`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from fidelity.checklists.filling.queries import works_in
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.models import Assignment, AssignmentState, ReviewRound, RoundState
from fidelity.reviews.samples.models import KeptDetail, MarkedPlace, Sample, SampleState, SampleText
from fidelity.reviews.samples.rules import Place, time_is_up
from fidelity.reviews.samples.shown import KeptWords, ReadPart
from organisation.access import Permission, Viewer
from organisation.process import ProcessStep


class Reader(StrEnum):
    """What somebody reads a sample as: who handed it in, the second person who releases or returns it, or who rates it."""

    UPLOADER = "uploader"
    RELEASER = "releaser"
    RATER = "rater"


@dataclass(frozen=True)
class SampleRead:
    """A sample as somebody reads it: nothing of its unit or of anybody. Parts without text are not in the excerpt, and not here."""

    id: int
    round_id: int
    number: int | None
    step: ProcessStep
    language: str
    state: SampleState
    because: str | None
    revision: int
    is_collecting: bool
    reader: Reader
    parts: Sequence[ReadPart]


def is_open_to(viewer: Viewer, reader: Reader, today: date) -> ColumnElement[bool]:
    """The condition that the viewer may read a sample's text as that reader, as far as the sample itself says; time is another matter."""
    mine = (Sample.municipality_id == viewer.municipality_id) & Sample.erased_on.is_(None)
    if reader is Reader.UPLOADER:
        is_theirs = Sample.state.in_([SampleState.WAITING, SampleState.RETURNED]) & (Sample.person_id == viewer.id)
        return mine & is_theirs
    if reader is Reader.RELEASER:
        is_waiting = Sample.state.in_([SampleState.WAITING, SampleState.STOPPED])
        return mine & is_waiting & is_far_from(viewer, today) if viewer.may(Permission.RELEASE_SAMPLES) else false()
    is_rated = Sample.id.in_(
        select(Assignment.sample_id).where(
            Assignment.person_id == viewer.id,
            Assignment.state.in_([AssignmentState.OPEN, AssignmentState.SUBMITTED]),
        )
    )
    is_released = Sample.state == SampleState.RELEASED
    return mine & is_released & is_rated if viewer.may(Permission.RATE_SAMPLES) else false()


def is_far_from(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """The condition that a sample is neither the viewer's own nor of a unit that the viewer works in or manages."""
    return ~works_in(Sample.unit_id, viewer.id, today) & Sample.person_id.is_distinct_from(viewer.id)


def sample_text(
    session: Session, viewer: Viewer, sample_id: int, readers: Collection[Reader], *, today: date
) -> SampleRead | None:
    """The sample, when the viewer may read its text now as one of these readers. Four statements at most for each of them."""
    for reader in readers:
        row = session.execute(
            select(Sample, ReviewRound)
            .join(ReviewRound, ReviewRound.id == Sample.round_id)
            .where(Sample.id == sample_id, ReviewRound.erased_on.is_(None), is_open_to(viewer, reader, today))
        ).one_or_none()
        if row is not None and not time_is_up(row[1].closed_on, row[1].retention_days, today):
            return _read(session, row[0], row[1], reader)
    return None


def _read(session: Session, sample: Sample, kept: ReviewRound, reader: Reader) -> SampleRead:
    return SampleRead(
        id=sample.id,
        round_id=sample.round_id,
        number=sample.number,
        step=sample.step,
        language=sample.language,
        state=sample.state,
        because=sample.because,
        revision=sample.revision,
        is_collecting=kept.state == RoundState.COLLECTING,
        reader=reader,
        parts=_parts(session, sample.id, is_alone=reader is Reader.RATER),
    )


def _parts(session: Session, sample_id: int, *, is_alone: bool) -> list[ReadPart]:
    """The parts in their order, each with what was kept and marked in it unless the text is to be read alone."""
    texts = session.execute(select(SampleText.part, SampleText.text).where(SampleText.sample_id == sample_id))
    found = {SamplePart(part): text for part, text in texts}
    kept: dict[str, list[KeptWords]] = {}
    marked: dict[str, list[Place]] = {}
    if not is_alone:
        details = select(KeptDetail).where(KeptDetail.sample_id == sample_id).order_by(KeptDetail.begins)
        for one in session.scalars(details):
            kept.setdefault(one.part, []).append(KeptWords(one.begins, one.ends, one.kind, one.reason))
        places = select(MarkedPlace).where(MarkedPlace.sample_id == sample_id).order_by(MarkedPlace.begins)
        for place in session.scalars(places):
            marked.setdefault(place.part, []).append(Place(SamplePart(place.part), place.begins, place.ends))
    return [
        ReadPart(part, found[part], kept.get(part.value, ()), marked.get(part.value, ()))
        for part in SamplePart
        if part in found
    ]
