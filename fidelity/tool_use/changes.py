"""Signals with which tool use tells other slices that something they point at has changed."""

from blinker import Signal

process_removed = Signal(
    "Sent in the transaction that takes a process away, before it does, with `session` and `process`."
)
