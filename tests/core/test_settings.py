"""Settings: what an installation may set, and what it is refused with a sentence that says what to set instead."""

import stat
from pathlib import Path

import pytest

from core.settings import Settings, SettingsError

STRONG = "5Yt0s9pQ2mXw7RkLc4VbN8zJ1hGdF6aE"


def read(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment({"METODSTOD_INSTANCE": str(tmp_path / "instance"), **environment})


def refusal(tmp_path: Path, **environment: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, **environment)
    return str(refused.value)


def test_nothing_set_is_the_demo_on_this_machine_with_a_database_of_its_own(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.demo
    assert (settings.host, settings.port) == ("127.0.0.1", 5000)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/metodstod.sqlite3"
    assert not settings.secure_cookies
    assert not settings.behind_proxy


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        METODSTOD_DATABASE_URL="postgresql+psycopg://site@/metodstod",
        METODSTOD_SECRET_KEY=STRONG,
        METODSTOD_DEMO="off",
        METODSTOD_HOST="0.0.0.0",  # noqa: S104  what is tested
        PORT="8080",
        METODSTOD_BEHIND_PROXY="on",
        METODSTOD_IDLE_MINUTES="30",
        METODSTOD_SESSION_HOURS="8",
        METODSTOD_SMALLEST_SHOWN="10",
    )
    assert settings.database_url == "postgresql+psycopg://site@/metodstod"
    assert (settings.host, settings.port, settings.behind_proxy) == ("0.0.0.0", 8080, True)  # noqa: S104
    assert (settings.idle_minutes, settings.session_hours) == (30, 8)
    assert settings.smallest_shown == 10
    assert settings.secure_cookies


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "change-me",
        STRONG[:31],
        "a" * 64,
        "ab" * 32,
        "0123456" * 10,
    ],
)
def test_missing_or_weak_secret_is_refused_with_the_demo_off(tmp_path: Path, secret: str) -> None:
    told = refusal(tmp_path, METODSTOD_DEMO="off", METODSTOD_SECRET_KEY=secret)
    assert told.startswith("METODSTOD_SECRET_KEY is missing or weak.")
    assert "secrets.token_urlsafe" in told


def test_no_secret_is_made_up_with_the_demo_off(tmp_path: Path) -> None:
    refusal(tmp_path, METODSTOD_DEMO="off")
    assert not (tmp_path / "instance").exists()


def test_weak_secret_is_refused_in_the_demo_too(tmp_path: Path) -> None:
    assert "METODSTOD_SECRET_KEY" in refusal(tmp_path, METODSTOD_SECRET_KEY="demo")


def test_strong_secret_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, METODSTOD_DEMO="off", METODSTOD_SECRET_KEY=STRONG).secret_key == STRONG


def test_secret_of_the_demo_is_made_once_kept_and_readable_for_its_owner_alone(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    kept = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text(encoding="ascii") == first
    assert read(tmp_path).secret_key == first
    assert read(tmp_path / "other").secret_key != first


def test_secret_file_that_was_left_empty_is_filled(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret_key").touch(mode=0o600)
    secret = read(tmp_path).secret_key
    assert len(secret) >= 32
    assert read(tmp_path).secret_key == secret


def test_weak_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret_key").write_text("short\n", encoding="ascii")
    assert "missing or weak" in refusal(tmp_path)


def test_secret_is_not_in_the_settings_representation() -> None:
    assert STRONG not in repr(Settings(instance=Path(), database_url="", secret_key=STRONG))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_demo_listens_on_this_machine(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, METODSTOD_HOST=host).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "metodstod.kommun.se", "127.0.0.1.evil.example"])  # noqa: S104
def test_demo_is_refused_anywhere_else(tmp_path: Path, host: str) -> None:
    assert "Set METODSTOD_DEMO=off" in refusal(tmp_path, METODSTOD_HOST=host)


def test_demo_behind_a_proxy_is_refused(tmp_path: Path) -> None:
    assert "METODSTOD_DEMO=off" in refusal(tmp_path, METODSTOD_BEHIND_PROXY="on")


@pytest.mark.parametrize("word", ["on", "ON", " true ", "1", "yes"])
def test_switch_is_on(tmp_path: Path, word: str) -> None:
    assert read(tmp_path, METODSTOD_DEMO=word).demo


@pytest.mark.parametrize("word", ["off", "False", "0", "no"])
def test_switch_is_off(tmp_path: Path, word: str) -> None:
    assert not read(tmp_path, METODSTOD_DEMO=word, METODSTOD_SECRET_KEY=STRONG).demo


@pytest.mark.parametrize("word", ["of", "nej", "false!", "disabled"])
def test_switch_that_is_neither_is_refused_and_never_taken_for_on(tmp_path: Path, word: str) -> None:
    assert refusal(tmp_path, METODSTOD_DEMO=word) == f"METODSTOD_DEMO is {word!r}. Write on or off."


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80.5", "5000x", "٣"])
def test_bad_port_is_refused(tmp_path: Path, port: str) -> None:
    if port.isascii():
        assert refusal(tmp_path, PORT=port) == f"PORT is {port!r}. Write a whole number from 1 to 65535."
    else:
        assert read(tmp_path, PORT=port).port == int(port)


def test_figures_from_five_up_are_shown_when_nothing_is_set(tmp_path: Path) -> None:
    assert read(tmp_path).smallest_shown == 5
    assert read(tmp_path, METODSTOD_SMALLEST_SHOWN="3").smallest_shown == 3


@pytest.mark.parametrize("number", ["2", "1", "0", "-5", "many"])
def test_figures_about_one_or_two_can_not_be_set_to_be_shown(tmp_path: Path, number: str) -> None:
    told = refusal(tmp_path, METODSTOD_SMALLEST_SHOWN=number)
    assert told == f"METODSTOD_SMALLEST_SHOWN is {number!r}. Write a whole number from 3 to 65535."


def test_empty_setting_is_taken_as_not_set(tmp_path: Path) -> None:
    settings = read(tmp_path, PORT="", METODSTOD_DEMO=" ", METODSTOD_HOST="", METODSTOD_DATABASE_URL="")
    assert (settings.port, settings.demo, settings.host) == (5000, True, "127.0.0.1")
    assert settings.database_url.startswith("sqlite:///")
