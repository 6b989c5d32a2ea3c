"""What an API sends to its callers: webhooks and callbacks.

Only what they carry is of interest here: their bodies become models (OpenAPI 3.1,
sections 4.8.1 and 4.8.18).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from apiloom.api.ir import Incoming
from apiloom.api.parse.bodies import body_of, responses_of
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.operations import tags_of
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.core.location import Pointer
from apiloom.core.text import Text


@dataclass(slots=True)
class _IncomingOperation:
    """An operation, and all the ways that lead to it."""

    operation: Reader
    method: str
    webhooks: dict[Text, None] = field(default_factory=dict)
    owners: dict[Pointer, None] = field(default_factory=dict)


def incoming_of(
    root: Reader, methods: tuple[str, ...], schemas: SchemaBuilder
) -> Iterator[Incoming]:
    """Every operation of a webhook or a callback, once, wherever it is used.

    `methods` are the members of a path item that are operations.
    """
    for discovered in _incoming_operations(root, methods):
        operation = discovered.operation
        yield Incoming(
            operation.location(),
            operation.text("operationId") or None,
            discovered.method.upper(),
            body_of(operation, schemas),
            tuple(responses_of(operation, schemas)),
            tuple(tags_of(operation)),
            tuple(discovered.webhooks),
            tuple(discovered.owners),
        )


def _incoming_operations(
    root: Reader, methods: tuple[str, ...]
) -> Iterable[_IncomingOperation]:
    """Webhooks, callbacks, and the callbacks of those, in order of discovery."""
    by_pointer: dict[Pointer, _IncomingOperation] = {}
    pending: list[_IncomingOperation] = []

    def discovered(operation: Reader, method: str) -> _IncomingOperation:
        if operation.pointer not in by_pointer:
            by_pointer[operation.pointer] = _IncomingOperation(operation, method)
            pending.append(by_pointer[operation.pointer])
        return by_pointer[operation.pointer]

    for name, operation, method in _operations(root.object_member("webhooks"), methods):
        discovered(operation, method).webhooks[Text(name)] = None
    for _, owner, _ in _operations(root.object_member("paths"), methods):
        for operation, method in _callbacks_of(owner, methods):
            discovered(operation, method).owners[owner.pointer] = None
    while pending:
        outer = pending.pop(0).operation
        for operation, method in _callbacks_of(outer, methods):
            discovered(operation, method).owners[outer.pointer] = None
    return by_pointer.values()


def _callbacks_of(
    operation: Reader, methods: tuple[str, ...]
) -> Iterator[tuple[Reader, str]]:
    """The operations of the callbacks of an operation; expressions are their paths."""
    callbacks = operation.object_member("callbacks")
    for _, reference in callbacks.entries() if callbacks is not None else ():
        callback = reference.follow()
        if callback is not None:
            for _, inner, method in _operations(callback, methods):
                yield inner, method


def _operations(
    items: Reader | None, methods: tuple[str, ...]
) -> Iterator[tuple[str, Reader, str]]:
    """The operations of a map of path items, each with its key and method."""
    for key, reference in items.members() if items is not None else ():
        item = reference.follow()
        for method in methods if item is not None else ():
            operation = None if item is None else item.member(method)
            if operation is not None and isinstance(operation.value, dict):
                yield key, operation, method
        additional = (
            None if item is None else item.object_member("additionalOperations")
        )
        for method, operation in additional.entries() if additional is not None else ():
            if isinstance(operation.value, dict):
                yield key, operation, method
