"""One-time codes by RFC 6238 (six digits, half a minute, HMAC-SHA-1, as every app has them), recovery codes, and the picture of a key."""

import hmac
import re
import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

import segno

STEP_SECONDS = 30
DIGITS = 6
WINDOW = 1
"""How many steps a phone's clock may be wrong, either way."""
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_DIGITS = 20
ISSUER = "Metodstöd"
QR_SCALE = 4


def new_seed() -> str:
    """What the secret of a new second factor is made of, together with what only the site knows."""
    return secrets.token_hex(32)


def step_of(now: datetime) -> int:
    """The number of the half-minute that holds an instant (RFC 6238, 4.2)."""
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of a step (RFC 4226, 5.3)."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: bytes, code: str, *, now: datetime, last_step: int) -> int | None:
    """The step whose code this is, among those near enough to now and later than the last one used; None when there is none."""
    here = step_of(now)
    for step in range(here - WINDOW, here + WINDOW + 1):
        if hmac.compare_digest(code_at(secret, step), code) and step > last_step:
            return step
    return None


def shown_step(*, now: datetime, last_step: int) -> int:
    """The step whose code can be used now: this one, or the next where this one has been used."""
    return max(step_of(now), min(last_step + 1, step_of(now) + WINDOW))


def read_code(written: str) -> str | None:
    """A code as somebody wrote it, without its spaces and dashes; None when it is neither a phone's nor a recovery code."""
    digits = re.sub(r"[\s\-–]", "", written)
    is_code = len(digits) in (DIGITS, RECOVERY_DIGITS) and digits.isascii() and digits.isdecimal()
    return digits if is_code else None


def is_recovery_code(code: str) -> bool:
    """Whether it is one of those on paper, which have more digits than a phone's."""
    return len(code) == RECOVERY_DIGITS


def new_recovery_codes() -> list[str]:
    """Ten new codes of twenty digits: some 66 bits each, so that a plain hash keeps them."""
    return [str(secrets.randbelow(10**RECOVERY_DIGITS)).zfill(RECOVERY_DIGITS) for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str, second_factor_id: int) -> str:
    """What is stored of a recovery code."""
    return sha256(f"recovery code {second_factor_id} {code}".encode()).hexdigest()


def key_text(secret: bytes) -> str:
    """The key as an app takes it when it is typed (base 32)."""
    return b32encode(secret).decode()


def in_groups(text: str, size: int = 4) -> str:
    """A long row of signs in groups, as one reads and copies it."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def app_address(secret: bytes, account: str) -> str:
    """The address that opens an app on the same phone, and that the picture holds."""
    issuer = quote(ISSUER)
    return f"otpauth://totp/{issuer}:{quote(account)}?secret={key_text(secret)}&issuer={issuer}"


def qr_picture(text: str) -> str:
    """A text as a QR code in SVG, black on white in every theme, without styles."""
    return segno.make(text, error="m", micro=False).svg_inline(
        scale=QR_SCALE, svgclass=None, lineclass=None, light="#fff"
    )
