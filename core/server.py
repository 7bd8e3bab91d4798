"""The built-in server: one process, many threads, bodies of requests and answers kept in memory."""

import waitress
from flask import Flask

from core.security import LARGEST_UPLOAD
from core.settings import Settings

THREADS = 8


def serve(app: Flask, settings: Settings) -> None:
    """Serve until stopped. Bodies of requests, and of answers that may hold what was sent, stay in memory: none is spooled to disk."""
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        ident="metodstod",
        inbuf_overflow=2 * LARGEST_UPLOAD,
        outbuf_overflow=2 * LARGEST_UPLOAD,
        max_request_body_size=LARGEST_UPLOAD + 64 * 1024,
        clear_untrusted_proxy_headers=not settings.behind_proxy,
    )
