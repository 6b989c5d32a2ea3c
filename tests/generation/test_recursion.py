"""Schemas that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.generation.harness import Woven, document, weave, weave_into
from tests.generation.shapes import (
    INTEGER,
    NULL,
    TEXT,
    all_of,
    array,
    mapping,
    obj,
    one_of,
    ref,
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
    "Self": {
        "oneOf": [
            TEXT,
            {"type": "array", "items": {"$ref": "#/components/schemas/Self"}},
        ]
    },
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
    assert {diagnostic.code for diagnostic in outcome.diagnostics} == {
        "circular-reference"
    }


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_a_union_of_itself_and_something_is_that(keyword: str) -> None:
    schemas = {"A": {keyword: [ref("A"), TEXT]}, "Holder": obj(a=ref("A"))}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Holder", {"a": "x"})
        assert not woven.accepts("Holder", {"a": 1})


def _ring(size: int) -> dict[str, list[int]]:
    return {f"S{number:03}": [(number + 1) % size] for number in range(size)}


def _backward_ring(size: int) -> dict[str, list[int]]:
    return {f"S{number:03}": [(number - 1) % size] for number in range(size)}


def _chain(size: int) -> dict[str, list[int]]:
    return {
        f"S{number:03}": [number + 1][: size - number - 1] for number in range(size)
    }


def _dense(size: int) -> dict[str, list[int]]:
    return {
        f"S{number:03}": sorted({(number * step + step) % size for step in range(1, 5)})
        for number in range(size)
    }


@pytest.mark.parametrize("graph", [_ring(500), _backward_ring(120), _dense(100)])
def test_long_circles_import_and_decode(graph: dict[str, list[int]]) -> None:
    """Pydantic alone recurses from class to class, and gives up at some eighty."""
    names = list(graph)
    schemas: dict[str, object] = {
        name: obj(
            id=INTEGER, **{names[number]: ref(names[number]) for number in needed}
        )
        for name, needed in graph.items()
    }
    schemas["Outside"] = obj(all=array(ref(names[3])))
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        for start in ("S000", "S007", names[-1]):
            wire: dict[str, object] = {"id": 0}
            node, path = start, [start]
            for _ in range(60):
                node = names[graph[node][0]]
                path.append(node)
            for name in reversed(path[1:]):
                wire = {"id": 1, name: wire}
            assert woven.write(start, woven.read(start, wire)) == wire
            assert not woven.accepts(start, {"id": "x"})
        outside = {"all": [{"id": 1}]}
        assert woven.write("Outside", woven.read("Outside", outside)) == outside


def test_a_long_chain_of_modules() -> None:
    graph = _chain(150)
    schemas: dict[str, object] = {
        name: obj(
            id=INTEGER, **{f"S{number:03}": ref(f"S{number:03}") for number in needed}
        )
        for name, needed in graph.items()
    }
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        wire = {"id": 1, "S001": {"S002": {"id": 3}}}
        assert woven.write("S000", woven.read("S000", wire)) == wire
        assert not woven.accepts("S000", {"S001": {"S002": {"id": "x"}}})


def test_a_long_chain_of_all_of() -> None:
    """Each of 200 says something of a property of the next, whichever stands first."""
    size = 200
    schemas: dict[str, object] = {
        f"S{number:03}": all_of(
            ref(f"S{number + 1:03}"), obj(**{f"p{number % 4}": INTEGER})
        )
        for number in range(size)
    }
    schemas[f"S{size:03}"] = obj("id", id=INTEGER)
    whole = document(schemas={"S000": schemas.pop("S000"), **schemas})
    with weave(whole, targets=("models",)) as woven:
        wire = {"id": 1, "p0": 1, "p3": 2}
        assert woven.write("S000", woven.read("S000", wire)) == wire
        assert not woven.accepts("S000", {"id": 1, "p2": "x"})
        assert not woven.accepts("S000", {"p0": 1})


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
