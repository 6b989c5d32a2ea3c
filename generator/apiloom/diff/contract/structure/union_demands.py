"""Whether a union or a discriminator demands more than what stands beside it."""

from __future__ import annotations

from apiloom.api.schema.flat_schema import Conjunction, FlatSchema, FlatUnion
from apiloom.api.schema.shapes import Discriminator
from apiloom.core.location import tokens_of
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.structure.contract_walk import ContractSource
from apiloom.diff.contract.structure.subjects import component_name


def tells_what_is_told(source: ContractSource, flat: FlatSchema) -> bool:
    """Whether constants of its members demand all that a discriminator does.

    Each member demands the property, whose one value is the tag that leads to it
    (OpenAPI 3.1, section 4.8.25).
    """
    unions = [union for union in flat.unions if union.discriminator is not None]
    return bool(unions) and all(
        _has_tag(source, member, union.discriminator)
        for union in unions
        if union.discriminator is not None
        for member in union.members
    )


def _has_tag(
    source: ContractSource, member: Conjunction, discriminator: Discriminator
) -> bool:
    settled = source.schemas.settled(member)
    flat = source.schemas.flat(settled)
    name = discriminator.property_name
    demanded = flat.properties.get(name)
    if demanded is None or demanded.required is None:
        return False
    ends = {schema.pointer for schema in (*member, *settled)}
    tags = {
        reveal(tag) for tag, target in discriminator.mapping if target.pointer in ends
    }
    if not tags:
        tags = {component_name(pointer) or "" for pointer in ends}
    listed = source.schemas.flat(flat.property_schemas(name)).values
    values = [] if listed is None else [*listed.values()]
    return (
        len(values) == 1 and isinstance(values[0], Text) and reveal(values[0]) in tags
    )


def takes_null(source: ContractSource, flat: FlatSchema) -> bool | None:
    """Whether null is let through, by unions or by one of their members.

    None where every type is, or none is named.
    """
    if not flat.unions or "null" not in flat.types:
        return flat.nullable
    return all(
        union.null_too or (not union.refuses_null and _passes_null(source, union))
        for union in flat.unions
    )


def _passes_null(source: ContractSource, union: FlatUnion) -> bool:
    """Whether a member takes null, or one of the members of that."""
    work = [*map(source.schemas.settled, union.members)]
    seen = set[Conjunction]()
    while work:
        conjunction = work.pop()
        flat = source.schemas.flat(conjunction)
        if flat.nullable is not False:
            return True
        if "null" in flat.types and conjunction not in seen:
            seen.add(conjunction)
            below = (each for union in flat.unions for each in union.members)
            work.extend(map(source.schemas.settled, below))
    return False


def admits_all(source: ContractSource, union: FlatUnion, flat: FlatSchema) -> bool:
    """Whether a union lets through all values of a schema that has no union.

    So it does if one of its members demands no more than a type which all of them have,
    and, where exactly one may be satisfied, the others are of other types.
    """
    types = flat.types
    members = [source.schemas.flat(member) for member in union.members]
    admitting = [
        member
        for member in members
        if member.is_bare and member.format is None and types <= member.types
    ]
    touched = [member for member in members if member.unions or member.types & types]
    is_one_of = tokens_of(union.where)[-1:] == ("oneOf",)
    return bool(admitting) and (not is_one_of or len(touched) == 1)
