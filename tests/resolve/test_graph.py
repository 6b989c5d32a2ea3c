"""The graph functions, against slow ones that are plainly right."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.api.schema.schema_graph import children_of, circles, needs_of, reachable
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Discriminator,
    Object,
    Primitive,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import Pointer
from apiloom.core.text import Text

Graph = dict[int, list[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(0, 9))
    nodes = st.integers(0, max(size - 1, 0))
    return {
        node: draw(st.lists(nodes, max_size=4)) if size else [] for node in range(size)
    }


def closure(graph: Mapping[int, list[int]]) -> set[tuple[int, int]]:
    """Every pair of a node and one that it leads to, by Warshall's algorithm."""
    pairs = {(one, two) for one, needed in graph.items() for two in needed}
    for middle in graph:
        pairs |= {
            (one, two)
            for one in graph
            for two in graph
            if (one, middle) in pairs and (middle, two) in pairs
        }
    return pairs


@settings(max_examples=500)
@given(graphs())
def test_circles_are_the_strongly_connected_components(graph: Graph) -> None:
    components = circles(list(graph), graph)
    pairs = closure(graph)
    expected = {
        frozenset({one} | {two for two in graph if {(one, two), (two, one)} <= pairs})
        for one in graph
    }
    assert {frozenset(group) for group in components} == expected
    assert sum(map(len, components)) == len(graph)


@settings(max_examples=300)
@given(graphs())
def test_every_circle_stands_behind_what_it_needs(graph: Graph) -> None:
    components = circles(list(graph), graph)
    place = {node: number for number, group in enumerate(components) for node in group}
    for node, needed in graph.items():
        assert all(place[neighbour] <= place[node] for neighbour in needed)


@settings(max_examples=200)
@given(graphs())
def test_the_order_is_a_function_of_the_input(graph: Graph) -> None:
    again = {node: list(needed) for node, needed in graph.items()}
    assert circles(list(graph), graph) == circles(list(again), again)


def test_nodes_that_are_not_asked_for_are_found_by_need() -> None:
    assert circles(["a"], {"a": ["b"], "b": []}) == [["b"], ["a"]]
    assert circles(["a"], {"a": ["b"]}) == [["b"], ["a"]]


LENGTH = 20_000


@pytest.fixture
def shallow() -> None:
    """Were anything to recurse over the input, it would have to be this shallow."""
    assert sys.getrecursionlimit() < LENGTH


@pytest.mark.usefixtures("shallow")
def test_a_long_chain() -> None:
    chain = {node: [node + 1] for node in range(LENGTH)}
    components = circles(range(LENGTH), chain)
    assert components == [[node] for node in range(LENGTH, -1, -1)]


@pytest.mark.usefixtures("shallow")
def test_a_long_ring() -> None:
    ring = {node: [(node + 1) % LENGTH] for node in range(LENGTH)}
    (ring_component,) = circles(range(LENGTH), ring)
    assert ring_component == list(range(LENGTH))


@pytest.mark.usefixtures("shallow")
def test_many_small_rings_in_a_chain() -> None:
    rings = {
        node: [node ^ 1, *([node + 1] if node % 2 else [])] for node in range(LENGTH)
    }
    del rings[LENGTH - 1][1]
    components = circles(range(LENGTH), rings)
    assert len(components) == LENGTH // 2
    assert sorted(components[0]) == [LENGTH - 2, LENGTH - 1]


def sid(name: object) -> SchemaId:
    return SchemaId("d", Pointer(f"/{name}"))


@pytest.mark.usefixtures("shallow")
def test_a_long_chain_of_schemas_is_reached() -> None:
    shapes: dict[SchemaId, Schema] = {
        sid(number): Reference(sid(number), sid(number + 1)) for number in range(LENGTH)
    }
    shapes[sid(LENGTH)] = Anything(sid(LENGTH))
    assert list(reachable([sid(0)], shapes)) == [
        sid(number) for number in range(LENGTH + 1)
    ]
    assert needs_of(sid(0), shapes, {sid(LENGTH): 1}) == (sid(LENGTH),)


@pytest.mark.usefixtures("shallow")
def test_a_long_ring_of_schemas_is_reached_once() -> None:
    shapes: dict[SchemaId, Schema] = {
        sid(number): Array(sid(number), sid((number + 1) % LENGTH))
        for number in range(LENGTH)
    }
    assert len(reachable([sid(5)], shapes)) == LENGTH
    assert needs_of(sid(5), shapes, {sid(5): 1}) == (sid(5),)


def test_children_of_every_shape() -> None:
    a, b, c, d = map(sid, "abcd")
    properties = (
        Property(Text("x"), a, required=True),
        Property(Text("y"), b, required=False),
    )
    table: list[tuple[Schema, list[SchemaId]]] = [
        (Anything(d), []),
        (Primitive(d, "string"), []),
        (Reference(d, a), [a]),
        (Array(d, None), []),
        (Array(d, a), [a]),
        (Object(d, properties), [a, b]),
        (Object(d, properties, c), [a, b, c]),
        (Union(d, (b, a)), [b, a]),
        (Union(d, (b,), Discriminator(Text("t"), ((Text("1"), c),))), [b, c]),
    ]
    assert [list(children_of(schema)) for schema, _ in table] == [
        expected for _, expected in table
    ]


def test_needs_stop_at_what_has_a_name() -> None:
    a, b, c, d, e = map(sid, "abcde")
    shapes: dict[SchemaId, Schema] = {
        a: Array(a, b),
        b: Union(b, (c, d, c)),
        c: Array(c, e),
        d: Anything(d),
        e: Anything(e),
    }
    assert needs_of(a, shapes, {c: 1, d: 1, e: 1}) == (c, d)
    assert needs_of(a, shapes, {e: 1}) == (e,)
    assert needs_of(a, shapes, {}) == ()
