"""The graph of schemas: children, ends of references, what is reachable, circles."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import NamedTuple, TypeVar

from apiloom.api.schema.shapes import (
    Array,
    Enumeration,
    Intersection,
    Object,
    Primitive,
    Reference,
    Schema,
    SchemaId,
    Union,
)

_Node = TypeVar("_Node")


def in_place(shape: Schema) -> tuple[SchemaId, ...]:
    """The schemas that judge the same value as this one, all of them."""
    if isinstance(shape, Intersection):
        return shape.members
    return (shape.target,) if isinstance(shape, Reference) else ()


def same_value(shape: Schema) -> tuple[SchemaId, ...]:
    """The schemas that judge, or may judge, the same value as this one."""
    return shape.members if isinstance(shape, Union) else in_place(shape)


def subschemas_of(shape: Schema) -> tuple[SchemaId, ...]:
    """The schemas that stand inside of a schema, in document order."""
    if isinstance(shape, Object):
        below = tuple([property_.schema for property_ in shape.properties])
        return (*below, *shape.further)
    if isinstance(shape, Union | Intersection):
        return shape.members
    return shape.members if isinstance(shape, Array) else ()


def children_of(shape: Schema) -> tuple[SchemaId, ...]:
    """The schemas that stand inside of a merged schema, or that it leads to."""
    # It is asked for every shape again and again: those that have none come first.
    if isinstance(shape, Primitive | Enumeration):
        return ()
    if isinstance(shape, Reference):
        return (shape.target,)
    if isinstance(shape, Union) and shape.discriminator is not None:
        mapped = (target for _, target in shape.discriminator.mapping)
        return (*shape.members, *mapped)
    return subschemas_of(shape)


def all_in_place(
    start: SchemaId, shapes: Mapping[SchemaId, Schema], but: Iterable[SchemaId] = ()
) -> Iterator[Schema]:
    """A schema, and all that judge the same value with it; `but` are left out."""
    seen = set(but)
    stack = [start]
    while stack:
        schema_id = stack.pop()
        if schema_id not in seen:
            seen.add(schema_id)
            shape = shapes[schema_id]
            stack.extend(in_place(shape))
            yield shape


def settled(
    schema_id: SchemaId,
    shapes: Mapping[SchemaId, Schema],
    adds_nothing: Callable[[Schema], bool],
) -> SchemaId:
    """What a schema comes to, through what adds nothing to the one that it leads to.

    That may be a reference, or an `allOf` of one member.
    """
    seen: set[SchemaId] = set()
    while schema_id not in seen and schema_id in shapes:
        seen.add(schema_id)
        shape = shapes[schema_id]
        only = in_place(shape)
        if len(only) == 1 and adds_nothing(shape):
            (schema_id,) = only
    return schema_id


class End(NamedTuple):
    """Where references end: a shape that is none, unless they go round in a circle.

    `nullable` says whether one of them lets null through, whatever the shape says.
    """

    id: SchemaId
    shape: Schema
    nullable: bool

    @property
    def takes_null(self) -> bool:
        """Whether null is let through on the way, or by the shape itself."""
        return self.nullable or self.shape.nullable


def end_of(schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]) -> End:
    """Where the references end that begin at a schema; of a circle, any of its own."""
    shape, nullable = shapes[schema_id], False
    seen: set[SchemaId] = set()
    while isinstance(shape, Reference) and schema_id not in seen:
        seen.add(schema_id)
        nullable = nullable or shape.nullable
        schema_id = shape.target
        shape = shapes[schema_id]
    return End(schema_id, shape, nullable)


def needs_of(
    start: SchemaId, shapes: Mapping[SchemaId, Schema], named: Container[SchemaId]
) -> tuple[SchemaId, ...]:
    """The named types that the definition of `start` mentions, in order."""
    needed: dict[SchemaId, None] = {}
    seen = {start}
    stack = [*reversed(children_of(shapes[start]))]
    while stack:
        schema_id = stack.pop()
        if schema_id in named:
            needed[schema_id] = None
        elif schema_id not in seen:
            seen.add(schema_id)
            stack.extend(reversed(children_of(shapes[schema_id])))
    return tuple(needed)


def reachable(
    starts: Sequence[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> dict[SchemaId, None]:
    """Everything that `starts` lead to, themselves included, in order of discovery."""
    seen = dict.fromkeys(starts)
    stack = list(reversed(starts))
    while stack:
        for child_id in children_of(shapes[stack.pop()]):
            if child_id not in seen:
                seen[child_id] = None
                stack.append(child_id)
    return seen


def circles(
    nodes: Sequence[_Node], needs: Mapping[_Node, Sequence[_Node]]
) -> list[list[_Node]]:
    """Strongly connected components, each after those that it needs.

    Tarjan's algorithm with a stack of its own. The order depends on that of `nodes`
    and `needs` alone. What needs nothing may be missing from `needs`.
    """
    index: dict[_Node, int] = {}
    low: dict[_Node | None, int] = {None: -1}
    open_nodes: dict[_Node, None] = {}
    components: list[list[_Node]] = []
    work: list[tuple[_Node | None, Iterator[_Node]]] = [(None, iter(nodes))]
    while True:
        node, rest = work[-1]
        below = next(rest, None)
        if below is None:
            work.pop()
            if node is None:
                return components
            above = work[-1][0]
            low[above] = min(low[above], low[node])
            if low[node] == index[node]:
                components.append(_closed(node, open_nodes))
        elif below not in index:
            index[below] = len(index)
            if needs.get(below):
                low[below] = index[below]
                open_nodes[below] = None
                work.append((below, iter(needs[below])))
            else:
                # As most nodes are: this is what the rest would come to.
                components.append([below])
        elif below in open_nodes:
            low[node] = min(low[node], index[below])


def is_circle(
    component: Sequence[_Node], needs: Mapping[_Node, Collection[_Node]]
) -> bool:
    """Whether what is in a component of `circles` leads back to itself."""
    first = component[0]
    return len(component) > 1 or first in needs.get(first, ())


def _closed(node: _Node, open_nodes: dict[_Node, None]) -> list[_Node]:
    """Take a finished component off the nodes that are still open."""
    component = [open_nodes.popitem()[0]]
    while component[-1] != node:
        component.append(open_nodes.popitem()[0])
    component.reverse()
    return component
