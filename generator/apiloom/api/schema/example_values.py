"""An example of a schema's values: short, and one that the schema surely has.

What the document says comes first (an example, a default, the first of listed values),
but for what may be left out; else the value is made of the schema:

    {type: object, required: [name], properties: {name: {type: string}, age: {}}}
    {"name": "name"}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from apiloom.api.schema.nullability import is_null
from apiloom.api.schema.scalar_validation import bare
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Enumeration,
    JsonValue,
    Object,
    Primitive,
    Property,
    Schema,
    SchemaId,
    Union,
)
from apiloom.api.schema.value_judge import ValueJudge
from apiloom.core.text import reveal

_TEXTS: Final = {
    "date-time": "2024-05-06T07:08:09Z",
    "date-time-local": "2024-05-06T07:08:09",
    "date": "2024-05-06",
    "time": "07:08:09Z",
    "time-local": "07:08:09",
    "duration": "P1DT2H",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
    "uri": "https://example.com",
    "url": "https://example.com",
    "iri": "https://example.com",
    "uri-reference": "/path",
    "email": "someone@example.com",
    "idn-email": "someone@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
    "base64": "aGVsbG8=",
    "base64url": "aGVsbG8=",
    "base32": "NBSWY3DP",
    "base16": "68656C6C6F",
    "decimal": "1.5",
    "json-pointer": "/path",
    "regex": "[a-z]+",
}
"""One text for each format that judges, and for some that do not."""
_GUESSES: Final = (
    *(
        "text",
        "a",
        "A",
        "1",
        "aa",
        "AA",
        "Text",
        "TEXT",
        "a1",
        "A1",
        "0",
        "10",
        "12345",
    ),
    *("en", "EN", "en-US", "US", "USD", "a-b", "a_b", "a.b", "a/b", "/a", "a:b", "1.0"),
    *("1.0.0", "v1", "2024", "2024-05-06", "07:08", "1h", "+15550100", "#aabbcc"),
    *("https://example.com", "someone@example.com", "example.com", "192.0.2.1"),
    *("123456789012", "aabbccdd", "123e4567-e89b-42d3-a456-426614174000"),
)
"""Tried where a pattern is to be matched."""
_LONGEST: Final = 60
"""Characters of a text, and items or members, beyond which it is no short example."""
_MOST: Final = 5
_DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class ExampleValues:
    """Finds examples for the schemas that a judge knows.

    With `levels` an example is whole: as the document has it, or with the properties
    that need not be there, as deep as that.
    """

    judge: ValueJudge
    levels: int = 0
    _known: dict[tuple[SchemaId, str], JsonValue | None] = field(default_factory=dict)
    _parts: dict[tuple[SchemaId, str, int], JsonValue] = field(default_factory=dict)

    def of(
        self, schema_id: SchemaId, hint: str = "text", given: JsonValue | None = None
    ) -> JsonValue | None:
        """A value that the schema has; None where none is known.

        `given` is an example of whoever uses the schema, `hint` what a text may be.
        """
        if given is not None:
            found = self._usable(schema_id, given.value)
            if found is not None:
                return found
        key = schema_id, hint
        if key not in self._known:
            self._known[key] = self._found(schema_id, hint, ())
        return self._known[key]

    def _found(
        self, schema_id: SchemaId, hint: str, open_: tuple[SchemaId, ...]
    ) -> JsonValue | None:
        end = end_of(schema_id, self.judge.shapes)
        if end.id in open_ or len(open_) > _DEEPEST:
            return None
        for candidate in _said(self.judge.shapes[schema_id], end.shape):
            found = self._usable(schema_id, candidate)
            if found is not None:
                return found
        key = schema_id, hint, len(open_)
        if key in self._parts:
            return self._parts[key]
        for candidate in self._made(end.shape, hint, (*open_, end.id)):
            if self.judge.accepts(schema_id, candidate):
                return self._parts.setdefault(key, JsonValue(candidate))
        return None

    def _usable(self, schema_id: SchemaId, value: object) -> JsonValue | None:
        """What the document offers, without what may be left out, if it holds."""
        if self.levels:
            fits = self.judge.accepts(schema_id, value)
            return JsonValue(value) if fits else None
        for candidate in (self._pruned(schema_id, value, 0), value):
            if _is_short(candidate) and self.judge.accepts(schema_id, candidate):
                return JsonValue(candidate)
        return None

    def _pruned(self, schema_id: SchemaId, value: Any, depth: int) -> Any:
        """The value without properties that are not required, and with one item."""
        shape = end_of(schema_id, self.judge.shapes).shape
        if depth > _DEEPEST:
            return value
        if isinstance(shape, Object) and isinstance(value, dict) and shape.properties:
            return {
                name: self._pruned(each.schema, value[name], depth + 1)
                for each in shape.properties
                if each.required and (name := reveal(each.wire_name)) in value
            }
        if isinstance(shape, Array) and isinstance(value, list) and shape.items:
            least = max(shape.constraints.minimum_size or 0, 1)
            kept = value[:least] if not shape.prefix else value
            return [self._pruned(shape.items, item, depth + 1) for item in kept]
        return value

    def _made(
        self, shape: Schema, hint: str, open_: tuple[SchemaId, ...]
    ) -> Iterator[object]:
        """Values of the shape, the best first; each is yet to be judged."""
        match shape:
            case Enumeration():
                yield from map(bare, shape.values[:1])
            case Primitive():
                yield from _scalars(shape, hint)
            case Anything():
                yield from ("text", *_GUESSES, {}, 1, [])
            case Array():
                yield from self._arrays(shape, hint, open_)
            case Object():
                yield from self._objects(shape, open_)
            case Union():
                for member in shape.members:
                    found = self._found(member, hint, open_)
                    if found is not None:
                        yield found.value
            case _:
                return
        if is_null(shape) or shape.nullable:
            yield None

    def _arrays(
        self, shape: Array, hint: str, open_: tuple[SchemaId, ...]
    ) -> Iterator[object]:
        least = shape.constraints.minimum_size or 0
        prefix = [self._found(member, hint, open_) for member in shape.prefix]
        if any(each is None for each in prefix):
            return
        first = [each.value for each in prefix if each is not None]
        if shape.items is None:
            yield first + ["text"] * max(least - len(first), 0)
            return
        item = self._found(shape.items, hint, open_)
        if item is not None and least <= _MOST:
            yield first + [item.value] * max(least - len(first), 1)
            yield first + [item.value] * max(least - len(first), 0)
        yield first

    def _objects(self, shape: Object, open_: tuple[SchemaId, ...]) -> Iterator[object]:
        """The required properties, and others near the top; one of a map."""
        value: dict[str, object] = {}
        optional: dict[str, object] = {}
        for each in shape.properties:
            if not each.required and not self._is_wanted(each, len(open_)):
                continue
            name = reveal(each.wire_name)
            found = self._found(each.schema, name, open_)
            if found is not None:
                (value if each.required else optional)[name] = found.value
            elif each.required:
                return
        if optional:
            named = (reveal(each.wire_name) for each in shape.properties)
            both = {**value, **optional}
            yield {name: both[name] for name in named if name in both}
        if isinstance(shape.additional, SchemaId) and not shape.properties:
            member = self._found(shape.additional, "text", open_)
            if member is not None:
                yield {"key": member.value}
        yield value

    def _is_wanted(self, property_: Property, depth: int) -> bool:
        """Whether an example has a property that may be left out."""
        notes = self.judge.shapes[property_.schema].notes
        return depth <= self.levels and not notes.write_only and not notes.deprecated


def _said(*shapes: Schema) -> Iterator[object]:
    """What the document says of values: where a schema is used, then where it is."""
    for shape in shapes:
        if shape.notes.example is not None:
            yield shape.notes.example.value
    for shape in shapes:
        if shape.notes.default is not None:
            yield shape.notes.default.value


def _scalars(shape: Primitive, hint: str) -> Iterator[object]:
    match shape.kind:
        case "boolean":
            yield True
        case "string":
            yield from _texts(shape, hint)
        case "integer" | "number":
            yield from _numbers(shape)
        case _:
            yield None


def _texts(shape: Primitive, hint: str) -> Iterator[str]:
    known = _TEXTS.get(reveal(shape.format)) if shape.format is not None else None
    if known is not None:
        yield known
    least = shape.constraints.minimum_size or 0
    most = shape.constraints.maximum_size
    if least > _LONGEST:
        return
    for guess in (hint, *_GUESSES) if shape.constraints.pattern else (hint, "text"):
        yield guess
        yield guess.ljust(least, "a")[:most]


def _numbers(shape: Primitive) -> Iterator[int | float]:
    limits = shape.constraints
    low = next(
        (n for n in (limits.minimum, limits.exclusive_minimum) if n is not None), None
    )
    high = next(
        (n for n in (limits.maximum, limits.exclusive_maximum) if n is not None), None
    )
    step = limits.multiple_of or 1
    whole: list[int | float] = [1, 0, -1, step]
    for bound in (low, high):
        if bound is not None and abs(bound) < 2**53:
            near = int(bound // step) * step
            whole += [bound, bound + 1, bound - 1, near, near + step, near - step]
            if shape.kind == "number":
                whole += [bound + 0.5, bound - 0.5]
    if low is not None and high is not None:
        whole.append((low + high) / 2)
    for number in whole:
        yield int(number) if number == int(number) else number


def _is_short(value: object) -> bool:
    """Whether a value is a short example, whatever is in it."""
    if isinstance(value, str):
        return len(value) <= _LONGEST
    if isinstance(value, list):
        return len(value) <= _MOST and all(map(_is_short, value))
    if isinstance(value, dict):
        return all(map(_is_short, (*value, *value.values())))
    return True
