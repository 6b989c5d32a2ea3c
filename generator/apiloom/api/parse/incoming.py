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
    webhooks: dict[str, None] = field(default_factory=dict)
    owners: dict[Pointer, None] = field(default_factory=dict)
    callbacks: dict[str, str] = field(default_factory=dict)
    """What it is called as a callback, each with the expression of its URL."""

    @property
    def name(self) -> str:
        """What it is called as the owner of callbacks."""
        return _id_of(self.operation) or next(iter((*self.webhooks, *self.callbacks)))


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
            body_of(operation, schemas, is_event=True),
            tuple(responses_of(operation, schemas)),
            tuple(tags_of(operation)),
            tuple(map(Text, discovered.webhooks)),
            tuple(discovered.owners),
            tuple(map(Text, discovered.callbacks)),
            tuple(map(Text, discovered.callbacks.values())),
            operation.text("summary"),
            operation.text("description"),
            operation.flag("deprecated"),
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
        discovered(operation, method).webhooks[name] = None

    def discover_callbacks(owner: Reader, name: str) -> None:
        for key, expression, operation, method in _callbacks_of(owner, methods):
            callback = discovered(operation, method)
            callback.owners[owner.pointer] = None
            callback.callbacks[f"{name}.{key}"] = expression

    for path, owner, method in _operations(root.object_member("paths"), methods):
        discover_callbacks(owner, _id_of(owner) or f"{method.upper()} {path}")
    while pending:
        outer = pending.pop(0)
        discover_callbacks(outer.operation, outer.name)
    return by_pointer.values()


def _id_of(operation: Reader) -> str | None:
    """The `operationId`; what is wrong with it is told where operations are read."""
    value = operation.value
    operation_id = value.get("operationId") if isinstance(value, dict) else None
    return operation_id if isinstance(operation_id, str) and operation_id else None


def _callbacks_of(
    operation: Reader, methods: tuple[str, ...]
) -> Iterator[tuple[str, str, Reader, str]]:
    """The operations of the callbacks of an operation: key, expression, and method.

    Expressions are their paths (OpenAPI 3.1, section 4.8.18).
    """
    callbacks = operation.object_member("callbacks")
    for key, reference in callbacks.entries() if callbacks is not None else ():
        callback = reference.follow()
        if callback is not None:
            for expression, inner, method in _operations(callback, methods):
                yield key, expression, inner, method


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
