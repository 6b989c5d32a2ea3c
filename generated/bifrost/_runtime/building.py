"""Building models that refer to each other in long chains and circles.

Pydantic walks from class to class by recursion, at some ten frames of Python for each.
"""

import sys
from collections.abc import Callable
from contextvars import copy_context
from threading import Lock, Thread, stack_size
from typing import Final, TypeVar

_T = TypeVar("_T")

_LIMIT: Final = 1_000_000
_STACK: Final = 256 * 1024 * 1024
"""Reserved, not used: pages of it that are never touched cost nothing."""
_ALONE: Final = Lock()


def with_room(build: Callable[[], _T]) -> _T:
    """What `build` returns or raises, where the stack of Python is too short for it.

    It runs in a thread with a stack that is long enough; the limit of recursion, which
    all threads share, is raised for as long.
    """
    found: list[_T] = []
    failed: list[BaseException] = []
    context = copy_context()

    def run() -> None:
        try:
            found.append(context.run(build))
        except BaseException as error:  # noqa: BLE001 - it is raised by the caller
            failed.append(error)

    with _ALONE:
        limit, size = sys.getrecursionlimit(), stack_size(_STACK)
        sys.setrecursionlimit(max(limit, _LIMIT))
        try:
            thread = Thread(target=run)
            thread.start()
            thread.join()
        finally:
            sys.setrecursionlimit(limit)
            stack_size(size)
    if failed:
        raise failed[0]
    return found[0]
