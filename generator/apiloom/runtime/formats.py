"""Formats of strings (JSON Schema validation, section 7.3; OpenAPI format registry).

On the wire each is a string of the one spelling that its specification allows. Callers
give the Python value.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal as _Decimal
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .model import READS_PARSED, CheckedText
from .past_null import past_null
from .spellings import DECIMAL, LONGEST, PATTERNS, is_spelled

_INVALID = "Input should be a valid {format}"


class Spelled:
    """A string of one spelling on the wire, a value of a type for callers.

    `text` accepts of all strings at least those that are spelled right, and of those
    that `lax` can read no others: what `lax` judges itself is not judged twice, since
    each look at a text costs as much as reading it. `strict` judges what callers give.
    `name` is what `is_spelled` calls the format; `shown`, where it is another, is what
    those read whose text is refused, and `hint` those whose value is.
    """

    __slots__ = ("_hint", "_lax", "_name", "_shown", "_strict", "_text")

    def __init__(
        self,
        name: str,
        text: CoreSchema,
        strict: CoreSchema,
        lax: CoreSchema,
        shown: str = "",
        hint: str = "",
    ) -> None:
        self._name = name
        self._text = text
        self._strict = strict
        self._lax = lax
        self._shown = shown or name
        self._hint = hint

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        wire = core_schema.custom_error_schema(
            self.from_wire(),
            custom_error_type="format",
            custom_error_message=_INVALID,
            custom_error_context={"format": self._shown},
        )
        python = core_schema.lax_or_strict_schema(
            self.from_python(), self.strictly_from_python()
        )
        schema = core_schema.json_or_python_schema(wire, python)
        functions = [self._described]
        metadata = {"pydantic_js_functions": functions, READS_PARSED: True}
        return cast("CoreSchema", {**schema, **self.written(), "metadata": metadata})

    def written(self) -> dict[str, Any]:
        """How values are written, where pydantic does not know it."""
        return {}

    def from_wire(self) -> CoreSchema:
        """What judges JSON."""
        return core_schema.chain_schema([self._text, self._lax])

    def strictly_from_python(self) -> CoreSchema:
        """What judges values of Python where nothing but their type is allowed."""
        return self.hinted(self._strict)

    def hinted(self, strict: CoreSchema) -> CoreSchema:
        """The same with the hint in place of all errors, if there is one."""
        if not self._hint:
            return strict
        return core_schema.custom_error_schema(
            strict, custom_error_type="format", custom_error_message=self._hint
        )

    def from_python(self) -> CoreSchema:
        """What judges values of Python where text is allowed beside their type."""
        return core_schema.no_info_before_validator_function(self.spelled, self._lax)

    def spelled(self, value: Any) -> Any:
        """Where text is allowed, as in a form or a query, it is spelled alike."""
        if isinstance(value, str) and not is_spelled(self._name, value):
            raise misspelt(self._shown)
        return value

    def _described(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        return self.described()

    def described(self) -> JsonSchemaValue:
        """The schema of what stands on the wire."""
        return {"type": "string", "format": self._name}


class ReadByPython(Spelled):
    """The same where a function of Python reads the text: it raises ValueError."""

    __slots__ = ("_read", "_type")

    def __init__(
        self,
        name: str,
        text: CoreSchema,
        type_: type[Any],
        read: Callable[[str], Any],
        shown: str = "",
    ) -> None:
        strict = core_schema.is_instance_schema(type_)
        lax = core_schema.no_info_plain_validator_function(read)
        super().__init__(name, text, strict, lax, shown)
        self._type = type_
        self._read = read

    def from_python(self) -> CoreSchema:
        """Values as they are; text is of a form or a query."""
        return core_schema.no_info_plain_validator_function(self._value_of)

    def _value_of(self, value: Any) -> Any:
        if isinstance(value, self._type):
            return value
        if isinstance(value, str):
            return self._read(self.spelled(value))
        raise ValueError(f"Input should be {self._type.__name__}")


def text_like(pattern: str) -> CoreSchema:
    """Strings in which a pattern of Rust's regular expressions is found."""
    return core_schema.str_schema(
        pattern=pattern, strict=True, regex_engine="rust-regex"
    )


