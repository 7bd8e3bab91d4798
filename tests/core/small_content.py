"""A small content folder for tests: files are written as text, and read as the real ones are."""

from pathlib import Path

from core.documents import Field, Library, Schema, is_count, is_slug_list, is_text

KINDS: dict[str, Schema] = {
    "course": {"summary": Field(is_text), "modules": Field(is_slug_list)},
    "lesson": {"minutes": Field(is_count), "about": Field(is_text, required=False)},
}
LESSON = {"kind": "lesson", "id": "harm", "title": "Skada", "version": "1", "minutes": "5"}


def lesson(*, body: str = "Text.\n", **fields: str | None) -> str:
    """A lesson's text; a field that is None is left out."""
    front = {name: value for name, value in (LESSON | fields).items() if value is not None}
    return "\n".join(["---", *(f"{name}: {value}" for name, value in front.items()), "---", body])


def library(folder: Path, **files: str | bytes) -> Library:
    """Write files (`harm.sv.md` as the keyword `harm_sv`, or any name through `**{…}`) into `content/` and read them all."""
    root = folder / "content"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Library(root, KINDS)
