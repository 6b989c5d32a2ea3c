"""The exceptions of single operations: `UpdateCustomerNotFoundError`.

Each is called after its operation and the exception for its status, which it is a kind
of. A class that has shipped stays, also where its operation carries no less than all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from apiloom.api.ir import ApiSpec, Operation
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import Claims, choose
from apiloom.api.names.resource_text import resource_text
from apiloom.api.names.status_names import (
    RUNTIME_ERRORS,
    STATUS_ERRORS,
    error_keys,
    error_name,
    is_error,
)
from apiloom.api.resolved_api import operation_key
from apiloom.core.identifiers import Identifier, class_name, digest_of
from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.text import reveal

_Place: TypeAlias = tuple[str, str]
"""`METHOD path`, and the key of an exception: `404`, `default`, `default/4XX`."""
_TAKEN: Final = frozenset({"ERRORS", *STATUS_ERRORS, *RUNTIME_ERRORS})
_OF_ANY_STATUS: Final = re.compile(r"Status\d+Error")
_SUFFIX: Final = "Error"


@dataclass(frozen=True, slots=True)
class ErrorNames:
    """Names the exceptions of operations.

    `owner_name` is what the types of an operation are called after, by the tokens of
    its pointer.
    """

    book: NameBook
    owner_name: Callable[[tuple[str, ...]], str]

    def names(
        self, spec: ApiSpec, narrower: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, Identifier]]:
        """The exceptions by `METHOD path` and key.

        There is one for each status in `narrower`, and for each that has shipped.
        """
        operations = {
            (operation_key(operation), key): operation
            for operation in spec.operations
            for key in self._keys(operation, narrower)
        }
        given = self._given(operations)
        candidates = {
            place: self._candidates(place, operation, given)
            for place, operation in operations.items()
        }
        kept = self._shipped(operations, given)
        if kept:
            by_rule = _by_rule(candidates, given)
            for place, name in kept.items():
                self.book.kept.add("errors", name, by_rule[place])
        settled = given | kept
        names: dict[str, dict[str, Identifier]] = {}
        for place, name in _by_rule(candidates, settled).items():
            if place not in settled and name != candidates[place][0]:
                self._note_clash(operations[place], candidates[place][0], name)
            names.setdefault(place[0], {})[place[1]] = name
        return names

    def _keys(
        self, operation: Operation, narrower: Mapping[str, Collection[str]]
    ) -> Iterator[str]:
        key = operation_key(operation)
        shipped = self.book.shipped.errors.get(key, {})
        for response in operation.responses:
            status = response.status
            if is_error(status) and (status in narrower[key] or status in shipped):
                yield from error_keys(status)

    def _given(
        self, operations: Mapping[_Place, Operation]
    ) -> dict[_Place, Identifier]:
        """The user's names, which stand at the responses of operations."""
        owners: dict[Identifier, Pointer] = {}
        given: dict[_Place, Identifier] = {}
        for place, operation in operations.items():
            pointer = child(operation.where.pointer, "responses", place[1])
            name = self.book.overrides.at(pointer)
            if name is None:
                continue
            owner = owners.setdefault(name, pointer)
            if name[0] != name[0].upper():
                why = "a class begins with a capital letter"
                self.book.overrides.refuse_at(pointer, why)
            elif name in _TAKEN or _OF_ANY_STATUS.fullmatch(name):
                why = "that is an exception of all operations"
                self.book.overrides.refuse_at(pointer, why)
            elif owner != pointer:
                why = f"that is the name of {owner!a}"
                self.book.overrides.refuse_at(pointer, why)
            elif name not in given.values():
                given[place] = name
        return given

    def _shipped(
        self,
        operations: Mapping[_Place, Operation],
        given: Mapping[_Place, Identifier],
    ) -> dict[_Place, Identifier]:
        """The names of an earlier run that can be had still.

        What is called after something with a given name is called anew.
        """
        owners: dict[Identifier, _Place] = {
            name: place for place, name in given.items()
        }
        for place, operation in operations.items():
            key, status = place
            name = self.book.shipped.errors.get(key, {}).get(status)
            pointer = child(operation.where.pointer, "responses", status.split("/")[0])
            is_free = place not in given and not self.book.overrides.covers(pointer)
            if name is not None and is_free and name not in _TAKEN:
                owners.setdefault(Identifier(name), place)
        return {place: name for name, place in owners.items() if place not in given}

    def _candidates(
        self,
        place: _Place,
        operation: Operation,
        given: Mapping[_Place, Identifier],
    ) -> Claims:
        """What an exception can be called, the best first."""
        key, status = place
        base = self.owner_name(tokens_of(operation.where.pointer))
        name = error_name(status)
        whole = given.get((key, status.split("/")[0]))
        if whole is not None:
            # Under `default` the kinds of an exception are called after it.
            base = whole.removesuffix(_SUFFIX)
            name = Identifier(name.removeprefix("Default"))

        def others() -> Iterator[Identifier]:
            yield Identifier(class_name(reveal(resource_text(operation))) + base + name)
            yield Identifier(f"{base}{name}_{digest_of(key)}")

        return Claims(Identifier(base + name), others)

    def _note_clash(
        self, operation: Operation, claim: Identifier, name: Identifier
    ) -> None:
        self.book.report.note(
            "name-clash",
            f"the name {claim} is taken, so this error is called {name}",
            operation.where.document,
            operation.where.pointer,
        )


def _by_rule(
    candidates: Mapping[_Place, Claims], settled: Mapping[_Place, Identifier]
) -> dict[_Place, Identifier]:
    """The names of all, where some are `settled` already, in the order of all."""
    waiting = {
        place: claims for place, claims in candidates.items() if place not in settled
    }
    taken = _TAKEN.union(settled.values())
    names = {**settled, **choose(waiting, taken, key=str)}
    return {place: names[place] for place in candidates}
