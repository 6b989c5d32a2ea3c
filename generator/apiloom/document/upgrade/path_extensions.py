"""Path items in extensions that others have made known.

`x-ms-paths` (Microsoft): paths that differ in their query only. `x-webhooks` (Redoc):
the webhooks of OpenAPI 3.1 in documents of older versions.
"""

from __future__ import annotations

from typing import Final

from apiloom.core.location import ROOT, child
from apiloom.document.upgrade.lift import Lift

_PATHS: Final = child(ROOT, "paths")
_NAME: Final = "x-ms-paths"


def merge_paths(lift: Lift) -> None:
    """Let these paths stand with all the others: a path may have a query here.

    One that is there already is left out, with the warning `x-ms-paths`.
    """
    more = lift.root.pop(_NAME, None)
    if not isinstance(more, dict):
        return
    paths = lift.root.setdefault("paths", {})
    moved = {**lift.converted}
    for path, item in more.items():
        pointer = child(ROOT, _NAME, path)
        if isinstance(paths, dict) and path not in paths:
            paths[path] = item
            moved[child(_PATHS, path)] = pointer
            continue
        lift.report.warning(
            "x-ms-paths",
            "there is a path of the same name",
            lift.uri,
            pointer,
            "the operations below it are left out",
        )
    lift.converted = moved


def read_webhooks(lift: Lift) -> None:
    """Let `x-webhooks` be webhooks, where a document has no others."""
    webhooks = lift.root.get("x-webhooks")
    if not isinstance(webhooks, dict) or "webhooks" in lift.root:
        return
    lift.root["webhooks"] = lift.root.pop("x-webhooks")
    moved = child(ROOT, "webhooks")
    lift.converted = {**lift.converted, moved: child(ROOT, "x-webhooks")}
