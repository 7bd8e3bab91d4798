"""The command line says in one line what cannot be done, and never with a traceback."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from core.settings import ROOT

STRONG = "5Yt0s9pQ2mXw7RkLc4VbN8zJ1hGdF6aE"


def flask(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `flask --app app …` as an administrator of the server does."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_weak_secret_is_one_line(tmp_path: Path) -> None:
    done = flask("database", "migrate", METODSTOD_INSTANCE=str(tmp_path), METODSTOD_SECRET_KEY="short")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "METODSTOD_SECRET_KEY is missing or weak" in done.stderr


def test_instance_folder_and_database_are_made_for_their_owner_alone_with_the_demo_off(tmp_path: Path) -> None:
    instance = tmp_path / "var" / "metodstod"
    done = flask(
        "database",
        "migrate",
        METODSTOD_INSTANCE=str(instance),
        METODSTOD_SECRET_KEY=STRONG,
        METODSTOD_DEMO="off",
    )
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in instance.iterdir()} == {0o600}


def test_backup_to_a_file_that_is_there_is_refused_in_one_line_and_the_file_left_alone(tmp_path: Path) -> None:
    instance, file = tmp_path / "instance", tmp_path / "copy.sqlite3"
    file.write_text("mine")
    assert flask("database", "migrate", METODSTOD_INSTANCE=str(instance)).returncode == 0
    done = flask("database", "backup", str(file), METODSTOD_INSTANCE=str(instance))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "Give the path of a new file." in done.stderr
    assert file.read_text() == "mine"
