"""How values of a type are written, by its schema alone."""

from typing import Any, TypeAlias

from pydantic_core import CoreSchema, SchemaSerializer, core_schema

WrittenAs: TypeAlias = SchemaSerializer
_OWN = "serialization"
_UNUSED = ("ref", "metadata")
_MODELS = frozenset({"model", "dataclass", "definition-ref", "definitions"})
"""What knows by itself how it is written."""


def written_as(schema: CoreSchema) -> WrittenAs | None:
    """What writes values of a schema, where something in it is written in its own way.

    None where any value tells by its Python type how it is written. Models always do.
    """
    if not _has_own_way(schema):
        return None
    return SchemaSerializer(_without_models(schema))


def _has_own_way(schema: Any) -> bool:
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) and part.get("type") not in _MODELS:
            if _OWN in part:
                return True
            waiting.extend(part.values())
        elif isinstance(part, list | tuple):
            waiting.extend(part)
    return False


def _without_models(schema: Any) -> Any:
    """A copy in which models are anything: what is shared is changed by nobody.

    A type nests no deeper than an annotation does, so this may call itself.
    """
    if isinstance(schema, list):
        return [_without_models(part) for part in schema]
    if isinstance(schema, tuple):
        return tuple(_without_models(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") in _MODELS:
        return core_schema.any_schema()
    dropped = _UNUSED if isinstance(schema.get("type"), str) else ()
    return {
        key: part if key == _OWN else _without_models(part)
        for key, part in schema.items()
        if key not in dropped
    }
