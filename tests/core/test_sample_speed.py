"""No text makes the screen for samples slow: not by its patterns, and not by how many things are found in it."""

from collections.abc import Callable

import pytest

from core.screen.replacing import Reading, Replace
from core.screen.sample import find_in_sample
from tests.core.test_screen import ADVERSARIAL as SURE
from tests.core.test_screen_speed import ADVERSARIAL as POSSIBLE
from tests.core.test_screen_speed import quickest

LENGTH = 2_500
ADVERSARIAL: dict[str, Callable[[int], str]] = {
    **SURE,
    **POSSIBLE,
    "figures one by one": lambda n: "1 " * (n // 2),
    "figures and dashes": lambda n: "1--" * (n // 3),
    "figures on lines": lambda n: "85\n01\n" * (n // 6),
    "a day and words": lambda n: "860213 " + "och " * (n // 4) + "sista fyra",
    "days and words": lambda n: "860213 sista " * (n // 13),
    "keywords of numbers": lambda n: "personnummer " * (n // 13),
    "numbers and keywords": lambda n: "nr " * (n // 3),
    "references": lambda n: "SN-24-" * (n // 6),
    "cars": lambda n: "bil " * (n // 4),
    "numbers in words": lambda n: "tjugo" * (n // 5),
    "ages": lambda n: "7 år " * (n // 5),
    "names and ages": lambda n: "Kalle är 7 och " * (n // 15),
    "born and words": lambda n: "född " + "år " * (n // 3),
    "the only one": lambda n: "enda " * (n // 5),
    "the only one and words": lambda n: "enda " + "x-" * (n // 2),
    "a clause that goes on": lambda n: "stod " * (n // 5),
    "capitals and hyphens": lambda n: "Ab-" * (n // 3),
    "twins": lambda n: "tvilling" * (n // 8),
    "schools in small letters": lambda n: "förskolan smultronet " * (n // 21),
    "names and schools": lambda n: "Hovslätts skola " * (n // 16),
    "schools and schools": lambda n: "Hovslätt" + " skola" * (n // 6),
    "names in small letters": lambda n: "liam " * (n // 5),
    "addresses of pages": lambda n: "www." * (n // 4),
    "unseen marks": lambda n: "8\N{ZERO WIDTH SPACE}" * (n // 2),
    "everything": lambda n: "liam, 7 år, Ågatan 17, den 28:e, tvillingar, 2024-IFO-0311. " * (n // 60),
}


@pytest.mark.parametrize("shape", ADVERSARIAL)
def test_no_text_makes_it_slow(shape: str) -> None:
    """Twice the text may take up to six times as long; from small texts upwards, so that a slow pattern fails and does not hang."""
    find_in_sample("")  # the lists are read
    make = ADVERSARIAL[shape]
    lengths = [LENGTH >> halvings for halvings in range(5, -1, -1)]
    before = quickest(find_in_sample, make(lengths[0]))
    for length in lengths[1:]:
        now = quickest(find_in_sample, make(length))
        assert now < 6 * before + 0.005, f"{length} characters took {now:.4f} s, half of them {before:.4f} s"
        before = now


def test_deciding_costs_no_more_than_a_few_looks() -> None:
    """A sample with very much in it: 100 names, each three times."""
    parts = {
        "text": "".join(f"Vi mötte Qadan{chr(97 + n // 26)}{chr(97 + n % 26)} igår, sen igen. " for n in range(100)) * 3
    }
    decisions = {item.key: Replace(item.suggestion) for item in Reading(parts).items}
    look = quickest(find_in_sample, parts["text"])
    assert quickest(lambda text: Reading({"text": text}, decisions).unresolved, parts["text"]) < 8 * look + 0.05
