"""Which passwords are good enough: long, not one of the common ones, not one's own name."""

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from core.errors import DomainError

SHORTEST = 12
LONGEST = 256
FEWEST_LETTERS_OF_ONES_OWN = 4
ENOUGH_WITHOUT_LETTERS = 20
# What people write when twelve characters are asked for, in Swedish and English: a stem, repeated or with digits and signs around it.
COMMON_STEMS = frozenset(
    """
    password losenord lösenord lösenordet mittlosenord mittlösenord hemligt hemlighet sommar sommaren vinter vintern
    host hösten höst vår våren admin administrator administratör welcome valkommen välkommen letmein iloveyou jagalskardig jagälskardig
    monkey dragon football fotboll hockey sverige sweden stockholm goteborg göteborg malmo malmö uppsala kommun kommunen socialtjanst
    socialtjänst socialtjansten socialtjänsten socialsekreterare metodstod metodstöd signsofsafety sunshine princess prinsessan trustno
    superman batman starwars master changeme andramig ändramig default test inloggning logga login mamma pappa
    sommarlov semester fredag måndag mandag januari februari mars april maj juni juli augusti september oktober november december
    onetwothree secret access whatever computer dator internet signs safety jag älskar dig
    """.split()  # noqa: SIM905  a list of words reads best as words
)
KEYBOARD_RUNS = (
    "1234567890",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "abcdefghijklmnopqrstuvwxyzåäö",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfv",
)
LOOKALIKES = {"a": "[a@4]", "e": "[e3]", "i": "[i1!]", "l": "[l1]", "o": "[o0]", "s": "[s$5]", "t": "[t7]"}


class WeakPassword(DomainError):
    """The password is too short, too long or too easy to guess; the message says which."""

    status = 422


def refuse_weak(password: str, *, own_words: Iterable[str] = ()) -> None:
    """Raise WeakPassword unless the password has 12 to 256 characters and is hard to guess."""
    if len(password) < SHORTEST:
        raise WeakPassword(_l("Write at least 12 characters. Four words in a row are easy to remember."))
    if len(password) > LONGEST:
        raise WeakPassword(_l("Write at most 256 characters."))
    if _is_easy(password.lower(), own_words):
        raise WeakPassword(
            _l("That password is easy to guess. Choose four words that have nothing to do with each other.")
        )


def _is_easy(password: str, own_words: Iterable[str]) -> bool:
    """Whether it is one piece repeated, or has little of its own beside common words, keyboard runs, one's names and digits."""
    if len(set(password)) < 5 or re.fullmatch(r"(.{1,8}?)\1+", password, re.DOTALL):
        return True
    own = {part for word in own_words for part in re.findall(r"[^\W\d_]{3,}", word.lower())}
    left, taken = _any_of(own).subn("", password) if own else (password, 0)
    left, common = _COMMON.subn("", left)
    letters = sum(map(str.isalpha, left))
    if taken or common:
        return letters < FEWEST_LETTERS_OF_ONES_OWN
    return letters == 0 and len(password) < ENOUGH_WITHOUT_LETTERS


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words, the longest first, also where signs and digits stand for their letters."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(
        "|".join("".join(LOOKALIKES.get(sign, re.escape(sign)) for sign in word) for word in longest_first)
    )


def _fours(run: str) -> set[str]:
    """Every four neighbours of a keyboard run, in both directions."""
    return {way[start : start + 4] for way in (run, run[::-1]) for start in range(len(run) - 3)}


_COMMON = _any_of(COMMON_STEMS.union(*map(_fours, KEYBOARD_RUNS)))
