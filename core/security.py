"""What every answer carries, errors too, and the limits on what is taken in."""

import hmac
import io
from typing import IO

from flask import Flask, Request, Response, current_app, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core.settings import Settings

LARGEST_REQUEST = 8 * 1024 * 1024
LARGEST_UPLOAD = 24 * 1024 * 1024
"""What a view may take in at most when it has asked for more than others (`allow_upload`)."""
LARGEST_FORM_FIELD = 512 * 1024
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
YEAR = 365 * 24 * 3600

csrf = CSRFProtect()


class InMemoryRequest(Request):
    """A request whose uploads never touch a disk: what has not been screened is in no temporary file."""

    @property
    def max_content_length(self) -> int | None:
        """How many bytes this view takes in."""
        if self.endpoint in current_app.extensions["metodstod_uploads"]:
            return LARGEST_UPLOAD
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        Request.max_content_length.fset(self, value)  # type: ignore[attr-defined]

    def _get_file_stream(self, *_arguments: object, **_more: object) -> IO[bytes]:
        return io.BytesIO()


def init_app(app: Flask, settings: Settings) -> None:
    """Set limits, cookies, CSRF protection and headers."""
    app.request_class = InMemoryRequest
    app.extensions["metodstod_uploads"] = set()
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_FIELD,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        SESSION_COOKIE_NAME="__Host-metodstod" if settings.secure_cookies else "metodstod",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    csrf.init_app(app)
    app.jinja_env.globals["store_key"] = store_key
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def allow_upload(app: Flask, endpoint: str) -> None:
    """Let a view take in files up to LARGEST_UPLOAD; all others keep to LARGEST_REQUEST."""
    app.extensions["metodstod_uploads"].add(endpoint)


def store_key(person_id: int) -> str:
    """The name under which a browser keeps what is a person's: always the same, and it tells nobody who that is."""
    return derived(f"browser store {person_id}").hex()[:32]


def derived(what: str) -> bytes:
    """32 bytes that only this installation can make, always the same for the same words."""
    return hmac.digest(str(current_app.secret_key).encode(), what.encode(), "sha256")


def is_own_page(url: str | None) -> bool:
    """Whether a redirect target is a path on this site and nothing else."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")):
        return False
    return not any(character in url for character in "\\\r\n\t")


def sent_from_here(*, even_if_unsaid: bool = True) -> bool:
    """Whether the browser says that this request was made by a page of this site; some old ones do not say."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return even_if_unsaid if origin is None else origin == request.host_url.rstrip("/")
