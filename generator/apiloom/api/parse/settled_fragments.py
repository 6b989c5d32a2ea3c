"""What is judged of schemas below keywords, once all schemas have been read.

A `oneOf` counts how many of its members hold where several may. And where no `type` is
written, the one that is implied counts as if it were, in what is judged as in types.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import cast

from apiloom.api.parse.fragments import Fragments
from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.flatten import Flattener
from apiloom.api.schema.schema_overlap import exclude_each_other, wider_member
from apiloom.api.schema.shapes import (
    Assertion,
    Discriminator,
    JsonValue,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.text import reveal


def count_members(
    one_ofs: Iterable[tuple[SchemaId, Reader]],
    schemas: dict[SchemaId, Schema],
    fragments: Fragments,
    flattener: Flattener,
) -> None:
    """Have the unions that `one_ofs` became assert that one member holds.

    Each stands for the whole schema at its reader, or for a part of it.
    """
    asserted: dict[SchemaId, Schema] = {}
    for part_id, reader in one_ofs:
        alone = SchemaId(part_id.document, part_id.pointer, part_id.steps[:-1])
        schema_id = part_id if part_id in schemas else alone
        union = cast("Union", schemas[schema_id])
        part = _counted(replace(union, id=part_id), reader, fragments, flattener)
        asserted[schema_id] = replace(part, id=schema_id)
    schemas.update(asserted)


def write_implied_types(
    schemas: Container[SchemaId], fragments: Fragments, flattener: Flattener
) -> None:
    """Give each copy of a schema below a keyword the type that the schema implies.

    None is implied of what `schemas` have not, such as the schema of `not`: no type in
    Python comes of it, so it goes by the letter.
    """
    for place, copy in fragments.untyped():
        if place in schemas and (flat := flattener.flat((place,))).implied:
            kinds = sorted(flat.types)
            copy["type"] = kinds[0] if len(kinds) == 1 else kinds


def _counted(
    union: Union, reader: Reader, fragments: Fragments, schemas: Flattener
) -> Union:
    """A `oneOf` that counts how many members a value satisfies.

    It need not if they exclude each other, nor where a tag decides.
    """
    tag = union.discriminator
    if tag is not None and _is_decided(tag, union.members, schemas):
        return union
    if exclude_each_other(schemas, union.members):
        return union
    wider = wider_member(schemas, union.members)
    if wider is not None and tag is not None:
        return union
    if wider is not None:
        reader.at("oneOf", wider).complain(
            "one-of-overlap",
            "whatever satisfies another member of `oneOf` satisfies this one too",
            "by the letter such values are refused; `anyOf` is taken to be meant",
        )
        fragments.count_none(reader)
        return union
    counted = fragments.of(reader, ("oneOf",))
    if counted is None:
        return union
    if tag is not None:
        # That a value is none of them is for the type to say.
        no_member = {"not": {"anyOf": counted["oneOf"]}}
        counted = {
            "if": {"required": [reveal(tag.property_name)]},
            "else": {"oneOf": [*counted["oneOf"], no_member]},
        }
    where = union.id
    return replace(union, asserts=(Assertion(where, JsonValue(counted)),))


def _is_decided(
    tag: Discriminator, members: tuple[SchemaId, ...], schemas: Flattener
) -> bool:
    """Whether a tag tells the members of a union apart (OpenAPI 3.2, section 4.25).

    What it means that there is none is not said, if there may be none and no member
    is the default: two members may do without it, so that a value is of both.
    """
    flats = {_same(id_, schemas): schemas.flat((id_,)) for id_ in members}
    named = [flat.properties.get(tag.property_name) for flat in flats.values()]
    without = [each for each in named if each is None or each.required is None]
    return tag.fallback is not None or len(without) < 2


def _same(member: SchemaId, schemas: Flattener) -> frozenset[SchemaId]:
    """What two members have in common that refer to one schema, and no others."""
    return frozenset(schemas.flat((member,)).ids).difference({member}) or frozenset(
        {member}
    )
