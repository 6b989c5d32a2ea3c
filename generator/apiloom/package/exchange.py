"""Swaps two folders in one step where the system can, else in two that recover."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import sys
from pathlib import Path
from typing import Final

_AT_FDCWD: Final = -100
_SWAP: Final = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_UNSUPPORTED: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def sibling(root: Path, kind: str = "") -> Path:
    """A fresh hidden name beside `root`; `recover` finds it again."""
    return root.with_name(f".{root.name}.apiloom-{kind}{secrets.token_hex(4)}")


def aside(root: Path) -> Path:
    """The sibling that holds the old folder between the two steps."""
    return sibling(root, "old-")


def swap(new: Path, root: Path) -> None:
    """Exchange the folders `new` and `root`, which must both exist.

    Raises `OSError`; then both stand where they stood.
    """
    if not _exchange(new, root):
        _exchange_in_two_steps(new, root)


def _exchange(new: Path, root: Path) -> bool:
    """One atomic step; False where the system or the file system cannot."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(new), os.fsencode(root))
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(
            ctypes.c_int(_AT_FDCWD),
            ctypes.c_char_p(names[0]),
            ctypes.c_int(_AT_FDCWD),
            ctypes.c_char_p(names[1]),
            ctypes.c_uint(_SWAP),
        )
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(
            ctypes.c_char_p(names[0]),
            ctypes.c_char_p(names[1]),
            ctypes.c_uint(_SWAP),
        )
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(root))


def _exchange_in_two_steps(new: Path, root: Path) -> None:
    old = aside(root)
    try:
        root.rename(old)
        new.rename(root)
    except BaseException:
        if old.exists() and not root.exists():
            old.rename(root)
        raise
    old.rename(new)
