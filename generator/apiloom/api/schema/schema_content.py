"""What a schema says itself, and what it refers to, for telling schemas apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Final

from apiloom.api.schema.scalar_validation import identity_of
from apiloom.api.schema.shapes import (
    Array,
    Discriminator,
    Enumeration,
    Object,
    Primitive,
    Reference,
    Schema,
    Union,
)

_DATA: Final = frozenset({"enum", "const"})
"""Where a `$ref` is a member like any other."""
_BY_NAME: Final = frozenset(
    {"dependentSchemas", "patternProperties", "properties", "$defs"}
)
"""Where schemas have names, which may be those of keywords."""
Number = Callable[[object], int]
"""Gives equal JSON values equal numbers."""


def references_of(shape: Schema, beside: Discriminator | None) -> Iterator[str]:
    """The pointers that a schema itself refers to; `beside` stands beside it."""
    if isinstance(shape, Reference):
        yield shape.target.pointer
    own = shape.discriminator if isinstance(shape, Union) else None
    for discriminator in (beside, own):
        if discriminator is not None:
            yield from (target.pointer for _, target in discriminator.mapping)
            if discriminator.fallback is not None:
                yield discriminator.fallback.pointer


def definitions_of(*fragments: object) -> Iterator[str]:
    """The keys of `ApiSpec.definitions` that fragments refer to."""
    work = [*fragments]
    while work:
        value = work.pop()
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for keyword, below in value.items():
                if keyword in _BY_NAME and isinstance(below, dict):
                    work.extend(below.values())
                elif keyword not in _DATA:
                    work.append(below)
        elif isinstance(value, list):
            work.extend(value)


def local_of(shape: Schema, number: Number) -> Hashable:
    """What a schema says itself, leaving its subschemas out; for lookups alone."""
    own = shape.notes
    default = None if own.default is None else number(own.default.value)
    annotations = (
        own.title,
        own.description,
        default,
        own.deprecated,
        own.read_only,
        own.write_only,
    )
    return type(shape).__name__, annotations, shape.nullable, _own_content(shape)


def _own_content(shape: Schema) -> Hashable:
    match shape:
        case Primitive():
            return shape.kind, shape.format, shape.constraints
        case Enumeration():
            return frozenset(map(identity_of, shape.values))
        case Array():
            return shape.items is None, shape.constraints
        case Object():
            rest = shape.additional if isinstance(shape.additional, bool) else None
            names = tuple(
                (property_.wire_name, property_.required, property_.declared)
                for property_ in shape.properties
            )
            return names, rest, shape.constraints
        case Union():
            return len(shape.members), discriminator_content(shape.discriminator)
        case Reference():
            return shape.target.pointer
        case _:
            return None


def discriminator_content(discriminator: Discriminator | None) -> Hashable:
    """What a discriminator says; for lookups alone."""
    if discriminator is None:
        return None
    mapping = tuple((tag, target.pointer) for tag, target in discriminator.mapping)
    fallback = (
        None if discriminator.fallback is None else discriminator.fallback.pointer
    )
    return discriminator.property_name, mapping, fallback
