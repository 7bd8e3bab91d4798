"""What can be wrong in any text of the content: broken links and pictures, unknown boxes."""

from core.documents import Document, Problem
from core.markup import BrokenLink, unknown_boxes
from core.pages import Page, References


def text_problems(document: Document, references: References) -> list[Problem]:
    """Boxes that there are not, and the first link or picture that leads nowhere."""
    found = [
        document.problem(
            document.body_line + offset,
            f"There is no box {name!r}. Write example, remember, law or pause.",
            name="unknown-box",
            about=name,
        )
        for offset, name in unknown_boxes(document.body)
    ]
    try:
        _ = Page(document, references).html
    except BrokenLink as broken:
        line = next((n for n, text in enumerate(document.body.split("\n")) if broken.target in text), 0)
        advice = f"{broken.target}: {broken.advice}"
        found.append(document.problem(document.body_line + line, advice, name="broken-link", about=broken.target))
    return found
