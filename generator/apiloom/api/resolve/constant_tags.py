"""Tags as constants of the schemas that they lead to (OpenAPI 3.2, section 4.25).

    Pet: {discriminator: {propertyName: kind, mapping: {cat: Cat}}, ...}
    Cat: {properties: {kind: {type: string}}}

The property `kind` of a `Cat` has one value, though its own schema would take any: with
another tag a value is something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from apiloom.api.resolve.discriminators import Tag, objects_in, tagging_of
from apiloom.api.schema.derivation import tag_of
from apiloom.api.schema.scalar_validation import identity_of, satisfies
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Enumeration,
    Object,
    Primitive,
    Property,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.text import Text, reveal
from apiloom.runtime.json_values import canonical


def tags_as_constants(shapes: dict[SchemaId, Schema]) -> None:
    """Let the members of each union with a discriminator have their tags alone.

    A member of several unions has the tags of all. What is there for unknown tags keeps
    its property as it is, and so does what one union decides by this property and
    another by that: neither asks for the tag of the other.
    """
    narrowed: dict[SchemaId, dict[Text, tuple[Tag, ...]]] = {}
    kept: set[tuple[SchemaId, Text]] = set()
    for shape in shapes.values():
        if not isinstance(shape, Union) or shape.discriminator is None:
            continue
        tagging = tagging_of(shape, shape.members, shapes)
        for member in tagging.members if tagging is not None else ():
            name = shape.discriminator.property_name
            for tagged in objects_in(member.id, shapes):
                if member.is_default:
                    kept.add((tagged.id, name))
                tags = narrowed.setdefault(tagged.id, {})
                known = tags.get(name, ())
                tags[name] = tuple(dict.fromkeys((*known, *member.tags)))
    for schema_id, tags in narrowed.items():
        object_ = shapes[schema_id]
        if isinstance(object_, Object) and len(tags) == 1:
            wanted = {
                name: values
                for name, values in tags.items()
                if (schema_id, name) not in kept
            }
            properties = tuple(_narrowed(object_, wanted, shapes))
            shapes[schema_id] = replace(object_, properties=properties)


def _narrowed(
    object_: Object,
    tags: Mapping[Text, tuple[Tag, ...]],
    shapes: dict[SchemaId, Schema],
) -> Iterator[Property]:
    for property_ in object_.properties:
        values = tags.get(property_.wire_name, ())
        constant = _constant(object_, property_, values, shapes) if values else None
        if constant is None:
            yield property_
        else:
            shapes[constant.id] = constant
            yield replace(property_, schema=constant.id)


def _constant(
    object_: Object,
    property_: Property,
    tags: tuple[Tag, ...],
    shapes: Mapping[SchemaId, Schema],
) -> Enumeration | None:
    """The property with these values alone; None if it cannot be, or is already."""
    end = end_of(property_.schema, shapes)
    if isinstance(end.shape, Primitive):
        possible = all(satisfies(tag, end.shape) for tag in tags)
    elif isinstance(end.shape, Enumeration):
        listed = {identity_of(value) for value in end.shape.values}
        wanted = {identity_of(tag) for tag in tags}
        possible = wanted < listed
    else:
        possible = False
    if not possible:
        return None
    notes = shapes[property_.schema].notes
    default = None if notes.default is None else canonical(notes.default.value)
    if default not in {identity_of(tag) for tag in tags}:
        notes = replace(notes, default=None)
    return Enumeration(
        object_.id.derived(tag_of(reveal(property_.wire_name))),
        tags,
        nullable=end.takes_null,
        asserts=end.shape.asserts,
        notes=notes,
    )
