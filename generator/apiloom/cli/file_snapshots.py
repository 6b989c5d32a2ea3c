"""How files stand at a moment, and which of them stand otherwise at another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int, int] | None
"""Inode, size and time of change in nanoseconds; None where nothing stands."""


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

    def folders(self) -> set[Path]:
        """Those in which something may change: of each file, and those watched."""
        return {path.parent for path in self.stamps} | {
            path for path in self.paths if path.is_dir()
        }

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
