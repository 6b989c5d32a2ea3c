"""Unions that a discriminator decides (OpenAPI 3.1, section 4.8.25)."""

from __future__ import annotations

from apiloom.analyse.operations import behind_references
from apiloom.analyse.resolved import ResolvedApi
from apiloom.analyse.types import is_class
from apiloom.ir.schema import Discriminator, Enumeration, Object, SchemaId, Union
from apiloom.location import tokens_of
from apiloom.pylang.expression import (
    Call,
    Expression,
    Name,
    Symbol,
    Value,
    annotated,
    either,
    runtime,
)
from apiloom.pylang.identifier import Identifier
from apiloom.text import Text


def tagged_union(
    api: ResolvedApi,
    schema: Union,
    members: tuple[SchemaId, ...],
    types: tuple[Expression, ...],
) -> Expression:
    """The union of `types`, decided by the tag wherever the members allow it.

    Members that spell their tags as constants let pydantic read them; others are
    tagged by `mapping` and by their names. A member that is not an object leaves the
    union undecided, as does a tag that two members claim.
    """
    discriminator = schema.discriminator
    ends = tuple(behind_references(each, api.shapes) for each in members)
    plain = either(types)
    if discriminator is None or len(set(ends)) < 2:
        return plain
    if not all(is_class(api.shapes[end]) for end in ends):
        return plain
    names = {api.field_names[end].get(discriminator.property_name) for end in ends}
    constants = [_constants(api, end, discriminator) for end in ends]
    if all(constants) and len(names) == 1 and not _overlap(constants):
        (name,) = names
        return annotated(plain, _field(name))
    tags = [
        _tags(api, end, member, discriminator)
        for end, member in zip(ends, members, strict=True)
    ]
    if _overlap(tags):
        return plain
    tagged = tuple(
        annotated(type_, Call(Name(Symbol("pydantic", "Tag")), (Value(tag),)))
        for type_, listed in zip(types, tags, strict=True)
        for tag in listed
    )
    chooser = Call(runtime("tags", "tag_of"), (Value(discriminator.property_name),))
    return annotated(either(tagged), chooser)


def _constants(
    api: ResolvedApi, end: SchemaId, discriminator: Discriminator
) -> tuple[Text, ...]:
    """The values that a member's own property allows; none if it is not fixed."""
    schema = api.shapes[end]
    for each in schema.properties if isinstance(schema, Object) else ():
        if each.wire_name == discriminator.property_name and each.required:
            value = api.shapes[behind_references(each.schema, api.shapes)]
            if isinstance(value, Enumeration):
                texts = [item for item in value.values if isinstance(item, Text)]
                return tuple(texts) if len(texts) == len(value.values) else ()
    return ()


def _tags(
    api: ResolvedApi, end: SchemaId, member: SchemaId, discriminator: Discriminator
) -> tuple[Text, ...]:
    """Every tag that leads to a member: mapped ones, or else its name."""
    mapped = tuple(
        tag
        for tag, target in discriminator.mapping
        if target in {end, member} or behind_references(target, api.shapes) == end
    )
    return mapped or (Text(tokens_of(end.pointer)[-1]),)


def _overlap(tags: list[tuple[Text, ...]]) -> bool:
    listed = [tag for each in tags for tag in each]
    return len(set(listed)) < len(listed)


def _field(name: Identifier | None) -> Expression:
    discriminator = (Identifier("discriminator"), Value(name))
    return Call(Name(Symbol("pydantic", "Field")), (), (discriminator,))
