"""Functions of users, async or not, so that they can be awaited."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable, iscoroutinefunction, signature
from typing import Any

import anyio.to_thread


def awaitable(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """A function, or an object that can be called, so that it can be awaited.

    What is not async is called in a thread; what it gives may be awaitable itself.
    """
    if iscoroutinefunction(function) or iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - it is looked at
    ):
        return function

    async def in_thread(*given: Any) -> Any:
        result = await anyio.to_thread.run_sync(function, *given)
        return await result if isawaitable(result) else result

    return in_thread


def takes(function: Callable[..., Any], *arguments: object) -> bool:
    """Whether a function can be called with so many positional arguments."""
    try:
        signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:
        # What is written in C need not have a signature.
        return True
    return True
