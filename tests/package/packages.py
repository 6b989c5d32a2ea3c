"""Small packages to write, without any of the stages that would render them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from apiloom.package.comparison import Comparison, compare
from apiloom.package.disk import scan
from apiloom.package.file_set import FileSet
from apiloom.package.lock import locked
from apiloom.package.manifest import FileDigests, Manifest, Origin, digest
from apiloom.package.package_writer import Changes, publish

ORIGIN = Origin(
    apiloom="0.1.0",
    entry="openapi.yaml",
    formatter="black 1",
    options="0" * 64,
    templates="1" * 64,
    documents={"openapi.yaml": "2" * 64},
)
OLD = {
    "__init__.py": b"",
    "models/__init__.py": b"A = 1\n",
    "models/pet.py": b"B = 2\n",
}


def file_set(files: Mapping[str, bytes], origin: Origin = ORIGIN) -> FileSet:
    """A package of these files and the manifest that belongs to it."""
    digests = {
        path: FileDigests(digest(content), digest(content))
        for path, content in files.items()
    }
    return FileSet(dict(files), Manifest(origin, 0, digests))


def write(files: Mapping[str, bytes], root: Path) -> Comparison:
    """Bring `root` to these files, whatever stands there; say what differed."""
    root.parent.mkdir(parents=True, exist_ok=True)
    with locked(root.parent):
        disk = scan(root)
        comparison = compare(file_set(files), disk)
        after = {item.path: item.after for item in comparison.differences}
        publish(
            disk,
            Changes(
                {
                    path: content
                    for path, content in after.items()
                    if content is not None
                },
                [path for path, content in after.items() if content is None],
            ),
        )
    return comparison


def photograph(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything below `root`: inode, time and bytes of each file, by path."""
    return {
        path.relative_to(root).as_posix(): (
            path.lstat().st_ino,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(root.rglob("*"))
    }


def contents(root: Path) -> dict[str, bytes]:
    """The bytes of every file below `root`, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
