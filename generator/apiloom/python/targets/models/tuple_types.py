"""Arrays with a schema for each place, as tuples."""

from __future__ import annotations

from collections.abc import Sequence as Items

from apiloom.python.syntax.expression import (
    Call,
    Expression,
    Sequence,
    Subscript,
    annotated,
    builtin,
    either,
    runtime,
    typing,
)


def tuple_of(types: Items[Expression], lengths: range, *, is_read: bool) -> Expression:
    """The tuples of the first of `types`: `tuple[A] | tuple[A, B]`.

    Each of `lengths` has one. Without a length there is no such value. What `is_read`
    is marked as a JSON array.
    """
    if not lengths:
        return runtime("model", "Nothing")
    plain = either(tuple(_of_length(types, length) for length in lengths))
    marker = Call(runtime("json_array", "JsonArray"))
    return annotated(plain, marker) if is_read else plain


def or_any(known: Expression, *, is_read: bool) -> Expression:
    """What is of a known type in some places, and anything in others."""
    if not is_read or known == typing("Any"):
        return either((known, typing("Any")))
    return Subscript(runtime("or_any", "OrAny"), (known,))


def _of_length(types: Items[Expression], length: int) -> Expression:
    items = tuple(types[:length]) or (Sequence(()),)
    return Subscript(builtin("tuple"), items)
