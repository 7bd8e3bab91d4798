"""Settings: everything an installation may set, read from the environment once, at start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from click import ClickException
from flask import current_app

from core.small_numbers import SMALLEST_SHOWN

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
LOWEST_SMALLEST_SHOWN = 3
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


class SettingsError(ClickException):
    """A setting is missing or cannot be used; the text says what to set. A command line shows it in one line."""


@dataclass(frozen=True)
class Settings:
    """What an installation sets. `from_environment` reads each field from METODSTOD_<NAME>."""

    instance: Path
    """METODSTOD_INSTANCE: the folder for the embedded database and the generated secret."""
    database_url: str
    """METODSTOD_DATABASE_URL: `sqlite:///…` or `postgresql+psycopg://…`; SQLite in the instance folder when absent."""
    secret_key: str = field(repr=False)
    """METODSTOD_SECRET_KEY: signs cookies; made and kept in the instance folder when absent in the demo."""
    demo: bool = True
    """METODSTOD_DEMO: on: fictional people and sign-in without a password, on this machine only."""
    host: str = "127.0.0.1"
    """METODSTOD_HOST: the address the built-in server listens on."""
    port: int = 5000
    """PORT: the port the built-in server listens on."""
    behind_proxy: bool = False
    """METODSTOD_BEHIND_PROXY: trust one reverse proxy's X-Forwarded-For and X-Forwarded-Proto."""
    idle_minutes: int = 60
    """METODSTOD_IDLE_MINUTES: a session ends after so long without a request."""
    session_hours: int = 12
    """METODSTOD_SESSION_HOURS: a session ends after so long whatever happens."""
    smallest_shown: int = SMALLEST_SHOWN
    """METODSTOD_SMALLEST_SHOWN: figures about fewer are hidden where who reads them is not to recognise anybody."""

    @property
    def secure_cookies(self) -> bool:
        """Cookies are `__Host-` and Secure everywhere but in the local demo, which speaks plain HTTP."""
        return not self.demo

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raises SettingsError with what to set instead."""
        env = os.environ if environment is None else environment
        instance = Path(env.get("METODSTOD_INSTANCE") or ROOT / "instance").resolve()
        demo = _switch(env, "METODSTOD_DEMO", default=True)
        settings = cls(
            instance=instance,
            database_url=env.get("METODSTOD_DATABASE_URL") or f"sqlite:///{instance / 'metodstod.sqlite3'}",
            secret_key=env.get("METODSTOD_SECRET_KEY") or (_kept_secret(instance) if demo else ""),
            demo=demo,
            host=env.get("METODSTOD_HOST") or "127.0.0.1",
            port=_number(env, "PORT", 5000),
            behind_proxy=_switch(env, "METODSTOD_BEHIND_PROXY", default=False),
            idle_minutes=_number(env, "METODSTOD_IDLE_MINUTES", 60),
            session_hours=_number(env, "METODSTOD_SESSION_HOURS", 12),
            smallest_shown=_number(env, "METODSTOD_SMALLEST_SHOWN", SMALLEST_SHOWN, least=LOWEST_SMALLEST_SHOWN),
        )
        settings.refuse_what_is_unsafe()
        return settings

    def refuse_what_is_unsafe(self) -> None:
        """Raise SettingsError where the settings together would leave the site open."""
        if len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < SHORTEST_SECRET // 4:
            raise SettingsError(
                "METODSTOD_SECRET_KEY is missing or weak. Set it to at least 32 random characters, for example "
                "the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        is_open = self.behind_proxy or self.host not in {"127.0.0.1", "::1", "localhost"}
        if self.demo and is_open:
            raise SettingsError(
                "The demo lets anybody sign in as anybody, so it listens on this machine only. "
                "Set METODSTOD_DEMO=off before METODSTOD_HOST or METODSTOD_BEHIND_PROXY."
            )


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    word = env.get(name, "").strip().lower()
    if not word:
        return default
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise SettingsError(f"{name} is {word!r}. Write on or off.")


def _number(env: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if text.isdecimal() and least <= int(text) < 65536:
        return int(text)
    raise SettingsError(f"{name} is {text!r}. Write a whole number from {least} to 65535.")


def _kept_secret(instance: Path) -> str:
    """The demo's secret: made once, kept readable for this account alone."""
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if kept:
            return kept
    made = secrets.token_urlsafe(48)
    path.write_text(made, encoding="ascii")
    return made


def current_settings() -> Settings:
    """The settings of the app that runs now."""
    found: Settings = current_app.config["SETTINGS"]
    return found
