"""Where models differ from the letter of JSON Schema on purpose, in one table.

Each entry says how the document, or a format, is read instead: as that it is judged by
the letter again, so nothing else may differ. `diagnostic` is the code by which apiloom
tells where it reads so.
"""

from __future__ import annotations

import copy
from base64 import b16encode, b32encode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from apiloom.core.diagnostics import Diagnostic
from apiloom.runtime.spellings import is_spelled
from tests.conformance.second_judge import (
    ENCODINGS,
    FormatCheck,
    is_decimal,
    subschemas,
)
from tests.conformance.shrinking import reached
from tests.shapes import COMPONENT_POINTER, Schema


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading. `rewrite` changes the schemas that diagnostics of this code point
    to, or that stand so many `steps_above`, or where there is no code, each schema.
    What leads to a place without one may differ."""

    name: str
    reason: str
    diagnostic: str = ""
    rewrite: Callable[[Schema], None] | None = None
    steps_above: int = 0
    formats: Mapping[str, FormatCheck] = field(default_factory=dict)


def _imply_type(schema: Schema) -> None:
    arrays = {"items", "prefixItems"}
    schema["type"] = "object" if arrays.isdisjoint(schema) else "array"


def _count_none(schema: Schema) -> None:
    members = schema.pop("oneOf")
    schema["allOf"] = [*schema.get("allOf", []), {"anyOf": members}]


def _list_null(schema: Schema) -> None:
    if schema.get("nullable") and None not in schema.get("enum", [None]):
        schema["enum"] = [*schema["enum"], None]


def _let_null(schema: Schema) -> None:
    if schema.get("nullable") and not _APPLYING.isdisjoint(schema):
        inner = {key: value for key, value in schema.items() if key != "nullable"}
        schema.clear()
        schema["anyOf"] = [inner, {"type": "null"}]


def _mean_null(schema: Schema) -> None:
    for keyword in ("anyOf", "oneOf"):
        if _NULLABLE in schema.get(keyword, []):
            schema[keyword] = [
                {"type": "null"} if member == _NULLABLE else member
                for member in schema[keyword]
            ]
    members = schema.get("allOf", [])
    words = [
        member.get("nullable", False) and member.keys() <= {"nullable", "type"}
        for member in members
    ]
    if any(words) and not all(words):
        inner = {key: value for key, value in schema.items() if key != "nullable"}
        inner["allOf"] = [
            {key: value for key, value in member.items() if not word or key == "type"}
            for member, word in zip(members, words, strict=True)
        ]
        schema.clear()
        schema["anyOf"] = [inner, {"type": "null"}]


def _spelled(*names: str) -> dict[str, FormatCheck]:
    def check_of(name: str) -> FormatCheck:
        return lambda text: is_spelled(name, text)

    return {name: check_of(name) for name in names}


_NULLABLE: Final = {"nullable": True}
_APPLYING: Final = frozenset({"allOf", "anyOf", "oneOf", "$ref"})

CHOICES: Final = (
    Choice(
        "implied-type",
        "`properties` or `items` without a `type` tell an object or an array: a class "
        "that might also be a number is no class.",
        "type-implied",
        _imply_type,
    ),
    Choice(
        "one-of-overlap",
        "Where whatever satisfies one member of a `oneOf` satisfies another, `anyOf` "
        "is taken to be meant.",
        "one-of-overlap",
        _count_none,
        steps_above=2,
    ),
    Choice(
        "nullable-enum",
        "In OpenAPI 3.0 `nullable` lets null past the `enum` beside it: nobody who "
        "writes it means anything else.",
        rewrite=_list_null,
    ),
    Choice(
        "nullable-beside",
        "In OpenAPI 3.0 `nullable` beside `allOf`, `anyOf` or `oneOf` lets null past "
        "the whole, though by the letter it widens the `type` beside it alone.",
        rewrite=_let_null,
    ),
    Choice(
        "nullable-member",
        "A member of `allOf`, `anyOf` or `oneOf` that says nothing but `nullable` lets "
        "null past the whole, or is null.",
        rewrite=_mean_null,
    ),
    Choice(
        "conflict",
        "Members of an `allOf` that have no value in common: the part that conflicts "
        "takes none, or null alone; which, no schema in its place says.",
        "allof-conflict",
    ),
    Choice(
        "closed-member",
        "A closed member of an `allOf` closes the whole.",
        "allof-closed",
    ),
    Choice(
        "python-calendar",
        "Python has no leap second and no year 0.",
        formats=_spelled("date", "date-time", "time"),
    ),
    Choice(
        "surely-wrong",
        "Of texts of these formats, what is surely wrong alone is refused.",
        formats=_spelled(
            *("email", "hostname", "uri", "uri-reference", "duration", "regex")
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A scalar that is written in another way than it was read."""

    name: str
    reason: str
    same: Callable[[Any, Any], bool]
    types: tuple[type, ...] = (str,)


def _same_number(read: str, written: Any) -> bool:
    return (
        isinstance(written, str)
        and is_decimal(read)
        and is_decimal(written)
        and Decimal(read) == Decimal(written)
    )


def _same_decimal(read: Any, written: Any) -> bool:
    text, number = (read, written) if isinstance(read, str) else (written, read)
    is_text = isinstance(text, str) and is_decimal(text)
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return is_text and is_number and Decimal(repr(number)) == Decimal(text)


