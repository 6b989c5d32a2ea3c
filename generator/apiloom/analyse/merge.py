"""The intersection of shapes: the values that satisfy every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import lcm
from typing import Final, TypeVar

from apiloom.analyse.judge import satisfies
from apiloom.diagnostics import Report
from apiloom.ir.schema import (
    Anything,
    Array,
    Constraints,
    Discriminator,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Primitive,
    Property,
    Reference,
    Scalar,
    Schema,
    SchemaId,
    Union,
)
from apiloom.location import child
from apiloom.text import Text, reveal

_MOST_MEMBERS: Final = 100
_Number = TypeVar("_Number", int, int | float)


@dataclass(slots=True)
class Parts:
    """Where a merge takes place, and the schemas that it makes on the way."""

    id: SchemaId
    schemas: Mapping[SchemaId, Schema]
    report: Report
    added: dict[SchemaId, Schema] = field(default_factory=dict)

    def both(self, first: SchemaId, second: SchemaId, *tokens: str) -> SchemaId:
        """The id of `first` and `second` together; merged when its turn comes."""
        if first == second:
            return first
        pointer = child(self.id.pointer, *tokens)
        found = SchemaId(self.id.document, pointer)
        earlier = self.added.get(found)
        if first == found and isinstance(earlier, Intersection):
            self.added[found] = Intersection(found, (*earlier.members, second))
            return found
        while found in self.added:
            found = SchemaId(found.document, child(found.pointer, "~and"))
        self.added[found] = Intersection(found, (first, second))
        return found

    def plain(self, schema_id: SchemaId) -> Schema:
        """The schema behind references."""
        schema = self.added.get(schema_id) or self.schemas[schema_id]
        for _ in range(len(self.schemas)):
            if not isinstance(schema, Reference):
                break
            schema = self.schemas[schema.target]
        return schema

    def conflict(self, first: Schema, second: Schema) -> Nothing:
        """Report two members that no value satisfies together."""
        self.report.warning(
            "allof-conflict",
            f"no value is both {_described(first)} and {_described(second)}",
            self.id.document,
            self.id.pointer,
            f"see #{first.id.pointer} and #{second.id.pointer}",
        )
        return Nothing(self.id)


def merge(schemas: tuple[Schema, ...], parts: Parts) -> Schema:
    """All of `schemas` at once, under the id of `parts`.

    What the parts assert of a value as it came is asserted of the whole.
    """
    result: Schema = Anything(parts.id)
    for schema in schemas:
        result = replace(_both(result, schema, parts), id=parts.id)
    asserts = {each.where: each for schema in schemas for each in schema.asserts}
    return replace(result, asserts=tuple(asserts.values()))


def _both(first: Schema, second: Schema, parts: Parts) -> Schema:
    match first, second:
        case (Anything(), other) | (other, Anything()):
            return other
        case (Nothing(), _) | (_, Nothing()):
            return Nothing(parts.id)
        case (Object(implied=True) | Array(implied=True) as untyped, other) | (
            other,
            Object(implied=True) | Array(implied=True) as untyped,
        ) if _says_nothing_of(untyped, other):
            return other
        case (Union() as union, other) | (other, Union() as union):
            return _distributed(union, other, parts)
        case Object(), Object():
            return _objects(first, second, parts)
        case Array(), Array():
            return _arrays(first, second, parts)
        case _:
            return _scalars(first, second, parts)


def _scalars(first: Schema, second: Schema, parts: Parts) -> Schema:
    match first, second:
        case Primitive(), Primitive():
            return _primitives(first, second, parts)
        case Enumeration(), Enumeration():
            kept = tuple(each for each in first.values if _has(second, each))
            return _values(first, kept, second, parts)
        case (Enumeration() as values, Primitive() as kind) | (
            Primitive() as kind,
            Enumeration() as values,
        ):
            kept = tuple(
                each
                for each in values.values
                if _is_of(each, kind)
                and satisfies(
                    reveal(each) if isinstance(each, Text) else each, kind.constraints
                )
            )
            return _values(values, kept, kind, parts)
        case _:
            return parts.conflict(first, second)


def _objects(first: Object, second: Object, parts: Parts) -> Object:
    merged: dict[Text, Property] = {each.wire_name: each for each in first.properties}
    named_by_second = {each.wire_name for each in second.properties}
    for each in second.properties:
        earlier = merged.get(each.wire_name)
        merged[each.wire_name] = (
            _allowed(each, first, parts)
            if earlier is None
            else _same_property(earlier, each, parts)
        )
    for each in first.properties:
        if each.wire_name not in named_by_second:
            merged[each.wire_name] = _allowed(each, second, parts)
    return Object(
        parts.id,
        tuple(merged.values()),
        _additional(first, second, parts),
        _tightened(first.constraints, second.constraints),
        first.implied and second.implied,
    )


def _same_property(first: Property, second: Property, parts: Parts) -> Property:
    schema = parts.both(first.schema, second.schema, "~both", _key(first.wire_name))
    return Property(
        first.wire_name,
        schema,
        first.required or second.required,
        first.declared or second.declared,
    )


def _allowed(each: Property, other: Object, parts: Parts) -> Property:
    """A property that `other` does not name is one of its additional properties.

    By the letter a closed `other` forbids it. Authors who close one member of an
    `allOf` mean the whole: the property stays, and the whole is closed.
    """
    if isinstance(other.additional, SchemaId):
        key = _key(each.wire_name)
        schema = parts.both(each.schema, other.additional, "~both", key)
        return replace(each, schema=schema)
    if other.additional is False:
        parts.report.warning(
            "allof-closed",
            f"`additionalProperties: false` in one member of `allOf` forbids "
            f"{each.wire_name!r}, which another member describes",
            other.id.document,
            other.id.pointer,
            "the whole is taken to be closed; use `unevaluatedProperties: false`",
        )
    return each


def _additional(first: Object, second: Object, parts: Parts) -> SchemaId | bool:
    one, two = first.additional, second.additional
    if one is False or two is False:
        return False
    if isinstance(one, SchemaId) and isinstance(two, SchemaId):
        return parts.both(one, two, "~both-additional")
    return two if one is True else one


def _arrays(first: Array, second: Array, parts: Parts) -> Array:
    items = first.items or second.items
    if first.items is not None and second.items is not None:
        items = parts.both(first.items, second.items, "~both-items")
    return Array(
        parts.id,
        items,
        _tightened(first.constraints, second.constraints),
        first.implied and second.implied,
    )


def _primitives(first: Primitive, second: Primitive, parts: Parts) -> Schema:
    kinds = {first.kind, second.kind}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        return parts.conflict(first, second)
    return Primitive(
        parts.id,
        "integer" if kinds == {"integer", "number"} else first.kind,
        first.format or second.format,
        _tightened(first.constraints, second.constraints),
    )


def _values(
    listed: Enumeration, kept: tuple[Scalar, ...], other: Schema, parts: Parts
) -> Schema:
    if not kept:
        return parts.conflict(listed, other)
    return replace(listed, values=kept)


def _distributed(union: Union, other: Schema, parts: Parts) -> Schema:
    """A union and something else is the union of each member and that."""
    others = other.members if isinstance(other, Union) else (other.id,)
    if len(union.members) * len(others) > _MOST_MEMBERS:
        parts.report.warning(
            "allof-too-large",
            "two unions that must both hold have too many combinations",
            parts.id.document,
            parts.id.pointer,
            "only the first one is enforced",
        )
        return union
    renamed: dict[SchemaId, SchemaId] = {}
    members: list[SchemaId] = []
    for left in union.members:
        for right in others:
            if _disjoint(parts.plain(left), parts.plain(right)):
                continue
            tokens = ("~each", str(len(members)))
            renamed[left] = parts.both(left, right, *tokens)
            members.append(renamed[left])
    if not members:
        return parts.conflict(union, other)
    discriminator = union.discriminator
    if discriminator is not None:
        mapping = tuple(
            (tag, renamed[target])
            for tag, target in discriminator.mapping
            if target in renamed
        )
        discriminator = Discriminator(discriminator.property_name, mapping)
    return Union(parts.id, tuple(members), discriminator)


def _disjoint(first: Schema, second: Schema) -> bool:
    one, two = _kind(first), _kind(second)
    numbers = {"integer", "number"}
    return (
        one is not None and two is not None and one != two and not {one, two} <= numbers
    )


def _says_nothing_of(untyped: Schema, other: Schema) -> bool:
    """Whether `other` has a JSON type that keywords without a `type` leave alone."""
    if isinstance(other, Enumeration):
        return True
    return _kind(other) not in (None, _kind(untyped))


def _kind(schema: Schema) -> str | None:
    if isinstance(schema, Primitive):
        return schema.kind
    if isinstance(schema, Object):
        return "object"
    return "array" if isinstance(schema, Array) else None


def _tightened(first: Constraints, second: Constraints) -> Constraints:
    return Constraints(
        minimum=_larger(first.minimum, second.minimum),
        maximum=_smaller(first.maximum, second.maximum),
        exclusive_minimum=_larger(first.exclusive_minimum, second.exclusive_minimum),
        exclusive_maximum=_smaller(first.exclusive_maximum, second.exclusive_maximum),
        multiple_of=_common_multiple(first.multiple_of, second.multiple_of),
        minimum_size=_larger(first.minimum_size, second.minimum_size),
        maximum_size=_smaller(first.maximum_size, second.maximum_size),
        pattern=_both_patterns(first.pattern, second.pattern),
    )


def _both_patterns(first: Text | None, second: Text | None) -> Text | None:
    """A pattern that is found wherever both are; each may start anywhere."""
    if first is None or second is None or first == second:
        return first or second
    parts = (f"(?=[\\s\\S]*(?:{reveal(each)}))" for each in (first, second))
    return Text("^" + "".join(parts))


def _larger(first: _Number | None, second: _Number | None) -> _Number | None:
    return max((each for each in (first, second) if each is not None), default=None)


def _smaller(first: _Number | None, second: _Number | None) -> _Number | None:
    return min((each for each in (first, second) if each is not None), default=None)


def _common_multiple(
    first: int | float | None, second: int | float | None
) -> int | float | None:
    if isinstance(first, int) and isinstance(second, int):
        return lcm(first, second)
    return second if first is None else first


def _key(name: Text) -> str:
    """The reference token of a property."""
    return reveal(name)


def _has(values: Enumeration, value: object) -> bool:
    return any(type(each) is type(value) and each == value for each in values.values)


def _is_of(value: object, kind: Primitive) -> bool:
    if isinstance(value, bool):
        return kind.kind == "boolean"
    if value is None:
        return kind.kind == "null"
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return kind.kind == "number" or (kind.kind == "integer" and whole)
    return isinstance(value, Text) and kind.kind == "string"


def _described(schema: Schema) -> str:
    kind = schema.kind if isinstance(schema, Primitive) else type(schema).__name__
    return f"{'an' if kind[0] in 'AEIOaeio' else 'a'} {kind.lower()}"
