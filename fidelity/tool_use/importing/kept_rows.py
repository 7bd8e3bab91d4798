"""The rows of a file as they are kept until it is settled: what was understood, packed, and nothing else of the file."""

import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from fidelity.tool_use.importing.plan import ProcessRow


def packed(rows: Sequence[ProcessRow]) -> bytes:
    """The rows as bytes."""
    kinds = {kind: place for place, kind in enumerate(sorted({row.kind for row in rows}))}
    sets = {tools: place for place, tools in enumerate({row.tools: None for row in rows})}
    content = {
        "kinds": list(kinds),
        "sets": [sorted(tools) for tools in sets],
        "rows": [
            (
                row.line,
                row.unit_id,
                kinds[row.kind],
                row.opened_on.toordinal(),
                row.closed_on and row.closed_on.toordinal(),
                sets[row.tools],
                row.reference,
            )
            for row in rows
        ],
    }
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode())


def unpacked(content: bytes) -> list[ProcessRow]:
    """The rows again."""
    read: dict[str, Any] = json.loads(zlib.decompress(content))
    kinds, sets = read["kinds"], [frozenset(tools) for tools in read["sets"]]
    return [
        ProcessRow(
            line=line,
            unit_id=unit_id,
            kind=kinds[kind],
            opened_on=date.fromordinal(opened),
            closed_on=date.fromordinal(closed) if closed else None,
            tools=sets[tools],
            reference=reference,
        )
        for line, unit_id, kind, opened, closed, tools, reference in read["rows"]
    ]
