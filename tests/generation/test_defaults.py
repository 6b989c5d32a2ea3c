"""Defaults: typed where the schema allows them, a warning where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.generation.harness import Woven, document, weave
from tests.generation.shapes import INTEGER, TEXT, array, obj, one_of, ref

Schema = dict[str, Any]
USED: dict[str, tuple[Schema, object]] = {
    "text": (TEXT, "a"),
    "empty": (TEXT, ""),
    "quoted": (TEXT, "\"'\\\n\u2028{x}"),
    "whole": (INTEGER, -3),
    "big": (INTEGER, 10**30),
    "number": ({"type": "number"}, 1.5),
    "small": ({"type": "number"}, 1e-7),
    "large": ({"type": "number"}, 1e22),
    "whole_number": ({"type": "number"}, 1),
    "integral": (INTEGER, 2.0),
    "yes": ({"type": "boolean"}, True),
    "no": ({"type": "boolean"}, False),
    "nothing": ({"type": ["string", "null"]}, None),
    "color": (ref("Color"), "red"),
    "inline_enum": ({"enum": ["x", "y"]}, "y"),
    "constant": ({"const": "only"}, "only"),
    "none": (array(TEXT), []),
    "either": ({"type": ["string", "integer"]}, 5),
    "bounded": ({"type": "integer", "minimum": 1, "maximum": 3}, 3),
    "sized": ({"type": "string", "maxLength": 2}, "ab"),
    "matching": ({"type": "string", "pattern": "^a"}, "ab"),
    "nullable_text": ({"type": ["string", "null"]}, "x"),
}
UNUSABLE: dict[str, Schema] = {
    "wrong_type": INTEGER | {"default": "1"},
    "true_is_no_integer": INTEGER | {"default": True},
    "fraction": INTEGER | {"default": 1.5},
    "null": TEXT | {"default": None},
    "not_listed": {"enum": ["a"], "default": "b"},
    "item": array(INTEGER, default=["x"]),
    "too_large": {"type": "integer", "maximum": 3, "default": 4},
    "too_long": {"type": "string", "maxLength": 2, "default": "abc"},
    "unmatched": {"type": "string", "pattern": "^a$", "default": "b"},
    "out_of_range": {"type": "integer", "format": "int32", "default": 2**31},
    "too_few": array(INTEGER, minItems=1, default=[]),
}


@pytest.fixture(scope="module")
def used() -> Iterator[Woven]:
    properties = {
        name: (
            {"allOf": [schema], "default": value}
            if "$ref" in schema
            else schema | {"default": value}
        )
        for name, (schema, value) in USED.items()
    }
    schemas = {"Thing": obj(**properties), "Color": {"enum": ["red", "green"]}}
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        yield woven


@pytest.fixture(scope="module")
def unusable() -> Iterator[Woven]:
    schemas = {"Thing": obj(**UNUSABLE)}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        yield woven


@pytest.mark.parametrize("name", USED)
def test_readers_see_the_default(used: Woven, name: str) -> None:
    _, value = USED[name]
    read = used.read("Thing", {})
    assert getattr(read, name) == value
    assert type(getattr(read, name)) is not bool or isinstance(value, bool)


@pytest.mark.parametrize("name", USED)
def test_the_default_is_never_written(used: Woven, name: str) -> None:
    read = used.read("Thing", {})
    assert name not in read.model_fields_set
    assert used.write("Thing", read) == {}


@pytest.mark.parametrize("name", USED)
def test_the_default_is_a_value_of_its_schema(used: Woven, name: str) -> None:
    _, value = USED[name]
    assert used.accepts("Thing", {name: value})


def test_each_reader_has_a_list_of_its_own(used: Woven) -> None:
    first, second = used.read("Thing", {}), used.read("Thing", {})
    first.none.append("x")
    assert second.none == []


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_the_schema_forbids_is_no_default(unusable: Woven, name: str) -> None:
    pointer = f"/components/schemas/Thing/properties/{name}"
    assert ("default-unusable", pointer) in unusable.warnings
    assert getattr(unusable.read("Thing", {}), name) is None


def test_a_required_property_has_no_default() -> None:
    schemas = {"Thing": obj("a", a=TEXT | {"default": "x"})}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert not woven.accepts("Thing", {})


def test_a_default_of_a_component_holds_where_it_is_used() -> None:
    schemas = {"Size": INTEGER | {"default": 3}, "Thing": obj(size=ref("Size"))}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        read = woven.read("Thing", {})
        assert read.size == 3
        assert woven.write("Thing", read) == {}


def test_a_default_in_a_union_is_that_of_one_member() -> None:
    property_ = one_of(TEXT, INTEGER, default=7)
    with weave(
        document(schemas={"Thing": obj(a=property_)}), targets=("models",)
    ) as woven:
        assert woven.read("Thing", {}).a == 7


@pytest.mark.parametrize(
    ("format_", "default"),
    [
        ("date", "2024-02-29"),
        ("date-time", "2024-02-29T00:00:00Z"),
        ("uuid", "c56a4180-65aa-42ec-a945-5fd21dec0538"),
    ],
)
def test_a_default_with_a_format_is_typed_or_reported(
    format_: str, default: str
) -> None:
    """It is never text where the type says otherwise."""
    schema = {"type": "string", "format": format_, "default": default}
    with weave(
        document(schemas={"Thing": obj(a=schema)}), targets=("models",)
    ) as woven:
        read = woven.read("Thing", {})
        if woven.said("default-unusable"):
            assert read.a is None
        else:
            assert read.a == woven.read("Thing", {"a": default}).a
