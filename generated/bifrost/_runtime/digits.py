"""JSON numbers: one type on the wire, two in Python (JSON Schema core, 4.2.1).

What is below is put together so that pydantic judges the usual spelling alone: an
`int` where an integer is asked for, a `float` where a number is.
"""

from math import ceil, floor
from typing import Annotated, Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .json_values import as_written
from .past_null import past_null

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
        return past_null(handler(source), _with_digits)


def _with_digits(schema: Any) -> CoreSchema:
    """The schema of an integer or a float within the limits of a float's."""
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
        [fraction, integer],  # the exact one of both, whichever is first
        custom_error_type=error,
        custom_error_context=context,
    )


class Integral:
    """Takes `1.0` for an integer, as JSON Schema does (core, section 4.2.3).

    `Integral(64)` refuses what 64 bits have no room for. Limits stand before it.
    """

    __slots__ = ("_bits",)

    def __init__(self, bits: int | None = None) -> None:
        self._bits = bits

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return past_null(handler(source), self._whole)

    def _whole(self, schema: Any) -> CoreSchema:
        if self._bits is not None:
            beyond = 2 ** (self._bits - 1)
            schema["ge"] = max(schema.get("ge", -beyond), -beyond)
            schema["lt"] = min(schema.get("lt", beyond), beyond)
        integer = core_schema.int_schema(strict=schema.get("strict"))
        # What is no number never comes to a function: a string in a union, say.
        whole = core_schema.no_info_after_validator_function(
            _integral, core_schema.float_schema(strict=True)
        )
        number = core_schema.union_schema(
            [integer, whole],  # an `int` is exact, and the other is not asked
            custom_error_type="int_type",
            serialization=core_schema.simple_ser_schema("int"),
        )
        limited = not schema.keys().isdisjoint({*_LIMITS, "multiple_of"})
        written = core_schema.chain_schema([number, schema]) if limited else number

        def described(_: CoreSchema, describe: GetJsonSchemaHandler) -> JsonSchemaValue:
            return describe(schema)

        return cast(
            "CoreSchema",
            {**written, "metadata": {"pydantic_js_functions": [described]}},
        )


def _integral(value: float) -> int:
    if not value.is_integer():
        raise ValueError("Input should be a valid integer")
    return int(as_written(value))


Number = Annotated[float, Digits()]
"""A JSON number: `5` stays an `int`, and `5.0` and `5e-1` are floats."""

Integer = Annotated[int, Integral()]
"""A JSON number without a fraction: `1` and `1.0`, but neither `true` nor `"1"`."""

Int32 = Annotated[int, Integral(32)]
"""An integer of the format `int32`."""

Int64 = Annotated[int, Integral(64)]
"""An integer of the format `int64`."""
