"""Where a schema stands now that has become one member of a union.

    PetBody: {properties: {a: ...}}                      the class `PetBody`
    PetBody: {oneOf: [{properties: {a: ...}}, ...]}      is that member from now on

Its place says another thing then, but the class and all below it are what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from apiloom.api.names.former_places import ShippedSchemas
from apiloom.api.schema.list_entries import holder_of
from apiloom.api.schema.shapes import Enumeration, Object, Schema, SchemaId
from apiloom.core.text import reveal

_UNIONS = frozenset({"oneOf", "anyOf"})


def member_places(api: ShippedSchemas) -> dict[str, str]:
    """The place before and that of today, of each type that is a member now.

    A member is what was there where it has all of the properties that had names, the
    one with the fewest others; a list of values where it is the only one.
    """
    known = frozenset(api.named)
    members: dict[SchemaId, list[SchemaId]] = {}
    for schema_id in api.named:
        for owner in owners(schema_id, api.shapes):
            members.setdefault(owner, []).append(schema_id)
    moved: dict[str, str] = {}
    for owner, candidates in members.items():
        place = api.spec.place(owner.text)
        if place not in api.shipped.types:
            continue
        if any(
            api.spec.place(member.text) in api.shipped.types for member in candidates
        ):
            continue
        if place in api.shipped.fields:
            chosen = _with_all(api.shipped.fields[place], candidates, api.shapes)
        else:
            chosen = None if owner in known else _listed(candidates, api.shapes)
        if chosen is not None:
            moved[place] = api.spec.place(chosen.text)
    return moved


def owners(
    schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]
) -> Iterator[SchemaId]:
    """The unions that a schema is a member of where it stands, the inner ones first."""
    while not schema_id.steps and _is_member(schema_id):
        schema_id = holder_of(schema_id)
        if schema_id not in shapes or isinstance(shapes[schema_id], Object):
            return
        yield schema_id


def _is_member(schema_id: SchemaId) -> bool:
    tokens = schema_id.pointer.rsplit("/", 2)
    return len(tokens) == 3 and tokens[1] in _UNIONS and tokens[2].isdigit()


def _with_all(
    names: Mapping[str, str],
    candidates: Iterable[SchemaId],
    shapes: Mapping[SchemaId, Schema],
) -> SchemaId | None:
    """The object with all these properties, and with as few others as can be.

    Of those that are alike the outer one; a manifest tells no more of them.
    """
    ranked: dict[SchemaId, tuple[int, int]] = {}
    for schema_id in candidates:
        shape = shapes[schema_id]
        if not isinstance(shape, Object):
            continue
        own = {reveal(property_.wire_name) for property_ in shape.properties}
        if names.keys() <= own:
            ranked[schema_id] = len(own), schema_id.pointer.count("/")
    return min(ranked, key=lambda schema_id: ranked[schema_id], default=None)


def _listed(
    candidates: Iterable[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> SchemaId | None:
    lists = [
        schema_id
        for schema_id in candidates
        if isinstance(shapes[schema_id], Enumeration)
    ]
    return lists[0] if len(lists) == 1 else None
