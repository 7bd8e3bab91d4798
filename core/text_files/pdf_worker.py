"""Takes the words out of a PDF, in a process of its own that may write no file and is stopped when it takes too much.

Run as a script by `core.text_files.pdf`: bytes come in, JSON goes out. It imports nothing of this site, for it sees no more than it has to.
"""

import json
import sys
from io import BytesIO
from typing import Any

DEEPEST_FORM = 3


def pages(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """The words of each page and whether it has pictures, or why there are none (`refused`)."""
    from pypdf import PdfReader  # the site itself never loads it

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        return {"refused": "encrypted"}
    texts: list[str] = []
    pictures: list[bool] = []
    for page in reader.pages:
        if len(texts) == most_pages:
            return {"refused": "long"}
        texts.append(page.extract_text())
        pictures.append(has_pictures(page))
        if sum(map(len, texts)) > 2 * most_characters:  # much of it may be spaces: what is left is counted at the end
            return {"refused": "long"}
    return {"texts": texts, "pictures": pictures}


def has_pictures(part: Any, depth: int = 0) -> bool:
    """Whether a page, or a form that is drawn on it, draws a picture."""
    resources = part.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return depth == 0 and _has_inline_picture(part)
    for one in objects.get_object().values():
        drawn = one.get_object()
        if drawn.get("/Subtype") == "/Image":
            return True
        if depth < DEEPEST_FORM and drawn.get("/Subtype") == "/Form" and has_pictures(drawn, depth + 1):
            return True
    return False


def _has_inline_picture(page: Any) -> bool:
    contents = page.get_contents()
    return contents is not None and any(operator == b"INLINE IMAGE" for _operands, operator in contents.operations)


def bound(seconds: int, memory: int) -> None:
    """Take from this process what it does not need: time, memory, and every way to write a file."""
    try:
        import resource
    except ImportError:  # not there on Windows; the wait for this process is bounded all the same
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """Read a PDF from standard input and write what is in it to standard output."""
    seconds, memory, most_pages, most_characters = map(int, sys.argv[1:])
    bound(seconds, memory)
    content = sys.stdin.buffer.read()
    try:
        answer = pages(content, most_pages, most_characters)
    except MemoryError:
        answer = {"refused": "slow"}
    except Exception:  # whatever a hostile file makes the reader raise
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
