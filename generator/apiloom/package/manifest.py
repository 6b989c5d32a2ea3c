"""`manifest.json`: what a package was made from, and which files in it are ours.

One line per entry and sorted, so that it merges and reads well in a diff. It lists
every file of the package but itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiloom.core.shipped import Shipped
from apiloom.package import manifest_grammar as grammar
from apiloom.package.package_paths import is_inside

MANIFEST: Final = "manifest.json"
_LAYOUT: Final = 2
_READABLE: Final = (1, _LAYOUT)
"""A manifest of the first layout knows the names of types and operations alone."""
_HEAD: Final[Mapping[str, Callable[[str], bool]]] = {
    "apiloom": grammar.is_version,
    "entry": grammar.is_file_name,
    "formatter": grammar.is_formatter,
    "options": grammar.is_digest,
    "templates": grammar.is_digest,
}
"""The members that are texts, in order, each with what it has to look like."""
_NAMES_BEGIN: Final = b',\n  "arguments": '
"""What stands between the files and the first table of names."""
_SHOWN: Final = 100
_json: Final = json.JSONEncoder(sort_keys=True).encode
NOTHING_SHIPPED: Final = Shipped()


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
class Listing:
    """What a manifest says of a package but its names: its origin and its files.

    `warnings` counts what the last run warned about: an unchanged run repeats the work
    under `--strict` if there are.
    """

    origin: Origin
    warnings: int
    files: Mapping[str, FileDigests]


@dataclass(frozen=True, slots=True)
class Manifest(Listing):
    """One package: its origin, its files, and the names it ships.

    `shipped` has every public name.
    """

    shipped: Shipped = NOTHING_SHIPPED


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
    written = io.BytesIO()
    separator = "{\n  "
    for member in _members(manifest):
        written.write(separator.encode("ascii"))
        # A piece at a time: the whole is large.
        written.writelines(piece.encode("ascii") for piece in member)
        separator = ",\n  "
    written.write(b"\n}\n")
    return written.getvalue()


def _members(manifest: Manifest) -> Iterator[Iterable[str]]:
    """The pieces of each member, in the order in which they are written."""
    origin = manifest.origin
    single = {key: _json(getattr(origin, key)) for key in _HEAD}
    single |= {"manifest": str(_LAYOUT), "warnings": str(manifest.warnings)}
    for key in sorted(single):
        yield (f'"{key}": {single[key]}',)
    files = {
        path: {"content": digests.content, "rendered": digests.rendered}
        for path, digests in manifest.files.items()
    }
    yield _table("documents", origin.documents)
    yield _table("files", files)
    for key, names in _names_by_key(manifest.shipped):
        yield _table(key, names)


def parse(data: bytes) -> Manifest:
    """Read `manifest.json` back.

    Raises `ManifestDamagedError` for anything this version would not have written,
    above all for a path that leaves the package, since the manifest is the authority
    for deleting files, and for what is no name, since names are written into code.
    """
    tree = _tree(data)
    listing = _listing(tree)
    shipped = _shipped(tree)
    return Manifest(listing.origin, listing.warnings, listing.files, shipped)


def parse_listing(data: bytes) -> Listing:
    """Read all but the names, which are most of `manifest.json`, and the end of it.

    Raises `ManifestDamagedError` like `parse`; names are not judged where the file is
    laid out as it was written.
    """
    head, mark, _ = data.partition(_NAMES_BEGIN)
    if mark:
        with contextlib.suppress(ManifestDamagedError):
            return _listing(_tree(head + b"}"))
    return _listing(_tree(data))


def _tree(data: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ManifestDamagedError("it is not JSON") from error
    if not isinstance(tree, dict):
        raise ManifestDamagedError("it is not a JSON object")
    if tree.get("manifest") not in _READABLE:
        raise ManifestDamagedError("it was written by another version of apiloom")
    return tree


def _listing(tree: dict[str, Any]) -> Listing:
    head = {key: _judged(_text(tree, key), fits) for key, fits in _HEAD.items()}
    warnings = tree.get("warnings")
    if type(warnings) is not int or warnings < 0:
        raise ManifestDamagedError("'warnings' is not a number")
    origin = Origin(**head, documents=_documents(tree))
    return Listing(origin, warnings, dict(_files(tree)))


def _table(key: str, entries: Mapping[str, Any]) -> Iterator[str]:
    if not entries:
        yield f'"{key}": {{}}'
        return
    separator = f'"{key}": {{\n    '
    for name in sorted(entries):
        yield f"{separator}{_json(name)}: {_json(entries[name])}"
        separator = ",\n    "
    yield "\n  }"


def _documents(tree: dict[str, Any]) -> dict[str, str]:
    documents = _texts(tree, "documents")
    for name, listed in documents.items():
        _judged(name, grammar.is_document)
        _judged(listed, grammar.is_digest)
    return documents


def _files(tree: dict[str, Any]) -> Iterator[tuple[str, FileDigests]]:
    table = _table_of(tree, "files")
    for path in table:
        if not is_inside(path) or path == MANIFEST:
            raise ManifestDamagedError(f"{path!a} is no path of a package")
        entry = _texts(table, path)
        if entry.keys() != {"content", "rendered"}:
            raise ManifestDamagedError(f"the entry of {path!a} is incomplete")
        for listed in entry.values():
            _judged(listed, grammar.is_digest)
        yield path, FileDigests(**entry)


def _names_by_key(shipped: Shipped) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables of names, in the order in which they are written."""
    yield "arguments", shipped.arguments
    if shipped.bodies:  # few packages have any, and older ones know of none
        yield "bodies", shipped.bodies
    yield "credentials", shipped.credentials
    if shipped.errors:
        yield "errors", shipped.errors
    yield "fields", shipped.fields
    if shipped.headers:
        yield "headers", shipped.headers
    yield "lists", shipped.lists
    yield "names", shipped.types
    yield "operations", shipped.operations
    if shipped.servers:
        yield "server-variables", shipped.server_variables
        yield "servers", shipped.servers
    yield "twins", shipped.twins
    if shipped.values:
        yield "value-holders", shipped.value_holders
        yield "values", shipped.values


