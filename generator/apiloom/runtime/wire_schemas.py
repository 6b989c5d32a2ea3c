"""How values of a type are written, by its schema alone."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from pydantic_core import CoreSchema, SchemaSerializer, core_schema

from .model import READS_PARSED
from .narrowing import is_array, is_object, is_tuple

WrittenAs: TypeAlias = SchemaSerializer
_OWN = "serialization"
_UNUSED = ("ref", "metadata")
_MODELS = frozenset({"model", "dataclass", "definition-ref", "definitions"})
"""What knows by itself how it is read and written."""
_STRICT = frozenset(
    {
        "bytes",
        "complex",
        "date",
        "datetime",
        "decimal",
        "enum",
        "frozenset",
        "is-instance",
        "set",
        "time",
        "timedelta",
        "tuple",
        "url",
        "uuid",
    }
)
"""What is read from JSON, but not from the Python values that JSON is parsed to."""


def has_own_spelling(schema: CoreSchema) -> bool:
    """Whether something in a schema is written as its Python type does not tell."""
    return any(_OWN in part and kind_of_schema(part) for part in _parts(schema))


def is_read_from_json(schema: CoreSchema) -> bool:
    """Whether something in a schema has to be read from the text of JSON itself.

    Types of this package are not: they say what they do with parsed JSON.
    """
    return any(kind_of_schema(part) in _STRICT for part in _parts(schema))


def written_as(schema: CoreSchema) -> WrittenAs:
    """What writes values of a schema; models in it are known by their classes."""
    return SchemaSerializer(_without_models(schema))


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """The schemas in a schema, less what is in those of this package."""
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if is_object(part) and kind_of_schema(part) not in _MODELS:
            yield part
            if not is_own(part):
                waiting.extend(part.values())
        elif is_array(part) or is_tuple(part):
            waiting.extend(part)


def kind_of_schema(part: dict[str, Any]) -> str:
    """The type of a schema; none of a dictionary of schemas, one of them for "type"."""
    kind = part.get("type")
    return kind if isinstance(kind, str) else ""


def is_own(schema: Any) -> bool:
    """Whether a schema takes parsed JSON for JSON: a model, or a type from here."""
    if not is_object(schema):
        return False
    notes = schema.get("metadata")
    return kind_of_schema(schema) in _MODELS or (
        is_object(notes) and READS_PARSED in notes
    )


def _without_models(schema: Any) -> Any:
    """A copy in which models are anything: what is shared is changed by nobody.

    A type nests no deeper than an annotation does, so this may call itself.
    """
    if is_array(schema):
        return [_without_models(part) for part in schema]
    if is_tuple(schema):
        return tuple(_without_models(part) for part in schema)
    if not is_object(schema):
        return schema
    if kind_of_schema(schema) in _MODELS:
        return core_schema.any_schema()
    if not kind_of_schema(schema):
        return {key: _without_models(part) for key, part in schema.items()}
    copied = {
        key: part if key == _OWN else _without_models(part)
        for key, part in schema.items()
        if key not in _UNUSED
    }
    if kind_of_schema(schema) == "union":
        # What may be anything writes anything: whatever else can goes first.
        copied["choices"] = sorted(copied["choices"], key=_is_anything)
    return copied


def _is_anything(choice: Any) -> bool:
    schema = choice[0] if is_tuple(choice) else choice
    return kind_of_schema(schema) == "any"
