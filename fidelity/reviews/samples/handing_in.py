"""Handing a sample in, and mending a returned one: all at once, screened and attested, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from core.screen.replacing import Decisions, Reading
from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rounds.models import DrawnProcess, ReviewRound
from fidelity.reviews.samples.looking import KeptPlace, kept_places
from fidelity.reviews.samples.models import KeptDetail, MarkedPlace, Sample, SampleState, SampleText
from fidelity.reviews.samples.rules import Texts, text_faults
from fidelity.reviews.samples.service import SAMPLE_HANDED_IN, ChangedElsewhere, lock, refuse_unless_collecting
from organisation.process import ProcessStep

PROCESS_SET_ASIDE = Event(
    "process-set-aside", "round_id", "process_id", "because", says=_l("Drawn process can't be handed in as a sample")
)
LANGUAGE = "sv"
"""The language that samples are written in: the screen knows no other."""


class Unresolved(DomainError):
    """The screen has found what is neither replaced nor kept."""

    status = 422


class WrongLength(DomainError):
    """Too few parts hold something, or one is too long."""

    status = 422


class NotAttested(DomainError):
    """Nobody has said that the whole text is read and tells nobody who the family is."""

    status = 422


class HandedInAlready(DomainError):
    """A colleague has handed in a sample of the same process, or the page's key stands for another sample."""


@dataclass(frozen=True)
class Excerpt:
    """What is handed in: texts as they were written, and what is decided about everything that the screen finds in them."""

    step: ProcessStep
    texts: Texts
    decisions: Decisions
    is_attested: bool


@dataclass(frozen=True)
class Settled:
    """What is stored of an excerpt: the texts with everything replaced that was to be, and where something is kept on purpose."""

    texts: Mapping[str, str]
    kept: Sequence[KeptPlace]


@dataclass(frozen=True)
class Beginning:
    """Where a new sample comes from. `key` is made with the page, so that a form that is sent twice makes one sample."""

    key: str
    unit_id: int
    process_id: int | None


def hand_in(
    session: Session, kept: ReviewRound, beginning: Beginning, excerpt: Excerpt, *, actor: Actor, now: datetime
) -> Sample:
    """Keep a new sample, which then waits for a second reader.

    Raises WrongLength, Unresolved, NotAttested, NotCollecting or HandedInAlready.
    """
    settled = settle(excerpt)
    session.refresh(kept, with_for_update=True)
    known = session.scalar(
        select(Sample).where(Sample.municipality_id == kept.municipality_id, Sample.key == beginning.key)
    )
    if known is not None:
        return _same(session, known, kept, settled, actor)
    refuse_unless_collecting(kept)
    _refuse_second(session, kept, beginning.process_id)
    sample = Sample(
        municipality_id=kept.municipality_id,
        key=beginning.key,
        round_id=kept.id,
        unit_id=beginning.unit_id,
        process_id=beginning.process_id,
        person_id=actor.person_id,
        state=SampleState.WAITING,
        revision=1,
        step=excerpt.step,
        language=LANGUAGE,
        handed_in_on=clock.local_day(now),
    )
    session.add(sample)
    session.flush()
    _write(session, sample, settled)
    record(session, SAMPLE_HANDED_IN, actor=actor, at=now, sample_id=sample.id, round_id=kept.id)
    return sample


def mend(session: Session, sample: Sample, excerpt: Excerpt, *, revision: int, actor: Actor, now: datetime) -> None:
    """Hand a returned sample in again as it is now written, when it is as it was seen.

    Raises WrongLength, Unresolved, NotAttested, NotCollecting or ChangedElsewhere.
    """
    settled = settle(excerpt)
    kept = lock(session, sample)
    if sample.person_id != actor.person_id:
        raise ChangedElsewhere
    if _is_same(session, sample, settled, revision):
        return
    if sample.state != SampleState.RETURNED or sample.revision != revision:
        raise ChangedElsewhere
    refuse_unless_collecting(kept)
    for table in (SampleText, KeptDetail, MarkedPlace):
        session.execute(delete(table).where(table.sample_id == sample.id))
    sample.state, sample.because, sample.revision = SampleState.WAITING, None, revision + 1
    sample.step, sample.handed_in_on = excerpt.step, clock.local_day(now)
    _write(session, sample, settled)
    record(session, SAMPLE_HANDED_IN, actor=actor, at=now, sample_id=sample.id, round_id=kept.id)


