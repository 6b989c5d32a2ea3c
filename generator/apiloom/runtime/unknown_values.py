"""What is told of values and variants that the document does not list."""

import threading
import warnings
from typing import Final

_MOST: Final = 10_000
_seen: set[str] = set()
_lock = threading.Lock()


class UnknownValueWarning(UserWarning):
    """Something that the document does not list was kept as it is."""


def warn_of(message: str) -> None:
    """Warn once in a process, whatever the filters of warnings say."""
    with _lock:
        if message in _seen or len(_seen) >= _MOST:
            return
        _seen.add(message)
    warnings.warn(message, UnknownValueWarning, stacklevel=2)
