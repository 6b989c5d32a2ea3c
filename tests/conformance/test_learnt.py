"""What random schemas have taught us: each once, small, for each way to have models."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

import pytest

from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from tests.conformance.differential import Dialect, Tally, Trial
from tests.shapes import INTEGER, NUMBER, TEXT, Schema, all_of, ref

_BY_LETTER: Final = Dialect("3.1.0", exact=True)
_IMPLIED: Final = Dialect("3.1.0", exact=False)
_NAMED: Final[Schema] = {"properties": {"a": INTEGER}}
_LISTED: Final[Schema] = {"items": TEXT}
_EITHER: Final[tuple[Any, ...]] = (
    {"a": 1},
    {"a": "x"},
    {},
    ["x"],
    [1],
    [],
    1,
    "x",
    None,
    True,
)
_COUNTED: Final = {"oneOf": [INTEGER, {"enum": [0, 1]}]}


class Learnt(NamedTuple):
    """Schemas, of which the first is judged, and how many of the values it accepts."""

    schemas: Schema
    values: tuple[Any, ...]
    accepted: int
    dialects: tuple[Dialect, ...] = (_BY_LETTER, _IMPLIED)


LEARNT: Final = {
    "an object and an array without types": Learnt(
        {"S": all_of(_NAMED, _LISTED)}, _EITHER, 8
    ),
    "beside a union": Learnt({"S": {**_NAMED, "anyOf": [_LISTED]}}, _EITHER, 8),
    "three of them": Learnt(
        {"S": all_of(_NAMED, _LISTED, {"properties": {"b": TEXT}, "required": ["b"]})},
        (*_EITHER, {"a": 1, "b": "x"}, {"b": 1}),
        7,
    ),
    "one with a type comes last": Learnt(
        {"S": all_of(_NAMED, _LISTED, {"type": "object", "required": ["a"]})},
        _EITHER,
        1,
    ),
    "text beside both": Learnt({"S": all_of(_NAMED, _LISTED, TEXT)}, _EITHER, 1),
    "two that differ, below a third": Learnt(
        {"S": all_of(ref("T"), {"minItems": 1}), "T": all_of(_NAMED, _LISTED)},
        _EITHER,
        7,
    ),
    "names alone beside an array": Learnt(
        {"S": all_of({"required": ["a"], "maxProperties": 1}, _LISTED)},
        (*_EITHER, {"a": 1, "b": 1}),
        8,
        (_BY_LETTER,),
    ),
    "with assertions, and null": Learnt(
        {"S": all_of(_NAMED, _LISTED, {"not": {"enum": [None, "x"]}})}, _EITHER, 6
    ),
    "keys that are named and match": Learnt(
        {"S": {**_NAMED, **_LISTED, "patternProperties": {"^.$": {"minimum": 5}}}},
        ({"a": 1}, {"a": 5}, {"a": "x"}, {"b": 1}, {"b": "x"}),
        2,
    ),
    "members that need not be counted where they are asserted": Learnt(
        {
            "S": {"if": {"enum": [{}]}, "else": {"prefixItems": [ref("T")]}},
            "T": _COUNTED,
        },
        ([0], [7], [0.5], {}),
        3,
    ),
    "nor below what is counted": Learnt(
        {"S": {"oneOf": [{"type": "array", "items": _COUNTED}, {"minItems": 2}]}},
        ([0], [7], [0, 0], [0.5], ["x", "x"]),
        3,
    ),
    "null that is forbidden": Learnt(
        {"S": {"oneOf": [TEXT, {"type": "null", "not": {"enum": [None, 1]}}]}},
        ("x", None, 1),
        1,
    ),
    "null that is forbidden, alone": Learnt(
        {"S": all_of({"type": "null", "not": {"enum": [None, 1]}})}, (None, 1), 0
    ),
    "two limits on one side": Learnt(
        {
            "S": {
                "type": "object",
                "properties": {
                    "a": NUMBER | {"maximum": 3, "exclusiveMaximum": 4},
                    "b": NUMBER | {"minimum": 3, "exclusiveMinimum": 2.5},
                },
            }
        },
        ({"a": 3}, {"a": 3.5}, {"b": 3}, {"b": 2.75}, {"a": 1, "b": 5.5}),
        3,
    ),
    "members of unions that a library alone refuses": Learnt(
        {
            "S": {"type": "array", "prefixItems": [NUMBER, ref("T"), {}]},
            "T": {"type": "object", "required": ["a"], "properties": {"a": ref("U")}},
            "U": {"type": "object", "properties": {"b": NUMBER}},
        },
        ([1, {"a": {"b": 2}}], [1, {"a": {"b": 2, "c": 3}}, None], [1, {"a": 4}]),
        2,
    ),
    "null that is one, beside null that is absent": Learnt(
        {
            "S": {"anyOf": [{"type": "object", "maxProperties": 4}, ref("T")]},
            "T": {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}},
        },
        ({"a": None, "b": 1}, {"a": None}, {"a": 1, "b": None, "c": 2}),
        3,
    ),
    "null that stands for nothing absent": Learnt(
        {
            "S": {"oneOf": [{"properties": {"c": ref("T")}}, {}]},
            "T": {"properties": {"a": {"enum": [3]}}},
        },
        ({"c": {"a": None}}, {"c": {"a": 3}}, {"c": {"a": 4}}),
        2,
    ),
    "nor beside a union": Learnt(
        {"S": {"not": ref("T")}, "T": {**_COUNTED, "anyOf": [NUMBER]}},
        (0, 7, 0.5),
        1,
    ),
}


@pytest.mark.parametrize("models", MODEL_STYLES)
@pytest.mark.parametrize("what", LEARNT)
def test_nothing_differs(what: str, models: ModelStyle) -> None:
    learnt = LEARNT[what]
    texts = {"S": [json.dumps(value) for value in learnt.values]}
    for dialect in learnt.dialects:
        tally = Tally()
        Trial(-1, dialect, learnt.schemas, tally, models).run(texts)
        assert [str(difference) for difference in tally.differences] == []
        assert tally.accepted == learnt.accepted, dialect
