"""How long request bodies may be."""

import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from .route import Route


def known_sizes(
    sizes: Mapping[str, int | None],
    services: Iterable[tuple[object | None, Iterable[Route]]],
) -> Mapping[str, int]:
    """The longest bodies by operation id; without a limit, what no body can have.

    Raises `ValueError` for an operation that is not there, or takes no body.
    """
    operations = {
        route.operation.id: route.operation
        for _, routes in services
        for route in routes
    }
    for name in sizes:
        if name not in operations:
            near = get_close_matches(name, sorted(operations), 1, 0.6)
            hint = f": did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"max_body_sizes: no operation has the id {name!r}{hint}")
        if operations[name].body is None:
            raise ValueError(f"max_body_sizes: {name!r} takes no body")
    return {name: sys.maxsize if size is None else size for name, size in sizes.items()}
