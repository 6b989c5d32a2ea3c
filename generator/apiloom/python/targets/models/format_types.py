"""Python types for formats (OpenAPI format registry; JSON Schema validation, 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.api.schema.shapes import Primitive
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import Call, Expression, Value, builtin, runtime
from apiloom.runtime.spellings import CHECKED

_STRINGS: Final[Mapping[Text, Expression]] = {
    Text("date-time"): runtime("formats", "DateTime"),
    Text("date"): runtime("formats", "Date"),
    Text("uuid"): runtime("formats", "Uuid"),
    Text("binary"): runtime("formats", "Binary"),
    Text("decimal"): runtime("formats", "Decimal"),
    Text("date-time-local"): runtime("clock_formats", "NaiveDateTime"),
    Text("time"): runtime("clock_formats", "Time"),
    Text("time-local"): runtime("clock_formats", "NaiveTime"),
    Text("duration"): runtime("durations", "Duration"),
    Text("byte"): runtime("encodings", "Base64"),
    Text("base64"): runtime("encodings", "Base64"),
    Text("base64url"): runtime("encodings", "Base64Url"),
    Text("base32"): runtime("encodings", "Base32"),
    Text("base16"): runtime("encodings", "Base16"),
}
BINARY: Final = frozenset({Text("binary")})
"""What is bytes as they are, in a body or a part of one."""
ENCODED: Final = frozenset(
    map(Text, ("byte", "base64", "base64url", "base32", "base16"))
)
"""What is bytes in Python, and text on the wire (RFC 4648)."""
_NUMBERS: Final[Mapping[Text, Expression]] = {
    Text("int32"): runtime("digits", "Int32"),
    Text("int64"): runtime("digits", "Int64"),
}
_DECIMAL: Final = runtime("decimal_numbers", "DecimalNumber")
_DECIMAL_FORMAT: Final = Text("decimal")
_BITS: Final[Mapping[Text | None, int]] = {Text("int32"): 32, Text("int64"): 64}
_PLAIN: Final[Mapping[str, Expression]] = {
    "string": builtin("str"),
    "integer": runtime("digits", "Integer"),
    "number": runtime("digits", "Number"),
    "boolean": builtin("bool"),
}


def primitive_type(schema: Primitive) -> Expression:
    """The type of a primitive before its constraints.

    A format that has no type of its own is an annotation, as JSON Schema has it.
    `int32` and `int64` are formats of numbers (OpenAPI format registry), so they make
    an integer of a `number` as well.
    """
    if _is_decimal(schema):
        return _DECIMAL
    types = _STRINGS if schema.kind == "string" else _NUMBERS
    if schema.kind in {"string", "integer", "number"} and schema.format is not None:
        return types.get(schema.format, _PLAIN[schema.kind])
    return _PLAIN[schema.kind]


def is_fractional(schema: Primitive) -> bool:
    """Whether a number may have a fraction, and is not kept as an `int` alone."""
    is_number = schema.kind == "number" and not _is_decimal(schema)
    return is_number and schema.format not in _NUMBERS


def _is_decimal(schema: Primitive) -> bool:
    return schema.kind == "number" and schema.format == _DECIMAL_FORMAT


def limited_number(schema: Primitive) -> tuple[Expression, Expression] | None:
    """Of a number with limits: the plain type, and what stands behind the limits.

    pydantic judges the limits of `int` and `float` itself, and those of anything else
    by functions in Python.
    """
    if is_fractional(schema):
        return builtin("float"), Call(runtime("digits", "Digits"))
    if schema.kind not in {"integer", "number"}:
        return None
    bits = _BITS.get(schema.format)
    arguments = () if bits is None else (Value(bits),)
    return builtin("int"), Call(runtime("digits", "Integral"), arguments)


def format_check(schema: Primitive) -> Iterator[Expression]:
    """The marker for a format that has no type of its own, but a spelling."""
    format_ = schema.format
    if schema.kind == "string" and format_ is not None and reveal(format_) in CHECKED:
        yield Call(runtime("formats", "Format"), (Value(format_),))


def input_type(schema: Primitive) -> Expression:
    """The type of what a caller passes for a primitive."""
    if is_fractional(schema):
        return builtin("float")
    if _is_decimal(schema):
        return _DECIMAL
    is_number = schema.kind in {"integer", "number"}
    return builtin("int") if is_number else primitive_type(schema)


def has_own_type(schema: Primitive) -> bool:
    """Whether the value is neither plain text nor a plain number.

    So the limits of these do not apply to it, but to what stands on the wire.
    """
    is_text = schema.kind == "string" and schema.format in _STRINGS
    return is_text or _is_decimal(schema)
