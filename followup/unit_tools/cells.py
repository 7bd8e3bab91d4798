"""The cells of the heatmap as HTML. A municipality's page has thousands of few kinds: each different one is written once."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from core.i18n import language, write_number
from followup.unit_tools.queries import Row
from followup.unit_tools.rules import Share
from followup.unit_tools.words import percent

Groups = Sequence[tuple[object, Sequence[str]]]


def cells(row: Row, groups: Groups) -> Markup:
    """A row's cells, with a line before each group of columns."""
    shown = language()
    written = (_cell(row.shares[tool], tool == tools[0], shown) for _step, tools in groups for tool in tools)
    return Markup("".join(written))  # noqa: S704  every piece is Markup; to look at each again takes a tenth of the page's time


def cell(share: Share) -> Markup:
    """One cell by itself."""
    return _cell(share, False, language())


@lru_cache(maxsize=1 << 14)
def _cell(share: Share, starts_group: bool, _language: str) -> Markup:
    """The figure is always there; the colour only repeats it."""
    more = " group-starts" if starts_group else ""
    if share.is_hidden or share.percent is None:
        return Markup('<td class="heat step-0{}">{}</td>').format(more, percent(share))
    return Markup('<td class="heat step-{}{}">{} <span>({})</span></td>').format(
        share.heat, more, percent(share), write_number(share.count or 0)
    )
