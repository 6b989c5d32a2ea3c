"""JSON text of values that nest deeper than Python's own writer can follow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

_SEPARATORS: Final = (", ", ": ")


def json_dumps(
    value: Any,
    *,
    ensure_ascii: bool = True,
    sort_keys: bool = False,
    separators: tuple[str, str] = _SEPARATORS,
) -> str:
    """What `json.dumps` gives, for a value of any depth."""
    writer = json.JSONEncoder(
        ensure_ascii=ensure_ascii, sort_keys=sort_keys, separators=separators
    )
    try:
        return writer.encode(value)
    except RecursionError:
        return "".join(_pieces(value, writer))


def _pieces(value: Any, writer: json.JSONEncoder) -> Iterator[str]:
    pending: list[Any] = [_Later(value)]
    while pending:
        top = pending.pop()
        if not isinstance(top, _Later):
            yield top
        elif isinstance(top.value, dict) and top.value:
            members = [*top.value.items()]
            pairs = sorted(members) if writer.sort_keys else members
            pending.append("}")
            for number, (key, member) in reversed([*enumerate(pairs)]):
                start = writer.item_separator if number else "{"
                pending.append(_Later(member))
                pending.append(start + writer.encode(key) + writer.key_separator)
        elif isinstance(top.value, list) and top.value:
            pending.append("]")
            for number, item in reversed([*enumerate(top.value)]):
                pending.append(_Later(item))
                pending.append(writer.item_separator if number else "[")
        else:
            yield writer.encode(top.value)


class _Later:
    """A value that is still to be written."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value
