"""`$dynamicRef` where several schemas have the anchor: generics, trees, extensions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apiloom.document.bundle import dynamic_references as dynamic
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.bundle.writing import bundled, schemas_file
from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Woven, document, weave

ID = "https://example.com/"
TREE = "Tree: {$id: 'https://example.com/tree', $dynamicAnchor: node, "
ITEMS = "items: {$dynamicRef: '#node'}}"


def page_of(anchor: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "$ref": f"{ID}page",
        "$defs": {"item": {"$dynamicAnchor": "item"} | anchor},
    } | more


SCHEMAS: dict[str, object] = {
    "User": obj("name", name=TEXT),
    "Order": obj("total", total=INTEGER),
    "Page": {
        "$id": f"{ID}page",
        **obj("items", items=array({"$dynamicRef": "#item"}), next=TEXT),
        "$defs": {"any": {"$dynamicAnchor": "item"}},
    },
    "Users": {"$id": f"{ID}users", **page_of(ref("User"))},
    "Orders": {"$id": f"{ID}orders", **page_of(ref("Order"))},
    "Both": obj("users", "orders", users=ref("Users"), orders=ref("Orders")),
    "Tree": {
        "$id": f"{ID}tree",
        "$dynamicAnchor": "node",
        **obj("name", name=TEXT, children=array({"$dynamicRef": "#node"})),
    },
    "Strict": {
        "$id": f"{ID}strict",
        "$dynamicAnchor": "node",
        "$ref": "tree",
        "unevaluatedProperties": False,
    },
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), clean=True) as package:
        yield package


def test_a_generic_schema_is_a_class_for_each_argument(woven: Woven) -> None:
    models = woven.models
    read = woven.read("Users", {"items": [{"name": "Ann"}], "next": "2"})
    assert isinstance(read, models.Users)
    assert isinstance(read.items[0], models.User)
    assert (read.items[0].name, read.next) == ("Ann", "2")
    assert not woven.accepts("Users", {"items": [{"total": 1}]})
    assert woven.read("Orders", {"items": [{"total": 1}]}).items[0].total == 1
    assert woven.accepts("Page", {"items": [{"name": "Ann"}, 5]})
    both = {"users": {"items": [{"name": "Ann"}]}, "orders": {"items": [{"total": 1}]}}
    assert isinstance(woven.read("Both", both).users, models.Users)


def test_an_extension_is_meant_at_every_level(woven: Woven) -> None:
    fine = {"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}]}
    wrong = {"name": "a", "children": [{"name": "b", "odd": 1}]}
    assert isinstance(woven.read("Strict", fine).children[0], woven.models.Strict)
    assert not woven.accepts("Strict", wrong)
    assert isinstance(woven.read("Tree", wrong).children[0], woven.models.Tree)


def test_the_one_tree_has_plain_references(tmp_path: Path) -> None:
    strict = (
        ", Strict: {$id: 'https://example.com/strict', $dynamicAnchor: node,"
        " $ref: tree, title: S}"
    )
    description = bundled(
        tmp_path, {"api.yaml": schemas_file(f"{TREE}{ITEMS}{strict}")}
    )
    assert description.messages == []
    assert description.schemas == {
        "Tree": {"items": {"$ref": "#/components/schemas/Tree"}},
        "Strict": {
            "title": "S",
            "allOf": [{"items": {"$ref": "#/components/schemas/Strict"}}],
        },
    }


def test_anchors_of_other_files_are_found(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "api.yaml": schemas_file(
            "Users: {$id: users, allOf: [{$ref: page.yaml}], $defs: {i:"
            " {$dynamicAnchor: item, type: integer}}}"
        ),
        "page.yaml": "items: {$dynamicRef: '#item'}\n"
        "$defs: {i: {$dynamicAnchor: item, type: string}}",
    }
    description = bundled(tmp_path, files)
    assert description.messages == []
    (inner,) = description.schemas["Users"]["allOf"]
    assert inner == {"items": {"$ref": "#/components/schemas/Users/$defs/i"}}


def test_a_problem_in_a_copy_is_told_where_it_stands(tmp_path: Path) -> None:
    entry = tmp_path / "api.yaml"
    entry.write_text(
        schemas_file(
            f"{TREE}properties: {{a: {{type: text}}}}, {ITEMS}, Strict: {{$id:"
            " 'https://example.com/s', $dynamicAnchor: node, $ref: tree}"
        )
    )
    diagnostics = generate(Job(entry, tmp_path / "out", ("models",))).diagnostics
    places = {
        diagnostic.where.pointer
        for diagnostic in diagnostics
        if diagnostic.code == "unknown-type"
    }
    assert places == {"/components/schemas/Tree/properties/a/type"}


def test_after_too_many_copies_the_nearest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamic, "_FEW_COPIES", 1)
    monkeypatch.setattr(dynamic, "_COPIES", 0)
    more = "".join(
        f", S{number}: {{$id: 'https://example.com/{number}', $dynamicAnchor: node,"
        " $ref: tree}"
        for number in range(2)
    )
    description = bundled(tmp_path, {"api.yaml": schemas_file(f"{TREE}{ITEMS}{more}")})
    (message,) = description.messages
    assert "warning[dynamic-reference-static]" in message
    assert message.endswith("at #/components/schemas/S1/$ref")
    assert description.schemas["S1"] == {"$ref": "#/components/schemas/Tree"}


def test_mappings_name_what_the_union_holds() -> None:
    kinds = {
        "oneOf": [ref("Leaf"), ref("Branch")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"l": ref("Leaf")["$ref"], "b": ref("Branch")["$ref"]},
        },
    }
    schemas: dict[str, object] = {
        "Node": {
            "$id": f"{ID}node",
            **obj("root", root=kinds),
            "$defs": {"x": {"$dynamicAnchor": "x"}},
        },
        "Leaf": obj("kind", kind=TEXT, value={"$dynamicRef": f"{ID}node#x"}),
        "Branch": obj("kind", kind=TEXT, below=array(ref("Leaf"))),
        "Numbers": {
            "$id": f"{ID}numbers",
            "$ref": f"{ID}node",
            "$defs": {"x": {"$dynamicAnchor": "x", "type": "integer"}},
        },
    }
    with weave(document(schemas=schemas), clean=True) as package:
        assert package.accepts("Numbers", {"root": {"kind": "l", "value": 1}})
        assert not package.accepts("Numbers", {"root": {"kind": "l", "value": "x"}})
        assert package.accepts("Node", {"root": {"kind": "l", "value": "x"}})
        below = {"root": {"kind": "b", "below": [{"kind": "l", "value": "x"}]}}
        assert not package.accepts("Numbers", below)


def test_schemas_that_nest_too_deep_are_not_copied(tmp_path: Path) -> None:
    deep: Any = {"$dynamicRef": "#node"}
    for _ in range(250):
        deep = {"items": deep}
    tree = {"$id": f"{ID}tree", "$dynamicAnchor": "node", "items": deep}
    strict = {"$id": f"{ID}strict", "$dynamicAnchor": "node", "$ref": "tree"}
    whole = json.dumps(document(schemas={"Tree": tree, "Strict": strict}))
    description = bundled(tmp_path, {"api.json": whole})
    assert [
        "dynamic-reference-static" in message for message in description.messages
    ] == [True]
    assert description.schemas["Strict"] == {"$ref": "#/components/schemas/Tree"}
    assert "$dynamicRef" not in json.dumps(description.root)
