"""Puts a package on disk in one step: a complete sibling folder, swapped with the old.

A run that dies at any moment leaves the old package or the new one, whole. Files that
do not change and files that are not ours are hard links to what stood there, so their
times and inodes stay.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from apiloom.package.disk import Disk, Kind, scan
from apiloom.package.exchange import sibling, swap
from apiloom.package.lock import locked
from apiloom.package.package_paths import folders_of


@dataclass(frozen=True, slots=True)
class Changes:
    """What to do to an output folder.

    `write` holds the bytes of new and changed files by path, `remove` the files of
    ours that go. Everything else stays as it is.
    """

    write: Mapping[str, bytes]
    remove: Collection[str] = ()

    def __bool__(self) -> bool:
        return bool(self.write or self.remove)


def publish(
    disk: Disk, changes: Changes, inspect: Callable[[Path], None] | None = None
) -> None:
    """Bring the folder that `disk` describes to its new state in one step.

    Call it under `locked(disk.root.parent)`. Raises `OSError`, or whatever `inspect`
    raises about the finished folder, with the old state untouched. What other
    programs put into the folder meanwhile is kept.
    """
    root = disk.root
    if disk.exists:
        _demand_swappable(disk)
    new = sibling(root)
    try:
        _build(new, disk, changes)
        if inspect is not None:
            inspect(new)
        if disk.exists:
            swap(new, root)
            _rescue(new, disk)
        else:
            new.rename(root)
    finally:
        _discard(new)


def recover(root: Path) -> None:
    """Clear away what killed runs left beside the output folder `root`.

    Where such a run died between the two steps of a swap, the old package is put back
    first. Costs one listing when there is nothing to do.
    """
    if not _leftovers(root):
        return
    with locked(root.parent):
        for folder in _leftovers(root):
            if "-old-" in folder.name and not root.exists():
                folder.rename(root)
            else:
                _discard(folder)


def _leftovers(root: Path) -> list[Path]:
    pattern = re.compile(rf"\.{re.escape(root.name)}\.apiloom-(old-)?[0-9a-f]{{8}}")
    if not root.parent.is_dir():
        return []
    with os.scandir(root.parent) as entries:
        names = [
            item.name
            for item in entries
            if pattern.fullmatch(item.name) and item.is_dir(follow_symlinks=False)
        ]
    return [root.parent / name for name in sorted(names)]


def _demand_swappable(disk: Disk) -> None:
    root = str(disk.root)
    if not os.access(disk.root, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), root)
    home = disk.root.stat().st_dev
    if any(entry.device != home for entry in disk.entries.values()):
        # Swapped out, the mount would be emptied with the old folder.
        raise OSError(errno.EXDEV, "another file system is mounted inside it", root)


def _build(new: Path, disk: Disk, changes: Changes) -> None:
    removed = set(changes.remove) | _compiled(disk, changes.remove)
    untouched = [
        path
        for path, entry in disk.entries.items()
        if entry.kind is not Kind.FOLDER
        and path not in removed
        and path not in changes.write
    ]
    folders = _folders(disk, removed, [*untouched, *changes.write])
    new.mkdir()
    for folder in folders:
        (new / folder).mkdir()
    for path in untouched:
        _carry_over(disk.root / path, new / path)
    for path, content in changes.write.items():
        (new / path).write_bytes(content)
    for folder in ("", *folders):
        if (disk.root / folder).is_dir():
            shutil.copymode(disk.root / folder, new / folder)


def _compiled(disk: Disk, removed: Collection[str]) -> set[str]:
    """The byte code that Python cached of modules that go."""
    modules = {path.removesuffix(".py") for path in removed if path.endswith(".py")}
    compiled: set[str] = set()
    for path in disk.entries:
        folder, _, name = path.rpartition("/")
        above, _, cache = folder.rpartition("/")
        if cache != "__pycache__" or not name.endswith(".pyc"):
            continue
        stem, _, tag = name.removesuffix(".pyc").partition(".")
        if tag and (f"{above}/{stem}" if above else stem) in modules:
            compiled.add(path)
    return compiled


def _folders(disk: Disk, removed: Iterable[str], files: Iterable[str]) -> list[str]:
    """The folders of the new package, parents first.

    A folder goes when removing our files has emptied it; one that was empty before is
    somebody else's and stays.
    """
    emptied = {folder for path in removed for folder in folders_of(path)}
    standing = {
        path for path, entry in disk.entries.items() if entry.kind is Kind.FOLDER
    }
    folders = {folder for path in files for folder in folders_of(path)}
    for folder in standing - emptied:
        folders.update((folder, *folders_of(folder)))
    return sorted(folders)


def _carry_over(old: Path, new: Path) -> None:
    if old.is_symlink():
        new.symlink_to(old.readlink())
        return
    try:
        os.link(old, new)
    except FileExistsError:
        # A folder of ours must stand here: a copy would silently land inside it.
        raise
    except OSError:
        shutil.copy2(old, new)


def _rescue(old: Path, disk: Disk) -> None:
    """Carry into the new package what appeared in the old one while it was replaced."""
    for path, entry in scan(old).entries.items():
        before = disk.entries.get(path)
        if entry.kind is Kind.FOLDER or (before and before.stamp == entry.stamp):
            continue
        (disk.root / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).replace(disk.root / path)


def _discard(folder: Path) -> None:
    """Remove a temporary folder; what resists is left to the next run."""
    with contextlib.suppress(FileNotFoundError):
        try:
            shutil.rmtree(folder)
        except PermissionError:
            for path, _, _ in os.walk(folder):
                Path(path).chmod(0o700)
            shutil.rmtree(folder, ignore_errors=True)
