"""Models that nobody changes, and that can stand in sets and be keys."""

from typing import Any

from .model import Model
from .narrowing import is_array, is_object


class FrozenModel(Model, frozen=True):
    """A JSON object that stays as it is; its lists and dictionaries should, too.

    Two that are equal have one hash.
    """

    def __hash__(self) -> int:
        return hash(
            (type(self), _hashable(vars(self)), _hashable(self.__pydantic_extra__))
        )


def _hashable(value: Any) -> Any:
    """What has the same hash for equal values, lists and dictionaries too."""
    if is_object(value):
        return frozenset((key, _hashable(member)) for key, member in value.items())
    if is_array(value):
        return tuple(map(_hashable, value))
    return value
