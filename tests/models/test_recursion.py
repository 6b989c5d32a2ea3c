"""Schemas that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from pydantic import TypeAdapter

from tests.models.conftest import WeaveModels
from tests.shapes import (
    COMPONENT_POINTER,
    INTEGER,
    NULL,
    TEXT,
    Schema,
    all_of,
    array,
    holder,
    mapping,
    obj,
    one_of,
    ref,
)
from tests.weaving import (
    Woven,
    document,
    read_json,
    refused_at,
    to_json,
    weave,
    weave_into,
)

SCHEMAS: dict[str, object] = {
    "Tree": obj("name", name=TEXT, children=array(ref("Tree")), parent=ref("Tree")),
    "Customer": obj(name=TEXT, teams=array(ref("Team"))),
    "Team": obj("customer", customer=ref("Customer"), by_name=mapping(ref("Team"))),
    "A": obj(b=ref("B")),
    "B": obj(c=ref("C")),
    "C": obj(a=ref("A")),
    "Json": one_of(
        NULL,
        {"type": "boolean"},
        {"type": "number"},
        TEXT,
        array(ref("Json")),
        mapping(ref("Json")),
    ),
    "Nested": array(ref("Nested")),
    "Folders": mapping(ref("Folders")),
    "Expression": one_of(INTEGER, ref("Sum")),
    "Sum": obj("parts", parts=array(ref("Expression"))),
    "Node": all_of(obj(value=INTEGER), obj(next=one_of(ref("Node"), NULL))),
    "Inline": obj(inner=obj(back=ref("Inline"))),
    "Even": one_of(NULL, array(ref("Odd"))),
    "Odd": one_of(TEXT, mapping(ref("Even"))),
    "Zebra": obj(tree=ref("Tree")),
    "Closed": obj(again=ref("Closed")) | {"additionalProperties": False},
    "Extra": obj(a=TEXT) | {"additionalProperties": ref("Extra")},
    "Alpha": array(ref("Beta")),
    "Beta": array(ref("Gamma")),
    "Gamma": obj(alpha=ref("Alpha")),
    "Self": one_of(TEXT, array(ref("Self"))),
    "Judged": obj(a=ref("Judged"), b=TEXT) | {"dependentRequired": {"a": ["b"]}},
    "JudgedList": array(ref("Judged")),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Tree", {"name": "a", "children": [{"name": "b", "parent": {"name": "a"}}]}),
        ("Customer", {"teams": [{"customer": {"name": "x", "teams": []}}]}),
        ("Team", {"customer": {}, "by_name": {"t": {"customer": {}}}}),
        ("A", {"b": {"c": {"a": {"b": {}}}}}),
        ("Json", {"a": [1, None, "x", True, {"b": [[]]}]}),
        ("Json", None),
        ("Nested", [[], [[], [[]]]]),
        ("Folders", {"a": {"b": {}}, "c": {}}),
        ("Expression", {"parts": [1, {"parts": [2, {"parts": []}]}]}),
        ("Node", {"value": 1, "next": {"value": 2, "next": None}}),
        ("Inline", {"inner": {"back": {"inner": {}}}}),
        ("Even", [{"a": [{"b": None}, "x"]}]),
        ("Odd", {"a": ["x"]}),
        ("Zebra", {"tree": {"name": "a", "children": []}}),
        ("Closed", {"again": {"again": {}}}),
        ("Extra", {"a": "x", "b": {"c": {"a": "y"}}}),
        ("Self", [["a"], "b"]),
        ("Alpha", [[{"alpha": [[{}]]}]]),
        ("Judged", {"a": {"b": "y"}, "b": "x"}),
        ("JudgedList", [{"a": {}, "b": "x"}]),
    ],
)
def test_what_is_read_is_written(woven: Woven, name: str, wire: object) -> None:
    assert woven.write(name, woven.read(name, wire)) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Tree", {"name": "a", "children": [{}]}),
        ("Tree", {"name": "a", "parent": {"name": 1}}),
        ("Customer", {"teams": [{}]}),
        ("A", {"b": {"c": {"a": {"b": 1}}}}),
        ("Nested", [[1]]),
        ("Folders", {"a": {"b": 1}}),
        ("Expression", {"parts": [1, {"parts": ["x"]}]}),
        ("Node", {"next": {"next": {"value": "x"}}}),
        ("Inline", {"inner": {"back": {"inner": 1}}}),
        ("Even", [1]),
        ("Odd", {"a": 1}),
        ("Closed", {"again": {"more": 1}}),
        ("Extra", {"b": {"c": {"a": 1}}}),
        ("Self", [[1]]),
    ],
)
def test_all_levels_are_judged(woven: Woven, name: str, wire: object) -> None:
    assert not woven.accepts(name, wire)


def test_readers_walk_naturally(woven: Woven) -> None:
    customer = woven.read("Customer", {"teams": [{"customer": {"name": "x"}}]})
    assert customer.teams[0].customer.name == "x"
    assert type(customer.teams[0].customer) is woven.models.Customer


def test_schemas_in_a_circle_share_a_module(woven: Woven) -> None:
    names = woven.manifest["names"]
    modules = {
        name: names[f"/components/schemas/{name}"].partition(":")[0]
        for name in ("A", "B", "C", "Customer", "Team", "Zebra", "Tree")
    }
    assert modules["A"] == modules["B"] == modules["C"] == "models.a"
    assert modules["Customer"] == modules["Team"] == "models.customer"
    assert modules["Zebra"] == "models.zebra"
    assert modules["Tree"] == "models.tree"


def test_depth_is_bounded_by_the_data_not_by_us(woven: Woven) -> None:
    wire: dict[str, object] = {}
    for _ in range(100):
        wire = {"inner": {"back": wire}}
    assert woven.write("Inline", woven.read("Inline", wire)) == wire


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/components/schemas/A"}},
        {
            "A": {"$ref": "#/components/schemas/B"},
            "B": {"$ref": "#/components/schemas/A"},
        },
        {"A": all_of(ref("A"))},
        {"A": all_of(ref("B"), obj(a=TEXT)), "B": all_of(ref("A"), obj(b=TEXT))},
    ],
)
def test_a_circle_without_substance_is_an_error(
    schemas: dict[str, object], tmp_path: object
) -> None:
    outcome = weave_into(tmp_path, "unwoven", document(schemas=schemas))  # type: ignore[arg-type]
    assert outcome.exit_code == 2
    assert {each.code for each in outcome.diagnostics} == {"circular-reference"}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_a_union_of_itself_and_something_is_that(keyword: str) -> None:
    schemas = {"A": {keyword: [ref("A"), TEXT]}, "Holder": obj(a=ref("A"))}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Holder", {"a": "x"})
        assert not woven.accepts("Holder", {"a": 1})


def test_through_a_union_that_a_tag_decides() -> None:
    schemas = {
        "Expr": {
            "oneOf": [ref("Num"), ref("Neg"), ref("Sum")],
            "discriminator": {"propertyName": "op", "mapping": {"n": "Num"}},
        },
        "Num": obj("op", op=TEXT, value=INTEGER),
        "Neg": obj("op", op=TEXT, of=ref("Expr")),
        "Sum": obj("op", op=TEXT, of=array(ref("Expr"))),
    }
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        wire: dict[str, object] = {"op": "n", "value": 1}
        for _ in range(20):
            wire = {"op": "Sum", "of": [{"op": "Neg", "of": wire}]}
        read = woven.read("Expr", wire)
        assert type(read.of[0]) is woven.models.Neg
        assert woven.write("Expr", read) == wire
        assert not woven.accepts("Expr", {"op": "Neg", "of": {"op": "Mul"}})


DEPTH: Final = 50


def node(**properties: object) -> Schema:
    """An object with these properties and an integer."""
    return {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, **properties},
    }


def nested(key: str, depth: int = DEPTH, *, listed: bool = False) -> Schema:
    """Data as deep as that, all the way through `key`."""
    data: Schema = {"id": depth}
    for level in range(depth - 1, -1, -1):
        data = {"id": level, key: [data] if listed else data}
    return data


def broken(value: Schema, key: str) -> Schema:
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
def test_self(weave_models: WeaveModels, schema: Schema, listed: bool) -> None:
    """Deep data is read to the bottom, written back, and judged all the way down."""
    model = weave_models({"Node": node(below=schema)}).models.Node
    value = nested("below", listed=listed)
    instance = read_json(model, value)
    assert to_json(instance) == value
    for depth in range(DEPTH):
        assert type(instance) is model
        assert instance.id == depth
        instance = instance.below[0] if listed else instance.below
    assert len(refused_at(model, broken(value, "below"))) >= 1


def test_through_maps(weave_models: WeaveModels) -> None:
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
    model = weave_models(schemas).models.Tree
    value = {"id": 1, "children": {"a": {"id": 2, "rows": {"b": [{"id": 3}]}}}}
    instance = read_json(model, value)
    assert instance.children["a"].rows["b"][0].id == 3
    assert to_json(instance) == value
    assert refused_at(model, {"id": 1, "children": {"a": {}}}) == [
        ("children", "a", "id")
    ]


def test_additional_properties_of_a_class(weave_models: WeaveModels) -> None:
    """Unknown keys hold the class itself."""
    model = weave_models(
        {"Node": {**node(), "additionalProperties": ref("Node")}}
    ).models.Node
    value = {"id": 1, "x": {"id": 2, "y": {"id": 3}}}
    assert read_json(model, value).x.y.id == 3
    assert to_json(read_json(model, value)) == value
    assert refused_at(model, {"id": 1, "x": {"id": 2, "y": {}}}) == [("x", "y", "id")]


@pytest.mark.parametrize("first", ["Left", "Right"])
def test_mutual(weave_models: WeaveModels, first: str) -> None:
    """Two schemas share a module; each works when it is touched first."""
    schemas = {"Right": node(next=ref("Left")), "Left": node(next=ref("Right"))}
    woven = weave_models(schemas)
    model = getattr(woven.models, first)
    value = nested("next")
    assert to_json(read_json(model, value)) == value
    other = woven.models.Left if first == "Right" else woven.models.Right
    assert type(read_json(model, value).next) is other
    modules = {each.partition(":")[0] for each in woven.names.values()}
    assert modules == {"models.left"}


def test_through_composition(weave_models: WeaveModels) -> None:
    """A child by `allOf` of a parent that holds its children."""
    extra = {"type": "object", "properties": {"extra": {"type": "string"}}}
    schemas = {
        "Parent": node(children={"type": "array", "items": ref("Child")}),
        "Child": {"allOf": [ref("Parent"), extra]},
    }
    model = weave_models(schemas).models.Child
    value = nested("children", listed=True)
    value["extra"] = "e"
    instance = read_json(model, value)
    assert to_json(instance) == value
    assert type(instance.children[0].children[0]) is model
    assert refused_at(model, {"id": 1, "children": [{"id": 2, "extra": 1}]}) == [
        ("children", 0, "extra")
    ]


def test_a_tagged_union_in_depth(weave_models: WeaveModels) -> None:
    """An expression: members of a tagged union hold the union."""

    def member(tag: str, **properties: object) -> Schema:
        return {
            "type": "object",
            "required": ["kind", *properties],
            "properties": {"kind": {"const": tag}, **properties},
        }

    schemas: Schema = {
        "Expr": {
            "oneOf": [ref("Num"), ref("Neg"), ref("Sum")],
            "discriminator": {"propertyName": "kind"},
        },
        "Num": member("num", value={"type": "number"}),
        "Neg": member("neg", of=ref("Expr")),
        "Sum": member("sum", of={"type": "array", "items": ref("Expr")}),
        "Holder": holder(ref("Expr")),
    }
    woven = weave_models(schemas)
    value: Schema = {"kind": "num", "value": 1}
    for _ in range(DEPTH // 2):
        value = {"kind": "sum", "of": [{"kind": "neg", "of": value}]}
    read_back = read_json(woven.models.Holder, {"value": value})
    assert to_json(read_back) == {"value": value}
    assert type(read_back.value.of[0]) is woven.models.Neg
    bad = {"kind": "neg", "of": {"kind": "neg", "of": {"kind": "mul"}}}
    assert refused_at(woven.models.Holder, {"value": bad})


def test_an_alias_of_itself(weave_models: WeaveModels) -> None:
    """Any JSON value: a recursive alias."""
    scalars: list[Schema] = [
        {"type": each} for each in ("string", "number", "boolean", "null")
    ]
    schemas: Schema = {
        "Value": {
            "oneOf": [
                *scalars,
                {"type": "array", "items": ref("Value")},
                {"type": "object", "additionalProperties": ref("Value")},
            ]
        },
        "Holder": holder(ref("Value")),
    }
    woven = weave_models(schemas)
    value: Any = [None, "a", 1.5, True, {"x": []}]
    for _ in range(DEPTH // 2):
        value = {"deep": [value]}
    assert to_json(read_json(woven.models.Holder, {"value": value})) == {"value": value}
    adapter: TypeAdapter[Any] = TypeAdapter(woven.models.Value)
    assert adapter.validate_python({"a": [1.5, None]}) == {"a": [1.5, None]}


def test_an_alias_without_scalars(weave_models: WeaveModels) -> None:
    """Arrays of arrays of nothing else."""
    schemas = {
        "Nest": {"type": "array", "items": ref("Nest")},
        "Holder": holder(ref("Nest")),
    }
    model = weave_models(schemas).models.Holder
    assert to_json(read_json(model, {"value": [[], [[]]]})) == {"value": [[], [[]]]}
    assert refused_at(model, {"value": [[1]]})


def test_a_circle_of_thirty(weave_models: WeaveModels) -> None:
    """All in one module, each referring to the next; the last to the first."""
    names = [f"S{each:02}" for each in range(30)]
    following = zip(names, [*names[1:], names[0]], strict=True)
    woven = weave_models({name: node(next=ref(other)) for name, other in following})
    value = nested("next", 65)
    for start in ("S00", "S17", "S29"):
        assert to_json(read_json(getattr(woven.models, start), value)) == value
    end = read_json(woven.models.S17, value)
    for _ in range(30):
        end = end.next
    assert type(end) is woven.models.S17
    assert woven.names == {
        f"{COMPONENT_POINTER}{name}": f"models.s00:{name}" for name in names
    }
