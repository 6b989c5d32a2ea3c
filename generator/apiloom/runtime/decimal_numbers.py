"""JSON numbers as `Decimal` (RFC 8259, section 6)."""

from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .decimal_digits import json_number
from .model import READS_PARSED


class _AsNumber:
    """A number on the wire.

    What has a fraction is read, by pydantic as by most readers of JSON, as the double
    that is nearest, and as its shortest spelling. So 15 digits are kept, and a value
    that would not come back as it is cannot be given.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        number = core_schema.union_schema(
            [
                core_schema.int_schema(strict=True),
                core_schema.float_schema(strict=True, allow_inf_nan=False),
            ],
            mode="left_to_right",
            custom_error_type="float_type",
        )
        lax = core_schema.decimal_schema(strict=False, allow_inf_nan=False)
        whole = core_schema.chain_schema([core_schema.int_schema(strict=True), lax])
        given = core_schema.union_schema(
            [core_schema.decimal_schema(strict=True, allow_inf_nan=False), whole],
            mode="left_to_right",
            custom_error_type="decimal_type",
        )
        python = core_schema.no_info_after_validator_function(_writable, given)
        serialization = core_schema.plain_serializer_function_ser_schema(
            json_number, when_used="json-unless-none"
        )
        schema = core_schema.json_or_python_schema(
            core_schema.chain_schema([number, lax]),
            python,
            serialization=serialization,
        )
        metadata = {"pydantic_js_functions": [_described], READS_PARSED: True}
        return cast("CoreSchema", {**schema, "metadata": metadata})


def _writable(value: Decimal) -> Decimal:
    json_number(value)
    return value


def _described(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
    del schema, handler
    return {"type": "number", "format": "decimal"}


DecimalNumber = Annotated[Decimal, _AsNumber()]
"""A number that counts in tenths, as money does: 0.1 is a tenth."""
