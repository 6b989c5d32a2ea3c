"""Lifespans of applications that are mounted, and what they give to requests."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from typing import Any, TypeAlias

from starlette.applications import Starlette

Lifespan: TypeAlias = Callable[
    [Starlette], AbstractAsyncContextManager[Mapping[str, Any] | None]
]
"""What runs around the life of an application: Starlette's, with its state or none."""
JointLifespan: TypeAlias = Callable[
    [Starlette], AbstractAsyncContextManager[Mapping[str, Any]]
]
"""The same of several."""


def lifespan_of(*parts: Starlette | Lifespan) -> JointLifespan:
    """One lifespan for an application that mounts others: `FastAPI(lifespan=...)`.

    Starlette and FastAPI begin the lifespan of the outer application alone. `parts` are
    applications that will be mounted, and lifespans of the outer one; they begin in
    that order and end in the other. The state of all of them is that of every request;
    raises `ValueError` where two give a value of one name.
    """

    @asynccontextmanager
    async def joint(outer: Starlette) -> AsyncGenerator[dict[str, Any]]:
        state: dict[str, Any] = {}
        async with AsyncExitStack() as stack:
            for part in parts:
                entered = stack.enter_async_context(_begun(part, outer))
                given = dict(await entered or {})
                if twice := sorted(state.keys() & given.keys()):
                    raise ValueError(f"two lifespans give {', '.join(twice)}")
                state |= given
            yield state

    return joint


def _begun(
    part: Starlette | Lifespan, outer: Starlette
) -> AbstractAsyncContextManager[Mapping[str, Any] | None]:
    if isinstance(part, Starlette):
        return part.router.lifespan_context(part)
    return part(outer)
