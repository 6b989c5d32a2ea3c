"""What a schema refers to, as shapes and as fragments say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.api.schema.shapes import Discriminator, Reference, Schema, Union

_DATA: Final = frozenset({"enum", "const"})
"""Where a `$ref` is a member like any other."""
_BY_NAME: Final = frozenset(
    {"dependentSchemas", "patternProperties", "properties", "$defs"}
)
"""Where schemas have names, which may be those of keywords."""

APPLYING: Final = frozenset(
    {"propertyNames", "contains", "unevaluatedProperties", "unevaluatedItems"}
)
"""Keywords of an assertion whose value is a schema of something below."""
APPLYING_BY_NAME: Final = frozenset({"patternProperties", "dependentSchemas"})
"""The same where the value is a map of schemas."""


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
