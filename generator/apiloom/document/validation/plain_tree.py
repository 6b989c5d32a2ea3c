"""A tree that validators written by others can take."""

from __future__ import annotations

import re
from typing import Final

from apiloom.document.source import Json, JsonObject, SpelledFloat

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def plain_copy(root: JsonObject) -> JsonObject:
    """An unshared copy with plain floats and without lone surrogates.

    Rust's strings have no room for surrogates, and jsonschema-rs takes no subclasses.
    """
    copy: JsonObject = {}
    work: list[tuple[Json, Json]] = [(root, copy)]
    while work:
        source, target = work.pop()
        if isinstance(source, dict):
            for key, value in source.items():
                target[_without_surrogates(key)] = _taken(value, work)
        else:
            target += [_taken(value, work) for value in source]
    return copy


def _taken(value: Json, work: list[tuple[Json, Json]]) -> Json:
    if isinstance(value, dict | list):
        empty: Json = {} if isinstance(value, dict) else []
        work.append((value, empty))
        return empty
    if isinstance(value, str):
        return _without_surrogates(value)
    return float(value) if isinstance(value, SpelledFloat) else value


def _without_surrogates(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
