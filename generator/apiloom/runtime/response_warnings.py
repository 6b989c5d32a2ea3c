"""Warnings about responses that break the document: once for each kind of place."""

import inspect
import threading
import warnings
from collections.abc import Sequence
from types import FrameType

from .errors import ResponseWarning

_MOST = 10_000
"""Places that are remembered; after that, no new one is warned about."""
_seen: set[tuple[str, str]] = set()
_lock = threading.Lock()


def warn_once(operation_id: str, flaws: Sequence[str]) -> None:
    """Warns of JSON pointers that were not warned of before in this process.

    Items of an array count as one place. No warning shows a value.
    """
    for flaw in flaws:
        _warn(operation_id, flaw, f"the response breaks the document at {flaw!r}")


def warn_of_body(operation_id: str) -> None:
    """Warns of a body that a call does not return, since none is declared."""
    message = "the response has a body, of which the document says nothing:"
    hint = "`raw(method)(...)` of a client has its bytes"
    _warn(operation_id, "body that is not declared", f"{message} {hint}")


def _warn(operation_id: str, place: str, message: str) -> None:
    if _is_new(operation_id, place):
        whole = f"{operation_id}: {message}"
        warnings.warn(whole, ResponseWarning, stacklevel=_depth_of_caller())


def _is_new(operation_id: str, flaw: str) -> bool:
    place = "/".join("*" if part.isdigit() else part for part in flaw.split("/"))
    with _lock:
        if (operation_id, place) in _seen or len(_seen) >= _MOST:
            return False
        _seen.add((operation_id, place))
        return True


def _depth_of_caller() -> int:
    """How far up the stack the code is that made the call, seen from `warn_once`."""
    package = __name__.rsplit(".", 2)[0]
    frame, depth = inspect.currentframe(), 0
    while frame is not None and _is_inside(package, frame):
        frame, depth = frame.f_back, depth + 1
    return depth


def _is_inside(package: str, frame: FrameType) -> bool:
    name = str(frame.f_globals.get("__name__", ""))
    return name == package or name.startswith(f"{package}.")
