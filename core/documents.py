"""Markdown documents: front matter checked by a closed schema, a body, and errors that say what to write instead.

One document is one file `<id>.<language>.md` under `content/`. Its key is its path without the endings, with the file's name dropped
for a file that describes its folder (`module.sv.md`), so the key is also the address it is read at.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

FENCE = "---"
FOLDER_KINDS = frozenset({"course", "module"})
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(rf"(?P<id>{SLUG.pattern})\.(?P<language>sv|en)\.md")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend in a document; `advice` says what to write instead.

    `name` and `about` say the same to a page that has words of its own for it: what is wrong, and with which field, link or name.
    """

    path: str
    line: int
    advice: str
    is_warning: bool = False
    name: str = ""
    about: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.is_warning else ''}{self.advice}"


@dataclass(frozen=True)
class Document:
    """A file as it stands, its front matter checked."""

    path: str
    key: str
    language: str
    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str
    body_line: int
    source: str

    @property
    def kind(self) -> str:
        """What the document is: course, lesson, check …"""
        return str(self.fields["kind"])

    @property
    def id(self) -> str:
        """The last part of the key."""
        return str(self.fields["id"])

    @property
    def title(self) -> str:
        """The heading of its page."""
        return str(self.fields["title"])

    @property
    def version(self) -> int:
        """Counts from 1; raised with every change of a published document."""
        return int(self.fields["version"])

    @property
    def sha256(self) -> str:
        """The hash of the whole file, in hexadecimal."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    def problem(
        self, line: int, advice: str, *, is_warning: bool = False, name: str = "", about: object = ""
    ) -> Problem:
        """A problem in this file."""
        return Problem(self.path, line, advice, is_warning, name, str(about))


Checker = Callable[[Any], str | None]
"""Takes a field's value; returns what to write instead, or None when the value is right."""


@dataclass(frozen=True)
class Field:
    """One line of front matter: whether it must be there, and what it may hold."""

    check: Checker
    required: bool = True


def is_text(value: Any) -> str | None:
    """A non-empty line of text."""
    return None if isinstance(value, str) and value.strip() else "Write a line of text."


