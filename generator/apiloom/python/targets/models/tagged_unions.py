"""Unions, and the tags that decide them (OpenAPI 3.2, section 4.25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from apiloom.api.resolve.discriminators import Member, Tagging, tagging_of
from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.schema.derivation import by_keyword
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    UNCONSTRAINED,
    Anything,
    Assertion,
    Enumeration,
    JsonValue,
    Object,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import (
    Call,
    Expression,
    Name,
    Symbol,
    Value,
    annotated,
    either,
    runtime,
)
from apiloom.python.targets.models.enumeration_types import is_growing
from apiloom.python.targets.models.vocabulary import Vocabulary

_UNKNOWN: Final = runtime("open_values", "Unknown")
_OR_UNKNOWN: Final = runtime("open_values", "OrUnknown")


def tag_names(api: ResolvedApi) -> frozenset[Text]:
    """The keys by which the members of unions are told apart."""
    unions = (shape for shape in api.shapes.values() if isinstance(shape, Union))
    taggings = (tagging_of(each, each.members, api.shapes) for each in unions)
    return frozenset(each.wire_name for each in taggings if each is not None)


def union_of(
    api: ResolvedApi,
    words: Vocabulary,
    schema: Union,
    members: Sequence[SchemaId],
    types: Sequence[Expression],
) -> Expression:
    """The union of `types`, decided by a tag wherever the members allow it.

    Where all members spell their tags as constants pydantic reads them; else they are
    marked. What is no object stands beside those that are.
    """
    by_end = {
        end_of(member, api.shapes).id: type_
        for member, type_ in reversed(list(zip(members, types, strict=True)))
    }
    tagging = tagging_of(schema, members, api.shapes)
    if tagging is None and takes_unknown(api, schema):
        return annotated(either((*types, _UNKNOWN)), Call(_OR_UNKNOWN))
    if tagging is None:
        return either(tuple(types))
    tagged = {member.id for member in tagging.members}
    others = tuple(
        type_
        for member, type_ in zip(members, types, strict=True)
        if end_of(member, api.shapes).id not in tagged
    )
    tagged_types = [by_end[member.id] for member in tagging.members]
    unknown = _unknown(api, schema, tagging)
    decided = _decided(api, words, tagging, tagged_types, unknown)
    return either((decided, *others)) if others else decided


def _decided(
    api: ResolvedApi,
    words: Vocabulary,
    tagging: Tagging,
    types: Sequence[Expression],
    unknown: tuple[Expression, ...],
) -> Expression:
    names = [_field_name(api, member, tagging) for member in tagging.members]
    plain = words.reads_constants and not any(
        _asserts(api, member) for member in tagging.members
    )
    is_common = len(types) > 1 and len(set(names)) == 1
    if api.enums == "class" or any(_grows(api, m, tagging) for m in tagging.members):
        # pydantic looks for the tags in a `Literal`, which one value alone still is.
        plain = plain and all(len(member.tags) == 1 for member in tagging.members)
    if (
        tagging.is_fixed
        and plain
        and is_common
        and not unknown
        and names[0] is not None
    ):
        keyword = (Identifier("discriminator"), Value(names[0]))
        field = Call(Name(Symbol("pydantic", "Field")), (), (keyword,))
        return annotated(either(tuple(types)), field)
    marked = tuple(
        annotated(type_, _tags(member))
        for type_, member in zip(types, tagging.members, strict=True)
    )
    return annotated(either((*marked, *unknown)), _tagged(tagging, names))


def unknown_of(api: ResolvedApi, schema: Union) -> tuple[Expression, ...]:
    """The type of the variants that are not in a union yet, if there may be some."""
    if not _is_open(api, schema):
        return ()
    tagging = tagging_of(schema, schema.members, api.shapes)
    if tagging is None:
        return (_UNKNOWN,) if takes_unknown(api, schema) else ()
    return (_UNKNOWN,) if _unknown(api, schema, tagging) else ()


def takes_unknown(api: ResolvedApi, union: Union) -> bool:
    """Whether objects that are none of the members of a union without a tag are kept.

    That is so where one member is an object, and none takes any. A list of types, such
    as `type: [object, string]`, is no list of variants.
    """
    if not _is_open(api, union) or any(map(_is_of_type, union.members)):
        return False
    shapes = [shape for end in union.members for shape in _ends(end, api)]
    return any(isinstance(shape, Object) for shape in shapes) and not any(
        isinstance(shape, Anything) and not shape.asserts for shape in shapes
    )


def counted_if_known(api: ResolvedApi, schema: Schema) -> Schema:
    """A union whose members are counted (`oneOf`), unless a value is none of them."""
    if not isinstance(schema, Union) or not takes_unknown(api, schema):
        return schema
    return replace(schema, asserts=tuple(map(_if_known, schema.asserts)))


def _if_known(assertion: Assertion) -> Assertion:
    if assertion.where.steps[-1:] != (by_keyword("oneOf"),):
        return assertion
    keywords = cast("dict[str, Any]", assertion.schema.value)
    if keywords.keys() != {"oneOf"}:
        return assertion
    members = keywords["oneOf"]
    counted = {"oneOf": [*members, {"not": {"anyOf": members}}]}
    return replace(assertion, schema=JsonValue(counted))


def _is_open(api: ResolvedApi, union: Union) -> bool:
    """Whether there may be more members: the user says so of all unions, or of it."""
    return api.is_open or union.extensible


def _grows(api: ResolvedApi, member: Member, tagging: Tagging) -> bool:
    """Whether the tags of a member are a list that others may be added to."""
    shape = api.shapes[member.id]
    return isinstance(shape, Object) and any(
        isinstance(end, Enumeration) and is_growing(api, end)
        for property_ in shape.properties
        if property_.wire_name == tagging.wire_name
        for end in (end_of(property_.schema, api.shapes).shape,)
    )


def _is_of_type(member: SchemaId) -> bool:
    return bool(member.steps) and member.steps[-1].kind == "type"


def _ends(start: SchemaId, api: ResolvedApi) -> Iterator[Schema]:
    """What a member of a union comes to: of a union inside of it, all its members."""
    seen: set[SchemaId] = set()
    stack = [start]
    while stack:
        end = end_of(stack.pop(), api.shapes)
        if end.id not in seen:
            seen.add(end.id)
            stack.extend(end.shape.members if isinstance(end.shape, Union) else ())
            yield end.shape


def _unknown(
    api: ResolvedApi, union: Union, tagging: Tagging
) -> tuple[Expression, ...]:
    """The member for tags that lead to none, unless the document has one."""
    if not _is_open(api, union) or any(member.is_default for member in tagging.members):
        return ()
    default = ((Identifier("default"), Value(True)),)
    return (annotated(_UNKNOWN, Call(runtime("tags", "Tags"), (), default)),)


def _tags(member: Member) -> Expression:
    values = tuple(Value(tag) for tag in member.tags)
    keywords = ((Identifier("default"), Value(True)),) if member.is_default else ()
    return Call(runtime("tags", "Tags"), values, keywords)


def _tagged(tagging: Tagging, names: Sequence[Identifier | None]) -> Expression:
    plain = reveal(tagging.wire_name)
    other = sorted({name for name in names if name is not None and name != plain})
    arguments = (Value(tagging.wire_name), *map(Value, other))
    optional = not all(member.is_certain for member in tagging.members)
    keywords = ((Identifier("optional"), Value(True)),) if optional else ()
    return Call(runtime("tags", "Tagged"), arguments, keywords)


def _field_name(
    api: ResolvedApi, member: Member, tagging: Tagging
) -> Identifier | None:
    """What the tag is called in Python; in a union of unions the outer one asks."""
    return api.field_names.get(member.id, {}).get(tagging.wire_name)


def _asserts(api: ResolvedApi, member: Member) -> bool:
    """Whether the class is judged by more than the fields that pydantic looks into."""
    shape = api.shapes[member.id]
    plain = isinstance(shape, Object) and shape.constraints == UNCONSTRAINED
    return not plain or bool(shape.asserts)
