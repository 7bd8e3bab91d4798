"""Pages as tagged PDF files: made once for each text, in a process of their own, kept in the instance folder.

It needs Pango from the system (Debian: libpango-1.0-0, libpangoft2-1.0-0); where that is missing, no page offers a PDF.
"""

import ctypes.util
import hashlib
import importlib.util
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

import structlog
from flask import Flask, Response, current_app, render_template, request, send_file
from flask_babel import lazy_gettext as _l

from core.errors import DomainError
from core.settings import ROOT, current_settings
from core.static_files import file_of

log = structlog.get_logger()
FOLDER = "pdf"
WAIT_SECONDS = 3.0
"""A short text is ready before its page is asked for: the request waits so long for it."""
MOST_SECONDS = 300
ORIGIN = "https://paper.invalid"

_under_way: dict[Path, threading.Thread] = {}
_failed: set[Path] = set()
_one_at_a_time = threading.Semaphore(1)


class NotMade(DomainError):
    """The PDF could not be made; the log says why."""

    status = 503


def init_app(app: Flask) -> None:
    """Tell templates whether a PDF can be had."""
    app.jinja_env.globals["has_pdf"] = is_possible


@cache
def is_possible() -> bool:
    """Whether this machine can make PDFs."""
    return importlib.util.find_spec("weasyprint") is not None and ctypes.util.find_library("pango-1.0") is not None


def answer(html: str, name: str) -> Response | tuple[str, int]:
    """The page's HTML as a PDF file to save, or, while it is being made, a page that waits for it. Raises NotMade."""
    file = current_settings().instance / FOLDER / f"{name}-{hashlib.sha256(html.encode()).hexdigest()[:16]}.pdf"
    if not file.exists():
        _make(html, name, file, current_app.config["CONTENT"])
    if file.exists():
        return send_file(file, mimetype="application/pdf", as_attachment=True, download_name=f"{name}.pdf")
    if file in _failed:
        _failed.discard(file)  # the next one who asks tries again
        raise NotMade(
            _l("The PDF could not be made. Open the page to print instead, and save it as PDF from your browser.")
        )
    return render_template("core/paper_wait.html", address=request.path), 202


def _make(html: str, name: str, file: Path, content: Path) -> None:
    """Begin to make the file, unless it is being made, and wait a little for it."""
    thread = _under_way.get(file)
    if thread is None or not thread.is_alive():
        thread = threading.Thread(target=_run, args=(html, name, file, content), name=f"pdf-{name}", daemon=True)
        _under_way[file] = thread
        thread.start()
    thread.join(WAIT_SECONDS)


def _run(html: str, name: str, file: Path, content: Path) -> None:
    """Make the file in a process of its own, so that no page waits for it and its memory is given back."""
    with _one_at_a_time:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = file.with_suffix(".unfinished")
        command = [sys.executable, "-m", "core.paper", str(unfinished), str(content)]
        try:
            subprocess.run(
                command, input=html.encode(), cwd=ROOT, timeout=MOST_SECONDS, check=True, capture_output=True
            )
        except (subprocess.SubprocessError, OSError) as error:
            log.exception("pdf not made", name=name, said=str(getattr(error, "stderr", b"") or b"")[-500:])
            _failed.add(file)
        else:
            for old in file.parent.glob(f"{name}-{'?' * 16}.pdf"):
                old.unlink(missing_ok=True)
            unfinished.replace(file)
    _under_way.pop(file, None)


def write(html: str, file: Path, content: Path) -> None:
    """Write HTML as a tagged PDF (PDF/UA); only the site's own files are read for it."""
    from weasyprint import HTML  # the slow part of the program: loaded only in the process that needs it
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Reads static files and the content's pictures, and nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            found = file_of(url.removeprefix(ORIGIN).partition("?")[0], content)
            if not url.startswith(ORIGIN) or found is None:
                raise ValueError(f"not a file of the site: {url}")
            path, kind = found
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    HTML(string=html, base_url=f"{ORIGIN}/", url_fetcher=OwnFiles()).write_pdf(file, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    write(sys.stdin.buffer.read().decode(), Path(sys.argv[1]), Path(sys.argv[2]))