def is_count(value: Any) -> str | None:
    """A whole number from 1."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return None
    return "Write a whole number, 1 or more."


def is_slug(value: Any) -> str | None:
    """An English name for addresses: lower case, digits, hyphens."""
    if isinstance(value, str) and SLUG.fullmatch(value):
        return None
    return "Write lower-case English letters, digits and hyphens, such as the-three-columns."


def is_slug_list(value: Any) -> str | None:
    """A non-empty list of different slugs."""
    if not isinstance(value, list) or not value:
        return "Write a list in square brackets, such as [first-one, second-one]."
    if len(set(map(str, value))) < len(value):
        return "Each name may stand once. Take the repeated one away."
    return next(filter(None, map(is_slug, value)), None)


def is_text_list(value: Any) -> str | None:
    """A list of lines of text, which may be empty."""
    if isinstance(value, list) and not any(is_text(one) for one in value):
        return None
    return "Write a list in square brackets, such as [first one, second one], or []."


def is_change(value: Any) -> str | None:
    """What a new version means to those who read the one before."""
    return None if value in ("cosmetic", "substantive") else "Write cosmetic or substantive."


SHARED_FIELDS: Mapping[str, Field] = {
    "kind": Field(is_slug),
    "id": Field(is_slug),
    "title": Field(is_text),
    "version": Field(is_count),
    "change": Field(is_change, required=False),
    "news": Field(is_text, required=False),
}
Schema = Mapping[str, Field]


class Library:
    """All documents below a folder, with the problems that were found in them."""

    def __init__(self, root: Path, kinds: Mapping[str, Schema]) -> None:
        self.root = root
        self.documents: dict[tuple[str, str], Document] = {}
        self.problems: list[Problem] = []
        for path in sorted(root.rglob("*.md")):
            self._take(path, kinds)
        self._check_twins()

    def get(self, key: str, language: str) -> Document | None:
        """The document in the wanted language, else in Swedish, else None."""
        return self.documents.get((key, language)) or self.documents.get((key, "sv"))

    def of_kind(self, kind: str, language: str) -> Iterator[Document]:
        """The documents of a kind in one language, in the order of their keys."""
        for (_key, lang), document in sorted(self.documents.items()):
            if lang == language and document.kind == kind:
                yield document

    def _take(self, path: Path, kinds: Mapping[str, Schema]) -> None:
        found = read_document(path, self.root, kinds)
        if not isinstance(found, Document):
            self.problems.extend(found)
            return
        first = self.documents.setdefault((found.key, found.language), found)
        if first is not found:
            advice = f"It has the same address as {first.path}: /{found.key}. Give one of them another name."
            self.problems.append(found.problem(1, advice))

    def _check_twins(self) -> None:
        unread = {problem.path for problem in self.problems}
        for (key, language), document in self.documents.items():
            original = self.documents.get((key, "sv"))
            swedish = f"{document.path.removesuffix(f'.{language}.md')}.sv.md"
            if original is None and swedish not in unread:
                self.problems.append(document.problem(1, f"There is no Swedish file beside it. Write {swedish} too."))
            elif original is not None and original.version != document.version:
                advice = f"It translates version {document.version}; the Swedish file is version {original.version}. Bring it up to date."
                self.problems.append(document.problem(document.lines["version"], advice, is_warning=True))


def read_document(path: Path, root: Path, kinds: Mapping[str, Schema]) -> Document | list[Problem]:
    """Read one file; returns the document, or what is wrong with it."""
    place = PurePosixPath(path.relative_to(root.parent).as_posix())
    if NAME.fullmatch(path.name) is None:
        return [Problem(str(place), 1, "Name the file with lower-case English words and its language: the-law.sv.md.")]
    try:
        source = path.read_text(encoding="utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError:
        return [Problem(str(place), 1, "Save the file as UTF-8.")]
    return read_text(source, place, kinds)


def read_text(source: str, place: PurePosixPath, kinds: Mapping[str, Schema]) -> Document | list[Problem]:
    """Read a text as the file that it is, or would be: `place` is its path, `content/` first and its language in its name."""
    shown, (stem, language) = str(place), place.name.removesuffix(".md").split(".")
    lines = source.split("\n")
    if lines[0].strip() != FENCE or FENCE not in (line.strip() for line in lines[1:]):
        return [Problem(shown, 1, "Begin the file with front matter between two lines of ---.")]
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == FENCE)
    fields, places, problems = _front_matter(shown, "\n".join(lines[1:end]))
    problems = problems or _check_fields(shown, fields, places, kinds)
    if problems:
        return problems
    expected = _expected_id(place, stem, fields["kind"])
    if fields["id"] != expected:
        return [Problem(shown, places["id"], f"The id is the name of its file or folder. Write {expected}.")]
    return Document(
        path=shown,
        key=_key(place, stem, fields["kind"]),
        language=language,
        fields=fields,
        lines=places,
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        source=source,
    )


def _expected_id(place: PurePosixPath, stem: str, kind: str) -> str:
    return place.parent.name if kind in FOLDER_KINDS else stem


def _key(place: PurePosixPath, stem: str, kind: str) -> str:
    folder = PurePosixPath(*place.parent.parts[1:])
    return (folder if kind in FOLDER_KINDS else folder / stem).as_posix()


def _front_matter(shown: str, text: str) -> tuple[dict[str, Any], dict[str, int], list[Problem]]:
    """The front matter's values and the line of each."""
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that the calendar does not have
        mark = getattr(error, "problem_mark", None)
        advice = 'The front matter can\'t be read here. Put values with a colon or quotation marks between "…".'
        return {}, {}, [Problem(shown, mark.line + 2 if mark else 2, advice)]
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        return {}, {}, [Problem(shown, 2, "Write front matter as lines of `name: value`.")]
    places: dict[str, int] = {}
    for key, _value in node.value:
        name, line = str(key.value), key.start_mark.line + 2
        if name in places:
            return {}, {}, [Problem(shown, line, f"`{name}` stands twice in the front matter. Take one away.")]
        places[name] = line
    return values, places, []


def _check_fields(
    shown: str, fields: dict[str, Any], places: dict[str, int], kinds: Mapping[str, Schema]
) -> list[Problem]:
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        return [Problem(shown, places.get("kind", 2), f"Write `kind:` as one of {', '.join(sorted(kinds))}.")]
    schema = {**SHARED_FIELDS, **kinds[kind]}
    problems = [
        Problem(shown, places.get(str(name), 2), f"A {kind} has no `{name}`. Its fields are {', '.join(schema)}.")
        for name in fields
        if name not in schema
    ]
    for name, field in schema.items():
        if name not in fields:
            if field.required:
                problems.append(Problem(shown, 2, f"Add `{name}:` to the front matter."))
            continue
        advice = field.check(fields[name])
        if advice:
            problems.append(Problem(shown, places[name], f"`{name}`: {advice}", name="field", about=name))
    if not problems and fields["version"] > 1 and not {"change", "news"} <= fields.keys():
        problems.append(Problem(shown, places["version"], "A version after the first says `change:` and `news:`."))
    return problems
