"""What templates can call by name. A name means one thing in every template."""

from typing import Any

from flask import Flask


def name_for_templates(app: Flask, **named: Any) -> None:
    """Let every template call these. Raises ValueError for a name that stands for something else already."""
    for name, value in named.items():
        if app.jinja_env.globals.setdefault(name, value) is not value:
            raise ValueError(f"templates know another {name} already")
