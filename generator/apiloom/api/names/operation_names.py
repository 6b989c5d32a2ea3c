"""Python names of operations, and the resources that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from apiloom.api.ir import ApiSpec, Operation
from apiloom.api.names.argument_names import ArgumentNamer
from apiloom.api.names.method_candidates import candidates, operation_basis
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.api.names.resource_names import (
    ResourceNames,
    ResourcePlace,
    given_modules,
)
from apiloom.api.names.resource_text import DEFAULT, resource_text
from apiloom.api.resolved_api import NamedOperation, Resource, operation_key
from apiloom.core.identifiers import (
    Identifier,
    class_name,
    constant_name,
    digest_of,
    fold,
    snake_name,
)
from apiloom.core.shipped import MethodPlace
from apiloom.core.text import Text, reveal

RESERVED_METHODS = frozenset({"raw_twin"})
"""What a resource already has; a test holds it against the runtime."""
_Methods: TypeAlias = dict[str, Identifier]
"""By `METHOD path`."""


@dataclass(slots=True)
class _Draft:
    """A resource in the making."""

    place: ResourcePlace
    operations: list[Operation] = field(default_factory=list)


@dataclass(slots=True)
class OperationNamer:
    """Names operations and what belongs to them.

    `arguments` names parameters and members of bodies; `errors` are the exceptions of
    operations (`error_names`).
    """

    book: NameBook
    arguments: ArgumentNamer
    errors: Mapping[str, Mapping[str, Identifier]]

    def resources(self, spec: ApiSpec) -> tuple[Resource, ...]:
        """One resource for each tag that comes first on some operation, and for each
        part of a path that stands in for one."""
        shipped = self.book.shipped.methods()
        modules = given_modules(spec.tags, self.book.overrides)
        namer = ResourceNames(modules, shipped, self.book.report)
        places = namer.places(spec)
        drafts = _drafts(spec, places)
        known_ids = frozenset(
            reveal(operation.operation_id)
            for operation in spec.operations
            if operation.operation_id is not None
        )
        methods: _Methods = {}
        for draft in drafts:
            methods |= self._methods(draft, shipped, known_ids)
        if shipped:
            ruled, by_rule = self._by_rule(spec, modules, known_ids)
            for key in sorted(places.keys() & shipped.keys()):
                self.book.kept.add("resources", places[key].module, ruled[key].module)
                self.book.kept.add("methods", methods[key], by_rule[key])
        described = {tag.name: tag.description for tag in spec.tags}
        resources: list[Resource] = []
        for draft in drafts:
            text = _text_of(draft, namer)
            operations = tuple(
                self._named(operation, draft, methods[operation_key(operation)])
                for operation in draft.operations
            )
            resources.append(
                Resource(
                    text,
                    described.get(text),
                    draft.place.module,
                    draft.place.name,
                    operations,
                )
            )
        return tuple(resources)

    def _by_rule(
        self,
        spec: ApiSpec,
        modules: Mapping[Text, Identifier],
        known_ids: frozenset[str],
    ) -> tuple[dict[str, ResourcePlace], _Methods]:
        """What the names were if nothing had shipped."""
        methods: _Methods = {}
        with self.book.report.aside():
            places = ResourceNames(modules, {}, self.book.report).places(spec)
            for draft in _drafts(spec, places):
                methods |= self._methods(draft, {}, known_ids)
        return places, methods

    def _methods(
        self,
        draft: _Draft,
        shipped: Mapping[str, MethodPlace],
        known_ids: frozenset[str],
    ) -> _Methods:
        """The methods of one resource: the user's names, then those that shipped in
        it, then new ones."""
        methods = self._given(draft)
        taken = set(map(_class_key, methods.values()))
        waiting: dict[str, Operation] = {}
        for operation in sorted(draft.operations, key=operation_key):
            key = operation_key(operation)
            if key in methods:
                continue
            place = shipped.get(key)
            if (
                place is None
                or place.method in RESERVED_METHODS
                or _class_key(place.method) in taken
            ):
                waiting[key] = operation
                continue
            methods[key] = place.method
            taken.add(_class_key(place.method))
        return methods | self._new(waiting, known_ids, taken)

    def _given(self, draft: _Draft) -> _Methods:
        """The user's names; complaints where one cannot be had."""
        given: _Methods = {}
        owners: dict[str, Operation] = {}
        for operation in sorted(
            draft.operations, key=lambda operation: operation.where
        ):
            pointer = operation.where.pointer
            name = self.book.overrides.at(pointer)
            if name is None:
                continue
            plain = snake_name(name, "operation")
            owner = owners.get(_class_key(name))
            if name in RESERVED_METHODS:
                why = "every resource has something of that name"
                self.book.overrides.refuse_at(pointer, why)
            elif plain != name:
                # Constants and classes are named after methods, and must differ too.
                why = f"a method has a name in lower case, such as {plain!a}"
                self.book.overrides.refuse_at(pointer, why)
            elif owner is not None and owner.where.pointer != pointer:
                why = f"that is the name of {owner.where.pointer!a}"
                self.book.overrides.refuse_at(pointer, why)
            if owner is None:
                given[operation_key(operation)] = name
                owners[_class_key(name)] = operation
        return given

    def _new(
        self,
        waiting: Mapping[str, Operation],
        known_ids: frozenset[str],
        taken: set[str],
    ) -> _Methods:
        """Names for methods that have none yet; `taken` are the keys of the others."""
        choices = {
            key: self._candidates(operation, known_ids)
            for key, operation in waiting.items()
        }
        written = {
            key: operation_basis(operation) for key, operation in waiting.items()
        }
        chosen = choose(choices, taken, key=_class_key, written=written)
        for key, method in chosen.items():
            if method == choices[key][-1]:
                operation = waiting[key]
                self.book.report.note(
                    "name-clash",
                    f"another operation has the same name, so this one is called "
                    f"{method}",
                    operation.where.document,
                    operation.where.pointer,
                )
        return chosen

    def _candidates(
        self, operation: Operation, known_ids: frozenset[str]
    ) -> tuple[Identifier, ...]:
        """Names for an operation, the best first; with a digest last."""
        if (
            self.book.overrides.methods == "operation-id"
            or operation.operation_id is None
        ):
            names: tuple[Identifier, ...] = (
                snake_name(operation_basis(operation), "operation"),
            )
        else:
            text = resource_text(operation)
            owner = reveal(text) if operation.tags or text != DEFAULT else ""
            names = candidates(operation, owner, known_ids)
        usable = tuple(
            Identifier(f"{name}_") if name in RESERVED_METHODS else name
            for name in names
        )
        digest = digest_of(operation_key(operation))
        return (*usable, Identifier(f"{usable[-1]}_{digest}"))

    def _named(
        self, operation: Operation, draft: _Draft, method: Identifier
    ) -> NamedOperation:
        shipped = self.book.shipped.arguments.get(operation_key(operation), {})
        arguments = self.arguments.arguments(operation, shipped)
        return NamedOperation(
            operation,
            method,
            _constant(method, draft.place.name),
            _namespace(method, draft.place.name),
            arguments,
            self.arguments.properties(operation, arguments),
            self.errors.get(operation_key(operation), {}),
        )


