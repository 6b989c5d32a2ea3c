"""The walk over two documents: what is held against what, once, and for whom.

A unit is one pair of things that is compared: two operations, two parameters, two
schemas going one way. A pair is compared once, whoever leads to it; who does is kept,
so that each difference can name the operations that feel it. A work list takes the
place of recursion.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.parse.asserted_schemas import with_asserted
from apiloom.api.schema.fingerprint import (
    Fingerprints,
    Sameness,
    SchemaFingerprints,
)
from apiloom.api.schema.flat_schema import ALL_TYPES, Conjunction
from apiloom.api.schema.flatten import Flattener
from apiloom.api.schema.shapes import JsonValue, SchemaId
from apiloom.core.location import Pointer
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.difference import Difference, Kind
from apiloom.diff.contract.structure.places import NOTHING, Places, Words
from apiloom.diff.contract.structure.subjects import Subjects

ROOT_UNIT: Final = 0
SAID_BESIDE: Final = frozenset(
    {"contentEncoding", "contentMediaType", "examples", "externalDocs", "xml"}
)
"""Keywords that the IR has no field for, and that matter to people who read."""


class ContractSource:
    """One of the two documents, with what is worked out of it."""

    def __init__(self, api: ApiSpec, fingerprints: Fingerprints) -> None:
        schemas = with_asserted(api)
        self.api = replace(api, schemas=schemas)
        self.fingerprints = SchemaFingerprints(
            schemas, api.discriminators, api.definitions, self.said_beside, fingerprints
        )
        by_letter = schemas if api.exact else schemas.keys() - api.schemas.keys()
        self.schemas = Flattener(schemas, api.discriminators, by_letter)
        self.subjects = Subjects()
        self._components = frozenset(schema.pointer for schema in api.components)

    def said_beside(self, pointer: Pointer) -> Mapping[str, JsonValue]:
        """What the schema at a place says that no field of the IR holds."""
        return self.api.document_members.at(pointer, SAID_BESIDE)

    def types_of(self, schema: SchemaId | None) -> frozenset[str]:
        """The types that a schema lets through: all of them where there is none."""
        return ALL_TYPES if schema is None else self.schemas.flat((schema,)).types

    def has_component(self, pointer: Pointer) -> bool:
        """Whether a component schema stands at `pointer`."""
        return pointer in self._components


@dataclass(frozen=True, slots=True)
class Task:
    """A pair to be compared. `label` and `tags` belong to operations."""

    key: Hashable
    run: Callable[[ContractWalk, int], None]
    label: str = ""
    tags: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributedDifference:
    """A difference, and the operations that feel it, in the order of the document."""

    difference: Difference
    operations: tuple[str, ...]
    tags: tuple[Text, ...]


@dataclass(slots=True)
class ContractWalk:
    """What is to be compared, what has been, and what differs."""

    old: ContractSource
    new: ContractSource
    sameness: Sameness
    fingerprints: Fingerprints
    labels: dict[int, tuple[str, tuple[Text, ...]]] = field(default_factory=dict)
    multiplied: int = 0
    """How many pairs there are of which one is a conjunction of several schemas."""
    _numbers: dict[Hashable, int] = field(default_factory=dict)
    _below: list[dict[int, None]] = field(default_factory=list)
    _after: list[Callable[[ContractWalk], None]] = field(default_factory=list)
    _queue: deque[tuple[Task, int]] = field(default_factory=deque)
    _units: dict[Difference, dict[int, None]] = field(default_factory=dict)

    def enter(self, above: int, task: Task) -> int:
        """Have a pair compared, if it has not been; `above` leads to it."""
        number = self._numbers.get(task.key)
        if number is None:
            number = self._numbers[task.key] = len(self._below)
            self._below.append({})
            self._queue.append((task, number))
            if task.label:
                self.labels[number] = task.label, task.tags
        if number != above:
            self._below[above][number] = None
        return number

    def schema_pairs(self) -> Iterator[tuple[Conjunction, Conjunction]]:
        """The schemas that have been held against each other."""
        for key in self._numbers:
            if isinstance(key, tuple) and key[0] == "schema":
                yield key[1], key[2]

    def seen(self, key: Hashable) -> bool:
        """Whether a pair has been met."""
        return key in self._numbers

    def run(self) -> None:
        """Compare everything that was entered, and what that leads to."""
        while self._queue:
            task, number = self._queue.popleft()
            task.run(self, number)
        after, self._after = self._after, []
        for task_after in after:
            task_after(self)

    def afterwards(self, task: Callable[[ContractWalk], None]) -> None:
        """Have something done once all that is below has been compared."""
        self._after.append(task)

    def leading_to(self, concerns: Callable[[Difference], bool]) -> set[int]:
        """The units in which there are such differences, or that lead to one."""
        above: dict[int, list[int]] = {}
        for unit, below in enumerate(self._below):
            for unit_below in below:
                above.setdefault(unit_below, []).append(unit)
        units = {
            unit
            for difference, units in self._units.items()
            if concerns(difference)
            for unit in units
        }
        work = list(units)
        while work:
            for unit in above.get(work.pop(), ()):
                if unit not in units:
                    units.add(unit)
                    work.append(unit)
        return units

    def record(
        self,
        unit: int,
        aspect: str,
        kind: Kind,
        side: ContractSide,
        places: Places,
        words: Words = NOTHING,
    ) -> None:
        """Record a difference; recording it again adds those who lead to it."""
        difference = Difference(
            aspect,
            kind,
            side,
            places.old,
            places.new,
            words.subject or self.subject(places),
            *words[:3],
        )
        self._units.setdefault(difference, {})[unit] = None

    def name_subject(self, places: Places, subject: str) -> None:
        """Name what stands at a place, for everything below it too."""
        if places.old is not None:
            self.old.subjects.name(places.old, subject)
        if places.new is not None:
            self.new.subjects.name(places.new, subject)

    def subject(self, places: Places) -> str:
        """What stands at a place, in words."""
        if places.new is not None:
            return self.new.subjects.of(places.new)
        return self.old.subjects.of(places.old or Pointer(""))

    def same(self, old: Conjunction, new: Conjunction) -> bool:
        """Whether two schemas say the same, and all that they lead to."""
        return self.sameness.all_same(old, new)

    def same_values(self, old: object, new: object) -> bool:
        """Whether two JSON values are equal."""
        return self.fingerprints.of_json(old) == self.fingerprints.of_json(new)

    def differences(self) -> Iterator[AttributedDifference]:
        """All differences, with the operations that feel them."""
        masks = self._masks()
        order = sorted(self.labels)
        bits = {unit: 1 << place for place, unit in enumerate(order)}
        known: dict[int, tuple[tuple[str, ...], tuple[Text, ...]]] = {}
        for difference, units in self._units.items():
            mask = 0
            for unit in units:
                mask |= masks[unit]
            if mask not in known:
                operations = [self.labels[unit] for unit in order if mask & bits[unit]]
                tags = dict.fromkeys(tag for _, own in operations for tag in own)
                known[mask] = tuple(label for label, _ in operations), tuple(tags)
            yield AttributedDifference(difference, *known[mask])

    def _masks(self) -> list[int]:
        """For each unit the operations that lead to it, a bit for each."""
        masks = [0] * len(self._below)
        work: deque[int] = deque()
        for place, unit in enumerate(sorted(self.labels)):
            masks[unit] |= 1 << place
            work.append(unit)
        waiting = set(work)
        while work:
            unit = work.popleft()
            waiting.discard(unit)
            for below in self._below[unit]:
                if masks[unit] & ~masks[below]:
                    masks[below] |= masks[unit]
                    if below not in waiting:
                        waiting.add(below)
                        work.append(below)
        return masks


def walk_over(old: ApiSpec, new: ApiSpec) -> ContractWalk:
    """A walk that has not begun. `ROOT_UNIT` belongs to no operation."""
    fingerprints = Fingerprints()
    sources = ContractSource(old, fingerprints), ContractSource(new, fingerprints)
    sameness = Sameness(sources[0].fingerprints, sources[1].fingerprints)
    walk = ContractWalk(*sources, sameness, fingerprints)
    walk.enter(ROOT_UNIT, Task("document", _compare_nothing))
    return walk


def _compare_nothing(walk: ContractWalk, unit: int) -> None:
    """The document as a whole is compared part by part."""
