"""What stands in the output folder now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from apiloom.core.shipped import Shipped
from apiloom.package.manifest import (
    MANIFEST,
    NOTHING_SHIPPED,
    Listing,
    Manifest,
    ManifestDamagedError,
    digest,
    matches,
    parse,
    parse_listing,
)

_LARGEST: Final = 64_000_000
"""Bytes of a file of ours."""
_NO_FILE: Final = f"it is not a plain file, of {_LARGEST:,} bytes at most"


class Kind(StrEnum):
    """What an entry is, without following links."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder below the output.

    `device` tells mounts apart; `stamp` (inode, size, time of change of the content)
    tells whether it is still what was looked at.
    """

    kind: Kind
    device: int
    stamp: tuple[int, int, int]

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.stamp[1]

    @classmethod
    def of(cls, entry: os.DirEntry[str]) -> Self:
        """Describe one entry of a folder; raises `OSError` where it has gone."""
        kind = Kind.OTHER
        if entry.is_dir(follow_symlinks=False):
            kind = Kind.FOLDER
        elif entry.is_file(follow_symlinks=False):
            kind = Kind.FILE
        status = entry.stat(follow_symlinks=False)
        return cls(
            kind, status.st_dev, (status.st_ino, status.st_size, status.st_mtime_ns)
        )


@dataclass(frozen=True)
class Disk:
    """The output folder at one moment.

    `entries` holds everything below `root` by relative path with `/`. `manifest` is
    None where there is none or where it cannot be read: then `damage` says why. What it
    was read from is its `content`, where its names have not been read yet.
    `trusted` says that apiloom itself has left every listed file as it stands; where it
    is not known, the digests of the manifest are no proof that a run can lean on.
    """

    root: Path
    exists: bool
    entries: Mapping[str, Entry]
    manifest: Listing | None = None
    damage: str = ""
    trusted: bool = False
    content: bytes = b""

    @cached_property
    def shipped(self) -> Shipped:
        """The names that the package ships by its manifest: none without one."""
        manifest = parse(self.content) if self.content else self.manifest
        return manifest.shipped if isinstance(manifest, Manifest) else NOTHING_SHIPPED

    @property
    def foreign(self) -> bool:
        """Whether the folder holds things and nothing says that they are ours."""
        unmarked = self.manifest is None and not self.damage
        return unmarked and any(
            entry.kind is not Kind.FOLDER for entry in self.entries.values()
        )

    def read(self, path: str) -> bytes | None:
        """The bytes of a plain file, None where no plain file stands, or one that is
        larger than any of ours."""
        entry = self.entries.get(path)
        if entry is None or entry.kind is not Kind.FILE or entry.size > _LARGEST:
            return None
        if path == MANIFEST and self.content:
            return self.content
        return (self.root / path).read_bytes()

    def head(self, path: str, length: int) -> bytes:
        """The first bytes of a plain file, none where no plain file stands."""
        entry = self.entries.get(path)
        if entry is None or entry.kind is not Kind.FILE:
            return b""
        with (self.root / path).open("rb") as file:
            return file.read(length)

    def unedited(self, path: str) -> bytes | None:
        """The bytes of a file that is as apiloom has left it, else None."""
        manifest = self.manifest if self.trusted else None
        listed = manifest.files.get(path) if manifest else None
        content = self.read(path) if listed else None
        if listed is None or content is None or digest(content) != listed.content:
            return None
        return content

    @property
    def listed(self) -> tuple[str, ...]:
        """The paths of our files, the manifest among them, sorted."""
        files = self.manifest.files if self.manifest else {}
        return tuple(sorted((*files, MANIFEST)))

    def as_listed(self) -> bool:
        """Whether there is a manifest and every file it lists stands unedited."""
        return self.manifest is not None and all(
            (content := self.read(path)) is not None
            and matches(content, digests.content)
            for path, digests in self.manifest.files.items()
        )


def scan(root: Path) -> Disk:
    """Look at the output folder `root`, which need not exist; follows no link in it.

    Raises `OSError` where a folder or the manifest cannot be read.
    """
    return judged(look(root))


def judged(disk: Disk) -> Disk:
    """The same, all of the manifest read; `damage` where its names are unusable."""
    if not disk.content:
        return disk
    try:
        return replace(disk, manifest=parse(disk.content), content=b"")
    except ManifestDamagedError as error:
        return replace(disk, manifest=None, damage=str(error), content=b"")


def look(root: Path) -> Disk:
    """Like `scan`, but the names in the manifest have neither been read nor judged.

    An unchanged run does not ask for them, and they are most of the manifest.
    """
    if not root.is_dir():
        return Disk(root, exists=False, entries={})
    disk = Disk(root, exists=True, entries=dict(_walk(root)))
    content = disk.read(MANIFEST)
    if content is None:
        if MANIFEST in disk.entries:
            return Disk(root, True, disk.entries, damage=_NO_FILE)
        return disk
    try:
        listing = parse_listing(content)
        return Disk(root, True, disk.entries, listing, content=content)
    except ManifestDamagedError as error:
        return Disk(root, True, disk.entries, damage=str(error))


def _walk(root: Path) -> Iterator[tuple[str, Entry]]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(root / folder) as entries:
            for item in entries:
                path = f"{folder}/{item.name}" if folder else item.name
                entry = Entry.of(item)
                if entry.kind is Kind.FOLDER:
                    waiting.append(path)
                yield path, entry
