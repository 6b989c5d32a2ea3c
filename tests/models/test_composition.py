"""`allOf` as JSON Schema means it, maps and arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from _pytest.mark.structures import ParameterSet

from .conftest import Weave
from .weaving import SCHEMAS, Json, accepts, holder, read, ref, refused, written

INTEGER: Final[Json] = {"type": "integer"}
STRING: Final[Json] = {"type": "string"}


def object_of(**properties: object) -> Json:
    """An object with these optional properties."""
    return {"type": "object", "properties": properties}


def test_a_reference_with_a_description(weave: Weave) -> None:
    """It is the class that it refers to, not another one."""
    annotated: Json = {"allOf": [ref("Pet")], "description": "The best one."}
    owner = object_of(pet=annotated, other={**ref("Pet"), "description": "Another."})
    woven = weave({"Pet": object_of(name=STRING), "Owner": owner})
    value = {"pet": {"name": "a"}, "other": {"name": "b"}}
    read_back = read(woven.models.Owner, value)
    assert type(read_back.pet) is type(read_back.other) is woven.models.Pet
    assert set(woven.names) == {f"{SCHEMAS}Pet", f"{SCHEMAS}Owner"}


def test_merging(weave: Weave) -> None:
    """Properties of all members and of the schema itself, each with its own rules."""
    schemas: Json = {
        "Base": {**object_of(id=INTEGER, name=STRING), "required": ["id"]},
        "Whole": {
            "allOf": [ref("Base"), object_of(age={"type": "integer", "minimum": 0})],
            "type": "object",
            "properties": {"own": {"type": "boolean"}},
            "required": ["own"],
        },
    }
    model = weave(schemas).models.Whole
    value = {"id": 1, "name": "n", "age": 0, "own": True, "unknown": 1}
    assert written(read(model, value)) == value
    assert set(refused(model, {"age": -1})) == {("id",), ("age",), ("own",)}


def test_required_only(weave: Weave) -> None:
    """A member that does nothing but require."""
    member = {"required": ["name"]}
    schemas = {
        "Base": object_of(name=STRING),
        "Strict": {"allOf": [ref("Base"), member]},
    }
    models = weave(schemas).models
    assert written(read(models.Base, {})) == {}
    assert refused(models.Strict, {}) == [("name",)]
    assert refused(models.Strict, {"name": 1}) == [("name",)]


NARROWED: Final[list[tuple[Json, Json, list[object], list[object]]]] = [
    ({"type": "number"}, INTEGER, [1, 1.0], [1.5]),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "maximum": 3}, [1, 3], [0, 4]),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 2}, [2], [1]),
    ({**STRING, "maxLength": 3}, {**STRING, "maxLength": 2}, ["ab"], ["abc"]),
    ({**INTEGER, "multipleOf": 4}, {**INTEGER, "multipleOf": 6}, [12], [4, 6]),
    (STRING, {**STRING, "enum": ["a"]}, ["a"], ["b"]),
    ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, ["b"], ["a", "c"]),
    ({"type": ["string", "null"]}, STRING, ["a"], [None, 1]),
    ({"type": ["string", "null"]}, {"type": ["null", "string"]}, ["a", None], [1]),
    ({"type": ["string", "integer"]}, INTEGER, [1], ["a"]),
    ({"enum": ["a", None]}, {"type": ["string", "null"]}, ["a", None], ["b"]),
    (
        {"type": "array", "items": {"type": "number"}},
        {"type": "array", "items": INTEGER, "minItems": 1},
        [[1]],
        [[], [1.5]],
    ),
    (object_of(a={"type": "number"}), object_of(a=INTEGER), [{"a": 1}], [{"a": 1.5}]),
    (
        {**object_of(a=INTEGER)},
        {**object_of(b=STRING)},
        [{"a": 1, "b": ""}],
        [{"b": 1}],
    ),
    (
        object_of(a=object_of(b=INTEGER)),
        object_of(a=object_of(c=INTEGER)),
        [{"a": {"b": 1, "c": 1}}],
        [{"a": {"b": 1, "c": ""}}, {"a": {"b": ""}}],
    ),
    (
        object_of(a={"type": "number"}),
        {"type": "object", "additionalProperties": INTEGER},
        [{"a": 1, "b": 2}],
        [{"a": 1.5}, {"b": 1.5}],
    ),
]


def _in_both_orders() -> Iterator[ParameterSet]:
    for index, (first, second, fine, wrong) in enumerate(NARROWED):
        for turned in (False, True):
            members = [second, first] if turned else [first, second]
            name = f"{index}-{'turned' if turned else 'straight'}"
            yield pytest.param(members, fine, wrong, id=name)


@pytest.mark.parametrize(("members", "fine", "wrong"), [*_in_both_orders()])
def test_narrowing(
    weave: Weave, members: list[Json], fine: list[object], wrong: list[object]
) -> None:
    """A value must satisfy every member, in whatever order they stand."""
    schema = {"allOf": members, "description": "Both."}
    woven = weave({"Both": schema, "Holder": holder(ref("Both"))})
    assert woven.codes == []
    assert [value for value in fine if not accepts(woven.models.Holder, value)] == []
    assert [value for value in wrong if accepts(woven.models.Holder, value)] == []


def test_patterns_of_two_members(weave: Weave) -> None:
    """Both hold, or the report says which one does not."""
    both = [{**STRING, "pattern": "^a"}, {**STRING, "pattern": "z$"}]
    woven = weave({"Holder": holder({"allOf": both})})
    assert accepts(woven.models.Holder, "az")
    enforced = [not accepts(woven.models.Holder, value) for value in ("a", "z")]
    assert all(enforced) or woven.codes


def test_nullable_of_3_0_beside_allof(weave: Weave) -> None:
    """The usual way to write "a Pet or null" in 3.0."""
    pet: Json = {"allOf": [ref("Pet")], "nullable": True}
    typed: Json = {"type": "object", **pet}
    schemas = {"Pet": object_of(name=STRING), "Owner": object_of(pet=pet, typed=typed)}
    woven = weave(schemas, "3.0.3")
    value = {"pet": {"name": "a"}, "typed": {"name": "b"}}
    read_back = read(woven.models.Owner, value)
    assert written(read_back) == value
    assert type(read_back.pet) is woven.models.Pet


@pytest.mark.parametrize(
    "members",
    [
        [STRING, INTEGER],
        [{"enum": ["a"]}, {"enum": ["b"]}],
        [object_of(a=STRING), {"type": "array", "items": {}}],
        [{"const": 1}, STRING],
    ],
)
def test_a_conflict(weave: Weave, members: list[Json]) -> None:
    """No value is both: it is reported at the schema, and every value is refused."""
    woven = weave({"Holder": holder({"allOf": members})})
    pointer = f"{SCHEMAS}Holder/properties/value"
    pointers = woven.pointers("allof-conflict")
    assert pointers
    assert [reported for reported in pointers if not reported.startswith(pointer)] == []
    wrong = ["a", "b", 1, {}, {"a": "b"}, [], None]
    assert [value for value in wrong if accepts(woven.models.Holder, value)] == []


def test_a_closed_member_is_pointed_at(weave: Weave) -> None:
    """The author has to mend the member."""
    base = {**object_of(a=INTEGER), "additionalProperties": False}
    schemas = {"Base": base, "Whole": {"allOf": [ref("Base"), object_of(b=INTEGER)]}}
    assert weave(schemas).pointers("allof-closed") == [f"{SCHEMAS}Base"]


def test_a_closed_member(weave: Weave) -> None:
    """The whole is closed, and the report says so."""
    base = {**object_of(a=INTEGER), "additionalProperties": False}
    schemas = {"Base": base, "Whole": {"allOf": [ref("Base"), object_of(b=INTEGER)]}}
    woven = weave(schemas)
    assert woven.codes == ["allof-closed"]
    assert written(read(woven.models.Whole, {"a": 1, "b": 2})) == {"a": 1, "b": 2}
    assert refused(woven.models.Whole, {"c": 1}) == [("c",)]


def test_a_chain(weave: Weave) -> None:
    """Ten schemas, each of which adds to the one before."""
    schemas: Json = {"S0": {**object_of(p0=INTEGER), "required": ["p0"]}}
    for number in range(1, 10):
        own = {**object_of(**{f"p{number}": INTEGER}), "required": [f"p{number}"]}
        schemas[f"S{number}"] = {"allOf": [ref(f"S{number - 1}"), own]}
    woven = weave(schemas)
    value = {f"p{number}": number for number in range(10)}
    assert written(read(woven.models.S9, value)) == value
    assert set(refused(woven.models.S9, {})) == {(name,) for name in value}
    assert woven.codes == []


def test_a_diamond(weave: Weave) -> None:
    """Two ways to the same base are no conflict."""
    sides = {
        name: {"allOf": [ref("Base"), object_of(**{name: INTEGER})]} for name in "lr"
    }
    whole = {"allOf": [ref("l"), ref("r")]}
    woven = weave({"Base": object_of(id=STRING), **sides, "Whole": whole})
    value = {"id": "a", "l": 1, "r": 2}
    assert written(read(woven.models.Whole, value)) == value
    assert refused(woven.models.Whole, {"id": 1, "r": ""}) == [("id",), ("r",)]
    assert woven.codes == []


def test_typed_additional_properties(weave: Weave) -> None:
    """Beside properties they are typed extras."""
    schema = {**object_of(name=STRING), "additionalProperties": ref("Item")}
    woven = weave({"Item": object_of(n=INTEGER), "Open": schema})
    value = {"name": "a", "x": {"n": 1}, "y-z": {}}
    read_back = read(woven.models.Open, value)
    assert type(read_back.x) is woven.models.Item
    assert written(read_back) == value
    assert refused(woven.models.Open, {"x": {"n": "1"}}) == [("x", "n")]


def test_closed_objects(weave: Weave) -> None:
    """With properties and without."""
    closed = {**object_of(a=INTEGER), "additionalProperties": False}
    empty = {"type": "object", "additionalProperties": False}
    models = weave({"Closed": closed, "Empty": empty}).models
    assert written(read(models.Closed, {"a": 1})) == {"a": 1}
    assert refused(models.Closed, {"b": 1}) == [("b",)]
    assert written(read(models.Empty, {})) == {}
    assert refused(models.Empty, {"a": 1}) == [("a",)]


@pytest.mark.parametrize(
    ("schema", "fine", "wrong"),
    [
        (
            {"type": "object", "additionalProperties": INTEGER},
            [{}, {"a": 1}],
            [{"a": ""}],
        ),
        ({"type": "object"}, [{}, {"a": [None]}], [[], "a", None]),
        (
            {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": object_of(a=INTEGER),
                },
            },
            [{"x": [{"a": 1}, {}]}],
            [{"x": {}}, {"x": [{"a": ""}]}],
        ),
        (
            {"type": "array", "items": {"type": "array", "items": INTEGER}},
            [[], [[]], [[1], [2, 3]]],
            [[1], [["a"]], {}],
        ),
        (
            {"type": "array", "items": {"type": ["integer", "null"]}},
            [[1, None]],
            [["a"], None],
        ),
    ],
)
def test_maps_and_arrays(
    weave: Weave, schema: Json, fine: list[object], wrong: list[object]
) -> None:
    """Judged all the way down."""
    model = weave({"Holder": holder(schema)}).models.Holder
    for value in fine:
        assert written(read(model, {"value": value})) == {"value": value}
    assert [value for value in wrong if accepts(model, value)] == []
