"""Changes of the server: what handlers get, what they may answer, how it is put up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from apiloom.diff.surface.annotation_types import Relation, relation
from apiloom.diff.surface.call_signatures import Callee, compare_calls
from apiloom.diff.surface.declarations import Class, Module, Signature
from apiloom.diff.surface.field_surface import compare_fields
from apiloom.diff.surface.operation_moves import (
    OperationMoves,
    method_pairs,
    operation_of,
)
from apiloom.diff.surface.surface_change import SurfaceChange, SurfaceKind
from apiloom.diff.surface.surface_package import SurfacePackage
from apiloom.diff.surface.type_use import GIVEN_BY_HANDLERS, READ_BY_HANDLERS, Effect

FOLDER: Final = "server"
_SECURITY: Final = "server/security.py"
_FACTORY: Final = "server/__init__.py"
_REQUEST: Final = "Request"


def compare_server(old: SurfacePackage, new: SurfacePackage) -> Iterator[SurfaceChange]:
    """What has become of the server, where both packages have one."""
    yield from _compare_set_up(old, new)
    moves = OperationMoves.between(old, new, "handler")
    yield from moves.changes(_dotted_name)
    before, after = dict(old.modules(FOLDER)), dict(new.modules(FOLDER))
    for file in sorted(before.keys() | after.keys()):
        if file == _SECURITY:
            continue
        was, now = before.get(file, Module()), after.get(file, Module())
        yield from _compare_handlers(file, was, now, old, new, moves)


def _dotted_name(symbol: str) -> str:
    """`server.pets:PetsApi.find` with dots alone."""
    return symbol.replace(":", ".")


def _compare_handlers(
    file: str,
    was: Module,
    now: Module,
    old: SurfacePackage,
    new: SurfacePackage,
    moves: OperationMoves,
) -> Iterator[SurfaceChange]:
    module = file.removesuffix(".py").replace("/", ".")
    apis = (_handler_class(was), _handler_class(now))
    if apis[0] is None or apis[1] is None:
        yield from _one_sided_class(module, file, *apis)
        return
    for method, (before, after) in method_pairs(apis[0], apis[1]):
        symbol = f"{module}:{apis[0].name}.{method}"
        operation, tags = operation_of(symbol, "handler", old, new)
        callee = Callee(_dotted_name(symbol), file, operation, tags)
        if not moves.has(symbol):
            yield from _one_sided_handler(callee, before, after)
        if before and after:
            space = _namespace(before)
            pair = was.classes, now.classes
            inner = [
                {
                    name.removeprefix(f"{space}."): classes[name]
                    for name in classes
                    if name.startswith(f"{space}.")
                }
                for classes in pair
            ]
            for change in _compare_responses(f"{module}.{space}", file, *inner):
                yield replace(change, operation=operation, tags=tags)


def _handler_class(module: Module) -> Class | None:
    """The class whose methods are the handlers."""
    handler_classes = [class_ for class_ in module.classes.values() if class_.methods]
    return handler_classes[0] if handler_classes else None


def _namespace(signatures: Sequence[Signature]) -> str:
    """The class that holds the request and the answers of a handler.

    It gives `Handled[GetPet.Response]`.
    """
    (response,) = signatures[0].result.args
    return response.head.rpartition(".")[0]


def _one_sided_class(
    module: str, file: str, was: Class | None, now: Class | None
) -> Iterator[SurfaceChange]:
    class_ = now or was
    if class_ is None:
        return
    yield Callee(f"{module}.{class_.name}", file).one_sided(
        SurfaceKind.CLASS,
        was,
        now,
        added=f"{class_.name} is new; what is not overridden answers 501",
        removed=f"{class_.name} is gone",
    )


def _one_sided_handler(
    callee: Callee, before: Sequence[Signature], after: Sequence[Signature]
) -> Iterator[SurfaceChange]:
    if not before or not after:
        yield callee.one_sided(
            SurfaceKind.HANDLER,
            before[0] if before else None,
            after[0] if after else None,
            added="the operation is new, and answers 501 until it is overridden",
            removed="the operation is gone: what overrides it is never called",
        )


def _compare_responses(
    owner: str, file: str, old: dict[str, Class], new: dict[str, Class]
) -> Iterator[SurfaceChange]:
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        callee = Callee(f"{owner}.{name}", file)
        if was is None or now is None:
            yield callee.one_sided(
                SurfaceKind.RESPONSE,
                was,
                now,
                added="it can be answered too",
                removed="it cannot be answered any more",
            )
        elif name == _REQUEST:
            yield from compare_fields(
                callee.name, file, was.fields, now.fields, READ_BY_HANDLERS
            )
        else:
            yield from _compare_response(callee, was, now)


def _compare_response(
    callee: Callee, was: Class, now: Class
) -> Iterator[SurfaceChange]:
    if not was.bases or not now.bases:
        return
    content_relation = relation(was.bases[0], now.bases[0])
    if content_relation is not Relation.SAME:
        breaks = GIVEN_BY_HANDLERS.breaks(Effect.of(content_relation))
        sentence = "its content has another type"
        yield callee.retyped(SurfaceKind.RESPONSE, breaks, sentence, was, now)


def _compare_set_up(
    old: SurfacePackage, new: SurfacePackage
) -> Iterator[SurfaceChange]:
    """`create_app`, and the functions that say who may call."""
    before, after = (package.module(_FACTORY).functions for package in (old, new))
    if "create_app" in before and "create_app" in after:
        callee = Callee("server.create_app", _FACTORY)
        yield from compare_calls(callee, before["create_app"], after["create_app"])
    was, now = (
        package.module(_SECURITY).classes.get("Security") for package in (old, new)
    )
    if was is not None and now is not None:
        callee = Callee("server.Security", _SECURITY)
        signatures = (was.methods.get("__init__", ()), now.methods.get("__init__", ()))
        if all(signatures):
            # The last overload takes functions that are not async, the first those
            # that are: their names are the same.
            yield from compare_calls(callee, signatures[0][:1], signatures[1][:1])
