"""What the values of logged events are called, for who reads the audit log."""

from flask_babel import lazy_gettext as _l

LOG_WORDS = {
    "person_id": _l("person"),
    "course": _l("course"),
    "role": _l("role"),
    "section_id": _l("where"),
    "unit_id": _l("where"),
    "reason": _l("why"),
    "reset_because": _l("why"),
    "codes_left": _l("recovery codes left"),
    "way": _l("way of signing in"),
    "account": _l("account, as a hash"),
    "address": _l("network address"),
    "permission": _l("permission"),
    "as_of": _l("as of"),
    "day": _l("day"),
    "named": _l("with names"),
    "count": _l("number"),
    "import_id": _l("file number"),
    "new": _l("new"),
    "returned": _l("returned"),
    "moved": _l("moved"),
    "left": _l("left"),
    "changed": _l("changed"),
    "unchanged": _l("unchanged"),
    "sections": _l("new sections"),
    "units": _l("new units"),
}
