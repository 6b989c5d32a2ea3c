"""Values of which a type is known, beside others of which nothing is."""

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")


class _LastResort:
    """Takes a value for anything only where it is none of the other members."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: Any = handler(source)
        if schema["type"] == "nullable":
            return core_schema.nullable_schema(_in_order(schema["schema"]))
        ordered: CoreSchema = _in_order(schema)
        return ordered


def _in_order(schema: Any) -> Any:
    """A union with its last member behind all others; those are as good as another."""
    if schema["type"] != "union":
        return schema  # an alias of anything
    *known, anything = schema["choices"]
    first: Any = known[0] if len(known) == 1 else {**schema, "choices": known}
    return core_schema.union_schema([first, anything], mode="left_to_right")


OrAny: TypeAlias = Annotated[T | Any, _LastResort()]
"""A `T` wherever it can be one, and else what JSON has.

Which values have to be a `T` is asserted beside it: those under keys of one pattern, or
at one position.
"""
