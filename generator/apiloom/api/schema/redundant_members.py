"""Which members of an intersection say something that the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apiloom.api.schema.shapes import (
    UNCONSTRAINED,
    Anything,
    Object,
    Primitive,
    Schema,
    SchemaId,
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
    kept = _without_parts(members, leaves)
    bare = [each for each in kept if _is_bare(shapes[each])]
    if not bare:
        return kept
    implied = {
        each
        for each in bare
        if any(
            other != each and _adds_nothing(shapes[each], shapes[other])
            for other in kept
        )
    }
    return [each for each in kept if each not in implied]


def _without_parts(
    members: Sequence[SchemaId], leaves: Mapping[SchemaId, Sequence[SchemaId]]
) -> list[SchemaId]:
    """Members whose leaves are not all among those of another member."""
    if len(members) < 2:
        return list(members)
    by_size = sorted(members, key=lambda each: -len(leaves[each]))
    covered: dict[SchemaId, set[SchemaId]] = {}
    kept: set[SchemaId] = set()
    for each in by_size:
        own = leaves[each]
        having = set.intersection(*(covered.get(leaf, set()) for leaf in own))
        if having:
            continue
        kept.add(each)
        for leaf in own:
            covered.setdefault(leaf, set()).add(each)
    return [each for each in members if each in kept]


def _is_bare(schema: Schema) -> bool:
    """Whether a shape says no more than which type a value has."""
    if schema.asserts:
        return False
    match schema:
        case Anything():
            return True
        case Object():
            plain = not schema.properties and schema.additional is True
            return plain and schema.constraints == UNCONSTRAINED
        case Primitive():
            return schema.format is None and schema.constraints == UNCONSTRAINED
        case _:
            return False


def _adds_nothing(bare: Schema, other: Schema) -> bool:
    """Whether every value of `other` satisfies `bare`; of two equals, one adds."""
    if isinstance(bare, Anything):
        tells = not isinstance(other, Anything)
    elif isinstance(bare, Object) and isinstance(other, Object):
        if bare.implied is not other.implied:
            return bare.implied
        tells = True
    elif isinstance(bare, Primitive) and isinstance(other, Primitive):
        if bare.kind != other.kind:
            return False
        tells = True
    else:
        return False
    return (tells and not _is_bare(other)) or other.id < bare.id