def _drafts(spec: ApiSpec, places: Mapping[str, ResourcePlace]) -> list[_Draft]:
    """The operations of each resource, in the order of the document."""
    drafts: dict[str, _Draft] = {}
    for operation in spec.operations:
        place = places[operation_key(operation)]
        draft = drafts.setdefault(fold(place.module), _Draft(place))
        draft.operations.append(operation)
    return list(drafts.values())


def _text_of(draft: _Draft, namer: ResourceNames) -> Text:
    """The tag of a resource, or what stands for it: that which it is called after."""
    texts = list(dict.fromkeys(map(resource_text, draft.operations)))
    for text in texts:
        if fold(namer.by_rule(text)) == fold(draft.place.module):
            return text
    return texts[0] if len(texts) == 1 else Text(draft.place.module)


def _class_key(method: Identifier) -> str:
    """What methods of one resource must not share: a class is called after each."""
    return fold(class_name(method))


def _constant(method: Identifier, resource: Identifier) -> Identifier:
    """Where letters have no case, a constant would look like the resource class."""
    name = constant_name(method)
    clash = name in {resource, f"Async{resource}"}
    return Identifier(f"{name}_") if clash else name


def _namespace(method: Identifier, resource: Identifier) -> Identifier:
    """The class of an operation stands beside the handlers of its tag."""
    name = class_name(method)
    return Identifier(f"{name}_") if name == f"{resource}Api" else name
