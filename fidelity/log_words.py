"""What the values of this wing's logged events are called, for who reads the audit log."""

from flask_babel import lazy_gettext as _l

LOG_WORDS = {
    "checklist": _l("checklist"),
    "process_id": _l("process number"),
    "kind": _l("kind"),
    "name": _l("name"),
    "is_used": _l("in use"),
    "tools": _l("tools"),
    "source": _l("how"),
    "added": _l("added"),
    "taken_away": _l("taken away"),
    "closed_on": _l("closed on"),
    "year": _l("year"),
    "quarter": _l("quarter"),
    "filled_id": _l("filled checklist"),
    "item": _l("item"),
    "told": _l("numbers of closed processes"),
    "closed": _l("closed"),
    "more_tools": _l("with more tools"),
    "period": _l("period"),
    "version": _l("version"),
    "number": _l("number"),
}