def _shipped(tree: dict[str, Any]) -> Shipped:
    # Shipped names are used again: none may smuggle in anything but a name.
    types = _judged_names(_texts(tree, "names"), grammar.is_place, grammar.is_type)
    operations = dict(_operations(tree))
    if tree["manifest"] == 1:
        # Dictionaries were called after their classes, and are not listed.
        names = {place: name.rpartition(":")[2] for place, name in types.items()}
        taken = frozenset(names.values())
        twins = {place: f"{name}Dict" for place, name in names.items()}
        twins = {place: twin for place, twin in twins.items() if twin not in taken}
        return Shipped(types=types, twins=twins, operations=operations)
    return Shipped(
        types=types,
        twins=_judged_names(
            _texts(tree, "twins"), grammar.is_place, grammar.is_class_name
        ),
        fields=_nested(tree, "fields", grammar.is_place, grammar.is_text),
        operations=operations,
        arguments=_nested(
            tree, "arguments", grammar.is_operation, grammar.is_parameter
        ),
        credentials=_judged_names(
            _texts(tree, "credentials"), grammar.is_text, grammar.is_public_name
        ),
        bodies=_of_some(tree, "bodies", grammar.is_operation, grammar.is_text),
        errors=_errors(tree) if "errors" in tree else {},
        headers=_of_some(tree, "headers", grammar.is_text, grammar.is_public_name),
        lists=dict(_lists(tree)),
        **_servers(tree),
        **_values(tree),
    )


