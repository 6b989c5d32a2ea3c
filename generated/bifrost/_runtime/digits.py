"""JSON numbers: one type on the wire, two in Python (JSON Schema core, 4.2.1)."""

from math import ceil, floor
from typing import Annotated, Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_LIMITS: dict[str, Any] = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
}
"""What pydantic calls a value beyond a limit."""
_INCLUSIVE = {"ge": "ge", "gt": "ge", "le": "le", "lt": "le"}


class Digits:
    """Keeps a whole number an `int`, whose digits no float has room for.

    The two are one type of JSON (JSON Schema core, section 4.2.1), and the limits of
    the type before it hold for both. They are below 2**53, so that floats keep them
    exactly.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: Any = handler(source)
        of_float = {key: schema[key] for key in schema if key not in _LIMITS}
        number = _either_number({}, of_float, "float_type")
        steps = [number] + [
            _either_number(
                {_INCLUSIVE[key]: _whole_limit(key, schema[key])},
                {**of_float, key: schema[key]},
                error,
                {key: schema[key]},
            )
            for key, error in _LIMITS.items()
            if key in schema
        ]
        written = steps[0] if len(steps) == 1 else core_schema.chain_schema(steps)

        def described(_: CoreSchema, describe: GetJsonSchemaHandler) -> JsonSchemaValue:
            return describe(schema)

        return cast(
            "CoreSchema",
            {**written, "metadata": {"pydantic_js_functions": [described]}},
        )


def _whole_limit(key: str, limit: float) -> int:
    """The first whole number within a limit, which may have a fraction."""
    match key:
        case "ge":
            return ceil(limit)
        case "gt":
            return floor(limit) + 1
        case "le":
            return floor(limit)
        case _:
            return ceil(limit) - 1


def _either_number(
    whole: dict[str, int],
    of_float: dict[str, Any],
    error: Any,
    context: dict[str, Any] | None = None,
) -> CoreSchema:
    """An integer within limits as it is, or else a float; one error for both."""
    integer: Any = {**core_schema.int_schema(strict=True), **whole}
    fraction: Any = of_float
    return core_schema.union_schema(
        [integer, fraction],
        mode="left_to_right",
        custom_error_type=error,
        custom_error_context=context,
    )


Number = Annotated[float, Digits()]
"""A JSON number: `5` stays an `int`, and `5.0` and `5e-1` are floats."""
