"""Signals with which the organisation tells the slices above it that something they depend on has changed."""

from blinker import Signal

people_changed = Signal(
    "Sent in the transaction that changed employments, with `session`, `municipality_id`, `person_ids` and `now`."
)
