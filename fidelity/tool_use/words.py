"""What the pages of tool use say in words that need more than a template."""

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from core.i18n import language
from fidelity.tool_use import named_tools
from fidelity.tool_use.models import Source
from fidelity.tool_use.rules import NETWORKS, PRIVATE_NETWORK, PROFESSIONAL_NETWORK

NETWORK_WORDS = {
    PRIVATE_NETWORK: _l("private network"),
    PROFESSIONAL_NETWORK: _l("professional network"),
}
SOURCE_WORDS = {
    Source.HAND: _l("by hand"),
    Source.CHECKLIST: _l("by finishing a checklist"),
    Source.IMPORT: _l("from a file"),
}
"""How a registration came in."""
_QUARTERS = (_l("January to March"), _l("April to June"), _l("July to September"), _l("October to December"))


def in_order(slugs: Iterable[str]) -> list[str]:
    """Tools in the order of the work, then networks, then what the library no longer has."""
    order = [*(tool.slug for tool in named_tools.tools(language())), *NETWORKS]
    places = {slug: place for place, slug in enumerate(order)}
    return sorted(slugs, key=lambda slug: (places.get(slug, len(order)), slug))


def in_a_row(slugs: Iterable[str]) -> str:
    """Tools and networks in a row, as in a sentence: *Three houses, Safety plan and private network*."""
    names = [str(NETWORK_WORDS.get(slug) or named_tools.name_of(slug, language())) for slug in in_order(slugs)]
    return str(format_list(names, locale=get_locale()))


def tool_name(slug: str) -> str:
    """The name of a tool or network in the page's language."""
    return named_tools.name_of(slug, language())


def quarter_words(place: int) -> str:
    """A quarter of a year in words; `place` counts from 0."""
    return str(_QUARTERS[place])
