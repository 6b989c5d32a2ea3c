"""Short ways to write schemas."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

COMPONENT_POINTER: Final = "/components/schemas/"
"""What stands before the name of a component in its pointer."""

TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(*required: str, **properties: object) -> Schema:
    """An object with these properties, some of them required."""
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return schema


def holder(schema: object, *, required: bool = True) -> Schema:
    """An object whose one property `value` has this schema."""
    return obj(*(["value"] if required else []), value=schema)


def array(items: object, **keywords: object) -> Schema:
    """An array of items."""
    return {"type": "array", "items": items, **keywords}


def mapping(values: object, **keywords: object) -> Schema:
    """An object whose values are all alike."""
    return {"type": "object", "additionalProperties": values, **keywords}


def one_of(*members: object, **keywords: object) -> Schema:
    """`oneOf`."""
    return {"oneOf": list(members), **keywords}


def all_of(*members: object, **keywords: object) -> Schema:
    """`allOf`."""
    return {"allOf": list(members), **keywords}


def by_tag(name: str, mapping: dict[str, str] | None = None, **members: str) -> Schema:
    """A discriminator: the property `name` decides."""
    discriminator: Schema = {"propertyName": name, **members}
    return discriminator | ({"mapping": mapping} if mapping else {})
