"""What the members of a union are called, by what they are.

`oneOf: [{title: Card, ...}, {title: Bank account, ...}]` of a `Source` gives
`SourceCard` and `SourceBankAccount`, whichever of them comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from apiloom.api.names.name_choice import choose
from apiloom.api.schema.derivation import by_keyword
from apiloom.api.schema.json_types import kind_of, kinds_of_scalar
from apiloom.api.schema.list_entries import entries_beside, holder_of
from apiloom.api.schema.nullability import is_null
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Array,
    Enumeration,
    Object,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.identifiers import Identifier, class_name
from apiloom.core.text import Text, reveal

OWN_NAME: Final = Identifier("")
"""What is added to the name of a union for its only member: nothing."""
_LONGEST_TITLE: Final = 40
_WORDS: Final[dict[str, str]] = {
    "array": "List",
    "boolean": "Boolean",
    "integer": "Integer",
    "number": "Number",
    "object": "Object",
    "string": "Text",
}


@dataclass(frozen=True, slots=True)
class _Siblings:
    """What is common to the members of a union, null and the like left out.

    `tag` is the property that tells them apart, where the union has a discriminator;
    `properties` counts the objects that have each, `required` those that require it.
    """

    tag: Text | None
    is_tuple: bool
    is_only: bool
    properties: Mapping[Text, int]
    required: Mapping[Text, int]


@dataclass(slots=True)
class MemberNames:
    """What members add to the name of their union.

    A union in `named` has its own name already, which no member of it can have.
    """

    shapes: Mapping[SchemaId, Schema]
    named: Container[SchemaId]
    _words: dict[SchemaId, Identifier] = field(default_factory=dict)

    def word(self, member: SchemaId) -> Identifier:
        """What the `member` of a list adds.

        The first of these that no other member has (see `_candidates`): its title, the
        constant by which it is told, nothing where it is the only one, its JSON type,
        a property of its own; at last its position.
        """
        if member not in self._words:
            self._words |= self._chosen(member)
        return self._words[member]

    def _chosen(self, member: SchemaId) -> dict[SchemaId, Identifier]:
        """The words of a member and of all its siblings."""
        siblings = list(takewhile(self.shapes.__contains__, entries_beside(member)))
        real = [
            schema_id
            for schema_id in siblings
            if not _is_absence(end_of(schema_id, self.shapes).shape)
        ]
        owner = holder_of(member)
        properties = [
            property_
            for schema_id in real
            if isinstance(end := end_of(schema_id, self.shapes).shape, Object)
            for property_ in end.properties
        ]
        about = _Siblings(
            _tag_of(owner, self.shapes),
            _is_tuple(member),
            len(real) == 1 and owner not in self.named,
            Counter(property_.wire_name for property_ in properties),
            Counter(
                property_.wire_name for property_ in properties if property_.required
            ),
        )
        words = {
            schema_id: _by_position(schema_id) for schema_id in (*siblings, member)
        }
        return words | choose(
            {
                schema_id: [*self._candidates(schema_id, about), words[schema_id]]
                for schema_id in real
            }
        )

    def _candidates(
        self,
        schema_id: SchemaId,
        about: _Siblings,
    ) -> Iterator[Identifier]:
        """What a member can be called beside its siblings, the best first.

        What is a component lays claim only to what it is for anybody: it has a name.
        """
        shape = self.shapes[schema_id]
        # A union of one and null refers to what stands inside of it.
        is_elsewhere = isinstance(shape, Reference) and not (
            shape.target.is_inside(schema_id)
        )
        if not is_elsewhere:
            yield from _title_of(shape)
        if about.is_tuple:
            return
        end = end_of(schema_id, self.shapes).shape
        if not is_elsewhere:
            if about.is_only and about.tag is None:
                yield OWN_NAME
            if isinstance(end, Object):
                yield from self._constants(end, about.tag)
            if about.is_only:
                yield OWN_NAME
        yield from self._kinds(end, about)

    def _kinds(self, end: Schema, about: _Siblings) -> Iterator[Identifier]:
        """What a member is called by its JSON type, and beside others of that type."""
        for kind in _kinds_of(end):
            yield Identifier(_WORDS[kind])
        if isinstance(end, Object):
            yield from _own_properties(end, about)
        if isinstance(end, Enumeration):
            yield Identifier("Enum")
        if isinstance(end, Array) and end.items is not None:
            yield from self._lists_of(end.items)

    def _lists_of(self, items: SchemaId) -> Iterator[Identifier]:
        """What lists are called beside other lists: by their items."""
        for word in _title_of(self.shapes[items]):
            yield Identifier(f"{word}List")
        for kind in _kinds_of(end_of(items, self.shapes).shape):
            yield Identifier(f"{_WORDS[kind]}List")

    def _constants(self, shape: Object, tag: Text | None) -> Iterator[Identifier]:
        """The values of properties that can have only one, that of `tag` first."""
        constants = {
            property_.wire_name: value
            for property_ in shape.properties
            if (value := self._constant(property_.schema)) is not None
        }
        if tag is not None and tag in constants:
            yield from _as_word(constants.pop(tag))
        # One that need not be there tells apart too, as authors forget to require it.
        ordered = sorted(shape.properties, key=lambda property_: not property_.required)
        for property_ in ordered:
            if property_.wire_name in constants:
                yield from _as_word(constants[property_.wire_name])

    def _constant(self, schema_id: SchemaId) -> Text | None:
        end = end_of(schema_id, self.shapes).shape
        if not isinstance(end, Enumeration) or len(end.values) != 1:
            return None
        value = end.values[0]
        return value if isinstance(value, Text) else None


def _by_position(member: SchemaId) -> Identifier:
    """In a tuple the position is what tells its items apart."""
    kind = "Item" if _is_tuple(member) else "Option"
    return Identifier(f"{kind}{int(member.tokens[-1]) + 1}")


def _is_tuple(member: SchemaId) -> bool:
    return member.tokens[-2:-1] == ("prefixItems",)


def _title_of(shape: Schema) -> Iterator[Identifier]:
    """The title as a word; a title that is a sentence is none."""
    title = shape.notes.title
    if title is not None and len(reveal(title)) <= _LONGEST_TITLE:
        yield from _as_word(title)


def _as_word(text: Text) -> Iterator[Identifier]:
    """The text as a part of a name, if there is anything in it that a name can hold."""
    if any(character.isalnum() for character in reveal(text)):
        yield class_name(reveal(text))


def _is_absence(shape: Schema) -> bool:
    """Whether a member only says that nothing is there: null, or an empty text."""
    if isinstance(shape, Enumeration):
        return all(value == Text("") for value in shape.values)
    return is_null(shape)


def _kinds_of(shape: Schema) -> list[str]:
    """The JSON type of a shape, where it has one."""
    kind = kind_of(shape)
    if kind is not None:
        return [kind] if kind in _WORDS else []
    if not isinstance(shape, Enumeration):
        return []
    kinds = [kinds_of_scalar(value) for value in shape.values]
    common = frozenset[str]().union(*kinds).intersection(*kinds)
    return [word for word in _WORDS if word in common and kinds][:1]


def _own_properties(shape: Object, about: _Siblings) -> Iterator[Identifier]:
    """Properties by which an object is told from its siblings, the best first.

    What it requires and no other has, then what no other requires.
    """
    required = [property_ for property_ in shape.properties if property_.required]
    for candidates, counts in (
        (required, about.properties),
        (required, about.required),
    ):
        for property_ in candidates:
            if counts[property_.wire_name] == 1:
                yield from _as_word(property_.wire_name)
    if not shape.properties:
        yield Identifier("Empty")


def _tag_of(owner: SchemaId, shapes: Mapping[SchemaId, Schema]) -> Text | None:
    """The property that the discriminator of a union names."""
    keywords = (owner.derived(by_keyword("oneOf")), owner.derived(by_keyword("anyOf")))
    for schema_id in (owner, *keywords):
        union = shapes.get(schema_id)
        if isinstance(union, Union) and union.discriminator is not None:
            return union.discriminator.property_name
    return None
