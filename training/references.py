"""What a text of the content may refer to: pages and pictures by their paths, and the glossary's words."""

from collections.abc import Callable, Mapping

from core.documents import Library
from training.glossary import terms

PICTURES = "pictures/"


class References:
    """Where paths lead, and which words are explained, for one `content/`."""

    def __init__(self, library: Library, picture_address: Callable[[str], str]) -> None:
        self._root = library.root
        self._keys = {key for key, language in library.documents if language == "sv"}
        self._picture_address = picture_address
        self._explained = {
            language: terms.forms(library.documents.get((terms.KEY, language))) for language in ("sv", "en")
        }

    def address(self, path: str) -> str | None:
        """The address of a file in `content/`, or None where there is none."""
        if path.startswith(PICTURES):
            return self._picture_address(path.removeprefix(PICTURES)) if (self._root / path).is_file() else None
        key = path.removesuffix(".md").removesuffix(".sv").removesuffix(".en")
        key = key.removesuffix("/module").removesuffix("/course")
        return f"/{key}" if key in self._keys and (self._root / path).is_file() else None

    def explained(self, language: str) -> Mapping[str, str]:
        """The forms of the glossary's words in a language, in lower case, with the id of each."""
        return self._explained[language]
