"""The walk over types that readers and writers are put together by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeGuard, TypeVar, get_origin

from ..type_titles import title_of
from .fields import is_model, meant_by

How = TypeVar("How")


def is_enumeration(type_: object) -> TypeGuard[type[Enum]]:
    """Whether a type is an enumeration, and no other form that types have."""
    return isinstance(type_, type) and issubclass(type_, Enum)


@dataclass(frozen=True, slots=True)
class Walk(Generic[How]):
    """What is made of each kind of type, in one way or another."""

    scalars: Mapping[Any, Callable[[Any], Any]]
    by_origin: Mapping[Any, Callable[[Any, How], Callable[[Any], Any]]]
    of_model: Callable[[Any, How], Callable[[Any], Any]]
    of_enumeration: Callable[[type[Enum]], Callable[[Any], Any]]
    again: Callable[[Any, How], Callable[[Any], Any]]
    """What is made of any type."""
    done: str
    """What is done, as messages say it: "read as"."""

    def made_of(self, type_: Any, how: How) -> Callable[[Any], Any]:
        """The function for a type."""
        if type_ in self.scalars:
            return self.scalars[type_]
        by_origin = self.by_origin.get(get_origin(type_))
        if by_origin is not None:
            return by_origin(type_, how)
        if is_model(type_):
            return self.of_model(type_, how)
        if is_enumeration(type_):
            return self.of_enumeration(type_)
        if meant_by(type_) is not None:
            return self._later(type_, how)
        raise TypeError(f"no JSON is {self.done} {title_of(type_)}")

    def _later(self, alias: Any, how: How) -> Callable[[Any], Any]:
        """What an alias stands for may lead back to it."""

        def change(value: Any) -> Any:
            return self.again(meant_by(alias), how)(value)

        return change
