"""Enumerations as classes, and those that may grow (JSON Schema validation, 6.1)."""

from enum import Enum, IntEnum, StrEnum
from typing import Any, Self

from ..json_values import as_written, canonical
from ..unknown_values import UnknownValueWarning, unlisted_integer, unlisted_text
from .marks import Open, OrUnknown
from .model import Unknown
from .refusals import refuse

__all__ = [
    "NumberEnum",
    "Open",
    "OpenNumberEnum",
    "OpenTextEnum",
    "OrUnknown",
    "TextEnum",
    "Unknown",
    "UnknownValueWarning",
    "ValueEnum",
    "member_of",
]


class TextEnum(StrEnum):
    """Strings."""


class NumberEnum(IntEnum):
    """Integers."""


class ValueEnum(Enum):
    """Values of several types, or of any other."""


class OpenTextEnum(TextEnum):
    """Strings, of which there may be more: those are members without a name."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return unlisted_text(cls, value)


class OpenNumberEnum(NumberEnum):
    """Integers, of which there may be more: those are members without a name."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return unlisted_integer(cls, value)


def member_of(cls: type[Enum], value: Any) -> Enum:
    """The member that JSON data, or a value of a caller's, is.

    Values are compared as JSON compares them: `1.0` is 1, `true` is not.
    """
    if isinstance(value, cls):
        return value
    if isinstance(value, str | int | float):
        found = canonical(value)
        for member in cls:
            if canonical(member.value) == found:
                return member
        if isinstance(value, float) and value.is_integer():
            value = int(as_written(value))
        other: Enum | None = cls._missing_(value)
        if other is not None:
            return other
    listed = ", ".join(repr(member.value) for member in cls)
    return refuse("enum", f"Input should be {listed}", value)
