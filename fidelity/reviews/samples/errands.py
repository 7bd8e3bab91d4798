"""What somebody is doing on the pages of handing in: a new sample of a round, or one that was returned and is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, url_for
from flask_babel import gettext as _

from core import clock
from core.database import request_session
from fidelity.reviews.parts import SamplePart, part_name
from fidelity.reviews.rounds.models import ReviewRound
from fidelity.reviews.samples import handing_in, queries
from fidelity.reviews.samples.forms import Sent
from fidelity.reviews.samples.handing_in import Beginning, Excerpt
from fidelity.reviews.samples.models import Sample
from fidelity.reviews.samples.queries import AskedProcess, Asking
from fidelity.reviews.samples.rules import FEWEST_PARTS, text_faults
from fidelity.tool_use.queries import Workplace
from fidelity.tool_use.views import own_workplaces
from organisation.access import viewer

Faults = Mapping[str, str]
"""What is to be mended, by the id of the field."""


@dataclass(frozen=True)
class Errand:
    """A page of handing in: where it is sent, and what can be chosen on it. `sample_id` is that of a returned sample."""

    address: str
    asking: Asking
    sample_id: int | None = None

    @property
    def units(self) -> Sequence[Workplace]:
        """The units that can be chosen; none for a sample that has its own."""
        return self.asking.units if self.sample_id is None else ()

    @property
    def processes(self) -> Sequence[AskedProcess]:
        """The processes that can be chosen; none where units choose what they hand in."""
        return (self.asking.processes or ()) if self.sample_id is None else ()

    def unit_of(self, sent: Sent) -> int | None:
        """The unit that was chosen, or the only one there is."""
        ids = [unit.id for unit in self.units]
        return ids[0] if len(ids) == 1 else sent.unit_id if sent.unit_id in ids else None


def new_errand(round_id: int) -> Errand:
    """Handing in a new sample, when the round asks a unit of the viewer's; 404 otherwise."""
    found = queries.asking(request_session(), viewer(), round_id, own_workplaces()) or abort(404)
    return Errand(url_for("samples.hand_in", round_id=round_id), found)


def mending_errand(sample: Sample) -> Errand:
    """Mending a sample of the viewer's own."""
    kept = request_session().get_one(ReviewRound, sample.round_id)
    return Errand(url_for("samples.mend", sample_id=sample.id), Asking.of(kept), sample.id)


def faults(errand: Errand, sent: Sent) -> Faults:
    """What is to be mended before anything is looked for in the texts."""
    found = dict(_choice_faults(errand, sent))
    wrong = text_faults(sent.texts)
    for part, over in wrong.too_long.items():
        found[f"text-{part}"] = _(
            "“%(part)s” is %(over)s characters too long. Keep what shows how the work was done.",
            part=part_name(part),
            over=over,
        )
    if wrong.too_few:
        missing = next(part for part in SamplePart if part not in sent.texts)
        found[f"text-{missing}"] = _(
            "Write or paste text in at least %(number)s of the parts: one alone is too little to rate.",
            number=FEWEST_PARTS,
        )
    return found


def _choice_faults(errand: Errand, sent: Sent) -> Faults:
    found = {}
    if errand.sample_id is None:
        unit_id = errand.unit_of(sent)
        if unit_id is None:
            found["unit-0"] = _("Choose where the work was done.")
        if errand.asking.processes is not None and not any(
            process.id == sent.process_id and process.unit_id in (unit_id, None) for process in errand.processes
        ):
            found["process"] = _("Choose which of the drawn processes the excerpt is from.")
    if sent.step is None:
        found["step"] = _("Choose how far the work had come.")
    return found


def keep(errand: Errand, sent: Sent) -> None:
    """Hand in what was sent. Raises what `hand_in` and `mend` raise."""
    session, now = request_session(), clock.now()
    if sent.step is None:
        abort(400)
    excerpt = Excerpt(sent.step, sent.texts, sent.decisions, sent.is_attested)
    if errand.sample_id is not None:
        sample = queries.own_sample(session, viewer(), errand.sample_id) or abort(404)
        handing_in.mend(session, sample, excerpt, revision=sent.revision, actor=viewer().actor, now=now)
        return
    kept = session.get_one(ReviewRound, errand.asking.round_id)
    beginning = Beginning(sent.key, errand.unit_of(sent) or abort(400), sent.process_id)
    handing_in.hand_in(session, kept, beginning, excerpt, actor=viewer().actor, now=now)
