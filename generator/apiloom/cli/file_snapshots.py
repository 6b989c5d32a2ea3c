"""Waiting for files to change, by looking at them again and again.

Looked at, not subscribed to: that works on every file system, across the mounts of
containers too, and nothing is missed when a folder is replaced as a whole, as git does
on a checkout. A few thousand files take some milliseconds a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

Stamp: TypeAlias = tuple[int, int, int] | None
"""Inode, size and time of change in nanoseconds; None where nothing stands."""
Sleep: TypeAlias = Callable[[float], None]

PAUSE: Final = 0.2
"""Seconds between two looks."""
_LONGEST: Final = 5.0
"""Seconds that changes may go on before they are acted upon all the same."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How files and folders stood at one moment.

    A folder has the stamps of all files below it, so that a new one is a change.
    """

    paths: tuple[Path, ...]
    stamps: Mapping[Path, Stamp]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Snapshot:
        """Look at `paths`, files or folders, which need not exist."""
        named = tuple(dict.fromkeys(paths))
        stamps: dict[Path, Stamp] = {}
        for path in named:
            stamps[path] = _stamp(path)
            for file in _files_below(path):
                stamps[file] = _stamp(file)
        return cls(named, stamps)

    def again(self) -> Snapshot:
        """Look at the same paths once more."""
        return Snapshot.of(self.paths)

    def __or__(self, later: Snapshot) -> Snapshot:
        """The paths of both; what stands in both is as it was here."""
        paths = tuple(dict.fromkeys((*self.paths, *later.paths)))
        return Snapshot(paths, {**later.stamps, **self.stamps})

    def differing(self, other: Snapshot) -> tuple[Path, ...]:
        """The paths that do not stand in `other` as they do here, sorted."""
        everything = self.stamps.keys() | other.stamps.keys()
        return tuple(
            sorted(
                path
                for path in everything
                if self.stamps.get(path) != other.stamps.get(path)
            )
        )


def wait(before: Snapshot, sleep: Sleep = time.sleep) -> tuple[Path, ...]:
    """Return the paths that are not as `before`, once they have come to rest.

    A file that is being saved changes more than once: only when two looks in a row find
    the same is it taken to be whole.
    """
    while True:
        sleep(PAUSE)
        if not before.differing(before.again()):
            continue
        if changed := before.differing(_at_rest(before, sleep)):
            return changed


def _at_rest(before: Snapshot, sleep: Sleep) -> Snapshot:
    """The same paths once nothing moves any more, or after a while anyway."""
    last = before.again()
    waited = 0.0
    while waited < _LONGEST:
        sleep(PAUSE)
        waited += PAUSE
        now = before.again()
        if not now.differing(last):
            break
        last = now
    return last


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    if path.is_dir():
        # The time of a folder tells of temporary files as well: only what it holds.
        return (status.st_ino, 0, 0)
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _files_below(path: Path) -> list[Path]:
    """The files below a folder, at any depth; links to folders are not followed."""
    if not path.is_dir():
        return []
    folders = os.walk(path)
    return [Path(folder, name) for folder, _, names in folders for name in names]
