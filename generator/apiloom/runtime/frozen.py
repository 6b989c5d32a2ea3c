"""Models that nobody changes, and that can stand in sets and be keys."""

from .hashable_values import hashable
from .model import Model


class FrozenModel(Model, frozen=True):
    """A JSON object that stays as it is; its lists and dictionaries should, too.

    Two that are equal have one hash.
    """

    def __hash__(self) -> int:
        return hash(
            (type(self), hashable(vars(self)), hashable(self.__pydantic_extra__))
        )
