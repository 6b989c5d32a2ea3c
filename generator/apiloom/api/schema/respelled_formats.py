"""Fragments of schemas, with the formats that the user has other types for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_DATA: Final = frozenset({"const", "enum", "required", "dependentRequired"})
"""Keywords whose values are no schemas, whatever they look like."""
_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
"""Keywords whose values have schemas by name."""


def respelled(schema: object, spellings: Mapping[str, str | None]) -> object:
    """The same schema, its formats called as `is_spelled` calls what is read now.

    A format that is nobody's any more, since its type is the user's, judges nothing.
    """
    if not spellings:
        return schema
    holder: dict[str, Any] = {}
    work: list[tuple[Any, Any, Any, bool]] = [(schema, holder, "", False)]
    while work:
        value, into, key, is_map = work.pop()
        if isinstance(value, list):
            into[key] = [None] * len(value)
            work += [(part, into[key], n, False) for n, part in enumerate(value)]
        elif not isinstance(value, dict):
            into[key] = value
        else:
            into[key] = copy = dict.fromkeys(value)
            for name, part in value.items():
                if not is_map and name in _DATA:
                    copy[name] = part
                elif not is_map and name == "format":
                    _put_format(copy, part, spellings)
                else:
                    work.append((part, copy, name, not is_map and name in _MAPS))
    return holder[""]


def _put_format(
    copy: dict[str, Any], format_: Any, spellings: Mapping[str, str | None]
) -> None:
    spelling = spellings.get(format_, format_)
    if spelling is None:
        del copy["format"]
    else:
        copy["format"] = spelling
