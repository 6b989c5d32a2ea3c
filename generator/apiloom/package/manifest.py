"""`manifest.json`: what a package was made from, and which files in it are ours.

One line per entry and sorted, so that it merges and reads well in a diff. It lists
every file of the package but itself.
"""

from __future__ import annotations

import hashlib
import json
import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiloom.package.package_paths import is_inside

MANIFEST: Final = "manifest.json"
_LAYOUT: Final = 1
_HEAD: Final = ("apiloom", "entry", "formatter", "options", "templates")


class ManifestDamagedError(ValueError):
    """A manifest that cannot be trusted to say what is ours; the text says why."""


@dataclass(frozen=True, slots=True)
class FileDigests:
    """SHA-256 of one file before (`rendered`) and after formatting (`content`)."""

    rendered: str
    content: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything that decides the bytes of a package.

    `entry` and the keys of `documents` are file names relative to the entry's folder;
    `apiloom` and `formatter` are versions, the rest are digests.
    """

    apiloom: str
    entry: str
    formatter: str
    options: str
    templates: str
    documents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One package: its origin, its files, and the names it ships.

    `names` maps the JSON pointer of a schema, after the file it stands in if that is
    not the entry document, to `module:Name`, `operations` maps `METHOD path` to the
    client and handler methods. `warnings` counts what the last run warned about: an
    unchanged run repeats the work under `--strict` if there are.
    """

    origin: Origin
    warnings: int
    files: Mapping[str, FileDigests]
    names: Mapping[str, str]
    operations: Mapping[str, Mapping[str, str]]


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal: the one digest the manifest uses."""
    return hashlib.sha256(data).hexdigest()


def matches(content: bytes, listed: str) -> bool:
    """Whether `content` is what `listed` is the digest of.

    Line ends that git turned into CRLF on checkout are no edit.
    """
    return digest(content) == listed or digest(lf(content)) == listed


def lf(content: bytes) -> bytes:
    """The same text with LF for CRLF."""
    return content.replace(b"\r\n", b"\n")


def dump(manifest: Manifest) -> bytes:
    """The bytes of `manifest.json`: ASCII, LF, sorted, one line per entry."""
    origin = manifest.origin
    files = {
        path: {"content": digests.content, "rendered": digests.rendered}
        for path, digests in manifest.files.items()
    }
    single = {key: json.dumps(getattr(origin, key)) for key in _HEAD}
    single |= {"manifest": str(_LAYOUT), "warnings": str(manifest.warnings)}
    members = [
        *(f'"{key}": {single[key]}' for key in sorted(single)),
        _table("documents", origin.documents),
        _table("files", files),
        _table("names", manifest.names),
        _table("operations", manifest.operations),
    ]
    return ("{\n  " + ",\n  ".join(members) + "\n}\n").encode("ascii")


def parse(data: bytes) -> Manifest:
    """Read `manifest.json` back.

    Raises `ManifestDamagedError` for anything this version would not have written,
    above all for a path that leaves the package: the manifest is the authority for
    deleting files.
    """
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ManifestDamagedError("it is not JSON") from error
    if not isinstance(tree, dict):
        raise ManifestDamagedError("it is not a JSON object")
    if tree.get("manifest") != _LAYOUT:
        raise ManifestDamagedError("it was written by another version of apiloom")
    head = {key: _text(tree, key) for key in _HEAD}
    warnings = tree.get("warnings")
    if type(warnings) is not int:
        raise ManifestDamagedError("'warnings' is not a number")
    return Manifest(
        origin=Origin(**head, documents=_texts(tree, "documents")),
        warnings=warnings,
        files=dict(_files(tree)),
        names=_names(tree),
        operations={
            key: _texts(_table_of(tree, "operations"), key)
            for key in _table_of(tree, "operations")
        },
    )


def _table(key: str, entries: Mapping[str, Any]) -> str:
    if not entries:
        return f'"{key}": {{}}'
    lines = ",\n    ".join(
        f"{json.dumps(name)}: {json.dumps(entries[name], sort_keys=True)}"
        for name in sorted(entries)
    )
    return f'"{key}": {{\n    {lines}\n  }}'


def _files(tree: dict[str, Any]) -> Iterator[tuple[str, FileDigests]]:
    table = _table_of(tree, "files")
    for path in table:
        if not is_inside(path) or path == MANIFEST:
            raise ManifestDamagedError(f"{path!a} is no path of a package")
        entry = _texts(table, path)
        if entry.keys() != {"content", "rendered"}:
            raise ManifestDamagedError(f"the entry of {path!a} is incomplete")
        yield path, FileDigests(**entry)


def _names(tree: dict[str, Any]) -> dict[str, str]:
    names = _texts(tree, "names")
    for symbol in names.values():
        # Shipped names are used again: none may smuggle in anything but a name.
        module, colon, name = symbol.partition(":")
        steps = [*module.split("."), name]
        if not colon or not all(step.isidentifier() for step in steps):
            raise ManifestDamagedError(f"{symbol!a} is no name of a class")
        if any(keyword.iskeyword(step) for step in steps):
            raise ManifestDamagedError(f"{symbol!a} is no name of a class")
    return names


def _table_of(tree: dict[str, Any], key: str) -> dict[str, Any]:
    value = tree.get(key)
    if not isinstance(value, dict):
        raise ManifestDamagedError(f"{key!a} is missing")
    return value


def _texts(tree: dict[str, Any], key: str) -> dict[str, str]:
    table = _table_of(tree, key)
    if not all(isinstance(value, str) for value in table.values()):
        raise ManifestDamagedError(f"{key!a} holds something other than text")
    return table


def _text(tree: dict[str, Any], key: str) -> str:
    value = tree.get(key)
    if not isinstance(value, str):
        raise ManifestDamagedError(f"{key!a} is missing")
    return value