def _servers(tree: dict[str, Any]) -> dict[str, Any]:
    """The names of servers; some packages have none, and older ones know of none."""
    if "servers" not in tree:
        return {}
    names = _texts(tree, "servers")
    variables = _nested(tree, "server-variables", grammar.is_text, grammar.is_text)
    return {
        "servers": _judged_names(names, grammar.is_text, grammar.is_public_name),
        "server_variables": variables,
    }


def _values(tree: dict[str, Any]) -> dict[str, Any]:
    """The names of listed values; most packages have none, and no tables of them."""
    if "values" not in tree:
        return {}
    return {
        "values": _nested(tree, "values", grammar.is_place, grammar.is_text),
        "value_holders": _judged_names(
            _texts(tree, "value-holders"), grammar.is_place, grammar.is_class_name
        ),
    }


def _of_some(
    tree: dict[str, Any], key: str, *fits: Callable[[str], bool]
) -> dict[str, str]:
    """Names that many packages have none of, and older ones do not know."""
    return _judged_names(_texts(tree, key), *fits) if key in tree else {}


def _judged_names(
    names: dict[str, str], is_key: Callable[[str], bool], is_name: Callable[[str], bool]
) -> dict[str, str]:
    for key, name in names.items():
        _judged(key, is_key)
        _judged(name, is_name)
    return names


def _nested(
    tree: dict[str, Any],
    key: str,
    is_owner: Callable[[str], bool],
    is_member: Callable[[str], bool],
    is_name: Callable[[str], bool] = grammar.is_public_name,
) -> dict[str, dict[str, str]]:
    """Names of what an owner has: of the fields of a class, say."""
    table = _table_of(tree, key)
    nested: dict[str, dict[str, str]] = {}
    for owner in table:
        names = _texts(table, _judged(owner, is_owner))
        nested[owner] = _judged_names(names, is_member, is_name)
    return nested


def _errors(tree: dict[str, Any]) -> dict[str, dict[str, str]]:
    keys = grammar.is_operation, grammar.is_error_key
    return _nested(tree, "errors", *keys, grammar.is_class_name)


def _lists(tree: dict[str, Any]) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    table = _table_of(tree, "lists")
    for place, entries in table.items():
        _judged(place, grammar.is_place)
        if not isinstance(entries, list):
            raise ManifestDamagedError(f"{_cut(place)!a} is no list")
        for traits in entries:
            are_texts = isinstance(traits, list) and all(
                isinstance(trait, str) for trait in traits
            )
            if not are_texts:
                raise ManifestDamagedError(f"an entry of {_cut(place)!a} has no traits")
        yield place, tuple(map(tuple, entries))


def _operations(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    table = _table_of(tree, "operations")
    for key in table:
        _judged(key, grammar.is_operation)
        methods = _texts(table, key)
        if not grammar.are_methods(methods):
            raise ManifestDamagedError(f"the names of {_cut(key)!a} are no methods")
        yield key, methods


def _judged(text: str, fits: Callable[[str], bool]) -> str:
    if not fits(text):
        kind = fits.__name__.removeprefix("is_").replace("_", " ")
        raise ManifestDamagedError(f"{_cut(text)!a} is no {kind}")
    return text


def _cut(text: str) -> str:
    return text[:_SHOWN]


def _table_of(tree: dict[str, Any], key: str) -> dict[str, Any]:
    value = tree.get(key)
    if not isinstance(value, dict):
        raise ManifestDamagedError(f"{_cut(key)!a} is missing")
    return value


def _texts(tree: dict[str, Any], key: str) -> dict[str, str]:
    table = _table_of(tree, key)
    if not all(isinstance(value, str) for value in table.values()):
        raise ManifestDamagedError(f"{_cut(key)!a} holds something other than text")
    return table


def _text(tree: dict[str, Any], key: str) -> str:
    value = tree.get(key)
    if not isinstance(value, str):
        raise ManifestDamagedError(f"{key!a} is missing")
    return value
