"""What becomes of a sample that was handed in: taken back, released, returned, or stopped because it identifies somebody."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.checklists.filling.queries import works_in
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds import assigning
from fidelity.reviews.rounds.models import ReviewRound, RoundState
from fidelity.reviews.samples.models import MarkedPlace, Sample, SampleState, SampleText
from fidelity.reviews.samples.rules import MOST_PLACES, Place, sentences
from fidelity.reviews.samples.words import TAKEN_BACK
from fidelity.tool_use.changes import process_removed
from fidelity.tool_use.models import Process

SAMPLE_READ = Event("sample-read", "sample_id", says=_l("Case sample read"))
SAMPLE_HANDED_IN = Event("sample-handed-in", "sample_id", "round_id", says=_l("Case sample handed in"))
SAMPLE_TAKEN_BACK = Event("sample-taken-back", "sample_id", says=_l("Case sample taken back by who handed it in"))
SAMPLE_RELEASED = Event("sample-released", "sample_id", says=_l("Case sample released by a second reader"))
SAMPLE_RETURNED = Event("sample-returned", "sample_id", "because", says=_l("Case sample returned to its unit"))
SAMPLE_STOPPED = Event("sample-stopped", "sample_id", "because", says=_l("Case sample stopped: it identifies somebody"))


class NotCollecting(DomainError):
    """The round takes no samples, or no longer does."""

    def __init__(self) -> None:
        super().__init__(_l("The round does not take samples now. Nothing has been kept or changed."))


class ChangedElsewhere(DomainError):
    """The sample has gone on since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_l("The sample has gone on since you opened the page. Look at how it stands now."))


class TooNear(DomainError):
    """Who handed it in, or works in its unit, does not decide about it."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_l("The sample comes from where you work, so somebody else reads it."))


def lock(session: Session, sample: Sample) -> ReviewRound:
    """Let nobody else change the sample or its round until this transaction ends: the round first, as whoever draws and closes does."""
    session.flush()
    kept = session.get_one(ReviewRound, sample.round_id)
    session.refresh(kept, with_for_update=True)
    session.refresh(sample, with_for_update=True)
    return kept


def refuse_unless_collecting(kept: ReviewRound) -> None:
    """Raise NotCollecting."""
    if kept.state != RoundState.COLLECTING:
        raise NotCollecting


def take_back(session: Session, sample: Sample, *, actor: Actor, now: datetime) -> None:
    """Let who handed it in change it, as long as nobody has released it. Raises NotCollecting or ChangedElsewhere."""
    refuse_unless_collecting(lock(session, sample))
    if sample.person_id != actor.person_id:
        raise ChangedElsewhere
    if sample.state == SampleState.RETURNED:
        return
    if sample.state != SampleState.WAITING:
        raise ChangedElsewhere
    _move(sample, SampleState.RETURNED, TAKEN_BACK)
    record(session, SAMPLE_TAKEN_BACK, actor=actor, at=now, sample_id=sample.id)


def release(session: Session, sample: Sample, *, revision: int, actor: Actor, now: datetime) -> None:
    """Let the sample be drawn and rated, as it was read. Raises TooNear, NotCollecting or ChangedElsewhere."""
    kept = lock(session, sample)
    refuse_too_near(session, sample, actor, now)
    if _is_done(sample, SampleState.RELEASED, revision):
        return
    refuse_unless_collecting(kept)
    _refuse_changed(sample, revision, {SampleState.WAITING})
    _move(sample, SampleState.RELEASED, None)
    sample.released_by_id = actor.person_id
    record(session, SAMPLE_RELEASED, actor=actor, at=now, sample_id=sample.id)


def give_back(
    session: Session,
    sample: Sample,
    because: str,
    places: Collection[Place],
    *,
    revision: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Return the sample to who handed it in, with places marked; `because` is of `words.RETURNED_BECAUSE`.

    Only while samples are collected: later ratings may point at places in the text. Raises TooNear, NotCollecting or ChangedElsewhere.
    """
    kept = lock(session, sample)
    refuse_too_near(session, sample, actor, now)
    if _is_done(sample, SampleState.RETURNED, revision):
        return
    refuse_unless_collecting(kept)
    _refuse_changed(sample, revision, {SampleState.WAITING, SampleState.STOPPED})
    _move(sample, SampleState.RETURNED, because)
    sample.released_by_id = None
    _mark(session, sample, places)
    record(session, SAMPLE_RETURNED, actor=actor, at=now, sample_id=sample.id, because=because)


def stop(session: Session, sample: Sample, because: str, *, actor: Actor, now: datetime) -> None:
    """A reader says that it identifies somebody (`because` is of `words.STOPPED_BECAUSE`): it is off every desk at once. Once is enough."""
    lock(session, sample)
    if sample.state not in (SampleState.WAITING, SampleState.RELEASED):
        return
    _move(sample, SampleState.STOPPED, because)
    session.flush()
    record(session, SAMPLE_STOPPED, actor=actor, at=now, sample_id=sample.id, because=because)
    assigning.take_off_desks(session, sample, actor=actor, now=now)


def refuse_too_near(session: Session, sample: Sample, actor: Actor, now: datetime) -> None:
    """Raise TooNear for who handed it in and for whoever works in its unit."""
    works_there = works_in(sample.unit_id, actor.person_id or 0, clock.local_day(now))
    if sample.person_id == actor.person_id or session.scalar(select(works_there)):
        raise TooNear


def _move(sample: Sample, state: SampleState, because: str | None) -> None:
    sample.state, sample.because = state, because
    sample.revision += 1


def _is_done(sample: Sample, state: SampleState, revision: int) -> bool:
    """Whether a page that saw this revision has done it already: it was sent twice."""
    return sample.state == state and sample.revision == revision + 1


def _refuse_changed(sample: Sample, revision: int, states: Collection[SampleState]) -> None:
    if sample.revision != revision or sample.state not in states or sample.erased_on is not None:
        raise ChangedElsewhere


def _mark(session: Session, sample: Sample, places: Collection[Place]) -> None:
    """Keep the marked places that are sentences of the text as it stands."""
    texts = session.execute(select(SampleText.part, SampleText.text).where(SampleText.sample_id == sample.id))
    known = {place for part, text in texts for place in sentences(SamplePart(part), text)}
    session.execute(delete(MarkedPlace).where(MarkedPlace.sample_id == sample.id))
    own = {"municipality_id": sample.municipality_id, "sample_id": sample.id}
    marked = sorted(known.intersection(places))[:MOST_PLACES]
    session.add_all(MarkedPlace(**own, part=one.part.value, begins=one.begins, ends=one.ends) for one in marked)


@process_removed.connect
def let_go_of_process(_sender: object, *, session: Session, process: Process) -> None:
    """A process that was started by mistake is taken away: a sample of it stays, of no process."""
    session.execute(update(Sample).where(Sample.process_id == process.id).values(process_id=None))
