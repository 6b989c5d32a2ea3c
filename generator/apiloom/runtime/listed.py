"""`enum` and `const` where Python's equality is not that of JSON."""

from typing import Any

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .constants import LISTED
from .json_values import canonical
from .past_null import past_null


class Listed:
    """Accepts these values: `1.0` is 1, but `true` is not (JSON Schema core, 4.2.2)."""

    __slots__ = ("_known",)

    def __init__(self, *values: str | float | bool) -> None:
        self._known = {canonical(value): value for value in values}

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return past_null(handler(source), self._listed)

    def _listed(self, schema: CoreSchema) -> CoreSchema:
        metadata = {
            **schema.get("metadata", {}),
            LISTED: tuple(self._known.values()),
            "pydantic_js_functions": [self._describe],
        }
        # This judges nothing: it tells a union which values are written as these.
        listed = core_schema.literal_schema([*self._known.values()])
        return core_schema.no_info_wrap_validator_function(
            self._judge, listed, metadata=metadata
        )

    def _describe(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"enum": list(self._known.values())}

    def _judge(self, value: Any, _: ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, str | int | float):
            found = canonical(value)
            if found in self._known:
                return self._known[found]
        listed = ", ".join(map(repr, self._known.values()))
        raise PydanticCustomError(
            "literal_error", "Input should be {expected}", {"expected": listed}
        )
