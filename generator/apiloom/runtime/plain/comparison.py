"""Models that are compared by their values, and have a hash that takes lists."""

from typing import Any

from ..narrowing import is_array, is_object
from .fields import slots_of
from .model import EXTRA


class ByValues:
    """Two that are equal have one hash; lists and dictionaries in them count too."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash((type(self), _hashable(_values(self))))


def _values(instance: Any) -> list[Any]:
    names = (*slots_of(instance.__class__), EXTRA)
    return [getattr(instance, name, None) for name in names]


def _hashable(value: Any) -> Any:
    """What has the same hash for equal values, lists and dictionaries too."""
    if is_object(value):
        return frozenset((key, _hashable(member)) for key, member in value.items())
    if is_array(value):
        return tuple(map(_hashable, value))
    return value
