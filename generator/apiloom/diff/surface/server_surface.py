"""Changes of the server: what handlers get, what they may answer, how it is put up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from apiloom.diff.surface.annotation_types import Relation, relation
from apiloom.diff.surface.call_signatures import Callee, compare_calls
from apiloom.diff.surface.declarations import Class, Module, Signature
from apiloom.diff.surface.model_surface import compare_fields
from apiloom.diff.surface.operation_moves import Moves, methods_of, operation_of
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import Package
from apiloom.diff.surface.type_use import GIVEN_BY_HANDLERS, READ_BY_HANDLERS, Effect

FOLDER: Final = "server"
_SECURITY: Final = "server/security.py"
_FACTORY: Final = "server/__init__.py"
_REQUEST: Final = "Request"


def compare_server(old: Package, new: Package) -> Iterator[SurfaceChange]:
    """What has become of the server, where both packages have one."""
    yield from _put_up(old, new)
    moves = Moves.between(old, new, "handler")
    yield from moves.told(_called)
    before, after = dict(old.modules(FOLDER)), dict(new.modules(FOLDER))
    for file in sorted(before.keys() | after.keys()):
        if file == _SECURITY:
            continue
        was, now = before.get(file, Module()), after.get(file, Module())
        yield from _handlers(file, was, now, old, new, moves)


def _called(symbol: str) -> str:
    """`server.pets:PetsApi.find` with dots alone."""
    return symbol.replace(":", ".")


def _handlers(
    file: str, was: Module, now: Module, old: Package, new: Package, moves: Moves
) -> Iterator[SurfaceChange]:
    module = file.removesuffix(".py").replace("/", ".")
    apis = (_api(was), _api(now))
    if apis[0] is None or apis[1] is None:
        yield from _whole(module, file, *apis)
        return
    for name, (before, after) in methods_of(apis[0], apis[1]):
        symbol = f"{module}:{apis[0].name}.{name}"
        operation, tags = operation_of(symbol, "handler", old, new)
        callee = Callee(_called(symbol), file, operation, tags)
        if not moves.has(symbol):
            yield from _handler(callee, before, after)
        if before and after:
            space = _namespace(before)
            pair = was.classes, now.classes
            inner = [
                {
                    each.removeprefix(f"{space}."): classes[each]
                    for each in classes
                    if each.startswith(f"{space}.")
                }
                for classes in pair
            ]
            for change in _replies(f"{module}.{space}", file, *inner):
                yield replace(change, operation=operation, tags=tags)


def _api(module: Module) -> Class | None:
    """The class whose methods are the handlers."""
    found = [each for each in module.classes.values() if each.methods]
    return found[0] if found else None


def _namespace(signatures: Sequence[Signature]) -> str:
    """The class that holds the request and the answers of a handler."""
    return signatures[0].result.head.rpartition(".")[0]


def _whole(
    module: str, file: str, was: Class | None, now: Class | None
) -> Iterator[SurfaceChange]:
    there = now or was
    if there is None:
        return
    name = f"{module}.{there.name}"
    if now is None:
        yield SurfaceChange(
            SurfaceKind.CLASS,
            SurfaceAction.REMOVED,
            SurfaceBreak.CODE,
            name,
            f"{there.name} is gone",
            there.header,
            "",
            file,
        )
    else:
        sentence = f"{there.name} is new; what is not overridden answers 501"
        yield SurfaceChange(
            SurfaceKind.CLASS,
            SurfaceAction.ADDED,
            SurfaceBreak.NOTHING,
            name,
            sentence,
            "",
            there.header,
            file,
        )


def _handler(
    callee: Callee, before: Sequence[Signature], after: Sequence[Signature]
) -> Iterator[SurfaceChange]:
    if not after:
        yield callee.change(
            SurfaceKind.HANDLER,
            SurfaceAction.REMOVED,
            SurfaceBreak.CODE,
            "the operation is gone: what overrides it is never called",
            before[0].text,
            "",
        )
    elif not before:
        yield callee.change(
            SurfaceKind.HANDLER,
            SurfaceAction.ADDED,
            SurfaceBreak.NOTHING,
            "the operation is new, and answers 501 until it is overridden",
            "",
            after[0].text,
        )


def _replies(
    owner: str, file: str, old: dict[str, Class], new: dict[str, Class]
) -> Iterator[SurfaceChange]:
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        callee = Callee(f"{owner}.{name}", file)
        if was is None or now is None:
            action, breaks, what = (
                SurfaceAction.ADDED,
                SurfaceBreak.NOTHING,
                "it can be answered too",
            )
            if now is None:
                action, breaks = SurfaceAction.REMOVED, SurfaceBreak.CODE
                what = "it cannot be answered any more"
            yield callee.change(
                SurfaceKind.RESPONSE,
                action,
                breaks,
                what,
                was.header if was else "",
                now.header if now else "",
            )
        elif name == _REQUEST:
            yield from compare_fields(
                callee.name, file, was.fields, now.fields, READ_BY_HANDLERS
            )
        else:
            yield from _reply(callee, was, now)


def _reply(callee: Callee, was: Class, now: Class) -> Iterator[SurfaceChange]:
    if not was.bases or not now.bases:
        return
    found = relation(was.bases[0], now.bases[0])
    if found is not Relation.SAME:
        breaks = GIVEN_BY_HANDLERS.breaks(Effect.of(found))
        yield callee.change(
            SurfaceKind.RESPONSE,
            SurfaceAction.RETYPED,
            breaks,
            "its content has another type",
            was.header,
            now.header,
        )


def _put_up(old: Package, new: Package) -> Iterator[SurfaceChange]:
    """`create_app`, and the functions that say who may call."""
    before, after = (each.module(_FACTORY).functions for each in (old, new))
    if "create_app" in before and "create_app" in after:
        callee = Callee("server.create_app", _FACTORY)
        yield from compare_calls(callee, before["create_app"], after["create_app"])
    was, now = (each.module(_SECURITY).classes.get("Security") for each in (old, new))
    if was is not None and now is not None:
        callee = Callee("server.Security", _SECURITY)
        ways = (was.methods.get("__init__", ()), now.methods.get("__init__", ()))
        if all(ways):
            # The last overload takes functions that are not async, the first those
            # that are: their names are the same.
            yield from compare_calls(callee, ways[0][:1], ways[1][:1])
