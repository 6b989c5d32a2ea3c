"""Where null stands beside a type, what judges values of the type does not see it."""

from collections.abc import Callable
from typing import Any, cast

from pydantic_core import CoreSchema


def past_null(
    schema: CoreSchema, change: Callable[[CoreSchema], CoreSchema]
) -> CoreSchema:
    """The change of a type alone, whether or not `T | None` or `Maybe[T]` is meant.

    pydantic does so with its own metadata: in `Annotated[str | None, Field(...)]` a
    limit is one of the text.
    """
    wrappers: list[Any] = []
    inner: Any = schema
    while inner["type"] == "nullable":
        wrappers.append(inner)
        inner = inner["schema"]
    changed: Any = change(inner)
    for wrapper in reversed(wrappers):
        changed = {**wrapper, "schema": changed}
    return cast("CoreSchema", changed)
