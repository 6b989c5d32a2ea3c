"""Values and variants that the document did not know when the package was made."""

from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .enumerations import NumberEnum, TextEnum
from .frozen import FrozenModel
from .json_values import as_written, canonical
from .known_variants import as_known, without_unknown
from .past_null import past_null
from .unknown_values import (
    UnknownValueWarning,
    unlisted_integer,
    unlisted_text,
    warn_of,
    warn_of_variant,
)

__all__ = [
    "Open",
    "OpenNumberEnum",
    "OpenTextEnum",
    "OrUnknown",
    "Unknown",
    "UnknownValueWarning",
    "warn_of",
]


class Open:
    """Marks a list of values that may grow: others of their type are kept as they are.

    What is called `name` is warned of once in a process, without the value.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return past_null(handler(source), self._opened)

    def _opened(self, schema: CoreSchema) -> CoreSchema:
        known: list[Any] = []
        for choice in _choices(schema):
            known += choice.get("expected", ())
        if all(isinstance(value, str) for value in known):
            other = core_schema.no_info_after_validator_function(
                self._told, core_schema.str_schema()
            )
            return core_schema.union_schema(
                [core_schema.literal_schema(known), other], mode="left_to_right"
            )
        by_identity = {canonical(value): value for value in known}

        def pick(value: Any) -> Any:
            if isinstance(value, int | float) and not isinstance(value, bool):
                number = as_written(value)
                if canonical(number) in by_identity:
                    return by_identity[canonical(number)]
                if isinstance(number, int) or number.is_integer():
                    return self._told(int(number))
            raise PydanticCustomError("int_type", "Input should be a valid integer")

        def describe(_: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
            return _grown(known, "integer")

        metadata = {"pydantic_js_functions": [describe]}
        return core_schema.no_info_plain_validator_function(pick, metadata=metadata)

    def _told(self, value: Any) -> Any:
        warn_of(f"a value of {self._name} is none that the document lists")
        return value


class OrUnknown:
    """Marks a union that may get variants: the last of its members is `Unknown`.

    An object that is none of the others is one of those, whatever it misses of them.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return past_null(handler(source), self._opened)

    def _opened(self, schema: CoreSchema) -> CoreSchema:
        *known, unknown = map(without_unknown, _choices(schema))
        union = known[0] if len(known) == 1 else core_schema.union_schema(known)
        opened = core_schema.union_schema([union, unknown], mode="left_to_right")
        return as_known(opened, union)


class OpenTextEnum(TextEnum):
    """Strings, of which there may be more: those are members without a name."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _grown([str(member) for member in cls], "string")

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return unlisted_text(cls, value)


class OpenNumberEnum(NumberEnum):
    """Integers, of which there may be more: those are members without a name."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _grown([int(member) for member in cls], "integer")

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return unlisted_integer(cls, value)


class Unknown(FrozenModel, frozen=True):
    """A variant of a union that the document does not have: all that came is kept.

    As it came: nobody changes it, and models that have a hash keep it with one inside.
    """

    @model_validator(mode="after")
    def _warn(self) -> Self:
        warn_of_variant(self.__pydantic_extra__ or ())
        return self


def _grown(known: list[Any], type_: str) -> JsonSchemaValue:
    """JSON Schema for values that are listed, and others of their type."""
    return {"anyOf": [{"enum": known, "type": type_}, {"type": type_}]}


def _choices(schema: Any) -> list[Any]:
    """The members of a union, which may be literals."""
    return [
        choice[0] if isinstance(choice, tuple) else choice
        for choice in schema.get("choices", [schema])
    ]
