"""Which packages apiloom itself has brought to the state in which they stand.

A manifest lists digests, but it stands in the package: who edits a module can edit it
too. So what makes a run short is known outside, in the user's cache. There is a file
for each output folder, with the digests of the states that runs have left it in or have
found to be what the document gives.

Nothing depends on the cache but time: where it is empty, lost or cannot be written, as
in most runs of CI, every run is a whole one.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from apiloom.core.cache import cache_folder, keep
from apiloom.core.version import __version__
from apiloom.package.disk import Disk, judged, look
from apiloom.package.file_set import FileSet
from apiloom.package.manifest import lf

_MOST_STATES: Final = 8
"""For each folder, so that going from branch to branch is no whole run each time."""
_MOST_FOLDERS: Final = 200
"""Of the folders that were not written for longest, the files go."""
_LINE_LENGTH: Final = 65


def scan_trusted(root: Path) -> Disk:
    """Look at the output folder `root`, and whether it is `trusted`.

    The names in a manifest that apiloom has left so are read when they are asked for.
    """
    disk = with_trust(look(root))
    return disk if disk.trusted else judged(disk)


def with_trust(disk: Disk) -> Disk:
    """The same folder; `trusted` where apiloom has left all that is listed so."""
    if disk.manifest is None:
        return disk
    state = _state_digest(disk)
    return replace(
        disk, trusted=state is not None and state in _recorded_states(disk.root)
    )


def record_produced(root: Path, files: FileSet) -> None:
    """Note that the folder `root` stands as a whole run has it.

    Nothing is noted where a byte of it differs from `files` (line ends that git has
    changed aside), or where the cache cannot be written.
    """
    with contextlib.suppress(OSError, RuntimeError):
        state = _state_digest(look(root), files.contents())
        if state is None:
            return
        earlier = [known for known in _recorded_states(root) if known != state]
        lines = [state, *earlier][:_MOST_STATES]
        record = _record_file(root)
        keep(record, "".join(f"{line}\n" for line in lines).encode("ascii"))
        _prune_records(record.parent)


def _state_digest(
    disk: Disk, expected: Mapping[str, bytes] | None = None
) -> str | None:
    """A digest over every byte of the files that are listed, manifest included.

    The manifest has the digests of documents, options, templates and formatter. None
    where a file is missing, or is not the one that is `expected`.
    """
    paths = disk.listed
    if expected is not None and [*paths] != sorted(expected):
        return None
    package_hash = hashlib.sha256(f"apiloom {__version__}\n".encode())
    for path in paths:
        content = disk.read(path)
        if content is None:
            return None
        if expected is not None and lf(content) != lf(expected[path]):
            return None
        file_digest = hashlib.sha256(content).hexdigest()
        package_hash.update(f"{file_digest} {path}\n".encode())
    return package_hash.hexdigest()


def _recorded_states(root: Path) -> tuple[str, ...]:
    """The states of a folder that are known, the latest first."""
    try:
        with _record_file(root).open("rb") as file:
            lines = file.read(_MOST_STATES * _LINE_LENGTH).decode("ascii").split("\n")
    except (OSError, RuntimeError, UnicodeError):
        return ()
    return tuple(line for line in lines if len(line) == _LINE_LENGTH - 1)


def _record_file(root: Path) -> Path:
    """The file of an output folder, whatever that is called."""
    name = hashlib.sha256(bytes(root)).hexdigest()
    return cache_folder() / "packages" / name


def _prune_records(folder: Path) -> None:
    files = list(folder.iterdir())
    if len(files) > _MOST_FOLDERS:
        files.sort(key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for file in files[_MOST_FOLDERS:]:
            file.unlink(missing_ok=True)
