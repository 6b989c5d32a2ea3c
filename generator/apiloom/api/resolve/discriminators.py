"""Which tags lead to which member of a union (OpenAPI 3.2, section 4.25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

from apiloom.api.schema.nullability import is_null
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Discriminator,
    Enumeration,
    Object,
    Primitive,
    Property,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import tokens_of
from apiloom.core.text import Text, reveal

Tag: TypeAlias = Text | int | bool


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a tagged union, by the schema that its references end at.

    `is_fixed`: the member itself demands one of `tags`. `is_certain`: it demands a tag.
    """

    id: SchemaId
    tags: tuple[Tag, ...]
    is_fixed: bool
    is_certain: bool
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Tagging:
    """How the property `wire_name` decides among `members`.

    There are two of them at least, or one with the tags of a mapping.
    """

    wire_name: Text
    members: tuple[Member, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether the members say it all: each tag is fixed in one of them."""
        tags = [tag for member in self.members for tag in member.tags]
        texts = all(isinstance(tag, Text) for tag in tags)
        fixed = all(
            member.is_fixed and not member.is_default for member in self.members
        )
        return texts and fixed and len(set(tags)) == len(tags)


def tagging_of(
    union: Union, members: Sequence[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> Tagging | None:
    """The tags of those of `members` that are objects, or unions of objects.

    A union without a discriminator is decided by a property that all of them require,
    with constants of its own in each. One member alone is told by its tags if these
    are mapped: it is not what has another tag.
    """
    ends = list(dict.fromkeys(end_of(member, shapes).id for member in members))
    ends = [end for end in ends if _holds_objects(end, shapes)]
    if union.discriminator is None:
        return _implicit(ends, shapes) if len(ends) > 1 else None
    mapped_tags = _Tags.of(union.discriminator, shapes)
    if not ends or (len(ends) == 1 and ends[0] not in mapped_tags.mapped):
        return None
    return Tagging(
        mapped_tags.discriminator.property_name, tuple(map(mapped_tags.member, ends))
    )


@dataclass(frozen=True, slots=True)
class _Tags:
    """A discriminator, and the tags of its mapping by the schemas that they lead to."""

    discriminator: Discriminator
    shapes: Mapping[SchemaId, Schema]
    mapped: Mapping[SchemaId, Sequence[Text]]

    @classmethod
    def of(
        cls, discriminator: Discriminator, shapes: Mapping[SchemaId, Schema]
    ) -> Self:
        mapped: dict[SchemaId, list[Text]] = {}
        for tag, target in discriminator.mapping:
            mapped.setdefault(end_of(target, shapes).id, []).append(tag)
        return cls(discriminator, shapes, mapped)

    def member(self, end: SchemaId) -> Member:
        """A mapping goes before constants, and these before the name of the schema.

        What a constant forbids is not mapped: it would be refused in any case.
        """
        objects = objects_in(end, self.shapes)
        properties = [
            _property(object_, self.discriminator.property_name) for object_ in objects
        ]
        fixed = [self._constants(property_) for property_ in properties]
        constants = tuple(
            dict.fromkeys(tag for tags_of_member in fixed for tag in tags_of_member)
        )
        kinds = {self._kind(property_) for property_ in properties} & {
            "integer",
            "boolean",
        }
        mapped = tuple(_as(tag, kinds) for tag in self.mapped.get(end, ()))
        named = tuple(Text(tokens_of(object_.id.pointer)[-1]) for object_ in objects)
        chosen = tuple(tag for tag in mapped if tag in constants) or constants
        if mapped and not (constants and all(fixed)):
            chosen = mapped
        elif not mapped and len(objects) == 1 and named[0] in constants:
            chosen = named
        certain = all(_demands(property_, self.shapes) for property_ in properties)
        return Member(
            end,
            chosen or named,
            is_fixed=certain and all(fixed) and chosen == constants,
            is_certain=certain,
            is_default=self._is_default(end),
        )

    def _is_default(self, end: SchemaId) -> bool:
        fallback = self.discriminator.fallback
        return fallback is not None and end_of(fallback, self.shapes).id == end

    def _kind(self, property_: Property | None) -> str:
        if property_ is None:
            return ""
        shape = end_of(property_.schema, self.shapes).shape
        return shape.kind if isinstance(shape, Primitive) else ""

    def _constants(self, property_: Property | None) -> tuple[Tag, ...]:
        return () if property_ is None else _constants(property_, self.shapes)


def _implicit(
    ends: Sequence[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> Tagging | None:
    """A property that all require, with constants of its own in each.

    The first by its name, so that the order of properties does not matter.
    """
    objects_by_end = [objects_in(end, shapes) for end in ends]
    if any(len(objects_in_end) != 1 for objects_in_end in objects_by_end):
        return None
    objects = [object_ for (object_,) in objects_by_end]
    for candidate in sorted(
        objects[0].properties, key=lambda property_: property_.wire_name
    ):
        properties = [_property(object_, candidate.wire_name) for object_ in objects]
        fixed = [
            (
                _constants(property_, shapes)
                if property_ is not None and _demands(property_, shapes)
                else ()
            )
            for property_ in properties
        ]
        tags = [tag for tags_of_member in fixed for tag in tags_of_member]
        keys = {(type(tag), tag) for tag in tags}
        if all(fixed) and len(keys) == len(tags):
            return Tagging(
                candidate.wire_name,
                tuple(
                    Member(end, tags_of_member, is_fixed=True, is_certain=True)
                    for end, tags_of_member in zip(ends, fixed, strict=True)
                ),
            )
    return None


def _holds_objects(end: SchemaId, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether every value of a schema is an object with properties."""
    objects = objects_in(end, shapes)
    return bool(objects) and all(object_.properties for object_ in objects)


def objects_in(end: SchemaId, shapes: Mapping[SchemaId, Schema]) -> list[Object]:
    """The objects that a schema is a union of, or itself; none if there is else."""
    objects: dict[SchemaId, Object] = {}
    seen: set[SchemaId] = set()
    stack = [end]
    while stack:
        schema_id, shape, _ = end_of(stack.pop(), shapes)
        if schema_id in seen:
            continue
        seen.add(schema_id)
        if isinstance(shape, Object):
            objects[schema_id] = shape
        elif isinstance(shape, Union) and not shape.asserts and not shape.nullable:
            stack.extend(reversed(shape.members))
        else:
            return []
    return list(objects.values())


def _property(shape: Object, name: Text) -> Property | None:
    return next(
        (property_ for property_ in shape.properties if property_.wire_name == name),
        None,
    )


def _constants(
    property_: Property, shapes: Mapping[SchemaId, Schema]
) -> tuple[Tag, ...]:
    """The values that a property allows beside null, if it lists them."""
    tags: dict[tuple[type, Tag], Tag] = {}
    seen: set[SchemaId] = set()
    stack = [property_.schema]
    while stack:
        schema_id, shape, _ = end_of(stack.pop(), shapes)
        if schema_id in seen or is_null(shape):
            continue
        seen.add(schema_id)
        if isinstance(shape, Union) and not shape.asserts:
            stack.extend(reversed(shape.members))
            continue
        values = shape.values if isinstance(shape, Enumeration) else (0.5,)
        if shape.asserts or any(isinstance(value, float) for value in values):
            return ()
        known = (value for value in values if isinstance(value, Text | int))
        tags.update({(type(value), value): value for value in known})
    return tuple(tags.values())


def _demands(property_: Property | None, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether a tag has to be there; with constants null may be one."""
    if property_ is None or not property_.required:
        return False
    end = end_of(property_.schema, shapes)
    return not end.takes_null and not isinstance(end.shape, Union)


def _as(tag: Text, kinds: set[str]) -> Tag:
    """A tag as the property has it: the keys of a mapping are always strings."""
    written = reveal(tag)
    if "boolean" in kinds and written in {"true", "false"}:
        return written == "true"
    if "integer" in kinds and written.lstrip("-").isdecimal() and written.isascii():
        return int(written)
    return tag
