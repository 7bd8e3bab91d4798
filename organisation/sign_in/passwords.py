"""Which passwords are good enough: long, not one of the common ones, not one's own name."""

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from core.errors import DomainError

SHORTEST = 12
LONGEST = 256
# What people write when twelve characters are asked for, in Swedish and English: a stem, repeated or with digits and signs around it.
COMMON_STEMS = frozenset(
    """
    password passw0rd losenord lösenord lösenordet mittlosenord mittlösenord hemligt hemlighet sommar sommaren vinter vintern
    host hösten höst var våren qwerty qwertyuiop qwertyuiopå asdfgh asdfghjkl asdfghjklö zxcvbnm abcdef abcdefgh abcdefghijkl
    abc admin administrator administratör welcome valkommen välkommen letmein iloveyou jagalskardig jagälskardig monkey dragon
    football fotboll hockey sverige sweden stockholm goteborg göteborg malmo malmö uppsala kommun kommunen socialtjanst socialtjänst
    socialtjansten socialtjänsten socialsekreterare metodstod metodstöd signsofsafety sunshine princess prinsessan trustno one
    superman batman starwars master changeme andramig ändramig default test testtest inloggning logga login mamma pappa mammapappa
    sommarlov semester fredag måndag mandag januari februari mars april maj juni juli augusti september oktober november december
    qazwsx qazwsxedc onetwothree secret access whatever computer dator internet
    """.split()  # noqa: SIM905  a list of words reads best as words
)
KEYBOARD_RUNS = ("1234567890", "0987654321", "qwertyuiopåasdfghjklöäzxcvbnm", "abcdefghijklmnopqrstuvwxyzåäö")


class WeakPassword(DomainError):
    """The password is too short, too long or too easy to guess; the message says which."""

    status = 422


def refuse_weak(password: str, *, own_words: Iterable[str] = ()) -> None:
    """Raise WeakPassword unless the password has 12 to 256 characters and is hard to guess."""
    if len(password) < SHORTEST:
        raise WeakPassword(_l("Write at least 12 characters. Four words in a row are easy to remember."))
    if len(password) > LONGEST:
        raise WeakPassword(_l("Write at most 256 characters."))
    if _is_common(password.lower()) or _is_own(password.lower(), own_words):
        raise WeakPassword(
            _l("That password is easy to guess. Choose four words that have nothing to do with each other.")
        )


def _is_common(password: str) -> bool:
    if len(set(password)) < 5:
        return True
    if any(password[:8] in run for run in KEYBOARD_RUNS):
        return True
    letters = re.findall(r"[^\W\d_]+", password)
    return (
        "".join(letters) in COMMON_STEMS
        or (bool(letters) and all(word in COMMON_STEMS for word in letters))
        or not letters
    )


def _is_own(password: str, own_words: Iterable[str]) -> bool:
    own = {part for word in own_words for part in re.findall(r"[^\W\d_]{3,}", word.lower())}
    letters = set(re.findall(r"[^\W\d_]+", password))
    return bool(letters) and letters <= own
