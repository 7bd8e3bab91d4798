"""The shape of the house itself."""

import ast

from core.settings import ROOT

PACKAGES = ("core", "organisation", "training", "followup")


def test_app_is_small_and_imported_by_no_package() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 130
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imported = {
                name.name if isinstance(node, ast.Import) else node.module
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for name in node.names
            }
            assert "app" not in imported, path


def test_templates_hold_no_inline_script_or_style() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for sign in (" style=", "<style", " onclick=", " onchange=", " onsubmit="):
            assert sign not in text, f"{path}: {sign}"
