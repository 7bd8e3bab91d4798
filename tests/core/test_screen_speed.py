"""No text makes the whole screen slow, and an ordinary one costs a bounded number of times what the sure patterns cost."""

import time
from collections.abc import Callable

import pytest

from core.screen import find, find_sure
from core.settings import ROOT

LENGTH = 20_000
LONG = 100_000
MOST_TIMES = 10  # measured: 3 to 4

ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "capitals only": lambda n: "A" * n,
    "small letters only": lambda n: "a" * n,
    "capitalised words": lambda n: "Ab " * (n // 3),
    "capitals one by one": lambda n: "A " * (n // 2),
    "shouted words": lambda n: "ABC " * (n // 4),
    "one name and its hyphens": lambda n: "Anna-" * (n // 5),
    "names": lambda n: "Anna " * (n // 5),
    "names and particles": lambda n: "Anna von " * (n // 9),
    "names in pairs": lambda n: "Bo och " * (n // 7),
    "everyday names": lambda n: "Bo. " * (n // 4),
    "apostrophes": lambda n: "A'" * (n // 2),
    "accents alone": lambda n: "A" + "\N{COMBINING RING ABOVE}" * n,
    "unseen letters": lambda n: "A" + "\N{SOFT HYPHEN}" * n,
    "a name and spaces": lambda n: "Anna" + " " * n + "Karlsson",
    "a name and dots": lambda n: "Anna" + "." * n + "Karlsson",
    "a street that never ends": lambda n: "S" + "gata" * (n // 4) + " 1",
    "streets without a number": lambda n: "Storgatan " * (n // 10),
    "a street and spaces": lambda n: "Storgatan" + " " * n + "1",
    "capitalised streets": lambda n: "Erik Dahlbergs gata " * (n // 20),
    "house numbers": lambda n: "12 Mill " * (n // 8),
    "postcodes": lambda n: "331 52 " * (n // 7),
    "plates": lambda n: "ABC " * (n // 4),
    "days": lambda n: "3/3 " * (n // 4),
    "days and dashes": lambda n: "3-" * (n // 2),
    "days and dots": lambda n: "3.3." * (n // 4),
    "a day and spaces": lambda n: "den 3" + " " * n + "mars",
    "months": lambda n: "mars " * (n // 5),
    "weekdays": lambda n: "måndag " * (n // 7),
    "ordinals": lambda n: "tjugo" * (n // 5),
    "brackets": lambda n: "[" * n,
    "open placeholders": lambda n: "[BARN " * (n // 6),
    "placeholders": lambda n: "[BARN 1]" * (n // 8),
    "schools": lambda n: "förskolan " * (n // 10),
    "many kinds": lambda n: "Anna, Storgatan 1, 331 52 Värnamo, 3/3, 070-123 45 67. " * (n // 56),
}


def quickest(look: Callable[[str], object], text: str) -> float:
    """The best of several runs: what the work costs, without what else the machine does."""
    best = float("inf")
    for _ in range(3):
        begun = time.thread_time()
        look(text)
        best = min(best, time.thread_time() - begun)
    return best


@pytest.mark.parametrize("shape", ADVERSARIAL)
def test_no_text_makes_it_slow(shape: str) -> None:
    """Twice the text may take up to six times as long; from small texts upwards, so that a slow pattern fails and does not hang."""
    find("")  # the lists are read
    make = ADVERSARIAL[shape]
    lengths = [LENGTH >> halvings for halvings in range(8, -1, -1)]
    before = quickest(find, make(lengths[0]))
    for length in lengths[1:]:
        now = quickest(find, make(length))
        assert now < 6 * before + 0.005, f"{length} characters took {now:.4f} s, half of them {before:.4f} s"
        before = now


def test_an_ordinary_text_costs_a_bounded_number_of_times_what_the_sure_patterns_cost() -> None:
    find("")
    paths = sorted((ROOT / "content/courses").rglob("*.sv.md"))
    text = "".join(path.read_text(encoding="utf-8") for path in paths)[:LONG]
    assert len(text) == LONG
    sure, everything = quickest(find_sure, text), quickest(find, text)
    assert everything < MOST_TIMES * sure, f"{everything:.3f} s against {sure:.3f} s"
