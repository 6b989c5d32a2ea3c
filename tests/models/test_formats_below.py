"""A format is judged below a keyword that no type expresses as it is at the top."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.shapes import Schema, holder, ref
from tests.weaving import Woven, document, weave

_DAY: Final[Schema] = {"type": "string", "format": "date"}
_BELOW: Final[dict[str, tuple[Schema, Any]]] = {
    "PatternProperties": ({"patternProperties": {"^d": _DAY}}, lambda day: {"d": day}),
    "Additional": (
        {"patternProperties": {"^x": True}, "additionalProperties": _DAY},
        lambda day: {"d": day},
    ),
    "PrefixItems": ({"prefixItems": [_DAY]}, lambda day: [day]),
    "RestItems": ({"prefixItems": [True], "items": _DAY}, lambda day: [0, day]),
    "Contains": ({"contains": _DAY}, lambda day: [0, day]),
    "PropertyNames": ({"propertyNames": _DAY}, lambda day: {day: 0}),
    "Then": (
        {"if": {"type": "object"}, "then": {"properties": {"d": _DAY}}},
        lambda day: {"d": day},
    ),
    "Else": ({"if": {"type": "array"}, "else": _DAY}, lambda day: day),
    "DependentSchemas": (
        {"dependentSchemas": {"a": {"properties": {"d": _DAY}}}},
        lambda day: {"a": 0, "d": day},
    ),
    "NotNot": ({"not": {"not": _DAY}}, lambda day: day),
    "Unevaluated": ({"unevaluatedProperties": _DAY}, lambda day: {"d": day}),
    "Referred": ({"patternProperties": {"^d": ref("Day")}}, lambda day: {"d": day}),
    "Counted": (
        {"oneOf": [_DAY, {"type": "string", "format": "email", "minLength": 1}]},
        lambda day: day,
    ),
    "Both": (
        {"allOf": [_DAY, {"type": "string", "format": "uri-reference"}]},
        lambda day: day,
    ),
    "BothOtherwise": (
        {"allOf": [{"type": "string", "format": "unknown"}, _DAY]},
        lambda day: day,
    ),
}
_TYPED: Final = (
    "time",
    "duration",
    "byte",
    "base64url",
    "date-time-local",
    "time-local",
)
_INTEGERS: Final = {"patternProperties": {"^n": {"type": "integer", "format": "int32"}}}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    schemas: Schema = {
        "Day": _DAY,
        "Integers": _INTEGERS,
        "Refused": {"not": _DAY},
        **{
            format_.title().replace("-", ""): {
                "propertyNames": {"minLength": 1},
                "if": {"type": "object"},
                "then": {
                    "properties": {"x": {"type": "string", "format": format_}},
                },
            }
            for format_ in _TYPED
        },
        "Untyped": {"patternProperties": {"^d": {"format": "date"}}},
        **{name: holder(schema) for name, (schema, _) in _BELOW.items()},
    }
    with weave(document(schemas=schemas), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize("name", _BELOW)
def test_a_day_is_a_day(woven: Woven, name: str) -> None:
    place = _BELOW[name][1]
    assert woven.accepts(name, {"value": place("2024-02-29")})
    assert not woven.accepts(name, {"value": place("2023-02-29")})
    assert not woven.accepts(name, {"value": place("today")})


def test_other_formats_and_no_type(woven: Woven) -> None:
    assert woven.accepts("Integers", {"n": 2**31 - 1})
    assert not woven.accepts("Integers", {"n": 2**31})
    assert not woven.accepts("Refused", "2024-02-29")
    assert woven.accepts("Refused", "today")
    assert woven.accepts("Untyped", {"d": "today"})


@pytest.mark.parametrize(
    ("format_", "right", "wrong"),
    [
        ("time", "09:30:00Z", "09:30:00"),
        ("duration", "P1M", "1 month"),
        ("byte", "aGVsbG8=", "aGVsbG8"),
        ("base64url", "-_-_", "+/+/"),
        ("date-time-local", "2024-02-29T12:30:00", "2024-02-29T12:30:00Z"),
        ("time-local", "09:30:00", "09:30:00Z"),
    ],
)
def test_formats_with_types_of_their_own(
    woven: Woven, format_: str, right: str, wrong: str
) -> None:
    name = format_.title().replace("-", "")
    assert woven.accepts(name, {"x": right})
    assert not woven.accepts(name, {"x": wrong})
