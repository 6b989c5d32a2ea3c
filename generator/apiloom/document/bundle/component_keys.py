"""What a component is called that comes from another document.

A function of the place it comes from: the last step of the pointer, or the name of the
file. Where that is taken, the folders above come before it; a digest of the place is
the last resort. There is no counter anywhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, TypeAlias

from apiloom.core.location import Pointer, tokens_of
from apiloom.document.bundle.grammar import FIELDS, Kind

Section: TypeAlias = tuple[str, ...]
"""The steps from the root of a document to a map of components."""

SECTIONS_2: Final[Mapping[Kind, Section]] = MappingProxyType(
    {
        Kind.SCHEMA: ("definitions",),
        Kind.PARAMETER: ("parameters",),
        Kind.RESPONSE: ("responses",),
    }
)
SECTIONS_3: Final[Mapping[Kind, Section]] = MappingProxyType(
    {
        Kind.SCHEMA: ("components", "schemas"),
        Kind.RESPONSE: ("components", "responses"),
        Kind.PARAMETER: ("components", "parameters"),
        Kind.EXAMPLE: ("components", "examples"),
        Kind.REQUEST_BODY: ("components", "requestBodies"),
        Kind.HEADER: ("components", "headers"),
        Kind.SECURITY_SCHEME: ("components", "securitySchemes"),
        Kind.LINK: ("components", "links"),
        Kind.CALLBACK: ("components", "callbacks"),
    }
)
SECTIONS_32: Final[Mapping[Kind, Section]] = MappingProxyType(
    {**SECTIONS_3, Kind.MEDIA_TYPE: ("components", "mediaTypes")}
)

_MAPS: Final = frozenset(
    {step for section in SECTIONS_32.values() for step in section}
    | {"definitions", "$defs", "pathItems"}
)
# Steps inside of an object, which say nothing without the object's name.
_STRUCTURE: Final = frozenset(
    name
    for kind, fields in FIELDS.items()
    if kind not in {Kind.DOCUMENT, Kind.COMPONENTS}
    for name in fields
)
# Folders and files that say what they hold, not whose it is.
_GENERIC: Final = _MAPS | {"models", "model", "schema", "common", "shared", "index"}
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9._-]+")
_PLAIN: Final = re.compile(r"[^A-Za-z0-9]+")


@dataclass(slots=True)
class KeyAllocator:
    """Hands out keys of one section that differ as class names would."""

    _taken: set[str] = field(default_factory=set)

    def reserve(self, key: str) -> None:
        """Keep a key that the entry document uses."""
        self._taken.add(_folded(key))

    def allocate(self, document: str, pointer: Pointer) -> str:
        """The key for what stands at `pointer` of `document`, its path."""
        for key in candidates(document, pointer):
            if _folded(key) not in self._taken:
                break
        self._taken.add(_folded(key))
        return key


def candidates(document: str, pointer: Pointer) -> Iterator[str]:
    """The keys that a place may get, the best first; the last one is its alone."""
    path = PurePosixPath(document)
    stem = path.name.partition(".")[0] or path.name
    folders = [part for part in path.parent.parts[::-1] if part not in {"..", "/"}]
    owners = [folder for folder in folders if folder not in _GENERIC]
    name = _last(pointer)
    if name is None:
        if stem in _GENERIC and owners:
            stem = owners.pop(0)
        name = stem
    elif stem not in _GENERIC:
        owners.insert(0, stem)
    yield _key(name)
    for owner in owners:
        name = f"{owner}_{name}"
        yield _key(name)
    place = f"{document}#{pointer}".encode("utf-8", "surrogatepass")
    yield f"{_key(name)}_{hashlib.sha256(place).hexdigest()[:8]}"


def _last(pointer: Pointer) -> str | None:
    """What a pointer leads to, from the last thing with a name on; None at the root."""
    tokens = tokens_of(pointer)
    if not tokens:
        return None
    sections = 1 + (tokens[0] == "components") if tokens[0] in _MAPS else 0
    steps = tokens[sections:] or tokens[-1:]
    for number, step in enumerate(steps[1:]):
        if step in _STRUCTURE:
            return "_".join(steps[number:])
    return steps[-1]


def _key(name: str) -> str:
    return _FOREIGN.sub("_", name)[:80].strip("_") or "unnamed"


def _folded(key: str) -> str:
    return _PLAIN.sub("", key).lower()
