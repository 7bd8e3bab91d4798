"""Default deny: a view without an access mark is refused. What the marks check is the organisation's business."""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, request

View = Callable[..., Any]
Check = Callable[[], None]


def mark(view: View, check: Check, label: str) -> View:
    """Put an access mark on a view: `check` runs before it and aborts; `label` names it in tests and on the access page."""
    view.access_check = check  # type: ignore[attr-defined]
    view.access_label = label  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """For everybody, signed in or not."""
    return mark(view, lambda: None, "public")


def init_app(app: Flask) -> None:
    """Run the mark of every view before it; refuse what has none."""
    app.before_request(_check_mark)
    public(app.view_functions["static"])


def _check_mark() -> None:
    if request.endpoint is None:
        return  # no such address: the answer is 404, not 403
    check = getattr(current_app.view_functions[request.endpoint], "access_check", None)
    if check is None:
        abort(403)
    check()
