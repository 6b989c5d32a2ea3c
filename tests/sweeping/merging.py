"""Keywords of schemas that hold together, laid over one another."""

from __future__ import annotations

from typing import Any

from tests.sweeping.values import NoExampleError

Json = dict[str, Any]


def kinds_of(schema: Json) -> list[str]:
    """The types that a schema names."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def merge(flat: Json, current: Json) -> None:
    """Adds the keywords of one schema to those of others that hold as well."""
    for key, value in current.items():
        if key in {"$ref", "allOf"}:
            continue
        if key == "properties" and isinstance(value, dict):
            old = flat.get(key, {})
            flat[key] = {**old}
            for name, member in value.items():
                clash = name in old and old[name] != member
                flat[key][name] = {"allOf": [old[name], member]} if clash else member
        elif key == "required" and isinstance(value, list):
            flat[key] = list(dict.fromkeys([*flat.get(key, []), *value]))
        elif key == "enum" and "enum" in flat:
            flat[key] = [each for each in flat[key] if each in value]
        elif key in {"oneOf", "anyOf"} and key in flat and flat[key] != value:
            raise NoExampleError
        elif key == "type" and key in flat:
            flat[key] = [each for each in kinds_of(flat) if each in kinds_of(current)]
            if not flat[key]:
                raise NoExampleError
        else:
            flat.setdefault(key, value)
