"""Intersections come to one shape each; what cannot be is said exactly."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.api.resolve.resolved_shapes import resolve_shapes
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Constraints,
    Enumeration,
    Nothing,
    Object,
    Primitive,
    Reference,
    SchemaId,
    Union,
)
from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer
from apiloom.core.text import Text
from tests.parse.walking import SCHEMAS, walk
from tests.resolve.resolving import resolved

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}


def ref(name: str) -> Schema:
    return {"$ref": f"{'#'}{SCHEMAS}/{name}"}


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (TEXT, INTEGER, "no value is both a string and an integer"),
        (INTEGER, TEXT, "no value is both an integer and a string"),
        (TEXT, {"type": "array"}, "no value is both a string and an array"),
        ({"type": "object"}, TEXT, "no value is both an object and a string"),
        (
            {"type": "boolean"},
            {"type": "null"},
            "no value is both a boolean and a null",
        ),
        ({"enum": ["a"]}, INTEGER, "no value is both an enumeration and an integer"),
        ({"enum": ["a"]}, {"enum": ["b"]}, "no value is both an enumeration and"),
    ],
)
def test_a_conflict(first: Schema, second: Schema, message: str) -> None:
    outcome = resolved({"S": {"allOf": [first, second]}})
    ((severity, code, pointer, message_text),) = outcome.reported
    assert (severity, code, pointer) == ("warning", "allof-conflict", f"{SCHEMAS}/S")
    assert message_text.startswith(message)
    assert isinstance(outcome.shape("S"), Nothing)
    (diagnostic,) = outcome.report
    assert diagnostic.hint == f"see #{SCHEMAS}/S/allOf/0 and #{SCHEMAS}/S/allOf/1"


def test_a_closed_member() -> None:
    closed: Schema = {
        "type": "object",
        "properties": {"a": TEXT},
        "additionalProperties": False,
    }
    outcome = resolved(
        {"Closed": closed, "S": {"allOf": [ref("Closed"), {"properties": {"b": TEXT}}]}}
    )
    assert outcome.reported == [
        (
            "warning",
            "allof-closed",
            f"{SCHEMAS}/Closed",
            "`additionalProperties: false` in one member of `allOf` forbids 'b', "
            "which another member describes",
        )
    ]
    shape = outcome.shape("S")
    assert isinstance(shape, Object)
    assert shape.additional is False
    assert [property_.wire_name for property_ in shape.properties] == [
        Text("a"),
        Text("b"),
    ]


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"allOf": [ref("A")]}},
        {"A": {"allOf": [ref("B")]}, "B": {"allOf": [ref("A"), TEXT]}},
        {"A": ref("B"), "B": ref("C"), "C": ref("A")},
    ],
)
def test_a_circle_is_printed_whole_from_its_first_pointer(
    schemas: dict[str, object],
) -> None:
    outcome = resolved(schemas)
    ((severity, code, pointer, message),) = outcome.reported
    assert (severity, code, pointer) == ("error", "circular-reference", f"{SCHEMAS}/A")
    assert message.startswith(
        f"the references go round in a circle and name nothing: #{SCHEMAS}/A -> "
    )
    assert message.endswith(f" -> #{SCHEMAS}/A")
    assert all(f"#{SCHEMAS}/{name}" in message for name in schemas)


def test_two_unions_with_too_many_combinations() -> None:
    def of(count: int, letter: str) -> Schema:
        return {"oneOf": [{"enum": [f"{letter}{number}"]} for number in range(count)]}

    outcome = resolved({"S": {"allOf": [of(11, "a"), of(10, "b")]}})
    assert outcome.reported == [
        (
            "warning",
            "allof-too-large",
            f"{SCHEMAS}/S",
            "two unions that must both hold have too many combinations",
        )
    ]
    assert isinstance(outcome.shape("S"), Union)


def test_only_combinations_that_can_be_are_counted() -> None:
    both: Schema = {"type": ["object", "boolean"]}
    outcome = resolved({"S": {"allOf": [{**both, "title": str(n)} for n in range(9)]}})
    assert outcome.reported == []
    shape = outcome.shape("S")
    assert isinstance(shape, Union)
    assert len(shape.members) == 2


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"minimum": 1}, {"minimum": 3}, Constraints(minimum=3)),
        ({"maximum": 1}, {"maximum": 3}, Constraints(maximum=1)),
        (
            {"exclusiveMinimum": 1},
            {"minimum": 3},
            Constraints(minimum=3, exclusive_minimum=1),
        ),
        ({"multipleOf": 4}, {"multipleOf": 6}, Constraints(multiple_of=12)),
        ({"multipleOf": 4}, {}, Constraints(multiple_of=4)),
    ],
)
def test_the_narrower_constraint_holds(
    first: Schema, second: Schema, expected: Constraints
) -> None:
    outcome = resolved({"S": {"allOf": [INTEGER | first, INTEGER | second]}})
    shape = outcome.shape("S")
    assert isinstance(shape, Primitive)
    assert shape.constraints == expected
    assert outcome.reported == []


def test_one_member_that_constrains_is_a_reference() -> None:
    outcome = resolved(
        {
            "Base": {"type": "object", "properties": {"a": TEXT}},
            "S": {"allOf": [ref("Base"), {"type": "object"}], "description": "d"},
        }
    )
    shape = outcome.shape("S")
    assert isinstance(shape, Reference)
    assert shape.target.pointer == f"{SCHEMAS}/Base"
    assert shape.notes.description == Text("d")


def test_values_are_filtered() -> None:
    outcome = resolved(
        {"S": {"allOf": [{"enum": ["a", "b", 1]}, TEXT, {"enum": ["b", 1]}]}}
    )
    shape = outcome.shape("S")
    assert isinstance(shape, Enumeration)
    assert shape.values == (Text("b"),)


def test_a_union_is_distributed_over_what_stands_beside_it() -> None:
    outcome = resolved(
        {
            "S": {
                "type": "string",
                "oneOf": [{"maxLength": 3, "type": "string"}, INTEGER],
            }
        }
    )
    shape = outcome.shape("S")
    assert isinstance(shape, Primitive)
    assert shape.constraints == Constraints(maximum_size=3)


def test_long_chains_of_all_of_do_not_recurse() -> None:
    length = 3_000
    schemas: dict[str, object] = {
        f"S{index}": {"allOf": [ref(f"S{index + 1}")]} for index in range(length)
    }
    schemas[f"S{length}"] = TEXT
    outcome = resolved(schemas)
    assert outcome.reported == []
    assert isinstance(outcome.shape("S0"), Reference | Primitive)


def test_the_walk_of_the_same_document_twice_is_the_same() -> None:
    schemas = {
        "B": {"allOf": [ref("A"), {"properties": {"b": TEXT}}]},
        "A": {"type": "object"},
    }
    first, second = walk(schemas=schemas), walk(schemas=schemas)
    assert [schema_id.pointer for schema_id in first.api.schemas] == [
        schema_id.pointer for schema_id in second.api.schemas
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_a_chain_in_which_each_adds_a_property(turned: bool) -> None:
    size = 500
    names = [f"S{number:03}" for number in range(size + 1)]
    if turned:
        names.reverse()
    schemas: dict[str, object] = {
        names[number]: {
            "allOf": [ref(names[number + 1]), {"properties": {f"p{number}": {}}}]
        }
        for number in range(size)
    }
    schemas[names[-1]] = {"type": "object", "properties": {"last": TEXT}}
    api = walk(schemas=schemas).api
    shapes = resolve_shapes(api.schemas, Report())
    first = shapes[SchemaId(api.document, Pointer(f"{SCHEMAS}/{names[0]}"))]
    assert isinstance(first, Object)
    assert len(first.properties) == size + 1


def test_two_recursive_schemas_together_are_one() -> None:
    """What both refer to as `next` is both again, and so on."""
    node = {"type": "object", "properties": {"a": TEXT, "next": ref("A")}}
    other = {"type": "object", "properties": {"b": TEXT, "next": ref("B")}}
    outcome = resolved({"A": node, "B": other, "C": {"allOf": [ref("A"), ref("B")]}})
    whole = outcome.shape("C")
    assert isinstance(whole, Object)
    (following,) = (p.schema for p in whole.properties if p.wire_name == Text("next"))
    assert end_of(following, outcome.api.shapes).id == whole.id
