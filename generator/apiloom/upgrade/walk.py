"""Every schema of a description, told from the data that only looks like one.

A property may be called `nullable` and an example may hold `{"type": "string"}`: what
is a schema follows from where it stands, by the tables below, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

from apiloom.location import ROOT, Pointer, child, tokens_of
from apiloom.source import Json, JsonObject
from apiloom.source.refs import Unresolved, resolve


class _Kind(Enum):
    """The objects of OpenAPI 3.2.0 (section 4) that a schema can be inside of."""

    DOCUMENT = auto()
    COMPONENTS = auto()
    PATHS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()  # and the header object, which has the same schema fields
    REQUEST_BODY = auto()
    RESPONSES = auto()
    RESPONSE = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    CALLBACK = auto()
    SCHEMA = auto()


class _Step(NamedTuple):
    """A field holds one object of a kind, a list of them, or a map of names to them."""

    kind: _Kind
    shape: type = object


def _named(kind: _Kind) -> _Step:
    return _Step(kind, dict)


def _listed(kind: _Kind) -> _Step:
    return _Step(kind, list)


_CONTENT: Final = {
    "schema": _Step(_Kind.SCHEMA),
    "content": _named(_Kind.MEDIA_TYPE),
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
)
_SCHEMA_LISTS: Final = ("prefixItems", "allOf", "anyOf", "oneOf", "items")
_SCHEMA_MAPS: Final = (
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
)
_METHODS: Final = (
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

_FIELDS: Final[Mapping[_Kind, Mapping[str, tuple[_Step, ...]]]] = {
    _Kind.DOCUMENT: {
        "paths": (_Step(_Kind.PATHS),),
        "webhooks": (_named(_Kind.PATH_ITEM),),
        "components": (_Step(_Kind.COMPONENTS),),
    },
    _Kind.COMPONENTS: {
        "schemas": (_named(_Kind.SCHEMA),),
        "responses": (_named(_Kind.RESPONSE),),
        "parameters": (_named(_Kind.PARAMETER),),
        "requestBodies": (_named(_Kind.REQUEST_BODY),),
        "headers": (_named(_Kind.PARAMETER),),
        "callbacks": (_named(_Kind.CALLBACK),),
        "pathItems": (_named(_Kind.PATH_ITEM),),
        "mediaTypes": (_named(_Kind.MEDIA_TYPE),),
    },
    _Kind.PATH_ITEM: {
        "parameters": (_listed(_Kind.PARAMETER),),
        "additionalOperations": (_named(_Kind.OPERATION),),
        **{method: (_Step(_Kind.OPERATION),) for method in _METHODS},
    },
    _Kind.OPERATION: {
        "parameters": (_listed(_Kind.PARAMETER),),
        "requestBody": (_Step(_Kind.REQUEST_BODY),),
        "responses": (_Step(_Kind.RESPONSES),),
        "callbacks": (_named(_Kind.CALLBACK),),
    },
    _Kind.PARAMETER: {name: (step,) for name, step in _CONTENT.items()},
    _Kind.REQUEST_BODY: {"content": (_CONTENT["content"],)},
    _Kind.RESPONSE: {
        "headers": (_named(_Kind.PARAMETER),),
        "content": (_CONTENT["content"],),
    },
    _Kind.MEDIA_TYPE: {
        "schema": (_CONTENT["schema"],),
        "itemSchema": (_CONTENT["schema"],),
        "encoding": (_named(_Kind.ENCODING),),
        "prefixEncoding": (_listed(_Kind.ENCODING),),
        "itemEncoding": (_Step(_Kind.ENCODING),),
    },
    _Kind.ENCODING: {
        "headers": (_named(_Kind.PARAMETER),),
        "encoding": (_named(_Kind.ENCODING),),
        "prefixEncoding": (_listed(_Kind.ENCODING),),
        "itemEncoding": (_Step(_Kind.ENCODING),),
    },
    _Kind.SCHEMA: {
        **{name: (_Step(_Kind.SCHEMA),) for name in _ONE_SCHEMA},
        **{name: (_listed(_Kind.SCHEMA),) for name in _SCHEMA_LISTS},
        **{name: (_named(_Kind.SCHEMA),) for name in _SCHEMA_MAPS},
        # One schema, or a list of them as up to draft 2019-09.
        "items": (_Step(_Kind.SCHEMA), _listed(_Kind.SCHEMA)),
    },
}

# Objects whose members are all of one kind, save for extensions.
_PATTERNED: Final = {
    _Kind.PATHS: _Kind.PATH_ITEM,
    _Kind.CALLBACK: _Kind.PATH_ITEM,
    _Kind.RESPONSES: _Kind.RESPONSE,
}

# Below these, everything is data of the user.
_DATA: Final = frozenset({"default", "example", "examples", "enum", "const"})


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """A place, as the way to it. A pointer is spelled only where one is needed: in a
    document thousands deep, pointers to everything would take more than the document.
    """

    parent: Trail | None
    token: str | int

    def steps(self) -> list[Trail]:
        """The places on the way, the outermost first."""
        steps: list[Trail] = []
        here: Trail | None = self
        while here is not None:
            steps.append(here)
            here = here.parent
        return steps[::-1]

    @property
    def pointer(self) -> Pointer:
        """The JSON pointer of this place."""
        return child(ROOT, *(step.token for step in self.steps()))


class SchemaNode(NamedTuple):
    """A schema object and where it stands. Boolean schemas are not listed."""

    schema: JsonObject
    trail: Trail


class _Visit(NamedTuple):
    value: Json
    kind: _Kind
    trail: Trail | None


def schemas_of(root: JsonObject, *, beside_refs: bool) -> list[SchemaNode]:
    """Every schema object of a description of any 3.x version, outer before inner.

    `root` must not share containers. `beside_refs` says whether keywords next to a
    `$ref` mean something: they do from OpenAPI 3.1 on. Schemas outside of the places
    for schemas (in an extension, say) are found if a `$ref` of a schema names them.
    """
    found: list[SchemaNode] = []
    seen: set[int] = set()
    work = [_Visit(root, _Kind.DOCUMENT, None)]
    while work:
        met = list(_walk(work, seen, beside_refs=beside_refs))
        found += met
        work = list(_elsewhere(root, met, seen))
    return found


def _walk(
    work: list[_Visit], seen: set[int], *, beside_refs: bool
) -> Iterator[SchemaNode]:
    while work:
        value, kind, trail = work.pop()
        if not isinstance(value, dict):
            continue
        if kind is _Kind.SCHEMA and trail is not None:
            if id(value) in seen:
                continue
            seen.add(id(value))
            yield SchemaNode(value, trail)
            if not beside_refs and isinstance(value.get("$ref"), str):
                continue
        work += reversed(list(_inside(value, kind, trail)))


def _inside(value: JsonObject, kind: _Kind, trail: Trail | None) -> Iterator[_Visit]:
    member_kind = _PATTERNED.get(kind)
    if member_kind is not None:
        for name, member in value.items():
            if not name.startswith("x-"):
                yield _Visit(member, member_kind, Trail(trail, name))
        return
    fields = _FIELDS[kind]
    for name in value:
        for step in fields.get(name, ()):
            yield from _follow(value[name], step, Trail(trail, name))


def _follow(value: Json, step: _Step, trail: Trail) -> Iterator[_Visit]:
    if step.shape is object:
        yield _Visit(value, step.kind, trail)
    elif step.shape is dict and isinstance(value, dict):
        for name, member in value.items():
            yield _Visit(member, step.kind, Trail(trail, name))
    elif step.shape is list and isinstance(value, list):
        for number, item in enumerate(value):
            yield _Visit(item, step.kind, Trail(trail, number))


def _elsewhere(
    root: JsonObject, found: list[SchemaNode], seen: set[int]
) -> Iterator[_Visit]:
    """What references lead to that has not been met in a place for schemas."""
    references = {
        reference: None
        for node in found
        if isinstance(reference := node.schema.get("$ref"), str)
        and not names_component(reference)
    }
    for reference in references:
        target = resolve(root, reference)
        if isinstance(target, Unresolved):
            continue
        pointer, value = target
        tokens = tokens_of(pointer)
        if id(value) not in seen and tokens and _DATA.isdisjoint(tokens):
            trail: Trail | None = None
            for token in tokens:
                trail = Trail(trail, token)
            yield _Visit(value, _Kind.SCHEMA, trail)


def names_component(reference: str) -> bool:
    """Whether the target is one of `components.schemas`, which are all met anyway."""
    name = reference.removeprefix("#/components/schemas/")
    return name != reference and "/" not in name
