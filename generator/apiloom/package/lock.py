"""Keeps two runs from writing the same package at the same moment."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_PATIENCE: Final = 60.0
_PAUSE: Final = 0.02
_UNSUPPORTED: Final = {
    errno.EBADF,
    errno.EINVAL,
    errno.ENOLCK,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
}


@contextmanager
def locked(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold `folder`, the parent of the output, for the time of a write.

    The lock is on the folder itself: no lock file that a killed run could leave
    behind, and the system lets go when the process dies. Where folders cannot be
    locked (Windows, some network file systems) runs are not kept apart; each swap is
    whole all the same. Raises `TimeoutError` after `patience` seconds, `OSError` where
    the folder cannot be opened.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _acquire(descriptor, time.monotonic() + patience)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, deadline: float) -> None:
    if sys.platform == "win32":
        return
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError("another run is writing beside it") from None
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            return
        else:
            return
