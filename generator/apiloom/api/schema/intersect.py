"""The intersection of shapes: the values that satisfy every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from apiloom.api.schema.derivation import (
    FURTHER,
    MERGED_ADDITIONAL,
    Step,
    by_keyword,
    merged_property,
)
from apiloom.api.schema.intersect_constraints import intersect_constraints
from apiloom.api.schema.intersect_sequences import intersect_sequences
from apiloom.api.schema.intersect_untyped import asserted_of_objects, types_implied
from apiloom.api.schema.json_types import kind_of
from apiloom.api.schema.key_patterns import described_by, intersect_patterns
from apiloom.api.schema.nullability import all_take_null, is_null, only_null
from apiloom.api.schema.scalar_validation import (
    has_judging_format,
    identity_of,
    satisfies,
)
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Assertion,
    Enumeration,
    Intersection,
    JsonValue,
    Nothing,
    Object,
    Primitive,
    Property,
    Scalar,
    Schema,
    SchemaId,
)
from apiloom.core.text import Text, reveal


@dataclass(slots=True)
class Parts:
    """Where a merge takes place, and what comes of it besides a shape.

    `added` are schemas that wait for their own turn. `conflicts` are pairs of shapes
    that no value satisfies together; `closed` are properties that a closed member does
    not name.
    """

    id: SchemaId
    added: dict[SchemaId, Intersection] = field(default_factory=dict)
    conflicts: list[tuple[Schema, Schema]] = field(default_factory=list)
    closed: dict[Text, None] = field(default_factory=dict)

    def both(self, first: SchemaId, second: SchemaId, step: Step) -> SchemaId:
        """The id of `first` and `second` together; merged when its turn comes."""
        if first == second:
            return first
        both_id = self.id.derived(step)
        earlier = self.added.get(both_id)
        if earlier is not None and first == both_id:
            self.added[both_id] = Intersection(both_id, (*earlier.members, second))
            return both_id
        while both_id in self.added:
            both_id = both_id.derived(FURTHER)
        self.added[both_id] = Intersection(both_id, (first, second))
        return both_id

    def conflict(self, first: Schema, second: Schema) -> Nothing:
        """Keep in mind two members that no value satisfies together."""
        self.conflicts.append((first, second))
        return Nothing(self.id)


def intersect(schemas: tuple[Schema, ...], parts: Parts) -> Schema:
    """All of `schemas`, none of them a union, at once, under the id of `parts`.

    What the parts assert of a value as it came is asserted of the whole. Null is let
    through where all of them let it.
    """
    result: Schema = Anything(parts.id)
    concerned = _of_one_type(schemas)
    for schema in concerned:
        result = replace(_both(result, schema, parts), id=parts.id)
    asserts = {
        assertion.where: assertion for schema in schemas for assertion in schema.asserts
    }
    if types_implied(schemas):
        others = (each for each in schemas if each not in concerned)
        objects = (asserted_of_objects(e) for e in others if isinstance(e, Object))
        asserts |= {assertion.where: assertion for assertion in objects}
    if isinstance(result, Primitive):
        formats = _other_formats(result.format, schemas)
        asserts |= {assertion.where: assertion for assertion in formats}
    nullable = all_take_null(schemas)
    if nullable and parts.conflicts:
        parts.conflicts.clear()
        result = only_null(result)
    for schema in schemas if is_null(result) else ():
        if schema.asserts_against_null and not isinstance(result, Nothing):
            result = parts.conflict(schema, result)
    return replace(result, asserts=tuple(asserts.values()), nullable=nullable)


def _of_one_type(schemas: tuple[Schema, ...]) -> list[Schema]:
    """The schemas without those that say nothing of values of the type of the others.

    Keywords without a `type` leave values of other types alone. Where there is no type
    at all, it is that of the arrays: objects there tell only names and sizes, as
    `intersect_untyped` has the others.
    """
    typed = [schema for schema in schemas if not _is_untyped(schema)]
    typed = typed or [schema for schema in schemas if isinstance(schema, Array)]
    return [
        schema
        for schema in schemas
        if not _is_untyped(schema)
        or all(_may_concern(schema, other) for other in typed)
    ]


def _is_untyped(schema: Schema) -> bool:
    implied = isinstance(schema, Object | Array) and schema.implied
    return implied or isinstance(schema, Anything)


def _may_concern(untyped: Schema, other: Schema) -> bool:
    """Whether keywords without a `type` say something of values of `other`."""
    if isinstance(untyped, Anything) or isinstance(other, Enumeration):
        return isinstance(untyped, Anything)
    return kind_of(other) in (None, kind_of(untyped))


def _other_formats(
    chosen: Text | None, schemas: tuple[Schema, ...]
) -> Iterator[Assertion]:
    """The formats that judge beside the one that gives the type."""
    for schema in schemas:
        if not isinstance(schema, Primitive) or not has_judging_format(schema):
            continue
        if schema.format is not None and schema.format != chosen:
            where = schema.id.derived(by_keyword("format"))
            yield Assertion(where, JsonValue({"format": reveal(schema.format)}))


def _both(first: Schema, second: Schema, parts: Parts) -> Schema:
    match first, second:
        case (Anything(), other) | (other, Anything()):
            return other
        case (Nothing(), _) | (_, Nothing()):
            return Nothing(parts.id)
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
            both = set(map(identity_of, second.values))
            common = tuple(
                value for value in first.values if identity_of(value) in both
            )
            notes = (*first.value_notes, *second.value_notes)
            return _values(replace(first, value_notes=notes), common, second, parts)
        case (Enumeration() as listed, Primitive() as primitive) | (
            Primitive() as primitive,
            Enumeration() as listed,
        ):
            allowed = tuple(
                value for value in listed.values if satisfies(value, primitive)
            )
            return _values(listed, allowed, primitive, parts)
        case _:
            return parts.conflict(first, second)


def _objects(first: Object, second: Object, parts: Parts) -> Object:
    merged: dict[Text, Property] = {
        property_.wire_name: property_ for property_ in first.properties
    }
    named_by_second = {property_.wire_name for property_ in second.properties}
    for property_ in second.properties:
        earlier = merged.get(property_.wire_name)
        if earlier is None:
            merged[property_.wire_name] = _allowed(property_, first, parts)
            continue
        merged[property_.wire_name] = _same_property(earlier, property_, parts)
        for owner, in_owner in ((first, earlier), (second, property_)):
            if owner.additional is False and not in_owner.declared:
                parts.closed[property_.wire_name] = None
    for property_ in first.properties:
        if property_.wire_name not in named_by_second:
            merged[property_.wire_name] = _allowed(property_, second, parts)
    return Object(
        parts.id,
        tuple(merged.values()),
        _additional(first, second, parts),
        intersect_constraints(first.constraints, second.constraints),
        first.implied and second.implied,
        intersect_patterns(first, second, parts.both),
    )


def _same_property(first: Property, second: Property, parts: Parts) -> Property:
    schema = parts.both(
        first.schema, second.schema, merged_property(reveal(first.wire_name))
    )
    return Property(
        first.wire_name,
        schema,
        first.required or second.required,
        first.declared or second.declared,
    )


def _allowed(property_: Property, other: Object, parts: Parts) -> Property:
    """A property that `other` does not name is one that its patterns describe, or one
    of its additional properties.

    By the letter a closed `other` forbids it. Authors who close one member of an
    `allOf` mean the whole: the property stays, and the whole is closed.
    """
    describing = described_by(other, property_.wire_name)
    if describing is None:
        parts.closed[property_.wire_name] = None
        return property_
    schema, step = property_.schema, merged_property(reveal(property_.wire_name))
    for also in describing:
        schema = parts.both(schema, also, step)
    return replace(property_, schema=schema)


def _additional(first: Object, second: Object, parts: Parts) -> SchemaId | bool:
    one, two = first.additional, second.additional
    if one is False or two is False:
        return False
    if isinstance(one, SchemaId) and isinstance(two, SchemaId):
        return parts.both(one, two, MERGED_ADDITIONAL)
    return two if one is True else one


def _arrays(first: Array, second: Array, parts: Parts) -> Array:
    prefix, items = intersect_sequences(first, second, parts.both)
    return Array(
        parts.id,
        items,
        intersect_constraints(first.constraints, second.constraints),
        first.implied and second.implied,
        prefix,
        first.closed or second.closed,
    )


def _primitives(first: Primitive, second: Primitive, parts: Parts) -> Schema:
    kinds = {first.kind, second.kind}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        return parts.conflict(first, second)
    formatted = first if has_judging_format(first) or second.format is None else second
    return Primitive(
        parts.id,
        "integer" if kinds == {"integer", "number"} else first.kind,
        formatted.format,
        intersect_constraints(first.constraints, second.constraints),
    )


def _values(
    listed: Enumeration, values: tuple[Scalar, ...], other: Schema, parts: Parts
) -> Schema:
    if not values:
        return parts.conflict(listed, other)
    return replace(listed, values=values)


def described(schema: Schema) -> str:
    """What a message calls a schema: "a string", "an enumeration"."""
    kind = schema.kind if isinstance(schema, Primitive) else type(schema).__name__
    return f"{'an' if kind[0] in 'AEIOaeio' else 'a'} {kind.lower()}"
