"""JSON Schema as another library judges it, for what a document of OpenAPI means.

jsonschema-rs has the keywords; here stands what has to be said to it: where formats
assert, what OpenAPI 3.0 writes otherwise, and that numbers are what their digits say.
"""

from __future__ import annotations

import re
from base64 import b16decode, b32decode, b64decode
from binascii import Error as NotEncodedError
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

import jsonschema_rs

from tests.shapes import Schema, ref

FormatCheck: TypeAlias = Callable[[str], bool]

_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
_SINGLE: Final = frozenset(
    {
        *("not", "if", "then", "else", "items", "contains", "propertyNames"),
        *("additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
    }
)
_REWRITTEN: Final = frozenset(
    {"discriminator", "nullable", "format", "contentEncoding"}
)
_BITS: Final = {"int32": 31, "int64": 63}
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_EXACT: Final = 2**53


class SecondJudge:
    """Judges the values of the components of one document.

    `formats` are read in other ways than the library reads them.
    """

    def __init__(
        self, components: Schema, formats: Mapping[str, FormatCheck] | None = None
    ) -> None:
        schemas = {name: plain(schema) for name, schema in components.items()}
        self._root = {"$schema": _DIALECT, "components": {"schemas": schemas}}
        self._formats = {**_OF_OPENAPI, **(formats or {})}
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def accepts(self, name: str, value: object) -> bool:
        """Whether the component has this value."""
        validator = self._validators.get(name)
        if validator is None:
            validator = self._validators[name] = jsonschema_rs.Draft202012Validator(
                {**self._root, **ref(name)},
                validate_formats=True,
                formats=dict(self._formats),
            )
        return validator.is_valid(as_digits(value))


def plain(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 or 3.1 in 2020-12, with those formats that assert.

    A format asserts beside a type alone; an encoding says more than a format beside it.
    """
    if not isinstance(schema, dict):
        return schema
    written = {
        keyword: _plain_below(keyword, value)
        for keyword, value in schema.items()
        if keyword not in _REWRITTEN
    }
    if schema.get("nullable") and isinstance(schema.get("type"), str):
        written["type"] = [schema["type"], "null"]
    for keyword, bound in _FLAGS:
        if isinstance(written.get(keyword), bool) and written.pop(keyword):
            written[keyword] = written.pop(bound)
    asserting = schema.get("contentEncoding", schema.get("format"))
    if asserting in _BITS and "type" in schema:
        within = {"if": _NUMBER, "then": _integer_of(_BITS[asserting])}
        return {**written, "allOf": [*written.get("allOf", []), within]}
    return written | ({"format": asserting} if asserting and "type" in schema else {})


def _plain_below(keyword: str, value: Any) -> Any:
    if keyword in _LISTS:
        return [plain(member) for member in value]
    if keyword in _MAPS:
        return {name: plain(member) for name, member in value.items()}
    return plain(value) if keyword in _SINGLE else as_digits(value)


def subschemas(*schemas: Any) -> Iterator[Schema]:
    """The schemas that are no booleans, and all below them."""
    work = [*schemas]
    while work:
        schema = work.pop()
        if not isinstance(schema, dict):
            continue
        yield schema
        for keyword, value in schema.items():
            if keyword in _LISTS:
                work += value
            elif keyword in _MAPS:
                work += value.values()
            elif keyword in _SINGLE:
                work.append(value)


_FLAGS: Final = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))
"""OpenAPI 3.0: whether the bound itself is left out."""
_NUMBER: Final = {"type": "number"}


def _integer_of(bits: int) -> Schema:
    return {"type": "integer", "minimum": -(2**bits), "maximum": 2**bits - 1}


def as_digits(value: Any) -> Any:
    """A value whose numbers are what their digits say (RFC 8259, section 6).

    Python's reader makes the float of `1e23` that is nearest to it; JSON means 10**23.
    """
    if isinstance(value, dict):
        return {key: as_digits(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_digits(member) for member in value]
    if isinstance(value, float) and abs(value) >= _EXACT:
        return int(Decimal(repr(value)))
    return value


def is_decimal(text: str) -> bool:
    """`decimal` of OpenAPI's registry of formats."""
    number = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
    return re.fullmatch(number, text) is not None


def _decoder(decode: Callable[[bytes], bytes]) -> Callable[[str], bytes | None]:
    def decoded(text: str) -> bytes | None:
        try:
            return decode(text.encode("ascii"))
        except (NotEncodedError, UnicodeEncodeError):
            return None

    return decoded


def _padded(text: bytes) -> bytes:
    if len(text) % 4 or text.endswith(b"==="):
        raise NotEncodedError
    return b64decode(text, validate=True)


def _url_safe(text: bytes) -> bytes:
    if b"+" in text or b"/" in text or (b"=" in text and len(text) % 4):
        raise NotEncodedError
    padded = text + b"=" * (-len(text) % 4)
    return _padded(padded.replace(b"-", b"+").replace(b"_", b"/"))


ENCODINGS: Final[Mapping[str, Callable[[str], bytes | None]]] = {
    "base64": _decoder(_padded),
    "base64url": _decoder(_url_safe),
    "base32": _decoder(b32decode),
    "base16": _decoder(lambda text: b16decode(text, casefold=True)),
}
"""The bytes of a text, or None (RFC 4648; JSON Schema validation, section 8.3)."""


def _encoded(name: str) -> FormatCheck:
    return lambda text: ENCODINGS[name](text) is not None


_OF_OPENAPI: Final[Mapping[str, FormatCheck]] = {
    "decimal": is_decimal,
    "byte": _encoded("base64"),
    **{name: _encoded(name) for name in ENCODINGS},
}
"""Formats that the library does not know."""
