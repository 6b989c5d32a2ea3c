"""Enumerations as classes: members are values, and values are taken for members.

    class Priority(NumberEnum):
        LOW = 1

A caller may pass `Priority.LOW` or 1. Values are compared as JSON compares them: `1.0`
is 1, `true` is not (JSON Schema core, section 4.2.2).
"""

from enum import Enum, IntEnum, StrEnum
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .json_values import as_written, canonical


class TextEnum(StrEnum):
    """Strings."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.enum_schema(cls, list(cls), sub_type="str", strict=False)


class _ByValue(Enum):
    """Members that a function of Python finds."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return _by_value(cls)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"enum": [_plain(member) for member in cls]}


class NumberEnum(_ByValue, IntEnum):
    """Integers."""


class ValueEnum(_ByValue):
    """Values of several types, or of any other."""


def _by_value(cls: type[Enum]) -> CoreSchema:
    members = {canonical(_plain(member)): member for member in cls}

    def pick(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        if value is not None and isinstance(value, str | int | float):
            member = members.get(canonical(value))
            if member is not None:
                return member
            if (other := cls._missing_(_whole(value))) is not None:
                return other
        listed = ", ".join(repr(_plain(member)) for member in cls)
        raise PydanticCustomError(
            "enum", "Input should be {expected}", {"expected": listed}
        )

    return core_schema.no_info_after_validator_function(
        pick,
        core_schema.any_schema(),
        serialization=core_schema.plain_serializer_function_ser_schema(
            _plain, when_used="json-unless-none"
        ),
    )


def _whole(value: Any) -> Any:
    """A number without a fraction as an integer."""
    is_whole = isinstance(value, float) and value.is_integer()
    return int(as_written(value)) if is_whole else value


def _plain(member: object) -> Any:
    """The value of a member; whatever else stands in its place is itself."""
    return member.value if isinstance(member, Enum) else member
