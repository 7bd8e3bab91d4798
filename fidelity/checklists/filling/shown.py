"""What a page to fill in shows at each item: its answer, what the form carries along, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from fidelity.checklists.filling.forms import write_seen
from fidelity.checklists.filling.queries import FilledPage
from fidelity.checklists.filling.rules import NOTHING, Answer, Given, Sheet, Standing
from fidelity.checklists.filling.saving import Saved


@dataclass(frozen=True)
class Line:
    """An item: `given` is what its fields show, `theirs` what somebody else has answered meanwhile."""

    given: Given
    seen: str
    is_unclear: bool = False
    is_missing: bool = False
    theirs: Given | None = None

    @property
    def is_done(self) -> bool:
        """Whether the box is ticked."""
        return self.given.answer == Answer.DONE

    @property
    def is_wrong(self) -> bool:
        """Whether something is to be mended at the item."""
        return self.is_unclear or self.is_missing or self.theirs is not None


def blank_lines(sheet: Sheet) -> Mapping[str, Line]:
    """The items without any answer, for a page that is the same for everybody."""
    return {item: Line(NOTHING, write_seen(Standing())) for item in sheet.items}


def lines(page: FilledPage, saved: Saved | None = None) -> Mapping[str, Line]:
    """The items as they stand, or as they were sent where they could not be kept."""
    found = {}
    for item in page.version.sheet.items:
        standing = page.at(item)
        is_theirs = saved is not None and item in saved.unsaved
        found[item] = Line(
            given=saved.unsaved[item] if saved is not None and is_theirs else standing.given,
            seen=write_seen(standing),
            is_unclear=saved is not None and item in saved.unclear,
            is_missing=saved is not None and item in saved.missing,
            theirs=standing.given if is_theirs else None,
        )
    return found
