"""The JSON Schema of what a type is written as, for who reads texts by it."""

from collections.abc import Callable
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from .fields import (
    extra_of,
    is_closed,
    is_model,
    marks_of,
    meant_by,
    members_of,
    slots_of,
    unmarked,
)
from .marks import Mark, NotNull
from .methods import AnyModel

_UNIONS = (Union, UnionType)
_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bytes: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    None: {"type": "null"},
    NoneType: {"type": "null"},
}


def json_schema(type_: Any) -> dict[str, Any]:
    """The schema; models and aliases that lead to themselves are in its `$defs`."""
    definitions: dict[str, Any] = {}
    written = _Schemas(definitions).of(type_)
    return {**written, "$defs": definitions} if definitions else written


class _Schemas:
    """Writes the schemas of types, and of what these lead to."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._names: dict[Any, str] = {}

    def of(self, type_: Any) -> dict[str, Any]:
        """The schema of a type."""
        if type_ in _SCALARS:
            return _SCALARS[type_]
        parts = [part for part in get_args(type_) if part != ()]
        match get_origin(type_):
            case origin if origin is Annotated:
                schema = self._marked(type_)
            case origin if origin in _UNIONS:
                schema = {"anyOf": [self.of(member) for member in parts]}
            case origin if origin is Literal:
                schema = {"enum": parts}
            case origin if origin is list:
                schema = {"type": "array", "items": self.of(parts[0])}
            case origin if origin is tuple:
                schema = {"type": "array", "prefixItems": [*map(self.of, parts)]}
            case origin if origin is dict:
                schema = {"type": "object", "additionalProperties": self.of(parts[1])}
            case _:
                schema = self._named(type_)
        return schema

    def _named(self, type_: Any) -> dict[str, Any]:
        if is_model(type_):
            return self._reference(type_, lambda: self._object(type_))
        if isinstance(type_, type) and issubclass(type_, Enum):
            return {"enum": [member.value for member in type_]}
        meant = meant_by(type_)
        return {} if meant is None else self._reference(type_, lambda: self.of(meant))

    def _marked(self, type_: Any) -> dict[str, Any]:
        plain, marks = unmarked(type_), marks_of(type_)
        if any(isinstance(mark, NotNull) for mark in marks):
            rest = [m for m in members_of(plain) if m is not NoneType]
            plain = rest[0] if len(rest) == 1 else plain
        schema = self.of(plain)
        for mark in marks:
            if isinstance(mark, Mark):
                schema = mark.describing(schema)
        if NoneType in members_of(plain):
            return {"anyOf": [schema, {"type": "null"}]}
        return schema

    def _reference(
        self, type_: Any, write: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        if type_ not in self._names:
            name = self._names[type_] = str(len(self._names))
            self._definitions[name] = write()
        return {"$ref": f"#/$defs/{self._names[type_]}"}

    def _object(self, model: type[AnyModel]) -> dict[str, Any]:
        closed = is_closed(model)
        return {
            "type": "object",
            "properties": {
                slot.key: self.of(slot.type) for slot in slots_of(model).values()
            },
            "additionalProperties": False if closed else self.of(extra_of(model)),
        }
