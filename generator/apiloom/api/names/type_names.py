"""What each type is called: its class or alias, and its twin as a dictionary.

A component is called what the document calls it. A schema without a name of its own is
called after its owner and the way to it. Names that the user gives come first, then
those that have shipped, then components, each before all others; where two others meet,
both are told by what they are, and by a digest of their pointers at last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.names.former_owners import owners
from apiloom.api.names.former_places import undivided, united
from apiloom.api.names.member_names import MemberNames
from apiloom.api.names.method_candidates import (
    framework_free,
    incoming_basis,
    operation_basis,
)
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import Claims, choose
from apiloom.api.names.parameter_words import ParameterWords
from apiloom.api.names.path_names import PathNames, component_name, kind_of_place
from apiloom.api.names.resource_text import resource_text
from apiloom.api.resolved_api import operation_key
from apiloom.api.schema.derivation import OWN
from apiloom.api.schema.shapes import Enumeration, Schema, SchemaId
from apiloom.core.identifiers import Identifier, class_name, digest_of, fold, is_name
from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.core.text import reveal
from apiloom.core.words import words_of

_SYMBOL: Final = re.compile(r"models\.(\w+):(\w+)")
_Owner = tuple[str, ...]


@dataclass(slots=True)
class TypeNames:
    """The names of the types of one API."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    book: NameBook
    _operations: Mapping[_Owner, str] = field(default_factory=dict)
    _unions: frozenset[SchemaId] = frozenset()
    """What stands for something of its own name, and for others."""

    def __post_init__(self) -> None:
        given = self.book.overrides.at
        texts = _texts_of(self.spec)
        names = {
            operation.where.pointer: given(operation.where.pointer)
            or texts[operation_key(operation)]
            # A path item that several paths refer to is called after the first.
            for operation in reversed(self.spec.operations)
        } | {
            incoming.where.pointer: name
            for incoming in self.spec.incoming
            if (name := given(incoming.where.pointer) or incoming_basis(incoming))
        }
        self._operations = {
            tokens_of(pointer): class_name(name) for pointer, name in names.items()
        }

    def names(self, named: Sequence[SchemaId]) -> dict[SchemaId, Identifier]:
        """A name for each of the types `named`."""
        paths = PathNames(
            MemberNames(self.shapes, frozenset(named)).word,
            ParameterWords(self.spec).word,
        )
        self._unions = frozenset(self._with_former_names(named))
        candidates = {
            schema_id: self._candidates(schema_id, paths) for schema_id in named
        }
        names = self._given_names(named)
        by_rule = self._by_rule(candidates, names)
        shipped = self._shipped_names(named, names)
        if shipped:
            for schema_id, name in shipped.items():
                self.book.kept.add("classes", name, by_rule[schema_id])
            names |= shipped
            by_rule = self._by_rule(candidates, names)
        for schema_id, name in by_rule.items():
            if schema_id not in names:
                self._note_clash(schema_id, candidates[schema_id], name)
        return by_rule

    def twins(
        self, names: Mapping[SchemaId, Identifier], sent: Iterable[SchemaId]
    ) -> dict[SchemaId, Identifier]:
        """The names of the dictionaries that stand for the types in `sent`."""
        candidates = {
            schema_id: [
                Identifier(f"{names[schema_id]}Dict"),
                Identifier(f"{names[schema_id]}InputDict"),
                Identifier(f"{names[schema_id]}Dict_{digest_of(schema_id.text)}"),
            ]
            for schema_id in sent
        }
        taken = frozenset(names.values())
        owners: dict[Identifier, SchemaId] = {}
        for schema_id in candidates:
            name = self._shipped_twin(schema_id, names)
            if name and name not in taken:
                owners.setdefault(Identifier(name), schema_id)
        shipped = {schema_id: name for name, schema_id in owners.items()}
        if shipped:
            by_rule = choose(candidates, taken, key=str)
            for schema_id, name in shipped.items():
                self.book.kept.add("dictionaries", name, by_rule[schema_id])
        rest = {
            schema_id: claims
            for schema_id, claims in candidates.items()
            if schema_id not in shipped
        }
        return shipped | choose(rest, taken.union(shipped.values()), key=str)

    def _shipped_twin(
        self, schema_id: SchemaId, names: Mapping[SchemaId, Identifier]
    ) -> str | None:
        """The dictionary that an earlier run gave to a schema whose name it has still.

        What is sent of a schema has that of the schema, which was sent itself before.
        """
        for known in undivided(schema_id):
            name = self.book.shipped.twins.get(self._place(known))
            if name and self.shipped_name(known) == names.get(known):
                return name
        return None

    def shipped_name(self, schema_id: SchemaId) -> Identifier | None:
        """The name that an earlier run gave to this schema."""
        return self._shipped_as(schema_id)[1]

    def shipped_module(self, schema_id: SchemaId) -> Identifier | None:
        """The module, below `models`, that an earlier run put this schema in."""
        return self._shipped_as(schema_id)[0]

    def _with_former_names(self, named: Iterable[SchemaId]) -> Iterator[SchemaId]:
        """The unions of which a member may have the name that was theirs before."""
        for schema_id in named:
            if OWN in schema_id.steps:
                yield united(schema_id)
            elif self.shipped_name(schema_id) is not None:
                yield from owners(schema_id, self.shapes)

    def owner_name(self, owner: _Owner) -> str:
        """What an owner (`owner_path`) is called: a component, or an operation."""
        if owner[0] in {"paths", "webhooks"}:
            return self._operations.get(owner) or " ".join(owner[1:])
        given = self.book.overrides.at(child(ROOT, *owner))
        return component_name(owner if given is None else (*owner[:-1], given))

    def _place(self, schema_id: SchemaId) -> str:
        return self.spec.place(schema_id.text)

    def _shipped_as(
        self, schema_id: SchemaId
    ) -> tuple[Identifier | None, Identifier | None]:
        """Module and name; neither if somebody put into the manifest what is none.

        What is called after something with a given name is called anew.
        """
        if self.book.overrides.covers(schema_id.pointer):
            return None, None
        match = _SYMBOL.fullmatch(
            self.book.shipped.types.get(self._place(schema_id), "")
        )
        if match is None or not all(map(is_name, match.groups())):
            return None, None
        return Identifier(match[1]), Identifier(match[2])

    def _given_names(self, named: Iterable[SchemaId]) -> dict[SchemaId, Identifier]:
        """The names that the user gives, unless they cannot be had."""
        owners: dict[str, Pointer] = {}
        names: dict[SchemaId, Identifier] = {}
        for schema_id in named:
            given = self._given(schema_id)
            if given is None:
                continue
            pointer, name = given
            if name[0] != name[0].upper():
                self.book.overrides.refuse_at(
                    pointer, "a class begins with a capital letter"
                )
            if fold(name) in owners:
                self.book.overrides.refuse_at(
                    pointer, f"that is the name of {owners[fold(name)]!a}"
                )
            owners[fold(name)] = pointer
            names[schema_id] = name
        return names

    def _shipped_names(
        self, named: Iterable[SchemaId], given: Mapping[SchemaId, Identifier]
    ) -> dict[SchemaId, Identifier]:
        """The names of an earlier run that can be had: none twice, none given since.

        A manifest that somebody merged may have one twice.
        """
        owners = {name: schema_id for schema_id, name in given.items()}
        for schema_id in named:
            name = self.shipped_name(schema_id)
            if name is not None and schema_id not in given:
                owners.setdefault(name, schema_id)
        return {
            schema_id: name
            for name, schema_id in owners.items()
            if schema_id not in given
        }

    def _by_rule(
        self,
        candidates: Mapping[SchemaId, Claims],
        settled: Mapping[SchemaId, Identifier],
    ) -> dict[SchemaId, Identifier]:
        """Names for all, those that are `settled` as they are.

        Components that are written as they will be called come first, then the other
        components, then what has no name of its own.
        """
        names = dict(settled)
        twins = self._shipped_twins(candidates)
        ranks: dict[int, dict[SchemaId, Claims]] = {0: {}, 1: {}, 2: {}}
        for schema_id, claims in candidates.items():
            if schema_id not in settled:
                ranks[_rank(schema_id, claims[0])][schema_id] = claims
        for claims_by_id in ranks.values():
            taken = {*names.values(), *twins}
            names |= choose(claims_by_id, taken, key=str)
        return {schema_id: names[schema_id] for schema_id in candidates}

    def _shipped_twins(self, named: Iterable[SchemaId]) -> frozenset[str]:
        """The names of dictionaries, and of classes that hold names of values, that
        nothing else can have any more."""
        shipped = (self.book.shipped.twins, self.book.shipped.value_holders)
        return frozenset(
            name
            for schema_id in named
            for names in shipped
            if (name := names.get(self._place(schema_id)))
            and self.shipped_name(schema_id) is not None
        )

    def _candidates(self, schema_id: SchemaId, paths: PathNames) -> Claims:
        """What a schema can be called, the best first."""
        base, depth = self._base(schema_id)
        name = paths.name(base, schema_id, depth)
        shape = self.shapes[schema_id]
        if isinstance(shape, Enumeration) and shape.type_name and schema_id.tokens[3:]:
            called = class_name(reveal(shape.type_name))
            further = (name, *self._further(name, schema_id, base, depth, paths))
            return Claims(called, lambda: further)
        return Claims(name, lambda: self._further(name, schema_id, base, depth, paths))

    def _further(
        self,
        name: Identifier,
        schema_id: SchemaId,
        base: str,
        depth: int,
        paths: PathNames,
    ) -> Iterator[Identifier]:
        """What a schema can be called that others would call `name` too."""
        path = schema_id.tokens[depth:]
        if schema_id in self._unions:
            yield Identifier(f"Any{name}")
        kind = kind_of_place(path) or ("Model" if not path else "Body")
        yield Identifier(name + kind)
        owner, _ = owner_path(schema_id)
        if depth > len(owner) and "callbacks" in schema_id.tokens[:depth]:
            # What is called back is often the same for several operations.
            outer = paths.name(self.owner_name(owner), schema_id, len(owner))
            yield from (outer, Identifier(outer + kind))
        in_full = paths.name(base, schema_id, depth, in_full=True)
        yield from (in_full, Identifier(in_full + kind))
        yield Identifier(f"{name}_{digest_of(paths.identity(schema_id))}")

    def _base(self, schema_id: SchemaId) -> tuple[str, int]:
        """What a schema is called after: a name, and how many tokens lead to it."""
        owner, path = owner_path(schema_id)
        # The operation of a callback stands inside the one that it belongs to.
        for length in range(len(path), 0, -1) if "callbacks" in path else ():
            inner = self._operations.get((*owner, *path[:length]))
            if inner is not None:
                return inner, len(owner) + length
        if owner[0] == "paths" and owner[-1] == "parameters":
            # Those of a path item belong to all of its operations.
            owner = owner[:-1]
        above = self.book.overrides.above(schema_id.pointer)
        if above is not None and (length := len(tokens_of(above[0]))) > len(owner):
            return above[1], length
        return self.owner_name(owner), len(owner)

    def _given(self, schema_id: SchemaId) -> tuple[Pointer, Identifier] | None:
        """The name that the user gives to a schema, and where."""
        pointer = schema_id.pointer
        given = None if schema_id.steps else self.book.overrides.of_class(pointer)
        return None if given is None else (pointer, given)

    def _note_clash(
        self, schema_id: SchemaId, claims: Sequence[Identifier], name: Identifier
    ) -> None:
        if name == claims[0]:
            return
        self.book.report.note(
            "name-clash",
            f"the name {claims[0]} is taken, so this schema is called {name}",
            schema_id.document,
            schema_id.pointer,
            "components have their names first, and what has shipped before them",
        )