def set_aside(session: Session, drawn: DrawnProcess, because: str, *, actor: Actor, now: datetime) -> None:
    """Say why a drawn process can't be handed in (`because` is of `rounds.words.UNUSABLE`); the next one drawn stands in. Once is enough.

    Raises NotCollecting or HandedInAlready.
    """
    kept = session.get_one(ReviewRound, drawn.round_id)
    session.refresh(kept, with_for_update=True)
    session.refresh(drawn)
    refuse_unless_collecting(kept)
    _refuse_second(session, kept, drawn.process_id)
    if drawn.unusable_because is not None:
        return
    drawn.unusable_because = because
    subject = {"round_id": kept.id, "process_id": drawn.process_id, "because": because}
    record(session, PROCESS_SET_ASIDE, actor=actor, at=now, **subject)


def settle(excerpt: Excerpt) -> Settled:
    """What an excerpt comes to when it may be kept. Raises WrongLength, Unresolved or NotAttested."""
    if text_faults(excerpt.texts):
        raise WrongLength(_l("The excerpt is too short or too long. Nothing has been kept."))
    reading = Reading({part.value: text for part, text in excerpt.texts.items()}, excerpt.decisions)
    if reading.unresolved:
        raise Unresolved(_l("Something in the text is not resolved yet. Nothing has been kept."))
    if not excerpt.is_attested:
        raise NotAttested(_l("Read the whole text, and tick the box to say that you have."))
    texts = reading.outcome
    result = {SamplePart(part): text for part, text in texts.items()}
    return Settled(texts, kept_places(result, excerpt.decisions))


def _same(session: Session, known: Sample, kept: ReviewRound, settled: Settled, actor: Actor) -> Sample:
    """What the page's key has handed in before, when this is the same. Raises HandedInAlready."""
    is_own = known.person_id == actor.person_id and known.round_id == kept.id
    if not is_own or _stored(session, known) != settled.texts:
        raise HandedInAlready(_l("This page has handed in a sample already. Open the page anew for another one."))
    return known


def _is_same(session: Session, sample: Sample, settled: Settled, revision: int) -> bool:
    """Whether this very text was handed in again from a page that saw that revision: it was sent twice."""
    is_next = sample.state == SampleState.WAITING and sample.revision == revision + 1
    return is_next and _stored(session, sample) == settled.texts


def _stored(session: Session, sample: Sample) -> Mapping[str, str]:
    rows = session.scalars(select(SampleText).where(SampleText.sample_id == sample.id))
    return {row.part: row.text for row in rows}


def _refuse_second(session: Session, kept: ReviewRound, process_id: int | None) -> None:
    """Raise HandedInAlready where there is a sample of the process in the round; one that was erased counts for none."""
    if process_id is None:
        return
    there = select(Sample.id).where(
        Sample.round_id == kept.id, Sample.process_id == process_id, Sample.erased_on.is_(None)
    )
    if session.scalar(there) is not None:
        raise HandedInAlready(_l("A colleague has handed in a sample of this process already. Choose another one."))


def _write(session: Session, sample: Sample, settled: Settled) -> None:
    own = {"municipality_id": sample.municipality_id, "sample_id": sample.id}
    session.add_all(SampleText(**own, part=part, text=text) for part, text in settled.texts.items())
    for one in settled.kept:
        place = {"part": one.place.part.value, "begins": one.place.begins, "ends": one.place.ends}
        session.add(KeptDetail(**own, **place, kind=one.kind.value, reason=one.reason))
