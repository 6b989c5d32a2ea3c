"""What JSON a text stands for, by the type that is declared for it.

Parameters and form fields are text on the wire. `?n=5` is the integer 5 where an
integer is declared and the string "5" where a string is. The text becomes JSON first
and is then judged as strictly as a body; `+5`, ` 5` and `yes` are just strings.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

from .codec import codec_of, from_json

JsonSchema: TypeAlias = Mapping[str, Any]

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_LONGEST_NUMBER = 1000
_COMBINING = ("anyOf", "oneOf", "allOf")
_KIND_OF_VALUE: dict[type[Any], str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
}


@cache
def shape_of(type_: Any) -> "Shape":
    """The shape of the JSON that a value of `type_` is written as."""
    schema = codec_of(type_).json_schema()
    return Shape(schema, schema.get("$defs", {}))


class Shape:
    """The JSON types that a schema allows, and the shapes inside it.

    Reads the JSON Schema of a codec: local `$ref`, and alternatives.
    """

    def __init__(self, schema: JsonSchema, definitions: JsonSchema) -> None:
        self._definitions = definitions
        self._members = _members(schema, definitions)
        self.kinds = frozenset(
            kind for member in self._members for kind in _kinds(member)
        )
        self.properties: frozenset[str] = frozenset(
            name for member in self._members for name in member.get("properties", ())
        )
        self._places = max(
            (len(member.get("prefixItems", ())) for member in self._members), default=0
        )
        """How many items have a shape each; those that follow have one together."""
        self._items: dict[int, Shape] = {}

    @property
    def is_encoded(self) -> bool:
        """Whether it is text that stands for bytes (RFC 4648), wherever it stands."""
        return any("contentEncoding" in member for member in self._members)

    @property
    def is_binary(self) -> bool:
        """Whether it may be bytes as they are: a file in a form."""
        return any(member.get("format") == "binary" for member in self._members)

    @property
    def is_text(self) -> bool:
        """Whether it can be nothing but text, or null."""
        return "string" in self.kinds <= {"string", "null"} and not (
            self.is_binary or self.is_encoded or self.is_anything
        )

    @property
    def is_anything(self) -> bool:
        """Whether one of the alternatives says nothing of the type."""
        return any(
            not _kinds(member) and not any(member.get(key) for key in _COMBINING)
            for member in self._members
        )

    @property
    def is_map(self) -> bool:
        """Whether properties that the schema does not name have a schema too.

        A schema that names none at all is a map as well.
        """
        return any(
            isinstance(m.get("additionalProperties"), dict)
            or (m.get("type") == "object" and "properties" not in m)
            for m in self._members
        )

    def item(self, position: int) -> "Shape":
        """The shape of one item of an array; the first is at 0."""
        position = min(position, self._places)
        if position not in self._items:
            self._items[position] = self._item(position)
        return self._items[position]

    def _item(self, position: int) -> "Shape":
        schemas: list[Any] = []
        for member in self._members:
            listed = member.get("prefixItems", ())
            if position < len(listed):
                schemas.append(listed[position])
            elif "items" in member:
                schemas.append(member["items"])
        return self._inside(schemas)

    def read_items(self, texts: Iterable[str]) -> list[object]:
        """The JSON primitives that the items of an array stand for."""
        return [self.item(position).read(text) for position, text in enumerate(texts)]

    def property(self, name: str) -> "Shape":
        """The shape of one property of an object."""
        named = [m["properties"] for m in self._members if "properties" in m]
        found = [properties[name] for properties in named if name in properties]
        return self._inside(found or self._additional())

    def read(self, text: str) -> object:
        """The JSON primitive that `text` stands for; itself where it is none."""
        kinds = self.kinds
        if "boolean" in kinds and text in {"true", "false"}:
            return text == "true"
        if "integer" in kinds or "number" in kinds:
            number = _number(text)
            if number is not None:
                return number
        if "string" in kinds:
            return text
        if "null" in kinds and text == "null":
            return None
        return _inside(text) if kinds & {"array", "object"} else text

    def _additional(self) -> list[Any]:
        found = [m.get("additionalProperties", {}) for m in self._members]
        return [schema for schema in found if isinstance(schema, dict)]

    def _inside(self, schemas: list[Any]) -> "Shape":
        return Shape({"anyOf": schemas}, self._definitions)


def _members(schema: JsonSchema, definitions: JsonSchema) -> list[JsonSchema]:
    """The schema's alternatives, without references and without nesting."""
    members: list[JsonSchema] = []
    pending, seen = [schema], set[str]()
    while pending:
        member = pending.pop()
        reference = member.get("$ref")
        if reference is not None:
            if reference not in seen:
                seen.add(reference)
                pending.append(definitions[reference.rpartition("/")[2]])
            continue
        members.append(member)
        for keyword in _COMBINING:
            pending.extend(member.get(keyword, ()))
    return members


def _kinds(schema: JsonSchema) -> list[str]:
    if "type" in schema:
        declared = schema["type"]
        return [declared] if isinstance(declared, str) else list(declared)
    values: list[Any] = (
        [schema["const"]] if "const" in schema else schema.get("enum", [])
    )
    return [_KIND_OF_VALUE[type(value)] for value in values]


def _inside(text: str) -> object:
    """An array or object inside another is JSON (`runtime/styles.py`)."""
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        return text


def _number(text: str) -> int | float | None:
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if match is None:
        return None
    return int(text) if match[1] is None and match[2] is None else float(text)
