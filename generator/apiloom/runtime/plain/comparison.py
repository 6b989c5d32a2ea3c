"""Models that are compared by their values, and have a hash that takes lists."""

from typing import Any

from ..hashable_values import hashable
from .fields import slots_of
from .model import EXTRA


class ByValues:
    """Two that are equal have one hash; lists and dictionaries in them count too."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash((type(self), hashable(_values(self))))


def _values(instance: Any) -> list[Any]:
    names = (*slots_of(instance.__class__), EXTRA)
    return [getattr(instance, name, None) for name in names]
