"""Schemas that lead back to themselves."""

from __future__ import annotations

from typing import Any, Final

import pytest
from pydantic import TypeAdapter

from .conftest import Weave
from .weaving import SCHEMAS, Json, holder, read, ref, refused, written

DEPTH: Final = 50


def node(**properties: object) -> Json:
    """An object with these properties and an integer."""
    return {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, **properties},
    }


def nested(key: str, depth: int = DEPTH, *, listed: bool = False) -> Json:
    """Data as deep as that, all the way through `key`."""
    tree: Json = {"id": depth}
    for number in range(depth - 1, -1, -1):
        tree = {"id": number, key: [tree] if listed else tree}
    return tree


def broken(value: Json, key: str) -> Json:
    """The same with a wrong `id` at the bottom."""
    if key not in value:
        return {"id": "wrong"}
    below = value[key]
    if isinstance(below, list):
        return {**value, key: [broken(below[0], key)]}
    return {**value, key: broken(below, key)}


@pytest.mark.parametrize(
    ("schema", "listed"),
    [
        (ref("Node"), False),
        ({"oneOf": [ref("Node"), {"type": "null"}]}, False),
        ({"anyOf": [{"type": "string"}, ref("Node")]}, False),
        ({"allOf": [ref("Node")], "description": "Below."}, False),
        ({"type": "array", "items": ref("Node")}, True),
        ({"type": ["array", "null"], "items": ref("Node")}, True),
    ],
)
def test_self(weave: Weave, schema: Json, listed: bool) -> None:
    """Deep data is read to the bottom, written back, and judged all the way down."""
    model = weave({"Node": node(below=schema)}).models.Node
    value = nested("below", listed=listed)
    level = read(model, value)
    assert written(level) == value
    for depth in range(DEPTH):
        assert type(level) is model
        assert level.id == depth
        level = level.below[0] if listed else level.below
    assert len(refused(model, broken(value, "below"))) >= 1


def test_through_maps(weave: Weave) -> None:
    """A map of itself, and a map of arrays of itself."""
    schemas = {
        "Tree": node(
            children={"type": "object", "additionalProperties": ref("Tree")},
            rows={
                "type": "object",
                "additionalProperties": {"type": "array", "items": ref("Tree")},
            },
        )
    }
    model = weave(schemas).models.Tree
    value = {"id": 1, "children": {"a": {"id": 2, "rows": {"b": [{"id": 3}]}}}}
    instance = read(model, value)
    assert instance.children["a"].rows["b"][0].id == 3
    assert written(instance) == value
    assert refused(model, {"id": 1, "children": {"a": {}}}) == [("children", "a", "id")]


def test_additional_properties_of_a_class(weave: Weave) -> None:
    """Unknown keys hold the class itself."""
    model = weave({"Node": {**node(), "additionalProperties": ref("Node")}}).models.Node
    value = {"id": 1, "x": {"id": 2, "y": {"id": 3}}}
    assert read(model, value).x.y.id == 3
    assert written(read(model, value)) == value
    assert refused(model, {"id": 1, "x": {"id": 2, "y": {}}}) == [("x", "y", "id")]


@pytest.mark.parametrize("first", ["Left", "Right"])
def test_mutual(weave: Weave, first: str) -> None:
    """Two schemas share a module; each works when it is touched first."""
    schemas = {"Right": node(next=ref("Left")), "Left": node(next=ref("Right"))}
    woven = weave(schemas)
    model = getattr(woven.models, first)
    value = nested("next")
    assert written(read(model, value)) == value
    other = woven.models.Left if first == "Right" else woven.models.Right
    assert type(read(model, value).next) is other
    modules = {place.partition(":")[0] for place in woven.names.values()}
    assert modules == {"models.left"}


def test_through_composition(weave: Weave) -> None:
    """A child by `allOf` of a parent that holds its children."""
    extra = {"type": "object", "properties": {"extra": {"type": "string"}}}
    schemas = {
        "Parent": node(children={"type": "array", "items": ref("Child")}),
        "Child": {"allOf": [ref("Parent"), extra]},
    }
    model = weave(schemas).models.Child
    value = nested("children", listed=True)
    value["extra"] = "e"
    instance = read(model, value)
    assert written(instance) == value
    assert type(instance.children[0].children[0]) is model
    assert refused(model, {"id": 1, "children": [{"id": 2, "extra": 1}]}) == [
        ("children", 0, "extra")
    ]


def test_tagged(weave: Weave) -> None:
    """An expression: members of a tagged union hold the union."""

    def member(tag: str, **properties: object) -> Json:
        return {
            "type": "object",
            "required": ["kind", *properties],
            "properties": {"kind": {"const": tag}, **properties},
        }

    schemas: Json = {
        "Expr": {
            "oneOf": [ref("Num"), ref("Neg"), ref("Sum")],
            "discriminator": {"propertyName": "kind"},
        },
        "Num": member("num", value={"type": "number"}),
        "Neg": member("neg", of=ref("Expr")),
        "Sum": member("sum", of={"type": "array", "items": ref("Expr")}),
        "Holder": holder(ref("Expr")),
    }
    woven = weave(schemas)
    value: Json = {"kind": "num", "value": 1}
    for _ in range(DEPTH // 2):
        value = {"kind": "sum", "of": [{"kind": "neg", "of": value}]}
    read_back = read(woven.models.Holder, {"value": value})
    assert written(read_back) == {"value": value}
    assert type(read_back.value.of[0]) is woven.models.Neg
    bad = {"kind": "neg", "of": {"kind": "neg", "of": {"kind": "mul"}}}
    assert refused(woven.models.Holder, {"value": bad})


def test_an_alias_of_itself(weave: Weave) -> None:
    """Any JSON value: a recursive alias."""
    scalars: list[Json] = [
        {"type": json_type} for json_type in ("string", "number", "boolean", "null")
    ]
    schemas: Json = {
        "Value": {
            "oneOf": [
                *scalars,
                {"type": "array", "items": ref("Value")},
                {"type": "object", "additionalProperties": ref("Value")},
            ]
        },
        "Holder": holder(ref("Value")),
    }
    woven = weave(schemas)
    value: Any = [None, "a", 1.5, True, {"x": []}]
    for _ in range(DEPTH // 2):
        value = {"deep": [value]}
    assert written(read(woven.models.Holder, {"value": value})) == {"value": value}
    adapter: TypeAdapter[Any] = TypeAdapter(woven.models.Value)
    assert adapter.validate_python({"a": [1.5, None]}) == {"a": [1.5, None]}


def test_an_alias_without_scalars(weave: Weave) -> None:
    """Arrays of arrays of nothing else."""
    schemas = {
        "Nest": {"type": "array", "items": ref("Nest")},
        "Holder": holder(ref("Nest")),
    }
    model = weave(schemas).models.Holder
    assert written(read(model, {"value": [[], [[]]]})) == {"value": [[], [[]]]}
    assert refused(model, {"value": [[1]]})


def test_a_circle_of_thirty(weave: Weave) -> None:
    """All in one module, each referring to the next; the last to the first."""
    names = [f"S{number:02}" for number in range(30)]
    following = zip(names, [*names[1:], names[0]], strict=True)
    woven = weave({name: node(next=ref(other)) for name, other in following})
    value = nested("next", 65)
    for start in ("S00", "S17", "S29"):
        assert written(read(getattr(woven.models, start), value)) == value
    end = read(woven.models.S17, value)
    for _ in range(30):
        end = end.next
    assert type(end) is woven.models.S17
    assert woven.names == {f"{SCHEMAS}{name}": f"models.s00:{name}" for name in names}
