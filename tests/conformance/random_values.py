"""JSON values by chance: near a schema, and the neighbours of a value.

A value follows the keywords as far as that is easy; whether it satisfies the schema is
for others to judge. A neighbour differs in one place.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

from tests.conformance.random_schemas import JSON_VALUES, NAMES
from tests.random_scalars import SCALAR_TEXTS
from tests.shapes import COMPONENT_POINTER, Schema
from tests.sweeping.values import NoExampleError, number_of, string_of

SCALARS: Final = tuple(json.loads(text) for text in SCALAR_TEXTS)
STRINGS: Final = (
    *(value for value in SCALARS if isinstance(value, str)),
    *(
        "cat",
        "dog",
        "eel",
        "aGk=",
        "aGk",
        "aGVsbG8=",
        "-_8=",
        "NBUQ====",
        "6869",
        "+/8=",
    ),
)
NUMBERS: Final = tuple(
    value for value in SCALARS if isinstance(value, int | float) and value is not True
)
_DEEPEST: Final = 8


class ValueMaker:
    """Makes values for the schemas of one document, which refer to its components."""

    def __init__(self, random: Random, components: Schema) -> None:
        self._random = random
        self._components = components

    def value(self, schema: Any, depth: int = 0) -> Any:
        """A value that has something of what the schema asks for."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return self._anything()
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(f"#{COMPONENT_POINTER}")
            return self.value(self._components[name], depth + 1)
        if "const" in schema:
            return copy.deepcopy(schema["const"])
        if "enum" in schema:
            return copy.deepcopy(self._random.choice(schema["enum"]))
        made = [self.value(part, depth + 1) for part in self._parts(schema)]
        own = self._own(schema, depth)
        objects = [each for each in (own, *made) if isinstance(each, dict)]
        if made and len(objects) == len(made) + 1:
            return {key: value for each in objects for key, value in each.items()}
        if made and ("type" not in schema or self._random.random() < 0.5):
            return self._random.choice(made)
        return own

    def _parts(self, schema: Schema) -> list[Any]:
        """Schemas in the same place that the value is to satisfy too."""
        parts = [*schema.get("allOf", [])]
        parts += [
            self._random.choice(schema[keyword])
            for keyword in ("oneOf", "anyOf")
            if keyword in schema
        ]
        if "if" in schema:
            follows = self._random.random() < 0.5
            parts += [schema["if"], schema.get("then", {})] * follows
            parts += [schema.get("else", {})] * (not follows)
        return parts

    def _own(self, schema: Schema, depth: int) -> Any:
        kinds = schema.get("type") or self._kinds_without_type(schema)
        kind = self._random.choice(kinds) if isinstance(kinds, list) else kinds
        if schema.get("nullable") and self._random.random() < 0.2:
            return None
        return self._MAKERS[kind](self, schema, depth)

    def _kinds_without_type(self, schema: Schema) -> list[str]:
        of_objects = {"properties", "required", "additionalProperties", "minProperties"}
        of_arrays = {"items", "prefixItems", "contains", "uniqueItems"}
        if not of_objects.isdisjoint(schema) and self._random.random() < 0.7:
            return ["object"]
        if not of_arrays.isdisjoint(schema) and self._random.random() < 0.7:
            return ["array"]
        return ["object", "string", "integer", "number", "null", "array"]

    def _anything(self) -> Any:
        return copy.deepcopy(self._random.choice((*JSON_VALUES, *SCALARS)))

    def _string(self, schema: Schema, _: int) -> str:
        if "contentEncoding" in schema or self._random.random() < 0.3:
            return self._random.choice(STRINGS)
        try:
            return string_of(schema, turn=self._random.randrange(8))
        except NoExampleError:
            return self._random.choice(STRINGS)

    def _number(self, schema: Schema, _: int) -> int | float:
        if self._random.random() < 0.3:
            return self._random.choice(NUMBERS)
        plain = {
            key: value for key, value in schema.items() if not isinstance(value, bool)
        }
        try:
            return number_of(plain, schema.get("type", ""), self._random.randrange(6))
        except NoExampleError:
            return self._random.choice(NUMBERS)

    def _array(self, schema: Schema, depth: int) -> list[Any]:
        first = schema.get("prefixItems", [])
        rest = schema.get("items", schema.get("unevaluatedItems", True))
        least = schema.get("minItems", 0)
        most = max(min(schema.get("maxItems", 3), least + 2), least)
        size = self._random.randint(least, most)
        offered = [*first, *[rest] * 3][:size]
        made = [self.value(member, depth + 1) for member in offered]
        if "contains" in schema and made:
            made[-1] = self.value(schema["contains"], depth + 1)
        return made

    def _object(self, schema: Schema, depth: int) -> Schema:
        properties = schema.get("properties", {})
        chosen = [*schema.get("required", [])]
        chosen += [name for name in properties if self._random.random() < 0.5]
        most = schema.get("maxProperties", 9)
        while len({*chosen}) < schema.get("minProperties", 0):
            chosen.append(self._random.choice(NAMES))
        if self._random.random() < 0.3:
            chosen.append(self._random.choice(NAMES))
        names = list(dict.fromkeys(chosen))[:most]
        extra = schema.get("additionalProperties", True)
        patterns = [*schema.get("patternProperties", {}).values()]
        return {
            name: self.value(
                properties.get(name, patterns[0] if patterns else extra), depth + 1
            )
            for name in names
        }

    _MAKERS: Final[dict[str, Callable[..., Any]]] = {
        "string": _string,
        "integer": _number,
        "number": _number,
        "array": _array,
        "object": _object,
        "boolean": lambda self, *_: self._random.random() < 0.5,
        "null": lambda *_: None,
    }

    def neighbour(self, value: Any) -> Any:
        """The same value but for one place."""
        whole = [copy.deepcopy(value)]
        places: list[tuple[Any, Any]] = [(whole, 0)]
        for owner, key in places:
            inner = owner[key]
            if isinstance(inner, dict):
                places += [(inner, name) for name in inner]
            elif isinstance(inner, list):
                places += [(inner, index) for index in range(len(inner))]
        owner, key = self._random.choice(places)
        self._edit(owner, key)
        return whole[0] if whole else None

    def _edit(self, owner: Any, key: Any) -> None:
        value = owner[key]
        if isinstance(owner, dict) and self._random.random() < 0.2:
            del owner[key]
        elif isinstance(value, dict) and self._random.random() < 0.6:
            value[self._random.choice(NAMES)] = self._anything()
        elif isinstance(value, list) and self._random.random() < 0.6:
            self._edit_list(value)
        else:
            owner[key] = self._other(value)

    def _edit_list(self, items: list[Any]) -> None:
        if items and self._random.random() < 0.5:
            items.pop(self._random.randrange(len(items)))
        elif items and self._random.random() < 0.5:
            items.append(copy.deepcopy(self._random.choice(items)))
        else:
            items.append(self._anything())

    def _other(self, value: Any) -> Any:
        """Something near a scalar, or anything at all."""
        near: tuple[Any, ...] = (None,)
        if isinstance(value, bool):
            near = (not value, int(value), None)
        elif isinstance(value, int):
            near = (value + 1, value - 1, value + 0.5, str(value), bool(value), None)
            near += (float(value),) if abs(value) < 2**53 else ()
        elif isinstance(value, float):
            near = (value + 1, value * 10, round(value), str(value), None)
        elif isinstance(value, str):
            near = (f"{value}a", value[:-1], value.upper(), f"{value}\n", None, [value])
        if self._random.random() < 0.6:
            return self._random.choice(near)
        return self._anything()
