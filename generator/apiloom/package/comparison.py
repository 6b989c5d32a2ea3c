"""What `generate` would change on disk: file by file, with unified diffs on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from apiloom.package.disk import Disk, Kind
from apiloom.package.file_set import FileSet
from apiloom.package.line_differences import unified
from apiloom.package.manifest import MANIFEST, FileDigests, Listing, lf, matches
from apiloom.package.package_paths import folders_of


class FileState(StrEnum):
    """How one file differs.

    `MISSING`: to be written. `DIFFERENT`: ours, to be replaced. `STALE`: ours, no
    longer generated. `EDITED`: ours by the manifest, but changed by hand since, and
    not into what would be generated. `FOREIGN`: not ours and in the way.
    """

    MISSING = "missing"
    DIFFERENT = "different"
    STALE = "stale"
    EDITED = "edited"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One file that is not as it would be generated.

    `before` is what stands on disk, `after` what would be generated; None stands for
    no file, and for `before` also for something that is no plain file.
    """

    path: str
    state: FileState
    before: bytes | None
    after: bytes | None

    def unified(self, prefix: str = "") -> str:
        """The unified diff from disk to generated, every line ended by LF.

        `prefix` (empty, or ending in `/`) stands before the path in the `a/` and `b/`
        names.
        """
        name = f"{prefix}{self.path}"
        old = "/dev/null" if self.before is None else f"a/{name}"
        new = "/dev/null" if self.after is None else f"b/{name}"
        before, after = _lines(self.before), _lines(self.after)
        if before is None or after is None:
            return f"Binary files {old} and {new} differ\n"
        if not before and not after:
            return f"--- {old}\n+++ {new}\n"
        return "".join(map(_ended, unified(before, after, old, new)))

    @property
    def changed_lines(self) -> tuple[int, int]:
        """How many lines come and how many go; none of what is not text."""
        # The first two lines name the files.
        body = self.unified().split("\n")[2:]
        marks = Counter(line[:1] for line in body)
        return marks["+"], marks["-"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences sorted by path, and the paths that are as they should be."""

    differences: tuple[FileDifference, ...]
    unchanged: tuple[str, ...]

    def of(self, *states: FileState) -> tuple[FileDifference, ...]:
        """The differences in any of `states`."""
        return tuple(item for item in self.differences if item.state in states)

    @property
    def counts(self) -> Mapping[FileState, int]:
        """How many files are in each state; states without any are left out."""
        counts = Counter(item.state for item in self.differences)
        return {state: counts[state] for state in FileState if counts[state]}


def compare(files: FileSet, disk: Disk) -> Comparison:
    """Hold what was generated against what stands on disk.

    Raises `OSError` where a file cannot be read.
    """
    contents = files.contents()
    listed = disk.manifest.files if disk.manifest else {}
    differences: list[FileDifference] = []
    unchanged: list[str] = []
    kept = _Kept()
    for path, content in contents.items():
        before = disk.read(path)
        if before is not None and lf(before) == lf(content):
            unchanged.append(path)
            continue
        state = _state(path, before, disk)
        differences.append(FileDifference(path, state, kept.of(before), content))
    stale = {path: listed[path] for path in sorted(listed.keys() - contents.keys())}
    differences.extend(_stale(disk, stale, kept))
    differences.sort(key=lambda item: item.path)
    return Comparison(tuple(differences), tuple(unchanged))


def shadowing(disk: Disk, ours: Collection[str]) -> tuple[FileDifference, ...]:
    """What Python, or a type checker, would take in the place of a module of `ours`.

    Files of the user may stand in the folder, but not for what is generated: a package
    or an extension of the same name comes before a module, a stub before both, and
    bytecode where its header says that nothing is to be compared (PEP 552).
    """
    modules = {path for path in ours if path.endswith(".py")}
    return tuple(
        FileDifference(path, FileState.FOREIGN, None, None)
        for path in sorted(disk.entries.keys() - {*ours})
        if disk.entries[path].kind is not Kind.FOLDER and _shadowed(path) in modules
        if not path.endswith(".pyc") or _is_unchecked(disk.head(path, 8))
    )


def _is_unchecked(head: bytes) -> bool:
    """Whether bytecode is used whatever its source says: by its hash, unchecked."""
    return int.from_bytes(head[4:8], "little") & 0b11 == 0b01


def _shadowed(path: str) -> str:
    """The module that a file would stand for; empty for none."""
    folder, _, name = path.rpartition("/")
    stem, _, suffix = name.partition(".")
    if suffix.endswith("pyc") and folder.endswith("__pycache__"):
        return f"{folder.removesuffix('__pycache__')}{stem}.py"
    if stem == "__init__":
        return f"{folder}.py"
    if suffix == "pyi" or suffix.endswith(("so", "pyd")):
        return f"{folder}/{stem}.py" if folder else f"{stem}.py"
    return ""


def ignoring_provenance(files: FileSet, disk: Disk) -> FileSet:
    """`files` with a manifest that differs from the one on disk only in what matters.

    Which release of apiloom, of its templates and of the formatter made a package is
    recorded, but a newer one that makes the same files is no difference.
    """
    old, new = disk.manifest, files.manifest
    if old is None:
        return files
    origin = replace(
        new.origin,
        apiloom=old.origin.apiloom,
        formatter=old.origin.formatter,
        templates=old.origin.templates,
    )
    digests = {
        path: _as_rendered(old, path, listed) for path, listed in new.files.items()
    }
    manifest = replace(new, origin=origin, warnings=old.warnings, files=digests)
    return replace(files, manifest=manifest)


def _as_rendered(old: Listing, path: str, listed: FileDigests) -> FileDigests:
    before = old.files.get(path)
    return before if before and before.content == listed.content else listed


def _state(path: str, before: bytes | None, disk: Disk) -> FileState:
    if path == MANIFEST:
        return FileState.MISSING if before is None else FileState.DIFFERENT
    listed = disk.manifest.files.get(path) if disk.manifest else None
    if path in disk.entries:
        if listed is None:
            return FileState.FOREIGN
        unedited = before is not None and matches(before, listed.content)
        return FileState.DIFFERENT if unedited else FileState.EDITED
    above = (disk.entries.get(folder) for folder in folders_of(path))
    blocked = any(entry and entry.kind is not Kind.FOLDER for entry in above)
    return FileState.FOREIGN if blocked else FileState.MISSING


def _stale(
    disk: Disk, listed: Mapping[str, FileDigests], kept: _Kept
) -> Iterator[FileDifference]:
    """Files of ours that are no longer generated and still stand."""
    for path, digests in listed.items():
        if path not in disk.entries:
            continue
        before = disk.read(path)
        unedited = before is not None and matches(before, digests.content)
        state = FileState.STALE if unedited else FileState.EDITED
        yield FileDifference(path, state, kept.of(before), None)


@dataclass(slots=True)
class _Kept:
    """What is kept of the files on disk that differ, to be shown: not without end."""

    left: int = 256_000_000

    def of(self, content: bytes | None) -> bytes | None:
        """The same while there is room for it, then None."""
        if content is None or len(content) > self.left:
            return None
        self.left -= len(content)
        return content


def _lines(content: bytes | None) -> list[str] | None:
    """Lines with their ends, cut at LF alone; None for what is not text."""
    if content is None:
        return []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
