"""Which folder may be written, and whether what it was made from is still the same."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Final

from apiloom.package.manifest import Origin

if TYPE_CHECKING:
    from apiloom.document.source import DocumentSet

_MOST_BYTES: Final = 200_000_000
"""As many as loading reads at most: `LoadPolicy.max_total_bytes`."""


def complaint(output: Path, spec: Path) -> tuple[str, str] | None:
    """Why `output` cannot be a package folder, and what to do; None where it can.

    Both paths are as the user gave them; `output` must be absolute.
    """
    name = output.name
    if not name.isidentifier() or iskeyword(name):
        hint = "the last component of the output is the import name of the package"
        return "its name is not a Python identifier", hint
    try:
        if output.is_symlink() and not output.exists():
            return "it is a link to nothing", "repair or remove the link"
        if output.exists() and not output.is_dir():
            return "it is a file", "name a folder"
        if spec.resolve().is_relative_to(output.resolve()):
            return "it contains the document", "name a folder beside the document"
    except (OSError, RuntimeError) as error:
        # RuntimeError: how older Pythons report links that go in a circle.
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        return str(reason), "name another folder"
    return None


def files_of(origin: Origin, spec: Path) -> tuple[Path, ...]:
    """The files that a package was made from, absolute and sorted.

    `spec` is where its entry document stands now, links resolved. What was fetched is
    no file.
    """
    named = (name for name in origin.documents if "://" not in name)
    return tuple(sorted((spec.parent / name).resolve() for name in named))


def same_documents(origin: Origin, spec: Path, roots: Sequence[Path] = ()) -> bool:
    """Whether the entry and what it refers to have the digests of the last run.

    What a manifest names is read only where a reference could lead, below the folder of
    the entry and `roots`, and no more of it than a run would read.
    """
    entry = spec.resolve()
    if origin.entry != entry.name or origin.entry not in origin.documents:
        return False
    folders = (entry.parent, *(root.resolve() for root in roots))
    left = _MOST_BYTES
    try:
        for name, listed in origin.documents.items():
            # What was fetched is pinned: only a wish to see news looks there again.
            if "://" in name:
                continue
            path = (entry.parent / name).resolve()
            if not any(map(path.is_relative_to, folders)):
                return False
            # A pipe can be read but once, so it is left to the reader.
            digest, size = _file_digest(path, left)
            if digest != listed:
                return False
            left -= size
    except (OSError, ValueError, RuntimeError):
        return False
    return True


def _file_digest(path: Path, most: int) -> tuple[str, int]:
    """The SHA-256 of a file, which is never whole in memory, and how long it is.

    Raises `OSError` where it cannot be read, is no regular file (a pipe, a device), or
    has more than `most` bytes.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            raise OSError("it is no regular file of that size")
        return hashlib.file_digest(file, "sha256").hexdigest(), status.st_size


def _open_at_once(path: str, flags: int) -> int:
    """Open a file, or a pipe, whether or not somebody writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def origin_of(
    version: str, documents: DocumentSet, options: str, formatter: str, templates: str
) -> Origin:
    """What a package is made from: documents by name, and what else decides its bytes.

    `version` is apiloom's, `options` and `templates` are digests.
    """
    entry = documents.entry
    digests = {
        document.named_from(entry): document.pin
        for document in documents.documents.values()
    }
    return Origin(
        apiloom=version,
        entry=entry.path.name,
        formatter=formatter,
        options=options,
        templates=templates,
        documents=digests,
    )
