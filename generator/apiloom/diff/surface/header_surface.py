"""Changes of declared header fields: the attributes of what answers and errors have."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.diff.surface.annotation_types import Relation, relation
from apiloom.diff.surface.call_signatures import Callee
from apiloom.diff.surface.declarations import Class, Field
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import SurfacePackage
from apiloom.diff.surface.type_use import READ_BY_CALLERS, Effect

_FOLDER = "response_headers"
_ERRORS = "error_headers.py"


def compare_headers(
    old: SurfacePackage, new: SurfacePackage
) -> Iterator[SurfaceChange]:
    """What has become of the header fields of each answer, and of each error."""
    before, after = _classes(old), _classes(new)
    for path, name in sorted(before.keys() | after.keys()):
        was, now = before.get((path, name)), after.get((path, name))
        dotted = path.removesuffix(".py").replace("/", ".")
        callee = Callee(f"{dotted}.{name}", path)
        if was is None or now is None:
            yield callee.one_sided(
                SurfaceKind.CLASS,
                was,
                now,
                added="header fields are declared now",
                removed="no header fields are declared any more",
            )
            continue
        for field in sorted(was.fields.keys() | now.fields.keys()):
            sides = was.fields.get(field), now.fields.get(field)
            yield from _compare(Callee(f"{callee.name}.{field}", path), *sides)


def _classes(package: SurfacePackage) -> dict[tuple[str, str], Class]:
    modules = [*package.modules(_FOLDER), (_ERRORS, package.module(_ERRORS))]
    return {
        (path, name): class_
        for path, module in modules
        for name, class_ in module.classes.items()
    }


def _compare(
    callee: Callee, was: Field | None, now: Field | None
) -> Iterator[SurfaceChange]:
    if was is None or now is None:
        yield callee.one_sided(
            SurfaceKind.FIELD,
            was,
            now,
            added="the header field is declared now",
            removed="the header field is not declared any more",
        )
        return
    found = relation(was.type, now.type)
    if found is not Relation.SAME:
        yield callee.change(
            SurfaceKind.FIELD,
            SurfaceAction.RETYPED,
            READ_BY_CALLERS.breaks(Effect.of(found)),
            "the header field has another type",
            was,
            now,
        )
