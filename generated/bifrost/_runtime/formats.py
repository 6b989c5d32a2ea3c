"""Formats of strings (JSON Schema validation, section 7.3; OpenAPI format registry).

On the wire each is a string of the one spelling that its specification allows. Callers
give the Python value.
"""

from datetime import date, datetime
from decimal import Decimal as _Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .model import CheckedText
from .spellings import DAY, DECIMAL, MOMENT, is_spelled
from .spellings import UUID as UUID_SPELLING


class _Spelled:
    """A string of one spelling on the wire, a value of a type for callers."""

    __slots__ = ("_lax", "_name", "_spelling", "_strict")

    def __init__(
        self, name: str, spelling: str, strict: CoreSchema, lax: CoreSchema
    ) -> None:
        self._name = name
        self._spelling = spelling
        self._strict = strict
        self._lax = lax

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(
            pattern=f"^{self._spelling}$", strict=True, regex_engine="rust-regex"
        )
        wire = core_schema.custom_error_schema(
            core_schema.chain_schema([text, self._lax]),
            custom_error_type="format",
            custom_error_message="Input should be a valid {format}",
            custom_error_context={"format": self._name},
        )
        python = core_schema.no_info_before_validator_function(
            self._spelled, self._strict
        )
        return core_schema.json_or_python_schema(wire, python)

    def _spelled(self, value: Any) -> Any:
        """Where text is allowed, as in a form or a query, it is spelled alike."""
        if isinstance(value, str) and not is_spelled(self._name, value):
            raise _misspelt(self._name)
        return value


DateTime = Annotated[
    datetime,
    _Spelled(
        "date-time",
        MOMENT,
        core_schema.datetime_schema(tz_constraint="aware"),
        core_schema.datetime_schema(strict=False, tz_constraint="aware"),
    ),
]
"""A moment (RFC 3339, section 5.6): always with an offset, and to the microsecond."""

Date = Annotated[
    date,
    _Spelled(
        "date", DAY, core_schema.date_schema(), core_schema.date_schema(strict=False)
    ),
]
"""A day (RFC 3339, `full-date`)."""

Uuid = Annotated[
    UUID,
    _Spelled(
        "uuid",
        UUID_SPELLING,
        core_schema.uuid_schema(),
        core_schema.uuid_schema(strict=False),
    ),
]
"""A UUID (RFC 4122, section 3)."""

Decimal = Annotated[
    _Decimal,
    _Spelled(
        "decimal",
        DECIMAL,
        core_schema.decimal_schema(allow_inf_nan=False),
        core_schema.decimal_schema(strict=False, allow_inf_nan=False),
    ),
]
"""A number of any precision, as a string."""

Binary = Annotated[
    bytes,
    _Spelled(
        "string",
        r"[\s\S]*",
        core_schema.bytes_schema(),
        core_schema.bytes_schema(strict=False),
    ),
]
"""Bytes; in JSON, those of a string in UTF-8."""


class Format(CheckedText):
    """Accepts strings that are spelled like the format demands."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def check(self, text: str) -> str:
        """The text, which is of the format."""
        if not is_spelled(self._name, text):
            raise _misspelt(self._name)
        return text


def _misspelt(name: str) -> PydanticCustomError:
    message = "Input should be a valid {format}"
    return PydanticCustomError("format", message, {"format": name})
