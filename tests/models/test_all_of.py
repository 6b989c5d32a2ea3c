"""`allOf` is the intersection, as JSON Schema means it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.models.conftest import WeaveModels
from tests.shapes import (
    COMPONENT_POINTER,
    INTEGER,
    NULL,
    TEXT,
    Schema,
    all_of,
    array,
    obj,
    one_of,
    ref,
)
from tests.weaving import Woven, document, read_json, refused_at, to_json, weave

SCHEMAS: dict[str, object] = {
    "Base": obj("id", id=INTEGER, tag=TEXT),
    "Described": all_of(ref("Base"), description="Another name for it."),
    "Sibling": ref("Base") | {"description": "Another name for it."},
    "Derived": all_of(ref("Base"), obj(extra=TEXT)),
    "Chain": all_of(ref("Derived"), obj("deep", deep=TEXT)),
    "Required": all_of(ref("Base"), {"required": ["tag", "unknown"]}),
    "Narrowed": all_of(ref("Base"), {"properties": {"tag": {"enum": ["a", "b"]}}}),
    "Tightened": all_of(
        {"type": "integer", "minimum": 1, "maximum": 9},
        {"type": "integer", "minimum": 3, "maximum": 20, "multipleOf": 2},
        {"multipleOf": 3},
    ),
    "Number": all_of({"type": "number"}, {"type": "integer"}),
    "Enums": all_of({"enum": ["a", "b", "c"]}, {"enum": ["b", "c", "d"]}),
    "Bounded": all_of({"enum": [1, 2, 3]}, {"minimum": 2, "type": "integer"}),
    "Arrays": all_of(
        array(INTEGER), array({"minimum": 1, "type": "integer"}, maxItems=2)
    ),
    "Union": all_of(one_of(ref("Base"), TEXT), {"description": "either"}),
    "UnionAndObject": all_of(
        one_of(obj("a", a=TEXT), obj("b", b=INTEGER)), obj("c", c=TEXT)
    ),
    "NotNull": all_of({"type": ["string", "null"]}, TEXT),
    "Nullable": one_of(ref("Base"), NULL),
    "Typed": all_of(obj(id={"type": "number"}), {"additionalProperties": INTEGER}),
    "BothTyped": all_of(
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
    ),
    "Patterns": all_of(
        {"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "b$"}
    ),
    "Formats": all_of(TEXT, {"type": "string", "format": "date"}),
    "Holder": obj(
        described=all_of(ref("Base"), description="x"),
        sibling=ref("Base") | {"description": "y"},
        maybe=one_of(ref("Base"), NULL),
    ),
    "Empty": all_of({}, {}),
    "Single": all_of(obj(a=TEXT)),
    "Nested": all_of(all_of(all_of(obj(a=TEXT)), obj(b=TEXT)), obj(c=TEXT)),
    "Diamond": all_of(ref("Derived"), ref("Required")),
    "SelfInProperty": all_of(obj(a=TEXT), obj(again=ref("SelfInProperty"))),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


ACCEPTED: list[tuple[str, object]] = [
    ("Described", {"id": 1}),
    ("Sibling", {"id": 1}),
    ("Derived", {"id": 1, "extra": "x", "tag": "t", "unknown": [1]}),
    ("Chain", {"id": 1, "deep": "d", "extra": "x"}),
    ("Required", {"id": 1, "tag": "t", "unknown": None}),
    ("Narrowed", {"id": 1, "tag": "a"}),
    ("Tightened", 6),
    ("Number", 1),
    ("Enums", "b"),
    ("Bounded", 2),
    ("Arrays", [1, 2]),
    ("Union", {"id": 1}),
    ("Union", "text"),
    ("UnionAndObject", {"a": "x", "c": "y"}),
    ("UnionAndObject", {"b": 1, "c": "y"}),
    ("NotNull", "x"),
    ("Nullable", None),
    ("Nullable", {"id": 1}),
    ("Typed", {"id": 1, "more": 2}),
    ("BothTyped", {"a": 1}),
    ("Patterns", "ab"),
    ("Formats", "2024-02-29"),
    ("Holder", {"maybe": None, "described": {"id": 1}, "sibling": {"id": 2}}),
    ("Empty", [None]),
    ("Single", {"a": "x"}),
    ("Nested", {"a": "x", "b": "y", "c": "z"}),
    ("Diamond", {"id": 1, "tag": "t", "unknown": 1, "extra": "x"}),
    ("SelfInProperty", {"a": "x", "again": {"again": {"a": "y"}}}),
]


REFUSED: list[tuple[str, object]] = [
    ("Described", {}),
    ("Derived", {"extra": "x"}),
    ("Derived", {"id": "1"}),
    ("Derived", {"id": 1, "extra": 5}),
    ("Chain", {"id": 1}),
    ("Chain", {"deep": "d"}),
    ("Required", {"id": 1, "tag": "t"}),
    ("Required", {"id": 1, "unknown": 1}),
    ("Narrowed", {"id": 1, "tag": "c"}),
    ("Tightened", 3),
    ("Tightened", 4),
    ("Tightened", 12),
    ("Tightened", 0),
    ("Number", 1.5),
    ("Enums", "a"),
    ("Enums", "d"),
    ("Bounded", 1),
    ("Arrays", [0]),
    ("Arrays", [1, 2, 3]),
    ("Arrays", ["1"]),
    ("Union", 1),
    ("UnionAndObject", {"a": "x"}),
    ("UnionAndObject", {"c": "y"}),
    ("NotNull", None),
    ("Typed", {"id": 1, "more": "x"}),
    ("Typed", {"id": 1.5}),
    ("BothTyped", {"a": 0}),
    ("Patterns", "a"),
    ("Patterns", "b"),
    ("Formats", "text"),
    ("Holder", {"described": None}),
    ("Nested", {"a": 1}),
    ("Nested", {"c": 1}),
    ("Diamond", {"id": 1, "tag": "t"}),
    ("SelfInProperty", {"again": {"a": 1}}),
]


@pytest.mark.parametrize(("name", "wire"), ACCEPTED)
def test_all_hold(woven: Woven, name: str, wire: object) -> None:
    assert woven.write(name, woven.read(name, wire)) == wire


@pytest.mark.parametrize(("name", "wire"), REFUSED)
def test_one_does_not_hold(woven: Woven, name: str, wire: object) -> None:
    assert not woven.accepts(name, wire)


@pytest.mark.parametrize("name", ["Described", "Sibling"])
def test_a_description_makes_another_name_for_the_same_class(
    woven: Woven, name: str
) -> None:
    assert getattr(woven.models, name) is woven.models.Base
    module = woven.manifest["names"][f"/components/schemas/{name}"].partition(":")[0]
    assert "Another name for it." in woven.source(module.replace(".", "/") + ".py")


def test_properties_with_a_description_keep_the_class(woven: Woven) -> None:
    read = woven.read("Holder", {"described": {"id": 1}, "sibling": {"id": 2}})
    assert type(read.described) is type(read.sibling) is woven.models.Base


def test_recursion_through_all_of_is_natural(woven: Woven) -> None:
    read = woven.read("SelfInProperty", {"again": {"again": {"a": "y"}}})
    assert type(read.again.again) is woven.models.SelfInProperty
    assert read.again.again.a == "y"


def test_nothing_was_left_out(woven: Woven) -> None:
    assert woven.warnings == []


def test_a_conflict_costs_the_property_not_the_parent() -> None:
    schemas = {
        "Base": obj(id=INTEGER, tag=TEXT),
        "Torn": all_of(ref("Base"), obj(tag=INTEGER)),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        (conflict,) = woven.reported("allof-conflict")
        assert conflict.message == "no value is both a string and an integer"
        assert conflict.where.pointer.startswith("/components/schemas/Torn")
        assert conflict.where.line > 0
        assert "/components/schemas/Base/properties/tag" in conflict.hint
        assert "/components/schemas/Torn/allOf/1/properties/tag" in conflict.hint
        assert woven.accepts("Torn", {"id": 1})
        assert not woven.accepts("Torn", {"tag": "x"})
        assert woven.accepts("Base", {"tag": "x"})


def test_a_conflict_of_whole_schemas_accepts_nothing() -> None:
    schemas = {"Torn": all_of(TEXT, INTEGER), "Fine": TEXT}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.warnings == [("allof-conflict", "/components/schemas/Torn")]
        assert not woven.accepts("Torn", "x")
        assert woven.accepts("Fine", "x")


def test_a_closed_member_closes_the_whole() -> None:
    closed = obj(a=TEXT) | {"additionalProperties": False}
    schemas = {"Closed": closed, "Whole": all_of(ref("Closed"), obj(b=TEXT))}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert [code for code, _ in woven.warnings] == ["allof-closed"]
        assert woven.accepts("Whole", {"a": "x", "b": "y"})
        assert not woven.accepts("Whole", {"a": "x", "b": "y", "c": "z"})


@pytest.mark.parametrize(
    "nullable",
    [
        {"allOf": [ref("Base")], "nullable": True},
        {"$ref": "#/components/schemas/MaybeBase"},
        {"oneOf": [ref("Base")], "nullable": True},
        {"anyOf": [ref("Base")], "nullable": True},
    ],
)
def test_nullable_of_3_0_around_a_reference(nullable: dict[str, object]) -> None:
    schemas = {
        "Base": obj("id", id=INTEGER),
        "MaybeBase": {"allOf": [ref("Base")], "nullable": True},
        "Holder": obj(base=nullable),
    }
    with weave(
        document("3.0.3", schemas=schemas), targets=("models",), clean=True
    ) as woven:
        assert woven.accepts("Holder", {"base": None})
        assert type(woven.read("Holder", {"base": {"id": 1}}).base) is woven.models.Base
        assert not woven.accepts("Base", None)


def test_a_reference_with_a_description(weave_models: WeaveModels) -> None:
    """It is the class that it refers to, not another one."""
    said: Schema = {"allOf": [ref("Pet")], "description": "The best one."}
    owner = obj(pet=said, other={**ref("Pet"), "description": "Another."})
    woven = weave_models({"Pet": obj(name=TEXT), "Owner": owner})
    value = {"pet": {"name": "a"}, "other": {"name": "b"}}
    read_back = read_json(woven.models.Owner, value)
    assert type(read_back.pet) is type(read_back.other) is woven.models.Pet
    assert set(woven.names) == {f"{COMPONENT_POINTER}Pet", f"{COMPONENT_POINTER}Owner"}


def test_merging(weave_models: WeaveModels) -> None:
    """Properties of all members and of the schema itself, each with its own rules."""
    schemas: Schema = {
        "Base": {**obj(id=INTEGER, name=TEXT), "required": ["id"]},
        "Whole": {
            "allOf": [ref("Base"), obj(age={"type": "integer", "minimum": 0})],
            "type": "object",
            "properties": {"own": {"type": "boolean"}},
            "required": ["own"],
        },
    }
    model = weave_models(schemas).models.Whole
    value = {"id": 1, "name": "n", "age": 0, "own": True, "unknown": 1}
    assert to_json(read_json(model, value)) == value
    assert set(refused_at(model, {"age": -1})) == {("id",), ("age",), ("own",)}


def test_required_only(weave_models: WeaveModels) -> None:
    """A member that does nothing but require."""
    member = {"required": ["name"]}
    schemas = {"Base": obj(name=TEXT), "Strict": {"allOf": [ref("Base"), member]}}
    models = weave_models(schemas).models
    assert to_json(read_json(models.Base, {})) == {}
    assert refused_at(models.Strict, {}) == [("name",)]
    assert refused_at(models.Strict, {"name": 1}) == [("name",)]


def test_nullable_of_3_0_beside_allof(weave_models: WeaveModels) -> None:
    """The usual way to write "a Pet or null" in 3.0."""
    pet: Schema = {"allOf": [ref("Pet")], "nullable": True}
    typed: Schema = {"type": "object", **pet}
    schemas = {"Pet": obj(name=TEXT), "Owner": obj(pet=pet, typed=typed)}
    woven = weave_models(schemas, "3.0.3")
    value = {"pet": {"name": "a"}, "typed": {"name": "b"}}
    read_back = read_json(woven.models.Owner, value)
    assert to_json(read_back) == value
    assert type(read_back.pet) is woven.models.Pet


def test_a_chain(weave_models: WeaveModels) -> None:
    """Ten schemas, each of which adds to the one before."""
    schemas: Schema = {"S0": {**obj(p0=INTEGER), "required": ["p0"]}}
    for each in range(1, 10):
        own = {**obj(**{f"p{each}": INTEGER}), "required": [f"p{each}"]}
        schemas[f"S{each}"] = {"allOf": [ref(f"S{each - 1}"), own]}
    woven = weave_models(schemas)
    value = {f"p{each}": each for each in range(10)}
    assert to_json(read_json(woven.models.S9, value)) == value
    assert set(refused_at(woven.models.S9, {})) == {(name,) for name in value}
    assert woven.codes == []


def test_a_diamond(weave_models: WeaveModels) -> None:
    """Two ways to the same base are no conflict."""
    sides = {name: {"allOf": [ref("Base"), obj(**{name: INTEGER})]} for name in "lr"}
    whole = {"allOf": [ref("l"), ref("r")]}
    woven = weave_models({"Base": obj(id=TEXT), **sides, "Whole": whole})
    value = {"id": "a", "l": 1, "r": 2}
    assert to_json(read_json(woven.models.Whole, value)) == value
    assert refused_at(woven.models.Whole, {"id": 1, "r": ""}) == [("id",), ("r",)]
    assert woven.codes == []
