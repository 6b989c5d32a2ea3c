"""Changes of the client: its arguments, its resources and their methods, its errors.

The synchronous half is looked at: the other one is the same with `await`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from apiloom.diff.surface.annotation_types import Relation, relation
from apiloom.diff.surface.call_signatures import Callee, compare_calls
from apiloom.diff.surface.declarations import Class, Field, Signature
from apiloom.diff.surface.operation_moves import (
    OperationMoves,
    method_pairs,
    operation_of,
)
from apiloom.diff.surface.surface_change import (
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import SurfacePackage
from apiloom.diff.surface.type_use import READ_BY_CALLERS, Effect

_ERRORS = "errors.py"
_OPERATION_ERRORS = "operation_errors"
_CLIENT = "client.py"
_SERVERS = "servers.py"


def compare_client(old: SurfacePackage, new: SurfacePackage) -> Iterator[SurfaceChange]:
    """What has become of the client, where both packages have one."""
    yield from _compare_constructors(old, new)
    yield from _compare_servers(old, new)
    moves = OperationMoves.between(old, new, "client")
    yield from moves.changes(_dotted_name)
    before, after = _resources(old), _resources(new)
    for was_called, now_called in moves.pairs.values():
        old_signatures = _signatures(before, was_called)
        new_signatures = _signatures(after, now_called)
        if old_signatures and new_signatures:
            module = now_called.partition(":")[0].rpartition(".")[2]
            callee = _callee(now_called, f"operations/{module}.py", old, new)
            yield from compare_calls(callee, old_signatures, new_signatures)
    for module in sorted(before.keys() | after.keys()):
        was, now = before.get(module), after.get(module)
        file = f"operations/{module}.py"
        if was is None or now is None:
            yield _one_sided_resource(module, file, was, now)
            continue
        for name, signatures in method_pairs(was, now):
            key = f"operations.{module}:{was.name}.{name}"
            if moves.has(key):
                continue
            callee = _callee(key, file, old, new)
            yield from _compare_methods(callee, *signatures)


def _signatures(resources: Mapping[str, Class], symbol: str) -> Sequence[Signature]:
    """Those of a method that the manifest calls so; none where it does not differ."""
    module, _, name = symbol.partition(":")
    resource = resources.get(module.rpartition(".")[2])
    return () if resource is None else resource.methods.get(name.rpartition(".")[2], ())


def _dotted_name(symbol: str) -> str:
    """`operations.pets:Pets.find` as users write it."""
    module, _, name = symbol.partition(":")
    return f"client.{module.rpartition('.')[2]}.{name.rpartition('.')[2]}"


def _callee(key: str, file: str, old: SurfacePackage, new: SurfacePackage) -> Callee:
    operation, tags = operation_of(key, "client", old, new)
    return Callee(_dotted_name(key), file, operation, tags)


def _compare_methods(
    callee: Callee, was: Sequence[Signature], now: Sequence[Signature]
) -> Iterator[SurfaceChange]:
    if was and now:
        yield from compare_calls(callee, was, now)
    else:
        yield callee.one_sided(
            SurfaceKind.METHOD,
            was[0] if was else None,
            now[0] if now else None,
            added="the method is new",
            removed="the method is gone",
        )


def _resources(package: SurfacePackage) -> dict[str, Class]:
    resources: dict[str, Class] = {}
    for path, module in package.modules("operations"):
        for class_ in module.classes.values():
            if "SyncResource" in {base.rstrip("_") for base in class_.base_names}:
                resources[path.rpartition("/")[2].removesuffix(".py")] = class_
    return resources


def _one_sided_resource(
    module: str, file: str, was: Class | None, now: Class | None
) -> SurfaceChange:
    name, resource = f"client.{module}", now or was
    assert resource is not None
    count = len(resource.methods)
    methods = f"{count} method{'s' if count > 1 else ''}"
    return Callee(name, file).one_sided(
        SurfaceKind.CLASS,
        was,
        now,
        added=f"{name} is new, with {methods}",
        removed=f"{name} is gone, with {methods}",
    )


def _compare_constructors(
    old: SurfacePackage, new: SurfacePackage
) -> Iterator[SurfaceChange]:
    was = old.module(_CLIENT).classes.get("Client")
    now = new.module(_CLIENT).classes.get("Client")
    if was is not None and now is not None:
        callee = Callee("Client", _CLIENT)
        yield from compare_calls(
            callee, was.methods["__init__"], now.methods["__init__"]
        )


def _compare_servers(
    old: SurfacePackage, new: SurfacePackage
) -> Iterator[SurfaceChange]:
    """Compare the functions for servers: each by its name, which the manifest keeps."""
    was = old.module(_SERVERS).classes.get("Servers")
    now = new.module(_SERVERS).classes.get("Servers")
    before = {} if was is None else was.methods
    after = {} if now is None else now.methods
    for name in sorted(before.keys() | after.keys()):
        callee = Callee(f"Servers.{name}", _SERVERS)
        yield from _compare_methods(callee, before.get(name, ()), after.get(name, ()))


def compare_errors(old: SurfacePackage, new: SurfacePackage) -> Iterator[SurfaceChange]:
    """What has become of the classes that calls raise.

    Those of single operations stand elsewhere, but `errors` is where users find them.
    """
    before, after = _errors(old), _errors(new)
    for name in sorted(before.keys() | after.keys()):
        file, was = before.get(name, (_ERRORS, None))
        file, now = after.get(name, (file, None))
        yield from _compare_error(Callee(f"errors.{name}", file), was, now)


def _errors(package: SurfacePackage) -> dict[str, tuple[str, Class]]:
    """The classes by name, each with the file that it stands in."""
    modules = [(_ERRORS, package.module(_ERRORS)), *package.modules(_OPERATION_ERRORS)]
    return {
        name: (path, class_)
        for path, module in modules
        for name, class_ in module.classes.items()
    }


def _compare_error(
    callee: Callee, was: Class | None, now: Class | None
) -> Iterator[SurfaceChange]:
    if was is None or now is None:
        yield callee.one_sided(
            SurfaceKind.ERROR,
            was,
            now,
            added="no call raised it before",
            removed="no call raises it any more, and the class is gone",
        )
        return
    if was.base_names != now.base_names:
        sentence = f"it is not caught as {', '.join(sorted(was.base_names))} any more"
        yield callee.retyped(SurfaceKind.ERROR, SurfaceBreak.CODE, sentence, was, now)
    yield from _compare_data(callee, was.fields.get("data"), now.fields.get("data"))


def _compare_data(
    callee: Callee, old: Field | None, new: Field | None
) -> Iterator[SurfaceChange]:
    """Compare what an error carries; neither has any where no schema is known."""
    if old is None and new is None:
        return
    breaks = SurfaceBreak.TYPES
    if old is not None and new is not None:
        data_relation = relation(old.type, new.type)
        if data_relation is Relation.SAME:
            return
        breaks = READ_BY_CALLERS.breaks(Effect.of(data_relation))
    sentence = "its data has another type"
    yield callee.retyped(SurfaceKind.ERROR, breaks, sentence, old, new)