def _same_bytes(read: str, written: Any) -> bool:
    return isinstance(written, str) and any(
        read_bytes is not None and read_bytes == decode(written)
        for decode in ENCODINGS.values()
        for read_bytes in [decode(read)]
    )


def _same_moment(read: str, written: Any) -> bool:
    return (
        isinstance(written, str)
        and _moment(read) is not None
        and _moment(read) == _moment(written)
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


_ENCODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "base64": b64encode,
    "base64url": urlsafe_b64encode,
    "base32": b32encode,
    "base16": b16encode,
}
ENCODED_BYTES: Final = "encoded-bytes"

SPELLINGS: Final = (
    Spelling(
        "decimal",
        "A decimal is the number that the text says, and its digits.",
        _same_number,
    ),
    Spelling(
        ENCODED_BYTES,
        "Bytes are encoded with padding, in the usual case, and bits that say nothing "
        "are zero (RFC 4648, section 3.5).",
        _same_bytes,
    ),
    Spelling(
        "moment",
        "A date-time is kept to the microsecond, `t` and `z` are in upper case, and "
        "an offset of nothing is `Z`.",
        _same_moment,
    ),
    Spelling(
        "uuid",
        "UUIDs are written in lower case (RFC 4122, section 3).",
        lambda read, written: read.lower() == written and len(written) == 36,
    ),
    Spelling(
        "decimal-or-text",
        "Where a string or a number is a decimal, the value does not say which it was.",
        _same_decimal,
        (int, float, str),
    ),
)


def respelled(value: Any) -> Iterator[Any]:
    """A JSON value as it is written where its texts are bytes, by each encoding.

    A schema may list a spelling that is not the usual one: what is read there cannot
    be written.
    """
    for name, encode in _ENCODERS.items():
        again = _respelled(value, ENCODINGS[name], encode)
        if again != value:
            yield again


def _respelled(
    value: Any,
    decode: Callable[[str], bytes | None],
    encode: Callable[[bytes], bytes],
) -> Any:
    if isinstance(value, list):
        return [_respelled(item, decode, encode) for item in value]
    if isinstance(value, dict):
        return {key: _respelled(item, decode, encode) for key, item in value.items()}
    data = decode(value) if isinstance(value, str) else None
    return value if data is None else encode(data).decode("ascii")


def spelling_of(read: Any, written: Any) -> list[str] | None:
    """By which of these one JSON value is written as another; None if it is not."""
    names: list[str] = []
    work = [(read, written)]
    while work:
        one, other = work.pop()
        if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            work += zip(one, other, strict=True)
        elif (
            isinstance(one, dict)
            and isinstance(other, dict)
            and one.keys() == other.keys()
        ):
            work += [(one[key], other[key]) for key in one]
        elif exact(one) != exact(other):
            fitting = [
                spelling.name
                for spelling in SPELLINGS
                if type(one) in spelling.types and spelling.same(one, other)
            ]
            if not fitting:
                return None
            names += fitting
    return names


def exact(value: Any) -> Any:
    """Something equal for equal JSON values alone (JSON Schema core, section 4.2.2)."""
    if isinstance(value, bool) or value is None:
        return (value,)
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, list):
        return [exact(member) for member in value]
    if isinstance(value, dict):
        return {key: exact(member) for key, member in value.items()}
    return value


def read_by(
    choices: Iterable[Choice], components: Schema, diagnostics: Iterable[Diagnostic]
) -> Schema:
    """The components as they are read by these choices."""
    by_code = {choice.diagnostic: choice for choice in choices if choice.diagnostic}
    edits = {
        (each.where.pointer, by_code[each.code].name): by_code[each.code]
        for each in diagnostics
        if each.code in by_code and by_code[each.code].rewrite is not None
    }
    whole = copy.deepcopy(components)
    for (pointer, _), choice in sorted(
        edits.items(), key=lambda edit: -len(edit[0][0])
    ):
        assert choice.rewrite is not None
        choice.rewrite(_schema_at(whole, pointer, choice.steps_above))
    for choice in choices:
        if choice.rewrite is not None and not choice.diagnostic:
            for schema in subschemas(*whole.values()):
                choice.rewrite(schema)
    return whole


def excused(schemas: Schema, diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The components that lead to what no other schema stands for, and the choice."""
    codes = {
        choice.diagnostic: choice.name
        for choice in CHOICES
        if choice.diagnostic and choice.rewrite is None
    }
    there = {
        each.where.pointer.removeprefix(COMPONENT_POINTER).split("/")[0]: codes[
            each.code
        ]
        for each in diagnostics
        if each.code in codes
    }
    leading = {
        name: [there[other] for other in reached(schemas, name) if other in there]
        for name in (schemas if there else ())
    }
    return {name: choices[0] for name, choices in leading.items() if choices}


def _schema_at(components: Schema, pointer: str, steps_above: int) -> Schema:
    """The schema so many steps above what a pointer leads to."""
    steps = pointer.removeprefix(COMPONENT_POINTER).split("/")
    value: Any = components
    for step in steps[: len(steps) - steps_above]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    owner: Schema = value
    return owner


def formats_by(choices: Iterable[Choice]) -> dict[str, FormatCheck]:
    """The formats that these choices read in their own way."""
    return {name: check for choice in choices for name, check in choice.formats.items()}
