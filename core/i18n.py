"""Language: which one a person reads, and how days, numbers and lengths of time are written in it."""

from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, format_date, get_locale, get_translations, ngettext
from flask_babel import gettext as _

from core import clock
from core.template_names import name_for_templates

LANGUAGES = ("sv", "en")
THIN_SPACE = "\u202f"

babel = Babel()


def init_app(app: Flask) -> None:
    """Set the languages and the filters that templates write with."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "sv")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Stockholm")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(_catalogues(app)))
    babel.init_app(app, locale_selector=chosen_language)
    # The library looks its catalogue up anew for every text; a page has hundreds.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        day=write_day,
        number=write_number,
        moment=write_moment,
        time_of_day=write_time_of_day,
        local_day=clock.local_day,
        duration=write_duration,
    )
    name_for_templates(app, language=language, percent=write_percent, today=clock.today)


def _catalogue() -> Any:
    """The texts of this page's language, found once a request."""
    found: tuple[str, Any] | None = g.get("catalogue")
    if found is None or found[0] != language():
        found = g.catalogue = (language(), get_translations())
    return found[1]


def _catalogues(app: Flask) -> str:
    return f"{app.root_path}/translations"


def chosen_language() -> str:
    """The person's own choice, else the browser's cookie, else what the browser asks for, else Swedish."""
    if not has_request_context():
        return LANGUAGES[0]
    own = g.get("own_language") or request.cookies.get(language_cookie())
    if own in LANGUAGES:
        return str(own)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def language_cookie() -> str:
    """The name of the cookie that keeps a visitor's choice; tied to its host wherever cookies are secure."""
    return "__Host-language" if current_app.config["SESSION_COOKIE_SECURE"] else "language"


def language() -> str:
    """The two-letter code of the language this page is written in."""
    return str(getattr(get_locale(), "language", LANGUAGES[0]))


def write_day(day: date, *, year: bool | None = None) -> str:
    """A day as people say it: *14 januari*, with the year when it is not this one (or when asked for)."""
    with_year = day.year != clock.today().year if year is None else year
    return format_date(day, "d MMMM y" if with_year else "d MMMM")


def write_moment(instant: datetime) -> str:
    """An instant as a Swedish day and time of day."""
    day = write_day(clock.local_day(instant))
    return _("%(day)s at %(time)s", day=day, time=write_time_of_day(instant))


def write_time_of_day(instant: datetime) -> str:
    """An instant's time of day in Sweden."""
    return instant.astimezone(clock.STOCKHOLM).strftime("%H:%M")


def write_number(value: int) -> str:
    """A whole number with a thin space between thousands."""
    return f"{value:,}".replace(",", THIN_SPACE)


def write_duration(minutes: int) -> str:
    """How long something takes, as people say it: minutes up to an hour and a half, then hours."""
    if minutes < 90:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    return ngettext("%(num)s hour", "%(num)s hours", round(minutes / 60))


def write_percent(part: int, whole: int) -> str:
    """A share as whole per cent, or an en dash where there is nothing to take a share of."""
    return "–" if whole == 0 else _("%(share)s %%", share=round(100 * part / whole))
