"""Which members of an intersection say something that the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apiloom.api.schema.nullability import all_take_null
from apiloom.api.schema.shapes import (
    UNCONSTRAINED,
    Anything,
    Object,
    Primitive,
    Schema,
    SchemaId,
    text_order,
)


def without_redundant_members(
    members: Sequence[SchemaId],
    shapes: Mapping[SchemaId, Schema],
    leaves: Mapping[SchemaId, Sequence[SchemaId]],
) -> list[SchemaId]:
    """The members without those that others imply; never none of them.

    `leaves` has what each member was merged from: one that was merged from part of
    what another was merged from adds nothing to it.
    """
    distinct = _without_parts(members, leaves)
    bare = [member for member in distinct if _is_bare(shapes[member])]
    if not bare:
        return distinct
    implied = {
        member
        for member in bare
        if any(
            other != member and _adds_nothing(shapes[member], shapes[other])
            for other in distinct
        )
    }
    return [member for member in distinct if member not in implied]


def _without_parts(
    members: Sequence[SchemaId], leaves: Mapping[SchemaId, Sequence[SchemaId]]
) -> list[SchemaId]:
    """Members whose leaves are not all among those of another member."""
    if len(members) < 2:
        return list(members)
    by_size = sorted(members, key=lambda member: -len(leaves[member]))
    covered: dict[SchemaId, set[SchemaId]] = {}
    maximal: set[SchemaId] = set()
    for member in by_size:
        own = leaves[member]
        covering = set.intersection(*(covered.get(leaf, set()) for leaf in own))
        if covering:
            continue
        maximal.add(member)
        for leaf in own:
            covered.setdefault(leaf, set()).add(member)
    return [member for member in members if member in maximal]


def _is_bare(schema: Schema) -> bool:
    """Whether a shape says no more than which type a value has."""
    if schema.asserts:
        return False
    match schema:
        case Anything():
            return True
        case Object():
            plain = not schema.properties and not schema.patterns
            return (
                plain
                and schema.additional is True
                and schema.constraints == UNCONSTRAINED
            )
        case Primitive():
            return schema.format is None and schema.constraints == UNCONSTRAINED
        case _:
            return False


def _adds_nothing(bare: Schema, other: Schema) -> bool:
    """Whether every value of `other` satisfies `bare`; of two equals, one adds."""
    if all_take_null((other,)) and not all_take_null((bare, other)):
        return False
    if isinstance(bare, Anything):
        says_more = not isinstance(other, Anything)
    elif isinstance(bare, Object) and isinstance(other, Object):
        if bare.implied is not other.implied:
            return bare.implied
        says_more = True
    elif isinstance(bare, Primitive) and isinstance(other, Primitive):
        if bare.kind != other.kind:
            return False
        says_more = True
    else:
        return False
    return (says_more and not _is_bare(other)) or text_order(other.id) < text_order(
        bare.id
    )
