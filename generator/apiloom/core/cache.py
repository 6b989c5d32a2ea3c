"""Where apiloom keeps what only saves time: the user's own folder for such things."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def cache_folder() -> Path:
    """`apiloom` in `$XDG_CACHE_HOME`, by default in `~/.cache`; it need not exist.

    A relative path there is none (XDG Base Directory Specification): it would be in the
    repository that is worked on. Raises `RuntimeError` where nobody knows what the
    user's home is.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "apiloom"


def keep(place: Path, data: bytes) -> None:
    """Write a file of the cache in one step, and the folders above it.

    Raises `OSError` where that is impossible.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: other runs, and other threads of this one, may write it too.
    handle, part = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
