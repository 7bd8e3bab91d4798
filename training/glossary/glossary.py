"""The glossary as a page, and its terms as what other pages bring along."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from core.documents import Document, Library
from core.pages import Page
from training.glossary.terms import KEY, RawGlossary, read
from training.references import References


@dataclass(frozen=True)
class Term:
    """A term with its explanation, in the language of its glossary."""

    id: str
    name: str
    html: Markup
    language: str


class GlossaryPage(Page):
    """The glossary in one language."""

    @cached_property
    def opening(self) -> Markup:
        """What stands before the first term."""
        return self.render("\n".join(self._raw.opening))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms in the order they are written."""
        return tuple(Term(one.id, one.name, self.render("\n".join(one.text)), self.language) for one in self._raw.terms)

    @cached_property
    def _raw(self) -> RawGlossary:
        return read(self.document)

    def explain(self, ids: Iterable[str]) -> list[Term]:
        """The terms with these ids, in their order."""
        by_id = {term.id: term for term in self.terms}
        return [by_id[one] for one in ids if one in by_id]


class Glossary:
    """The glossary in every language there is; none where it has not been written."""

    def __init__(self, library: Library, references: References) -> None:
        self._pages = {
            language: GlossaryPage(document, references)
            for language in ("sv", "en")
            if (document := _document(library, language)) is not None
        }

    def page(self, language: str) -> GlossaryPage | None:
        """The glossary in a language, else in Swedish."""
        return self._pages.get(language) or self._pages.get("sv")

    def explained_on(self, page: Page) -> list[Term]:
        """The terms that a page explains where they stand."""
        own = self._pages.get(page.language)
        return own.explain(page.explained) if own else []


def _document(library: Library, language: str) -> Document | None:
    return library.documents.get((KEY, language))
