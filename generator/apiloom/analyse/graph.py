"""Which types need which, in what order they can stand, and which form circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from apiloom.ir.schema import Array, Object, Reference, Schema, SchemaId, Union

_Node = TypeVar("_Node")


def children_of(schema: Schema) -> Iterator[SchemaId]:
    """The schemas that stand directly below a shape."""
    if isinstance(schema, Reference):
        yield schema.target
    elif isinstance(schema, Union):
        yield from schema.members
        if schema.discriminator is not None:
            yield from (target for _, target in schema.discriminator.mapping)
    elif isinstance(schema, Array):
        if schema.items is not None:
            yield schema.items
    elif isinstance(schema, Object):
        yield from (each.schema for each in schema.properties)
        if isinstance(schema.additional, SchemaId):
            yield schema.additional


def needs_of(
    start: SchemaId, shapes: Mapping[SchemaId, Schema], named: Mapping[SchemaId, object]
) -> tuple[SchemaId, ...]:
    """The named types that the definition of `start` mentions, in order."""
    found: dict[SchemaId, None] = {}
    seen = {start}
    stack = list(reversed(list(children_of(shapes[start]))))
    while stack:
        schema_id = stack.pop()
        if schema_id in named:
            found[schema_id] = None
        elif schema_id not in seen:
            seen.add(schema_id)
            stack.extend(reversed(list(children_of(shapes[schema_id]))))
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
    low: dict[_Node, int] = {}
    open_nodes: dict[_Node, None] = {}
    found: list[list[_Node]] = []
    for start in nodes:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        open_nodes[start] = None
        work = [(start, iter(needs.get(start, ())))]
        while work:
            node, rest = work[-1]
            below = next(rest, None)
            if below is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == index[node]:
                    found.append(_closed(node, open_nodes))
            elif below not in index:
                index[below] = low[below] = len(index)
                open_nodes[below] = None
                work.append((below, iter(needs.get(below, ()))))
            elif below in open_nodes:
                low[node] = min(low[node], index[below])
    return found


def _closed(node: _Node, open_nodes: dict[_Node, None]) -> list[_Node]:
    """Take a finished component off the nodes that are still open."""
    component = [open_nodes.popitem()[0]]
    while component[-1] != node:
        component.append(open_nodes.popitem()[0])
    component.reverse()
    return component
