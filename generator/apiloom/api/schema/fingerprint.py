"""Which schemas are the same, without a walk over both: the one answer to that.

Equal values get equal numbers: each is looked up by its own content and the numbers of
what is below it. Nothing is guessed from a hash. A reference counts by the pointer that
it names, so that circles need no care; two parts are the same if their numbers are, and
nothing that they lead to has changed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.api.schema.scalar_validation import identity_of
from apiloom.api.schema.schema_graph import subschemas_of
from apiloom.api.schema.schema_references import definitions_of, references_of
from apiloom.api.schema.shapes import (
    Array,
    Discriminator,
    Enumeration,
    JsonValue,
    Object,
    Primitive,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import Pointer
from apiloom.runtime.json_values import canonical

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(slots=True)
class Fingerprints:
    """The numbers of JSON values and of what they make up: equal ones for equals.

    One of these serves all documents that are held against each other.
    """

    _numbers: dict[Hashable, int] = field(default_factory=dict)

    def of_content(self, content: Hashable) -> int:
        """The number of some content: equal for equal content alone."""
        return self._numbers.setdefault(content, len(self._numbers))

    def of_json(self, value: object) -> int:
        """The number of a JSON value (core, section 4.2.2), however deep it nests."""
        numbers: list[int] = []
        work: list[tuple[object, bool]] = [(value, False)]
        while work:
            value, opened = work.pop()
            if opened:
                numbers.append(self._of_container(value, numbers))
            elif isinstance(value, dict | list):
                work.append((value, True))
                below = value.values() if isinstance(value, dict) else value
                work.extend((member, False) for member in below)
            elif isinstance(value, float) and math.isnan(value):
                numbers.append(self.of_content(("number", "nan")))
            else:
                numbers.append(self.of_content(canonical(value)))
        return numbers[0]

    def _of_container(self, value: object, numbers: list[int]) -> int:
        """The number of a container whose members are the last of `numbers`."""
        size = len(value) if isinstance(value, dict | list) else 0
        below = tuple(numbers[len(numbers) - size :])[::-1]
        del numbers[len(numbers) - size :]
        if isinstance(value, dict):
            return self.of_content((dict, frozenset(zip(value, below, strict=True))))
        return self.of_content((list, below))


@dataclass(slots=True)
class SchemaFingerprints:
    """The numbers of the schemas of one document, and what each leads to.

    `definitions` are what assertions refer to; `said_beside` has what the document says
    at the place of a schema that no field of a shape holds.
    """

    schemas: Mapping[SchemaId, Schema]
    discriminators: Mapping[SchemaId, Discriminator]
    definitions: Mapping[str, JsonValue]
    said_beside: Callable[[Pointer], Mapping[str, JsonValue]]
    fingerprints: Fingerprints
    numbers: dict[SchemaId, int] = field(default_factory=dict)
    references_below: dict[str, frozenset[str]] = field(default_factory=dict)
    """From each target of a reference to the targets of those below it."""
    targets: dict[str, int] = field(default_factory=dict)
    _below: dict[SchemaId, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for schema_id in self.schemas:
            if schema_id not in self.numbers:
                self._number_all_below(schema_id)
        for schema_id, number in self.numbers.items():
            if schema_id.steps:
                continue
            self.targets[schema_id.pointer] = number
            if schema_id in self._below:
                self.references_below[schema_id.pointer] = self._below[schema_id]
        for key, fragment in self.definitions.items():
            self.targets[key] = self.fingerprints.of_json(fragment.value)
            self.references_below[key] = frozenset(definitions_of(fragment.value))

    def below(self, schema_id: SchemaId) -> frozenset[str]:
        """The targets of all references in a schema and its subschemas."""
        return self._below.get(schema_id, _NONE)

    def _number_all_below(self, start: SchemaId) -> None:
        work = [(start, False)]
        seen: set[SchemaId] = set()
        while work:
            schema_id, opened = work.pop()
            shape = self.schemas.get(schema_id)
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
        of_json = self.fingerprints.of_json
        asserts = [assertion.schema.value for assertion in shape.asserts]
        discriminator = self.discriminators.get(schema_id)
        content = (
            _own_content(shape, of_json),
            _discriminator_content(discriminator),
            tuple([self.numbers.get(subschema, -1) for subschema in below]),
            tuple(map(of_json, asserts)),
            frozenset(
                (name, of_json(member.value))
                for name, member in self.said_beside(schema_id.pointer).items()
            ),
        )
        self.numbers[schema_id] = self.fingerprints.of_content(content)
        targets = set(references_of(shape, discriminator))
        if asserts:
            targets.update(definitions_of(*asserts))
        for subschema in below:
            targets |= self._below.get(subschema, _NONE)
        if targets:
            self._below[schema_id] = frozenset(targets)


@dataclass(slots=True)
class Sameness:
    """Says whether a schema of the old document is one of the new."""

    old: SchemaFingerprints
    new: SchemaFingerprints
    changed: frozenset[str] = _NONE
    """The targets of references that are not the same, or lead to one that is not."""

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

    def all_same(self, old: tuple[SchemaId, ...], new: tuple[SchemaId, ...]) -> bool:
        """The same for schemas that hold at once."""
        return len(old) == len(new) and all(map(self.same, old, new))


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


def _own_content(shape: Schema, of_json: Callable[[object], int]) -> Hashable:
    """What a schema says itself, leaving its subschemas out."""
    notes = shape.notes
    annotations = (
        notes.title,
        notes.description,
        None if notes.default is None else of_json(notes.default.value),
        notes.deprecated,
        notes.read_only,
        notes.write_only,
    )
    return type(shape), annotations, shape.nullable, judging_content(shape)


def judging_content(shape: Schema) -> Hashable:
    """What a schema asserts itself, without subschemas, annotations and null."""
    match shape:
        case Primitive():
            return shape.kind, shape.format, shape.constraints
        case Enumeration():
            return frozenset(map(identity_of, shape.values))
        case Array():
            places = shape.items is None, len(shape.prefix), shape.closed
            return places, shape.constraints, shape.implied
        case Object():
            rest = shape.additional if isinstance(shape.additional, bool) else None
            names = tuple(
                (property_.wire_name, property_.required, property_.declared)
                for property_ in shape.properties
            )
            patterns = tuple([pattern for pattern, _ in shape.patterns])
            return names, patterns, rest, shape.constraints, shape.implied
        case Union():
            return len(shape.members), _discriminator_content(shape.discriminator)
        case Reference():
            return shape.target.pointer
        case _:
            return None


def _discriminator_content(discriminator: Discriminator | None) -> Hashable:
    if discriminator is None:
        return None
    mapping = tuple((tag, target.pointer) for tag, target in discriminator.mapping)
    fallback = discriminator.fallback and discriminator.fallback.pointer
    return discriminator.property_name, mapping, fallback