CLOCK_END = r"[0-9:]{8}(?:\.[0-9]+)?"
"""The end of a moment, or the whole of a time, whose parts are judged when read."""
OFFSET_END = r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$"
WITH_OFFSET = "{} with an offset, such as Z"

DateTime = Annotated[
    datetime,
    Spelled(
        "date-time",
        text_like(f"[Tt]{CLOCK_END}{OFFSET_END}"),
        core_schema.datetime_schema(strict=True, tz_constraint="aware"),
        core_schema.datetime_schema(strict=False, tz_constraint="aware"),
        WITH_OFFSET.format("date-time"),
        "Input should be a datetime with an offset (tzinfo); the configuration "
        'types = { "date-time" = "naive" } is for those without',
    ),
]
"""A moment (RFC 3339, section 5.6): always with an offset, and to the microsecond."""

Date = Annotated[
    date,
    Spelled(
        "date",
        core_schema.str_schema(
            pattern="^[0-9]{4}-",
            min_length=10,
            max_length=10,
            strict=True,
            regex_engine="rust-regex",
        ),
        core_schema.date_schema(strict=True),
        core_schema.date_schema(strict=False),
    ),
]
"""A day (RFC 3339, `full-date`)."""

Uuid = Annotated[
    UUID,
    Spelled(
        "uuid",
        # The other ways to write one, which pydantic reads too, have other lengths.
        core_schema.str_schema(min_length=36, max_length=36, strict=True),
        core_schema.uuid_schema(strict=True),
        core_schema.uuid_schema(strict=False),
    ),
]
"""A UUID (RFC 4122, section 3)."""

Decimal = Annotated[
    _Decimal,
    Spelled(
        "decimal",
        text_like(f"^{DECIMAL}$"),
        core_schema.decimal_schema(strict=True, allow_inf_nan=False),
        core_schema.decimal_schema(strict=False, allow_inf_nan=False),
    ),
]
"""A number of any precision, as a string."""

Binary = Annotated[
    bytes,
    Spelled(
        "binary",
        core_schema.str_schema(strict=True),
        core_schema.bytes_schema(strict=True),
        core_schema.bytes_schema(strict=False),
    ),
]
"""Bytes; in JSON, those of a string in UTF-8."""


class Format(CheckedText):
    """Accepts strings that are spelled like the format demands."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return past_null(handler(source), self._judging)

    def _judging(self, text: CoreSchema) -> CoreSchema:
        pattern = PATTERNS.get(self._name)
        # Where a text becomes something else, as a member of an enum, or where Rust
        # has no such pattern, a function judges it.
        if pattern is None or "(?=" in pattern or text["type"] != "str":
            return core_schema.no_info_after_validator_function(self.check, text)

        def described(_: CoreSchema, describe: GetJsonSchemaHandler) -> JsonSchemaValue:
            return describe(text)

        judged = core_schema.custom_error_schema(
            core_schema.str_schema(
                pattern=f"^(?:{pattern})$",
                max_length=LONGEST.get(self._name),
                regex_engine="rust-regex",
            ),
            custom_error_type="format",
            custom_error_message=_INVALID,
            custom_error_context={"format": self._name},
        )
        return core_schema.chain_schema(
            [text, judged], metadata={"pydantic_js_functions": [described]}
        )

    def check(self, text: str) -> str:
        """The text, which is of the format."""
        if not is_spelled(self._name, text):
            raise misspelt(self._name)
        return text


def misspelt(name: str) -> PydanticCustomError:
    """What is wrong with a text that is not of the format."""
    return PydanticCustomError("format", _INVALID, {"format": name})
