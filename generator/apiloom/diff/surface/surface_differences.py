"""The Python surface of two packages, held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from apiloom.diff.surface.call_demands import compare_call_demands
from apiloom.diff.surface.changed_parts import parts_that_differ
from apiloom.diff.surface.client_surface import compare_client, compare_errors
from apiloom.diff.surface.header_surface import compare_headers
from apiloom.diff.surface.model_surface import compare_models
from apiloom.diff.surface.server_surface import compare_server
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import SurfacePackage
from apiloom.diff.surface.webhook_surface import compare_webhooks

__all__ = ["SurfacePackage", "compare_surface"]


def compare_surface(
    old: SurfacePackage, new: SurfacePackage
) -> tuple[SurfaceChange, ...]:
    """Everything that users of the package will notice, the worst first.

    Both need no more than the files that differ: what is in none of them is the same.
    """
    old, new = _inlining(*_differing(old, new))
    changes = [
        *compare_client(old, new),
        *compare_call_demands(old, new),
        *compare_errors(old, new),
        *compare_headers(old, new),
        *compare_webhooks(old, new),
        *compare_models(old, new),
        *compare_server(old, new),
        *_unreadable(old, new),
    ]
    order = tuple(SurfaceBreak)
    # A stable sort: within each the order is that of the parts above.
    return tuple(sorted(changes, key=lambda change: order.index(change.breaks)))


def _inlining(
    old: SurfacePackage, new: SurfacePackage
) -> tuple[SurfacePackage, SurfacePackage]:
    """The packages with what only one of them has a name for spelled out."""
    before, after = old.aliases(), new.aliases()
    only_old = {name: before[name] for name in before.keys() - after.keys()}
    only_new = {name: after[name] for name in after.keys() - before.keys()}
    return (
        replace(old, inlined=only_old) if only_old else old,
        replace(new, inlined=only_new) if only_new else new,
    )


def _differing(
    old: SurfacePackage, new: SurfacePackage
) -> tuple[SurfacePackage, SurfacePackage]:
    """The packages with those parts of Python files that may matter."""
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    for path in old.files.keys() | new.files.keys():
        if not path.endswith(".py") or path.startswith("_runtime/"):
            continue
        pair = parts_that_differ(path, old.files.get(path), new.files.get(path))
        for files, text in zip((before, after), pair, strict=True):
            if text is not None:
                files[path] = text
    return (
        replace(old, files=before, whole=old.files),
        replace(new, files=after, whole=new.files),
    )


def _unreadable(old: SurfacePackage, new: SurfacePackage) -> Iterator[SurfaceChange]:
    for path in sorted(old.files.keys() | new.files.keys()):
        if not (old.module(path).readable and new.module(path).readable):
            name = path.removesuffix(".py").replace("/", ".")
            sentence = "it differs, and nests too deep to be looked into"
            yield SurfaceChange(
                SurfaceKind.CLASS,
                SurfaceAction.RETYPED,
                SurfaceBreak.TYPES,
                name,
                sentence,
                "",
                "",
                path,
            )
