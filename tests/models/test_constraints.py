"""Constraints, each at its border: in aliases, in properties, for callers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from _pytest.mark.structures import ParameterSet
from pydantic import ValidationError

from tests.models.conftest import WeaveModels
from tests.shapes import INTEGER, Schema, array, holder, mapping
from tests.weaving import (
    RawJson,
    Woven,
    document,
    holder_accepts,
    read_json,
    to_json,
    weave,
)

ALIASES: dict[str, object] = {
    "Short": {"type": "string", "minLength": 2, "maxLength": 3},
    "Code": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "Inside": {"type": "string", "pattern": "b+"},
    "Digit": {"type": "string", "pattern": r"^\d$"},
    "From1To9": {"type": "integer", "minimum": 1, "maximum": 9},
    "Between": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "Even": {"type": "integer", "multipleOf": 2},
    "Cents": {"type": "number", "multipleOf": 0.01},
    "Few": array(INTEGER, minItems=1, maxItems=2),
    "Distinct": array({}, uniqueItems=True),
    "FewKeys": mapping(INTEGER, minProperties=1, maxProperties=2),
    "ShortDay": {"type": "string", "format": "date", "minLength": 10},
    "Bounded32": {"type": "integer", "format": "int32", "minimum": 5},
}


@pytest.fixture(scope="module")
def aliases() -> Iterator[Woven]:
    with weave(document(schemas=ALIASES), targets=("models",)) as package:
        yield package


ACCEPTED = {
    "Short": ["ab", "abc", "\U0001f600\U0001f600"],
    "Code": ["AB"],
    "Inside": ["abc", "a\nb"],
    "Digit": ["3"],
    "From1To9": [1, 9, *[RawJson("9.0")]],
    "Between": [0.5, 1e-300],
    "Even": [0, 2, -4],
    "Cents": [0.01, 1, 19.99, 0.07, 1.1],
    "Few": [[1], [1, 2]],
    "Distinct": [[], [1, 2], [1, True], [0, False], ["1", 1], [{"a": 1}, {"a": 2}]],
    "FewKeys": [{"a": 1}, {"a": 1, "b": 2}],
    "ShortDay": ["2024-02-29"],
    "Bounded32": [5, 2**31 - 1],
}


REFUSED = {
    "Short": ["a", "abcd", "\U0001f600"],
    "Code": ["ABC", "ab", "", "AB\n"],
    "Inside": ["ac"],
    "Digit": ["x", "33", "\u0663", "3\n"],
    "From1To9": [0, 10, -1],
    "Between": [0, 1, 1.0],
    "Even": [1, 3],
    "Cents": [0.001, 0.015],
    "Few": [[], [1, 2, 3], ["1"], 1],
    "Distinct": [[1, 1], [1, 1.0], [{"a": 1, "b": 2}, {"b": 2, "a": 1}], [None, None]],
    "FewKeys": [{}, {"a": 1, "b": 2, "c": 3}, {"a": "1"}],
    "ShortDay": ["2024-2-29"],
    "Bounded32": [4, 2**31],
}


def cases(table: dict[str, list[object]]) -> list[object]:
    return [
        pytest.param(name, value, id=f"{name}: {value!a:.40}")
        for name, listed in table.items()
        for value in listed
    ]


@pytest.mark.parametrize(("name", "value"), cases(ACCEPTED))  # type: ignore[arg-type]
def test_accepted(aliases: Woven, name: str, value: object) -> None:
    assert aliases.accepts(name, value)


@pytest.mark.parametrize(("name", "value"), cases(REFUSED))  # type: ignore[arg-type]
def test_refused(aliases: Woven, name: str, value: object) -> None:
    assert not aliases.accepts(name, value)


def test_nothing_is_reported_of_the_aliases(aliases: Woven) -> None:
    assert aliases.warnings == []


NUMBERS: Final[Schema] = {"type": "array", "items": {"type": "number"}}
ANY: Final[Schema] = {"type": "array", "items": {}}
KEYS: Final[Schema] = {"type": "object", "additionalProperties": {"type": "integer"}}


# Schema, values at the border that are fine, values just beyond it.
BORDERS: Final[dict[str, tuple[Schema | bool, list[object], list[object]]]] = {
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
def woven() -> Iterator[Woven]:
    """A holder for each schema, with a required property and an optional one."""
    schemas: Schema = {}
    for name, (schema, _, _) in BORDERS.items():
        schemas[name] = holder(schema)
        schemas[f"{name}Maybe"] = holder(schema, required=False)
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        yield woven


def _each() -> Iterator[ParameterSet]:
    for name, (_, fine, wrong) in BORDERS.items():
        for holds in (name, f"{name}Maybe"):
            yield pytest.param(holds, fine, wrong, id=holds)


@pytest.mark.parametrize(("name", "fine", "wrong"), [*_each()])
def test_borders(
    woven: Woven, name: str, fine: list[object], wrong: list[object]
) -> None:
    """What is at the border is read and written back; the next value is refused."""
    model = getattr(woven.models, name)
    assert [each for each in fine if not holder_accepts(model, each)] == []
    assert [each for each in wrong if holder_accepts(model, each)] == []
    for each in fine:
        assert to_json(read_json(model, {"value": each})) == {"value": each}


@pytest.mark.parametrize("name", BORDERS)
def test_an_optional_property_may_be_absent(woven: Woven, name: str) -> None:
    """Whatever it forbids when it is there; the schema `false` demands it."""
    assert to_json(read_json(getattr(woven.models, f"{name}Maybe"), {})) == {}


def test_nothing_is_reported_of_what_is_enforced(woven: Woven) -> None:
    """All of the above is honoured; what an enum loses to its type is told."""
    assert set(woven.codes) == {"enum-value-unusable"}
    assert {item.message[:3] for item in woven.reported("enum-value-unusable")} == {
        "'a'"
    }


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
def test_a_pattern_that_is_none(weave_models: WeaveModels, pattern: str) -> None:
    """It is reported where it stands, and not enforced; the rest is."""
    schema = {"type": "string", "pattern": pattern, "maxLength": 5}
    woven = weave_models({"Holder": holder(schema)})
    pointer = "/components/schemas/Holder/properties/value"
    assert [
        each.startswith(pointer) for each in woven.pointers("pattern-unusable")
    ] == [True]
    assert holder_accepts(woven.models.Holder, "\u00e91!")
    assert not holder_accepts(woven.models.Holder, "too long")


def test_an_enum_without_a_value_accepts_nothing(weave_models: WeaveModels) -> None:
    """`type` and `enum` that exclude each other."""
    woven = weave_models({"Holder": holder({"type": "integer", "enum": ["a"]})})
    assert "enum-empty" in woven.codes
    assert not holder_accepts(woven.models.Holder, "a")
    assert not holder_accepts(woven.models.Holder, 1)


def test_sizes_of_an_object_with_properties(weave_models: WeaveModels) -> None:
    """`minProperties` counts unknown keys too."""
    schema: Schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    woven = weave_models(
        {"M": holder({**schema, "minProperties": 1, "maxProperties": 2})}
    )
    fine: list[Schema] = [{"a": 1}, {"b": 1}, {"a": 1, "b": 2}]
    wrong: list[Schema] = [{}, {"a": 1, "b": 2, "c": 3}]
    assert [holder_accepts(woven.models.M, each) for each in fine] == [True] * 3
    assert [holder_accepts(woven.models.M, each) for each in wrong] == [False] * 2
