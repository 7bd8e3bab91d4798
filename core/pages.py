"""A document of the content as a page: its text as HTML, with what it refers to."""

import re
from functools import cached_property
from typing import Protocol

from markupsafe import Markup

from core.documents import FOLDER_KINDS, Document
from core.markup import BrokenLink, Explain, explained_in, to_html

LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


class References(Protocol):
    """What a text may refer to: other pages and pictures by their paths, and words that are explained."""

    def address(self, path: str) -> str | None:
        """The address of a file in `content/`, or None where there is none."""

    def explained(self, language: str) -> Explain:
        """The forms of explained words in a language, in lower case, with the id of each."""


class Page:
    """A document as a page: its text is made into HTML when it is first asked for, and kept."""

    def __init__(self, document: Document, references: References) -> None:
        self.document = document
        self._references = references

    @property
    def key(self) -> str:
        """The document's key, which is also its address."""
        return self.document.key

    @property
    def id(self) -> str:
        """The last part of the key."""
        return self.document.id

    @property
    def title(self) -> str:
        """The page's heading."""
        return self.document.title

    @property
    def language(self) -> str:
        """The language the text is written in."""
        return self.document.language

    @cached_property
    def html(self) -> Markup:
        """The body as safe HTML, its words explained. Raises BrokenLink."""
        return self.render(self.document.body, explain=self._references.explained(self.language))

    @property
    def explained(self) -> list[str]:
        """The ids of the glossary's words that the text explains where they stand."""
        return explained_in(self.html)

    def render_line(self, text: str) -> Markup:
        """One line of Markdown, without the paragraph around it. Raises BrokenLink."""
        html = self.render(text)
        return Markup(html.removeprefix('<p id="b1">').removesuffix("</p>"))  # noqa: S704  it was sanitised whole

    def render(self, text: str, *, explain: Explain | None = None) -> Markup:
        """A piece of the document's Markdown as safe HTML. Raises BrokenLink."""
        place = self.key if self.document.kind in FOLDER_KINDS else self.key.rpartition("/")[0]
        return to_html(text, place=place, resolve=self._references.address, explain=explain)


class LastingPage(Page):
    """A page of a version that is kept for good, whatever becomes of the pages around it."""

    def render(self, text: str, *, explain: Explain | None = None) -> Markup:
        """A piece of the text as safe HTML; a link to what there is no longer is shown as its words."""
        try:
            return super().render(text, explain=explain)
        except BrokenLink:
            return super().render(LINK.sub(r"\1", text), explain=explain)
