"""One-time codes as the standards have them, codes as people write them, and the key as apps take it."""

from base64 import b32decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from organisation.second_factor import rules
from tests.world import NOON

RFC_SECRET = b"12345678901234567890"
RFC_6238 = [
    ("1970-01-01T00:00:59", "94287082"),
    ("2005-03-18T01:58:29", "07081804"),
    ("2005-03-18T01:58:31", "14050471"),
    ("2009-02-13T23:31:30", "89005924"),
    ("2033-05-18T03:33:20", "69279037"),
    ("2603-10-11T11:33:20", "65353130"),
]
"""Appendix B of RFC 6238, SHA-1: the instants and their codes of eight digits."""
RFC_4226 = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split()  # noqa: SIM905
"""Appendix D of RFC 4226: the codes of the counters 0 to 9."""
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(("instant", "code"), RFC_6238)
def test_codes_are_those_of_rfc_6238(instant: str, code: str) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert rules.code_at(RFC_SECRET, rules.step_of(at), digits=8) == code
    assert rules.code_at(RFC_SECRET, rules.step_of(at)) == code[2:]


def test_codes_are_those_of_rfc_4226() -> None:
    assert [rules.code_at(RFC_SECRET, counter) for counter in range(10)] == RFC_4226


@pytest.mark.parametrize("away", range(-4, 5))
def test_a_clock_may_be_one_step_wrong_and_no_more(away: int) -> None:
    step = rules.step_of(NOON) + away
    found = rules.matching_step(RFC_SECRET, rules.code_at(RFC_SECRET, step), now=NOON, last_step=0)
    assert found == (step if abs(away) <= 1 else None)


def test_a_step_that_was_used_and_those_before_it_are_not_taken_again() -> None:
    here = rules.step_of(NOON)
    for last_step in (here - 2, here - 1, here, here + 1):
        for step in (here - 1, here, here + 1):
            found = rules.matching_step(RFC_SECRET, rules.code_at(RFC_SECRET, step), now=NOON, last_step=last_step)
            assert found == (step if step > last_step else None)


def test_the_demos_phone_shows_a_code_that_can_be_used() -> None:
    here = rules.step_of(NOON)
    assert [rules.shown_step(now=NOON, last_step=last) for last in (0, here - 1, here)] == [here, here, here + 1]
    assert rules.shown_step(now=NOON, last_step=here + 1) == here + 1, "then one has to wait"
    assert rules.shown_step(now=NOON + STEP, last_step=here + 1) == here + 2


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("123-456", "123456"),
        ("123\u00a0456", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("012345", "012345"),
        ("1234 5678 9012 3456 7890", "12345678901234567890"),
        ("1234-5678–9012\t34567890", "12345678901234567890"),
        ("", None),
        ("12345", None),
        ("1234567", None),
        ("abcdef", None),
        ("12345a", None),
        ("１２３４５６", None),
        ("¹²³⁴⁵⁶", None),
        ("1" * 19, None),
        ("1" * 21, None),
        ("+12345", None),
    ],
)
def test_a_code_is_read_however_it_is_spaced(written: str, code: str | None) -> None:
    assert rules.read_code(written) == code


def test_recovery_codes_are_ten_long_and_unlike() -> None:
    codes = rules.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(rules.is_recovery_code(code) and rules.read_code(rules.in_groups(code)) == code for code in codes)
    assert len({rules.recovery_hash(code, factor) for code in codes for factor in (1, 2)}) == 20
    assert len(rules.new_seed()) == 64
    assert rules.new_seed() != rules.new_seed()


def test_the_key_is_what_apps_take() -> None:
    address = urlsplit(rules.app_address(RFC_SECRET, "åsa+prov@kommun.example"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Metodstöd:åsa+prov@kommun.example"
    fields = parse_qs(address.query)
    assert fields == {"secret": [rules.key_text(RFC_SECRET)], "issuer": ["Metodstöd"]}
    assert b32decode(rules.key_text(RFC_SECRET)) == RFC_SECRET
    assert "=" not in rules.key_text(RFC_SECRET), "it is typed by hand"
    assert rules.in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_picture_is_drawn_without_styles_and_identifiers() -> None:
    picture = rules.qr_picture(rules.app_address(RFC_SECRET, "somebody@kommun.example"))
    assert picture.startswith("<svg ")
    for sign in ("style", "class", "id=", "<script", "href", "<?xml", rules.key_text(RFC_SECRET)):
        assert sign not in picture
