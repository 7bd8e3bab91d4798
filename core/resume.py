"""What was being sent when a session had ended: carried in the sign-in page and back, and kept nowhere else."""

from dataclasses import dataclass

from flask import request

from core.security import is_own_page, sent_from_here

LARGEST = 256 * 1024
NEVER_CARRIED = frozenset({"csrf_token", "password", "again", "persona"})
PREFIX = "kept:"
ADDRESS = "kept-address"


@dataclass(frozen=True)
class KeptForm:
    """A form's address with its fields, in the order they were sent."""

    address: str
    fields: tuple[tuple[str, str], ...]


def kept_for_later() -> KeptForm | None:
    """The interrupted request's form, unless another site made it or it holds a file."""
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in NEVER_CARRIED)
    has_file = any(file.filename for file in request.files.values())  # an empty file field sends one without a name
    if has_file or not fields or not sent_from_here() or (request.content_length or 0) > LARGEST:
        return None
    return KeptForm(request.path, fields)


def carried_form() -> KeptForm | None:
    """The form that the sign-in page carried along, or None."""
    address = request.form.get(ADDRESS)
    if not address or not is_own_page(address) or not sent_from_here():
        return None
    fields = ((name, value) for name, value in request.form.items(multi=True) if name.startswith(PREFIX))
    return KeptForm(address, tuple((name.removeprefix(PREFIX), value) for name, value in fields))
