"""Which parts of two documents are the same, without a walk over both.

Equal values get equal numbers: each is looked up by its own content and the numbers of
what is below it. Nothing is guessed from a hash. A reference counts by the pointer that
it names, so that circles need no care; two parts are the same if their numbers are, and
nothing that they lead to has changed.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.schema_content import (
    definitions_of,
    discriminator_content,
    local_of,
    references_of,
)
from apiloom.api.schema.schema_graph import subschemas_of
from apiloom.api.schema.shapes import Schema, SchemaId

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(slots=True)
class Table:
    """The numbers, shared by both documents."""

    _numbers: dict[Hashable, int] = field(default_factory=dict)

    def number(self, content: Hashable) -> int:
        """The number of some content: equal for equal content alone."""
        return self._numbers.setdefault(content, len(self._numbers))

    def json(self, value: object) -> int:
        """The number of a JSON value; the order of members does not count."""
        numbers: list[int] = []
        work: list[tuple[object, bool]] = [(value, False)]
        while work:
            value, opened = work.pop()
            if opened:
                numbers.append(self._container_number(value, numbers))
            elif isinstance(value, dict | list):
                work.append((value, True))
                below = value.values() if isinstance(value, dict) else value
                work.extend((member, False) for member in below)
            else:
                numbers.append(self.number(scalar_key(value)))
        return numbers[0]

    def _container_number(self, value: object, numbers: list[int]) -> int:
        """The number of a container whose members are the last of `numbers`."""
        size = len(value) if isinstance(value, dict | list) else 0
        below = tuple(numbers[len(numbers) - size :])[::-1]
        del numbers[len(numbers) - size :]
        if isinstance(value, dict):
            return self.number(("object", frozenset(zip(value, below, strict=True))))
        return self.number(("array", below))


def scalar_key(value: object) -> Hashable:
    """What tells a scalar from others: `1` and `1.0` are one value, `true` is not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return type(value).__name__, value
    return "number", repr(value) if math.isnan(value) else value


@dataclass(slots=True)
class Fingerprints:
    """The numbers of the schemas of one document, and what each leads to."""

    api: ApiSpec
    table: Table
    numbers: dict[SchemaId, int] = field(default_factory=dict)
    references_below: dict[str, frozenset[str]] = field(default_factory=dict)
    """From each target of a reference to the targets of those below it."""
    targets: dict[str, int] = field(default_factory=dict)
    _below: dict[SchemaId, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for schema_id in self.api.schemas:
            if schema_id not in self.numbers:
                self._number_all_below(schema_id)
        for schema_id, number in self.numbers.items():
            if schema_id.steps:
                continue
            self.targets[schema_id.pointer] = number
            if schema_id in self._below:
                self.references_below[schema_id.pointer] = self._below[schema_id]
        for key, fragment in self.api.definitions.items():
            self.targets[key] = self.table.json(fragment.value)
            self.references_below[key] = frozenset(definitions_of(fragment.value))

    def below(self, schema_id: SchemaId) -> frozenset[str]:
        """The targets of all references in a schema and its subschemas."""
        return self._below.get(schema_id, _NONE)

    def _number_all_below(self, start: SchemaId) -> None:
        work = [(start, False)]
        seen: set[SchemaId] = set()
        while work:
            schema_id, opened = work.pop()
            shape = self.api.schemas.get(schema_id)
            if shape is None or schema_id in self.numbers:
                continue
            below = subschemas_of(shape)
            if opened:
                self._number_schema(schema_id, shape, below)
            elif schema_id not in seen:
                seen.add(schema_id)
                work.append((schema_id, True))
                work.extend((subschema, False) for subschema in below)

    def _number_schema(
        self, schema_id: SchemaId, shape: Schema, below: tuple[SchemaId, ...]
    ) -> None:
        """Number one schema whose subschemas have been numbered."""
        numbers = tuple([self.numbers.get(subschema, -1) for subschema in below])
        asserts = [assertion.schema.value for assertion in shape.asserts]
        members = self.api.document_members.at(schema_id.pointer, COMPARED_MEMBERS)
        other_members = frozenset(
            (name, self.table.json(member.value)) for name, member in members.items()
        )
        discriminator = self.api.discriminators.get(schema_id)
        content = (
            local_of(shape, self.table.json),
            discriminator_content(discriminator),
            numbers,
            tuple(map(self.table.json, asserts)),
            other_members,
        )
        self.numbers[schema_id] = self.table.number(content)
        targets = set(references_of(shape, discriminator))
        if asserts:
            targets.update(definitions_of(*asserts))
        for subschema in below:
            targets |= self._below.get(subschema, _NONE)
        if targets:
            self._below[schema_id] = frozenset(targets)


COMPARED_MEMBERS: Final = frozenset(
    {"contentEncoding", "contentMediaType", "examples", "externalDocs", "xml"}
)
"""Keywords that the IR has no field for, and that matter to people who read."""


@dataclass(slots=True)
class Sameness:
    """Says whether a schema of the old document is one of the new."""

    old: Fingerprints
    new: Fingerprints
    changed: frozenset[str] = _NONE

    def __post_init__(self) -> None:
        different = {
            target
            for target in self.old.targets.keys() | self.new.targets.keys()
            if self.old.targets.get(target) != self.new.targets.get(target)
        }
        self.changed = frozenset(
            _spread(different, (self.old.references_below, self.new.references_below))
        )

    def same(self, old: SchemaId, new: SchemaId) -> bool:
        """Whether both say the same, and so does all that they lead to."""
        number = self.old.numbers.get(old)
        return (
            number is not None
            and number == self.new.numbers.get(new)
            and self.changed.isdisjoint(self.old.below(old))
        )

    def all_same(self, old: Iterable[SchemaId], new: Iterable[SchemaId]) -> bool:
        """The same for two conjunctions of schemas."""
        olds, news = tuple(old), tuple(new)
        return len(olds) == len(news) and all(map(self.same, olds, news))


def _spread(
    different: set[str], references: Iterable[Mapping[str, frozenset[str]]]
) -> Iterator[str]:
    """The targets that differ, and all that lead to one of them."""
    back: dict[str, list[str]] = {}
    for references_of_one in references:
        for target, below in references_of_one.items():
            for reference in below:
                back.setdefault(reference, []).append(target)
    seen, work = set(different), list(different)
    while work:
        target = work.pop()
        yield target
        for above in back.get(target, ()):
            if above not in seen:
                seen.add(above)
                work.append(above)
