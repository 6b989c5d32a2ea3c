"""Types of what may be null or absent, each with one `Annotated` at most.

What stands in the metadata holds for a value that is there: pydantic applies its own
metadata inside of a nullable type, and so do the markers of the runtime.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import (
    NONE,
    Call,
    Either,
    Expression,
    Name,
    Subscript,
    Symbol,
    annotated,
    either,
    is_annotated,
    runtime,
)
from apiloom.python.targets.models.model_assertions import or_null

FIELD: Final = Name(Symbol("pydantic", "Field"))
_MAYBE: Final = runtime("model", "Maybe")


def nullable(type_: Expression) -> Expression:
    """`T | None`; what judges a `T` as it came lets null past."""
    if isinstance(type_, Subscript) and is_annotated(type_):
        inner, *metadata = type_.args
        return Subscript(type_.base, (either((inner, NONE)), *map(or_null, metadata)))
    return either((type_, NONE))


def maybe(type_: Expression) -> Expression:
    """`Maybe[T]`: what may be absent, and is never null."""
    return inside(type_, lambda inner: Subscript(_MAYBE, (_without_none(inner),)))


def with_field(
    type_: Expression, keywords: tuple[tuple[Identifier, Expression], ...]
) -> Expression:
    """The type with more arguments for its `Field(...)`, which come first."""
    if not keywords:
        return type_
    if not (isinstance(type_, Subscript) and is_annotated(type_)):
        return annotated(type_, Call(FIELD, (), keywords))
    metadata = list(type_.args)
    for index, marker in enumerate(metadata):
        if isinstance(marker, Call) and marker.function == FIELD:
            metadata[index] = Call(FIELD, marker.args, (*keywords, *marker.keywords))
            return Subscript(type_.base, tuple(metadata))
    return Subscript(type_.base, (*metadata, Call(FIELD, (), keywords)))


def inside(type_: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """A change of the type itself, its metadata kept."""
    if isinstance(type_, Subscript) and is_annotated(type_):
        inner, *metadata = type_.args
        return Subscript(type_.base, (change(inner), *metadata))
    return change(type_)


def _without_none(type_: Expression) -> Expression:
    """`Maybe[T | None]` is `Maybe[T]`."""
    if not isinstance(type_, Either) or NONE not in type_.members:
        return type_
    return either(tuple(member for member in type_.members if member != NONE))