def _texts_of(spec: ApiSpec) -> dict[str, str]:
    """What the types of each operation are called after, by `METHOD path`.

    Its id without what frameworks add, unless two are the same then.
    """
    known_ids = frozenset(
        reveal(operation.operation_id)
        for operation in spec.operations
        if operation.operation_id is not None
    )
    plain = [
        framework_free(operation, known_ids, words_of(reveal(resource_text(operation))))
        for operation in spec.operations
    ]
    counts = Counter(map(class_name, plain))
    return {
        operation_key(operation): (
            text if counts[class_name(text)] == 1 else operation_basis(operation)
        )
        for operation, text in zip(spec.operations, plain, strict=True)
    }


def owner_path(schema_id: SchemaId) -> tuple[_Owner, tuple[str, ...]]:
    """Split a pointer: what owns the schema, and the way from there.

    The owner is a component (`components/schemas/Pet`), an operation
    (`paths/~1pets/get`, `paths/~1pets/additionalOperations/COPY`) or, for anything
    else, the first two steps.
    """
    tokens = schema_id.tokens
    depth = 3 if tokens[:1] in {("components",), ("paths",), ("webhooks",)} else 2
    if tokens[:1] == ("paths",) and tokens[2:3] == ("additionalOperations",):
        depth = 4
    return tokens[:depth], tokens[depth:]


def _rank(schema_id: SchemaId, name: Identifier) -> int:
    """Who chooses first: a component that is written as it is called, any other."""
    owner, path = owner_path(schema_id)
    if path or owner[:2] != ("components", "schemas"):
        return 2
    return 0 if owner[-1] == name else 1
