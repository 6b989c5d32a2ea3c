"""Unions as arguments, where type checkers refuse `Annotated[...] | B`."""

from typing import Any


def either(first: Any, *others: Any) -> Any:
    """`A | B`."""
    union = first
    for other in others:
        union = union | other
    return union
