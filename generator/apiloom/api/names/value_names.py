"""Names of listed values, and of the classes that hold them.

    Priority: {enum: [1, 2], x-enum-varnames: [LOW, HIGH]}

`PriorityValues.LOW` is 1. A name that the document gives comes first, after those that
have shipped; a value without one is called after itself, where it is asked for.
"""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from apiloom.api.ir import ApiSpec
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.api.resolved_api import (
    NamedType,
    ValueNames,
    is_enum_class,
    key_of_value,
)
from apiloom.api.schema.scalar_validation import bare, identity_of
from apiloom.api.schema.shapes import Enumeration, Scalar, Schema, SchemaId
from apiloom.core.identifiers import Identifier, digest_of, fold, is_name, snake_name
from apiloom.core.sign_words import spelled
from apiloom.core.text import reveal


@dataclass(slots=True)
class ListedValueNames:
    """Names for the values of the enumerations among `types`."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    types: Mapping[SchemaId, NamedType]
    book: NameBook

    def all(self) -> dict[SchemaId, ValueNames]:
        """For each enumeration that is a type its names."""
        listed = {
            schema_id: shape
            for schema_id in self.types
            if isinstance(shape := self.shapes[schema_id], Enumeration) and shape.values
        }
        holders = self._holders(
            [
                schema_id
                for schema_id, shape in listed.items()
                if any(note.name for note in shape.value_notes)
                and not (self.book.overrides.enums == "class" and is_enum_class(shape))
            ]
        )
        return {
            schema_id: ValueNames(holders.get(schema_id), self._of(shape))
            for schema_id, shape in listed.items()
        }

    def _holders(self, named: list[SchemaId]) -> dict[SchemaId, Identifier]:
        """The names of the classes that hold names of values."""
        taken = {
            name
            for type_ in self.types.values()
            for name in (type_.name, type_.input_name)
            if name is not None
        }
        candidates = {
            schema_id: [
                Identifier(f"{self.types[schema_id].name}Values"),
                Identifier(f"{self.types[schema_id].name}EnumValues"),
                Identifier(
                    f"{self.types[schema_id].name}Values_{digest_of(schema_id.text)}"
                ),
            ]
            for schema_id in named
        }
        by_rule = choose(candidates, taken, key=str)
        shipped: dict[SchemaId, Identifier] = {}
        for schema_id in named:
            name = self.book.shipped.value_holders.get(self._place(schema_id))
            is_free = name not in taken and name not in shipped.values()
            if name and is_free and not self._is_renamed(schema_id):
                shipped[schema_id] = Identifier(name)
                self.book.kept.add("classes", shipped[schema_id], by_rule[schema_id])
        rest = {key: claims for key, claims in candidates.items() if key not in shipped}
        return shipped | choose(rest, {*taken, *shipped.values()}, key=str)

    def _is_renamed(self, schema_id: SchemaId) -> bool:
        """Whether the type has another name than the one that it shipped with."""
        symbol = self.book.shipped.types.get(self._place(schema_id), "")
        return symbol.rpartition(":")[2] != self.types[schema_id].name

    def _of(self, listed: Enumeration) -> tuple[tuple[Scalar, Identifier, bool], ...]:
        """Each value with its name, and whether the document gives that."""
        given = {
            identity_of(note.value): note.name
            for note in reversed(listed.value_notes)
            if note.name is not None
        }
        candidates: dict[Hashable, list[Identifier]] = {}
        plain: dict[Hashable, str] = {}
        for value in listed.values:
            identity = identity_of(value)
            text = reveal(given[identity]) if identity in given else _text(value)
            if text.replace("_", "").isalnum():
                plain[identity] = _constant(text)
            candidates[identity] = [
                _constant(text),
                _constant(spelled(text)),
                Identifier(f"{_constant(text)}_{digest_of(_text(value))}"),
            ]
        shipped = self._shipped(listed, candidates)
        by_rule = choose(candidates, written=plain)
        for identity, name in shipped.items():
            self.book.kept.add("values", name, by_rule[identity])
        rest = {key: claims for key, claims in candidates.items() if key not in shipped}
        taken = set(map(fold, shipped.values()))
        names = shipped | choose(rest, taken, written=plain)
        return tuple(
            (value, names[identity_of(value)], identity_of(value) in given)
            for value in listed.values
        )

    def _shipped(
        self, listed: Enumeration, values: Mapping[Hashable, object]
    ) -> dict[Hashable, Identifier]:
        """The names of an earlier run that can be had: none twice."""
        known = self.book.shipped.values.get(self._place(listed.id), {})
        shipped: dict[Hashable, Identifier] = {}
        taken: set[str] = set()
        for value in listed.values if known else ():
            name = known.get(key_of_value(value))
            if name and is_name(name) and fold(name) not in taken:
                shipped[identity_of(value)] = Identifier(name)
                taken.add(fold(name))
        return {key: name for key, name in shipped.items() if key in values}

    def _place(self, schema_id: SchemaId) -> str:
        return self.spec.place(schema_id.text)


def _text(value: Scalar) -> str:
    """What a value without a name is called after."""
    plain = bare(value)
    if plain == "":
        return "empty"
    if isinstance(plain, float | int) and not isinstance(plain, bool) and plain < 0:
        return f"minus {-plain}"
    return str(plain)


def _constant(text: str) -> Identifier:
    """`inProgress` becomes `IN_PROGRESS`, `200` becomes `VALUE_200`."""
    name = snake_name(text, "value")
    if name.endswith("_") and keyword.iskeyword(name[:-1]):
        name = Identifier(name[:-1])  # capitals are no keyword
    return Identifier(unicodedata.normalize("NFKC", name.upper()))
