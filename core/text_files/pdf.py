"""The words of a PDF, read by a process beside this one (`pdf_worker`): what makes it slow or huge stops that process and nothing else."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.text_files.limits import MOST_CHARACTERS, MOST_MEMORY, MOST_PAGES, MOST_SECONDS
from core.text_files.refusals import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileNotRead,
    ScannedFile,
    SlowFile,
    TooLongFile,
)

_WORKER = Path(__file__).with_name("pdf_worker.py")
_REFUSALS: dict[str, type[FileNotRead]] = {
    "encrypted": EncryptedFile,
    "long": TooLongFile,
    "slow": SlowFile,
    "damaged": DamagedFile,
}
_KILLED = frozenset({-9, -24})  # by SIGKILL or SIGXCPU: it took more than it was given
_FEWEST_LETTERS = 10
"""A page with a picture and fewer letters than this is a picture of a page: a page number, a scanner's mark."""
_BROKEN_WORD = re.compile(r"[^\W\d_][-\u00ad]$")
_BROKEN_NUMBER = re.compile(r"\d[-\u2010-\u2015]$")
_NOT_BROKEN = re.compile(r"(?:och|eller|samt|respektive|and|or)\b")  # barn- och ungdomsvård


def read_pdf(content: bytes) -> str:
    """The words of a .pdf. Raises a FileNotRead."""
    answer = _answer(content)
    if "refused" in answer:
        raise _REFUSALS[answer["refused"]]
    texts: list[str] = answer["texts"]
    pictures: list[bool] = answer["pictures"]
    if not any(text.strip() for text in texts) and not any(pictures):
        raise EmptyFile
    scanned = sum(has and _letters(text) < _FEWEST_LETTERS for text, has in zip(texts, pictures, strict=True))
    if 2 * scanned >= len(texts):
        raise ScannedFile
    return unwrapped("\n".join(texts))


def _answer(content: bytes) -> dict[str, Any]:
    """What the process beside this one says. It gets the file and its bounds, no environment, and nothing is left of it."""
    bounds = map(str, (MOST_SECONDS, MOST_MEMORY, MOST_PAGES, MOST_CHARACTERS))
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", str(_WORKER), *bounds],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=3 * MOST_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SlowFile from None
    if done.returncode:
        raise SlowFile if done.returncode in _KILLED else DamagedFile
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def unwrapped(text: str) -> str:
    """The text with lines that go on joined: a PDF knows only where they stood. A word or number broken at a line's end is whole again."""
    lines = [line.strip() for line in text.splitlines()]
    if not lines:
        return ""
    joined = [lines[0]]
    for before, line in pairwise(lines):
        if _BROKEN_NUMBER.search(before) and line[:1].isdigit():
            joined.append(line)
        elif _BROKEN_WORD.search(before) and line[:1].islower() and not _NOT_BROKEN.match(line):
            joined[-1] = joined[-1][:-1]
            joined.append(line)
        elif before and line[:1].islower():
            joined.append(f" {line}")
        else:
            joined.append(f"\n{line}")
    return "".join(joined)
