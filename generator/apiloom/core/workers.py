"""Work shared out among processes, where that is safe and worth its cost."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST: Final = 8
"""Workers: each needs memory for what it touches."""

_shared: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""What the workers inherit: it never goes through a pipe, only results do."""


def share(
    function: Callable[[T], R], items: Sequence[T], *, chunk: int, worth_it: bool
) -> list[R]:
    """`function` of every item, in order; `chunk` items are taken at a time.

    The function must depend on its item alone, and its results must be picklable.
    What fails in a worker is done again here, so that errors are those of one process.
    """
    if not worth_it or not _can_fork():
        return [function(item) for item in items]
    _shared.append((function, items))
    try:
        return _forked(len(items), chunk)
    except Exception:  # noqa: BLE001 - whatever it is, it comes again here
        return [function(item) for item in items]
    finally:
        _shared.clear()


def _forked(count: int, chunk: int) -> list[Any]:
    # Imported here, and below, for start-up time: most runs share nothing out.
    import multiprocessing  # noqa: PLC0415

    # Ctrl-C reaches the workers too, and they would each print a traceback.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    context = multiprocessing.get_context("fork")
    with context.Pool(min(_cores(), _MOST), signal.signal, quiet) as pool:
        return pool.map(_take, range(count), chunksize=chunk)


def _take(index: int) -> Any:
    function, items = _shared[-1]
    return function(items[index])


def _can_fork() -> bool:
    """Forking is the one cheap way to share out work.

    It is safe only where no other thread of the calling program can hold a lock;
    elsewhere than on Linux, libraries of the system have such threads.
    """
    import multiprocessing  # noqa: PLC0415

    return (
        sys.platform == "linux"
        and _cores() > 1
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0))
