"""Unions that a tag decides, whatever their members say of it themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, cast

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .known_variants import as_known
from .narrowing import is_tuple
from .past_null import past_null
from .tag_marks import TaggedMark, TagsMark
from .tag_messages import explain_tags, tag_error

_TAGS: Final = "apiloom_tags"
_UNTAGGED: Final = "(untagged)"
"""What an error calls the way of values that no tag decides."""


class Tags(TagsMark):
    """Marks a member of a union with the tags that lead to it."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        metadata = {**schema.get("metadata", {}), _TAGS: self}
        return cast("CoreSchema", {**schema, "metadata": metadata})


class Tagged(TaggedMark):
    """Decides a union by the property `wire_name` (OpenAPI 3.2, section 4.25).

    Only where the tag is `optional`, or a member is the default, does Python have to
    look at each value.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return past_null(handler(source), self._decide)

    def _decide(self, schema: CoreSchema) -> CoreSchema:
        members = [_member(schema)]
        if schema["type"] == "union" and _TAGS not in schema.get("metadata", {}):
            members = [_member(choice) for choice in schema["choices"]]
        decided = self._decided(members)
        known = [member for member in members if member[0].values]
        if not known or len(known) == len(members):
            return decided
        return as_known(decided, self._decided(known))

    def _decided(self, members: list[tuple[Tags, CoreSchema]]) -> CoreSchema:
        listed = dict[Hashable, list[CoreSchema]]()
        for tags, member in members:
            for tag in tags.values:
                listed.setdefault(tag, []).append(member)
        choices = {tag: _any_of(found) for tag, found in listed.items()}
        default = [member for tags, member in members if tags.default]
        rest = default or [member for _, member in members] * self.optional
        names = (self.wire_name, *self.names)
        paths: list[list[str | int]] = [[name] for name in names]
        if not rest:
            union = core_schema.tagged_union_schema(choices, paths)
            explain_tags(union)
            return union
        choose = self._chooser(frozenset(choices), strict=not default)
        error = tag_error(self.wire_name, list(choices))
        choices[_UNTAGGED] = _any_of(rest)
        return core_schema.tagged_union_schema(choices, choose, **error)

    def read(self, value: Any) -> Any:
        """The tag of a value, `None` if it has none."""
        if isinstance(value, BaseModel):
            for name in (*self.names, self.wire_name):
                if name in value.__dict__:
                    return value.__dict__[name]
        return super().read(value)

    def _chooser(
        self, known: frozenset[Hashable], *, strict: bool
    ) -> Callable[[Any], Any]:
        def choose(value: Any) -> Any:
            tag = self.read(value)
            if tag is None:
                return _UNTAGGED
            # A number with a fraction of zero is an integer (JSON Schema core, 4.2.2).
            is_known = isinstance(tag, str | int | float) and tag in known
            return tag if strict or is_known else _UNTAGGED

        return choose


def _member(choice: Any) -> tuple[Tags, CoreSchema]:
    """A choice of a union schema, which may come with a label, and its tags."""
    labelled = is_tuple(choice)
    schema: dict[str, Any] = choice[0] if labelled else choice
    found = schema.get("metadata", {}).get(_TAGS)
    tags = found if isinstance(found, Tags) else Tags()
    return tags, cast("CoreSchema", schema)


def _any_of(schemas: list[CoreSchema]) -> CoreSchema:
    """A tag that several members claim leaves the choice among those."""
    if len(schemas) == 1:
        return schemas[0]
    return core_schema.union_schema(list(schemas))
