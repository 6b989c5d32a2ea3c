"""Defaults: typed where the schema allows them, a warning where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from tests.models.conftest import WeaveModels
from tests.shapes import INTEGER, TEXT, Schema, array, mapping, obj, one_of, ref
from tests.weaving import Woven, document, read_json, refused_at, to_json, weave

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
    "texts": (array(TEXT), ["a", "b"]),
    "colors": (array(ref("Color")), ["red"]),
    "matrix": (array(array(INTEGER)), [[1], []]),
    "any": ({}, {"a": [1, None]}),
    "counts": ({"type": "object", "additionalProperties": INTEGER}, {"a": 1}),
    "fraction_listed": ({"type": "number", "enum": [0.5, 1]}, 0.5),
}


TYPED: dict[str, tuple[str, object]] = {
    "date": ("2024-02-29", date(2024, 2, 29)),
    "date-time": ("2024-02-29t01:02:03z", datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)),
    "uuid": (str(UUID(int=7)), UUID(int=7)),
    "decimal": ("1.10", Decimal("1.10")),
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
    "no_day": {"type": "string", "format": "date", "default": "2023-02-29"},
    "forbidden": TEXT | {"not": {"const": "x"}, "default": "x"},
    "item_too_small": array({"type": "integer", "minimum": 2}, default=[1]),
    "repeated": array(INTEGER, uniqueItems=True, default=[1, 1]),
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
    first.texts.append("x")
    first.counts["x"] = 1
    assert (second.none, second.texts) == ([], ["a", "b"])
    assert used.read("Thing", {}).counts == {"a": 1}


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


@pytest.mark.parametrize("name", TYPED)
def test_a_default_with_a_format_is_typed(name: str) -> None:
    text, value = TYPED[name]
    schema = {"type": "string", "format": name, "default": text}
    schemas = {"Thing": obj(a=schema, many=array(schema, default=[text]))}
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        read = woven.read("Thing", {})
        assert (read.a, type(read.a)) == (value, type(value))
        assert read.many == [value]


def test_a_default_object_is_an_instance_of_its_own() -> None:
    size = obj(width=INTEGER | {"default": 1}, unit=TEXT)
    schemas = {
        "Size": size,
        "Thing": obj(
            empty={"allOf": [ref("Size")], "default": {}},
            given={"allOf": [ref("Size")], "default": {"width": 2, "unit": "cm"}},
            wrong={"allOf": [ref("Size")], "default": {"width": "2"}},
        ),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        pointer = "/components/schemas/Thing/properties/wrong"
        assert woven.warnings == [("default-unusable", pointer)]
        first, second = woven.read("Thing", {}), woven.read("Thing", {})
        assert first.empty == woven.models.Size()
        assert first.empty is not second.empty
        assert (first.given.width, first.given.unit) == (2, "cm")
        assert first.wrong is None
        assert woven.write("Thing", first) == {}


DAY = {"type": "string", "format": "date"}
SIZE = obj(width=INTEGER | {"default": 1}, day=DAY)
HOLDING: dict[str, tuple[Schema, object]] = {
    "many": (array(ref("Size")), [{"width": 2}, {"day": "2024-02-29"}]),
    "deep": (array(array(ref("Size"))), [[{}], []]),
    "by_key": (mapping(ref("Size")), {"a": {"day": "2024-02-29"}}),
    "nullable": (array({"anyOf": [ref("Size"), {"type": "null"}]}), [None, {}]),
    "either": (one_of(TEXT, ref("Size")), {"width": 2}),
    "mixed": (array({"anyOf": [TEXT, ref("Size")]}), ["a", {"width": 2}]),
    "tagged": (one_of(ref("Cat"), ref("Dog")), {"kind": "dog"}),
    "pair": (
        {"type": "array", "prefixItems": [DAY, ref("Size")], "maxItems": 2},
        ["2024-02-29", {"width": 2}],
    ),
    "by_pattern": (
        {"type": "object", "patternProperties": {"^a": ref("Size")}},
        {"a": {"day": "2024-02-29"}, "b": 1},
    ),
    "asserted": (array(ref("Size"), uniqueItems=True), [{"width": 2}]),
}


@pytest.fixture(scope="module")
def holding() -> Iterator[Woven]:
    schemas = {
        "Size": SIZE,
        "Cat": obj("kind", kind={"const": "cat"}),
        "Dog": obj("kind", kind={"const": "dog"}),
        "Thing": obj(
            **{name: {**schema, "default": v} for name, (schema, v) in HOLDING.items()}
        ),
    }
    parameter = {
        "name": "sizes",
        "in": "query",
        "content": {"application/json": {"schema": array(ref("Size"), default=[{}])}},
    }
    get = {
        "operationId": "get",
        "parameters": [parameter],
        "responses": {"200": {"description": "a"}},
    }
    whole = document(schemas=schemas, paths={"/a": {"get": get}})
    with weave(whole, clean=True) as woven:
        yield woven


@pytest.mark.parametrize("name", HOLDING)
def test_a_default_that_holds_objects_is_read_for_each(
    holding: Woven, name: str
) -> None:
    """As if it had been there: typed, with what it leaves out absent."""
    _, value = HOLDING[name]
    first, second = holding.read("Thing", {}), holding.models.Thing()
    given = holding.read("Thing", {name: value})
    assert getattr(first, name) == getattr(given, name)
    assert type(getattr(first, name)) is type(getattr(given, name))
    assert getattr(first, name) is not getattr(second, name)
    assert holding.write("Thing", first) == {}
    setattr(first, name, getattr(second, name))
    assert holding.write("Thing", first) == {name: value}


def test_a_parameter_has_such_a_default(holding: Woven) -> None:
    module = holding.module("server.a")
    assert module.Get.Request().sizes == [holding.models.Size()]


def test_a_default_that_holds_itself_is_reported() -> None:
    """Each of them would have another, for ever."""
    node = obj(
        below=array(ref("Node"), default=[{}]), none=array(ref("Node"), default=[])
    )
    with weave(document(schemas={"Node": node}), targets=("models",)) as woven:
        pointer = "/components/schemas/Node/properties/below"
        assert woven.warnings == [("default-unusable", pointer)]
        assert woven.read("Node", {}).none == []


def test_a_default_of_a_class_that_comes_later_is_reported() -> None:
    """In a circle, one of the classes has to be defined before the other."""
    schemas = {
        "Ping": obj(pong={"allOf": [ref("Pong")], "default": {}}),
        "Pong": obj(ping={"allOf": [ref("Ping")], "default": {}}),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert [code for code, _ in woven.warnings] == ["default-unusable"]
        assert woven.accepts("Ping", {"pong": {"ping": {}}})


DEFAULTS: Schema = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "default": "x"},
        "count": {"type": "integer", "default": 3},
        "flag": {"type": "boolean", "default": True},
        "ratio": {"type": "number", "default": 0.5},
        "colour": {"enum": ["red", "blue"], "default": "blue"},
        "none": {"type": ["string", "null"], "default": None},
        "tags": {"type": "array", "items": {"type": "string"}, "default": []},
    },
}


@pytest.fixture(scope="module")
def shown() -> Iterator[Woven]:
    """One object with a default of each type."""
    schemas = {"Defaults": DEFAULTS}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        yield woven


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "x"),
        ("count", 3),
        ("flag", True),
        ("ratio", 0.5),
        ("colour", "blue"),
        ("none", None),
        ("tags", []),
    ],
)
def test_defaults_are_shown(shown: Woven, name: str, value: object) -> None:
    """A reader gets the default of the document; the wire never does."""
    defaults = read_json(shown.models.Defaults, {})
    assert getattr(defaults, name) == value
    assert type(getattr(defaults, name)) is type(value)
    assert name not in defaults.model_fields_set
    assert to_json(defaults) == {}


def test_a_default_that_was_sent_is_written(shown: Woven) -> None:
    """What was read comes back, even if it says nothing."""
    value = {"text": "x", "count": 3, "none": None, "tags": []}
    assert to_json(read_json(shown.models.Defaults, value)) == value


def test_a_default_does_not_make_null_fine(shown: Woven) -> None:
    """Null is not "take the default"."""
    for name in ("text", "count", "flag", "ratio", "colour", "tags"):
        assert refused_at(shown.models.Defaults, {name: None})[0][0] == name


def test_default_arrays_are_not_shared(shown: Woven) -> None:
    """Each object has an array of its own."""
    first, second = shown.models.Defaults(), shown.models.Defaults()
    first.tags.append("a")
    assert second.tags == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "default": "1"},
        {"type": "integer", "default": True},
        {"enum": ["a"], "default": "b"},
        {"type": "string", "default": None},
    ],
)
def test_an_impossible_default_is_reported(
    weave_models: WeaveModels, schema: Schema
) -> None:
    """It is not used, and the report says where it stands."""
    woven = weave_models(
        {"Holder": {"type": "object", "properties": {"value": schema}}}
    )
    pointer = "/components/schemas/Holder/properties/value"
    assert woven.pointers("default-unusable") == [pointer]
    assert woven.models.Holder().value is None
