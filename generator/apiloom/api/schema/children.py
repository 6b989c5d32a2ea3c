"""Which types need which, in what order they can stand, and which form circles."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TypeVar

from apiloom.api.schema.shapes import Array, Object, Reference, Schema, SchemaId, Union

_Node = TypeVar("_Node")


def children_of(schema: Schema) -> Sequence[SchemaId]:
    """The schemas that stand directly below a shape."""
    if isinstance(schema, Object):
        found = [each.schema for each in schema.properties]
        if isinstance(schema.additional, SchemaId):
            found.append(schema.additional)
        return found
    if isinstance(schema, Reference):
        return (schema.target,)
    if isinstance(schema, Union):
        tags = schema.discriminator
        mapped = [] if tags is None else [target for _, target in tags.mapping]
        return (*schema.members, *mapped)
    if isinstance(schema, Array) and schema.items is not None:
        return (schema.items,)
    return ()


def needs_of(
    start: SchemaId, shapes: Mapping[SchemaId, Schema], named: Container[SchemaId]
) -> tuple[SchemaId, ...]:
    """The named types that the definition of `start` mentions, in order."""
    found: dict[SchemaId, None] = {}
    seen = {start}
    stack = [*reversed(children_of(shapes[start]))]
    while stack:
        schema_id = stack.pop()
        if schema_id in named:
            found[schema_id] = None
        elif schema_id not in seen:
            seen.add(schema_id)
            stack.extend(reversed(children_of(shapes[schema_id])))
    return tuple(found)


def reachable(
    starts: Sequence[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> dict[SchemaId, None]:
    """Everything that `starts` lead to, themselves included, in order of discovery."""
    seen = dict.fromkeys(starts)
    stack = list(reversed(starts))
    while stack:
        for below in children_of(shapes[stack.pop()]):
            if below not in seen:
                seen[below] = None
                stack.append(below)
    return seen


def circles(
    nodes: Sequence[_Node], needs: Mapping[_Node, Sequence[_Node]]
) -> list[list[_Node]]:
    """Strongly connected components, each after those that it needs.

    Tarjan's algorithm with a stack of its own. The order depends on that of `nodes`
    and `needs` alone.
    """
    index: dict[_Node, int] = {}
    low: dict[_Node | None, int] = {None: -1}
    open_nodes: dict[_Node, None] = {}
    found: list[list[_Node]] = []
    work: list[tuple[_Node | None, Iterator[_Node]]] = [(None, iter(nodes))]
    while True:
        node, rest = work[-1]
        below = next(rest, None)
        if below is None:
            work.pop()
            if node is None:
                return found
            above = work[-1][0]
            low[above] = min(low[above], low[node])
            if low[node] == index[node]:
                found.append(_closed(node, open_nodes))
        elif below not in index:
            index[below] = low[below] = len(index)
            if needs.get(below):
                open_nodes[below] = None
                work.append((below, iter(needs[below])))
            else:
                # As most nodes are: this is what the rest would come to.
                found.append([below])
        elif below in open_nodes:
            low[node] = min(low[node], index[below])


def _closed(node: _Node, open_nodes: dict[_Node, None]) -> list[_Node]:
    """Take a finished component off the nodes that are still open."""
    component = [open_nodes.popitem()[0]]
    while component[-1] != node:
        component.append(open_nodes.popitem()[0])
    component.reverse()
    return component
