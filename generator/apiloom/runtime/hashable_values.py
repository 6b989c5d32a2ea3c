"""Hashes of values that hold lists and dictionaries."""

from typing import Any

from .narrowing import is_array, is_object


def hashable(value: Any) -> Any:
    """What has the same hash for equal values, lists and dictionaries too."""
    if is_object(value):
        return frozenset((key, hashable(member)) for key, member in value.items())
    if is_array(value):
        return tuple(map(hashable, value))
    return value
