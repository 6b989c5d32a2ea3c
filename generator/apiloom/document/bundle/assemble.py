"""From the entry document and everything it refers to, one document of its version.

Each object of another file becomes a component of the entry, so sharing and circles
stay what they are and a schema keeps its one identity. Where OpenAPI has no component
of that kind (a path item before 3.1, a whole map of them), the object takes the place
of the reference, which is the only way to write it in one file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, Pointer, child, parent
from apiloom.document.bundle.bundle_writer import Operation, Region, Writer
from apiloom.document.bundle.component_keys import (
    SECTIONS_2,
    SECTIONS_3,
    SECTIONS_32,
    KeyAllocator,
    Section,
    candidates,
)
from apiloom.document.bundle.dynamic_references import Specialiser
from apiloom.document.bundle.grammar import Kind
from apiloom.document.bundle.identities import KEYWORDS
from apiloom.document.bundle.reference_resolver import Resolver, Target
from apiloom.document.bundle.reference_targets import PASTED, Gatherer, Link
from apiloom.document.source import DocumentSet, Json, JsonObject, LoadPolicy
from apiloom.document.source.document_library import Library
from apiloom.document.source.tree import measure

_Place = tuple[str, Pointer, Kind]
# Whoever writes one of these may mean something other than a place in this document.
_NAMING: Final = (*KEYWORDS, "$self", "$dynamicRef")
_FEW_NODES: Final = 10_000
_UNTYPED: Final = frozenset({Kind.OTHER, Kind.EXTENSION})
_NOT_LOCAL: Final = re.compile(r"(?!#(?:/|\Z))")
_VERSION: Final = re.compile(r"[0-9]\.[0-9]")
_FILE: Final = re.compile(r"[^#].*#|.*\.(?:ya?ml|json)\Z", re.DOTALL)


def bundle(documents: DocumentSet, policy: LoadPolicy, report: Report) -> DocumentSet:
    """The same description with all of it in the entry document.

    A document that refers to nothing outside of itself comes back as it is. Files are
    read, under the policy, only where a reference leads to them. Diagnostics:
    `unresolved-reference`, `reference-refused`, `remote-changed`,
    `circular-reference`, `too-many-nodes`, `dynamic-reference-static`,
    `version-differs`, and those of reading a file.
    """
    entry = documents.entry
    if not _is_open(entry.root):
        return documents
    library = Library.around(documents, policy, report)
    resolver = Resolver(library)
    sections = _sections(entry.root)
    gatherer = Gatherer(resolver, sections, report)
    gatherer.run()
    _compare_versions(library, report)
    adopting = _adopting(gatherer)
    writer = Writer(
        entry,
        gatherer.links,
        dict(adopting.values()),
        resolver.bases,
        {
            link: Operation(target, f"{library.name(target.document)}#{target.pointer}")
            for link, target in gatherer.operations.items()
        },
        policy,
        report,
    )
    regions = _regions(gatherer, frozenset(adopting))
    root = writer.write(regions)
    _settle_dynamic(writer, resolver, root)
    whole = replace(entry, root=root, depth=measure(root)[0])
    return DocumentSet(
        whole,
        MappingProxyType(library.documents),
        MappingProxyType(writer.origins),
        {
            child(
                ROOT, *section, key
            ): f"{library.name(target.document)}#{target.pointer}"
            for section, key, target in regions
        },
        tuple(library.unread),
        _adopted_places(gatherer, sections),
    )


def _settle_dynamic(writer: Writer, resolver: Resolver, root: JsonObject) -> None:
    """Make plain references of dynamic ones, now that all has its place."""
    dynamics = writer.dynamics
    if not dynamics.names:
        return
    dynamics.bases.setdefault(id(root), resolver.root(writer.entry).base)
    for name, targets in resolver.dynamic.items():
        for target in targets:
            place = writer.place(target)
            if place is not None:
                dynamics.anchors.setdefault(target.base, {}).setdefault(name, place)
    # In proportion, so that the work does not grow faster than the document.
    limit = min(writer.policy.max_repeated, _FEW_NODES + 4 * writer.nodes)
    specialiser = Specialiser(root, dynamics, writer.entry.uri, writer.report, limit)
    specialiser.run(measure(root)[0])
    documents = DocumentSet(writer.entry, {}, dict(writer.origins))
    for copy, home in specialiser.copied.items():
        writer.origins[copy] = documents.origin(home)


def _compare_versions(library: Library, report: Report) -> None:
    """Files that say they follow another version are read as the entry document is."""
    own = _version(library.entry.root)
    for document in library.documents.values():
        other = _version(document.root)
        if other not in {None, own}:
            report.note(
                "version-differs",
                f"this file says that it follows version {other}, the document that "
                f"refers to it {own}",
                document.uri,
                hint=f"what is used of it is read as {own}",
            )


def _version(root: Json) -> str | None:
    """Major and minor version, as far as a difference means anything for schemas."""
    if not isinstance(root, dict):
        return None
    match = _VERSION.match(str(root.get("openapi") or root.get("swagger") or ""))
    # 3.2 adds to 3.1 and changes nothing.
    return "3.1" if match and match[0] == "3.2" else match and match[0]


def _is_open(root: JsonObject) -> bool:
    """Whether anything in a document may refer to something outside of it."""
    pasted = PASTED[:1] if "swagger" in root else PASTED
    level: list[Json] = [root]
    while level:
        below: list[Json] = []
        for container in level:
            if isinstance(container, list):
                below += container
                continue
            if _refers(container, pasted):
                return True
            below += container.values()
        level = [value for value in below if isinstance(value, dict | list)]
    return False


def _refers(value: JsonObject, pasted: tuple[str, ...]) -> bool:
    reference = value.get("$ref")
    if isinstance(reference, str) and (
        _NOT_LOCAL.match(reference) or reference.startswith(pasted)
    ):
        return True
    if any(isinstance(value.get(keyword), str) for keyword in _NAMING):
        return True
    mapping = value.get("mapping")
    return isinstance(mapping, dict) and any(
        isinstance(target, str) and _FILE.match(target) for target in mapping.values()
    )


def _sections(root: JsonObject) -> Mapping[Kind, Section]:
    """Where components stand in a document of this version."""
    if "swagger" in root:
        return SECTIONS_2
    return SECTIONS_32 if str(root.get("openapi")).startswith("3.2") else SECTIONS_3


def _adopting(gatherer: Gatherer) -> dict[_Place, tuple[int, Link]]:
    """For each place that is a component of the entry, the reference that says so."""
    adopting: dict[_Place, tuple[int, Link]] = {}
    library = gatherer.resolver.library
    for place, holders in gatherer.adopted.items():
        holder = holders[_adopter(library, place, holders)]
        adopting[place] = holder, gatherer.links[holder]["$ref"]
    return adopting


def _adopter(library: Library, place: _Place, holders: Collection[str]) -> str:
    """Which of the components that only refer to a place is the one that it becomes."""
    best = next(candidates(library.name(library.documents[place[0]]), place[1]))
    return best if best in holders else min(holders)


def _adopted_places(
    gatherer: Gatherer, sections: Mapping[Kind, Section]
) -> dict[Pointer, str]:
    """The stable name that each such component would have if nobody referred so."""
    library = gatherer.resolver.library
    return {
        child(
            ROOT, *sections[place[2]], _adopter(library, place, holders)
        ): f"{library.name(library.documents[place[0]])}#{place[1]}"
        for place, holders in gatherer.adopted.items()
        if place[2] in sections
    }


def _regions(gatherer: Gatherer, adopted: frozenset[_Place]) -> list[Region]:
    """What becomes a component, in the order of its places."""
    library = gatherer.resolver.library
    targets: dict[_Place, Target] = {}
    covering: set[tuple[str, Pointer]] = {(uri, pointer) for uri, pointer, _ in adopted}
    for links in gatherer.links.values():
        for link in links.values():
            kind, target = link.step.kind, link.target
            if target.document is library.entry or kind in _UNTYPED:
                continue
            covering.add(target.place)
            if not link.inline and (*target.place, kind) not in adopted:
                targets[*target.place, kind] = target
    allocators = _allocators(gatherer)
    regions: list[Region] = []
    order = {
        place: (library.name(target.document), place[1], place[2].value)
        for place, target in targets.items()
    }
    for place in sorted(targets, key=order.__getitem__):
        uri, pointer, kind = place
        if any((uri, above) in covering for above in _above(pointer)):
            continue
        section = gatherer.sections[kind]
        key = allocators[section].allocate(order[place][0], pointer)
        regions.append(Region(section, key, targets[place]))
    return regions


def _allocators(gatherer: Gatherer) -> dict[Section, KeyAllocator]:
    """Key allocators that know what the entry document has taken."""
    allocators: dict[Section, KeyAllocator] = {}
    for kind, section in gatherer.sections.items():
        allocators[section] = allocator = KeyAllocator()
        for key in gatherer.keys.get(kind, ()):
            allocator.reserve(key)
    return allocators


def _above(pointer: Pointer) -> Iterator[Pointer]:
    while pointer:
        pointer = parent(pointer)
        yield pointer
