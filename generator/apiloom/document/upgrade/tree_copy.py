"""A tree that can be changed in place."""

from __future__ import annotations

from apiloom.document.source import Json, JsonObject


def unshared(root: JsonObject) -> JsonObject:
    """A copy in which every container stands in one place only.

    Loading has bounded how large that can get (`LoadPolicy.max_nodes`).
    """
    copy = root.copy()
    work: list[Json] = [copy]
    while work:
        container = work.pop()
        entries = (
            container.items() if isinstance(container, dict) else enumerate(container)
        )
        for key, value in entries:
            if isinstance(value, dict | list):
                # Setting a key that exists does not disturb the iteration.
                container[key] = inner = value.copy()
                work.append(inner)
    return copy
