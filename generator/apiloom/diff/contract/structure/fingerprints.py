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
from apiloom.api.schema.shapes import Schema, SchemaId
from apiloom.diff.contract.structure.schema_parts import (
    children_of,
    definitions_of,
    local_of,
    references_of,
    tags_of,
)

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
        done: list[int] = []
        work: list[tuple[object, bool]] = [(value, False)]
        while work:
            value, opened = work.pop()
            if opened:
                done.append(self._closed(value, done))
            elif isinstance(value, dict | list):
                work.append((value, True))
                below = value.values() if isinstance(value, dict) else value
                work.extend((each, False) for each in below)
            else:
                done.append(self.number(scalar_key(value)))
        return done[0]

    def _closed(self, value: object, done: list[int]) -> int:
        """The number of a container whose members are the last of `done`."""
        size = len(value) if isinstance(value, dict | list) else 0
        below = tuple(done[len(done) - size :])[::-1]
        del done[len(done) - size :]
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
    leads: dict[str, frozenset[str]] = field(default_factory=dict)
    """From each target of a reference to the targets of those below it."""
    targets: dict[str, int] = field(default_factory=dict)
    _below: dict[SchemaId, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for schema_id in self.api.schemas:
            if schema_id not in self.numbers:
                self._add(schema_id)
        for schema_id, number in self.numbers.items():
            self.targets[schema_id.pointer] = number
            if schema_id in self._below:
                self.leads[schema_id.pointer] = self._below[schema_id]
        for key, fragment in self.api.definitions.items():
            self.targets[key] = self.table.json(fragment.value)
            self.leads[key] = frozenset(definitions_of((fragment,)))

    def below(self, schema_id: SchemaId) -> frozenset[str]:
        """The targets of all references in a schema and its subschemas."""
        return self._below.get(schema_id, _NONE)

    def _add(self, start: SchemaId) -> None:
        work = [(start, False)]
        seen: set[SchemaId] = set()
        while work:
            schema_id, opened = work.pop()
            shape = self.api.schemas.get(schema_id)
            if shape is None or schema_id in self.numbers:
                continue
            below = children_of(shape)
            if opened:
                self._settle(schema_id, shape, below)
            elif schema_id not in seen:
                seen.add(schema_id)
                work.append((schema_id, True))
                work.extend((each, False) for each in below)

    def _settle(
        self, schema_id: SchemaId, shape: Schema, below: tuple[SchemaId, ...]
    ) -> None:
        """Number one schema whose subschemas have been numbered."""
        numbers = tuple([self.numbers.get(each, -1) for each in below])
        asserts = [each.schema for each in shape.asserts]
        remarks = self.api.document_members.at(schema_id.pointer, REMARKED)
        said = frozenset(
            (name, self.table.json(found.value)) for name, found in remarks.items()
        )
        tags = self.api.discriminators.get(schema_id)
        content = (
            local_of(shape, self.table.json),
            tags_of(tags),
            numbers,
            tuple([self.table.json(each.value) for each in asserts]),
            said,
        )
        self.numbers[schema_id] = self.table.number(content)
        leads = set(references_of(shape, tags))
        if asserts:
            leads.update(definitions_of(asserts))
        for each in below:
            if found := self._below.get(each):
                leads |= found
        if leads:
            self._below[schema_id] = frozenset(leads)


REMARKED: Final = frozenset(
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
        self.changed = frozenset(_spread(different, (self.old.leads, self.new.leads)))

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
    different: set[str], leads: Iterable[Mapping[str, frozenset[str]]]
) -> Iterator[str]:
    """The targets that differ, and all that lead to one of them."""
    back: dict[str, list[str]] = {}
    for each in leads:
        for target, below in each.items():
            for reached in below:
                back.setdefault(reached, []).append(target)
    seen, work = set(different), list(different)
    while work:
        target = work.pop()
        yield target
        for above in back.get(target, ()):
            if above not in seen:
                seen.add(above)
                work.append(above)
