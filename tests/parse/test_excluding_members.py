"""Members of a `oneOf` are counted where they may meet, and only there."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Any, Final

import pytest

from apiloom.api.schema.flatten import Flattener
from apiloom.api.schema.schema_overlap import exclude_each_other
from apiloom.api.schema.shapes import Union
from apiloom.core.location import tokens_of
from tests.contract.test_witnesses import VALUES, judge, some_schema
from tests.parse.walking import SCHEMAS, Walked, walk
from tests.shapes import INTEGER, TEXT, ref


def tagged(tag: str, *, required: bool = True) -> dict[str, Any]:
    """An object that a constant tells from others."""
    names = ["kind"] if required else []
    return {
        "type": "object",
        "properties": {"kind": {"const": tag}},
        "required": names,
    }


NAMED: Final = {"type": "object", "properties": {"name": TEXT}}
MEETING: Final[dict[str, list[Any]]] = {
    "objects without a tag": [NAMED, tagged("a")],
    "a tag that either may leave out": [
        tagged("a", required=False),
        tagged("b", required=False),
    ],
    "numbers with a limit in common": [
        {"type": "integer", "maximum": 3},
        {"type": "integer", "minimum": 3},
    ],
    "a listed value within the limits": [
        {"enum": ["ab"]},
        {"type": "string", "minLength": 2},
    ],
    "both take null": [{"type": ["string", "null"]}, {"type": ["integer", "null"]}],
    "a union of one type of the other": [{"anyOf": [TEXT, INTEGER]}, {"enum": [1]}],
}
APART: Final[dict[str, list[Any]]] = {
    "other types": [TEXT, INTEGER],
    "other tags": [tagged("a"), tagged("b")],
    "tags that stand in a part": [
        {"allOf": [ref("Named"), tagged("a")]},
        {"allOf": [ref("Named"), tagged("b")]},
    ],
    "a tag that one may leave out": [tagged("a", required=False), tagged("b")],
    "limits": [{"type": "integer", "maximum": 3}, {"type": "integer", "minimum": 4}],
    "an open limit": [
        {"type": "number", "exclusiveMaximum": 3},
        {"type": "number", "minimum": 3},
    ],
    "a listed value beyond a limit": [
        {"enum": ["a"]},
        {"type": "string", "minLength": 2},
    ],
    "a property that a closed one has no room for": [
        tagged("a"),
        {**NAMED, "additionalProperties": False},
    ],
    "an implied type": [{"properties": {"name": TEXT}}, TEXT],
}


def asserted(members: list[Any], **beside: Any) -> tuple[Walked, list[Any]]:
    """What a `oneOf` asserts."""
    walked = walk(schemas={"Named": NAMED, "U": {"oneOf": members, **beside}})
    (union,) = [
        shape
        for schema_id, shape in walked.api.schemas.items()
        if schema_id.pointer == f"{SCHEMAS}/U" and isinstance(shape, Union)
    ]
    return walked, [assertion.schema.value for assertion in union.asserts]


@pytest.mark.parametrize("name", MEETING)
def test_members_that_may_meet_are_counted(name: str) -> None:
    _, values = asserted(MEETING[name])
    assert [*map(list, values)] == [["oneOf"]]


@pytest.mark.parametrize("name", APART)
@pytest.mark.parametrize("beside", [{}, {"description": "one of them"}])
def test_members_that_exclude_each_other_are_not(
    name: str, beside: dict[str, Any]
) -> None:
    walked, values = asserted(APART[name], **beside)
    assert not values
    assert not walked.said


def test_an_implied_type_counts_as_written_also_where_it_is_merged() -> None:
    merged = {"allOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}]}
    _, values = asserted([merged, NAMED])
    assert values[0]["oneOf"][0] == {**merged, "type": "object"}


def test_the_member_that_is_wider_is_the_one_that_is_named() -> None:
    walked, values = asserted([INTEGER, {"type": "number"}])
    assert not values
    ((_, code, pointer, _),) = walked.said
    assert (code, pointer) == ("one-of-overlap", f"{SCHEMAS}/U/oneOf/1")


@pytest.mark.parametrize("seed", range(5))
def test_no_value_satisfies_two_that_exclude_each_other(seed: int) -> None:
    """Schemas made by chance, each held against each, over many small values."""
    chance = Random(seed)
    schemas = {f"S{number}": some_schema(chance) for number in range(30)}
    api = walk(schemas=schemas, exact=True).api
    flattener = Flattener(api.schemas, api.discriminators, api.schemas)
    apart = 0
    for one, two in combinations(api.components, 2):
        if exclude_each_other(flattener, (one, two)):
            apart += 1
            both = [schemas[tokens_of(schema.pointer)[-1]] for schema in (one, two)]
            assert not [
                value
                for value in VALUES
                if all(judge(schema, value) for schema in both)
            ], both
    assert apart > 50
