"""Which object of OpenAPI stands where: every version, every kind, in tables.

What an object is follows from where it stands, and from nothing else: a property may
be called `nullable`, and an example may hold `{"type": "string"}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, NamedTuple

from apiloom.document.source import Json, JsonObject
from apiloom.document.source.pointer_trail import Trail


class Kind(Enum):
    """The objects of OpenAPI 3.2.0 (section 4) and of Swagger 2.0."""

    DOCUMENT = auto()
    COMPONENTS = auto()
    PATHS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()
    HEADER = auto()
    REQUEST_BODY = auto()
    RESPONSES = auto()
    RESPONSE = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    CALLBACK = auto()
    EXAMPLE = auto()
    LINK = auto()
    SECURITY_SCHEME = auto()
    SCHEMA = auto()
    OTHER = auto()  # read as it is, if at all
    EXTENSION = auto()  # data of the user: `x-` fields and examples


class Step(NamedTuple):
    """A field holds one object of a kind, a list of them, or a map of names to them."""

    kind: Kind
    shape: type = object


def _named(kind: Kind) -> Step:
    return Step(kind, dict)


def _listed(kind: Kind) -> Step:
    return Step(kind, list)


_CONTENT: Final = {
    "schema": Step(Kind.SCHEMA),
    "content": _named(Kind.MEDIA_TYPE),
    "examples": _named(Kind.EXAMPLE),
}
_ONE_SCHEMA: Final = (
    "additionalProperties",
    "items",
    "not",
    "if",
    "then",
    "else",
    "propertyNames",
    "contains",
    "contentSchema",
    "unevaluatedItems",
    "unevaluatedProperties",
    "additionalItems",
)
_SCHEMA_LISTS: Final = ("prefixItems", "allOf", "anyOf", "oneOf")
_SCHEMA_MAPS: Final = (
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "dependencies",  # up to draft 7
)
METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
"""The fields of a path item that hold an operation (OpenAPI 3.2, section 4.9)."""

FIELDS: Final[Mapping[Kind, Mapping[str, tuple[Step, ...]]]] = MappingProxyType(
    {
        Kind.DOCUMENT: {
            "paths": (Step(Kind.PATHS),),
            "webhooks": (_named(Kind.PATH_ITEM),),
            "x-webhooks": (_named(Kind.PATH_ITEM),),  # before OpenAPI 3.1
            "components": (Step(Kind.COMPONENTS),),
            # Swagger 2.0 has its components at the top.
            "definitions": (_named(Kind.SCHEMA),),
            "parameters": (_named(Kind.PARAMETER),),
            "responses": (_named(Kind.RESPONSE),),
        },
        Kind.COMPONENTS: {
            "schemas": (_named(Kind.SCHEMA),),
            "responses": (_named(Kind.RESPONSE),),
            "parameters": (_named(Kind.PARAMETER),),
            "examples": (_named(Kind.EXAMPLE),),
            "requestBodies": (_named(Kind.REQUEST_BODY),),
            "headers": (_named(Kind.HEADER),),
            "securitySchemes": (_named(Kind.SECURITY_SCHEME),),
            "links": (_named(Kind.LINK),),
            "callbacks": (_named(Kind.CALLBACK),),
            "pathItems": (_named(Kind.PATH_ITEM),),
            "mediaTypes": (_named(Kind.MEDIA_TYPE),),
        },
        Kind.PATH_ITEM: {
            "parameters": (_listed(Kind.PARAMETER),),
            "additionalOperations": (_named(Kind.OPERATION),),
            **{method: (Step(Kind.OPERATION),) for method in METHODS},
        },
        Kind.OPERATION: {
            "parameters": (_listed(Kind.PARAMETER),),
            "requestBody": (Step(Kind.REQUEST_BODY),),
            "responses": (Step(Kind.RESPONSES),),
            "callbacks": (_named(Kind.CALLBACK),),
        },
        Kind.PARAMETER: {name: (step,) for name, step in _CONTENT.items()},
        Kind.HEADER: {name: (step,) for name, step in _CONTENT.items()},
        Kind.REQUEST_BODY: {"content": (_CONTENT["content"],)},
        Kind.RESPONSE: {
            "headers": (_named(Kind.HEADER),),
            "content": (_CONTENT["content"],),
            "links": (_named(Kind.LINK),),
            "schema": (_CONTENT["schema"],),  # Swagger 2.0
        },
        Kind.MEDIA_TYPE: {
            "schema": (_CONTENT["schema"],),
            "itemSchema": (_CONTENT["schema"],),
            "examples": (_CONTENT["examples"],),
            "encoding": (_named(Kind.ENCODING),),
            "prefixEncoding": (_listed(Kind.ENCODING),),
            "itemEncoding": (Step(Kind.ENCODING),),
        },
        Kind.ENCODING: {
            "headers": (_named(Kind.HEADER),),
            "encoding": (_named(Kind.ENCODING),),
            "prefixEncoding": (_listed(Kind.ENCODING),),
            "itemEncoding": (Step(Kind.ENCODING),),
        },
        Kind.SCHEMA: {
            **{name: (Step(Kind.SCHEMA),) for name in _ONE_SCHEMA},
            **{name: (_listed(Kind.SCHEMA),) for name in _SCHEMA_LISTS},
            **{name: (_named(Kind.SCHEMA),) for name in _SCHEMA_MAPS},
            # One schema, or a list of them as up to draft 2019-09: the list comes last.
            "items": (Step(Kind.SCHEMA), _listed(Kind.SCHEMA)),
        },
        Kind.EXAMPLE: {},
        Kind.LINK: {},
        Kind.SECURITY_SCHEME: {},
        Kind.OTHER: {},
        Kind.EXTENSION: {},
    }
)

PATTERNED: Final[Mapping[Kind, Kind]] = MappingProxyType(
    {
        Kind.PATHS: Kind.PATH_ITEM,
        Kind.CALLBACK: Kind.PATH_ITEM,
        Kind.RESPONSES: Kind.RESPONSE,
    }
)
"""Objects whose members are all of one kind, save for extensions."""

DATA: Final = frozenset({"default", "example", "examples", "enum", "const"})
"""Below these keywords of a schema, everything is data of the user."""


def members_of(
    value: JsonObject, kind: Kind, trail: Trail | None
) -> Iterator[tuple[Json, Step, Trail]]:
    """What the fields of an object hold, as far as the tables know them."""
    member_kind = PATTERNED.get(kind)
    if member_kind is not None:
        for name, member in value.items():
            if not name.startswith("x-"):
                yield member, Step(member_kind), Trail(trail, name)
        return
    fields = FIELDS[kind]
    for name, member in value.items():
        steps = fields.get(name)
        if steps is not None:
            is_list = isinstance(member, list)
            step = steps[-1] if is_list else steps[0]
            yield member, step, Trail(trail, name)


def opened(
    value: Json, step: Step, trail: Trail | None
) -> Iterator[tuple[Json, Kind, Trail]]:
    """The objects that a field holds: itself, or those in its map or list.

    The root of a file, which has no trail, can be a map or a list, never itself.
    """
    if step.shape is object and trail is not None:
        yield value, step.kind, trail
    elif step.shape is dict and isinstance(value, dict):
        for name, member in value.items():
            yield member, step.kind, Trail(trail, name)
    elif step.shape is list and isinstance(value, list):
        for number, item in enumerate(value):
            yield item, step.kind, Trail(trail, number)
