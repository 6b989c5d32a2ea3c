"""Calling recursive code of others on documents that nest deep."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

_STACK_BYTES: Final = 512 * 1024 * 1024
_RECURSION_LIMIT: Final = 200_000
_ALONE: Final = threading.Lock()
"""Both limits are the process's: two at once would each put back what the other set."""

_T = TypeVar("_T")


def with_big_stack(function: Callable[[], _T]) -> _T:
    """What `function` returns or raises, run in a thread with room to recurse.

    The stack is address space and costs memory only where it is used. Raises
    `RuntimeError` where the system grants none.
    """
    results: list[_T] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 - it is raised again, below
            errors.append(error)

    thread = threading.Thread(target=call, name="apiloom-big-stack")
    with _ALONE, _recursion_limit(_RECURSION_LIMIT):
        _start(thread)
        thread.join()
    if errors:
        raise errors[0]
    return results[0]


def _start(thread: threading.Thread) -> None:
    # The size is the process's, but only threads that start meanwhile get it.
    before = threading.stack_size(_STACK_BYTES)
    try:
        thread.start()
    finally:
        threading.stack_size(before)


@contextmanager
def _recursion_limit(limit: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, limit))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
