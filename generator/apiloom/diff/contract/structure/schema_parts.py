"""A schema taken apart: what it says itself, what is below it, what it refers to.

Below are the schemas that stand inside of it; what it refers to stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from apiloom.api.schema.shapes import (
    Array,
    Discriminator,
    Enumeration,
    Intersection,
    JsonValue,
    Object,
    Primitive,
    Reference,
    Scalar,
    Schema,
    SchemaId,
    Union,
)

Number = Callable[[object], int]
"""Gives equal JSON values equal numbers."""


def children_of(shape: Schema) -> tuple[SchemaId, ...]:
    """The subschemas of a schema, in document order."""
    match shape:
        case Array():
            return () if shape.items is None else (shape.items,)
        case Object():
            below = tuple(each.schema for each in shape.properties)
            rest = shape.additional
            return below if isinstance(rest, bool) else (*below, rest)
        case Union() | Intersection():
            return shape.members
        case _:
            return ()


def references_of(shape: Schema, tags: Discriminator | None) -> Iterator[str]:
    """The pointers that a schema itself refers to; `tags` stand beside it."""
    if isinstance(shape, Reference):
        yield shape.target.pointer
    for found in (tags, shape.discriminator if isinstance(shape, Union) else None):
        if found is not None:
            yield from (target.pointer for _, target in found.mapping)
            yield from () if found.fallback is None else (found.fallback.pointer,)


def definitions_of(fragments: Iterable[JsonValue]) -> Iterator[str]:
    """The keys of `ApiSpec.definitions` that fragments refer to."""
    work = [each.value for each in fragments]
    while work:
        value = work.pop()
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            work.extend(value.values())
        elif isinstance(value, list):
            work.extend(value)


def scalar_of(value: Scalar) -> Hashable:
    """What tells a listed value from others: `1` is `1.0`, and `true` is neither."""
    if isinstance(value, bool):
        return ("boolean", value)
    return value


def local_of(shape: Schema, number: Number) -> Hashable:
    """What a schema says itself, leaving its subschemas out; for lookups alone."""
    notes = shape.notes
    default = None if notes.default is None else number(notes.default.value)
    said = (
        notes.title,
        notes.description,
        default,
        notes.deprecated,
        notes.read_only,
        notes.write_only,
    )
    return type(shape).__name__, said, _own(shape)


def _own(shape: Schema) -> Hashable:
    match shape:
        case Primitive():
            return shape.kind, shape.format, shape.constraints
        case Enumeration():
            return frozenset(map(scalar_of, shape.values))
        case Array():
            return shape.items is None, shape.constraints
        case Object():
            rest = shape.additional if isinstance(shape.additional, bool) else None
            names = tuple(
                (each.wire_name, each.required, each.declared)
                for each in shape.properties
            )
            return names, rest, shape.constraints
        case Union():
            return len(shape.members), tags_of(shape.discriminator)
        case Reference():
            return shape.target.pointer
        case _:
            return None


def tags_of(found: Discriminator | None) -> Hashable:
    """What a discriminator says; for lookups alone."""
    if found is None:
        return None
    mapping = tuple((tag, target.pointer) for tag, target in found.mapping)
    fallback = None if found.fallback is None else found.fallback.pointer
    return found.property_name, mapping, fallback
