"""Two objects of the documents that are held against each other, schemas apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from apiloom.api.schema.flat_schema import PlacedValue
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import ROOT, child
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ROOT_UNIT, ContractWalk, Task
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.member_differences import (
    Members,
    compare_members,
    members_at,
)
from apiloom.diff.contract.structure.places import (
    NOTHING,
    Placed,
    Places,
    Words,
    either,
    paired,
    pointer_of,
)
from apiloom.diff.contract.structure.schema_differences import visit
from apiloom.diff.contract.structure.schema_pair import ALL_TERMS, Terms
from apiloom.diff.contract.structure.subjects import stands_in_component

K = TypeVar("K", bound=Hashable)
P = TypeVar("P", bound=Placed)
Q = TypeVar("Q", bound=Placed)


@dataclass(frozen=True, slots=True)
class ObjectKind(Generic[Q]):
    """What is to be known of objects of a kind: parameters, header fields, and so on.

    `subject` calls one by its name, and so the `schemas` that stand in it; `aspect` and
    `words` are those of the difference where one document has it alone; `compare` holds
    two against each other.
    """

    name: str
    subject: Callable[[Q], str]
    aspect: Callable[[Q], str]
    compare: Callable[[ObjectPair[Q]], None]
    words: Callable[[Q], Words] = lambda _: NOTHING
    schemas: Callable[[Q], Iterable[SchemaId | None]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class ObjectPair(Generic[P]):
    """An object as it was and as it is, which way it goes, and the unit of both."""

    walk: ContractWalk
    unit: int
    side: ContractSide
    old: P
    new: P

    @property
    def places(self) -> Places:
        """Where both stand."""
        return Places.of(self.old, self.new)

    def going(self, side: ContractSide) -> ObjectPair[P]:
        """The same pair, whose differences go another way."""
        return replace(self, side=side)

    def of(self, old: Q, new: Q) -> ObjectPair[Q]:
        """Two objects that stand in these, and belong to the same unit."""
        return ObjectPair(self.walk, self.unit, self.side, old, new)

    def record(
        self,
        aspect: str,
        kind: Kind,
        words: Words = NOTHING,
        places: Places | None = None,
    ) -> None:
        """Record a difference, of the pair as a whole where no `places` are given."""
        places = places or self.places
        self.walk.record(self.unit, aspect, kind, self.side, places, words)

    def record_change(self, aspect: str, before: str, after: str) -> None:
        """Record what is one thing in the old document, another in the new one."""
        self.record(aspect, Kind.CHANGED, Words("", before, after))

    def record_presence(
        self,
        aspect: str,
        old: Placed | SchemaId | None,
        new: Placed | SchemaId | None,
        words: Words = NOTHING,
    ) -> None:
        """Record what has been added or removed, or has changed where both have it."""
        self.record(aspect, presence(old, new), words, Places.of(old, new))

    def compare_demands(self, aspect: str, *, old: bool, new: bool) -> None:
        """Compare what is demanded or is not."""
        if old != new:
            self.record(aspect, Kind.NARROWED if new else Kind.WIDENED)

    def compare_texts(self, *names: str) -> None:
        """Compare texts for people, by the name of their member."""
        for name in names:
            before, after = getattr(self.old, name), getattr(self.new, name)
            if before != after:
                places = (
                    None if text is None else child(pointer_of(owner), name)
                    for text, owner in ((before, self.old), (after, self.new))
                )
                pair = self.going(ContractSide.BOTH)
                pair.record(name, presence(before, after), places=Places(*places))

    def members(self, *tokens: str) -> tuple[Members, Members]:
        """The members of both as they are written, or of what `tokens` lead to."""
        old, new = (
            members_at(source, child(pointer_of(owner), *tokens))
            for source, owner in ((self.walk.old, self.old), (self.walk.new, self.new))
        )
        return old, new

    def compare_members(self, aspects: Mapping[str, str]) -> None:
        """Compare the members that `aspects` names, and all extensions."""
        compare_members(self.walk, self.unit, self.side, *self.members(), aspects)

    def compare_each(
        self,
        kind: ObjectKind[Q],
        old: Mapping[K, Q],
        new: Mapping[K, Q],
        moved: Mapping[K, K] | None = None,
    ) -> None:
        """Compare objects of one kind by name; `moved` has new names with old ones."""
        for _, before, after in paired(old, new, moved):
            self.compare_one(kind, before, after)

    def compare_one(self, kind: ObjectKind[Q], old: Q | None, new: Q | None) -> None:
        """Have two objects compared, once for all that lead to them going this way.

        Where one document does not have it, that is what differs.
        """
        self._name(kind, old, new)
        if old is None or new is None:
            if old is not new:
                thing = either(old, new)
                self.record_presence(kind.aspect(thing), old, new, kind.words(thing))
            return
        called = kind.subject(old), kind.subject(new)
        self.enter(kind.name, old, new, kind.compare, *called)

    def enter(
        self,
        name: str,
        old: Q,
        new: Q,
        compare: Callable[[ObjectPair[Q]], None],
        *called: str,
    ) -> None:
        """Have two objects compared, once for all that lead to them going this way.

        An object may be used as several things, which are `called` otherwise.
        """
        side = self.side

        def run(walk: ContractWalk, unit: int) -> None:
            compare(ObjectPair(walk, unit, side, old, new))

        key = (name, old.where, new.where, side, *called)
        self.walk.enter(self.unit, Task(key, run))

    def _name(self, kind: ObjectKind[Q], old: Q | None, new: Q | None) -> None:
        for source, thing in ((self.walk.old, old), (self.walk.new, new)):
            if thing is not None:
                subject = kind.subject(thing)
                source.subjects.name(pointer_of(thing), subject)
                for schema in kind.schemas(thing):
                    if schema is not None and not stands_in_component(schema.pointer):
                        source.subjects.name(schema.pointer, subject)

    def visit(
        self, old: SchemaId | None, new: SchemaId | None, terms: Terms = ALL_TERMS
    ) -> None:
        """Have two schemas compared, of which either may not be there."""
        if old is not None and new is not None:
            visit(self.walk, self.unit, self.side, (old,), (new,), terms)
        elif old is not new:
            self.record_presence("schema", old, new)


def documents_of(walk: ContractWalk) -> ObjectPair[PlacedValue[None]]:
    """Both documents, as a pair that belongs to no operation."""
    root = PlacedValue(None, ROOT)
    return ObjectPair(walk, ROOT_UNIT, ContractSide.BOTH, root, root)


def enter_operation(
    walk: ContractWalk,
    kind: ObjectKind[P],
    sides: tuple[P | None, P | None],
    way: ContractSide,
    label: str,
    tags: Iterable[Text],
) -> None:
    """Have operations compared: all differences below are felt by the one so labelled.

    `sides` are the old one and the new one; `way` is how they go as a whole.
    """

    def run(walk: ContractWalk, unit: int) -> None:
        pair = replace(documents_of(walk), unit=unit, side=way)
        pair.compare_one(kind, *sides)

    key = (kind.name, label, Places.of(*sides))
    walk.enter(ROOT_UNIT, Task(key, run, label, tuple(dict.fromkeys(tags))))
