"""Constraints at their borders, enumerations, constants and boolean schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from _pytest.mark.structures import ParameterSet
from pydantic import ValidationError

from .conftest import Weave
from .weaving import Json, Woven, accepts, holder, read, weaving, written

NUMBERS: Final[Json] = {"type": "array", "items": {"type": "number"}}
ANY: Final[Json] = {"type": "array", "items": {}}
KEYS: Final[Json] = {"type": "object", "additionalProperties": {"type": "integer"}}

# Schema, values at the border that are fine, values just beyond it.
BORDERS: Final[dict[str, tuple[Json | bool, list[object], list[object]]]] = {
    "MinLength": ({"type": "string", "minLength": 2}, ["ab", "\U0001f600a"], ["a"]),
    "MaxLength": ({"type": "string", "maxLength": 2}, ["", "\U0001f600a"], ["abc"]),
    "Minimum": ({"type": "integer", "minimum": 2}, [2, 2.0], [1]),
    "Maximum": ({"type": "number", "maximum": 2.5}, [2.5, 2], [2.51, 3]),
    "Above": ({"type": "number", "exclusiveMinimum": 0}, [0.001], [0, 0.0, -1]),
    "Below": ({"type": "integer", "exclusiveMaximum": 0}, [-1], [0, 1]),
    "Multiple": ({"type": "integer", "multipleOf": 3}, [0, 3, -9, 6.0], [1, 4]),
    "Half": ({"type": "number", "multipleOf": 0.5}, [0, 1, 1.5], [0.25, 1.75]),
    "MinItems": ({**NUMBERS, "minItems": 1}, [[1]], [[]]),
    "MaxItems": ({**NUMBERS, "maxItems": 1}, [[], [1]], [[1, 2]]),
    "Unique": (
        {**ANY, "uniqueItems": True},
        [[], [1, 2], [1, "1"], [1, True], [{"a": 1}, {"a": 2}], [[1], [2]]],
        [[1, 1], ["a", "b", "a"], [{"a": 1}, {"a": 1}], [None, None]],
    ),
    "MinProperties": ({**KEYS, "minProperties": 1}, [{"a": 1}], [{}]),
    "MaxProperties": ({**KEYS, "maxProperties": 1}, [{}, {"a": 1}], [{"a": 1, "b": 2}]),
    "Pattern": (
        {"type": "string", "pattern": "^[a-z]+$"},
        ["a", "abc"],
        ["", "A", "a1"],
    ),
    "Unanchored": ({"type": "string", "pattern": "b"}, ["b", "abc"], ["", "ac"]),
    "Lookahead": ({"type": "string", "pattern": "^(?!x)"}, ["a", ""], ["xa"]),
    "Nullable": ({"type": ["integer", "null"], "minimum": 1}, [1, None], [0]),
    "Mixed": (
        {"enum": ["a", 1, True, None]},
        ["a", 1, True, None],
        ["b", "1", 2, False, "A"],
    ),
    "Ones": ({"enum": [1, "1"]}, [1, "1"], [True, 2]),
    "Truth": ({"enum": [True]}, [True], [1, "true", False]),
    "One": ({"type": "string", "enum": ["only"]}, ["only"], ["", "Only", None]),
    "NullAlone": ({"enum": [None]}, [None], [0, "", False]),
    "Twins": ({"enum": ["asc", "ASC", "Asc"]}, ["asc", "ASC", "Asc"], ["aSC"]),
    "Odd": ({"enum": ["", "a\"'\\\n", "class"]}, ["", "a\"'\\\n", "class"], ["a"]),
    "Const": ({"const": "v1"}, ["v1"], ["v2", None, 1]),
    "ConstNumber": ({"const": 5}, [5], [6, "5", True]),
    "TypedEnum": ({"type": "integer", "enum": [1, "a", 2]}, [1, 2], ["a", 3]),
    "Yes": (True, [None, 1, "a", [], {"a": [None]}], []),
    "Empty": ({}, [None, 1, "a", [], {"a": [None]}], []),
    "No": (False, [], [None, 0, "", [], {}]),
}


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Woven]:
    """A holder for each schema, with a required property and an optional one."""
    schemas: Json = {}
    for name, (schema, _, _) in BORDERS.items():
        schemas[name] = holder(schema)
        schemas[f"{name}Maybe"] = holder(schema, required=False)
    with weaving(schemas, tmp_path_factory.mktemp("constraints")) as woven_package:
        yield woven_package


def _borders() -> Iterator[ParameterSet]:
    for name, (_, fine, wrong) in BORDERS.items():
        for holds in (name, f"{name}Maybe"):
            yield pytest.param(holds, fine, wrong, id=holds)


@pytest.mark.parametrize(("name", "fine", "wrong"), [*_borders()])
def test_borders(
    woven: Woven, name: str, fine: list[object], wrong: list[object]
) -> None:
    """What is at the border is read and written back; the next value is refused."""
    model = getattr(woven.models, name)
    assert [value for value in fine if not accepts(model, value)] == []
    assert [value for value in wrong if accepts(model, value)] == []
    for value in fine:
        assert written(read(model, {"value": value})) == {"value": value}


@pytest.mark.parametrize("name", BORDERS)
def test_an_optional_property_may_be_absent(woven: Woven, name: str) -> None:
    """Whatever it forbids when it is there; the schema `false` demands it."""
    assert written(read(getattr(woven.models, f"{name}Maybe"), {})) == {}


def test_nothing_is_reported_of_what_is_enforced(woven: Woven) -> None:
    """All of the above is honoured."""
    assert woven.codes == []


def test_constraints_hold_for_callers(woven: Woven) -> None:
    """Keyword arguments and assignment are judged as JSON is."""
    model = woven.models.MinLength
    with pytest.raises(ValidationError):
        model(value="a")
    instance = model(value="ab")
    with pytest.raises(ValidationError):
        instance.value = "a"
    assert instance.value == "ab"


@pytest.mark.parametrize("pattern", ["[a", "(", "a{2,1}", r"\p{Nonsense}"])
def test_a_pattern_that_is_none(weave: Weave, pattern: str) -> None:
    """It is reported where it stands, and not enforced; the rest is."""
    schema = {"type": "string", "pattern": pattern, "maxLength": 5}
    woven = weave({"Holder": holder(schema)})
    pointer = "/components/schemas/Holder/properties/value"
    assert [
        reported.startswith(pointer) for reported in woven.pointers("pattern-unusable")
    ] == [True]
    assert accepts(woven.models.Holder, "\u00e91!")
    assert not accepts(woven.models.Holder, "too long")


def test_an_enum_without_a_value_accepts_nothing(weave: Weave) -> None:
    """`type` and `enum` that exclude each other."""
    woven = weave({"Holder": holder({"type": "integer", "enum": ["a"]})})
    assert "enum-empty" in woven.codes
    assert not accepts(woven.models.Holder, "a")
    assert not accepts(woven.models.Holder, 1)


def test_sizes_of_an_object_with_properties(weave: Weave) -> None:
    """`minProperties` counts unknown keys too."""
    schema: Json = {"type": "object", "properties": {"a": {"type": "integer"}}}
    woven = weave({"M": holder({**schema, "minProperties": 1, "maxProperties": 2})})
    fine: list[Json] = [{"a": 1}, {"b": 1}, {"a": 1, "b": 2}]
    wrong: list[Json] = [{}, {"a": 1, "b": 2, "c": 3}]
    assert [accepts(woven.models.M, value) for value in fine] == [True] * 3
    assert [accepts(woven.models.M, value) for value in wrong] == [False] * 2
