"""What an API sends to its callers: webhooks and callbacks.

Only what they carry is of interest here: their bodies become models (OpenAPI 3.1,
sections 4.8.1 and 4.8.18).
"""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.build.bodies import body_of, responses_of
from apiloom.build.reader import Reader
from apiloom.build.schemas import SchemaBuilder
from apiloom.ir.api import Incoming
from apiloom.location import Pointer


def incoming_of(
    root: Reader, methods: tuple[str, ...], schemas: SchemaBuilder
) -> Iterator[Incoming]:
    """Every operation of a webhook or a callback, once, wherever it is used.

    `methods` are the members of a path item that are operations.
    """
    seen: set[Pointer] = set()
    pending = [
        *_operations(root.object_member("webhooks"), methods),
        *_callbacks_below(root.object_member("paths"), methods),
    ]
    while pending:
        operation, method = pending.pop(0)
        if operation.pointer in seen:
            continue
        seen.add(operation.pointer)
        yield Incoming(
            operation.location(),
            operation.text("operationId") or None,
            method.upper(),
            body_of(operation, schemas),
            tuple(responses_of(operation, schemas)),
        )
        pending.extend(_callbacks_of(operation, methods))


def _callbacks_below(
    paths: Reader | None, methods: tuple[str, ...]
) -> Iterator[tuple[Reader, str]]:
    for operation, _ in _operations(paths, methods):
        yield from _callbacks_of(operation, methods)


def _callbacks_of(
    operation: Reader, methods: tuple[str, ...]
) -> Iterator[tuple[Reader, str]]:
    """The operations of the callbacks of an operation; expressions are their paths."""
    callbacks = operation.object_member("callbacks")
    for _, reference in callbacks.entries() if callbacks is not None else ():
        callback = reference.follow()
        if callback is not None:
            yield from _operations(callback, methods)


def _operations(
    items: Reader | None, methods: tuple[str, ...]
) -> Iterator[tuple[Reader, str]]:
    """The operations of a map of path items, each with its method."""
    for _, reference in items.members() if items is not None else ():
        item = reference.follow()
        for method in methods if item is not None else ():
            operation = None if item is None else item.member(method)
            if operation is not None and isinstance(operation.value, dict):
                yield operation, method
        more = None if item is None else item.object_member("additionalOperations")
        for method, operation in more.entries() if more is not None else ():
            if isinstance(operation.value, dict):
                yield operation, method
