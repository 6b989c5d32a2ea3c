"""The document that a server serves, as it was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

_LEVELS: Final = 5
"""As deep as a property of a component. What is below is written by C, all at once:
five times as fast, and a third shorter."""
_LINE_END: Final = "\n"
_compact: Final = json.JSONEncoder(allow_nan=False).encode


def served_json(document: object) -> bytes:
    """JSON (RFC 8259) in ASCII; the upper levels have each member on its own line."""
    return f"{_written(document, _LEVELS, _LINE_END)}\n".encode("ascii")


def _written(value: object, levels: int, end: str) -> str:
    """A value; `end` is the line end and indentation of where it stands."""
    if not value or levels == 0:
        return _compact(value)
    line = f"{end} "
    if isinstance(value, dict):
        members = (
            f"{_compact(name)}: {_written(member, levels - 1, line)}"
            for name, member in value.items()
        )
        return f"{{{_listed(members, line)}{end}}}"
    if isinstance(value, list):
        items = (_written(item, levels - 1, line) for item in value)
        return f"[{_listed(items, line)}{end}]"
    return _compact(value)


def _listed(items: Iterable[str], line: str) -> str:
    return line + f",{line}".join(items)
